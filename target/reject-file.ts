/** Reads the dump of a task, joins it to the records in the spool and writes the rejects file of one stream and task. */
import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import type { AnaplanClient, TaskRef } from "../protocol/anaplan/types.ts";
import { printExactJson } from "../protocol/csv/exact-json.ts";
import { readRows } from "../protocol/csv/rows.ts";
import { createRowFinder, type DumpRow, matchByContent, type Reject, readDump, type SentFile } from "./rejects.ts";

export interface DumpRequest {
  client: AnaplanClient;
  task: TaskRef;
  /** Of the step, when a process ran. */
  nestedObjectId: string | undefined;
  file: SentFile;
  /** The record of a row (from 1). */
  record(row: number): unknown;
  /** Hears of each refused row that is found. */
  onRefused?(row: number): void;
  ids: Pick<Reject, "stream" | "workspace_id" | "model_id" | "import_id" | "process_id"> & { task_id: string };
  folder: string;
  /** Of the rejects file, before the task's id. */
  name: string;
  /** What a row is where the dump does not say. */
  unstated: "E" | "W";
}

export interface DumpSummary {
  /** The dump says of each row whether it was refused. */
  hasStatus: boolean;
  rejected: number;
  warned: number;
  /** Rows whose record could not be found. */
  unmatched: number;
  /** Undefined when nothing was refused or warned about. */
  path: string | undefined;
  /** First reasons, for the log. */
  reasons: string[];
}

const SHOWN_REASONS = 3;
/** Rows without line numbers are matched in parts of this many. */
const MATCHED_AT_ONCE = 100_000;

/** Undefined when there is no dump (any more). */
export async function writeRejects(request: DumpRequest): Promise<DumpSummary | undefined> {
  const { client, task, nestedObjectId } = request;
  const bytes = await client.dump(task, nestedObjectId);
  if (bytes === undefined) return undefined;
  const summary: DumpSummary = {
    hasStatus: true,
    rejected: 0,
    warned: 0,
    unmatched: 0,
    path: undefined,
    reasons: [],
  };
  const output = lazyOutput(request, summary);
  const find = createRowFinder(request.file);
  let unplaced: DumpRow[] = [];
  for await (const dump of readDump(readRows(bytes))) {
    const row = find(dump);
    if (row !== undefined) await output.write(dump, row);
    else if (unplaced.push(dump) >= MATCHED_AT_ONCE) unplaced = await writeMatched(unplaced, request, output);
  }
  await writeMatched(unplaced, request, output);
  await output.close();
  return summary;
}

async function writeMatched(dumps: readonly DumpRow[], { file }: DumpRequest, output: Output): Promise<[]> {
  const rows = matchByContent(dumps, file);
  for (const [index, dump] of dumps.entries()) await output.write(dump, rows[index]);
  return [];
}

interface Output {
  write(dump: DumpRow, row: number | undefined): Promise<void>;
  close(): Promise<void>;
}

function lazyOutput(
  { ids, folder, name, record, unstated, file, onRefused }: DumpRequest,
  summary: DumpSummary,
): Output {
  let stream: WriteStream | undefined;
  return {
    write: async (dump, row) => {
      stream ??= open(folder, `${slug(name)}-${slug(ids.task_id)}`, summary);
      const status = dump.status ?? unstated;
      if (dump.status === undefined) summary.hasStatus = false;
      if (status === "E") summary.rejected += 1;
      else summary.warned += 1;
      if (row === undefined) summary.unmatched += 1;
      else if (status === "E") onRefused?.(row);
      const reason = dump.errors.join("; ");
      if (summary.reasons.length < SHOWN_REASONS && !summary.reasons.includes(reason)) summary.reasons.push(reason);
      const { stream: own, ...rest } = ids;
      const reject: Reject = {
        stream: own,
        record: (row === undefined ? undefined : record(row)) ?? null,
        line: dump.line ?? (row === undefined ? null : row + file.headerLines),
        status,
        errors: dump.errors,
        ...rest,
      };
      if (!stream.write(`${printExactJson(reject)}\n`))
        await new Promise<void>((resolve) => stream?.once("drain", () => resolve()));
    },
    close: async () => {
      if (stream === undefined) return;
      stream.end();
      await finished(stream);
    },
  };
}

/** Records are business data: the file is for its owner alone. */
function open(folder: string, name: string, summary: DumpSummary): WriteStream {
  mkdirSync(folder, { recursive: true });
  summary.path = join(folder, `${name}.jsonl`);
  return createWriteStream(summary.path, { mode: 0o600 });
}

/** Names from outside never become paths as they are. */
function slug(name: string): string {
  return name.replace(/[^\p{L}\p{N}_-]+/gu, "_").slice(0, 100) || "stream";
}
