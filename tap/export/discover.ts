/** Exports of the chosen models as streams. Requests: one list per model, one metadata call per readable export. */
import type { ExportDefinition, ExportMetadata } from "../../protocol/anaplan/types.ts";
import { uniqueNames } from "../../protocol/csv/header.ts";
import { ConnectorError, isConnectorError, toConnectorError } from "../../protocol/errors.ts";
import { contextOf, refuseArchived, type Scope, type ScopedModel } from "../scope.ts";
import { resolveSelectedExports } from "../selected-exports.ts";
import { sideBySide } from "../side-by-side.ts";
import type { ExportSource, Stream } from "../stream.ts";
import { parseStreamId, streamIdOfExport } from "../stream.ts";
import { streamName, uniqueStreamNames } from "../stream-name.ts";
import { rulesFor } from "../stream-rules.ts";
import type { Found, WantedStream } from "../streams/kind.ts";
import { METADATA_NAMES } from "../streams/metadata-kinds.ts";
import { canReplicate, propertySchema, type TypedColumn, typeColumns } from "../typing.ts";
import { layoutOf, unsupportedReason } from "./format.ts";
import { metadataColumns } from "./metadata-columns.ts";

const MODELS_AT_ONCE = 4;
const EXPORTS_AT_ONCE = 4;

export async function discoverExports(scope: Scope): Promise<Found<ExportSource>> {
  const { streams, problems } = await listExports(scope);
  return { streams: withUniqueNames(scope, streams), problems };
}

/** Rules of the settings may name a stream, so a stream whose name changes is described anew. */
function withUniqueNames(scope: Scope, streams: readonly Stream<ExportSource>[]): Stream<ExportSource>[] {
  const named = streams.map(({ name, source }) => ({ name, modelId: source.model.id, id: source.definition.id }));
  const names = uniqueStreamNames(named, METADATA_NAMES);
  return streams.map((stream, index) => {
    const name = names[index] ?? stream.name;
    return name === stream.name ? stream : exportStream(scope, stream.source, name);
  });
}

async function listExports(scope: Scope): Promise<Found<ExportSource>> {
  if (scope.settings.syncMode === "SpecificExports") {
    const chosen = await resolveSelectedExports(scope);
    const streams = await sideBySide(chosen, EXPORTS_AT_ONCE, ({ model, definition }) =>
      describe(scope, model, definition),
    );
    return { streams, problems: [] };
  }
  const found = await sideBySide(scope.models, MODELS_AT_ONCE, (model) => discoverModel(scope, model));
  return { streams: found.flatMap(({ streams }) => streams), problems: found.flatMap(({ problems }) => problems) };
}

/** A model that cannot be read is an error if the user named it, and otherwise left out with a warning (no access) or
 *  reported beside the streams of the others. */
async function discoverModel(scope: Scope, model: ScopedModel): Promise<Found<ExportSource>> {
  try {
    const definitions = await scope.client.exports(model.ref);
    const streams = await sideBySide(definitions, EXPORTS_AT_ONCE, (definition) => describe(scope, model, definition));
    return { streams, problems: [] };
  } catch (thrown) {
    const error = toConnectorError(thrown).at(contextOf(model));
    if (scope.isNamed(model) || !UNREADABLE_MODEL.has(error.code)) throw error;
    if (error.code === "MODEL_LOCKED" || error.code === "MODEL_OFFLINE" || error.code === "MODEL_BUSY") {
      return { streams: [], problems: [error] };
    }
    scope.log.warn(`The model "${model.name}" is skipped: ${error.what}`, { ...error.context });
    return { streams: [], problems: [] };
  }
}

const UNREADABLE_MODEL: ReadonlySet<string> = new Set([
  "MODEL_FORBIDDEN",
  "MODEL_NOT_FOUND",
  "MODEL_ARCHIVED",
  "MODEL_LOCKED",
  "MODEL_OFFLINE",
  "MODEL_BUSY",
  "FORBIDDEN",
]);

/** The streams of these ids, each with its own error if it is not there. */
export async function locateExports(scope: Scope, wanted: readonly WantedStream[]): Promise<Found<ExportSource>> {
  const lists = new Map<ScopedModel, Promise<ExportDefinition[]>>();
  const listOf = (model: ScopedModel) => {
    const list = lists.get(model) ?? scope.client.exports(model.ref);
    lists.set(model, list);
    return list;
  };
  const found = await sideBySide(wanted, EXPORTS_AT_ONCE, async ({ id, name }): Promise<Found<ExportSource>> => {
    try {
      return { streams: [await locate(scope, { id, name }, listOf)], problems: [] };
    } catch (thrown) {
      const error = toConnectorError(thrown).at({ stream: id });
      if (error.code === "CATALOG_STREAM_UNKNOWN") throw error;
      return { streams: [], problems: [error] };
    }
  });
  return { streams: found.flatMap(({ streams }) => streams), problems: found.flatMap(({ problems }) => problems) };
}

