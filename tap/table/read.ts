/** Reads a list or a view to its end: SCHEMA, records, version, bookmark. What comes is either the pages of a large-volume read
 *  or rows of texts. */
import { createHeaderReader } from "../../protocol/csv/header.ts";
import { createJsonLinesReader } from "../../protocol/csv/reader.ts";
import { createRecordPrinter } from "../../protocol/csv/record-text.ts";
import type { CsvDialect, JsonLinesOptions, JsonLinesReader, LineBlock } from "../../protocol/csv/types.ts";
import { ConnectorError } from "../../protocol/errors.ts";
import { type CodeBooks, NO_CODES, readCodes } from "../codes/read-codes.ts";
import { presentMember } from "../delta/deleted.ts";
import type { Delta, DeltaResult } from "../delta/delta.ts";
import { addDeletedColumn, BARE_LINES, deltaOf, openDelta } from "../delta/open.ts";
import type { RecordFrame, TapStream } from "../events.ts";
import { columnChanges, type KnownColumn, tellChanges } from "../export/column-contract.ts";
import { difference, type FileColumns, requireKeys, withHeaderKeys } from "../export/columns.ts";
import { type Increment, openIncrement } from "../export/increment.ts";
import { createInvalidValues, type InvalidValues } from "../export/invalid-values.ts";
import { originMembers } from "../export/metadata-columns.ts";
import { type KeyCheck, openKeyCheck } from "../key-check/key-check.ts";
import type { ListSource, SelectedStream, ViewSource } from "../stream.ts";
import type { SyncRun } from "../streams/kind.ts";
import { announcementOf, nextVersion, tapStream } from "../streams/tap-stream.ts";
import { tableColumns } from "./columns.ts";
import { joinPages, type PagePiece } from "./pages.ts";

export type TableSource = ListSource | ViewSource;

export type TableContent =
  | { kind: "pages"; pieces: AsyncIterable<PagePiece> }
  /** Texts in the order of the expected columns. */
  | { kind: "rows"; rows: Iterable<readonly string[]> };

const DIALECT: CsvDialect = { separator: ",", quote: '"', encoding: "UTF-8" };
const ROWS_AT_ONCE = 500;

/** `open` is asked once the SCHEMA is out and the table is wanted. */
export async function readTable(
  selected: SelectedStream<TableSource>,
  run: SyncRun,
  open: () => Promise<TableContent> | TableContent,
): Promise<void> {
  if (isUnchanged(selected, run)) {
    run.log.info("The model has not changed since the last read: nothing is read", { stream: selected.stream.name });
    return;
  }
  const table = new TableRead(selected, run);
  await table.announce();
  if (run.extent === "schema") return;
  try {
    await table.readCodes();
    const content = await open();
    if (content.kind === "rows") await table.writeRows(content.rows);
    else await table.writePages(content.pieces);
    if (run.extent === "all") await table.finish();
  } finally {
    table.abandon();
  }
}

export function isUnchanged({ stream }: SelectedStream<TableSource>, { settings, state, extent }: SyncRun): boolean {
  const lastModified = stream.source.model.model.lastModified;
  const before = state.bookmark(stream.id);
  if (extent !== "all" || settings.runExports !== "when_model_changed" || lastModified === undefined) return false;
  return before?.rows !== undefined && before.model_last_modified === lastModified;
}

class TableRead {
  #selected: SelectedStream<TableSource>;
  readonly #run: SyncRun;
  readonly #version: number;
  readonly #readAt: number;
  #stream: TapStream;
  #columns: FileColumns;
  #books: CodeBooks = NO_CODES;
  #keyCheck: KeyCheck | undefined;
  #delta: Delta | undefined;
  #increment: Increment | undefined;
  #rows = 0;
  #bytes = 0;

  constructor(selected: SelectedStream<TableSource>, run: SyncRun) {
    this.#selected = selected;
    this.#run = run;
    this.#readAt = run.clock.now();
    this.#version = nextVersion(run.state.bookmark(selected.stream.id), run.clock);
    const headers = selected.stream.source.expected.map(({ header }) => header);
    this.#columns = this.#columnsOf(headers);
    this.#stream = tapStream(selected, this.#columns.properties, this.#version);
  }

  async readCodes(): Promise<void> {
    const { stream } = this.#selected;
    const { expected, model } = stream.source;
    const lists = new Map(expected.flatMap(({ list }) => (list === undefined ? [] : [[list.id, list] as const])));
    if (lists.size > 0) this.#books = await readCodes(this.#run, model, [...lists.values()], stream.name);
  }

  announce(): Promise<void> {
    return this.#run.sink.schema(this.#stream);
  }

