/** A file's chunks → record lines at the sink. Bytes go from the network through the reader to the sink without ever being an
 *  object per record; at each chunk's end everything finished is flushed, and the bookmark learns where to go on. */

import { uniqueNames } from "../../protocol/csv/header.ts";
import { createJsonLinesReader } from "../../protocol/csv/reader.ts";
import type { Encoding, InvalidValue, JsonLinesReader, LineBlock } from "../../protocol/csv/types.ts";
import { ConnectorError, isConnectorError, toConnectorError } from "../../protocol/errors.ts";
import { type CodeBooks, NO_CODES, readCodes } from "../codes/read-codes.ts";
import { presentMember } from "../delta/deleted.ts";
import type { Delta, DeltaResult } from "../delta/delta.ts";
import { BARE_LINES, deltaOf, openDelta } from "../delta/open.ts";
import type { TapStream } from "../events.ts";
import { type KeyCheck, openKeyCheck } from "../key-check/key-check.ts";
import { exportShape, longKeys, longTable } from "../layout/export-shape.ts";
import { LongReader } from "../layout/long-reader.ts";
import { lineItemFacts, modelFacts } from "../layout/model-facts.ts";
import { PagedReader, pageNames } from "../layout/paged-reader.ts";
import { Pivot, PivotReader } from "../layout/pivot.ts";
import { fileColumnsOf, type LongShape } from "../layout/shape.ts";
import type { Resume } from "../state.ts";
import { rulesFor } from "../stream-rules.ts";
import { announcementOf, tapStream } from "../streams/tap-stream.ts";
import { columnChanges, type KnownColumn, tellChanges } from "./column-contract.ts";
import {
  difference,
  type FileColumns,
  fileColumns,
  hasProposedKeys,
  requireKeys,
  selectedColumns,
  withHeaderKeys,
} from "./columns.ts";
import { type FileStart, FileStartReader } from "./file-start.ts";
import { PromisedSizes } from "./forecast.ts";
import { dialectOf, hasAllPages, isGrid } from "./format.ts";
import { adminsOnlyError, emptyFileError } from "./freshness.ts";
import type { FileHead } from "./head.ts";
import { refusePageLine, typesLostText } from "./header-check.ts";
import { type Increment, openIncrement } from "./increment.ts";
import { createInvalidValues, type InvalidValues } from "./invalid-values.ts";
import { metadataColumns, originMembers } from "./metadata-columns.ts";
import type { ExportFile } from "./obtain.ts";
import { ChunkPositions } from "./position.ts";
import type { ExportRead } from "./read.ts";
import { requireWithin } from "./size-limit.ts";
import { sketchOf } from "./value-sketch.ts";

const CHUNKS_IN_FLIGHT = 4;
/** A delta hashes more slowly than chunks come: more ahead of it are memory only. */
const CHUNKS_IN_FLIGHT_OF_DELTA = 2;
/** Of each chunk that is ahead. Twice as much gains nothing with chunks of ten megabytes and came near 200 MB of memory. */
const MAX_BUFFERED_BYTES = 8 * 1024 * 1024;

export interface Download {
  stream: TapStream;
  /** Records sent, those of an interrupted read included. */
  rows: number;
  bytes: number;
  increment: Increment | undefined;
  /** Header texts as they stand in the file. */
  headers: readonly string[];
  columns: readonly KnownColumn[];
  delta: (DeltaResult & { isPartial: boolean }) | undefined;
}

/** `announced`: of the SCHEMA that is out already. Throws what the client and the reader throw, EXPORT_EMPTY,
 *  KEY_COLUMN_UNKNOWN, VALUE_INVALID, DOWNLOAD_TOO_LARGE. */
export async function download(read: ExportRead, file: ExportFile, announced: string | undefined): Promise<Download> {
  const transfer = new Transfer(read, file, announced, await codesFor(read));
  try {
    return await transfer.run();
  } catch (thrown) {
    throw await transfer.settle(toConnectorError(thrown));
  } finally {
    transfer.close();
  }
}

