/** The columns of one exported file: the header row rules, the export's metadata, the settings and the catalog add to it. */
import { uniqueNames } from "../../protocol/csv/header.ts";
import type { Companion, CsvColumn } from "../../protocol/csv/types.ts";
import { ConnectorError } from "../../protocol/errors.ts";
import { listOfColumn } from "../codes/member-lists.ts";
import { type CodeBooks, NO_CODES } from "../codes/read-codes.ts";
import type { ValueType } from "../layout/model-facts.ts";
import type { TapSettings } from "../settings.ts";
import type { ExportSource, SelectedStream, StreamColumn } from "../stream.ts";
import { rulesFor } from "../stream-rules.ts";
import {
  type CodeColumn,
  isSameSchema,
  nullable,
  type PropertySchema,
  propertySchema,
  type TypedColumn,
  typeColumns,
  typeOfDataType,
  typeOfSchema,
} from "../typing.ts";
import { isGrid } from "./format.ts";
import { METADATA_COLUMN_NAMES, metadataColumns } from "./metadata-columns.ts";

export interface FileColumns {
  /** All columns of the file in its order, for the reader. */
  forReader: CsvColumn[];
  /** The same with Anaplan's words for them. */
  typed: TypedColumn[];
  /** Of those that go out, metadata columns included. */
  properties: Record<string, PropertySchema>;
}

export function fileColumns(
  headers: readonly string[],
  selected: SelectedStream<ExportSource>,
  settings: TapSettings,
  books: CodeBooks = NO_CODES,
): FileColumns {
  const typed = asIsColumns(headers, selected.stream.source, selected.stream, settings);
  return selectedColumns(typed, selected, settings.hasMetadataColumns ? metadataColumns() : [], books);
}

/** Columns of a file with these headers, under clean unique names. */
export function asIsColumns(
  headers: readonly string[],
  source: ExportSource,
  stream: { id: string; name: string },
  settings: TapSettings,
): TypedColumn[] {
  const { metadata, lists } = source;
  const { dataTypes = [], listNames = [] } = metadata ?? {};
  const reserved = settings.hasMetadataColumns ? METADATA_COLUMN_NAMES : [];
  const plain = columnNames(headers, {}, reserved);
  const described = typeColumns(plain, { dataTypes, listNames, rules: [] });
  const codes =
    lists === undefined ? [] : described.map((column) => listOfColumn({ header: column.name, ...column }, lists));
  const withCodes = plain.flatMap((name, at) => (codes[at] === undefined ? [] : [`${name} code`]));
  const names = columnNames([...plain, ...withCodes], settings, reserved);
  // A person may write a column's name as Anaplan shows it, also where the protocol gets another one.
  const rules = rulesFor(settings, stream).typeRules.map((rule) => {
    return { ...rule, column: names[plain.indexOf(rule.column)] ?? rule.column };
  });
  const declared = typeColumns(names.slice(0, plain.length), { dataTypes, listNames, rules });
  const typed = withLineItemTypes(declared, headers, source, new Set(rules.map(({ column }) => column)));
  let next = plain.length;
  return typed.map((column, at) => {
    const list = codes[at];
    return list === undefined ? column : { ...column, codes: { name: names[next++] as string, list } };
  });
}

/** What a line item says of its column: how it writes numbers, and in a grid, whose metadata says MIXED, its type. A person's rule
 *  stands above it. */
function withLineItemTypes(
  columns: readonly TypedColumn[],
  headers: readonly string[],
  source: ExportSource,
  ruled: ReadonlySet<string>,
): TypedColumn[] {
  const { lineItems = new Map<string, ValueType>() } = source;
  const ofGrid = isGrid(source) ? lineItemsOfGrid(headers, lineItems) : undefined;
  return columns.map((column, at) => {
    if (ruled.has(column.name)) return column;
    const told =
      ofGrid?.[at] ?? (column.type === "number" ? lineItems.get(headers[at]?.toLowerCase() ?? "") : undefined);
    if (told?.kind === "boolean" && ofGrid !== undefined) return { ...column, type: "boolean" };
    if (told?.kind !== "number") return column;
    return {
      ...column,
      type: "number",
      ...(told.number !== undefined && { number: told.number }),
      ...(told.isBlankZero && { empty: "0" }),
    };
  });
}

/** Where all columns behind the row labels are line items. Of several header rows the last one counts. */
function lineItemsOfGrid(
  headers: readonly string[],
  lineItems: ReadonlyMap<string, ValueType>,
): (ValueType | undefined)[] | undefined {
  const found = headers.map((header) => lineItems.get(header.split(" / ").at(-1)?.toLowerCase() ?? ""));
  const isLabel = (at: number) => /^((page|column)_\d+)?$/.test(headers[at] ?? "");
  const areAll = found.every((type, at) => type !== undefined || isLabel(at));
  return areAll && found.some((type) => type !== undefined) ? found : undefined;
}

/** `extra`: columns that are not in the file. */
export function selectedColumns(
  typed: TypedColumn[],
  selected: SelectedStream,
  extra: readonly { name: string; schema: PropertySchema }[] = [],
  books: CodeBooks = NO_CODES,
): FileColumns {
  const columns = typed.map((column) => ({ ...column, ...withCatalog(column, selected.schemaOf(column.name)) }));
  const out = columns.flatMap(({ name, schema, codes }) => [
    { name, schema },
    ...(codes === undefined ? [] : [{ name: codes.name, schema: propertySchema("string") }]),
  ]);
  return {
    forReader: columns.map((column) => forReader(column, selected.wants, books)),
    typed,
    properties: Object.fromEntries(
      [...out, ...extra].filter(({ name }) => selected.wants(name)).map(({ name, schema }) => [name, schema]),
    ),
  };
}

