/** Lists and views of the chosen models as streams: what both kinds share. */
import type { NamedObject } from "../../protocol/anaplan/types.ts";
import { ConnectorError, isConnectorError } from "../../protocol/errors.ts";
import { discoverPerModel, locateEach, modelOfStream, OBJECTS_AT_ONCE } from "../each-model.ts";
import { contextOf, type Scope, type ScopedModel } from "../scope.ts";
import { sideBySide } from "../side-by-side.ts";
import { type Stream, streamIdOf } from "../stream.ts";
import { streamName, uniqueStreamNames } from "../stream-name.ts";
import type { Found, WantedStream } from "../streams/kind.ts";
import { METADATA_NAMES } from "../streams/metadata-kinds.ts";
import { catalogColumns } from "./columns.ts";
import type { TableSource } from "./read.ts";

export interface TableObjects<Source extends TableSource, Known extends NamedObject> {
  noun: Source["kind"];
  list(scope: Scope, model: ScopedModel): Promise<Known[]>;
  describe(scope: Scope, model: ScopedModel, object: Known): Promise<Source>;
  /** Names of columns that identify a row. */
  keys: readonly string[];
  /** Of the first columns, where no others identify a row. */
  dimensionCount(source: Source): number;
  isSelectedByDefault(object: Known): boolean;
}

export async function discoverTables<Source extends TableSource, Known extends NamedObject>(
  scope: Scope,
  objects: TableObjects<Source, Known>,
  taken: ReadonlySet<string>,
): Promise<Found<Source>> {
  const { streams, problems } = await discoverPerModel<Source>(scope, async (model) => {
    const all = await objects.list(scope, model);
    const described = await sideBySide(all, OBJECTS_AT_ONCE, (object) => tryDescribe(scope, model, object, objects));
    return described.filter((stream) => stream !== undefined);
  });
  const named = streams.map(({ name, source }) => ({ name, modelId: source.model.id, id: source.object.id }));
  const names = uniqueStreamNames(named, [...METADATA_NAMES, ...taken]);
  // Rules of the settings may name a stream, so a stream whose name changes is described anew.
  const renamed = streams.map((stream, index) => {
    const name = names[index] ?? stream.name;
    return name === stream.name
      ? stream
      : { ...tableStream(scope, stream.source, objects, name), isSelectedByDefault: stream.isSelectedByDefault };
  });
  return { streams: renamed, problems };
}

/** One that cannot be described does not hide the others: some servers answer 500 for the view of an empty module
 *  (anaplan-api.md 4.6). */
async function tryDescribe<Source extends TableSource, Known extends NamedObject>(
  scope: Scope,
  model: ScopedModel,
  object: Known,
  objects: TableObjects<Source, Known>,
): Promise<Stream<Source> | undefined> {
  try {
    const stream = tableStream(scope, await objects.describe(scope, model, object), objects);
    return { ...stream, isSelectedByDefault: objects.isSelectedByDefault(object) };
  } catch (error) {
    const isHidden = isConnectorError(error, "NAME_UNKNOWN") || isConnectorError(error, "FORBIDDEN");
    if (!isHidden && !(isConnectorError(error, "SERVER_ERROR") && error.context.status === 500)) throw error;
    scope.log.warn(`The ${objects.noun} "${object.name}" is left out: ${error.what}`, { ...error.context });
    return undefined;
  }
}

export function locateTables<Source extends TableSource, Known extends NamedObject>(
  scope: Scope,
  wanted: readonly WantedStream[],
  objects: TableObjects<Source, Known>,
): Promise<Found<Source>> {
  const lists = new Map<ScopedModel, Promise<Known[]>>();
  return locateEach(wanted, async ({ id, name }) => {
    const { model, objectId } = await modelOfStream(scope, id);
    const list = lists.get(model) ?? objects.list(scope, model);
    lists.set(model, list);
    const object = (await list).find((candidate) => candidate.id === objectId);
    if (object === undefined) throw missingError(model, objects.noun, objectId);
    const stream = tableStream(scope, await objects.describe(scope, model, object), objects, name);
    return { ...stream, id };
  });
}

function tableStream<Source extends TableSource, Known extends NamedObject>(
  { settings }: Scope,
  source: Source,
  objects: TableObjects<Source, Known>,
  givenName?: string,
): Stream<Source> {
  const { model, object, expected } = source;
  const id = streamIdOf(model.workspace.id, model.id, object.id);
  const words = { workspace: model.workspace, model, export: object };
  const name = givenName ?? streamName(settings.streamName, words);
  return {
    id,
    name,
    source,
    ...catalogColumns(expected, { id, name }, settings, {
      keys: objects.keys,
      dimensionCount: objects.dimensionCount(source),
    }),
    isSelectedByDefault: true,
    facts: {
      "anaplan.workspace_id": model.workspace.id,
      "anaplan.workspace_name": model.workspace.name,
      "anaplan.model_id": model.id,
      "anaplan.model_name": model.name,
      [`anaplan.${source.kind}_id`]: object.id,
      [`anaplan.${source.kind}_name`]: object.name,
    },
  };
}

function missingError(model: ScopedModel, noun: string, objectId: string): ConnectorError {
  return new ConnectorError("NAME_UNKNOWN", {
    what: `The model "${model.name}" has no ${noun} ${objectId}.`,
    why: "It was deleted after the catalog was written, or the user may no longer see it.",
    next: "Write the catalog anew with --discover.",
    context: { ...contextOf(model), [`${noun}_id`]: objectId },
  });
}