/** Before the download: lists of a million members take their time, and the server does not wait with an open reply. */
async function codesFor({ run, selected }: ExportRead): Promise<CodeBooks> {
  const { stream } = selected;
  const { source } = stream;
  if (source.lists === undefined) return NO_CODES;
  const isWanted = new Set(
    stream.columns.filter(({ name }) => selected.wants(name)).map(({ facts }) => facts["anaplan.list_id"]),
  );
  const lists = [...source.lists.byName.values(), ...source.lists.byLineItem.values()];
  const wanted = new Map(lists.filter(({ id }) => isWanted.has(id)).map((list) => [list.id, list]));
  return readCodes(run, source.model, [...wanted.values()], stream.name);
}

interface Opened {
  stream: TapStream;
  headers: readonly string[];
  columns: readonly KnownColumn[];
  delta: Delta | undefined;
  /** A delta looks at keys by itself. */
  keyCheck: KeyCheck | undefined;
  reader: JsonLinesReader;
  increment: Increment | undefined;
  invalid: InvalidValues;
  /** Byte (as ChunkPositions counts) that was the first one pushed into the reader. */
  start: number;
  /** Data rows before that byte. */
  rowsBefore: number;
}

class Transfer {
  #read: ExportRead;
  readonly #file: ExportFile;
  readonly #announced: string | undefined;
  readonly #books: CodeBooks;
  readonly #first: number;
  readonly #positions: ChunkPositions;
  readonly #promised: PromisedSizes;
  readonly #start: FileStartReader;
  #opened: Opened | undefined;
  /** Where records are made of the whole file: what takes it in. */
  #pivot: { pivot: Pivot; start: FileStart } | undefined;
  #downloaded = 0;
  /** Data rows that the bookmark knows of. */
  #rowsNoted: number;

