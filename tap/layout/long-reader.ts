/** A file of any layout → framed JSON lines, one per value. The same door as the reader of whole rows, so that a download need
 *  not know the difference. Works row by row; the texts of a grid's header and pages are kept, nothing else. */
import { createDateReader } from "../../protocol/csv/dates.ts";
import { rowLengthError } from "../../protocol/csv/framing.ts";
import { readFormattedNumber } from "../../protocol/csv/number-format.ts";
import { type TextRow, TextRows } from "../../protocol/csv/text-rows.ts";
import type { JsonLinesOptions, JsonLinesReader, LineBlock } from "../../protocol/csv/types.ts";
import { readBoolean, readNumber } from "../../protocol/csv/values.ts";
import type { CodeBooks } from "../codes/read-codes.ts";
import { type PeriodReader, TIME_SCALES } from "../periods.ts";
import { type GridRow, GridRows } from "./grid-rows.ts";
import { LineBlocks } from "./line-blocks.ts";
import type { ValueType } from "./model-facts.ts";
import type { GridShape, LongShape, Role, TabularShape } from "./shape.ts";

export interface LongOptions extends Pick<JsonLinesOptions, "dialect" | "before" | "after" | "onInvalidValue"> {
  shape: LongShape;
  periods: PeriodReader;
  wants(column: string): boolean;
  books: CodeBooks;
  constantMembers?: string;
  rowNumberMember?: string;
  /** Rows of values of the file that were sent already. */
  rowsBefore?: number;
  /** Records wanted at most. */
  limit?: number;
  /** Wanted records only (incremental): called with the text of one column of the record, "" when it is null. */
  filter?: JsonLinesOptions["filter"];
  /** Takes values instead of lines being made of them. */
  collect?(cell: CellTexts, text: string): void;
}

export type CellTexts = { dimensions: Map<string, string>; lineItem: string; period: string };

export class LongReader implements JsonLinesReader {
  rows = 0;
  rowsRead = 0;
  consumedBytes = 0;
  /** Values that were sent already. */
  skipped = 0;
  /** Labels that are no periods of the calendar, with how many values bear them. */
  readonly undated = new Map<string, number>();
  readonly #options: LongOptions;
  readonly #rows: TextRows | GridRows;
  readonly #before: string;
  readonly #after: string;
  readonly #periods = new Map<string, { members: string; rank: number | undefined }>();
  readonly #blocks = new LineBlocks();
  #hasHeader = false;

  constructor(options: LongOptions) {
    this.#options = options;
    const { shape, dialect } = options;
    this.#rows = shape.kind === "grid" ? new GridRows(dialect, shape.rows.length) : new TextRows(dialect);
    this.#before = Buffer.from(options.before).toString();
    this.#after = Buffer.from(options.after).toString();
  }

  push(bytes: Uint8Array): Iterable<LineBlock> {
    return this.#blocks.writeEach<TextRow | GridRow>(this.#rows.push(bytes), (row) => this.#row(row));
  }

  flush(): Iterable<LineBlock> {
    return this.#blocks.flush();
  }

  *end(): Iterable<LineBlock> {
    yield* this.#blocks.writeEach<TextRow | GridRow>(this.#rows.end(), (row) => this.#row(row));
    yield* this.flush();
  }

  #row(row: TextRow | GridRow): void {
    const { shape } = this.#options;
    if (shape.kind === "grid") this.#gridRow(row as GridRow, shape);
    else if (!this.#hasHeader) this.#hasHeader = true;
    else this.#tabularRow(row as TextRow, shape);
  }

