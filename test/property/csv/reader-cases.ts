/** Generated CSV files of every kind that has ever broken a reader, and what a reader makes of them. */

import type { BufferSizes } from "../../../protocol/csv/fast-reader.ts";
import type { NumberFormat } from "../../../protocol/csv/number-format.ts";
import { createPlainReader } from "../../../protocol/csv/plain-reader.ts";
import type {
  ColumnType,
  Companion,
  CsvColumn,
  CsvDialect,
  Encoding,
  InvalidValue,
  JsonLinesOptions,
  JsonLinesReader,
} from "../../../protocol/csv/types.ts";
import { ConnectorError } from "../../../protocol/errors.ts";
import { BREAKABLE, breakUtf8, cut, type Random } from "./random.ts";

export interface ReaderCase {
  options: Omit<JsonLinesOptions, "onInvalidValue">;
  bytes: Buffer;
  /** What the handler does with values that do not fit. */
  handler: "null" | "replace" | "throw";
}

export interface ReaderOutcome {
  text: string;
  count: number;
  rows: number;
  rowsRead: number;
  invalid: InvalidValue[];
  error: unknown;
  /** consumedBytes by rowsRead. */
  consumed: Map<number, number>;
  end: number;
}

const KEYS = [
  "id",
  "Unit Price",
  'quo"ted',
  "back\\slash",
  "ünï",
  "",
  "tab\tkey",
  "__proto__",
  "10",
  "2",
  "😀",
  "a".repeat(40),
];
const NUMBERS = [
  "0",
  "1",
  "-1",
  "42",
  "64.6",
  "-0",
  "-0.0",
  "1.10",
  "39758407.1500",
  "123456789012345678901234567890",
  "0.1e5",
  "1e5",
  "1E-7",
  "+5",
  "007",
  "-007",
  ".5",
  "5.",
  "-.5",
  "+.5",
  "-5.e3",
  " 7",
  "7 ",
  "\t7\t",
  "\u00a07",
  "1,5",
  "1.5.5",
  "1e",
  "e5",
  ".",
  "-",
  "+",
  "--1",
  "0x10",
  "NaN",
  "Infinity",
  "1_000",
  "½",
  "٣",
  "3.0",
  "3.00",
  "1e3",
  "1.5e1",
  "15e-1",
  "1500e-2",
  "0e999",
  "1e400",
  "1e999999999",
  "00",
  "0.",
  "1 2",
  "(5)",
  "5%",
  "1,234.50",
  "1 234",
  "12 kg",
  "€ 1,000",
  "true",
  "null",
]; // prettier-ignore
const BOOLEANS = [
  "true",
  "false",
  "TRUE",
  "False",
  "tRuE",
  "yes",
  "no",
  "1",
  "0",
  "falsey",
  "fals",
  "truee",
  "true ",
  "t",
  "FALSE",
];
const DATES = [
  "2026-05-20",
  "2026-02-28",
  "2026-02-29",
  "2024-02-29",
  "2026-12-31",
  "2026-13-01",
  "2026-00-10",
  "2026-04-31",
  "0000-01-01",
  "2026-5-20",
  "2026-05-20 ",
  "20260520",
  "2026-05-20T10:11:12Z",
  "2026-05-20 10:11",
  "2026-05-20T10:11:12.123456789+02:00",
  "2026-05-20T24:00:00Z",
  "20/05/2026",
  "5/20/26",
  "20 May 2026",
  "2O26-05-20",
  "2026/05/20",
  "2026-05-20x",
  "2026-05-2é",
]; // prettier-ignore
const FORMATS = ["DD/MM/YYYY", "M/D/YY", "D MMM YYYY", "YYYY-MM-DD HH:mm", "YYYYMMDD"];
const LETTERS = [
  BREAKABLE,
  "a",
  "b",
  "Z",
  " ",
  "  ",
  "x y",
  "é",
  "ß",
  "日本",
  "😀",
  "\u0000",
  "\u0001",
  "\u001f",
  "\u007f",
  "\u0080",
  "\u2028",
  "\ufeff",
  "\\",
  "/",
  "\t",
  "\b",
  "\f",
  "\v",
  "'",
  ";",
  ",",
  "|",
  "longer plain text",
  "ÿ",
  "\ud7ff",
  "\ufffd",
  "\n",
  "\r",
  "\r\n",
  '"',
  "{",
  "}",
]; // prettier-ignore

