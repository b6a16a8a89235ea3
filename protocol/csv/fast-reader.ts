/** CSV rows → JSON lines without strings and objects: bytes in, bytes out, one pass. This is the tap's hot path.
 *
 *  How it works
 *  - Pushed bytes (transcoded to UTF-8 first, if need be) are copied behind what is left in a work buffer. Zero bytes follow the
 *    data as a sentinel, so that inner loops have no end test: whatever they look for, they stop at the zero, and only there
 *    the position is compared with the end of the data.
 *  - `#scan` reads one record after the other and writes its line as it goes. Everything between two values (`,"Unit Price":"`)
 *    is prepared as 32-bit words and stored as such; a store may run past its text, since the next one covers the excess.
 *  - Text is copied four bytes at a time. A SWAR test (exact up to the first hit, which is all that is used) finds control
 *    characters, quotes, backslashes and the separator in the word just copied.
 *  - Numbers are checked against JSON's grammar while their digits are copied, hence go out as written.
 *  - Work restarts at record borders. A record that is not whole yet, or does not fit the output any more, is rolled back by
 *    forgetting two positions, and done again later. Nothing with an effect (counts, handler calls) happens before its end.
 *  - Output room is asked for once a record: what is left of the input, plus the fixed texts. Only characters that grow when
 *    escaped have to look again.
 *  - Whatever is odd (bad quotes, too few or too many fields, bytes that are no UTF-8, overlong records) is handed to csv-parse
 *    and the plain printer, for that record only; a value of unusual form (`+5`, a date by format, quoted numbers) to
 *    `values.ts`, for that value only.
 *
 *  Why it is shaped so (performance.md B1): a loop over columns with a switch on their kind is twice as fast as code generated
 *  per stream; strings, objects and JSON.stringify cost ten to twenty times as much; worker threads gain nothing; pooled output
 *  buffers save a quarter (page faults). One long function, because positions in local variables are what makes it fast. */
import { isUtf8 } from "node:buffer";
import { parse } from "csv-parse/sync";
import { parseOptions, quoteError, type RowPosition, recordTooLongError, rowLengthError } from "./framing.ts";
import { createRecordPrinter, type RecordPrinter } from "./record-text.ts";
import { countLines } from "./row-spans.ts";
import { asBuffer, createTranscoder, originalLength, type Transcoder } from "./transcode.ts";
import {
  type CsvColumn,
  DEFAULT_MAX_RECORD_BYTES,
  type InvalidValue,
  type JsonLinesOptions,
  type JsonLinesReader,
  type LineBlock,
} from "./types.ts";
import { createValueReader, emptyValue, memberName, unfitValue, type ValueReader } from "./values.ts";

/** Input is worked on in slices: work buffer, output room and latency stay small whatever is pushed. */
export interface BufferSizes {
  sliceBytes: number;
  outputBytes: number;
}
const USUAL_SIZES: BufferSizes = { sliceBytes: 128 * 1024, outputBytes: 1024 * 1024 };
const KEPT_BUFFERS = 8;
const SENTINEL_BYTES = 32;
/** An unfinished record beyond this size is only tried again when its size has doubled: linear work for huge records. */
const RETRY_BYTES = 256 * 1024;
/** As much more than the longest record may wait before it is called too long (the plain path looks ahead a little). */
const LOOK_AHEAD = 64;

const LF = 10;
const CR = 13;
const QUOTATION_MARK = 34;
const MINUS = 45;
const POINT = 46;

// How a scan ended.
const NEEDS_INPUT = 0;
const OUTPUT_FULL = 1;
const ODD_RECORD = 2;
// What a field reader answers instead of a position.
const CUT = -1;
const ODD = -2;

// Kinds of columns.
const TEXT = 0;
const NUMBER = 1;
const INTEGER = 2;
const BOOLEAN = 3;
const ISO_DATE = 4;
const OTHER = 5;
const SKIPPED = 6;

const TRUE = wordOf("true");
const FALS = wordOf("fals");
const MEMO_ENTRIES = 4096;

