/** How a file of any layout becomes one row per value: which columns, header rows and page items are dimensions, line item and
 *  period (anaplan-api.md 8.2). Pure. */
import { uniqueNames } from "../../protocol/csv/header.ts";
import { numberFormatOf } from "../../protocol/csv/number-format.ts";
import { ConnectorError } from "../../protocol/errors.ts";
import { listOfColumn, type MemberLists } from "../codes/member-lists.ts";
import type { TypeRule } from "../settings.ts";
import type { CodeColumn, TypedColumn } from "../typing.ts";
import { labelCount } from "./grid-rows.ts";
import type { ModelFacts, ValueKind, ValueType } from "./model-facts.ts";

/** Where a text of the file goes. */
export type Role = { kind: "dimension"; name: string } | { kind: "lineItem" } | { kind: "period" };

interface Shape {
  /** Names of the dimension columns, in their order. */
  dimensions: readonly string[];
  /** The same as they would be without `columnNames`. */
  plainDimensions: readonly string[];
  /** Of dimensions whose list can be read. */
  codes: ReadonlyMap<string, CodeColumn>;
  typeOf(lineItem: string): ValueType | undefined;
}

export interface TabularShape extends Shape {
  kind: "tabular";
  /** Of the file's columns that hold no value, by position. */
  roles: ReadonlyMap<number, Role>;
  /** Columns with values; `lineItem` is absent where a column of the row tells it. */
  values: readonly { at: number; lineItem: string | undefined }[];
  width: number;
}

export interface GridShape extends Shape {
  kind: "grid";
  rows: readonly Role[];
  levels: readonly Role[];
  pages: readonly Role[];
}

export type LongShape = TabularShape | GridShape;

/** What there is to know before the file is read, and about it. */
export interface ShapeFacts {
  headers: readonly string[];
  /** Of a grid; absent before the file is there. */
  headerRows?: readonly (readonly string[])[];
  pageItems: readonly string[];
  isGrid: boolean;
  dataTypes: readonly string[];
  listNames: readonly string[];
  /** Columns that a person named as keys: they are the dimensions. */
  keys: readonly string[];
  rules: readonly TypeRule[];
  model: ModelFacts;
  /** Gives other names to some columns, one for each, where a protocol cannot carry every name. */
  columnNames?: ((names: readonly string[]) => string[]) | undefined;
  /** Where codes of members are wanted. */
  lists?: MemberLists | undefined;
}

export const LINE_ITEM = "line_item";
export const PERIOD = "period";

export const PERIOD_COLUMNS: readonly TypedColumn[] = [
  { name: PERIOD, type: "string", dataType: "TIME_ENTITY" },
  { name: "period_start", type: "date" },
  { name: "period_end", type: "date" },
  { name: "period_is_total", type: "boolean" },
];

/** The columns that every long table has after its dimensions. */
const FIXED: readonly TypedColumn[] = [
  { name: LINE_ITEM, type: "string" },
  ...PERIOD_COLUMNS,
  { name: "value", type: "string" },
  { name: "value_number", type: "number" },
  { name: "value_text", type: "string" },
  { name: "value_boolean", type: "boolean" },
  { name: "value_date", type: "date" },
];
const RESERVED = FIXED.map(({ name }) => name);

export function longColumns(shape: Pick<Shape, "dimensions" | "codes">): TypedColumn[] {
  return [...dimensionColumns(shape), ...FIXED];
}

export function dimensionColumns({ dimensions, codes }: Pick<Shape, "dimensions" | "codes">): TypedColumn[] {
  return dimensions.map((name): TypedColumn => {
    const code = codes.get(name);
    return { name, type: "string", ...(code !== undefined && { codes: code }) };
  });
}

/** Line items that the header tells; none where rows or pages do. */
export function headerLineItems(shape: LongShape): string[] {
  return shape.kind === "grid"
    ? []
    : shape.values.flatMap(({ lineItem }) => (lineItem === undefined ? [] : [lineItem]));
}

/** Throws CONFIG_INVALID where a table's dimensions cannot be told from its line items. */
export function shapeOf(facts: ShapeFacts): LongShape {
  const types = valueTypes(facts);
  return facts.isGrid ? gridShape(facts, types) : tabularShape(facts, types);
}

