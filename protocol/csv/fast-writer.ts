/** Record lines → CSV rows without parsing them: bytes in, bytes out. This is the target's hot path.
 *
 *  How it works
 *  - The lines of a stream look alike: only their values differ. The first line of a kind is parsed and validated by the caller;
 *    `learn` then takes it apart (line-shape.ts) into literals (`{"type": "RECORD", "stream": "x", "record": {"id": ` …, with
 *    whatever spacing the sender uses) and values. Up to eight shapes are kept, the last used first, for sparse records.
 *  - `#scan` compares a line with a shape: literals 32 bits at a time, values walked over in place. It notes where each value
 *    lies and what it is, checks the kind against the schema's (one bit a kind), and finds on the way whether a text holds the
 *    separator (must be quoted), escapes (must be decoded) or anything beyond ASCII (must be checked to be UTF-8).
 *  - `#write` then copies the values in the file's column order. A row counts only once it is complete; until then it lies behind
 *    the end of the buffer and costs nothing to forget.
 *  - Any surprise — other keys or order, a nested value, a huge number, a kind the schema does not allow, bad UTF-8 or JSON —
 *    answers false: the caller parses that line and the plain writer writes it. So every error is found by the plain path.
 *
 *  Why it is shaped so (performance.md B2): JSON.parse is a third of the naive cost, building the row from its values the rest;
 *  batch parsing and native parsers do not help, comparing bytes costs a tenth. Numbers keep their digits, which JSON.parse
 *  loses. The line's own line end is the sentinel of every inner loop (no literal and no value holds one); a line that has
 *  none, or too little room behind it for reading words, is copied first. */
import { isUtf8 } from "node:buffer";
import { type LineShape, learnShape, MAX_TEXT_BYTES } from "./line-shape.ts";
import { PlainWriter } from "./plain-writer.ts";
import { RowBuffer } from "./row-buffer.ts";
import { KIND, type RowBlock, type RowLines, type RowWriter, type RowWriterOptions } from "./types.ts";

const MAX_SHAPES = 8;
/** After so many lines in a row without a usable shape only one in 256 is still looked at. */
const PATIENCE = 16;
/** A number with more digits may be beyond what a float holds, which a schema check would refuse. */
const MAX_NUMBER_BYTES = 200;
/** Bytes that must be readable behind the end of a line. */
const READ_AHEAD = 8;

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const QUOTATION_MARK = 34;
const BACKSLASH = 92;

// What a scan notes about a value.
const PLAIN = 0;
const EMPTY = 1;
const NEEDS_QUOTES = 2;
const ESCAPED = 4;

const TRUE = Buffer.from("true").readInt32LE();
const FALS = Buffer.from("fals").readInt32LE();
const NULL = Buffer.from("null").readInt32LE();

/** The byte that stands for each one-letter escape; 0 = no such escape. */
const ESCAPES = new Uint8Array(256);
for (const [letter, byte] of Object.entries({ '"': 34, "\\": 92, "/": 47, b: 8, f: 12, n: 10, r: 13, t: 9 })) {
  ESCAPES[letter.charCodeAt(0)] = byte;
}

