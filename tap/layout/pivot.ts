/** The long form with one typed column per line item: one row per combination of dimensions and period. A file may have the line items
 *  one after the other, so its values are spooled to disk by the hash of their combination and put together partition by partition:
 *  memory holds 1/256 of them. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { JsonLinesOptions, JsonLinesReader, LineBlock } from "../../protocol/csv/types.ts";
import type { CodeBooks } from "../codes/read-codes.ts";
import { entryAt, entryStarts, KEY_HASH_BYTES, ROW_HASH_BYTES } from "../delta/entries.ts";
import { PARTITIONS, type PartitionSource, PartitionWriter } from "../delta/partitions.ts";
import { type PeriodReader, TIME_SCALES } from "../periods.ts";
import { textHash } from "../text-hash.ts";
import type { TypedColumn } from "../typing.ts";
import { LineBlocks } from "./line-blocks.ts";
import { type CellTexts, type LongOptions, LongReader, memberText, typedValue } from "./long-reader.ts";
import type { ValueType } from "./model-facts.ts";
import { dimensionColumns, type LongShape, PERIOD_COLUMNS } from "./shape.ts";

/** Dimensions, period, then the line items in the order in which they came. */
export interface PivotColumns {
  columns: TypedColumn[];
  /** Name of its column. */
  nameOf: ReadonlyMap<string, string>;
}

/** Texts are compared themselves. */
const NO_HASHES = { keyHash: Buffer.alloc(KEY_HASH_BYTES), rowHash: Buffer.alloc(ROW_HASH_BYTES) };

/** What a value without a line item is called. */
const NO_LINE_ITEM = "value";

export function pivotColumns(
  shape: LongShape,
  lineItems: readonly string[],
  columnNames: (names: readonly string[]) => string[],
): PivotColumns {
  const before = [...dimensionColumns(shape), ...PERIOD_COLUMNS];
  const taken = before.flatMap(({ name, codes }) => [name, ...(codes === undefined ? [] : [codes.name])]);
  const wanted = lineItems.map((lineItem) => (lineItem === "" ? NO_LINE_ITEM : lineItem));
  const names = columnNames([...taken, ...wanted]).slice(taken.length);
  return {
    columns: [...before, ...names.map((name, at) => typedColumn(name, shape.typeOf(lineItems[at] as string)))],
    nameOf: new Map(lineItems.map((lineItem, at) => [lineItem, names[at] as string])),
  };
}

/** A date whose format nobody told stays text. */
function typedColumn(name: string, type: ValueType | undefined): TypedColumn {
  if (type?.kind === "number" || type?.kind === "boolean") return { name, type: type.kind };
  return { name, type: type?.kind === "date" && type.dateFormat !== undefined ? "date" : "string" };
}

/** Takes the file in; what comes out begins once it is whole. */
export class Pivot {
  /** In the order in which they came. */
  readonly lineItems: string[] = [];
  readonly shape: LongShape;
  readonly #spool: PartitionWriter;
  readonly #reader: LongReader;
  readonly #known = new Map<string, number>();