/** Of a column that is not wanted, its codes may be. */
function forReader(
  { name, type, format, codes, number, empty }: TypedColumn,
  wants: (column: string) => boolean,
  books: CodeBooks,
): CsvColumn {
  const isWanted = wants(name);
  const wantsCodes = codes !== undefined && wants(codes.name);
  return {
    name,
    type,
    ...(format !== undefined && { format }),
    ...(type === "number" && number !== undefined && { number }),
    ...(type === "number" && empty !== undefined && { empty }),
    ...(wantsCodes && { companion: companionOf(codes, books, !isWanted) }),
    ...(!isWanted && !wantsCodes && { skip: true }),
  };
}

export function companionOf({ name, list }: CodeColumn, books: CodeBooks, isAlone: boolean): Companion {
  const book = books.get(list.id);
  return { name, of: (text) => book?.codeOf(text), ...(isAlone && { isAlone }) };
}

/** For the catalog: the column of the codes of another one's members. */
export function codeColumn(column: string, { name, list }: CodeColumn): StreamColumn {
  return {
    name,
    type: "string",
    schema: propertySchema("string"),
    isKey: false,
    canReplicate: false,
    facts: { "anaplan.code_of": column, "anaplan.list_id": list.id, "anaplan.list_name": list.name },
  };
}

/** Clean unique names. `reserved` are not for the file: a column of it with such a name is renamed. */
export function columnNames(
  headers: readonly string[],
  settings: Pick<TapSettings, "columnNames">,
  reserved: readonly string[] = [],
): string[] {
  const names = uniqueNames(headers.map((header) => (reserved.includes(header) ? `${header}_2` : header)));
  return settings.columnNames?.(names) ?? names;
}

/** A catalog's schema counts when somebody changed it: when it is not what the metadata alone would give. */
function withCatalog(
  column: TypedColumn,
  inCatalog: PropertySchema | undefined,
): Pick<CsvColumn, "name" | "type" | "format"> & { schema: PropertySchema } {
  const { name, type, dataType, format } = column;
  const own = propertySchema(type);
  const isChanged =
    inCatalog !== undefined &&
    Object.keys(inCatalog).length > 0 &&
    !isSameSchema(inCatalog, own) &&
    !isSameSchema(inCatalog, propertySchema(typeOfDataType(dataType)));
  const result = { name, ...(format !== undefined && { format }) };
  if (!isChanged) return { ...result, type, schema: own };
  return { ...result, type: typeOfSchema(inCatalog, type), schema: nullable(inCatalog) };
}

/** Keys that `keys: auto` proposed follow the header row: by their places, where it writes them in other letters than the
 *  metadata. `count`: columns that the metadata promised; `pages`: columns before these, which tell rows of several pages apart. */
export function withHeaderKeys<One extends SelectedStream>(
  selected: One,
  { typed }: FileColumns,
  count: number,
  pages = 0,
): One {
  const places = selected.stream.proposedKeys ?? [];
  if (places.length === 0 || !hasProposedKeys(selected) || typed.length !== count + pages) return selected;
  const names = typed.map(({ name }) => name);
  return { ...selected, keyProperties: [...names.slice(0, pages), ...places.map((at) => names[at + pages] ?? "")] };
}

/** Whether neither the catalog nor the settings chose others. */
export function hasProposedKeys({ stream, keyProperties }: SelectedStream): boolean {
  return stream.proposedKeys !== undefined && keyProperties.join("\n") === stream.keyProperties.join("\n");
}

/** Key columns and the replication key that the file does not have. */
export function missingKeys({ keyProperties, replicationKey }: SelectedStream, { properties }: FileColumns): string[] {
  const wanted = [...keyProperties, ...(replicationKey === undefined ? [] : [replicationKey])];
  return wanted.filter((name) => !Object.hasOwn(properties, name));
}

/** Throws KEY_COLUMN_UNKNOWN. */
export function requireKeys(selected: SelectedStream, columns: FileColumns): void {
  const missing = missingKeys(selected, columns);
  if (missing.length === 0) return;
  throw new ConnectorError("KEY_COLUMN_UNKNOWN", {
    what: `The table has no column ${missing.map((name) => `"${name}"`).join(", ")}, which is to be a key or the replication key.`,
    why: "It was renamed in Anaplan, or is misspelt in the config or the catalog.",
    next: `Its columns are: ${columns.typed.map(({ name }) => `"${name}"`).join(", ")}. Correct "keys" or the catalog.`,
    context: { column: missing[0] as string },
  });
}

/** What changed between two sets of columns, in words; undefined if nothing did. */
export function difference(expected: readonly string[], found: readonly string[]): string | undefined {
  const added = found.filter((name) => !expected.includes(name));
  const removed = expected.filter((name) => !found.includes(name));
  const list = (names: string[]) => names.map((name) => `"${name}"`).join(", ");
  const parts = [
    ...(added.length > 0 ? [`added ${list(added)}`] : []),
    ...(removed.length > 0 ? [`missing ${list(removed)}`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join("; ");
}
