/** Generated record lines of every kind a sender may write, and what a writer makes of them. */

import { LineCursor } from "../../../protocol/csv/lines.ts";
import { PlainWriter } from "../../../protocol/csv/plain-writer.ts";
import {
  ANY_KIND,
  type CsvDialect,
  type Encoding,
  KIND,
  type LineEnvelope,
  type RecordKinds,
  type RowColumn,
  type RowWriter,
  type RowWriterOptions,
} from "../../../protocol/csv/types.ts";
import { ConnectorError } from "../../../protocol/errors.ts";
import { BREAKABLE, breakUtf8, cut, type Random } from "./random.ts";

export interface WriterCase {
  options: RowWriterOptions;
  bytes: Buffer;
  /** `take(limit)` once so many bytes wait. */
  takeAt: number;
}

export interface WriterOutcome {
  text: string;
  rows: number;
  /** Line numbers that were refused, and why. */
  refused: unknown[];
  physical: number[];
}

/** How a sender prints JSON. */
interface Style {
  comma: string;
  colon: string;
  escapesAll: boolean;
  tail: string;
}

const STYLES: readonly Style[] = [
  { comma: ",", colon: ":", escapesAll: false, tail: "" },
  { comma: ", ", colon: ": ", escapesAll: true, tail: "" },
  { comma: " ,\t", colon: " :\r ", escapesAll: false, tail: "  " },
];
const KEYS = [
  "id",
  "Unit Price",
  'quo"ted',
  "back\\slash",
  "ünï",
  "",
  "__proto__",
  "10",
  "2",
  "😀",
  "record",
  "type",
  "a".repeat(40),
];
const NUMBERS = [
  "0",
  "-0",
  "1",
  "42",
  "-7",
  "1.10",
  "39758407.1500",
  "123456789012345678901234567890",
  "0.0000000000000000001",
  "1e5",
  "1E+2",
  "-1.5e-3",
  "1e99",
  "2e100",
  "1e999",
  "1e",
  "1e+",
  "1.0E-07",
  `1${"0".repeat(299)}`,
  `1${"0".repeat(310)}`,
  "3.0",
]; // prettier-ignore
const LETTERS = [
  BREAKABLE,
  "a",
  "b",
  " ",
  "  ",
  "\t",
  "é",
  "日本",
  "😀",
  '"',
  "\\",
  "/",
  "'",
  ",",
  ";",
  "|",
  "\n",
  "\r",
  "\r\n",
  "\b",
  "\f",
  "\u0000",
  "\u001f",
  "\u007f",
  "\u2028",
  "\ud83d",
  "\ude00",
  "\ufeff",
  "longer plain text",
  "ÿ",
  "{",
  "}",
  "[",
  ":",
]; // prettier-ignore

export function writerCase(random: Random): WriterCase {
  const keys = [...new Set(random.list(random.pick([1, 1, 2, 3, 5, 8]), () => random.pick(KEYS)))];
  const isNested = random.chance(0.2);
  const envelope = envelopeOf(random, isNested);
  const kinds = random.chance(0.5) ? kindsOf(random, keys) : undefined;
  return {
    options: {
      layout: {
        columns: columnsOf(random, keys),
        dialect: dialectOf(random),
        ...(random.chance(0.03) && { decimalSeparator: "," as const }),
      },
      envelope,
      ...(kinds !== undefined && { kinds }),
    },
    bytes: linesOf(random, keys, kinds, isNested),
    takeAt: random.pick([40, 300, 100_000]),
  };
}

function envelopeOf(random: Random, isNested: boolean): LineEnvelope {
  if (!isNested) {
    const constants = [
      { path: ["type"], value: "RECORD" },
      { path: ["stream"], value: "s" },
    ];
    return { recordPath: ["record"], constants };
  }
  return {
    recordPath: ["record", "data"],
    constants: [
      { path: ["type"], value: "RECORD" },
      { path: ["record", "stream"], value: "s" },
      { path: ["record", "namespace"], value: random.pick(["n", null]) },
    ],
  };
}