/** The fast path serves one-byte separators that cannot be part of a number or a word, and the usual quotes. */
export function canReadFast(options: JsonLinesOptions): boolean {
  const { separator, quote } = options.dialect;
  const isSimple =
    separator.length === 1 && /[\u0001-\u007f]/.test(separator) && !/["'A-Za-z0-9.+\r\n-]/.test(separator);
  const isUsual = quote === "" || quote === '"' || quote === "'";
  return (
    isSimple && isUsual && !options.columns.some(mayReadDigitsOtherwise) && options.columns.some(({ skip }) => !skip)
  );
}

/** Plain digits may mean something else: `1.234` where a person told the format, or where the comma is decimal. */
function mayReadDigitsOtherwise({ type, format, number }: CsvColumn): boolean {
  return type === "number" && (format !== undefined || number?.decimal === "," || number?.isCertain === true);
}

/** Only for options that `canReadFast` accepts. */
export function createFastReader(options: JsonLinesOptions, sizes: BufferSizes = USUAL_SIZES): JsonLinesReader {
  return new FastReader(options, sizes);
}

class FastReader implements JsonLinesReader {
  rows = 0;
  rowsRead = 0;
  readonly #options: JsonLinesOptions;
  readonly #sizes: BufferSizes;
  readonly #rowsBefore: number;
  readonly #maxRecordBytes: number;
  readonly #transcoder: Transcoder;
  readonly #print: RecordPrinter;
  readonly #separator: number;
  /** -1 = the file quotes nothing. */
  readonly #quote: number;
  /** -1 = every row is wanted. */
  readonly #filterColumn: number;
  /** 1 for the bytes that end an unquoted field: separator, LF, CR. */
  readonly #ends = new Uint8Array(256);

  // Texts between values, as words. `…At[c]` is the first word of column c, `…At[c + 1]` the end, `…Length[c]` the bytes.
  readonly #kinds: Uint8Array;
  readonly #keys: WordTexts;
  readonly #nulls: WordTexts;
  /** Of keys without the quote that begins a text. */
  readonly #bareKeyLengths: readonly number[];
  readonly #tail: WordTexts;
  readonly #fixedBytes: number;
  readonly #valueReaders: readonly ValueReader[];
  /** Dates repeat: what came out of a text, by column. */
  readonly #memos: readonly Map<string, string>[];

  #work: Buffer;
  /** First byte of the record that is next. */
  #start = 0;
  #dataEnd = 0;
  /** A line end of ours ends the file. */
  #isEndAdded = false;
  /** UTF-8 is checked up to here; records that begin before `#dirtyEnd` need a check of their own. */
  #checkedEnd = 0;
  #dirtyEnd = 0;
  #retryAt = 0;
  /** Position in the file of the work buffer's first byte. */
  #workOffset = 0;
  /** End of the last record, in the work buffer (0 = before it, see `#consumedBefore`). */
  #consumedAt = 0;
  #consumedBefore = 0;
  #pushedBytes = 0;
  #lines: number | undefined;

  #out: Buffer;
  #outAt = 0;
  #count = 0;
  readonly #free: Buffer[] = [];

  /** Values of the record in hand that do not fit. */
  #invalid: InvalidValue[] = [];
  /** What `#readOther` found: JSON text. */
  #value = "";

  constructor(options: JsonLinesOptions, sizes: BufferSizes) {
    const { dialect, columns } = options;
    this.#options = options;
    this.#sizes = sizes;
    this.#work = Buffer.alloc(sizes.sliceBytes * 2 + SENTINEL_BYTES);
    this.#out = Buffer.allocUnsafeSlow(sizes.outputBytes);
    this.#rowsBefore = options.rowsBefore ?? 0;
    this.#maxRecordBytes = options.maxRecordBytes ?? DEFAULT_MAX_RECORD_BYTES;
    this.#transcoder = createTranscoder(dialect.encoding);
    this.#print = createRecordPrinter(options);
    this.#lines = options.linesBefore ?? (options.rowsBefore === undefined ? 1 : undefined);
    this.#separator = dialect.separator.charCodeAt(0);
    this.#quote = dialect.quote === "" ? -1 : dialect.quote.charCodeAt(0);
    const { filter } = options;
    this.#filterColumn = filter === undefined ? -1 : columns.findIndex(({ name }) => name === filter.column);
    for (const byte of [this.#separator, LF, CR]) this.#ends[byte] = 1;
    this.#kinds = Uint8Array.from(columns, kindOf);
    const keys = keyTexts(options);
    this.#keys = new WordTexts(keys.map((key, index) => (key !== "" && hasQuotes(columns[index]) ? `${key}"` : key)));
    this.#bareKeyLengths = keys.map((key) => Buffer.byteLength(key));
    this.#nulls = new WordTexts(
      keys.map((key, index) => (key === "" ? "" : `${key}${emptyValue(columns[index] as CsvColumn)}`)),
    );
    this.#tail = new WordTexts(tailTexts(options));
    this.#fixedBytes = this.#nulls.totalBytes + this.#tail.totalBytes + 4 * columns.length + 64;
    this.#valueReaders = columns.map(createValueReader);
    this.#memos = columns.map(() => new Map());
  }

  get consumedBytes(): number {
    if (this.#consumedAt === 0) return this.#consumedBefore;
    return this.#workOffset + this.#original(this.#consumedAt);
  }

  *push(bytes: Uint8Array): Iterable<LineBlock> {
    const { sliceBytes } = this.#sizes;
    for (let start = 0; start < bytes.length; start += sliceBytes) {
      const slice = bytes.subarray(start, start + sliceBytes);
      this.#pushedBytes += slice.length;
      this.#append(this.#transcoder.push(slice), false);
      if (this.#dataEnd - this.#start >= this.#retryAt) yield* this.#run();
    }
  }

  *flush(): Iterable<LineBlock> {
    if (this.#count === 0) return;
    const full = this.#out;
    const block: LineBlock = { bytes: full.subarray(0, this.#outAt), count: this.#count };
    if (full.length === this.#sizes.outputBytes) block.release = this.#releaserOf(full);
    this.#out = this.#free.pop() ?? Buffer.allocUnsafeSlow(this.#sizes.outputBytes);
    this.#outAt = 0;
    this.#count = 0;
    yield block;
  }

  *end(): Iterable<LineBlock> {
    this.#append(this.#transcoder.end(), true);
    if (this.#dataEnd > this.#start && this.#work[this.#dataEnd - 1] !== LF) this.#addLineEnd();
    yield* this.#run();
    yield* this.flush();
    if (this.#dataEnd > this.#start) throw quoteError(this.#position());
    this.#consumedBefore = this.#pushedBytes;
    this.#consumedAt = 0;
  }

  *#run(): Iterable<LineBlock> {
    let failure: unknown;
    while (failure === undefined) {
      try {
        let ended = this.#scan();
        if (ended === ODD_RECORD) ended = this.#readPlain();
        if (ended === NEEDS_INPUT) break;
        if (ended === OUTPUT_FULL && this.#count === 0) this.#growOutput();
        else if (ended === OUTPUT_FULL) yield* this.flush();
      } catch (error) {
        failure = error ?? new Error("The handler threw nothing");
      }
    }
    const waiting = this.#dataEnd - this.#start;
    if (waiting > this.#maxRecordBytes + LOOK_AHEAD) {
      failure ??= recordTooLongError(this.#position(), this.#maxRecordBytes);
    }
    const soonest = Math.min(waiting * 2, this.#maxRecordBytes + LOOK_AHEAD + 1);
    this.#retryAt = waiting > RETRY_BYTES ? soonest : 0;
    if (failure === undefined) return;
    yield* this.flush();
    throw failure;
  }

  /** The hot path. Reads whole records from `#start` on and writes their lines behind `#outAt`, until something stops it. */
  #scan(): number {
    const work = this.#work;
    const source = new DataView(work.buffer, work.byteOffset, work.byteLength);
    const dataEnd = this.#dataEnd;
    const out = this.#out;
    const sink = new DataView(out.buffer, out.byteOffset, out.byteLength);
    const outLimit = out.length - this.#fixedBytes;
    const { words: keyWords, at: keyAt, lengths: keyLengths } = this.#keys;
    const { words: nullWords, at: nullAt, lengths: nullLengths } = this.#nulls;
    const { words: tailWords, at: tailAt, lengths: tailLengths } = this.#tail;
    const bareKeyLengths = this.#bareKeyLengths;
    const kinds = this.#kinds;
    const ends = this.#ends;
    const separator = this.#separator;
    const quote = this.#quote;
    const separators = separator * 0x01010101;
    // Without a quote character, or with the usual one, the test for " serves twice.
    const quotes = (quote === -1 ? QUOTATION_MARK : quote) * 0x01010101;
    const lastColumn = kinds.length - 1;
    const maxRecordBytes = this.#maxRecordBytes;
    const dirtyEnd = this.#dirtyEnd;
    const hasRowNumber = tailLengths.length > 1;
    const memberAt = tailAt[1]!;
    const { filter } = this.#options;
    const filterColumn = this.#filterColumn;

    let pos = this.#start;
    let o = this.#outAt;
    let recordStart = pos;
    let lineStart = o;
    let lines = 0;
    let filterStart = 0;
    let filterEnd = 0;
    let outcome = NEEDS_INPUT;

    records: while (pos < dataEnd) {
      recordStart = pos;
      lineStart = o;
      if (lastColumn > 0 && (work[pos] === LF || work[pos] === CR)) {
        if (work[pos] === CR && pos + 1 >= dataEnd) break;
        pos += work[pos] === CR && work[pos + 1] === LF ? 2 : 1;
        this.#skipBlankLine(pos);
        continue;
      }
      if (o + (dataEnd - pos) > outLimit) {
        outcome = OUTPUT_FULL;
        break;
      }
      lines = 1;

      for (let c = 0; ; c++) {
        const kind = kinds[c]!;
        const first = work[pos]!;
        const fieldStart = pos;

        if (ends[first] === 1 || (first === quote && work[pos + 1] === quote && ends[work[pos + 2]!] === 1)) {
          // An empty field, quoted or not.
          if (first === quote) pos += 2;
          let at = o;
          for (let w = nullAt[c]!, end = nullAt[c + 1]!; w < end; w++, at += 4) sink.setInt32(at, nullWords[w]!, true);
          o += nullLengths[c]!;
        } else if (kind === TEXT) {
          if (first === quote) {
            pos++;
            let at = o;
            for (let w = keyAt[c]!, end = keyAt[c + 1]!; w < end; w++, at += 4) sink.setInt32(at, keyWords[w]!, true);
            o += keyLengths[c]!;
            while (true) {
              const x = source.getInt32(pos, true);
              sink.setInt32(o, x, true);
              const q = x ^ 0x22222222;
              const s = x ^ quotes;
              const b = x ^ 0x5c5c5c5c;
              const hits =
                (((x - 0x20202020) & ~x) |
                  ((q - 0x01010101) & ~q) |
                  ((s - 0x01010101) & ~s) |
                  ((b - 0x01010101) & ~b)) &
                0x80808080;
              if (hits === 0) {
                pos += 4;
                o += 4;
                continue;
              }
              const skip = (31 - Math.clz32(hits & -hits)) >> 3;
              pos += skip;
              o += skip;
              const byte = work[pos]!;
              if (byte === quote) {
                if (work[pos + 1] !== quote) break;
                pos++;
              } else if (byte === LF || byte === CR) {
                if (byte === CR || work[pos - 1] !== CR) lines++;
              } else if (byte === 0 && pos >= dataEnd) {
                break records;
              }
              if (o + (dataEnd - pos) > outLimit) {
                outcome = OUTPUT_FULL;
                break records;
              }
              sink.setInt32(o, ESCAPE_HEADS[byte]!, true);
              sink.setInt32(o + 4, ESCAPE_TAILS[byte]!, true);
              o += ESCAPE_LENGTHS[byte]!;
              pos++;
            }
            pos++;
            out[o++] = QUOTATION_MARK;
            if (ends[work[pos]!] === 0) {
              outcome = pos < dataEnd ? ODD_RECORD : NEEDS_INPUT;
              break records;
            }
          } else {
            let at = o;
            for (let w = keyAt[c]!, end = keyAt[c + 1]!; w < end; w++, at += 4) sink.setInt32(at, keyWords[w]!, true);
            o += keyLengths[c]!;
            while (true) {
              const x = source.getInt32(pos, true);
              sink.setInt32(o, x, true);
              const q = x ^ 0x22222222;
              const s = x ^ separators;
              const t = x ^ quotes;
              const b = x ^ 0x5c5c5c5c;
              const hits =
                (((x - 0x20202020) & ~x) |
                  ((q - 0x01010101) & ~q) |
                  ((s - 0x01010101) & ~s) |
                  ((t - 0x01010101) & ~t) |
                  ((b - 0x01010101) & ~b)) &
                0x80808080;
              if (hits === 0) {
                pos += 4;
                o += 4;
                continue;
              }
              const skip = (31 - Math.clz32(hits & -hits)) >> 3;
              pos += skip;
              o += skip;
              const byte = work[pos]!;
              if (ends[byte] === 1) break;
              if (byte === quote) {
                outcome = ODD_RECORD;
                break records;
              }
              if (byte === 0 && pos >= dataEnd) break records;
              if (o + (dataEnd - pos) > outLimit) {
                outcome = OUTPUT_FULL;
                break records;
              }
              sink.setInt32(o, ESCAPE_HEADS[byte]!, true);
              sink.setInt32(o + 4, ESCAPE_TAILS[byte]!, true);
              o += ESCAPE_LENGTHS[byte]!;
              pos++;
            }
            out[o++] = QUOTATION_MARK;
          }
        } else if (kind === SKIPPED) {
          const end = this.#skipField(pos);
          if (end < 0) {
            outcome = end === ODD ? ODD_RECORD : NEEDS_INPUT;
            break records;
          }
          if (first === quote) lines += countLines(work, fieldStart, end);
          pos = end;
        } else {
          const keyStart = o;
          let at = o;
          for (let w = keyAt[c]!, end = keyAt[c + 1]!; w < end; w++, at += 4) sink.setInt32(at, keyWords[w]!, true);
          o += keyLengths[c]!;
          const isQuoted = first === quote;
          if (isQuoted) pos++;
          let isPlain = false;
          if (kind <= INTEGER) {
            let byte = work[pos]!;
            if (byte === MINUS) {
              out[o++] = byte;
              byte = work[++pos]!;
            }
            if (byte === 48) {
              out[o++] = byte;
              byte = work[++pos]!;
              isPlain = true;
            } else {
              while (byte >= 48 && byte <= 57) {
                out[o++] = byte;
                byte = work[++pos]!;
                isPlain = true;
              }
            }
            if (isPlain && byte === POINT && kind === NUMBER) {
              out[o++] = byte;
              byte = work[++pos]!;
              isPlain = false;
              while (byte >= 48 && byte <= 57) {
                out[o++] = byte;
                byte = work[++pos]!;
                isPlain = true;
              }
            }
          } else if (kind === BOOLEAN) {
            const word = source.getInt32(pos, true) | 0x20202020;
            if (word === TRUE) {
              sink.setInt32(o, TRUE, true);
              o += 4;
              pos += 4;
              isPlain = true;
            } else if (word === FALS && (work[pos + 4]! | 0x20) === 101) {
              sink.setInt32(o, FALS, true);
              out[o + 4] = 101;
              o += 5;
              pos += 5;
              isPlain = true;
            }
          } else if (kind === ISO_DATE && isIsoDay(work, pos)) {
            sink.setInt32(o, source.getInt32(pos, true), true);
            sink.setInt32(o + 4, source.getInt32(pos + 4, true), true);
            sink.setInt32(o + 8, source.getInt32(pos + 8, true), true);
            o += 10;
            out[o++] = QUOTATION_MARK;
            pos += 10;
            isPlain = true;
          }
          if (isQuoted) {
            isPlain &&= work[pos] === quote;
            pos++;
          }
          if (!isPlain || ends[work[pos]!] === 0) {
            const end = this.#readOther(fieldStart, c);
            if (end < 0) {
              outcome = end === ODD ? ODD_RECORD : NEEDS_INPUT;
              break records;
            }
            if (first === quote) lines += countLines(work, fieldStart, end);
            pos = end;
            const value = this.#value;
            if (o + (dataEnd - pos) + value.length > outLimit) {
              outcome = OUTPUT_FULL;
              break records;
            }
            // The key of a text begins its quotes; the value brings its own, or is null.
            o = keyStart + bareKeyLengths[c]!;
            for (let index = 0; index < value.length; index++) out[o++] = value.charCodeAt(index);
          }
        }

        if (c === filterColumn) {
          filterStart = fieldStart;
          filterEnd = pos;
        }
        if (work[pos] === separator) {
          if (c === lastColumn) {
            outcome = ODD_RECORD;
            break records;
          }
          pos++;
        } else if (c === lastColumn) {
          break;
        } else {
          outcome = ODD_RECORD;
          break records;
        }
      }

      if (work[pos] === LF) {
        pos++;
      } else {
        if (pos + 1 >= dataEnd) break;
        pos += work[pos + 1] === LF ? 2 : 1;
      }
      if (pos - recordStart > maxRecordBytes || (recordStart < dirtyEnd && !isUtf8(work.subarray(recordStart, pos)))) {
        outcome = ODD_RECORD;
        break;
      }
      if (filter !== undefined && !filter.keep(this.#decodeField(filterStart, filterEnd))) {
        if (this.#invalid.length > 0) this.#invalid = [];
        this.#skipRow(pos, lines);
        o = lineStart;
        continue;
      }

      let at = o;
      for (let w = 0; w < memberAt; w++, at += 4) sink.setInt32(at, tailWords[w]!, true);
      o += tailLengths[0]!;
      if (hasRowNumber) {
        o = writeDigits(out, o, this.#rowsBefore + this.rowsRead + 1);
        at = o;
        for (let w = memberAt, end = tailAt[2]!; w < end; w++, at += 4) sink.setInt32(at, tailWords[w]!, true);
        o += tailLengths[1]!;
      }
      if (this.#invalid.length > 0) {
        this.#outAt = lineStart;
        const after = this.#reportInvalid();
        if (after !== undefined) {
          o -= this.#options.after.length;
          if (o + (dataEnd - pos) + after.length > outLimit) {
            this.#reserve(after.length, o);
            this.#out.set(after, o);
            this.#accept(pos, o + after.length, lines);
            return OUTPUT_FULL;
          }
          out.set(after, o);
          o += after.length;
        }
      }
      this.#accept(pos, o, lines);
    }

    if (this.#invalid.length > 0) this.#invalid = [];
    return outcome;
  }

  /** A line is finished: input up to `pos`, output up to `outAt`. */
  #accept(pos: number, outAt: number, lines: number): void {
    this.#skipRow(pos, lines);
    this.#outAt = outAt;
    this.#count++;
    this.rows++;
  }

  /** A row is done with: input up to `pos`. */
  #skipRow(pos: number, lines: number): void {
    this.#start = pos;
    this.#consumedAt = pos;
    this.rowsRead++;
    if (this.#lines !== undefined) this.#lines += lines;
  }

  #skipBlankLine(pos: number): void {
    this.#start = pos;
    if (this.#lines !== undefined) this.#lines++;
  }

  /** Calls the handler for each value of this record that does not fit. Answers the end of the line, if it gave another one. */
  #reportInvalid(): Uint8Array | undefined {
    const invalid = this.#invalid;
    this.#invalid = [];
    let after: Uint8Array | undefined;
    for (const value of invalid) after = this.#options.onInvalidValue(value) ?? after;
    return after;
  }

  /** A value that the scan does not know how to copy: its JSON text goes to `#value`. Answers the field's end, CUT or ODD. */
  #readOther(start: number, column: number): number {
    const end = this.#skipField(start);
    if (end < 0) return end;
    const text = this.#decodeField(start, end);
    const memo = this.#memos[column]!;
    const known = memo.get(text);
    if (known !== undefined) {
      this.#value = known;
      return end;
    }
    const described = this.#options.columns[column]!;
    const read = text === "" ? emptyValue(described) : this.#valueReaders[column]!(text);
    // The scan writes one byte for each character.
    const value = described.companion === undefined || read === undefined ? read : bytesAsCharacters(read);
    if (value === undefined) {
      this.#invalid.push({
        column: described.name,
        text,
        row: this.#rowsBefore + this.rowsRead + 1,
      });
    } else if (this.#kinds[column]! >= ISO_DATE) {
      if (memo.size >= MEMO_ENTRIES) memo.clear();
      memo.set(text, value);
    }
    this.#value = value ?? bytesAsCharacters(unfitValue(described, text));
    return end;
  }

  #decodeField(start: number, end: number): string {
    const work = this.#work;
    if (work[start] !== this.#quote) return work.toString("utf8", start, end);
    const quote = String.fromCharCode(this.#quote);
    return work.toString("utf8", start + 1, end - 1).replaceAll(quote + quote, quote);
  }

  /** End of the field that begins at `start`: the position of a separator or line end. CUT = more input is needed. */
  #skipField(start: number): number {
    const work = this.#work;
    const quote = this.#quote;
    let pos = start;
    if (work[pos] === quote) {
      pos++;
      while (true) {
        const close = work.indexOf(quote, pos);
        if (close === -1 || close + 1 >= this.#dataEnd) return CUT;
        pos = close + 1;
        if (work[pos] !== quote) return this.#ends[work[pos]!] === 1 ? pos : ODD;
        pos++;
      }
    }
    while (this.#ends[work[pos]!] === 0) {
      if (work[pos] === quote) return ODD;
      if (pos >= this.#dataEnd) return CUT;
      pos++;
    }
    return pos;
  }

  /** The record at `#start` by csv-parse and the plain printer. */
  #readPlain(): number {
    const end = this.#endOfOddRecord();
    if (end === CUT) return NEEDS_INPUT;
    if (end === ODD) throw quoteError(this.#position());
    const isLast = this.#isEndAdded && end === this.#dataEnd;
    const bytes = this.#work.subarray(this.#start, end);
    if (bytes.length - (isLast ? 1 : 0) > this.#maxRecordBytes) {
      throw recordTooLongError(this.#position(), this.#maxRecordBytes);
    }
    const fields = parse(bytes, parseOptions(this.#options.dialect))[0] as unknown as string[];
    const expected = this.#options.columns.length;
    if (fields.length !== expected) throw rowLengthError(this.#position(), expected, fields.length);
    const text = this.#print(fields, this.#rowsBefore + this.rowsRead + 1);
    if (text === undefined) {
      this.#skipRow(end, countLines(bytes));
      return ODD_RECORD;
    }
    const line = Buffer.from(text);
    this.#reserve(line.length, this.#outAt);
    line.copy(this.#out, this.#outAt);
    this.#accept(end, this.#outAt + line.length, countLines(bytes));
    return ODD_RECORD;
  }

  /** Where csv-parse ends this record. CUT = not yet, ODD = it refuses a quote. A closing quote may be followed by a NUL
   *  character for csv-parse, which then goes on as in an unquoted field. */
  #endOfOddRecord(): number {
    const work = this.#work;
    let isAtStart = true;
    let pos = this.#start;
    while (pos < this.#dataEnd) {
      const byte = work[pos]!;
      if (byte === this.#quote) {
        if (!isAtStart) return ODD;
        do {
          const close = work.indexOf(byte, pos + 1);
          if (close === -1 || close + 1 >= this.#dataEnd) return CUT;
          pos = close + 1;
        } while (work[pos] === byte);
        if (this.#ends[work[pos]!] === 0 && work[pos] !== 0) return ODD;
      } else if (byte === LF) {
        return pos + 1;
      } else if (byte === CR) {
        if (pos + 1 >= this.#dataEnd) return CUT;
        return work[pos + 1] === LF ? pos + 2 : pos + 1;
      } else {
        isAtStart = byte === this.#separator;
        pos++;
      }
    }
    return CUT;
  }

  /** Copies input behind the data, moving what is left to the front when there is no room. */
  #append(utf8: Uint8Array, isEnd: boolean): void {
    if (this.#dataEnd + utf8.length + SENTINEL_BYTES + 1 > this.#work.length) this.#makeRoom(utf8.length);
    this.#work.set(utf8, this.#dataEnd);
    this.#dataEnd += utf8.length;
    this.#work.fill(0, this.#dataEnd, this.#dataEnd + SENTINEL_BYTES);
    if (this.#options.dialect.encoding === "UTF-8") this.#checkUtf8(isEnd);
  }

  #makeRoom(count: number): void {
    const from = this.#start;
    const waiting = this.#dataEnd - from;
    this.#consumedBefore = this.consumedBytes;
    this.#consumedAt = 0;
    this.#workOffset += this.#original(from);
    const needed = waiting + count + SENTINEL_BYTES + 1;
    const target = needed > this.#work.length ? Buffer.alloc(needed * 2) : this.#work;
    this.#work.copy(target, 0, from, this.#dataEnd);
    this.#work = target;
    this.#start = 0;
    this.#dataEnd = waiting;
    this.#checkedEnd = Math.max(0, this.#checkedEnd - from);
    this.#dirtyEnd = Math.max(0, this.#dirtyEnd - from);
  }

  /** Looks at the new bytes at once, natively: cheaper than looking at each while copying. A character that is cut at the end
   *  is left for the next time. */
  #checkUtf8(isEnd: boolean): void {
    const end = isEnd ? this.#dataEnd : wholeCharactersEnd(this.#work, this.#checkedEnd, this.#dataEnd);
    if (!isUtf8(this.#work.subarray(this.#checkedEnd, end))) this.#dirtyEnd = end;
    this.#checkedEnd = end;
  }

  #addLineEnd(): void {
    this.#work[this.#dataEnd++] = LF;
    this.#work[this.#dataEnd] = 0;
    this.#isEndAdded = true;
  }

  #original(end: number): number {
    return originalLength(this.#work.subarray(0, end), this.#options.dialect.encoding);
  }

  #position(): RowPosition {
    return {
      row: this.#rowsBefore + this.rowsRead + 1,
      offset: (this.#options.offset ?? 0) + this.#workOffset + this.#original(this.#start),
      line: this.#lines === undefined ? undefined : this.#lines + 1,
    };
  }

  /** A record that does not fit an empty output buffer gets a larger one, not pooled. */
  #growOutput(): void {
    this.#reserve(Math.max(this.#out.length, this.#dataEnd - this.#start + this.#fixedBytes), this.#out.length);
  }

  #reserve(count: number, used: number): void {
    if (used + count <= this.#out.length) return;
    const larger = Buffer.allocUnsafeSlow((used + count) * 2);
    this.#out.copy(larger, 0, 0, Math.min(used, this.#out.length));
    this.#out = larger;
  }

  #releaserOf(buffer: Buffer): () => void {
    let isReleased = false;
    return () => {
      if (!isReleased && this.#free.length < KEPT_BUFFERS) this.#free.push(buffer);
      isReleased = true;
    };
  }
}

/** Texts as 32-bit words, each text starting at a word of its own. */
class WordTexts {
  readonly words: Int32Array;
  readonly at: Int32Array;
  readonly lengths: Int32Array;
  readonly totalBytes: number;

  constructor(texts: readonly string[]) {
    const bytes = texts.map((text) => Buffer.from(text));
    const sizes = bytes.map(({ length }) => Math.ceil(length / 4));
    this.lengths = Int32Array.from(bytes, ({ length }) => length);
    this.at = new Int32Array(texts.length + 1);
    sizes.forEach((size, index) => {
      this.at[index + 1] = this.at[index]! + size;
    });
    const padded = new DataView(new ArrayBuffer(this.at[texts.length]! * 4));
    bytes.forEach((text, index) => {
      text.forEach((byte, offset) => {
        padded.setUint8(this.at[index]! * 4 + offset, byte);
      });
    });
    this.words = Int32Array.from({ length: padded.byteLength / 4 }, (_, index) => padded.getInt32(index * 4, true));
    this.totalBytes = padded.byteLength;
  }
}

// Escapes of control characters, " and \ as two words and a length; every other byte stands for itself.
const ESCAPE_HEADS = new Int32Array(256);
const ESCAPE_TAILS = new Int32Array(256);
const ESCAPE_LENGTHS = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const text = byte < 0x80 ? JSON.stringify(String.fromCharCode(byte)).slice(1, -1) : "";
  const padded = text.padEnd(8, "\0");
  ESCAPE_HEADS[byte] = byte < 0x80 ? wordOf(padded.slice(0, 4)) : byte;
  ESCAPE_TAILS[byte] = wordOf(padded.slice(4));
  ESCAPE_LENGTHS[byte] = text.length || 1;
}

function wordOf(text: string): number {
  return Buffer.from(text, "latin1").readInt32LE();
}

function bytesAsCharacters(text: string): string {
  return Buffer.from(text).toString("latin1");
}

function kindOf({ type, format, companion, skip }: CsvColumn): number {
  if (skip) return SKIPPED;
  if (companion !== undefined) return OTHER;
  switch (type) {
    case "string":
      return TEXT;
    case "number":
      return NUMBER;
    case "integer":
      return INTEGER;
    case "boolean":
      return BOOLEAN;
    case "date":
      return format === undefined ? ISO_DATE : OTHER;
    case "date-time":
      return OTHER;
  }
}

function hasQuotes(column: CsvColumn | undefined): boolean {
  if (column?.companion !== undefined) return false;
  return column?.type === "string" || (column?.type === "date" && column.format === undefined);
}

/** What stands before each value: the first one brings the line's beginning; nothing for columns that are left out. */
function keyTexts({ columns, before }: JsonLinesOptions): string[] {
  const first = columns.findIndex(({ skip }) => !skip);
  return columns.map((column, index) => {
    if (column.skip) return "";
    return `${index === first ? `${asBuffer(before).toString()}{` : ","}${JSON.stringify(memberName(column))}:`;
  });
}

/** What follows the last value; in two parts, if the row's number comes between. */
function tailTexts({ after, constantMembers, rowNumberMember }: JsonLinesOptions): string[] {
  const constants = constantMembers ? `,${constantMembers}` : "";
  const end = `}${asBuffer(after).toString()}`;
  return rowNumberMember === undefined ? [constants + end] : [`${constants},${JSON.stringify(rowNumberMember)}:`, end];
}

function writeDigits(out: Uint8Array, start: number, number: number): number {
  let end = start;
  for (let rest = number; rest >= 1; rest = Math.floor(rest / 10)) end++;
  let rest = number;
  for (let at = end - 1; at >= start; at--) {
    out[at] = 48 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  return end;
}

/** A day that every month has, as YYYY-MM-DD; the others take the slower way. */
function isIsoDay(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 4] !== MINUS || bytes[at + 7] !== MINUS) return false;
  for (let index = at; index < at + 4; index++) if (bytes[index]! < 48 || bytes[index]! > 57) return false;
  const month = twoDigits(bytes[at + 5]!, bytes[at + 6]!);
  const day = twoDigits(bytes[at + 8]!, bytes[at + 9]!);
  return month >= 1 && month <= 12 && day >= 1 && day <= 28;
}

function twoDigits(tens: number, ones: number): number {
  return tens >= 48 && tens <= 57 && ones >= 48 && ones <= 57 ? (tens - 48) * 10 + ones - 48 : -1;
}

/** `end`, or the beginning of a character whose last bytes are still to come. */
function wholeCharactersEnd(bytes: Uint8Array, from: number, end: number): number {
  for (let at = end - 1; at >= from && at >= end - 3; at--) {
    const byte = bytes[at]!;
    if (byte < 0x80) return end;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return at + length > end ? at : end;
  }
  return end;
}
