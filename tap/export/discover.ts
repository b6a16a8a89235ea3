/** Exports of the chosen models as streams. Requests: one list per model, one metadata call per readable export. */
import type { ExportDefinition, ExportMetadata } from "../../protocol/anaplan/types.ts";
import { uniqueNames } from "../../protocol/csv/header.ts";
import { ConnectorError, isConnectorError } from "../../protocol/errors.ts";
import { memberLists, whyNoCodes } from "../codes/member-lists.ts";
import { deletedColumn } from "../delta/deleted.ts";
import { discoverPerModel, locateEach, modelOfStream, OBJECTS_AT_ONCE } from "../each-model.ts";
import { exportShape, longKeys, longTable } from "../layout/export-shape.ts";
import { lineItemFacts } from "../layout/model-facts.ts";
import { contextOf, type Scope, type ScopedModel } from "../scope.ts";
import { resolveSelectedExports } from "../selected-exports.ts";
import type { TapSettings } from "../settings.ts";
import { sideBySide } from "../side-by-side.ts";
import type { ExportSource, Stream, StreamColumn } from "../stream.ts";
import { streamIdOf } from "../stream.ts";
import { streamName, uniqueStreamNames } from "../stream-name.ts";
import { rulesFor } from "../stream-rules.ts";
import type { Found, WantedStream } from "../streams/kind.ts";
import { METADATA_NAMES } from "../streams/metadata-kinds.ts";
import { canReplicate, propertySchema, type TypedColumn } from "../typing.ts";
import { asIsColumns, codeColumn } from "./columns.ts";
import { type ExportFacts, isGrid, layoutOf, unsupportedReason } from "./format.ts";
import { metadataColumns } from "./metadata-columns.ts";
import { dimensionPositions } from "./proposed-keys.ts";

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
    const streams = await sideBySide(chosen, OBJECTS_AT_ONCE, ({ model, definition }) =>
      describe(scope, model, definition),
    );
    return { streams, problems: [] };
  }
  return discoverPerModel(scope, async (model) => {
    const definitions = await scope.client.exports(model.ref);
    return sideBySide(definitions, OBJECTS_AT_ONCE, (definition) => describe(scope, model, definition));
  });
}

/** The streams of these ids, each with its own error if it is not there. */
export async function locateExports(scope: Scope, wanted: readonly WantedStream[]): Promise<Found<ExportSource>> {
  const lists = new Map<ScopedModel, Promise<ExportDefinition[]>>();
  const listOf = (model: ScopedModel) => {
    const list = lists.get(model) ?? scope.client.exports(model.ref);
    lists.set(model, list);
    return list;
  };
  return locateEach(wanted, (one) => locate(scope, one, listOf));
}

async function locate(
  scope: Scope,
  { id, name }: WantedStream,
  listOf: (model: ScopedModel) => Promise<ExportDefinition[]>,
): Promise<Stream<ExportSource>> {
  const { model, objectId } = await modelOfStream(scope, id);
  const definition = (await listOf(model)).find((candidate) => candidate.id === objectId);
  // The id stays what the catalog says, even after the model moved to another workspace.
  if (definition !== undefined) return { ...(await describe(scope, model, definition, name)), id };
  throw new ConnectorError("ACTION_MISSING", {
    what: `The model "${model.name}" has no export ${objectId}.`,
    why: "It was deleted after the catalog was written, or the user may no longer use it.",
    next: "Write the catalog anew with --discover, or have a model builder restore the export.",
    context: { ...contextOf(model), export_id: objectId },
  });
}

async function describe(
  scope: Scope,
  model: ScopedModel,
  definition: ExportDefinition,
  name?: string,
): Promise<Stream<ExportSource>> {
  const metadata =
    unsupportedReason({ definition }) === undefined ? await readMetadata(scope, model, definition) : undefined;
  const lineItems = metadata && (await lineItemsFor(scope, model, { definition, metadata }));
  const lists = scope.settings.withCodes && metadata ? await memberLists(scope.client, model, scope.log) : undefined;
  const known = { ...(metadata && { metadata }), ...(lineItems && { lineItems }), ...(lists && { lists }) };
  return exportStream(scope, { kind: "export", model, definition, ...known }, name);
}