/** Names of the long table by position in the file; "" where a column is spread over rows, nothing for a grid. */
export function fileColumnsOf(shape: LongShape): string[] {
  if (shape.kind === "grid") return [];
  return Array.from({ length: shape.width }, (_, at) => {
    const role = shape.roles.get(at);
    if (role === undefined) return "";
    return role.kind === "dimension" ? role.name : role.kind === "period" ? PERIOD : LINE_ITEM;
  });
}

function tabularShape(facts: ShapeFacts, types: Types): TabularShape {
  const { headers, dataTypes, listNames, keys } = facts;
  const areTypesKnown = dataTypes.length === headers.length;
  const lineItemAt = headers.findIndex((header, at) => isLineItems(header, areTypesKnown ? listNames[at] : undefined));
  const values = lineItemAt >= 0 ? [headers.length - 1] : valueColumns(facts, areTypesKnown, types);
  if (values.length === 0 || values.length === headers.length) throw untoldError(headers, keys);
  const others = headers.map((_, at) => at).filter((at) => !values.includes(at));
  const periodAt = others.find((at) =>
    areTypesKnown ? dataTypes[at] === "TIME_ENTITY" : /^(time|period)$/i.test(headers[at] ?? ""),
  );
  const placed = others.filter((at) => at !== lineItemAt && at !== periodAt);
  const plain = dimensionNames(placed.map((at) => headers[at] ?? ""));
  const lists = placed.map((at) => listAt(facts, at, areTypesKnown));
  const codeHeaders = plain.flatMap((name, n) => (lists[n] === undefined ? [] : [`${name} code`]));
  const given = behindReserved(uniqueNames([...plain, ...codeHeaders]), facts.columnNames ?? ((all) => [...all]));
  const names = given.slice(0, plain.length);
  const codeNames = given.slice(plain.length);
  const codes = names.flatMap((name, n): [string, CodeColumn][] => {
    const list = lists[n];
    return list === undefined ? [] : [[name, { name: codeNames.shift() as string, list }]];
  });
  const roles = new Map<number, Role>();
  let next = 0;
  for (const at of others) {
    if (at === lineItemAt) roles.set(at, { kind: "lineItem" });
    else if (at === periodAt) roles.set(at, { kind: "period" });
    else roles.set(at, { kind: "dimension", name: names[next++] as string });
  }
  const single = lineItemAt >= 0;
  return {
    kind: "tabular",
    dimensions: names,
    plainDimensions: plain,
    codes: new Map(codes),
    roles,
    values: values.map((at) => ({ at, lineItem: single ? undefined : (headers[at] ?? "") })),
    width: headers.length,
    typeOf: (lineItem) => types(lineItem, single ? undefined : dataTypeOf(facts, lineItem)),
  };
}

function listAt({ headers, dataTypes, listNames, lists }: ShapeFacts, at: number, areTypesKnown: boolean) {
  if (lists === undefined || !areTypesKnown) return undefined;
  return listOfColumn({ header: headers[at] ?? "", dataType: dataTypes[at], listName: listNames[at] }, lists);
}

function isLineItems(header: string, listName: string | undefined): boolean {
  return /^line items?$/i.test(header) || /^line items?$/i.test(listName ?? "");
}

/** Keys rule; then the leading columns that are members of a list or periods are the dimensions, unless a column is a line item
 *  that holds list members; then whatever is no line item. */
function valueColumns(facts: ShapeFacts, areTypesKnown: boolean, types: Types): number[] {
  const { headers, dataTypes, listNames, keys } = facts;
  const all = headers.map((_, at) => at);
  if (keys.length > 0) return all.filter((at) => !keys.includes(headers[at] ?? ""));
  const isItem = (at: number) => types(headers[at] ?? "", undefined) !== undefined;
  if (!areTypesKnown) return all.filter(isItem);
  const isMember = (at: number) =>
    dataTypes[at] === "TIME_ENTITY" || (dataTypes[at] === "ENTITY" && !(isItem(at) && (listNames[at] ?? "") === ""));
  const first = all.find((at) => !isMember(at)) ?? headers.length;
  return all.slice(first);
}

