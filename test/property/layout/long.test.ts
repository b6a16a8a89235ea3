/** Generated models: rendered in every layout as Anaplan writes it (anaplan-api.md 8.2), read in the long form from pieces cut
 *  anywhere, and the same values must come out. `FUZZ_CASES=…` runs more; a failure names its seed. */
import { expect, it } from "vitest";
import { createHeadReader } from "../../../tap/export/head.ts";
import { LongReader } from "../../../tap/layout/long-reader.ts";
import { type ModelFacts, NO_FACTS, type ValueType } from "../../../tap/layout/model-facts.ts";
import { shapeOf } from "../../../tap/layout/shape.ts";
import { createPeriodReader } from "../../../tap/periods.ts";
import { random } from "../../support/random.ts";

const cases = Number(process.env.FUZZ_CASES ?? 10_000);

type Random = () => number;

const pick = <T>(next: Random, among: readonly T[]): T => among[Math.floor(next() * among.length)] as T;
const MONTHS = ["Jan 26", "Feb 26", "Mar 26", "Q1 FY26", "FY26"];
const WORDS = ["Travel", "Taxi, cab", 'say "hi"', "Café 🚀", "two\nlines", " blank ", "漢字", "'x'", "a;b", "-"];
const LINE_ITEMS: [string, ValueType][] = [
  ["Amount", { kind: "number" }],
  ["Is open", { kind: "boolean" }],
  ["Posted on", { kind: "date" }],
  ["Note", { kind: "text" }],
];

interface Cell {
  members: string[];
  lineItem: string;
  period: string;
  value: string;
}

interface Model {
  dimensions: { name: string; members: string[] }[];
  periods: string[];
  items: [string, ValueType][];
  cells: Cell[];
}

function textOf(next: Random, { kind }: ValueType): string {
  if (next() < 0.2) return "";
  if (kind === "number") return pick(next, ["0", "64.6", "-7", "12345678901234567890.123456789", "1e3"]);
  if (kind === "boolean") return pick(next, ["true", "false"]);
  if (kind === "date") return pick(next, ["2026-01-31", "2024-02-29"]);
  return pick(next, WORDS);
}

function some<T>(next: Random, among: readonly T[]): T[] {
  const count = 1 + Math.floor(next() * Math.min(3, among.length));
  return [...among].sort(() => next() - 0.5).slice(0, count);
}

function generate(next: Random): Model {
  const dimensions = Array.from({ length: 1 + Math.floor(next() * 2) }, (_, n) => ({
    name: pick(next, ["Accounts", "Cost, centre", "Länder"]) + n,
    members: some(next, WORDS).map((word) => `${word}${n}`),
  }));
  const periods = some(next, MONTHS);
  const items = some(next, LINE_ITEMS);
  const cells: Cell[] = [];
  const walk = (members: string[], left: Model["dimensions"]): void => {
    const [first, ...rest] = left;
    if (first !== undefined) {
      for (const member of first.members) walk([...members, member], rest);
      return;
    }
    for (const period of periods) {
      for (const [lineItem, type] of items) cells.push({ members, lineItem, period, value: textOf(next, type) });
    }
  };
  walk([], dimensions);
  return { dimensions, periods, items, cells };
}

interface Rendered {
  rows: string[][];
  isGrid: boolean;
  dataTypes: string[];
  listNames: string[];
  /** Where the dimensions of the model stand in the long table. */
  names: string[];
}

function multi({ dimensions, periods, items, cells }: Model): Rendered {
  const names = dimensions.map(({ name }) => name);
  const rows = [[...names, "Time", ...items.map(([name]) => name)]];
  for (let at = 0; at < cells.length; at += items.length) {
    const first = cells[at] as Cell;
    rows.push([...first.members, first.period, ...cells.slice(at, at + items.length).map(({ value }) => value)]);
  }
  void periods;
  const words = { number: "NUMBER", boolean: "BOOLEAN", date: "DATE", text: "TEXT" };
  return {
    rows,
    isGrid: false,
    dataTypes: [...names.map(() => "ENTITY"), "TIME_ENTITY", ...items.map(([, { kind }]) => words[kind])],
    listNames: [...names, "Time", ...items.map(() => "")],
    names,
  };
}

function single({ dimensions, cells }: Model): Rendered {
  const names = dimensions.map(({ name }) => name);
  return {
    rows: [
      ["Line Item", ...names, "Time", "Value"],
      ...cells.map(({ members, lineItem, period, value }) => [lineItem, ...members, period, value]),
    ],
    isGrid: false,
    dataTypes: ["ENTITY", ...names.map(() => "ENTITY"), "TIME_ENTITY", "MIXED"],
    listNames: ["Line Items", ...names, "Time", ""],
    names,
  };
}

