/** Learns the shape of a record line: which bytes are the same in every line of its kind, and which are values. */
import { cellText, countLineEnds, createCellQuoter, encodeText, unencodable } from "./cells.ts";
import { asBuffer } from "./transcode.ts";
import { ANY_KIND, type LineEnvelope, type RecordKinds, type RowLayout, type RowWriterOptions } from "./types.ts";

/** A line is literal 0, value 0, literal 1, value 1 … literal n. Literals are held as 32-bit words, each with a mask of the
 *  bytes that count. */
export interface LineShape {
  values: number;
  words: Int32Array;
  masks: Int32Array;
  /** First word of each literal, and the end of the last one. */
  wordAt: Int32Array;
  literalLengths: Int32Array;
  /** Allowed kinds of each value. */
  kinds: Uint8Array;
  /** Longest text of each value. */
  maxBytes: Int32Array;
  /** For each column of the file: the value that fills it, or -1 for an empty cell, or -2 - n for constant n. */
  sources: Int32Array;
  constants: readonly Buffer[];
  /** A constant holds something beyond ASCII. */
  isWide: boolean;
  /** Upper bound of a row's bytes: line length × growth + fixed. */
  growth: number;
  fixedBytes: number;
  /** Line ends that the constants bring into each row. */
  constantLineEnds: number;
}

/** Of a value without a limit. */
export const MAX_TEXT_BYTES = 0x7fffffff;

interface Value {
  start: number;
  end: number;
  /** Undefined for a value outside of the record. */
  property: string | undefined;
}

/** Answers undefined for a line that has no shape the fast path can use: nested values, repeated keys, a missing required
 *  property, members that do not match the envelope. The line must be valid JSON. */
export function learnShape(line: Uint8Array, options: RowWriterOptions): LineShape | undefined {
  const { envelope, kinds, layout } = options;
  if (envelope === undefined) return undefined;
  const bytes = asBuffer(line);
  const values = new ShapeReader(bytes, envelope).read();
  const constants = constantCells(layout);
  if (values === undefined || constants === undefined) return undefined;
  const slots = new Map<string, number>();
  values.forEach(({ property }, index) => {
    if (property !== undefined) slots.set(property, index);
  });
  const allowed = values.map(({ property }) => allowedKinds(property, kinds));
  if (allowed.includes(undefined) || kinds?.required.some((property) => !slots.has(property))) return undefined;
  return {
    values: values.length,
    ...literalsOf(bytes, values),
    kinds: Uint8Array.from(allowed as number[]),
    maxBytes: Int32Array.from(values, ({ property }) => maxBytesOf(property, kinds)),
    sources: Int32Array.from(layout.columns, (column, index) => {
      return "value" in column ? -2 - index : (slots.get(column.property) ?? -1);
    }),
    constants,
    isWide: constants.some((cell) => cell.some((byte) => byte >= 0x80)),
    growth: growthOf(layout),
    fixedBytes: 2 * (16 + constants.reduce((sum, { length }) => sum + length, 4 * layout.columns.length)),
    constantLineEnds: constants.reduce((sum, cell) => sum + countLineEnds(cell.toString()), 0),
  };
}

function allowedKinds(property: string | undefined, kinds: RecordKinds | undefined): number | undefined {
  if (property === undefined || kinds === undefined) return ANY_KIND;
  if (Object.hasOwn(kinds.properties, property)) return kinds.properties[property];
  return kinds.closed ? undefined : ANY_KIND;
}

function maxBytesOf(property: string | undefined, kinds: RecordKinds | undefined): number {
  const limits = kinds?.maxBytes;
  const limit =
    property !== undefined && limits !== undefined && Object.hasOwn(limits, property) ? limits[property] : undefined;
  return Math.min(limit ?? MAX_TEXT_BYTES, MAX_TEXT_BYTES);
}

/** UTF-8 of the constant cells, by column (empty for the others); undefined when one cannot be written at all. */
function constantCells({ columns, dialect }: RowLayout): Buffer[] | undefined {
  const quote = createCellQuoter(dialect);
  const cells = columns.map((column) => {
    const text = "value" in column ? cellText(column.value, ".") : "";
    return unencodable(text, dialect.encoding) === undefined ? quote(text) : undefined;
  });
  return cells.includes(undefined) ? undefined : cells.map((cell) => encodeText(cell ?? "", "UTF-8"));
}

/** A JSON string is never shorter than its cell, unless the file's quote is a character that JSON leaves alone. */
function growthOf({ columns, dialect }: RowLayout): number {
  const uses = new Map<string, number>();
  for (const column of columns) {
    if ("property" in column) uses.set(column.property, (uses.get(column.property) ?? 0) + 1);
  }
  const most = Math.max(1, ...uses.values());
  return most * (dialect.quote === '"' ? 1 : 2) * (dialect.encoding === "UTF-16LE" ? 2 : 1);
}