function gridShape({ headers, headerRows, pageItems, model }: ShapeFacts, types: Types): GridShape {
  const rowCount = labelCount(headerRows?.length ? headerRows : [headers]);
  const taken = new Set<string>();
  const once = (role: Role): Role => {
    if (role.kind === "dimension" || !taken.has(role.kind)) {
      taken.add(role.kind);
      return role;
    }
    return { kind: "dimension", name: "" };
  };
  const named = (role: Role, name: string): Role => (role.kind === "dimension" ? { kind: "dimension", name } : role);
  const levels = (headerRows ?? []).map((row, n) =>
    named(once(roleOf(row.slice(rowCount), model, types)), `column_${n + 1}`),
  );
  const pages = pageItems.map((item, n) => named(once(roleOf([item], model, types)), `page_${n + 1}`));
  const rows = Array.from({ length: rowCount }, (_, n): Role => ({ kind: "dimension", name: `row_${n + 1}` }));
  const dimensions = [...rows, ...pages, ...levels].flatMap((role) => (role.kind === "dimension" ? [role.name] : []));
  const typeOf = (lineItem: string) => types(lineItem, undefined);
  return { kind: "grid", dimensions, plainDimensions: dimensions, codes: new Map(), rows, levels, pages, typeOf };
}

function roleOf(labels: readonly string[], { periods }: ModelFacts, types: Types): Role {
  const told = labels.filter((label) => label !== "");
  if (told.length > 0 && told.every((label) => periods.read(label) !== undefined)) return { kind: "period" };
  if (told.length > 0 && told.every((label) => types(label, undefined) !== undefined)) return { kind: "lineItem" };
  return { kind: "dimension", name: "" };
}

type Types = (lineItem: string, dataType: string | undefined) => ValueType | undefined;

/** A person's rule, then the line item unless the column's type in the metadata speaks against it, then that type. */
function valueTypes({ rules, model }: ShapeFacts): Types {
  const ruled = new Map(rules.map((rule) => [rule.column.toLowerCase(), typeOfRule(rule)]));
  return (lineItem, dataType) => {
    const name = lineItem.toLowerCase();
    const own = model.lineItems.get(name);
    const rule = ruled.get(name) ?? ruled.get("value");
    if (rule !== undefined) return { ...(own?.leafScale !== undefined && { leafScale: own.leafScale }), ...rule };
    const told = dataType === undefined ? undefined : typeOfWord(dataType);
    // The column's type is the export's own word; a line item of that name may stand in another module.
    return own === undefined || (told !== undefined && told.kind !== own.kind) ? (told ?? own) : own;
  };
}

function typeOfRule({ type, format }: TypeRule): ValueType {
  const number = format === undefined ? undefined : numberFormatOf(format);
  const kinds: Record<TypeRule["type"], ValueKind> = {
    string: "text",
    number: "number",
    integer: "number",
    boolean: "boolean",
    date: "date",
    "date-time": "text",
  };
  return {
    kind: kinds[type],
    ...(kinds[type] === "number" && number !== undefined && { number }),
    ...(type === "date" && { dateFormat: format ?? "YYYY-MM-DD" }),
  };
}

function typeOfWord(dataType: string): ValueType | undefined {
  const kinds: Readonly<Record<string, ValueKind>> = { NUMBER: "number", BOOLEAN: "boolean", DATE: "date" };
  const kind = kinds[dataType.toUpperCase()];
  return kind === undefined ? undefined : { kind };
}

function dataTypeOf({ headers, dataTypes }: ShapeFacts, header: string): string | undefined {
  return dataTypes.length === headers.length ? dataTypes[headers.indexOf(header)] : undefined;
}

function dimensionNames(headers: readonly string[]): string[] {
  const named = headers.map((header, at) => (header === "" ? `dimension_${at + 1}` : header));
  return behindReserved(named, uniqueNames);
}

/** The fixed columns keep their names. */
function behindReserved(names: readonly string[], rename: (names: string[]) => string[]): string[] {
  return rename([...RESERVED, ...names]).slice(RESERVED.length);
}

function untoldError(headers: readonly string[], keys: readonly string[]): ConnectorError {
  return new ConnectorError("CONFIG_INVALID", {
    what: `Which columns are dimensions and which are line items cannot be told: ${headers.map((name) => `"${name}"`).join(", ")}.`,
    why:
      keys.length > 0
        ? '"keys" names all of the columns, or none of them.'
        : "The export's metadata has no type for each column, and no column bears the name of a line item.",
    next: 'Name the dimension columns of the stream in "keys", or use "layout": "as_is".',
  });
}
