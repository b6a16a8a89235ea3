/** Words shared by both directions of CSV. README.md tells the rules of values. */
import type { BufferPool } from "./buffer-pool.ts";
import type { NumberFormat } from "./number-format.ts";

export type Encoding = "UTF-8" | "UTF-16LE" | "ISO-8859-1";

/** How a file is written (anaplan-api.md 5.1, 4.3). */
export interface CsvDialect {
  /** One character. */
  separator: string;
  /** One character, or "" when the file quotes nothing. */
  quote: string;
  encoding: Encoding;
}

/** `fast` works on bytes, `plain` on csv-parse and objects and is the judge of what is right. Both give the same bytes. */
export type CsvPath = "fast" | "plain";

/** JSON type of a column; every value may be null. `date` and `date-time` carry the format of the text. */
export type ColumnType = "string" | "number" | "integer" | "boolean" | "date" | "date-time";

export interface CsvColumn {
  /** Unique JSON key. */
  name: string;
  type: ColumnType;
  /** Of the text: of a date such as `DD/MM/YYYY` (absent = ISO), of a number a sample such as `1.234,56`. */
  format?: string;
  /** Of a number besides plain digits, as metadata tells it. */
  number?: NumberFormat;
  /** JSON of an empty cell; absent = null. */
  empty?: string;
  companion?: Companion;
  /** Left out of the records (not selected). Its values are not looked at. */
  skip?: boolean;
}

/** One more member of the record, made of a column's text: a text or null. */
export interface Companion {
  name: string;
  of(text: string): string | undefined;
  /** In place of the column's own member, which is left out. */
  isAlone?: boolean;
}

/** A value that does not fit its column's type; the record goes out with null there (or the handler throws). */
export interface InvalidValue {
  column: string;
  text: string;
  /** Data row, from 1. */
  row: number;
}

/** Finished lines. The buffer belongs to the reader and is reused after `release` (or, without one, never). */
export interface LineBlock {
  bytes: Uint8Array;
  count: number;
  release?: () => void;
}

/** CSV data rows → framed JSON lines. The plain reader (csv-parse, records one by one) is the judge; the fast one must
 *  give the same bytes for the same input. Header lines never reach it.
 *
 *  Each call's iterable must be read to its end before the next call. When something is wrong in the file, the lines of
 *  all rows before it are yielded first, then the error is thrown: CSV_ROW_LENGTH (too few or too many fields) or
 *  CSV_INVALID (a quote out of place or not closed, a record beyond `maxRecordBytes`), both with row, byte offset of the
 *  record's first byte and, where known, line. After an error the reader is spent. */
export interface JsonLinesReader {
  /** Feed bytes of the file in order, cut anywhere; yields blocks of whole lines as they fill. */
  push(bytes: Uint8Array): Iterable<LineBlock>;
  /** Yields what is finished though its block is not full yet, for instance before a checkpoint. */
  flush(): Iterable<LineBlock>;
  /** No more bytes: yields what is left; throws CSV_INVALID when the file ends inside a quoted field. */
  end(): Iterable<LineBlock>;
  /** Lines made so far (`filter` keeps rows back), yielded or waiting for `flush`. */
  readonly rows: number;
  /** Data rows read so far, kept back ones included, `rowsBefore` not. */
  readonly rowsRead: number;
  /** Bytes of the file as pushed, in its own encoding, up to the end of the last whole record that was read;
   *  after `end` all bytes. A new reader started there with `rowsBefore` goes on without loss or repeat. */
  readonly consumedBytes: number;
}

export interface JsonLinesOptions {
  dialect: CsvDialect;
  /** All columns of the file in its order. */
  columns: readonly CsvColumn[];
  /** Bytes before and after the record object in each line (UTF-8; `after` ends with the line feed). */
  before: Uint8Array;
  after: Uint8Array;
  /** Constant members put at the end of each record, as JSON text such as `"_anaplan_model_id":"M"`; "" = none. */
  constantMembers?: string;
  /** Name of a member that gets the data row's number, at the very end of the record. */
  rowNumberMember?: string;
  /** Number of the first data row minus one (a resumed download). */
  rowsBefore?: number;
  /** Lines of the file before the first pushed byte, for error messages. Default 1 (a header line), or unknown when
   *  `rowsBefore` is set. */
  linesBefore?: number;
  /** Byte offset in the file of the first pushed byte, for error messages. */
  offset?: number;
  /** Called once the row is whole, for each of its values that does not fit, in column order; may throw. The record goes
   *  out with null. Bytes it returns replace `after` in that line (the last answer of a row wins). */
  onInvalidValue(value: InvalidValue): Uint8Array | undefined;
  /** Wanted records only (incremental): called with the text of one column, "" when empty. */
  filter?: { column: string; keep(text: string): boolean };
  /** Longest record in bytes of its UTF-8 form, line end included. Default 64 MiB. */
  maxRecordBytes?: number;
}