function kindsOf(random: Random, keys: readonly string[]): RecordKinds {
  const properties: Record<string, number> = {};
  for (const key of keys) {
    if (random.chance(0.2)) continue;
    const value = random.pick([
      ANY_KIND,
      ANY_KIND & ~KIND.null,
      KIND.string | KIND.null,
      KIND.number | KIND.null,
      KIND.integer,
      KIND.boolean,
    ]);
    Object.defineProperty(properties, key, { value, enumerable: true });
  }
  return { properties, required: random.chance(0.3) ? keys.slice(0, 1) : [], closed: random.chance(0.2) };
}

function columnsOf(random: Random, keys: readonly string[]): RowColumn[] {
  return random.list(random.pick([1, 1, 2, 4, 7]), (): RowColumn => {
    const header = random.pick(LETTERS);
    if (random.chance(0.15)) {
      return { header, value: random.pick(["Actual", "a,b", "two\nlines", "", " x", 5, 1.5, true, null, "é", "日"]) };
    }
    return { header, property: random.chance(0.9) ? random.pick(keys) : "absent" };
  });
}

function dialectOf(random: Random): CsvDialect {
  return {
    separator: random.pick([",", ",", ",", "\t", ";", "|", " ", "\\", "/", "\u0001"]),
    quote: random.pick(['"', '"', '"', "'", ""]),
    encoding: random.pick<Encoding>(["UTF-8", "UTF-8", "UTF-8", "UTF-16LE", "ISO-8859-1"]),
  };
}

function linesOf(random: Random, keys: readonly string[], kinds: RecordKinds | undefined, isNested: boolean): Buffer {
  const style = random.pick(STYLES);
  const isSparse = random.chance(0.3);
  const isShuffled = random.chance(0.1);
  const lineEnd = random.pick(["\n", "\n", "\r\n"]);
  const lines = random.list(random.pick([1, 3, 6, 12]), () => {
    let present = isSparse ? keys.filter(() => random.chance(0.8)) : [...keys];
    if (isShuffled && random.chance(0.5)) present = present.reverse();
    if (random.chance(0.02)) present.push(random.pick(keys));
    if (random.chance(0.03)) present = present.map((key) => `${key.slice(0, -1)}x`);
    const own = random.chance(0.03) ? random.pick(STYLES) : style;
    const members = present.map((key) => [key, valueText(random, own, kinds?.properties[key] ?? ANY_KIND)] as const);
    const message = messageText(random, own, isNested, objectText(own, members));
    return random.chance(0.01) ? message + random.pick(["x", "}", ",", " ", "{}", '"']) : message;
  });
  const text = lines.map((line) => (random.chance(0.02) ? "" : line)).join(lineEnd);
  const bytes = Buffer.from(random.chance(0.8) ? text + lineEnd : text);
  const broken = random.chance(0.1) ? breakUtf8(random, bytes) : bytes;
  return random.chance(0.1) ? damage(random, broken) : broken;
}

function messageText(random: Random, style: Style, isNested: boolean, record: string): string {
  const text = (value: string) => jsonText(value, style);
  const type = text(random.chance(0.01) ? "STATE" : "RECORD");
  const stream = text(random.chance(0.02) ? "other" : "s");
  const time = text(`2026-05-20T10:11:${10 + random.below(50)}Z`);
  if (isNested) {
    const members: [string, string][] = [["stream", stream]];
    if (random.chance(0.9)) members.push(["namespace", random.pick(['"n"', "null"])]);
    members.push(["emitted_at", String(random.below(1e9))], ["data", record]);
    return objectText(style, [
      ["type", type],
      ["record", objectText(style, members)],
    ]);
  }
  const members: [string, string][] = [
    ["type", type],
    ["stream", stream],
    ["record", record],
  ];
  if (random.chance(0.9)) members.push(["time_extracted", time]);
  if (random.chance(0.1)) members.push(["version", random.pick(["1", "null", "1.5e3", "{}"])]);
  return objectText(style, members);
}

