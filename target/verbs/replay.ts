/** `replay FILE`: sends the refused records of a rejects file again, as a person has corrected them. Records that were loaded
 *  with a warning stay away. */
import { createReadStream, existsSync } from "node:fs";
import { ConnectorError } from "../../protocol/errors.ts";
import type { StreamEntry, StreamReport } from "../../schemas/generated/types.ts";
import type { Input, InputFormat, StreamSchema } from "../input.ts";
import { readRejectLines } from "../reject-lines.ts";
import type { Reject } from "../rejects.ts";
import { printRows } from "./output.ts";
import { type VerbRun, wrongArgument } from "./verb.ts";

export async function replay({ settings, values, io, load }: VerbRun): Promise<number> {
  const path = String(values.path);
  if (!existsSync(path)) throw wrongArgument(`There is no file ${path}.`, "Give a file of rejects_dir.");
  const book = await lookThrough(path);
  if (book.withoutRecord > 0)
    io.log.warn(`${book.withoutRecord} lines have no record: nothing is sent for them`, { rejects_file: path });
  if (book.warned > 0) io.log.info(`${book.warned} rows were loaded with a warning: they are not sent again`);
  if (book.schemas.size === 0) {
    io.log.warn("The file holds no refused record: nothing is sent", { rejects_file: path });
    await printRows(values.format, COLUMNS, [], io.stdout);
    return 0;
  }
  const entries = book.entries.map((own) => mergeEntry(own, settings.entries));
  const whole = { ...settings, entries, before: [], after: [] };
  const { report, failure } = await load(whole, replayFormat(book.schemas), createReadStream(path));
  await printRows(values.format, COLUMNS, report.streams.map(rowOf), io.stdout);
  if (failure !== undefined) throw failure;
  return 0;
}

const COLUMNS = ["stream", "received", "loaded", "ignored", "rejected", "unacknowledged"];

/** The table shows the counts; JSON has the ids and the next rejects file, too. */
function rowOf({ stream, rows, tasks, rejects_file, ...ids }: StreamReport): Record<string, unknown> {
  const { workspace_id, model_id, import_id, list_id } = ids;
  const task_id = tasks.at(-1)?.task_id;
  return { stream, ...rows, workspace_id, model_id, import_id, list_id, task_id, rejects_file };
}

/** Of a process only the import that refused the rows is run: the others have done their work. */
function mergeEntry(own: StreamEntry, configured: readonly StreamEntry[]): StreamEntry {
  const { process: _, file: __, ...entry } = configured.find(({ stream }) => stream === own.stream) ?? own;
  return entry.list !== undefined ? entry : { ...entry, ...(own.import !== undefined && { import: own.import }) };
}

interface Book {
  schemas: Map<string, StreamSchema>;
  /** Where the rows came from, for streams that the config does not name. */
  entries: StreamEntry[];
  warned: number;
  withoutRecord: number;
}

/** Records of one stream need not have the same properties. Throws LINE_NOT_JSON, MESSAGE_INVALID. */
async function lookThrough(path: string): Promise<Book> {
  const book: Book = { schemas: new Map(), entries: [], warned: 0, withoutRecord: 0 };
  let number = 0;
  for await (const line of readRejectLines(path)) {
    number += 1;
    const reject = parseReject(line, number);
    if (reject === undefined) continue;
    if (reject.status === "W") book.warned += 1;
    else if (reject.record === null) book.withoutRecord += 1;
    else note(reject, book);
  }
  return book;
}

function note(reject: Reject, { schemas, entries }: Book): void {
  const { stream, workspace_id: workspace, model_id: model, import_id } = reject;
  let schema = schemas.get(stream);
  if (schema === undefined) {
    schema = { kind: "schema", stream, schema: { properties: {} }, keyProperties: [] };
    schemas.set(stream, schema);
    entries.push({ stream, workspace, model, ...(import_id !== undefined && { import: import_id }) });
  }
  for (const property of Object.keys(reject.record as object)) schema.schema.properties[property] ??= {};
}

function replayFormat(schemas: ReadonlyMap<string, StreamSchema>): InputFormat {
  const opened = new Set<string>();
  return {
    envelope: (stream) => ({
      recordPath: ["record"],
      constants: [
        { path: ["stream"], value: stream },
        { path: ["status"], value: "E" },
      ],
    }),
    parse: (line, lineNumber): Input => {
      const reject = parseReject(Buffer.from(line).toString(), lineNumber);
      if (reject === undefined || reject.status === "W" || reject.record === null) return { kind: "nothing" };
      const { stream } = reject;
      const record = reject.record as Record<string, unknown>;
      const schema = opened.has(stream) ? undefined : schemas.get(stream);
      opened.add(stream);
      return { kind: "record", stream, record, ...(schema && { opens: schema }) };
    },
  };
}

/** Undefined for a blank line. */
function parseReject(text: string, line: number): Reject | undefined {
  if (text.trim() === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ConnectorError("LINE_NOT_JSON", {
      what: "A line of the rejects file is not JSON.",
      why: "It was damaged when it was edited.",
      next: "Correct the line; each must be one JSON object.",
      context: { line },
    });
  }
  const { stream, record, status } = (value ?? {}) as Partial<Reject>;
  if (typeof stream === "string" && typeof record === "object" && (status === "E" || status === "W"))
    return value as Reject;
  throw new ConnectorError("MESSAGE_INVALID", {
    what: "A line of the rejects file holds no rejected row.",
    next: 'Each line needs "stream", "record" and "status" as this program wrote them.',
    context: { line },
  });
}
