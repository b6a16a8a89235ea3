/** A CSV file as rows of texts, pushed in pieces cut anywhere, each row with where it stands. For layouts whose rows are no
 *  records. Strict about quotes, indifferent to lengths. */
import { CsvError, Parser } from "csv-parse";
import { parseOptions, quoteError, recordTooLongError } from "./framing.ts";
import { createTranscoder, type Transcoder } from "./transcode.ts";
import { type CsvDialect, DEFAULT_MAX_RECORD_BYTES } from "./types.ts";

export interface TextRow {
  fields: string[];
  /** Row of the file, from 1; header rows and blank lines count. */
  number: number;
  /** Byte offset of its begin, in the file's UTF-8 form. */
  offset: number;
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
/** Bytes that csv-parse may hold back at most, to look ahead for a separator or a row end. */
const LOOK_AHEAD = 64;

export class TextRows {
  readonly #transcoder: Transcoder;
  readonly #parser: Parser;
  readonly #maxRecordBytes: number;
  #rows: TextRow[] = [];
  /** First bytes of the file, until it is known whether they are a mark. */
  #start: Buffer | undefined = Buffer.alloc(0);
  #fed = 0;
  #consumed = 0;
  #count = 0;

  constructor(dialect: CsvDialect, maxRecordBytes = DEFAULT_MAX_RECORD_BYTES) {
    this.#maxRecordBytes = maxRecordBytes;
    this.#transcoder = createTranscoder(dialect.encoding);
    this.#parser = new Parser({
      ...parseOptions(dialect),
      on_record: (fields: string[], { bytes }) => {
        this.#rows.push({ fields, number: ++this.#count, offset: this.#consumed });
        this.#consumed = bytes;
        return null;
      },
    });
  }

  /** Rows that are whole, and what is wrong after them: CSV_INVALID. */
  push(bytes: Uint8Array): { rows: TextRow[]; error: unknown } {
    const utf8 = this.#withoutMark(Buffer.from(this.#transcoder.push(bytes)), false);
    this.#fed += utf8.length;
    const result = this.#drive((done) => this.#parser._transform(utf8, "binary", done));
    const isTooLong = this.#fed - this.#consumed > this.#maxRecordBytes + LOOK_AHEAD;
    return result.error === undefined && isTooLong
      ? { ...result, error: recordTooLongError(this.#position(), this.#maxRecordBytes) }
      : result;
  }

  end(): { rows: TextRow[]; error: unknown } {
    const tail = this.#withoutMark(Buffer.from(this.#transcoder.end()), true);
    const first = tail.length > 0 ? this.#drive((done) => this.#parser._transform(tail, "binary", done)) : undefined;
    if (first?.error !== undefined) return first;
    const last = this.#drive((done) => this.#parser._flush(done));
    return { rows: [...(first?.rows ?? []), ...last.rows], error: last.error };
  }

  /** A byte order mark is no text; its bytes may come one by one. */
  #withoutMark(utf8: Buffer, isEnd: boolean): Buffer {
    if (this.#start === undefined) return utf8;
    this.#start = Buffer.concat([this.#start, utf8]);
    if (this.#start.length < BOM.length && !isEnd) return Buffer.alloc(0);
    const start = this.#start;
    this.#start = undefined;
    return start.subarray(0, BOM.length).equals(BOM) ? start.subarray(BOM.length) : start;
  }

  #drive(step: (done: (error?: Error | null) => void) => void): { rows: TextRow[]; error: unknown } {
    let failure: unknown;
    step((error) => {
      failure = error ?? undefined;
    });
    const rows = this.#rows;
    this.#rows = [];
    return { rows, error: failure instanceof CsvError ? quoteError(this.#position(), failure) : failure };
  }

  #position() {
    return { row: this.#count + 1, offset: this.#consumed, line: undefined };
  }
}
