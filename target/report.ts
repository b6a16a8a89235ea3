/** The run report (contract.md section 6) and the table a person sees at the end. */
import { writeFileSync } from "node:fs";
import type { ClientStats } from "../protocol/anaplan/types.ts";
import type { ConnectorError } from "../protocol/errors.ts";
import { formatTable } from "../protocol/terminal.ts";
import type { RunReport, StreamReport } from "../schemas/generated/types.ts";

export interface ReportParts {
  startedAt: number;
  endedAt: number;
  error: ConnectorError | undefined;
  stats: ClientStats;
  streams: readonly StreamReport[];
  /** Rows of streams that go nowhere. */
  ignored: ReadonlyMap<string, number>;
}

export function buildReport({ startedAt, endedAt, error, stats, streams, ignored }: ReportParts): RunReport {
  const nowhere = [...ignored].map(
    ([stream, rows]): StreamReport => ({
      stream,
      rows: { received: rows, loaded: 0, ignored: rows, rejected: 0, unacknowledged: 0 },
      bytes: 0,
      tasks: [],
    }),
  );
  return {
    started_at: new Date(startedAt).toISOString(),
    ended_at: new Date(endedAt).toISOString(),
    outcome: error === undefined ? "succeeded" : error.class === "rejects" ? "rejected" : "failed",
    ...(error !== undefined && { error: { code: error.code, message: error.message, context: { ...error.context } } }),
    requests: stats.requests,
    retries: stats.retries,
    waited_seconds: stats.waitedSeconds,
    streams: [...streams, ...nowhere],
  };
}

export function writeReport(path: string, report: RunReport, redact: (text: string) => string): void {
  writeFileSync(path, `${redact(JSON.stringify(report, null, 2))}\n`);
}

export function summaryTable({ streams }: RunReport): Promise<string> {
  const head = ["stream", "rows sent", "loaded", "ignored", "rejected", "not settled"];
  return formatTable(
    head,
    streams.map(({ stream, rows }) => [
      stream,
      rows.received,
      rows.loaded,
      rows.ignored,
      rows.rejected,
      rows.unacknowledged,
    ]),
  );
}