function objectText(style: Style, members: readonly (readonly [string, string])[]): string {
  const texts = members.map(([key, value]) => `${jsonText(key, style)}${style.colon}${value}`);
  return `{${texts.join(style.comma)}}${style.tail}`;
}

/** Mostly of an allowed kind. */
function valueText(random: Random, style: Style, allowed: number): string {
  const kinds = Object.values(KIND).filter((kind) => (allowed & kind) !== 0 && kind !== KIND.null);
  const kind = random.chance(0.93) ? random.pick(kinds) : random.pick([...Object.values(KIND), 0]);
  if (random.chance(0.08) && (allowed & KIND.null) !== 0) return "null";
  switch (kind) {
    case KIND.string:
      return random.chance(0.02) ? random.pick(BROKEN_TEXTS) : jsonText(textOf(random), style, random);
    case KIND.number:
      return random.pick(NUMBERS);
    case KIND.integer:
      return String(random.below(100000) - 500);
    case KIND.boolean:
      return random.pick(["true", "false"]);
    case KIND.null:
      return "null";
    default:
      return random.pick([
        '{"a": 1.10, "b": [1e2, "x\\n"]}',
        "[]",
        "{}",
        "[null,[true]]",
        "01",
        "1.",
        ".5",
        "+1",
        "NaN",
        "tru",
        "nul",
        "-",
        "'x'",
      ]);
  }
}

const BROKEN_TEXTS = ['"\\x41"', '"\\u12"', '"\\u12g4"', '"a\tb"', '"open', '"\\"', '"\\'];

function textOf(random: Random): string {
  if (random.chance(0.005)) return random.pick(LETTERS).repeat(500 + random.below(2000));
  return random.list(random.below(8), () => random.pick(LETTERS)).join("");
}

function jsonText(value: string, { escapesAll }: Style, random?: Random): string {
  const text = JSON.stringify(value);
  if (escapesAll) return escapeUnits(text, /[\u0080-\uffff]/g);
  if (random?.chance(0.1)) return `"${escapeUnits(value, /[\s\S]/g)}"`;
  return random?.chance(0.1) ? text.replaceAll("/", "\\/") : text;
}

function escapeUnits(text: string, units: RegExp): string {
  return text.replace(units, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A byte replaced, lost or put in: invalid UTF-8, lost quotes, cut lines. */
function damage(random: Random, bytes: Buffer): Buffer {
  const at = random.below(bytes.length + 1);
  const noise = Buffer.from(
    random.list(random.below(3), () => random.pick([0xff, 0xc3, 0xe2, 0x80, 0x22, 0x0a, 0x5c, 0x2c, 0x7d, 0x00, 0x0d])),
  );
  return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at + random.below(3))]);
}

/** Does what a target does with lines, and notes everything an onlooker can see. */
export function writeAll(
  create: (options: RowWriterOptions) => RowWriter,
  { options, takeAt }: WriterCase,
  pieces: readonly Uint8Array[],
): WriterOutcome & { fastRows: number } {
  const outcome = { text: "", rows: 0, refused: [] as unknown[], physical: [] as number[], fastRows: 0 };
  const writer = create(options);
  const take = (limit?: number) => {
    const { bytes, rows, release } = writer.take(limit);
    outcome.text += `${rows}:${Buffer.from(bytes).toString("latin1")}|`;
    bytes.fill(0x21);
    release?.();
  };
  try {
    writer.appendHeader();
  } catch (error) {
    outcome.refused.push(describeError(error));
  }
  const cursor = new LineCursor();
  const drain = () => {
    while (cursor.next()) {
      const { buffer, start, end, line } = cursor;
      if (writer.appendLine(buffer, start, end)) outcome.fastRows++;
      else {
        const refusal = appendParsed(writer, options, Buffer.from(buffer.subarray(start, end)));
        if (refusal !== undefined) outcome.refused.push([line, refusal]);
      }
      if (writer.bufferedBytes > takeAt) take(takeAt);
    }
  };
  for (const piece of pieces) {
    cursor.push(piece);
    drain();
  }
  cursor.finish();
  drain();
  take();
  outcome.rows = writer.rows;
  for (let row = 1; row <= writer.rows; row++) {
    const line = writer.lines.lineOf(row);
    outcome.physical.push(line, writer.lines.rowAt(line), writer.lines.rowAt(line + 1));
  }
  return outcome;
}

