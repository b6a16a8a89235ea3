/** Records → list items (anaplan-api.md 4.5): name, code and parent, the list's properties and subsets by their names. Pure. */
import type { ListItemWrite } from "../protocol/anaplan/types.ts";
import { cellText, columnValue } from "../protocol/csv/cells.ts";
import { printExactJson } from "../protocol/csv/exact-json.ts";
import type { RowColumn } from "../protocol/csv/types.ts";
import type { StreamEntry } from "../schemas/generated/types.ts";
import { type Mapping, mapColumns } from "./mapping.ts";

/** What is known of a list, from its metadata. */
export interface ListForm {
  id: string;
  name: string;
  isNumbered: boolean;
  properties: readonly string[];
  subsets: readonly string[];
  parentId: string | undefined;
}

export function listFormOf(id: string, metadata: Readonly<Record<string, unknown>>): ListForm {
  const parent = metadata.parent as { id?: unknown } | undefined;
  return {
    id,
    name: String(metadata.name ?? id),
    isNumbered: metadata.numberedList === true,
    properties: namesOf(metadata.properties),
    subsets: namesOf(metadata.subsets),
    parentId: typeof parent?.id === "string" ? parent.id : undefined,
  };
}

function namesOf(entries: unknown): string[] {
  if (!Array.isArray(entries)) return [];
  return entries.flatMap(({ name }: { name?: unknown }) => (typeof name === "string" ? [name] : []));
}

const IDENTITY = ["name", "code", "parent"] as const;
type Identity = (typeof IDENTITY)[number];

export interface ListMapping extends Pick<Mapping, "unused" | "wrong"> {
  columns: (RowColumn & { kind: Identity | "property" | "subset" })[];
}

/** A field that no property of the stream fills is not sent, so it keeps its value. `name`, `code` and `parent` may be written in
 *  any case in `columns`. */
export function mapListColumns(
  form: ListForm,
  properties: readonly string[],
  given: StreamEntry["columns"],
): ListMapping {
  const taken = new Set<string>(IDENTITY);
  const fields = [...form.properties, ...form.subsets].filter((name) => !taken.has(name.toLowerCase()));
  const headers = [...IDENTITY, ...fields];
  const canonical = Object.fromEntries(
    Object.entries(given ?? {}).map(([key, entry]) => [taken.has(key.toLowerCase()) ? key.toLowerCase() : key, entry]),
  );
  const { columns, unused, wrong } = mapColumns(headers, properties, canonical);
  return { columns: columns.map((column) => ({ ...column, kind: kindOf(column.header, form) })), unused, wrong };
}

function kindOf(header: string, { properties }: ListForm): Identity | "property" | "subset" {
  const identity = IDENTITY.find((name) => name === header);
  if (identity !== undefined) return identity;
  return properties.includes(header) ? "property" : "subset";
}

/** A text says why the record is no item. */
export function itemOf(
  record: Readonly<Record<string, unknown>>,
  { columns }: ListMapping,
  { isNumbered }: ListForm,
): ListItemWrite | string {
  const item: ListItemWrite = {};
  for (const column of columns) {
    const value = columnValue(column, record);
    if (value === undefined) continue;
    const text = cellText(value, ".");
    switch (column.kind) {
      case "property":
        item.properties = { ...item.properties, [column.header]: text };
        break;
      case "subset": {
        const isMember = flagOf(text);
        if (isMember === undefined) return `Subset "${column.header}" needs true or false.`;
        if (text !== "") item.subsets = { ...item.subsets, [column.header]: isMember };
        break;
      }
      default:
        if (text !== "") item[column.kind] = text;
    }
  }
  // A numbered list gives the names itself.
  if (isNumbered) delete item.name;
  if (item.code === undefined && item.name === undefined)
    return isNumbered ? "The item has no code." : "The item has neither a name nor a code.";
  return item;
}

function flagOf(text: string): boolean | undefined {
  if (/^(true|1|yes)$/i.test(text)) return true;
  return /^(false|0|no|)$/i.test(text) ? false : undefined;
}

/** For sizes: what an item takes in a request. */
export function weightOf(item: object): number {
  return printExactJson(item).length;
}
