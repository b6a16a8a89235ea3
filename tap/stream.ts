/** A stream as discovery finds it and as a selection asks for it. */
import type { ExportDefinition, ExportMetadata, NamedObject } from "../protocol/anaplan/types.ts";
import type { NumberFormat } from "../protocol/csv/number-format.ts";
import type { ColumnType } from "../protocol/csv/types.ts";
import type { MemberLists } from "./codes/member-lists.ts";
import type { ValueType } from "./layout/model-facts.ts";
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
  /** The model's line items by their names in lower case, where columns or proposed keys depend on them. */
  lineItems?: ReadonlyMap<string, ValueType>;
  /** Where codes of members are wanted. */
  lists?: MemberLists;
}

export interface MetadataSource {
  kind: "metadata";
  name: MetadataName;
}

/** What is known of a column before the table is read; the header row rules. */
export interface ExpectedColumn {
  header: string;
  /** Anaplan's word, as in an export's metadata. */
  dataType?: string;
  listName?: string;
  /** Of its members, where their codes are wanted. */
  list?: { id: string; name: string };
  /** How its line item writes numbers. */
  number?: NumberFormat;
  /** JSON of an empty cell; absent = null. */
  empty?: string;
}

interface TableSource {
  model: ScopedModel;
  object: NamedObject;
  expected: readonly ExpectedColumn[];
}

/** The members of a list. */
export interface ListSource extends TableSource {
  kind: "list";
  /** Members, as far as the server tells. */
  itemCount: number | undefined;
  subsets: readonly string[];
  properties: readonly string[];
}

/** A view, one column per dimension and per line item. */
export interface ViewSource extends TableSource {
  kind: "view";
  /** So many of the first expected columns are dimensions, the others line items. */
  dimensionCount: number;
}

export type StreamSource = ExportSource | MetadataSource | ListSource | ViewSource;

export interface Stream<Source extends StreamSource = StreamSource> {
  /** tap_stream_id: never changes on a rename. */
  id: string;
  name: string;
  source: Source;
  columns: readonly StreamColumn[];
  keyProperties: readonly string[];
  /** Set where the keys were proposed by `keys: auto`: their places among the columns, so that a header written in other letters
   *  does not lose them. */
  proposedKeys?: readonly number[];
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

export function streamIdOf(workspaceId: string, modelId: string, objectId: string): string {
  return `${workspaceId}_${modelId}_${objectId}`;
}

/** Undefined for what is not of the form `<workspace_id>_<model_id>_<id>`. */
export function parseStreamId(id: string): { workspaceId: string; modelId: string; objectId: string } | undefined {
  const [workspaceId, modelId, objectId, ...rest] = id.split("_");
  return workspaceId && modelId && objectId && rest.length === 0 ? { workspaceId, modelId, objectId } : undefined;
}

/** By the form of the object's id (anaplan-api.md 1.3): a list is 101…; a view is its module (102…), a line item (206…, 208…) or
 *  has 13 digits; whatever else there is is an export. Undefined for what is no id of a data stream. */
export function objectKind(id: string): "export" | "list" | "view" | undefined {
  const objectId = parseStreamId(id)?.objectId;
  if (objectId === undefined) return undefined;
  if (/^101\d{9}$/.test(objectId)) return "list";
  return /^(102\d{9}|[2-9]\d{11}|\d{13,})$/.test(objectId) ? "view" : "export";
}