/** The fast path serves one-byte separators that cannot be part of a number or a word, and the usual quotes. */
export function canWriteFast({ envelope, layout }: RowWriterOptions): boolean {
  const { separator, quote } = layout.dialect;
  const isSimple =
    separator.length === 1 && /[\u0001-\u007f]/.test(separator) && !/["'A-Za-z0-9.+\r\n-]/.test(separator);
  const isUsual = quote === "" || quote === '"' || quote === "'";
  const isCopied = layout.columns.every((column) => "value" in column || column.print === undefined);
  return isSimple && isUsual && isCopied && envelope !== undefined && (layout.decimalSeparator ?? ".") === ".";
}

/** Only for options that `canWriteFast` accepts. */
export function createFastWriter(options: RowWriterOptions): RowWriter {
  return new FastWriter(options);
}

class FastWriter implements RowWriter {
  readonly #options: RowWriterOptions;
  readonly #buffer: RowBuffer;
  readonly #plain: PlainWriter;
  readonly #separator: number;
  /** -1 = the file quotes nothing. */
  readonly #quote: number;
  /** Last used first. */
  readonly #shapes: LineShape[] = [];
  #refused = 0;

  // The line in hand.
  #line: Uint8Array = Buffer.alloc(0);
  #source: DataView = new DataView(new ArrayBuffer(0));
  #copy = Buffer.alloc(64 * 1024);
  /** Start, end and notes of each value of the line. */
  #values = new Int32Array(3 * 16);
  /** Values hold something beyond ASCII. */
  #isWide = false;
  /** Line ends in the row in hand. */
  #lineEnds = 0;

  constructor(options: RowWriterOptions) {
    const { separator, quote } = options.layout.dialect;
    this.#options = options;
    this.#buffer = new RowBuffer(options.pool);
    this.#plain = new PlainWriter(options, this.#buffer);
    this.#separator = separator.charCodeAt(0);
    this.#quote = quote === "" ? -1 : quote.charCodeAt(0);
  }

  get rows(): number {
    return this.#plain.rows;
  }

  get lines(): RowLines {
    return this.#plain.lines;
  }

  get bufferedBytes(): number {
    return this.#buffer.length;
  }

  appendHeader(): void {
    this.#plain.appendHeader();
  }

  appendRecord(record: Readonly<Record<string, unknown>>, line?: Uint8Array): void {
    this.#plain.appendRecord(record, line);
  }

  take(maxBytes?: number): RowBlock {
    return this.#buffer.take(maxBytes);
  }

  learn(line: Uint8Array): void {
    if (this.#refused >= PATIENCE && this.#refused++ % 256 !== 0) return;
    const shape = learnShape(line, this.#options);
    if (shape === undefined) {
      this.#refused++;
      return;
    }
    this.#refused = 0;
    if (this.#shapes.length === MAX_SHAPES) this.#shapes.pop();
    this.#shapes.unshift(shape);
    if (shape.values * 3 > this.#values.length) this.#values = new Int32Array(shape.values * 6);
  }

  appendLine(buffer: Uint8Array, start: number, end: number): boolean {
    const shapes = this.#shapes;
    if (shapes.length === 0) return false;
    let from = start;
    let to = end;
    if (end + READ_AHEAD > buffer.length || (buffer[end] !== LF && buffer[end] !== CR)) {
      this.#copyLine(buffer.subarray(start, end));
      from = 0;
      to = end - start;
    } else if (buffer !== this.#line) {
      this.#line = buffer;
      this.#source = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    }
    for (let index = 0; index < shapes.length; index++) {
      const shape = shapes[index]!;
      if (!this.#scan(shape, from, to)) continue;
      if (index > 0) {
        shapes.splice(index, 1);
        shapes.unshift(shape);
      }
      return this.#write(shape, to - from);
    }
    return false;
  }

  #copyLine(line: Uint8Array): void {
    if (line.length + READ_AHEAD > this.#copy.length) this.#copy = Buffer.alloc(2 * (line.length + READ_AHEAD));
    const copy = this.#copy;
    copy.set(line);
    copy[line.length] = LF;
    this.#line = copy;
    this.#source = new DataView(copy.buffer, copy.byteOffset, copy.byteLength);
  }

  /** Hot: does the line have this shape, and what are its values? */
  #scan(shape: LineShape, start: number, end: number): boolean {
    const { words, masks, wordAt, literalLengths, kinds, maxBytes } = shape;
    const line = this.#line;
    const source = this.#source;
    const values = this.#values;
    const count = shape.values;
    const quote = this.#quote;
    const separators = this.#separator * 0x01010101;
    // JSON never has a bare " inside a text; where the file's quote is another character, its place matters.
    const quotes = quote === -1 || quote === QUOTATION_MARK ? separators : quote * 0x01010101;
    const blankMatters = quote !== -1;
    let wide = 0;
    let pos = start;

    for (let v = 0; ; v++) {
      let at = pos;
      for (let w = wordAt[v]!, last = wordAt[v + 1]!; w < last; w++, at += 4) {
        if ((source.getInt32(at, true) & masks[w]!) !== words[w]!) return false;
      }
      pos += literalLengths[v]!;
      if (v === count) break;

      const first = line[pos]!;
      let valueStart = pos;
      let valueEnd = pos;
      let notes = PLAIN;
      let kind = 0;
      if (first === QUOTATION_MARK) {
        kind = KIND.string;
        valueStart = ++pos;
        let marked = 0;
        while (true) {
          const x = source.getInt32(pos, true);
          const q = x ^ 0x22222222;
          const b = x ^ 0x5c5c5c5c;
          const s = x ^ separators;
          const t = x ^ quotes;
          const stops = (((x - 0x20202020) & ~x) | ((q - 0x01010101) & ~q) | ((b - 0x01010101) & ~b)) & 0x80808080;
          const marks = (((s - 0x01010101) & ~s) | ((t - 0x01010101) & ~t)) & 0x80808080;
          if (stops === 0) {
            marked |= marks;
            wide |= x;
            pos += 4;
            continue;
          }
          // Each test is exact up to its first hit, so what lies below the first stop is exact.
          const stop = stops & -stops;
          marked |= marks & (stop - 1);
          wide |= x & (stop - 1);
          pos += (31 - Math.clz32(stop)) >> 3;
          const byte = line[pos]!;
          if (byte === QUOTATION_MARK) break;
          if (byte !== BACKSLASH) return false;
          notes |= ESCAPED;
          const letter = line[pos + 1]!;
          if (ESCAPES[letter] !== 0) pos += 2;
          else if (letter === 117 && hexValue(line, pos + 2) >= 0) pos += 6;
          else return false;
        }
        valueEnd = pos++;
        // An empty text is neither: what stands on both sides of it are its quotation marks.
        if (marked !== 0 || (blankMatters && (isBlank(line[valueStart]!) || isBlank(line[valueEnd - 1]!)))) {
          notes |= NEEDS_QUOTES;
        }
      } else if (first === 45 || (first >= 48 && first <= 57)) {
        kind = KIND.number | KIND.integer;
        let byte = first;
        if (byte === 45) byte = line[++pos]!;
        if (byte === 48) {
          byte = line[++pos]!;
        } else {
          const digits = pos;
          while (byte >= 48 && byte <= 57) byte = line[++pos]!;
          if (pos === digits) return false;
        }
        if (byte === 46) {
          kind = KIND.number;
          byte = line[++pos]!;
          const digits = pos;
          while (byte >= 48 && byte <= 57) byte = line[++pos]!;
          if (pos === digits) return false;
        }
        if ((byte | 0x20) === 101) {
          // At most two digits: far from what a float cannot hold. Bounds are only sure for numbers without exponent.
          kind = KIND.number;
          byte = line[++pos]!;
          if (byte === 43 || byte === 45) byte = line[++pos]!;
          const digits = pos;
          while (byte >= 48 && byte <= 57) byte = line[++pos]!;
          if (pos === digits || pos - digits > 2 || maxBytes[v] !== MAX_TEXT_BYTES) return false;
        }
        valueEnd = pos;
        if (valueEnd - valueStart > MAX_NUMBER_BYTES) return false;
      } else {
        const word = source.getInt32(pos, true);
        if (word === NULL) {
          kind = KIND.null;
          notes = EMPTY;
          pos += 4;
        } else if (word === TRUE) {
          kind = KIND.boolean;
          pos += 4;
        } else if (word === FALS && line[pos + 4] === 101) {
          kind = KIND.boolean;
          pos += 5;
        } else {
          return false;
        }
        valueEnd = pos;
      }
      if ((kinds[v]! & kind) === 0 || valueEnd - valueStart > maxBytes[v]!) return false;
      values[v * 3] = valueStart;
      values[v * 3 + 1] = valueEnd;
      values[v * 3 + 2] = notes;
    }
    this.#isWide = shape.isWide || (wide & 0x80808080) !== 0;
    return pos === end;
  }

  /** Hot: the row of the line that was just scanned. False = it cannot be written this way; nothing is. */
  #write(shape: LineShape, lineBytes: number): boolean {
    const buffer = this.#buffer;
    buffer.reserve(lineBytes * shape.growth + shape.fixedBytes);
    const { bytes: out, view: sink, length: rowStart } = buffer;
    const { sources } = shape;
    const source = this.#source;
    const values = this.#values;
    const separator = this.#separator;
    const quote = this.#quote;
    const columns = sources.length;
    this.#lineEnds = shape.constantLineEnds;
    let o = rowStart;

    for (let c = 0; c < columns; c++) {
      if (c > 0) out[o++] = separator;
      const from = sources[c]!;
      if (from < 0) {
        if (from < -1) {
          const constant = shape.constants[-2 - from]!;
          out.set(constant, o);
          o += constant.length;
        }
        continue;
      }
      const notes = values[from * 3 + 2]!;
      if (notes === EMPTY) continue;
      let pos = values[from * 3]!;
      const end = values[from * 3 + 1]!;
      if (notes === PLAIN || (notes === NEEDS_QUOTES && quote === QUOTATION_MARK)) {
        if (notes !== PLAIN) out[o++] = quote;
        for (; pos < end; pos += 4, o += 4) sink.setInt32(o, source.getInt32(pos, true), true);
        o -= pos - end;
        if (notes !== PLAIN) out[o++] = quote;
      } else {
        o = this.#writeText(pos, end, o);
        if (o < 0) return false;
      }
    }
    if (o === rowStart && quote !== -1) {
      out[o++] = quote;
      out[o++] = quote;
    }
    out[o++] = LF;
    const end = this.#encodeRow(rowStart, o);
    if (end < 0) return false;
    buffer.commit(end, 1);
    const row = ++this.#plain.rows;
    if (this.#lineEnds > 0) this.#plain.lines.add(row, this.#lineEnds);
    return true;
  }

  /** A text byte by byte: escapes decoded, quotes doubled; put in quotes first, which are taken away if they were not needed.
   *  Answers the end, or -1 when it needs quotes that the file does not have. */
  #writeText(start: number, end: number, at: number): number {
    const line = this.#line;
    const out = this.#buffer.bytes;
    const quote = this.#quote;
    const separator = this.#separator;
    let needsQuotes = false;
    let previous = 0;
    let o = at + 1;
    for (let pos = start; pos < end; ) {
      let byte = line[pos]!;
      if (byte !== BACKSLASH) {
        pos++;
      } else if (line[pos + 1] !== 117) {
        byte = ESCAPES[line[pos + 1]!]!;
        pos += 2;
      } else {
        byte = hexValue(line, pos + 2);
        pos += 6;
        if (byte >= 0x80) {
          if (byte >= 0xd800 && byte <= 0xdfff) {
            const low = line[pos] === BACKSLASH && line[pos + 1] === 117 ? hexValue(line, pos + 2) : 0;
            if (byte <= 0xdbff && low >= 0xdc00 && low <= 0xdfff) {
              byte = 0x10000 + ((byte - 0xd800) << 10) + (low - 0xdc00);
              pos += 6;
            } else {
              byte = 0xfffd;
            }
          }
          o = writeCharacter(out, o, byte);
          previous = byte;
          this.#isWide = true;
          continue;
        }
      }
      if (byte === quote) {
        out[o++] = byte;
        needsQuotes = true;
      } else if (byte === separator) {
        needsQuotes = true;
      } else if (byte === LF || byte === CR) {
        needsQuotes = true;
        if (byte === CR || previous !== CR) this.#lineEnds++;
      }
      out[o++] = byte;
      previous = byte;
    }
    if (quote !== -1 && (isBlank(out[at + 1]!) || isBlank(out[o - 1]!))) needsQuotes = true;
    if (needsQuotes && quote === -1) return -1;
    if (!needsQuotes) {
      out.copyWithin(at, at + 1, o);
      return o - 1;
    }
    out[at] = quote;
    out[o++] = quote;
    return o;
  }

  /** Brings the finished UTF-8 row into the file's encoding. Answers its end, or -1 for the plain way. */
  #encodeRow(start: number, end: number): number {
    const { bytes } = this.#buffer;
    if (this.#isWide && !isUtf8(bytes.subarray(start, end))) return -1;
    switch (this.#options.layout.dialect.encoding) {
      case "UTF-8":
        return end;
      case "ISO-8859-1":
        return this.#isWide ? narrow(bytes, start, end) : end;
      case "UTF-16LE":
        return start + bytes.write(bytes.toString("utf8", start, end), start, "utf16le");
    }
  }
}

/** UTF-8 → ISO-8859-1, in place. Answers the end, or -1 when a character is not in it. */
function narrow(bytes: Uint8Array, start: number, end: number): number {
  let to = start;
  for (let from = start; from < end; from++) {
    const byte = bytes[from]!;
    if (byte < 0x80) bytes[to++] = byte;
    else if (byte <= 0xc3) bytes[to++] = ((byte & 3) << 6) | (bytes[++from]! & 0x3f);
    else return -1;
  }
  return to;
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

/** Value of four hexadecimal digits, or -1. */
function hexValue(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let index = at; index < at + 4; index++) {
    const byte = bytes[index]!;
    const letter = byte | 0x20;
    if (byte >= 48 && byte <= 57) value = value * 16 + byte - 48;
    else if (letter >= 97 && letter <= 102) value = value * 16 + letter - 87;
    else return -1;
  }
  return value;
}

/** UTF-8 of a character from U+0080 on. */
function writeCharacter(out: Uint8Array, at: number, code: number): number {
  let o = at;
  if (code < 0x800) {
    out[o++] = 0xc0 | (code >> 6);
  } else {
    if (code < 0x10000) {
      out[o++] = 0xe0 | (code >> 12);
    } else {
      out[o++] = 0xf0 | (code >> 18);
      out[o++] = 0x80 | ((code >> 12) & 0x3f);
    }
    out[o++] = 0x80 | ((code >> 6) & 0x3f);
  }
  out[o++] = 0x80 | (code & 0x3f);
  return o;
}