/** Where keys are to be proposed, and of grids, whose columns may be line items; asked once per model. */
async function lineItemsFor({ client, settings, log }: Scope, model: ScopedModel, facts: ExportFacts) {
  const proposesKeys = settings.keys.some(({ columns }) => columns === "auto");
  if (!proposesKeys && !isGrid(facts)) return undefined;
  return (await lineItemFacts(client, model, log)).lineItems;
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
  const id = streamIdOf(model.workspace.id, model.id, definition.id);
  const words = { workspace: model.workspace, model, export: definition };
  const name = givenName ?? streamName(settings.streamName, words);
  const reason = unsupportedReason(source);
  const { keyColumns, proposesKeys } = rulesFor(settings, { id, name });
  const long =
    settings.layout === "long" && reason === undefined ? longForm(source, { id, name }, settings) : undefined;
  const headers = uniqueNames(metadata?.headerNames ?? []);
  const asIs = asIsColumns(headers, source, { id, name }, settings);
  const columns = settings.layout === "long" ? (long?.columns ?? []) : asIs;
  const isProposed = proposesKeys && reason === undefined;
  const proposed =
    isProposed && settings.layout === "as_is" ? dimensionPositions(source, metadata?.headerNames ?? []) : [];
  const proposedKeys = proposed.map((at) => asIs[at]?.name as string);
  const givenKeys = keyColumns.map((key) => asIs[headers.indexOf(key)]?.name ?? key);
  const keyProperties = long?.keys ?? (isProposed ? proposedKeys : givenKeys);
  return {
    id,
    name,
    source,
    columns: [
      ...columns.flatMap((column, index) => [
        settings.layout === "long"
          ? streamColumn(column, keyProperties, long?.plainNames[index] ?? column.name)
          : asIsColumn(column, keyProperties, headers[index] ?? column.name, source.lists),
        ...(column.codes === undefined ? [] : [codeColumn(column.name, column.codes)]),
      ]),
      ...(settings.hasMetadataColumns && reason === undefined ? metadataColumns() : []),
      ...(settings.delta !== undefined && reason === undefined && keyProperties.length > 0
        ? [deletedColumn(settings.delta)]
        : []),
    ],
    keyProperties,
    ...(isProposed && { proposedKeys: proposed }),
    isSelectedByDefault: reason === undefined,
    ...(reason !== undefined && { unsupportedBecause: reason }),
    ...(metadata?.rowCount !== undefined && { rowCount: metadata.rowCount }),
    facts: factsOf(source, reason),
  };
}

/** Undefined where only the file can tell its columns. */
function longForm(source: ExportSource, stream: { id: string; name: string }, settings: TapSettings) {
  try {
    const shape = exportShape(source, stream, settings, undefined);
    const plainNames = shape.plainDimensions;
    const { columns } = longTable(shape, settings);
    return { columns, plainNames, keys: longKeys(shape, rulesFor(settings, stream), settings) };
  } catch (error) {
    if (!isConnectorError(error, "CONFIG_INVALID")) throw error;
    return undefined;
  }
}

function streamColumn(column: TypedColumn, keyColumns: readonly string[], header: string): StreamColumn {
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
      ...(format !== undefined && { [`anaplan.${type === "number" ? "number" : "date"}_format`]: format }),
    },
  };
}

/** With what could not be settled. */
function asIsColumn(
  column: TypedColumn,
  keyColumns: readonly string[],
  header: string,
  lists: ExportSource["lists"],
): StreamColumn {
  const { type, dataType, listName } = column;
  const whyIsText = type === "string" ? whyText(dataType) : undefined;
  const noCodes = lists === undefined ? undefined : whyNoCodes({ header, dataType, listName }, lists);
  const plain = streamColumn(column, keyColumns, header);
  return {
    ...plain,
    facts: {
      ...plain.facts,
      ...(whyIsText !== undefined && { "anaplan.text_because": whyIsText }),
      ...(noCodes !== undefined && { "anaplan.no_codes_because": noCodes }),
    },
  };
}

/** Why the type of a column is not settled; undefined where text is what it is. */
function whyText(dataType: string | undefined): string | undefined {
  if (dataType === undefined) return "The export's metadata has no type for each column.";
  switch (dataType.toUpperCase()) {
    case "DATE":
      return 'Anaplan does not tell how it writes dates: name the format in "types".';
    case "MIXED":
      return 'Values of several line items may stand in it: name its type in "types", or set "layout" to "long".';
    default:
      return undefined;
  }
}

function factsOf(source: ExportSource, reason: string | undefined): Record<string, unknown> {
  const { model, definition, metadata, lists } = source;
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
    "anaplan.no_codes_because":
      lists !== undefined && isGrid(source) ? "The file of a grid does not name the lists of its members." : undefined,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