export function readerCase(random: Random): ReaderCase {
  const dialect = dialectOf(random);
  const columns = columnsOf(random);
  const text = fileText(random, dialect, columns);
  let bytes = encode(random, text, dialect.encoding);
  if (random.chance(0.05)) bytes = damage(random, bytes);
  return {
    bytes,
    handler: random.pick(["null", "null", "replace", "throw"] as const),
    options: {
      dialect,
      columns,
      before: Buffer.from(random.pick(["", '{"type":"RECORD","stream":"ü","record":'])),
      after: Buffer.from(random.pick(["\n", ',"time_extracted":"2026-05-20T00:00:00Z"}\n'])),
      ...(random.chance(0.2) && { constantMembers: '"_model":"M","_ü":null' }),
      ...(random.chance(0.2) && { rowNumberMember: random.pick(["_row", 'r"']) }),
      ...(random.chance(0.2) && { rowsBefore: random.pick([0, 9, 99, 123456789]) }),
      ...(random.chance(0.2) && { offset: random.below(1000) }),
      ...(random.chance(0.1) && { linesBefore: random.below(5) }),
      ...(random.chance(0.1) && { filter: filterOf(random, columns) }),
      ...(random.chance(0.05) && { maxRecordBytes: 20 + random.below(60) }),
    },
  };
}

function filterOf(random: Random, columns: readonly CsvColumn[]): NonNullable<JsonLinesOptions["filter"]> {
  const limit = random.pick(["", "2", "a", '"', "2026-05-20"]);
  return { column: random.pick(columns).name, keep: (text) => text >= limit };
}

function dialectOf(random: Random): CsvDialect {
  return {
    separator: random.pick([",", ",", ",", "\t", ";", "|", " ", "\\", "\u0001", ":", "§", "~"]),
    quote: random.pick(['"', '"', '"', '"', "'", ""]),
    encoding: random.pick<Encoding>(["UTF-8", "UTF-8", "UTF-8", "UTF-16LE", "ISO-8859-1"]),
  };
}

function columnsOf(random: Random): CsvColumn[] {
  const count = random.pick([1, 1, 2, 3, 4, 6]);
  const names = random.list(count, (index) => `${random.pick(KEYS)}${random.chance(0.3) ? "" : index}`);
  return names.map((name, index) => {
    const type = random.pick<ColumnType>([
      "string",
      "string",
      "string",
      "number",
      "number",
      "integer",
      "boolean",
      "date",
      "date-time",
    ]);
    const isDate = type === "date" || type === "date-time";
    return {
      name: names.indexOf(name) === index ? name : `${name}_${index}`,
      type,
      ...(isDate && random.chance(0.4) && { format: random.pick(FORMATS) }),
      ...(type === "number" &&
        random.chance(0.3) && { number: numberFormatIn(random), empty: random.pick(["0", "null"]) }),
      ...(random.chance(0.15) && { companion: companionIn(random, index) }),
      ...(random.chance(0.15) && { skip: true }),
    };
  });
}

function numberFormatIn(random: Random): NumberFormat {
  return {
    decimal: random.pick([".", ".", ","] as const),
    grouping: random.pick([",", " ", "'", ""] as const),
    units: random.pick([[], ["kg"], ["€"]]),
    hasCurrency: random.chance(0.3),
    isPercent: random.chance(0.3),
    hasDashForZero: random.chance(0.3),
    isCertain: random.chance(0.1),
  };
}