export const DEFAULT_MAX_RECORD_BYTES = 64 * 1024 * 1024;

/** A column of the written file: a property of the record or a constant. `print` brings texts into the form that is wanted. */
export type RowColumn =
  | { header: string; property: string; print?: (text: string) => string }
  | { header: string; value: string | number | boolean | null };

/** The file that is written: columns in its order, its dialect, line end "\n". */
export interface RowLayout {
  columns: readonly RowColumn[];
  dialect: CsvDialect;
  /** Default "." */
  decimalSeparator?: "." | ",";
}

/** Bits of the JSON kinds a property may have. `integer` is a number without fraction and exponent. */
export const KIND = { string: 1, number: 2, integer: 4, boolean: 8, null: 16 } as const;
export const ANY_KIND = 31;

/** What the fast path checks by itself. Only schemas that say no more than this may use it; see `record-kinds.ts`. */
export interface RecordKinds {
  /** Allowed kinds by property; a property that is not listed may be anything, unless `closed`. */
  properties: Readonly<Record<string, number>>;
  required: readonly string[];
  /** No other properties than the listed ones. */
  closed?: boolean;
  /** Values whose JSON text (quotes aside) is longer go the plain way: a sure sign of keeping to a length or to bounds. */
  maxBytes?: Readonly<Record<string, number>>;
}

/** Where a line holds its record, and what must be true of the rest of the line for it to belong to this writer. */
export interface LineEnvelope {
  /** Such as ["record"], or ["record", "data"]. */
  recordPath: readonly string[];
  /** Members outside the record that must hold exactly this text; null = absent or null. Others may hold any scalar. */
  constants: readonly { path: readonly string[]; value: string | null }[];
}

export interface RowWriterOptions {
  layout: RowLayout;
  /** Absent = the fast path is off: `appendLine` always answers false. */
  envelope?: LineEnvelope;
  /** Absent = any scalar anywhere. */
  kinds?: RecordKinds;
  /** Shared by the writers of one program; absent = one of its own. */
  pool?: BufferPool;
}

/** Whole rows. The buffer belongs to the writer and is reused after `release` (or, without one, never). */
export interface RowBlock {
  bytes: Uint8Array;
  rows: number;
  release?: () => void;
}

/** Record lines → CSV rows. Per line the caller does
 *  `if (!writer.appendLine(buffer, start, end)) { parse, validate; writer.appendRecord(record, line); writer.learn(line); }`
 *  Errors: ENCODING_IMPOSSIBLE with row and column when a character is not in the file's encoding, or when a value needs
 *  quotes and the file has none; nothing of that row is written then. */
export interface RowWriter {
  /** Writes the row of a line whose shape is known. False = nothing written: parse the line. Never throws for bad input. */
  appendLine(buffer: Uint8Array, start: number, end: number): boolean;
  /** Writes a record. `line` is the text it was parsed from: numbers then keep their digits. */
  appendRecord(record: Readonly<Record<string, unknown>>, line?: Uint8Array): void;
  /** Remembers the shape of a line that was valid, so that the next ones like it are fast. */
  learn(line: Uint8Array): void;
  /** The header line; the first thing in the file. */
  appendHeader(): void;
  /** Data rows written so far. */
  readonly rows: number;
  /** Encoded bytes waiting for `take`. */
  readonly bufferedBytes: number;
  /** Whole rows so far, in the file's encoding: all of them, or as many as fit `maxBytes` (at least one row). */
  take(maxBytes?: number): RowBlock;
  /** Physical lines of the rows, for finding a row by a line number. */
  readonly lines: RowLines;
}

/** Rows and physical lines of a file: they differ once a value holds a line break. Line 1 is the header. */
export interface RowLines {
  /** First physical line of a data row (row from 1). */
  lineOf(row: number): number;
  /** Data row (from 1) that covers a physical line. */
  rowAt(line: number): number;
}