  constructor(read: ExportRead, file: ExportFile, announced: string | undefined, books: CodeBooks) {
    // A delta compares whole files.
    const isWhole = deltaOf(read.selected, read.run) !== undefined || isPivoted(read);
    const asked = isWhole ? undefined : file.from;
    const from = isReadFromStart(read) ? withoutOffset(asked) : asked;
    const { chunks } = file;
    this.#read = read;
    this.#file = { ...file, from };
    this.#announced = announced;
    this.#books = books;
    this.#rowsNoted = from?.rows ?? 0;
    this.#first = from?.offset === undefined ? 0 : chunks.findIndex(({ id }) => id === from.chunk);
    const ids = chunks.slice(this.#first).map(({ id }) => id);
    this.#positions = new ChunkPositions(ids, from?.offset ?? 0);
    this.#promised = new PromisedSizes(ids.length);
    this.#start = this.#startReader();
  }

  async run(): Promise<Download> {
    const { run } = this.#read;
    const { from } = this.#file;
    const { sampleRows = 1 } = run;
    if (from?.offset !== undefined)
      this.#opened = await this.#open(await this.#startOfFirstChunk(), from.offset, from.rows);
    for await (const { chunkId, bytes, last } of this.#parts()) {
      run.signal.throwIfAborted();
      this.#count(bytes.length);
      try {
        if (this.#pivot !== undefined) this.#pivot.pivot.push(bytes);
        else if (this.#opened === undefined) {
          const start = this.#start.push(bytes, last);
          if (start !== undefined) await this.#begin(start);
        } else {
          await this.#send(this.#opened, this.#opened.reader.push(bytes));
        }
      } catch (error) {
        throw this.#inChunk(error, chunkId);
      }
      if (last) await this.#endChunk();
      if (run.extent === "record" && (this.#pivot?.pivot.rowsRead ?? 0) >= sampleRows) break;
      if (run.extent === "record" && this.#opened !== undefined && this.#opened.reader.rows >= sampleRows) {
        await this.#send(this.#opened, this.#opened.reader.flush());
        return this.#finish(this.#opened);
      }
    }
    if (this.#opened === undefined && this.#pivot === undefined) await this.#beginAtEnd();
    if (this.#pivot !== undefined) await this.#openPivot(this.#pivot);
    return this.#end(this.#opened as unknown as Opened);
  }

  async #end(opened: Opened): Promise<Download> {
    try {
      await this.#send(opened, opened.reader.end());
    } catch (error) {
      throw this.#inChunk(error, this.#file.chunks.at(-1)?.id ?? "0");
    }
    opened.keyCheck?.finish();
    const delta = opened.delta && { ...(await opened.delta.finish()), isPartial: opened.delta.isPartial };
    return { ...this.#finish(opened), delta };
  }

  close(): void {
    this.#pivot?.pivot.discard();
  }

  /** What was finished before a failure goes out still, and the bookmark says where to go on, if going on makes sense. */
  async settle(error: ConnectorError): Promise<ConnectorError> {
    this.#opened?.delta?.abandon();
    this.#opened?.keyCheck?.abandon();
    if (error.code === "OUTPUT_CLOSED" || !canGoOn(error) || this.#opened?.delta !== undefined) return error;
    if (isPivoted(this.#read)) return error;
    try {
      const start = this.#opened === undefined ? this.#start.end(false) : undefined;
      if (start !== undefined) await this.#begin(start);
      const opened = this.#opened;
      if (opened !== undefined) {
        await this.#send(opened, opened.reader.flush());
        await this.#checkpoint(opened);
      }
    } catch (second) {
      return isConnectorError(second, "OUTPUT_CLOSED") ? second : error;
    }
    return error;
  }

  async *#parts() {
    const { run, action, fileId } = this.#read;
    const { chunks, from } = this.#file;
    const plan = chunks.slice(this.#first).map(({ id }, index) => {
      const fromByte = index === 0 ? (from?.offset ?? 0) : 0;
      return fromByte > 0 ? { id, fromByte } : { id };
    });
    const isSample = run.extent === "record";
    const options = {
      inFlight: isSample
        ? 1
        : deltaOf(this.#read.selected, run) === undefined
          ? CHUNKS_IN_FLIGHT
          : CHUNKS_IN_FLIGHT_OF_DELTA,
      maxBufferedBytes: MAX_BUFFERED_BYTES,
      signal: run.signal,
      onSize: (chunkId: string, bytes: number) => this.#promised.promise(chunkId, bytes),
    };
    let isFirst = true;
    try {
      for await (const part of run.client.readChunks(action, fileId, plan, options)) {
        isFirst = false;
        yield part;
      }
    } catch (error) {
      // A default file that is reserved to administrators answers 404 (anaplan-api.md 5.2).
      const isHidden = isFirst && isConnectorError(error, "FILE_MISSING");
      throw isHidden ? adminsOnlyError(this.#context()) : error;
    }
  }

  /** A read that goes on needs the header all the same. */
  async #startOfFirstChunk(): Promise<FileStart> {
    const { run, action, fileId } = this.#read;
    const reader = this.#startReader();
    const all = this.#file.chunks.map(({ id }) => ({ id }));
    for await (const { bytes, last } of run.client.readChunks(action, fileId, all, { signal: run.signal })) {
      const found = reader.push(bytes, last);
      if (found !== undefined) return found;
    }
    const found = reader.end(true);
    if (found === undefined) throw emptyFileError(this.#context());
    return found;
  }

  #startReader(): FileStartReader {
    const { source } = this.#read.selected.stream;
    const wantsSample = this.#read.run.extent === "all";
    return new FileStartReader(dialectOf(source), { isGrid: isGrid(source), wantsSample });
  }

  async #begin(start: FileStart): Promise<void> {
    if (isPivoted(this.#read)) return this.#beginPivot(start);
    const from = isReadFromStart(this.#read) ? 0 : start.head.bytes;
    this.#opened = await this.#open(start, from, 0);
    const rest = start.bytes.subarray(from);
    if (rest.length > 0) await this.#send(this.#opened, this.#opened.reader.push(rest));
  }

  async #beginPivot(start: FileStart): Promise<void> {
    const { run, selected } = this.#read;
    const { shape, facts } = await this.#longForm(start.head);
    const dialect = { ...dialectOf(selected.stream.source), encoding: start.head.encoding };
    const pivot = new Pivot({ dialect, shape, periods: facts.periods }, run.settings.spoolFolder);
    this.#pivot = { pivot, start };
    pivot.push(start.bytes);
  }

  async #openPivot({ pivot, start }: { pivot: Pivot; start: FileStart }): Promise<void> {
    try {
      if (this.#read.run.extent !== "record") pivot.end();
    } catch (error) {
      throw this.#inChunk(error, this.#file.chunks.at(-1)?.id ?? "0");
    }
    this.#opened = await this.#open(start, 0, 0);
  }

  async #beginAtEnd(): Promise<void> {
    const start = this.#start.end(true);
    if (start === undefined) throw emptyFileError(this.#context());
    await this.#begin(start);
  }

  async #open({ head, sample }: FileStart, start: number, rowsBefore: number): Promise<Opened> {
    const { run, version } = this.#read;
    this.#checkHeader(head, sample[0]);
    const long = run.settings.layout === "long" ? await this.#longForm(head) : undefined;
    const isPaged = long === undefined && hasAllPages(this.#read.selected.stream.source);
    const pages = isPaged ? pageNames(head.pageItems) : [];
    const columns =
      long?.columns ?? (await this.#asIs(isPaged ? [...pages, ...uniqueNames(head.fields)] : head.fields));
    const selected = this.#settleKeys(columns, long?.shape, pages.length);
    requireKeys(selected, columns);
    const positions = long === undefined ? columns.forReader.map(({ name }) => name) : fileColumnsOf(long.shape);
    const extractedAt = this.#file.exportedAt ?? run.clock.now();
    const { delta, stream } = this.#streamOf(columns, version, extractedAt);
    const known = this.#compareColumns(columns, (name) => {
      const at = positions.indexOf(name) - pages.length;
      return at < 0 ? [] : sample.map((row) => row[at] ?? "");
    });
    await this.#announce(stream, columns);
    const types = new Map(columns.forReader.map(({ name, type }) => [name, type]));
    const nulledEnd = delta === undefined ? run.sink.nulledEnd?.bind(run.sink, stream) : undefined;
    const invalid = createInvalidValues(run.settings.invalidValues, types, stream.name, run.log, nulledEnd);
    const increment = openIncrement(selected, columns, this.#read.before, run.log);
    const frame = delta === undefined ? run.sink.frame(stream, extractedAt) : BARE_LINES;
    const filter = this.#filterOf(columns, increment);
    const keyCheck =
      delta === undefined ? openKeyCheck(selected, run, frame.before.length, this.#file.from?.rows) : undefined;
    const headers = head.fields;
    const opened = { stream, headers, columns: known, delta, keyCheck, increment, invalid, start, rowsBefore };
    if (long !== undefined && this.#pivot !== undefined) {
      const reader = this.#pivot.pivot.open({
        shape: long.shape,
        columns: long.table,
        periods: long.facts.periods,
        wants: selected.wants,
        books: this.#books,
        ...frame,
        ...this.#metadataMembers(delta),
        ...(run.extent === "record" && { limit: run.sampleRows ?? 1 }),
        ...(increment !== undefined && filter && { filter }),
        onInvalidValue: (value) => invalid.handle(value),
      });
      return { ...opened, reader };
    }
    if (long !== undefined) {
      const reader = new LongReader({
        dialect: { ...dialectOf(selected.stream.source), encoding: head.encoding },
        shape: long.shape,
        periods: long.facts.periods,
        wants: selected.wants,
        books: this.#books,
        ...frame,
        ...this.#metadataMembers(delta),
        ...(this.#file.from !== undefined && { rowsBefore: this.#file.from.rows }),
        ...(run.extent === "record" && { limit: run.sampleRows ?? 1 }),
        ...(increment !== undefined && filter && { filter }),
        onInvalidValue: (value) => invalid.handle(value),
      });
      return { ...opened, reader };
    }
    const options = {
      dialect: { ...dialectOf(selected.stream.source), encoding: head.encoding satisfies Encoding },
      columns: columns.forReader,
      ...frame,
      ...this.#metadataMembers(delta),
      onInvalidValue: (value: InvalidValue) => invalid.handle(value),
      ...(filter && { filter }),
    };
    const reader = isPaged
      ? new PagedReader({ ...options, pageCount: pages.length, headerRows: head.headerRows })
      : createJsonLinesReader({
          ...options,
          rowsBefore,
          offset: start,
          ...(rowsBefore === 0 && { linesBefore: head.lines }),
        });
    return { ...opened, reader };
  }

  #checkHeader({ fields }: FileHead, firstRow: readonly string[] | undefined): void {
    const { run, selected, ids } = this.#read;
    const { source, name } = selected.stream;
    refusePageLine(source, fields, firstRow);
    const lost = run.extent === "all" ? typesLostText(source, fields.length) : undefined;
    if (lost !== undefined) run.log.warn(lost, { stream: name, ...ids });
  }

  /** Proposed keys are settled by the file: its header names them, and a grid tells its dimensions only here. */
  #settleKeys(columns: FileColumns, shape: LongShape | undefined, pages: number): ExportRead["selected"] {
    const { selected, run } = this.#read;
    const settled =
      shape === undefined
        ? withHeaderKeys(selected, columns, selected.stream.source.metadata?.headerNames?.length ?? 0, pages)
        : {
            ...selected,
            ...(hasProposedKeys(selected) && {
              keyProperties: longKeys(shape, rulesFor(run.settings, selected.stream), run.settings),
            }),
          };
    this.#read = { ...this.#read, selected: settled };
    return settled;
  }

  #streamOf(columns: FileColumns, version: number, at: number): { stream: TapStream; delta: Delta | undefined } {
    const { selected, run, before } = this.#read;
    const settings = deltaOf(selected, run);
    if (settings === undefined) return { stream: tapStream(selected, columns.properties, version), delta: undefined };
    return openDelta(selected, columns, settings, { run, before, version, at });
  }

  /** Columns for the bookmark, compared with those that it knows. Throws SCHEMA_CHANGED. */
  #compareColumns({ forReader }: FileColumns, valuesOf: (column: string) => readonly string[]): KnownColumn[] {
    const { run, before, selected, ids } = this.#read;
    if (run.extent !== "all") return [];
    const now = forReader.map(({ name, type }) => ({ name, type }));
    tellChanges(columnChanges(before?.columns, now, valuesOf), run, { stream: selected.stream.name, ...ids });
    return now.map((column) => {
      const sketch = sketchOf(valuesOf(column.name));
      return sketch === undefined ? column : { ...column, sketch };
    });
  }

  /** How numbers are written the line items tell. */
  async #asIs(headers: readonly string[]): Promise<FileColumns> {
    const { run, selected } = this.#read;
    const { source } = selected.stream;
    const hasNumbers = source.metadata?.dataTypes?.includes("NUMBER") === true;
    const { lineItems } = hasNumbers ? await lineItemFacts(run.client, source.model, run.log) : source;
    const stream = { ...selected.stream, source: { ...source, ...(lineItems && { lineItems }) } };
    return fileColumns(headers, { ...selected, stream }, run.settings, this.#books);
  }

  async #longForm(head: FileStart["head"]) {
    const { run, selected } = this.#read;
    const { stream } = selected;
    const facts = await modelFacts(run.client, stream.source.model, run.log);
    const shape = exportShape(stream.source, stream, run.settings, head, facts);
    const extra = run.settings.hasMetadataColumns ? metadataColumns() : [];
    const table = longTable(shape, run.settings, this.#pivot?.pivot.lineItems);
    return { facts, shape, table, columns: selectedColumns(table.columns, selected, extra) };
  }

  async #announce(stream: TapStream, columns: FileColumns): Promise<void> {
    const { run, selected, ids } = this.#read;
    const expected = selected.catalogColumns ?? selected.stream.columns.map(({ name }) => name);
    const found = [...columns.typed.map(({ name }) => name), ...Object.keys(columns.properties)];
    const change = expected.length === 0 ? undefined : difference(expected, [...new Set(found)]);
    if (change !== undefined) {
      run.log.warn(`The file has other columns than the catalog: ${change}`, { stream: stream.name, ...ids });
    }
    if (announcementOf(stream) !== this.#announced) await run.sink.schema(stream);
  }

  /** Rows that were sent already are skipped by number where a state does not tell their end in bytes. */
  #filterOf(columns: FileColumns, increment: Increment | undefined) {
    const { run, selected } = this.#read;
    const { from } = this.#file;
    if (increment !== undefined && selected.replicationKey !== undefined) {
      return { column: selected.replicationKey, keep: increment.keep };
    }
    const column = columns.forReader[0]?.name;
    if (column === undefined) return undefined;
    let row = 0;
    if (run.extent === "record") return { column, keep: () => row++ < (run.sampleRows ?? 1) };
    if (from === undefined || from.offset !== undefined) return undefined;
    return { column, keep: () => ++row > from.rows };
  }

  #metadataMembers(delta: Delta | undefined): { constantMembers?: string; rowNumberMember?: string } {
    const { run, selected, action } = this.#read;
    if (delta !== undefined && run.settings.delta) return { constantMembers: presentMember(run.settings.delta) };
    if (!run.settings.hasMetadataColumns) return {};
    const { taskId, exportedAt } = this.#file;
    const { workspaceId, modelId, actionId } = action;
    return originMembers({ workspaceId, modelId, exportId: actionId, taskId, exportedAt }, selected.wants);
  }

  #count(bytes: number): void {
    const { run, selected } = this.#read;
    this.#positions.advance(bytes);
    this.#downloaded += bytes;
    requireWithin(Math.max(this.#positions.end, this.#promised.least), run.settings.maxDownloadBytes);
    run.sink.progress({
      stream: selected.stream.name,
      step: "downloading",
      rows: this.#rows(),
      bytes: this.#downloaded,
      ...(selected.stream.rowCount !== undefined && { totalRows: selected.stream.rowCount }),
    });
  }

  #rows(): number {
    const opened = this.#opened;
    return opened === undefined ? (this.#file.from?.rows ?? 0) : opened.rowsBefore + opened.reader.rows;
  }

  async #send({ stream, delta, keyCheck }: Opened, blocks: Iterable<LineBlock>): Promise<void> {
    for (const { bytes, count, release } of this.#read.run.spans.steps("parsing", blocks)) {
      keyCheck?.take(bytes);
      await (delta === undefined ? this.#read.run.sink.records(stream, bytes, count) : delta.take(bytes));
      release?.();
    }
  }

  async #endChunk(): Promise<void> {
    const opened = this.#opened;
    const isLast = this.#positions.isInLastChunk;
    this.#positions.endChunk();
    if (isLast || opened === undefined) return;
    await this.#send(opened, opened.reader.flush());
    await this.#checkpoint(opened);
  }

  async #checkpoint({ reader, start, rowsBefore, delta }: Opened): Promise<void> {
    if (delta !== undefined) return;
    const { taskId, from } = this.#file;
    const isSkipping = from !== undefined && from.offset === undefined && reader.rowsRead < from.rows;
    const rows = rowsBefore + reader.rowsRead;
    if (taskId === undefined || isSkipping || rows === this.#rowsNoted) return;
    this.#rowsNoted = rows;
    if (isReadFromStart(this.#read)) {
      await this.#read.setResume({ task_id: taskId, chunk: this.#file.chunks[0]?.id ?? "0", rows });
      return;
    }
    const { chunk, offset } = this.#positions.at(start + reader.consumedBytes);
    await this.#read.setResume({ task_id: taskId, chunk, rows, offset });
  }

  #finish({ stream, headers, columns, reader, increment, invalid, rowsBefore }: Opened): Download {
    invalid.summarize();
    if (reader instanceof LongReader) {
      this.#tellUndated(reader);
      const rows = reader.rows + (increment === undefined ? reader.skipped : 0);
      return { stream, rows, bytes: this.#downloaded, increment, headers, columns, delta: undefined };
    }
    if (reader instanceof PivotReader) this.#tellUndated(reader);
    const skipped = this.#file.from?.offset === undefined ? (this.#file.from?.rows ?? 0) : rowsBefore;
    const isWhole = increment === undefined;
    return {
      stream,
      rows: reader.rows + (isWhole ? skipped : 0),
      bytes: this.#downloaded,
      increment,
      headers,
      columns,
      delta: undefined,
    };
  }

  /** The chunk in which the row begins, not the one in which its end was looked for. A read that goes on in the middle counts its
   *  bytes from there, so their offset in the file is not known. */
  #inChunk(thrown: unknown, reading: string): unknown {
    if (!isConnectorError(thrown) || thrown.context.row === undefined) return thrown;
    const { offset, ...context } = thrown.context;
    const { what, why, next, cause } = thrown;
    const chunk = offset === undefined ? reading : this.#positions.at(offset).chunk;
    return new ConnectorError(thrown.code, {
      what,
      ...(why !== undefined && { why }),
      ...(next !== undefined && { next }),
      context: { ...context, ...(offset !== undefined && this.#file.from === undefined && { offset }), chunk },
      cause,
    });
  }

  /** Labels are the model's own words, no data. */
  #tellUndated({ undated }: Pick<LongReader, "undated">): void {
    if (undated.size === 0) return;
    const examples = [...undated.keys()].slice(0, 3).map((label) => `"${label}"`);
    this.#read.run.log.warn(
      `${undated.size} ${undated.size === 1 ? "period is" : "periods are"} not dated, because the model calendar has no such label: ${examples.join(", ")}. Labels are read in English, as Anaplan writes them for en_US.`,
      { stream: this.#read.selected.stream.name, ...this.#read.ids },
    );
  }

  #context() {
    const { taskId } = this.#file;
    return { ...this.#read.ids, ...(taskId !== undefined && { task_id: taskId }) };
  }
}

/** Records are made of the whole file: nothing goes out before its end, so there is nothing to go on from. */
function isPivoted({ run: { settings } }: ExportRead): boolean {
  return settings.layout === "long" && settings.mixedValues === "column_per_line_item";
}

/** Where pages and headers of a grid stand is known only from its start, and they come again on each page: what was sent is skipped
 *  by its number. */
function isReadFromStart({ run, selected }: ExportRead): boolean {
  return run.settings.layout === "long" || hasAllPages(selected.stream.source);
}

function withoutOffset(from: Resume | undefined): Resume | undefined {
  if (from === undefined) return undefined;
  const { offset: _, ...rest } = from;
  return rest;
}

/** Losses that another run may not meet again, at a file that is still right. */
const FINAL = new Set(["EXPORT_REPLACED", "FILE_REPLACED", "TASK_TIMEOUT", "TASK_OUTCOME_UNKNOWN"]);
export function canGoOn(error: ConnectorError): boolean {
  return error.class === "transient" && !FINAL.has(error.code);
}
