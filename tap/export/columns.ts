/** The columns of one exported file: the header row rules, the export's metadata, the settings and the catalog add to it. */
import { uniqueNames } from "../../protocol/csv/header.ts";
import type { CsvColumn } from "../../protocol/csv/types.ts";
import { ConnectorError } from "../../protocol/errors.ts";
import type { TapSettings } from "../settings.ts";
import type { ExportSource, SelectedStream } from "../stream.ts";
import { rulesFor } from "../stream-rules.ts";
import {
  isSameSchema,
  nullable,
  type PropertySchema,
  propertySchema,
  type TypedColumn,
  typeColumns,
  typeOfDataType,
  typeOfSchema,
} from "../typing.ts";
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
): FileColumns {
  const { hasMetadataColumns } = settings;
  const typed = typeColumns(columnNames(headers, settings, hasMetadataColumns ? METADATA_COLUMN_NAMES : []), {
    dataTypes: selected.stream.source.metadata?.dataTypes ?? [],
    listNames: selected.stream.source.metadata?.listNames ?? [],
    rules: rulesFor(settings, selected.stream).typeRules,
  });
  return selectedColumns(typed, selected, hasMetadataColumns ? metadataColumns() : []);
}

/** `extra`: columns that are not in the file. */
export function selectedColumns(
  typed: TypedColumn[],
  selected: SelectedStream,
  extra: readonly { name: string; schema: PropertySchema }[] = [],
): FileColumns {
  const columns = typed.map((column) => withCatalog(column, selected.schemaOf(column.name)));
  const out = [...columns.map(({ name, schema }) => ({ name, schema })), ...extra];
  return {
    forReader: columns.map(({ name, type, format }) => ({
      name,
      type,
      ...(format !== undefined && { format }),
      ...(!selected.wants(name) && { skip: true }),
    })),
    typed,
    properties: Object.fromEntries(
      out.filter(({ name }) => selected.wants(name)).map(({ name, schema }) => [name, schema]),
    ),
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
 *  metadata. `count`: columns that the metadata promised. */
export function withHeaderKeys<One extends SelectedStream>(selected: One, { typed }: FileColumns, count: number): One {
  const places = selected.stream.proposedKeys;
  if (places === undefined || !hasProposedKeys(selected) || typed.length !== count) return selected;
  return { ...selected, keyProperties: places.map((at) => typed[at]?.name ?? "") };
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