  async writeRows(rows: Iterable<readonly string[]>): Promise<void> {
    requireKeys(this.#selected, this.#columns);
    const { signal, extent, sampleRows = 1 } = this.#run;
    const invalid = this.#invalidValues();
    const frame = this.#openOutput();
    const print = createRecordPrinter({
      dialect: DIALECT,
      columns: this.#columns.forReader,
      ...frame,
      ...this.#originMembers(),
      ...this.#filter(),
      onInvalidValue: (value) => invalid.handle(value),
    });
    let lines: string[] = [];
    const send = async () => {
      if (lines.length === 0) return;
      const bytes = Buffer.from(lines.join(""));
      await this.#send({ bytes, count: lines.length });
      lines = [];
    };
    let row = 0;
    for (const fields of rows) {
      signal.throwIfAborted();
      const line = print(fields, ++row);
      if (line !== undefined) lines.push(line);
      if (lines.length >= ROWS_AT_ONCE) await send();
      if (extent === "record" && row >= sampleRows) break;
    }
    await send();
    invalid.summarize();
  }

  async writePages(pieces: AsyncIterable<PagePiece>): Promise<void> {
    const head = createHeaderReader(DIALECT);
    const waiting: Uint8Array[] = [];
    const invalid = this.#invalidValues();
    let headerLine: Uint8Array | undefined;
    let reader: JsonLinesReader | undefined;
    const begin = async (header: NonNullable<ReturnType<typeof head.end>>) => {
      const all = Buffer.concat(waiting.splice(0));
      headerLine = withoutMark(all.subarray(0, header.bytes));
      reader = await this.#open(header.fields, invalid, header.bytes);
      await this.#sendAll(reader.push(all.subarray(header.bytes)));
    };
    for await (const bytes of joinPages(pieces, () => headerLine)) {
      this.#run.signal.throwIfAborted();
      this.#bytes += bytes.length;
      if (reader !== undefined) await this.#sendAll(reader.push(bytes));
      else {
        waiting.push(bytes);
        const header = head.push(bytes);
        if (header !== undefined) await begin(header);
      }
      if (this.#run.extent === "record" && (reader?.rows ?? 0) >= (this.#run.sampleRows ?? 1)) break;
    }
    if (reader === undefined) {
      const header = head.end();
      if (header === undefined) throw this.#emptyError();
      await begin(header);
    }
    const opened = reader as unknown as JsonLinesReader;
    await this.#sendAll(this.#run.extent === "record" ? opened.flush() : opened.end());
    invalid.summarize();
  }

  /** Leaves nothing half done on disk. */
  abandon(): void {
    this.#keyCheck?.abandon();
    this.#delta?.abandon();
  }

  async finish(): Promise<void> {
    this.#keyCheck?.finish();
    const { run } = { run: this.#run };
    const { id, name, source } = this.#selected.stream;
    const rows = this.#rows;
    const delta = await this.#finishDelta();
    const sent = delta === undefined ? rows : delta.sent + delta.deleted;
    run.log.metric({ type: "counter", metric: "record_count", value: sent, tags: { stream: name } });
    if (this.#stream.version !== undefined && delta?.isPartial !== true) await run.sink.activate(this.#stream);
    run.log.info("Stream read", { stream: name, rows, bytes: this.#bytes });
    const lastModified = source.model.model.lastModified;
    const { replicationKey } = this.#selected;
    const highest = this.#increment?.highest();
    const version = this.#stream.version ?? run.state.bookmark(id)?.version;
    run.state.setBookmark(id, {
      ...(version !== undefined && { version }),
      ...(lastModified !== undefined && { model_last_modified: lastModified }),
      rows,
      columns: this.#knownColumns(),
      ...(delta !== undefined && { delta_snapshot: delta.snapshot }),
      ...(replicationKey !== undefined && { replication_key: replicationKey }),
      ...(highest !== undefined && { replication_key_value: highest }),
    });
  }

  async #finishDelta(): Promise<(DeltaResult & { isPartial: boolean }) | undefined> {
    const delta = this.#delta;
    if (delta === undefined) return undefined;
    const result = await delta.finish();
    this.#delta = undefined;
    return { ...result, isPartial: delta.isPartial };
  }

  /** The header row rules over what was announced. */
  async #open(fields: readonly string[], invalid: InvalidValues, offset: number): Promise<JsonLinesReader> {
    const { sink, log } = this.#run;
    const announced = announcementOf(this.#stream);
    const expected = this.#columns.typed.map(({ name }) => name);
    this.#columns = this.#columnsOf(fields);
    this.#selected = withHeaderKeys(this.#selected, this.#columns, expected.length);
    requireKeys(this.#selected, this.#columns);
    this.#stream = tapStream(this.#selected, this.#columns.properties, this.#version);
    const change = difference(
      expected,
      this.#columns.typed.map(({ name }) => name),
    );
    if (change !== undefined) {
      log.warn(`The table has other columns than expected: ${change}`, { stream: this.#stream.name });
    }
    if (announcementOf(this.#stream) !== announced) await sink.schema(this.#stream);
    const frame = this.#openOutput();
    return createJsonLinesReader({
      dialect: DIALECT,
      columns: this.#columns.forReader,
      ...frame,
      offset,
      onInvalidValue: (value) => invalid.handle(value),
      ...this.#originMembers(),
      ...this.#filter(),
    });
  }

  #columnsOf(headers: readonly string[]): FileColumns {
    const columns = tableColumns(headers, this.#selected, this.#run.settings, this.#books);
    const delta = deltaOf(this.#selected, this.#run);
    if (delta !== undefined) addDeletedColumn(columns, delta);
    return columns;
  }

  #knownColumns(): KnownColumn[] {
    return this.#columns.forReader.map(({ name, type }) => ({ name, type }));
  }

  /** Columns and keys are settled: what records go through on their way. Answers what the reader puts around them. */
  #openOutput(): RecordFrame {
    const { sink, state, log, extent } = this.#run;
    const selected = this.#selected;
    const before = state.bookmark(selected.stream.id);
    const context = { stream: selected.stream.name };
    if (extent === "all") tellChanges(columnChanges(before?.columns, this.#knownColumns()), this.#run, context);
    const settings = deltaOf(selected, this.#run);
    if (settings !== undefined) {
      const read = { run: this.#run, before, version: this.#version, at: this.#readAt };
      const { stream, delta } = openDelta(selected, this.#columns, settings, read);
      this.#stream = stream;
      this.#delta = delta;
      return BARE_LINES;
    }
    const frame = sink.frame(this.#stream, this.#readAt);
    this.#keyCheck = openKeyCheck(selected, this.#run, frame.before.length);
    this.#increment = openIncrement(selected, this.#columns, before, log);
    return frame;
  }

  /** Records at or above the bookmark, or the first ones of a sample. */
  #filter(): Pick<JsonLinesOptions, "filter"> {
    const { extent, sampleRows = 1 } = this.#run;
    const { replicationKey } = this.#selected;
    const column = this.#columns.forReader[0]?.name ?? "";
    let row = 0;
    if (extent === "record") return { filter: { column, keep: () => row++ < sampleRows } };
    if (this.#increment === undefined || replicationKey === undefined) return {};
    return { filter: { column: replicationKey, keep: this.#increment.keep } };
  }

  #originMembers(): Pick<JsonLinesOptions, "constantMembers" | "rowNumberMember"> {
    const { settings } = this.#run;
    if (this.#delta !== undefined && settings.delta) return { constantMembers: presentMember(settings.delta) };
    if (!settings.hasMetadataColumns) return {};
    const { workspaceId, modelId } = this.#selected.stream.source.model.ref;
    const origin = { workspaceId, modelId, exportId: undefined, taskId: undefined, exportedAt: this.#readAt };
    return originMembers(origin, this.#selected.wants);
  }

  #invalidValues(): InvalidValues {
    const { settings, log, sink } = this.#run;
    const types = new Map(this.#columns.forReader.map(({ name, type }) => [name, type]));
    const isFramed = deltaOf(this.#selected, this.#run) === undefined;
    const nulledEnd =
      isFramed && sink.nulledEnd ? (columns: readonly string[]) => sink.nulledEnd!(this.#stream, columns) : undefined;
    return createInvalidValues(settings.invalidValues, types, this.#stream.name, log, nulledEnd);
  }

  async #sendAll(blocks: Iterable<LineBlock>): Promise<void> {
    for (const block of this.#run.spans.steps("parsing", blocks)) await this.#send(block);
  }

  async #send({ bytes, count, release }: LineBlock): Promise<void> {
    this.#keyCheck?.take(bytes);
    await (this.#delta === undefined ? this.#run.sink.records(this.#stream, bytes, count) : this.#delta.take(bytes));
    release?.();
    this.#rows += count;
    this.#run.sink.progress({ stream: this.#stream.name, step: "reading", rows: this.#rows, bytes: this.#bytes });
  }

  #emptyError(): ConnectorError {
    return new ConnectorError("EXPORT_EMPTY", {
      what: "The large-volume read brought no content, not even a header.",
      why: "The list or view is empty or was deleted meanwhile.",
      next: "Open it in Anaplan as this user; then run again.",
    });
  }
}

function withoutMark(line: Buffer): Buffer {
  return line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? line.subarray(3) : line;
}