function appendParsed(writer: RowWriter, options: RowWriterOptions, line: Buffer): unknown {
  try {
    const message: unknown = JSON.parse(line.toString());
    const record = recordOf(message, options.envelope as LineEnvelope);
    if (record === undefined) return "not of this stream";
    const fault = faultOf(record, options.kinds);
    if (fault !== undefined) return fault;
    writer.appendRecord(record, line);
    writer.learn(line);
    return undefined;
  } catch (error) {
    return describeError(error);
  }
}

function recordOf(message: unknown, { recordPath, constants }: LineEnvelope): Record<string, unknown> | undefined {
  const at = (path: readonly string[]) =>
    path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), message);
  if (constants.some(({ path, value }) => (at(path) ?? null) !== value)) return undefined;
  const record = at(recordPath);
  return isObject(record) ? record : undefined;
}

function faultOf(record: Record<string, unknown>, kinds: RecordKinds | undefined): string | undefined {
  if (kinds === undefined) return undefined;
  const missing = kinds.required.find((property) => !Object.hasOwn(record, property));
  if (missing !== undefined) return `missing ${missing}`;
  for (const [property, value] of Object.entries(record)) {
    if (!Object.hasOwn(kinds.properties, property)) {
      if (kinds.closed) return `unknown ${property}`;
      continue;
    }
    if (((kinds.properties[property] ?? 0) & kindOf(value)) === 0) return `kind of ${property}`;
  }
  return undefined;
}

function kindOf(value: unknown): number {
  if (value === null) return KIND.null;
  if (typeof value === "string") return KIND.string;
  if (typeof value === "boolean") return KIND.boolean;
  if (typeof value !== "number" || !Number.isFinite(value)) return 0;
  return Number.isInteger(value) ? KIND.number | KIND.integer : KIND.number;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describeError(error: unknown): unknown {
  if (error instanceof ConnectorError) return { code: error.code, context: error.context };
  return error instanceof Error ? error.name : error;
}

/** The first difference in words, or undefined. */
export function difference(judge: WriterOutcome, other: WriterOutcome): string | undefined {
  for (const name of ["text", "refused", "rows", "physical"] as const) {
    const [wanted, got] = [judge[name], other[name]].map((value) => JSON.stringify(value));
    if (wanted !== got) return `${name}: wanted ${wanted}, got ${got}`;
  }
  return undefined;
}

/** The two ends of `fast-writer.ts`, or of an altered copy of it. */
export interface FastWriting {
  canWriteFast(options: RowWriterOptions): boolean;
  createFastWriter(options: RowWriterOptions): RowWriter;
}

/** Generated lines as two cases, at once and in pieces. Answers rows written, and how many of them the fast way; throws at a
 *  difference. */
export function compareWriters(
  { canWriteFast, createFastWriter }: FastWriting,
  random: Random,
): { rows: number; fastRows: number } {
  const generated = writerCase(random);
  const { options, bytes } = generated;
  const sum = { rows: 0, fastRows: 0 };
  if (!canWriteFast(options)) return sum;
  const wanted = writeAll((all) => new PlainWriter(all), generated, [bytes]);
  for (const pieces of [[bytes], cut(random, bytes)]) {
    const got = writeAll(createFastWriter, generated, pieces);
    sum.rows += got.rows;
    sum.fastRows += got.fastRows;
    const found = difference(wanted, got);
    if (found === undefined) continue;
    throw new Error(`${found}\n${JSON.stringify(options)}\n${JSON.stringify(bytes.toString("latin1"))}`);
  }
  return sum;
}