async function locate(
  scope: Scope,
  { id, name }: WantedStream,
  listOf: (model: ScopedModel) => Promise<ExportDefinition[]>,
): Promise<Stream<ExportSource>> {
  const { workspaceId, modelId, objectId } = parseStreamId(id) ?? { workspaceId: "", modelId: "", objectId: "" };
  const context = { workspace_id: workspaceId, model_id: modelId, export_id: objectId };
  const model =
    scope.allModels.find((candidate) => candidate.id === modelId) ??
    (await hiddenModel(scope, id, modelId, workspaceId));
  refuseArchived(model);
  const definition = (await listOf(model)).find((candidate) => candidate.id === objectId);
  // The id stays what the catalog says, even after the model moved to another workspace.
  if (definition !== undefined) return { ...(await describe(scope, model, definition, name)), id };
  throw new ConnectorError("ACTION_MISSING", {
    what: `The model "${model.name}" has no export ${objectId}.`,
    why: "It was deleted after the catalog was written, or the user may no longer use it.",
    next: "Write the catalog anew with --discover, or have a model builder restore the export.",
    context,
  });
}

/** A model of another tenant is reached by its id, though it is not listed (anaplan-api.md 4.1). */
async function hiddenModel({ client }: Scope, id: string, modelId: string, workspaceId: string): Promise<ScopedModel> {
  if (!/^[0-9a-f]{32}$/i.test(modelId)) {
    throw new ConnectorError("CATALOG_STREAM_UNKNOWN", {
      what: `The catalog selects the stream "${id}", whose model does not exist.`,
      why: "It is misspelt, or the catalog was written for something else.",
      next: "Ids are <workspace_id>_<model_id>_<export_id>; --discover lists them.",
    });
  }
  const model = await client.model(modelId);
  const workspace = { id: model.currentWorkspaceId ?? workspaceId, name: model.currentWorkspaceName ?? workspaceId };
  const ref = { workspaceId: workspace.id, modelId: model.id };
  return { id: model.id, name: model.name, workspace, ref, model };
}

async function describe(
  scope: Scope,
  model: ScopedModel,
  definition: ExportDefinition,
  name?: string,
): Promise<Stream<ExportSource>> {
  const metadata =
    unsupportedReason({ definition }) === undefined ? await readMetadata(scope, model, definition) : undefined;
  return exportStream(scope, { kind: "export", model, definition, ...(metadata && { metadata }) }, name);
}

/** Some servers answer 500 for what is only odd (anaplan-api.md 7.1). Without metadata the file's header tells the columns. */
async function readMetadata(
  { client, log }: Scope,
  model: ScopedModel,
  { id, name }: ExportDefinition,
): Promise<ExportMetadata | undefined> {
  try {
    return await client.exportMetadata(model.ref, id);
  } catch (error) {
    if (!isConnectorError(error, "SERVER_ERROR") || error.context.status !== 500) throw error;
    log.warn(`The metadata of the export "${name}" cannot be read: its columns will be text.`, { ...error.context });
    return undefined;
  }
}

/** `givenName` is a catalog's, or one made unique. */
export function exportStream(
  { settings }: Pick<Scope, "settings">,
  source: ExportSource,
  givenName?: string,
): Stream<ExportSource> {
  const { model, definition, metadata } = source;
  const id = streamIdOfExport(model.workspace.id, model.id, definition.id);
  const words = { workspace: model.workspace, model, export: definition };
  const name = givenName ?? streamName(settings.streamName, words);
  const reason = unsupportedReason(source);
  const { keyColumns, typeRules } = rulesFor(settings, { id, name });
  const headers = uniqueNames(metadata?.headerNames ?? []);
  const names = settings.columnNames?.(headers) ?? headers;
  const columns = typeColumns(names, {
    dataTypes: metadata?.dataTypes ?? [],
    listNames: metadata?.listNames ?? [],
    rules: typeRules,
  });
  return {
    id,
    name,
    source,
    columns: [
      ...columns.map((column, index) => streamColumn(column, keyColumns, headers[index] ?? column.name)),
      ...(settings.hasMetadataColumns && reason === undefined ? metadataColumns() : []),
    ],
    keyProperties: keyColumns,
    isSelectedByDefault: reason === undefined,
    ...(reason !== undefined && { unsupportedBecause: reason }),
    ...(metadata?.rowCount !== undefined && { rowCount: metadata.rowCount }),
    facts: factsOf(source, reason),
  };
}

function streamColumn(column: TypedColumn, keyColumns: readonly string[], header: string): Stream["columns"][number] {
  const { name, type, dataType, listName, format } = column;
  return {
    name,
    type,
    schema: propertySchema(type),
    isKey: keyColumns.includes(name),
    canReplicate: canReplicate(type, dataType),
    facts: {
      ...(header !== name && { "anaplan.header": header }),
      ...(dataType !== undefined && { "anaplan.data_type": dataType }),
      ...(listName !== undefined && { "anaplan.list_name": listName }),
      ...(format !== undefined && { "anaplan.date_format": format }),
    },
  };
}

function factsOf(source: ExportSource, reason: string | undefined): Record<string, unknown> {
  const { model, definition, metadata } = source;
  const facts = {
    "anaplan.workspace_id": model.workspace.id,
    "anaplan.workspace_name": model.workspace.name,
    "anaplan.model_id": model.id,
    "anaplan.model_name": model.name,
    "anaplan.export_id": definition.id,
    "anaplan.export_name": definition.name,
    "anaplan.layout": layoutOf(source),
    "anaplan.encoding": metadata?.encoding ?? definition.encoding,
    "anaplan.format": definition.exportFormat ?? metadata?.exportFormat,
    "anaplan.unsupported_reason": reason,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