  constructor(options: Pick<LongOptions, "dialect" | "shape" | "periods">, folder: string) {
    this.shape = options.shape;
    this.#spool = new PartitionWriter(join(folder, `anaplan-pivot-${randomUUID()}`));
    this.#reader = new LongReader({
      ...options,
      before: new Uint8Array(0),
      after: new Uint8Array(0),
      books: new Map(),
      wants: () => false,
      onInvalidValue: () => undefined,
      collect: (cell, text) => this.#collect(cell, text),
    });
  }

  get rowsRead(): number {
    return this.#reader.rowsRead;
  }

  /** Throws what is wrong in the file. */
  push(bytes: Uint8Array): void {
    for (const _ of this.#reader.push(bytes));
  }

  end(): void {
    for (const _ of this.#reader.end());
  }

  /** One row per combination, in no order of the file. */
  open(options: PivotOptions): PivotReader {
    return new PivotReader(options, this.lineItems, this.#spool);
  }

  discard(): void {
    this.#spool.discard();
  }

  #collect({ dimensions, lineItem, period }: CellTexts, text: string): void {
    const key = JSON.stringify([...this.shape.dimensions.map((name) => dimensions.get(name) ?? ""), period]);
    const known = this.#known.get(lineItem) ?? this.lineItems.push(lineItem) - 1;
    this.#known.set(lineItem, known);
    const record = Buffer.from(JSON.stringify([known, text]));
    this.#spool.append(textHash(key) % PARTITIONS, { ...NO_HASHES, key: Buffer.from(key), record });
  }
}

export interface PivotOptions
  extends Pick<
    JsonLinesOptions,
    "before" | "after" | "onInvalidValue" | "constantMembers" | "rowNumberMember" | "filter"
  > {
  shape: LongShape;
  columns: PivotColumns;
  periods: PeriodReader;
  books: CodeBooks;
  wants(column: string): boolean;
  /** Records wanted at most. */
  limit?: number;
}

export class PivotReader implements JsonLinesReader {
  rows = 0;
  rowsRead = 0;
  readonly consumedBytes = 0;
  /** Labels that are no periods of the calendar, with how many rows bear them. */
  readonly undated = new Map<string, number>();
  readonly #options: PivotOptions;
  readonly #lineItems: readonly string[];
  readonly #source: PartitionSource;
  readonly #blocks = new LineBlocks();

  constructor(options: PivotOptions, lineItems: readonly string[], source: PartitionSource) {
    this.#options = options;
    this.#lineItems = lineItems;
    this.#source = source;
  }

  *push(): Iterable<LineBlock> {}

  flush(): Iterable<LineBlock> {
    return this.#blocks.flush();
  }

  *end(): Iterable<LineBlock> {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const rows = [...combinations(this.#source.pieces(partition))].flatMap(([key, all]) =>
        all.map((values) => [JSON.parse(key) as string[], values] as const),
      );
      yield* this.#blocks.writeEach({ rows, error: undefined }, ([key, values]) => this.#write(key, values));
    }
    yield* this.flush();
  }

  #write(key: readonly string[], values: ReadonlyMap<number, string>): void {
    const { shape, columns, before, after, filter, constantMembers = "", rowNumberMember } = this.#options;
    if (this.rows >= (this.#options.limit ?? Number.POSITIVE_INFINITY)) return;
    this.rowsRead++;
    let end = Buffer.from(after).toString();
    const members = [
      ...shape.dimensions.flatMap((name, at) => this.#dimension(name, key[at] ?? "")),
      ...this.#period(key),
    ];
    for (const [at, lineItem] of this.#lineItems.entries()) {
      const name = columns.nameOf.get(lineItem) as string;
      const text = values.get(at);
      const typed = text === undefined ? {} : typedValue(text, shape.typeOf(lineItem));
      members.push(this.#member(name, typed.number ?? typed.boolean ?? typed.date ?? typed.text));
      if (!typed.isInvalid || text === undefined || !this.#options.wants(name)) continue;
      const replaced = this.#options.onInvalidValue({ column: name, text, row: this.rowsRead });
      if (replaced !== undefined) end = Buffer.from(replaced).toString();
    }
    const more = rowNumberMember === undefined ? "" : `${JSON.stringify(rowNumberMember)}:${this.rowsRead}`;
    const record = `{${[...members, constantMembers, more].filter((member) => member !== "").join(",")}}`;
    if (filter !== undefined && !filter.keep(memberText(record, filter.column))) return;
    this.#blocks.add(`${Buffer.from(before).toString()}${record}${end}`);
    this.rows++;
  }

  #dimension(name: string, text: string): string[] {
    const { shape, books } = this.#options;
    const codes = shape.codes.get(name);
    const own = this.#member(name, jsonText(text));
    return codes === undefined
      ? [own]
      : [own, this.#member(codes.name, jsonText(books.get(codes.list.id)?.codeOf(text) ?? ""))];
  }

  #period(key: readonly string[]): string[] {
    const { periods } = this.#options;
    const label = key.at(-1) ?? "";
    const period = label === "" ? undefined : periods.read(label);
    if (label !== "" && period === undefined) this.undated.set(label, (this.undated.get(label) ?? 0) + 1);
    const isTotal = period && TIME_SCALES.indexOf(period.scale) > TIME_SCALES.indexOf(periods.leafScale);
    const values = [
      jsonText(label),
      jsonText(period?.start ?? ""),
      jsonText(period?.end ?? ""),
      String(isTotal ?? null),
    ];
    return PERIOD_COLUMNS.map(({ name }, at) => this.#member(name, values[at]));
  }

  #member(name: string, value = "null"): string {
    return this.#options.wants(name) ? `${JSON.stringify(name)}:${value}` : "";
  }
}

/** By combination its rows, values by line item: one row, and one more for each value that comes again. */
function combinations(pieces: Iterable<Buffer>): Map<string, Map<number, string>[]> {
  const found = new Map<string, Map<number, string>[]>();
  for (const piece of pieces) {
    for (const at of entryStarts(piece)) {
      const entry = entryAt(piece, at);
      const key = entry.key.toString();
      const [lineItem, text] = JSON.parse(entry.record.toString()) as [number, string];
      const rows = found.get(key) ?? [];
      if (rows.length === 0) found.set(key, rows);
      const free = rows.find((row) => !row.has(lineItem));
      if (free === undefined) rows.push(new Map([[lineItem, text]]));
      else free.set(lineItem, text);
    }
  }
  return found;
}

function jsonText(text: string): string {
  return text === "" ? "null" : JSON.stringify(text);
}