/** Pure: the same text has the same code. */
function companionIn(random: Random, index: number): Companion {
  const code = random.pick(["6100", "", "ünï 😀", 'quo"ted\\', "a".repeat(300)]);
  const known = random.below(4);
  return {
    name: `code "é" ${index}`,
    of: (text) => (text.length % 4 === known ? undefined : `${code}${text.length}`),
    ...(random.chance(0.2) && { isAlone: true }),
  };
}

function fileText(random: Random, dialect: CsvDialect, columns: readonly CsvColumn[]): string {
  const rows = random.pick([0, 1, 2, 3, 5, 8]);
  const lineEnds = random.pick([["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]]);
  const spoil = random.chance(0.12);
  let text = "";
  for (let row = 0; row < rows; row++) {
    if (random.chance(0.06)) text += random.pick(lineEnds);
    const cells = columns.map((column) => cellOf(random, dialect, column));
    if (spoil && random.chance(0.3)) spoilRow(random, dialect, cells);
    text += cells.join(dialect.separator);
    if (row < rows - 1 || random.chance(0.7)) text += random.pick(lineEnds);
  }
  return text;
}

/** Mostly well formed; a value that needs quotes gets them where the file has any. */
function cellOf(random: Random, { separator, quote }: CsvDialect, column: CsvColumn): string {
  const text = random.chance(0.15) ? "" : valueText(random, column);
  if (quote === "") return text.replaceAll(separator, "_").replace(/[\r\n]/g, "_");
  const needsQuotes = text.includes(separator) || text.includes(quote) || /[\r\n]/.test(text);
  if (!needsQuotes && random.chance(0.75)) return text;
  return `${quote}${text.replaceAll(quote, quote + quote)}${quote}`;
}

function valueText(random: Random, { type }: CsvColumn): string {
  if (random.chance(0.08)) return textOf(random);
  switch (type) {
    case "string":
      return textOf(random);
    case "number":
    case "integer":
      return random.chance(0.5) ? String(random.below(100000)) : random.pick(NUMBERS);
    case "boolean":
      return random.pick(BOOLEANS);
    case "date":
    case "date-time":
      return random.pick(DATES);
  }
}

function textOf(random: Random): string {
  if (random.chance(0.005)) return random.pick(LETTERS).repeat(300 + random.below(2000));
  return random.list(random.below(9), () => random.pick(LETTERS)).join("");
}

function spoilRow(random: Random, { quote }: CsvDialect, cells: string[]): void {
  const style = random.below(6);
  const at = random.below(cells.length);
  if (style === 0) cells.pop();
  else if (style === 1) cells.push("more");
  else if (style === 2) cells[at] = `a${quote}b`;
  else if (style === 3) cells[at] = `${quote}a${quote}b`;
  else if (style === 4) cells[at] = `${quote}never closed`;
  else cells[at] = `${quote}a${quote}\u0000${random.pick(["", "b", `${quote}c${quote}`])}`;
}

function encode(random: Random, text: string, encoding: Encoding): Buffer {
  if (encoding === "UTF-8") return random.chance(0.1) ? breakUtf8(random, Buffer.from(text)) : Buffer.from(text);
  if (encoding === "ISO-8859-1") return Buffer.from(text, "latin1");
  const bytes = Buffer.from(text, "utf16le");
  return random.chance(0.03) ? bytes.subarray(0, -1) : bytes;
}

/** Bytes replaced, cut out or put in: invalid UTF-8, lone surrogates, lost quotes. */
function damage(random: Random, bytes: Buffer): Buffer {
  const at = random.below(bytes.length + 1);
  const noise = Buffer.from(
    random.list(1 + random.below(3), () => random.pick([0xff, 0xc3, 0xe2, 0x80, 0xf0, 0xd8, 0x22, 0x0a, 0xed])),
  );
  return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at + random.below(4))]);
}

