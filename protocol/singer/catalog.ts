/** Singer catalogs (protocols.md 2 and 3.4): what `--discover` prints, and what a user or an orchestrator decided in it. */
import type { Catalog, CatalogMetadata, CatalogStream } from "../../schemas/generated/types.ts";
import { validateCatalog } from "../../schemas/generated/validators.ts";
import { ConnectorError } from "../errors.ts";

export type Inclusion = "available" | "automatic" | "unsupported";

export interface CatalogColumn {
  name: string;
  schema: Record<string, unknown>;
  inclusion: Inclusion;
  facts?: Readonly<Record<string, unknown>>;
}

export interface CatalogEntry {
  id: string;
  name: string;
  columns: readonly CatalogColumn[];
  keyProperties: readonly string[];
  isSupported: boolean;
  isSelected: boolean;
  /** Columns that may serve as replication key; none = FULL_TABLE is forced. */
  replicationKeys: readonly string[];
  rowCount?: number | undefined;
  facts: Readonly<Record<string, unknown>>;
}

/** What a catalog says of one stream. */
export interface CatalogChoice {
  id: string;
  name: string | undefined;
  isSelected: boolean;
  isUnsupported: boolean;
  /** By name; a column that is not listed has no decision. */
  columns: ReadonlyMap<string, { isSelected: boolean; schema: Record<string, unknown> }>;
  keyProperties: readonly string[];
  /** As written, in upper case. */
  replicationMethod: string | undefined;
  replicationKey: string | undefined;
  /** `anaplan.*` members of the stream's metadata. */
  facts: Readonly<Record<string, unknown>>;
}

export function buildCatalog(entries: readonly CatalogEntry[]): Catalog {
  return { streams: entries.map(catalogStream) };
}

function catalogStream(entry: CatalogEntry): CatalogStream {
  return {
    tap_stream_id: entry.id,
    stream: entry.name,
    key_properties: [...entry.keyProperties],
    schema: schemaOf(entry.columns),
    metadata: [{ breadcrumb: [], metadata: streamMetadata(entry) }, ...entry.columns.map(columnMetadata)],
  };
}

function schemaOf(columns: readonly CatalogColumn[]): CatalogStream["schema"] {
  const properties = Object.fromEntries(columns.map(({ name, schema }) => [name, schema]));
  return { type: "object", properties } as CatalogStream["schema"];
}

function streamMetadata(entry: CatalogEntry): Record<string, unknown> {
  return {
    inclusion: entry.isSupported ? "available" : "unsupported",
    selected: entry.isSupported && entry.isSelected,
    "selected-by-default": entry.isSupported && entry.isSelected,
    "table-key-properties": [...entry.keyProperties],
    "valid-replication-keys": [...entry.replicationKeys],
    ...(entry.replicationKeys.length === 0 && { "forced-replication-method": "FULL_TABLE" }),
    ...(entry.rowCount !== undefined && { "row-count": entry.rowCount }),
    ...entry.facts,
  };
}

function columnMetadata({ name, inclusion, facts }: CatalogColumn): CatalogMetadata {
  const metadata = { inclusion, "selected-by-default": inclusion !== "unsupported", ...facts };
  return { breadcrumb: ["properties", name], metadata };
}

/** `where` names the source in errors. Throws CATALOG_INVALID. */
export function parseCatalog(text: string, where: string): Catalog {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(`${where} is not JSON.`);
  }
  if (!validateCatalog(value)) {
    const [error] = (validateCatalog as { errors?: { instancePath: string; message?: string }[] | null }).errors ?? [];
    throw invalid(`${where} is no catalog: ${error?.instancePath || "the top level"} ${error?.message ?? "is wrong"}.`);
  }
  return value as unknown as Catalog;
}

function invalid(what: string): ConnectorError {
  return new ConnectorError("CATALOG_INVALID", {
    what,
    next: "Write a new one with --discover and make the selection again.",
  });
}

export function readChoices(catalog: Catalog): CatalogChoice[] {
  return catalog.streams.map(readChoice);
}

function readChoice(stream: CatalogStream): CatalogChoice {
  const metadata = metadataAt(stream, []);
  const inclusion = metadata.inclusion;
  return {
    id: stream.tap_stream_id,
    name: stream.stream,
    isSelected: isChosen(metadata, stream.selected ?? undefined) ?? false,
    isUnsupported: inclusion === "unsupported",
    columns: new Map(
      Object.entries(stream.schema.properties ?? {}).map(([name, schema]) => [
        name,
        {
          // A column without any decision goes with its stream.
          isSelected: isChosen(metadataAt(stream, ["properties", name]), undefined) ?? true,
          schema: (schema ?? {}) as Record<string, unknown>,
        },
      ]),
    ),
    keyProperties: firstFilled(metadata["table-key-properties"], stream.key_properties),
    replicationMethod: text(metadata["replication-method"] ?? stream.replication_method)?.toUpperCase(),
    replicationKey: text(metadata["replication-key"] ?? stream.replication_key),
    facts: Object.fromEntries(Object.entries(metadata).filter(([key]) => key.startsWith("anaplan."))),
  };
}

function metadataAt(stream: CatalogStream, breadcrumb: readonly string[]): Record<string, unknown> {
  const wanted = JSON.stringify(breadcrumb);
  return stream.metadata?.find((entry) => JSON.stringify(entry.breadcrumb) === wanted)?.metadata ?? {};
}

/** `unsupported` never, `automatic` always, else `selected`, else `selected-by-default`, else undecided. */
function isChosen(metadata: Record<string, unknown>, atTopLevel: boolean | undefined): boolean | undefined {
  if (metadata.inclusion === "unsupported") return false;
  if (metadata.inclusion === "automatic") return true;
  const decided = metadata.selected ?? atTopLevel ?? metadata["selected-by-default"];
  return typeof decided === "boolean" ? decided : undefined;
}

function firstFilled(...lists: unknown[]): string[] {
  const filled = lists.find((list): list is unknown[] => Array.isArray(list) && list.length > 0) ?? [];
  return filled.filter((item): item is string => typeof item === "string");
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