  #tabularRow({ fields, number, offset }: TextRow, shape: TabularShape): void {
    if (fields.length === 1 && fields[0] === "" && shape.width !== 1) return;
    if (fields.length !== shape.width) {
      throw rowLengthError({ row: this.rowsRead + 1, offset, line: number }, shape.width, fields.length);
    }
    this.rowsRead++;
    const texts: CellTexts = { dimensions: new Map(), lineItem: "", period: "" };
    for (const [at, role] of shape.roles) put(texts, role, fields[at] ?? "");
    for (const { at, lineItem } of shape.values) {
      this.#value({ ...texts, lineItem: lineItem ?? texts.lineItem }, fields[at] ?? "");
    }
  }

  #gridRow({ fields, pages, levels }: GridRow, shape: GridShape): void {
    this.rowsRead++;
    const texts: CellTexts = { dimensions: new Map(), lineItem: "", period: "" };
    for (const [n, role] of shape.pages.entries()) put(texts, role, pages[n] ?? "");
    for (const [n, role] of shape.rows.entries()) put(texts, role, fields[n] ?? "");
    for (let at = shape.rows.length; at < fields.length; at++) {
      const cell: CellTexts = { ...texts, dimensions: new Map(texts.dimensions) };
      for (const [level, role] of shape.levels.entries()) put(cell, role, levels[level]?.[at] ?? "");
      this.#value(cell, fields[at] ?? "");
    }
  }

  #value(cell: CellTexts, text: string): void {
    const { collect } = this.#options;
    if (collect === undefined) this.#print(cell, text);
    else collect(cell, text);
  }

  #print(cell: CellTexts, text: string): void {
    const { dimensions, lineItem, period } = cell;
    const { shape, limit, rowsBefore = 0, filter, onInvalidValue } = this.#options;
    if (this.rowsRead <= rowsBefore) this.skipped++;
    if (this.rowsRead <= rowsBefore || (limit !== undefined && this.rows >= limit)) return;
    const type = shape.typeOf(lineItem);
    const typed = typedValue(text, type);
    let end = this.#after;
    if (typed.isInvalid) {
      const replaced = onInvalidValue({ column: `value_${type?.kind}`, text, row: this.rowsRead });
      if (replaced !== undefined) end = Buffer.from(replaced).toString();
    }
    const members = [
      ...shape.dimensions.flatMap((name) => this.#dimension(name, dimensions.get(name) ?? "")),
      this.#member("line_item", jsonText(lineItem)),
      this.#member("period", jsonText(period)),
      this.#periodMembers(period, type),
      this.#member("value", jsonText(text)),
      this.#member("value_number", typed.number),
      this.#member("value_text", typed.text),
      this.#member("value_boolean", typed.boolean),
      this.#member("value_date", typed.date),
      this.#options.constantMembers ?? "",
      this.#options.rowNumberMember === undefined
        ? ""
        : `${JSON.stringify(this.#options.rowNumberMember)}:${this.rowsRead}`,
    ].filter((member) => member !== "");
    const record = `{${members.join(",")}}`;
    if (filter !== undefined && !filter.keep(memberText(record, filter.column))) return;
    this.#blocks.add(`${this.#before}${record}${end}`);
    this.rows++;
  }

  #dimension(name: string, text: string): string[] {
    const own = this.#member(name, jsonText(text));
    const codes = this.#options.shape.codes.get(name);
    if (codes === undefined) return [own];
    return [own, this.#member(codes.name, jsonText(this.#options.books.get(codes.list.id)?.codeOf(text) ?? ""))];
  }

  #member(name: string, value = "null"): string {
    return this.#options.wants(name) ? `${JSON.stringify(name)}:${value}` : "";
  }

  #periodMembers(label: string, type: ValueType | undefined): string {
    const { periods } = this.#options;
    let known = this.#periods.get(label);
    if (known === undefined) {
      const period = label === "" ? undefined : periods.read(label);
      const date = (text: string | undefined) => (text === undefined ? "null" : `"${text}"`);
      known = {
        members: [this.#member("period_start", date(period?.start)), this.#member("period_end", date(period?.end))]
          .filter((member) => member !== "")
          .join(","),
        rank: period === undefined ? undefined : TIME_SCALES.indexOf(period.scale),
      };
      this.#periods.set(label, known);
    }
    if (known.rank === undefined && label !== "") this.undated.set(label, (this.undated.get(label) ?? 0) + 1);
    const leaf = TIME_SCALES.indexOf(type?.leafScale ?? periods.leafScale);
    const isTotal = known.rank === undefined ? "null" : String(known.rank > leaf);
    return [known.members, this.#member("period_is_total", isTotal)].filter((member) => member !== "").join(",");
  }
}

function put(texts: CellTexts, role: Role, text: string): void {
  if (role.kind === "dimension") texts.dimensions.set(role.name, text);
  else if (role.kind === "lineItem") texts.lineItem = text;
  else texts.period = text;
}

/** Quotes within texts are escaped, so a member's name in quotes behind a brace or a comma is found nowhere else. */
export function memberText(record: string, name: string): string {
  const word = `${JSON.stringify(name)}:`;
  const at = record.startsWith(word, 1) ? 1 : record.indexOf(`,${word}`) + 1;
  const [value = "null"] = /^(?:"(?:[^"\\]|\\.)*"|[^,}]*)/.exec(record.slice(at + word.length)) ?? [];
  if (at === 0 || value === "null") return "";
  return value.startsWith('"') ? (JSON.parse(value) as string) : value;
}

function jsonText(text: string): string {
  return text === "" ? "null" : JSON.stringify(text);
}

interface TypedValue {
  number?: string;
  text?: string;
  boolean?: string;
  date?: string;
  isInvalid?: boolean;
}

const readIsoDate = createDateReader("date");
const dateReaders = new Map<string, (text: string) => string | undefined>();

/** JSON texts. What the type does not settle is text. */
export function typedValue(text: string, type: ValueType | undefined): TypedValue {
  if (text === "") return type?.isBlankZero ? { number: "0" } : {};
  switch (type?.kind) {
    case "number": {
      const number = type.number === undefined ? readNumber(text) : readFormattedNumber(text, type.number);
      return number === undefined ? { isInvalid: true } : { number };
    }
    case "boolean": {
      const boolean = readBoolean(text);
      return boolean === undefined ? { isInvalid: true } : { boolean };
    }
    case "date": {
      const iso = type.dateFormat === undefined ? readIsoDate(text) : dateReader(type.dateFormat)(text);
      if (iso !== undefined) return { date: `"${iso}"` };
      return type.dateFormat === undefined ? { text: JSON.stringify(text) } : { isInvalid: true };
    }
    default:
      return { text: JSON.stringify(text) };
  }
}

function dateReader(format: string): (text: string) => string | undefined {
  const reader = dateReaders.get(format) ?? createDateReader("date", format);
  dateReaders.set(format, reader);
  return reader;
}
