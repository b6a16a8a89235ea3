/** Header contract between a stream, a file and an import: which column of the file gets which property. Pure. */
import { distance } from "fastest-levenshtein";
import { createDatePrinter } from "../protocol/csv/dates.ts";
import { uniqueNames } from "../protocol/csv/header.ts";
import type { RowColumn } from "../protocol/csv/types.ts";
import type { StreamEntry } from "../schemas/generated/types.ts";

export interface Mapping {
  columns: RowColumn[];
  /** Headers that no property and no constant fills. */
  missing: { header: string; nearest: string | undefined }[];
  /** Properties that no column takes. */
  unused: string[];
  /** Columns whose property is spelt otherwise. */
  folded: { header: string; property: string }[];
  /** Entries of `columns` that name a header or property that does not exist. */
  wrong: { header: string; why: string }[];
}

/** Without header names of the server the stream's own order is taken. A property is found by the entry's `columns`, by its exact
 *  name, or by its name as loaders between the tap and us fold it (protocols.md 7.3), where that leaves no doubt. Empty and
 *  repeated headers go by the names that the tap gives them (contract.md section 4). */
export function mapColumns(
  headers: readonly string[],
  properties: readonly string[],
  given: StreamEntry["columns"] = {},
): Mapping {
  const all = headers.length > 0 ? headers : properties.filter((property) => !isBookkeeping(property));
  const names = uniqueNames(all);
  const find = propertyFinder(names, properties);
  const wrong = wrongEntries([...names, ...all], properties, given);
  const mapping: Mapping = { columns: [], missing: [], unused: [], folded: [], wrong };
  const used = new Set<string>();
  for (const [index, header] of all.entries()) {
    const name = names[index] ?? header;
    const entry = own(given, name) ?? (header === "" ? own(given, header) : undefined);
    if (typeof entry === "object" && "value" in entry) {
      mapping.columns.push({ header, value: entry.value });
      continue;
    }
    const property = propertyIn(entry) ?? find(name);
    if (property === undefined) mapping.missing.push({ header: name, nearest: nearest(name, properties) });
    else {
      used.add(property);
      const print = typeof entry === "object" && { print: createDatePrinter(entry.format) };
      mapping.columns.push({ header, property, ...print });
      if (entry === undefined && property !== name) mapping.folded.push({ header: name, property });
    }
  }
  mapping.unused = properties.filter((property) => !used.has(property) && !isBookkeeping(property));
  return mapping;
}

/** By exact name; else the one property that differs in letter case only, or that is this name folded. A fold that two columns
 *  share says nothing, and a property that is not folded itself ("Price $") is another one than "Price €". */
function propertyFinder(names: readonly string[], properties: readonly string[]): (name: string) => string | undefined {
  const exact = new Set(properties);
  const free = properties.filter((property) => !names.includes(property));
  const columnsOf = (key: (name: string) => string) => countBy(names.map(key));
  const byCase = { key: lowered, columns: columnsOf(lowered), properties: groupBy(free, lowered) };
  const byFold = {
    key: fold,
    columns: columnsOf(fold),
    properties: groupBy(
      free.filter((property) => fold(property) === property),
      fold,
    ),
  };
  return (name) => {
    if (exact.has(name)) return name;
    for (const { key, columns, properties: found } of [byCase, byFold]) {
      const alike = found.get(key(name)) ?? [];
      if (alike.length > 0) return alike.length === 1 && columns.get(key(name)) === 1 ? alike[0] : undefined;
    }
    return undefined;
  };
}

function lowered(name: string): string {
  return name.trim().normalize("NFC").toLowerCase();
}

function fold(name: string): string {
  const folded = name.toLowerCase().replace(/[^a-z0-9]/g, "_");
  return /^[0-9]/.test(folded) ? `_${folded}` : folded;
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function groupBy(names: readonly string[], key: (name: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const name of names) groups.set(key(name), [...(groups.get(key(name)) ?? []), name]);
  return groups;
}

/** Columns that loaders and SDKs add for themselves. */
export function isBookkeeping(property: string): boolean {
  return /^_(sdc|airbyte|anaplan)_/.test(property);
}

function wrongEntries(
  headers: readonly string[],
  properties: readonly string[],
  given: NonNullable<StreamEntry["columns"]>,
): Mapping["wrong"] {
  return Object.entries(given).flatMap(([header, entry]) => {
    if (!headers.includes(header)) {
      const near = nearest(header, headers);
      return [{ header, why: `the import has no such header${near === undefined ? "" : `; did you mean "${near}"`}` }];
    }
    const property = propertyIn(entry);
    if (property !== undefined && !properties.includes(property)) {
      const near = nearest(property, properties);
      return [
        {
          header,
          why: `the stream has no property "${property}"${near === undefined ? "" : `; did you mean "${near}"`}`,
        },
      ];
    }
    return [];
  });
}

type ColumnEntry = NonNullable<StreamEntry["columns"]>[string];

function propertyIn(entry: ColumnEntry | undefined): string | undefined {
  if (typeof entry !== "object") return entry;
  return "value" in entry ? undefined : entry.property;
}

function nearest(name: string, among: readonly string[]): string | undefined {
  return [...among].sort((a, b) => distance(lowered(name), lowered(a)) - distance(lowered(name), lowered(b)))[0];
}

function own<T>(map: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
