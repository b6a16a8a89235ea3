/** A stream as discovery finds it and as a selection asks for it. */
import type { ExportDefinition, ExportMetadata } from "../protocol/anaplan/types.ts";
import type { ColumnType } from "../protocol/csv/types.ts";
import type { ScopedModel } from "./scope.ts";
import type { MetadataName } from "./streams/metadata-kinds.ts";
import type { PropertySchema } from "./typing.ts";

export interface StreamColumn {
  name: string;
  type: ColumnType | "object" | "array";
  schema: PropertySchema;
  isKey: boolean;
  canReplicate: boolean;
  /** `anaplan.*` facts for the catalog. */
  facts: Readonly<Record<string, unknown>>;
}

export interface ExportSource {
  kind: "export";
  model: ScopedModel;
  definition: ExportDefinition;
  /** Absent where the server does not give it: the file's header then tells everything. */
  metadata?: ExportMetadata;
}

export interface MetadataSource {
  kind: "metadata";
  name: MetadataName;
}

export type StreamSource = ExportSource | MetadataSource;

export interface Stream<Source extends StreamSource = StreamSource> {
  /** tap_stream_id: never changes on a rename. */
  id: string;
  name: string;
  source: Source;
  columns: readonly StreamColumn[];
  keyProperties: readonly string[];
  isSelectedByDefault: boolean;
  /** Why it cannot be read. */
  unsupportedBecause?: string;
  /** Estimate. */
  rowCount?: number;
  /** `anaplan.*` facts for the catalog. */
  facts: Readonly<Record<string, unknown>>;
}

/** A stream that is to be read, with what the catalog decided. */
export interface SelectedStream<Source extends StreamSource = StreamSource> {
  stream: Stream<Source>;
  keyProperties: readonly string[];
  /** Undefined = FULL_TABLE. */
  replicationKey?: string;
  /** Names of the columns in the catalog. */
  catalogColumns?: readonly string[];
  /** Whether a column goes out; new ones that the catalog does not know do. */
  wants(column: string): boolean;
  /** The catalog's schema of a column. */
  schemaOf(column: string): PropertySchema | undefined;
}

export function streamIdOfExport(workspaceId: string, modelId: string, exportId: string): string {
  return `${workspaceId}_${modelId}_${exportId}`;
}

/** Undefined for what is not of the form `<workspace_id>_<model_id>_<id>`. */
export function parseStreamId(id: string): { workspaceId: string; modelId: string; objectId: string } | undefined {
  const [workspaceId, modelId, objectId, ...rest] = id.split("_");
  return workspaceId && modelId && objectId && rest.length === 0 ? { workspaceId, modelId, objectId } : undefined;
}
