/** The run report (contract.md section 6) and the table a person sees at the end. */
import { writeFileSync } from "node:fs";
import type { ClientStats } from "../protocol/anaplan/types.ts";
import type { ConnectorError } from "../protocol/errors.ts";
import { formatTable } from "../protocol/terminal.ts";
import type { ActionReport, RunReport, StepReport, StreamReport, TaskReport } from "../schemas/generated/types.ts";

export interface ReportParts {
  startedAt: number;
  endedAt: number;
  error: ConnectorError | undefined;
  stats: ClientStats;
  streams: readonly StreamReport[];
  /** Rows of streams that go nowhere. */
  ignored: ReadonlyMap<string, number>;
  actions: readonly ActionReport[];
}

export function buildReport({ startedAt, endedAt, error, stats, streams, ignored, actions }: ReportParts): RunReport {
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
    ...(actions.length > 0 && { actions: [...actions] }),
  };
}

export function writeReport(path: string, report: RunReport, redact: (text: string) => string): void {
  writeFileSync(path, `${redact(JSON.stringify(report, null, 2))}\n`);
}

/** Rows of each stream, then the steps of each process. */
export async function summaryTable(report: RunReport): Promise<string> {
  const head = ["stream", "rows sent", "loaded", "ignored", "rejected", "not settled"];
  const rows = await formatTable(
    head,
    report.streams.map(({ stream, rows: { received, loaded, ignored, rejected, unacknowledged } }) => [
      stream,
      received,
      loaded,
      ignored,
      rejected,
      unacknowledged,
    ]),
  );
  const steps = processTasks(report).flatMap(({ steps: all = [] }) => all.map(stepCells));
  if (steps.length === 0) return rows;
  const table = await formatTable(["step of a process", "outcome", "loaded", "ignored", "rejected"], steps);
  return `${rows}${table}A process is not atomic: steps before a failed one stay applied.\n`;
}

function stepCells({ name, object_id, outcome, rows }: StepReport): (string | number)[] {
  return [name ?? object_id, outcome.replace("_", " "), rows?.loaded ?? "", rows?.ignored ?? "", rows?.rejected ?? ""];
}

/** Tasks with steps, each once: streams of one process tell of the same task, each with what it knows of its own rows. */
export function processTasks({ streams, actions = [] }: RunReport): TaskReport[] {
  const tasks = new Map<string, TaskReport>();
  for (const task of [...streams.flatMap((stream) => stream.tasks), ...actions.map((action) => action.task)])
    if (task.steps !== undefined && !tasks.has(task.task_id)) tasks.set(task.task_id, task);
  return [...tasks.values()];
}
