/** Airbyte catalogs (protocols.md 5): what `discover` prints, and what a user chose of it. */
import type {
  AirbyteStream,
  ConfiguredCatalog,
  ConfiguredStream as WireStream,
} from "../../schemas/generated/types.ts";
import { validateConfiguredCatalog } from "../../schemas/generated/validators.ts";
import { ConnectorError } from "../errors.ts";
import { isObject } from "../json-value.ts";

/** Member of a stream's json_schema that survives a rename in Anaplan; platforms hand the schema back as it was. */
const STREAM_ID = "anaplan_stream_id";

export interface CatalogProperty {
  name: string;
  schema: Record<string, unknown>;
  description?: string | undefined;
}

export interface CatalogEntry {
  /** The tap's id of the stream. */
  id: string;
  name: string;
  properties: readonly CatalogProperty[];
  keyProperties: readonly string[];
  /** Whether some column may serve as cursor. */
  canBeIncremental: boolean;
  /** Whether an interrupted full read goes on where it stood. */
  isResumable: boolean;
}

export function airbyteStream(entry: CatalogEntry): AirbyteStream {
  const { id, name, keyProperties, canBeIncremental, isResumable } = entry;
  return {
    name,
    json_schema: jsonSchema(entry, id),
    supported_sync_modes: canBeIncremental ? ["full_refresh", "incremental"] : ["full_refresh"],
    // The user chooses the cursor; a read that goes on by itself counts as having one of its own.
    source_defined_cursor: !canBeIncremental && isResumable,
    ...(keyProperties.length > 0 && { source_defined_primary_key: keyProperties.map((key) => [key]) }),
    is_resumable: isResumable,
  };
}

function jsonSchema({ properties }: CatalogEntry, id: string): AirbyteStream["json_schema"] {
  const schemas = properties.map(({ name, schema, description }) => [
    name,
    { ...schema, ...(description !== undefined && { description }) },
  ]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    properties: Object.fromEntries(schemas),
    [STREAM_ID]: id,
  } as AirbyteStream["json_schema"];
}

export type SyncMode = "full_refresh" | "incremental";
export type DestinationSyncMode = "append" | "overwrite" | "append_dedup";

export interface ConfiguredStream {
  name: string;
  /** The tap's id, where the catalog still holds it. */
  id: string | undefined;
  properties: Readonly<Record<string, Record<string, unknown>>>;
  syncMode: SyncMode;
  cursorField: string | undefined;
  primaryKey: readonly string[];
  destinationSyncMode: DestinationSyncMode;
  generationId: number | undefined;
  minimumGenerationId: number | undefined;
}

const SYNC_MODES: readonly [SyncMode, ...SyncMode[]] = ["full_refresh", "incremental"];
const DESTINATION_MODES: readonly [DestinationSyncMode, ...DestinationSyncMode[]] = [
  "append",
  "overwrite",
  "append_dedup",
];

/** `where` names the source in errors; the mode that is the other `side`'s business may be anything. Throws CATALOG_INVALID. */
export function parseConfiguredCatalog(
  text: string,
  where: string,
  side: "source" | "destination",
): ConfiguredStream[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(`${where} is not JSON.`);
  }
  if (!validateConfiguredCatalog(value)) {
    const errors = (validateConfiguredCatalog as { errors?: { instancePath: string; message?: string }[] | null })
      .errors;
    const [error] = errors ?? [];
    throw invalid(
      `${where} is no configured catalog: ${error?.instancePath || "the top level"} ${error?.message ?? "is wrong"}.`,
    );
  }
  const streams = (value as unknown as ConfiguredCatalog).streams.map((wire) => configuredStream(wire, side));
  const twice = streams.find(({ name }, index) => streams.findIndex((other) => other.name === name) < index);
  if (twice !== undefined) throw invalid(`${where} holds the stream "${twice.name}" twice.`);
  return streams;
}

function configuredStream(wire: WireStream, side: "source" | "destination"): ConfiguredStream {
  const { name } = wire.stream;
  const schema = (wire.stream.json_schema ?? {}) as { properties?: unknown; [STREAM_ID]?: unknown };
  const id = schema[STREAM_ID];
  return {
    name,
    id: typeof id === "string" ? id : undefined,
    properties: isObject(schema.properties) ? (schema.properties as ConfiguredStream["properties"]) : {},
    syncMode: side === "source" ? oneOf(wire.sync_mode, SYNC_MODES, "sync_mode", name) : "full_refresh",
    cursorField: flatPath(wire.cursor_field ?? [], "cursor_field", name),
    primaryKey: (wire.primary_key ?? [])
      .map((path) => flatPath(path, "primary_key", name) ?? "")
      .filter((key) => key !== ""),
    destinationSyncMode:
      side === "destination"
        ? oneOf(wire.destination_sync_mode, DESTINATION_MODES, "destination_sync_mode", name)
        : "append",
    generationId: wire.generation_id ?? undefined,
    minimumGenerationId: wire.minimum_generation_id ?? undefined,
  };
}

/** The first mode where none was chosen. */
function oneOf<Mode extends string>(
  word: string | null | undefined,
  modes: readonly [Mode, ...Mode[]],
  member: string,
  stream: string,
): Mode {
  const found = word === null || word === undefined ? modes[0] : modes.find((mode) => mode === word);
  if (found !== undefined) return found;
  throw new ConnectorError("CATALOG_INVALID", {
    what: `The configured catalog asks for the ${member} "${word}".`,
    next: `Choose one of: ${modes.join(", ")}.`,
    context: { stream },
  });
}

/** Records are flat: a path has one step. */
function flatPath(path: readonly string[], member: string, stream: string): string | undefined {
  if (path.length <= 1) return path[0];
  throw new ConnectorError("CATALOG_INVALID", {
    what: `The configured catalog names ${path.join(".")} as ${member}, and there are no nested columns.`,
    next: "Choose a column of the stream itself.",
    context: { stream },
  });
}

function invalid(what: string): ConnectorError {
  return new ConnectorError("CATALOG_INVALID", {
    what,
    next: "Refresh the connection's schema, or build the catalog anew from `discover`.",
  });
}