/** Feeds a reader and notes everything an onlooker can see. */
export function readAll(
  create: (options: JsonLinesOptions) => JsonLinesReader,
  { options, handler }: ReaderCase,
  pieces: readonly Uint8Array[],
): ReaderOutcome {
  const outcome: ReaderOutcome = {
    text: "",
    count: 0,
    rows: 0,
    rowsRead: 0,
    invalid: [],
    error: undefined,
    consumed: new Map(),
    end: 0,
  };
  const reader = create({
    ...options,
    onInvalidValue: (value) => {
      outcome.invalid.push(value);
      if (handler === "throw" && outcome.invalid.length === 3) throw new Error(`refused ${value.row}`);
      return handler === "replace"
        ? Buffer.from(`,"nulled":${outcome.invalid.length},"€":"${"x".repeat(value.row % 90)}"}\n`)
        : undefined;
    },
  });
  const collect = (blocks: Iterable<{ bytes: Uint8Array; count: number; release?: () => void }>) => {
    for (const { bytes, count, release } of blocks) {
      outcome.text += Buffer.from(bytes).toString("latin1");
      outcome.count += count;
      bytes.fill(0x21);
      release?.();
    }
    outcome.consumed.set(reader.rowsRead, reader.consumedBytes);
  };
  try {
    pieces.forEach((piece, index) => {
      collect(reader.push(piece));
      if (index % 7 === 3) collect(reader.flush());
    });
    collect(reader.end());
    outcome.end = reader.consumedBytes;
    outcome.consumed.delete(reader.rowsRead);
  } catch (error) {
    outcome.error = describeError(error);
  }
  outcome.rows = reader.rows;
  outcome.rowsRead = reader.rowsRead;
  return outcome;
}

function describeError(error: unknown): unknown {
  if (error instanceof ConnectorError) return { code: error.code, context: error.context };
  return error instanceof Error ? `${error.name}: ${error.message}` : error;
}

/** The first difference in words, or undefined. Positions are compared where both have one for a row. */
export function difference(judge: ReaderOutcome, other: ReaderOutcome): string | undefined {
  for (const name of ["text", "error", "invalid", "count", "rows", "rowsRead", "end"] as const) {
    const [wanted, got] = [judge[name], other[name]].map((value) => JSON.stringify(value));
    if (wanted !== got) return `${name}: wanted ${wanted}, got ${got}`;
  }
  for (const [row, offset] of other.consumed) {
    const wanted = judge.consumed.get(row);
    if (wanted !== undefined && wanted !== offset) return `bytes after row ${row}: wanted ${wanted}, got ${offset}`;
  }
  return undefined;
}

const SIZES: readonly BufferSizes[] = [
  { sliceBytes: 16, outputBytes: 64 },
  { sliceBytes: 100, outputBytes: 2000 },
  { sliceBytes: 128 * 1024, outputBytes: 1024 * 1024 },
];

/** The two ends of `fast-reader.ts`, or of an altered copy of it. */
export interface FastReading {
  canReadFast(options: JsonLinesOptions): boolean;
  createFastReader(options: JsonLinesOptions, sizes?: BufferSizes): JsonLinesReader;
}

/** One generated file as two cases, read at once and cut into pieces, with small buffers and large ones. Answers how many
 *  cases were compared; throws at a difference. */
export function compareReaders({ canReadFast, createFastReader }: FastReading, random: Random): number {
  const generated = readerCase(random);
  const { options, bytes } = generated;
  if (!canReadFast({ ...options, onInvalidValue: () => undefined })) return 0;
  const pieces = cut(random, bytes);
  const wanted = readAll(createPlainReader, generated, random.chance(0.2) ? pieces : [bytes]);
  for (const way of [[bytes], pieces]) {
    const sizes = random.pick(SIZES);
    const found = difference(
      wanted,
      readAll((all) => createFastReader(all, sizes), generated, way),
    );
    if (found === undefined) continue;
    throw new Error(`${found}\n${JSON.stringify(options)}\n${JSON.stringify(bytes.toString("latin1"))}`);
  }
  return 2;
}
