/** What discovery does for each model, and which models it may leave out; the model of a stream's id. */
import { ConnectorError, toConnectorError } from "../protocol/errors.ts";
import { contextOf, refuseArchived, type Scope, type ScopedModel } from "./scope.ts";
import { sideBySide } from "./side-by-side.ts";
import { parseStreamId, type Stream, type StreamSource } from "./stream.ts";
import type { Found, WantedStream } from "./streams/kind.ts";

export const OBJECTS_AT_ONCE = 4;

export async function discoverPerModel<Source extends StreamSource>(
  scope: Scope,
  discover: (model: ScopedModel) => Promise<Stream<Source>[]>,
): Promise<Found<Source>> {
  const { modelParallelism } = scope.settings;
  return joinFound(await sideBySide(scope.models, modelParallelism, (model) => discoverModel(scope, model, discover)));
}

/** A model that cannot be read is an error if the user named it, and otherwise left out with a warning (no access) or
 *  reported beside the streams of the others. */
async function discoverModel<Source extends StreamSource>(
  scope: Scope,
  model: ScopedModel,
  discover: (model: ScopedModel) => Promise<Stream<Source>[]>,
): Promise<Found<Source>> {
  try {
    return { streams: await discover(model), problems: [] };
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

/** Each with its own error if it is not there. */
export async function locateEach<Source extends StreamSource>(
  wanted: readonly WantedStream[],
  locate: (wanted: WantedStream) => Promise<Stream<Source>>,
): Promise<Found<Source>> {
  const found = await sideBySide(wanted, OBJECTS_AT_ONCE, async (one): Promise<Found<Source>> => {
    try {
      return { streams: [await locate(one)], problems: [] };
    } catch (thrown) {
      const error = toConnectorError(thrown).at({ stream: one.id });
      if (error.code === "CATALOG_STREAM_UNKNOWN") throw error;
      return { streams: [], problems: [error] };
    }
  });
  return joinFound(found);
}

function joinFound<Source extends StreamSource>(found: readonly Found<Source>[]): Found<Source> {
  return { streams: found.flatMap(({ streams }) => streams), problems: found.flatMap(({ problems }) => problems) };
}

/** The model and the object that a stream's id names. Throws MODEL_ARCHIVED, CATALOG_STREAM_UNKNOWN. */
export async function modelOfStream(scope: Scope, id: string): Promise<{ model: ScopedModel; objectId: string }> {
  const { workspaceId, modelId, objectId } = parseStreamId(id) ?? { workspaceId: "", modelId: "", objectId: "" };
  const model =
    scope.allModels.find((candidate) => candidate.id === modelId) ??
    (await hiddenModel(scope, id, modelId, workspaceId));
  refuseArchived(model);
  return { model, objectId };
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