/** First dimension down, the others and the line item on pages, time across, or line items across with time on pages. */
function grid(next: Random, { dimensions, periods, items, cells }: Model): Rendered {
  const [down, ...paged] = dimensions as [Model["dimensions"][number], ...Model["dimensions"]];
  const isNested = next() < 0.3;
  const areItemsAcross = next() < 0.5;
  const across = areItemsAcross ? items.map(([name]) => name) : periods;
  const other = areItemsAcross ? periods : items.map(([name]) => name);
  const hasBlankLine = next() < 0.5;
  const value = (members: string[], one: string, two: string) => {
    const [lineItem, period] = areItemsAcross ? [one, two] : [two, one];
    const found = cells.find(
      (cell) => cell.lineItem === lineItem && cell.period === period && cell.members.join("|") === members.join("|"),
    );
    return found?.value ?? "";
  };
  const rows: string[][] = [];
  const pages = paged[0]?.members.map((member) => [member]) ?? [[]];
  for (const page of pages) {
    for (const second of isNested ? [undefined] : other) {
      if (hasBlankLine && rows.length > 0) rows.push([""]);
      const items = [...page, ...(second === undefined ? [] : [second])];
      if (items.length > 0) rows.push(items);
      const columns = across.flatMap((one) => (isNested ? other.map((two) => [one, two]) : [[one, second as string]]));
      rows.push(["", ...columns.map(([one]) => one as string)]);
      if (isNested) rows.push(["", ...columns.map(([, two]) => two as string)]);
      for (const member of down.members) {
        rows.push([member, ...columns.map(([one, two]) => value([member, ...page], one as string, two as string))]);
      }
    }
  }
  const names = ["row_1", ...(paged.length > 0 ? ["page_1"] : [])];
  const width = rows.find(([first]) => first === "")?.length ?? 0;
  return { rows, isGrid: true, dataTypes: Array<string>(width).fill("MIXED"), listNames: [], names };
}

function csv(next: Random, rows: readonly string[][], separator: string): string {
  const end = pick(next, ["\n", "\r\n"]);
  const mustQuote = (text: string) => /["\r\n]/.test(text) || text.includes(separator);
  const field = (text: string) => (mustQuote(text) || next() < 0.1 ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map((text) => (text === "" ? "" : field(text))).join(separator) + end).join("");
}

function read(next: Random, bytes: Buffer, separator: string, encoding: "UTF-8" | "UTF-16LE", rendered: Rendered) {
  const dialect = { separator, quote: '"', encoding };
  const head = createHeadReader(dialect, rendered.isGrid);
  const found = head.push(bytes) ?? head.end();
  if (found === undefined) throw new Error("no head");
  const model: ModelFacts = {
    ...NO_FACTS,
    lineItems: new Map(LINE_ITEMS.map(([name, type]) => [name.toLowerCase(), type])),
    periods: createPeriodReader({ fiscalYear: { year: "FY26", startDate: "2026-01-01", endDate: "2026-12-31" } }),
  };
  const { isGrid, dataTypes, listNames } = rendered;
  const { fields: headers, headerRows, pageItems } = found;
  const facts = { headers, headerRows, pageItems, isGrid, dataTypes, listNames, keys: [], rules: [], model };
  const reader = new LongReader({
    dialect,
    before: new Uint8Array(0),
    after: Buffer.from("\n"),
    shape: shapeOf(facts),
    periods: model.periods,
    wants: () => true,
    books: new Map(),
    onInvalidValue: ({ text }) => {
      throw new Error(`a value does not fit: ${text}`);
    },
  });
  const out: Buffer[] = [];
  const take = (blocks: Iterable<{ bytes: Uint8Array }>) => {
    for (const block of blocks) out.push(Buffer.from(block.bytes));
  };
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + Math.floor(next() * 200);
    take(reader.push(bytes.subarray(at, at + length)));
    at += length;
  }
  take(reader.end());
  const lines = Buffer.concat(out).toString().split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Record<string, string | null>);
}

const keyOf = (members: readonly (string | null)[], item: string | null, period: string | null, value: string | null) =>
  JSON.stringify([[...members], item, period, value]);

it(`gives the model back, ${cases} times`, () => {
  for (let seed = 1; seed <= cases; seed++) {
    const next = random(seed);
    const model = generate(next);
    const kind = pick(next, ["multi", "single", "grid"] as const);
    const rendered = kind === "multi" ? multi(model) : kind === "single" ? single(model) : grid(next, model);
    const separator = pick(next, [",", ";", "\t"]);
    const encoding = pick(next, ["UTF-8", "UTF-16LE"] as const);
    const text = (next() < 0.3 ? "\ufeff" : "") + csv(next, rendered.rows, separator);
    const bytes = Buffer.from(text, encoding === "UTF-8" ? "utf8" : "utf16le");
    const records = read(next, bytes, separator, encoding, rendered);
    const expected = model.cells.map(({ members, lineItem, period, value }) =>
      keyOf(members, lineItem, period, value === "" ? null : value),
    );
    const found = records.map((record) =>
      keyOf(
        rendered.names.map((name) => record[name] ?? null),
        record.line_item ?? null,
        record.period ?? null,
        record.value ?? null,
      ),
    );
    expect(found.sort(), `seed ${seed}, ${kind}:\n${text}`).toEqual(expected.sort());
  }
}, 300_000);
