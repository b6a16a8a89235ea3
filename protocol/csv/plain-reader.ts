/** CSV rows → JSON lines by csv-parse, row by row, each a row of texts first. Slow and simple: the judge of what the fast
 *  reader must give, and the path for what that one does not take (unusual separators). */
import { CsvError, Parser } from "csv-parse";
import { parseOptions, quoteError, type RowPosition, recordTooLongError, rowLengthError } from "./framing.ts";
import { createRecordPrinter, type RecordPrinter } from "./record-text.ts";
import { RowSpans } from "./row-spans.ts";
import { createTranscoder, type Transcoder } from "./transcode.ts";
import { DEFAULT_MAX_RECORD_BYTES, type JsonLinesOptions, type JsonLinesReader, type LineBlock } from "./types.ts";

const BLOCK_CHARACTERS = 256 * 1024;
/** Bytes that csv-parse may hold back at most, to look ahead for a separator or a row end. */
const LOOK_AHEAD = 64;

export function createPlainReader(options: JsonLinesOptions): JsonLinesReader {
  return new PlainReader(options);
}

class PlainReader implements JsonLinesReader {
  readonly #options: JsonLinesOptions;
  readonly #maxRecordBytes: number;
  // Always transcoded first: csv-parse's own utf16le looks for separators at odd byte positions too and finds false ones.
  readonly #transcoder: Transcoder;
  readonly #print: RecordPrinter;
  readonly #parser: Parser;
  readonly #spans: RowSpans;
  #utf8Fed = 0;
  #utf8Consumed = 0;
  #lines: number | undefined;
  #text = "";
  #count = 0;
  rows = 0;
  rowsRead = 0;
  consumedBytes = 0;
  /** Blank lines since the last row: skipped, and counted once a row follows. */
  #skippedBytes = 0;
  #pushedBytes = 0;

  constructor(options: JsonLinesOptions) {
    this.#options = options;
    this.#maxRecordBytes = options.maxRecordBytes ?? DEFAULT_MAX_RECORD_BYTES;
    this.#transcoder = createTranscoder(options.dialect.encoding);
    this.#print = createRecordPrinter(options);
    this.#spans = new RowSpans(options.dialect.encoding);
    this.#lines = options.linesBefore ?? (options.rowsBefore === undefined ? 1 : undefined);
    this.#parser = new Parser({
      ...parseOptions(options.dialect),
      on_record: (fields: string[], { bytes }) => {
        this.#take(fields, bytes);
        return null;
      },
    });
  }

  *push(bytes: Uint8Array): Iterable<LineBlock> {
    this.#pushedBytes += bytes.length;
    // A copy: csv-parse keeps what it looks ahead at, and the caller's buffer may be reused.
    yield* this.#feed(Buffer.from(this.#transcoder.push(bytes)));
  }

  *flush(): Iterable<LineBlock> {
    if (this.#count === 0) return;
    const block = { bytes: Buffer.from(this.#text), count: this.#count };
    this.#text = "";
    this.#count = 0;
    yield block;
  }

  *end(): Iterable<LineBlock> {
    yield* this.#feed(Buffer.from(this.#transcoder.end()));
    const error = this.#drive((done) => this.#parser._flush(done));
    yield* this.flush();
    if (error !== undefined) throw error;
    this.consumedBytes = this.#pushedBytes;
  }

  *#feed(utf8: Buffer): Iterable<LineBlock> {
    for (let start = 0; start < utf8.length; start += BLOCK_CHARACTERS) {
      const piece = utf8.subarray(start, start + BLOCK_CHARACTERS);
      this.#spans.push(piece);
      this.#utf8Fed += piece.length;
      const error = this.#drive((done) => this.#parser._transform(piece, "binary", done)) ?? this.#unfinishedTooLong();
      if (error !== undefined || this.#text.length >= BLOCK_CHARACTERS) yield* this.flush();
      if (error !== undefined) throw error;
    }
  }

  /** csv-parse is a stream; driven by its two hooks it works at once, and rows come through `on_record`. */
  #drive(step: (done: (error?: Error | null) => void) => void): unknown {
    let failure: unknown;
    step((error) => {
      failure = error ?? undefined;
    });
    return failure instanceof CsvError ? quoteError(this.#position(), failure) : failure;
  }

  #unfinishedTooLong(): unknown {
    const tooLong = this.#utf8Fed - this.#utf8Consumed > this.#maxRecordBytes + LOOK_AHEAD;
    return tooLong ? recordTooLongError(this.#position(), this.#maxRecordBytes) : undefined;
  }

  #take(fields: readonly string[], utf8End: number): void {
    const { columns, onInvalidValue: _, ...rest } = this.#options;
    const length = utf8End - this.#utf8Consumed;
    const span = this.#spans.take(length);
    const isBlank = span.isBlank && columns.length > 1 && fields.length === 1;
    if (!isBlank) this.#write(fields, length, rest.rowsBefore ?? 0);
    this.#utf8Consumed = utf8End;
    if (this.#lines !== undefined) this.#lines += span.lines;
    this.#skippedBytes += span.bytes;
    if (isBlank) return;
    this.consumedBytes += this.#skippedBytes;
    this.#skippedBytes = 0;
    this.rowsRead++;
  }

  #write(fields: readonly string[], length: number, rowsBefore: number): void {
    const expected = this.#options.columns.length;
    if (length > this.#maxRecordBytes) throw recordTooLongError(this.#position(), this.#maxRecordBytes);
    if (fields.length !== expected) throw rowLengthError(this.#position(), expected, fields.length);
    const line = this.#print(fields, rowsBefore + this.rowsRead + 1);
    if (line === undefined) return;
    this.#text += line;
    this.#count++;
    this.rows++;
  }

  #position(): RowPosition {
    return {
      row: (this.#options.rowsBefore ?? 0) + this.rowsRead + 1,
      offset: (this.#options.offset ?? 0) + this.consumedBytes + this.#skippedBytes,
      line: this.#lines === undefined ? undefined : this.#lines + 1,
    };
  }
}