function literalsOf(
  bytes: Buffer,
  values: readonly Value[],
): Pick<LineShape, "words" | "masks" | "wordAt" | "literalLengths"> {
  const literals = [...values, { start: bytes.length }].map(({ start }, index) => {
    return bytes.subarray(values[index - 1]?.end ?? 0, start);
  });
  const sizes = literals.map(({ length }) => Math.ceil(length / 4));
  const wordAt = new Int32Array(literals.length + 1);
  sizes.forEach((size, index) => {
    wordAt[index + 1] = (wordAt[index] ?? 0) + size;
  });
  const words = Buffer.alloc((wordAt.at(-1) ?? 0) * 4);
  const masks = Buffer.alloc(words.length);
  literals.forEach((literal, index) => {
    const at = (wordAt[index] ?? 0) * 4;
    literal.copy(words, at);
    masks.fill(0xff, at, at + literal.length);
  });
  return {
    words: toWords(words),
    masks: toWords(masks),
    wordAt,
    literalLengths: Int32Array.from(literals, ({ length }) => length),
  };
}

function toWords(bytes: Buffer): Int32Array {
  return Int32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readInt32LE(index * 4));
}

const BLANKS = [32, 9, 10, 13];

/** Walks a valid line and notes where its values stand. */
class ShapeReader {
  readonly #bytes: Buffer;
  readonly #envelope: LineEnvelope;
  readonly #values: Value[] = [];
  readonly #open: LineEnvelope["constants"][number][];
  #at = 0;

  constructor(bytes: Buffer, envelope: LineEnvelope) {
    this.#bytes = bytes;
    this.#envelope = envelope;
    this.#open = envelope.constants.filter(({ value }) => value !== null);
  }

  read(): Value[] | undefined {
    const isRecordFound = this.#readObject([]);
    return isRecordFound && this.#open.length === 0 ? this.#values : undefined;
  }

  /** False = no usable shape. */
  #readObject(path: readonly string[]): boolean {
    if (!this.#steps("{")) return false;
    if (this.#steps("}")) return isSame(path, this.#envelope.recordPath);
    const keys = new Set<string>();
    let isRecordFound = isSame(path, this.#envelope.recordPath);
    do {
      this.#skipBlanks();
      const key = this.#readString();
      if (keys.has(key) || !this.#steps(":")) return false;
      keys.add(key);
      this.#skipBlanks();
      const found = this.#readMember([...path, key], isSame(path, this.#envelope.recordPath));
      if (found === undefined) return false;
      isRecordFound ||= found;
    } while (this.#steps(","));
    return this.#steps("}") && isRecordFound;
  }

  /** True = the record was in it; undefined = no usable shape. */
  #readMember(path: readonly string[], isInRecord: boolean): boolean | undefined {
    const { recordPath, constants } = this.#envelope;
    if (this.#bytes[this.#at] === 0x7b) {
      if (isInRecord || !isBeginning(path, recordPath)) return undefined;
      return this.#readObject(path) ? true : undefined;
    }
    if (isSame(path, recordPath)) return undefined;
    const start = this.#at;
    const value = this.#readScalar();
    if (value === undefined) return undefined;
    const constant = isInRecord ? undefined : constants.find((candidate) => isSame(candidate.path, path));
    if (constant !== undefined) {
      if (value.value !== constant.value) return undefined;
      const index = this.#open.indexOf(constant);
      if (index !== -1) this.#open.splice(index, 1);
      return false;
    }
    this.#values.push({ start, end: this.#at, property: isInRecord ? path.at(-1) : undefined });
    return false;
  }

  /** Only strings and null have a value worth knowing. */
  #readScalar(): { value: unknown } | undefined {
    const first = this.#bytes[this.#at];
    if (first === 0x22) return { value: this.#readString() };
    if (first === 0x7b || first === 0x5b) return undefined;
    const start = this.#at;
    while (/[-+.0-9A-Za-z]/.test(String.fromCharCode(this.#bytes[this.#at] ?? 0))) this.#at++;
    return { value: first === 0x6e ? null : this.#bytes.toString("latin1", start, this.#at).length };
  }

  #readString(): string {
    const start = this.#at++;
    while (this.#bytes[this.#at] !== 0x22) this.#at += this.#bytes[this.#at] === 0x5c ? 2 : 1;
    this.#at++;
    return JSON.parse(this.#bytes.toString("utf8", start, this.#at)) as string;
  }

  #steps(character: string): boolean {
    this.#skipBlanks();
    if (this.#bytes[this.#at] !== character.charCodeAt(0)) return false;
    this.#at++;
    return true;
  }

  #skipBlanks(): void {
    while (BLANKS.includes(this.#bytes[this.#at] ?? 0)) this.#at++;
  }
}

function isSame(path: readonly string[], other: readonly string[]): boolean {
  return path.length === other.length && isBeginning(path, other);
}

function isBeginning(path: readonly string[], whole: readonly string[]): boolean {
  return path.length <= whole.length && path.every((key, index) => key === whole[index]);
}
