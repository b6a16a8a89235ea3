/** A 404 says "unknown, or no access"; a 500 may mean an unknown id (anaplan-api.md 7.1, 4.3). Before it becomes an error,
 *  one or two more calls find out which. */
import { ConnectorError, type ErrorCode, isConnectorError, toConnectorError } from "../errors.ts";
import { ACTIONS } from "./actions/index.ts";
import { ENDPOINTS } from "./endpoints.ts";
import type { HttpReply } from "./exchange.ts";
import type { Call, Http } from "./http.ts";
import { listAll } from "./pages.ts";
import { asObject, textOf } from "./read.ts";

/** The same calls with better errors. */
export function diagnosing(http: Http): Http {
  return async (call) => {
    try {
      return await http(call);
    } catch (error) {
      if (!isConnectorError(error) || !isUnclear(error, call)) throw error;
      throw (await diagnosis(http, call, error)) ?? error;
    }
  };
}

const UNCLEAR: readonly ErrorCode[] = ["MODEL_FORBIDDEN", "ACTION_MISSING"];

/** Calls that name a model and, for a 500, an action. */
function isUnclear({ code, context }: ConnectorError, { endpoint, params = {} }: Call): boolean {
  if (params.m === undefined || endpoint === ENDPOINTS.model) return false;
  return UNCLEAR.includes(code) || (context.status === 500 && params.a !== undefined && endpoint !== ENDPOINTS.task);
}

async function diagnosis(http: Http, call: Call, error: ConnectorError): Promise<ConnectorError | undefined> {
  try {
    if (call.params?.a === undefined) return await modelFault(http, call, error);
    return await actionFault(http, call, error);
  } catch {
    return undefined;
  }
}

/** Is the action still listed? If not even the list can be had, it is the model. */
async function actionFault(http: Http, call: Call, error: ConnectorError): Promise<ConnectorError | undefined> {
  const { w = "", m = "", kind, a = "" } = call.params ?? {};
  const traits = Object.values(ACTIONS).find(({ segment }) => segment === kind);
  if (traits === undefined) return undefined;
  try {
    const rows = await listAll(http, { endpoint: traits.list, params: { w, m } });
    if (rows.some(({ id }) => textOf(id) === a)) return undefined;
  } catch (listError) {
    return isConnectorError(listError, "MODEL_FORBIDDEN") ? modelFault(http, call, error) : undefined;
  }
  return new ConnectorError("ACTION_MISSING", {
    what: `The model has no ${traits.noun} ${a}.`,
    why: "It was deleted, or its id is wrong.",
    next: `\`tap-anaplan list ${traits.segment}\` shows those there are; correct the id or have a model builder restore it.`,
    context: error.context,
    cause: error,
  });
}

async function modelFault(http: Http, call: Call, error: ConnectorError): Promise<ConnectorError | undefined> {
  const { w, m = "" } = call.params ?? {};
  const reply = await modelReply(http, m);
  if (isConnectorError(reply)) return reply.code === "MODEL_NOT_FOUND" ? reply.at(error.context) : undefined;
  const model = asObject(asObject(reply.json).model);
  const home = textOf(model.currentWorkspaceId);
  const parts = { context: error.context, cause: error };
  if (/ARCHIVED/i.test(textOf(model.activeState) ?? ""))
    return new ConnectorError("MODEL_ARCHIVED", {
      what: `The model "${textOf(model.name) ?? m}" is archived.`,
      why: "Archived models answer no data calls.",
      next: "Have a workspace administrator unarchive it, or take it out of the config.",
      ...parts,
    });
  if (w !== undefined && home !== undefined && home.toLowerCase() !== w.toLowerCase())
    return new ConnectorError("MODEL_NOT_FOUND", {
      what: `The model "${textOf(model.name) ?? m}" is not in workspace ${w}.`,
      why: `It is in workspace ${textOf(model.currentWorkspaceName) ?? ""} (${home}).`,
      next: "Correct the workspace in the config.",
      ...parts,
    });
  return new ConnectorError("MODEL_FORBIDDEN", {
    what: `The user may not look into the model "${textOf(model.name) ?? m}".`,
    why: "The user's role in it is NO ACCESS: such a model is listed, but everything below it is hidden.",
    next: "Have a workspace administrator give the user a role in the model.",
    ...parts,
  });
}

function modelReply(http: Http, modelId: string): Promise<HttpReply | ConnectorError> {
  const call = { endpoint: ENDPOINTS.model, params: { m: modelId }, query: { modelDetails: "true" } };
  return http({ ...call, context: { model_id: modelId } }).catch((error: unknown) => toConnectorError(error));
}
