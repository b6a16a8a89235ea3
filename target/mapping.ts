/** Header contract between a stream, a file and an import: which column of the file gets which property. Pure. */
import { distance } from "fastest-levenshtein";
import type { RowColumn } from "../protocol/csv/types.ts";
import type { StreamEntry } from "../schemas/generated/types.ts";

export interface Mapping {
  columns: RowColumn[];
  /** Headers that no property and no constant fills. */
  missing: { header: string; nearest: string | undefined }[];
  /** Properties that no column takes. */
  unused: string[];
  /** Entries of `columns` that name a header or property that does not exist. */
  wrong: { header: string; why: string }[];
}

/** Without header names of the server the stream's own order is taken. A property is found by the entry's `columns`, by its
 *  exact name, then by its name without regard to case and special characters, where that is one only (loaders between us
 *  and the tap fold names, protocols.md 7.3). */
export function mapColumns(
  headers: readonly string[],
  properties: readonly string[],
  given: StreamEntry["columns"] = {},
): Mapping {
  const all = headers.length > 0 ? headers : properties.filter((property) => !isBookkeeping(property));
  const byFold = foldedIndex(properties);
  const mapping: Mapping = { columns: [], missing: [], unused: [], wrong: wrongEntries(all, properties, given) };
  const used = new Set<string>();
  for (const [index, header] of all.entries()) {
    const entry = own(given, header);
    if (typeof entry === "object") {
      mapping.columns.push({ header, value: entry.value });
      continue;
    }
    const property = entry ?? findProperty(header, index, properties, byFold);
    if (property === undefined) mapping.missing.push({ header, nearest: nearest(header, properties) });
    else {
      used.add(property);
      mapping.columns.push({ header, property });
    }
  }
  mapping.unused = properties.filter((property) => !used.has(property) && !isBookkeeping(property));
  return mapping;
}

/** The tap's stand-in for an empty header (contract.md section 4). */
function findProperty(
  header: string,
  index: number,
  properties: readonly string[],
  byFold: ReadonlyMap<string, string | undefined>,
): string | undefined {
  const name = header === "" ? `column_${index + 1}` : header;
  return properties.includes(name) ? name : byFold.get(fold(name));
}

/** Folded name → the property, or undefined where several share it. */
function foldedIndex(properties: readonly string[]): Map<string, string | undefined> {
  const index = new Map<string, string | undefined>();
  for (const property of properties) index.set(fold(property), index.has(fold(property)) ? undefined : property);
  return index;
}

function fold(name: string): string {
  return name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_");
}

/** Columns that loaders and SDKs add for themselves. */
function isBookkeeping(property: string): boolean {
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
    if (typeof entry === "string" && !properties.includes(entry)) {
      const near = nearest(entry, properties);
      return [
        { header, why: `the stream has no property "${entry}"${near === undefined ? "" : `; did you mean "${near}"`}` },
      ];
    }
    return [];
  });
}

function nearest(name: string, among: readonly string[]): string | undefined {
  return [...among].sort((a, b) => distance(fold(name), fold(a)) - distance(fold(name), fold(b)))[0];
}

function own<T>(map: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
