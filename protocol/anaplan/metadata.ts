/** Users, workspaces, models and what a model consists of (anaplan-api.md 4). Definitions that run: definitions.ts. */
import { isConnectorError } from "../errors.ts";
import { ENDPOINTS } from "./endpoints.ts";
import type { Http } from "./http.ts";
import { listAll } from "./pages.ts";
import { inModel } from "./places.ts";
import { asObject, asObjects, flagOf, type JsonObject, namedOf, numberOf, present, textOf } from "./read.ts";
import type {
  AnaplanClient,
  LineItem,
  ListItem,
  Member,
  Model,
  ModelModule,
  ModelRef,
  NamedObject,
  User,
  View,
  Workspace,
  WorkspaceId,
} from "./types.ts";

export type MetadataCalls = Pick<
  AnaplanClient,
  "me" | "users" | "workspaces" | "models" | "model" | "modelStatus" | "calendar" | "versions"
> &
  Pick<AnaplanClient, "modules" | "lineItems" | "lists" | "listMetadata" | "listItems" | "members"> &
  Pick<AnaplanClient, "views" | "viewAxes" | "viewDimensionItems">;

export function metadataCalls(http: Http): MetadataCalls {
  return {
    me: async () => readUser(asObject(asObject((await http({ endpoint: ENDPOINTS.me })).json).user)),
    users: async () => (await listAll(http, { endpoint: ENDPOINTS.users })).map(readUser),
    workspaces: async () => (await workspaceRows(http)).map(readWorkspace),
    models: async (workspaceId) => (await modelRows(http, workspaceId)).map(readModel),
    model: async (modelId) => {
      const call = { endpoint: ENDPOINTS.model, params: { m: modelId }, query: modelDetails };
      const { json } = await http({ ...call, context: { model_id: modelId } });
      return readModel(asObject(asObject(json).model));
    },
    modelStatus: (model) => modelStatus(http, model),
    calendar: async (model) => {
      const { json } = await http({ endpoint: ENDPOINTS.calendar, ...inModel(model) });
      return { ...asObject(asObject(json).modelCalendar) };
    },
    versions: async (model) =>
      (await listAll(http, { endpoint: ENDPOINTS.versions, ...inModel(model) })).map((row) => ({
        ...row,
        ...namedOf(row),
      })),
    modules: async (model) =>
      (await listAll(http, { endpoint: ENDPOINTS.modules, ...inModel(model) })).map((row) =>
        present<ModelModule>({ ...namedOf(row), code: textOf(row.code) }),
      ),
    lineItems: async (model, moduleId) => {
      const endpoint = moduleId === undefined ? ENDPOINTS.lineItems : ENDPOINTS.moduleLineItems;
      const place = inModel(model, { mod: moduleId ?? "" });
      return (await listAll(http, { endpoint, ...place, query: { includeAll: "true" } })).map(readLineItem);
    },
    lists: async (model) => (await listAll(http, { endpoint: ENDPOINTS.lists, ...inModel(model) })).map(namedOf),
    listMetadata: async (model, listId) => {
      const { json } = await http({ endpoint: ENDPOINTS.list, ...inModel(model, { l: listId }) });
      return { ...asObject(asObject(json).metadata) };
    },
    listItems: async (model, listId) => {
      const call = { endpoint: ENDPOINTS.listItems, ...inModel(model, { l: listId }), query: { includeAll: "true" } };
      return (await listAll(http, call)).map(readListItem);
    },
    members: async (model, listId) => {
      const isList = listId.startsWith("101");
      const endpoint = isList ? ENDPOINTS.listItems : ENDPOINTS.dimensionItems;
      const rows = await listAll(http, { endpoint, ...inModel(model, isList ? { l: listId } : { d: listId }) });
      return rows.map((row) => present<Member>({ ...namedOf(row), code: textOf(row.code) }));
    },
    viewAxes: async (model, viewId) => {
      const { json } = await http({ endpoint: ENDPOINTS.view, ...inModel(model, { v: viewId }) });
      const { rows, columns, pages } = asObject(json);
      return { rows: dimensions(rows), columns: dimensions(columns), pages: dimensions(pages) };
    },
    viewDimensionItems: async (model, viewId, dimensionId) => {
      const place = inModel(model, { v: viewId, d: dimensionId });
      return (await listAll(http, { endpoint: ENDPOINTS.viewDimensionItems, ...place })).map(namedOf);
    },
    views: async (model) =>
      (await listAll(http, { endpoint: ENDPOINTS.views, ...inModel(model) })).map((row) =>
        present<View>({ ...namedOf(row), moduleId: textOf(row.moduleId), code: textOf(row.code) }),
      ),
  };
}

const modelDetails = { modelDetails: "true" };

/** Sizes need a tenant role; whoever lacks it may be refused instead of getting the list without them. */
async function workspaceRows(http: Http): Promise<JsonObject[]> {
  try {
    return await listAll(http, { endpoint: ENDPOINTS.workspaces, query: { tenantDetails: "true" } });
  } catch (error) {
    if (!isConnectorError(error, "FORBIDDEN")) throw error;
    return listAll(http, { endpoint: ENDPOINTS.workspaces });
  }
}

function modelRows(http: Http, workspaceId: WorkspaceId | undefined): Promise<JsonObject[]> {
  if (workspaceId === undefined) return listAll(http, { endpoint: ENDPOINTS.models, query: modelDetails });
  return listAll(http, {
    endpoint: ENDPOINTS.workspaceModels,
    params: { w: workspaceId },
    query: modelDetails,
    context: { workspace_id: workspaceId },
  });
}

/** GET works live, docs say POST; with and without envelope (4.2). */
async function modelStatus(http: Http, model: ModelRef): Promise<string | undefined> {
  const got = await http({ endpoint: ENDPOINTS.modelStatus, ...inModel(model) });
  const reply =
    got.status === 405 ? await http({ endpoint: ENDPOINTS.modelStatusPost, ...inModel(model), body: "{}" }) : got;
  if (reply.status >= 400) return undefined;
  return textOf(asObject(asObject(reply.json).requestStatus).currentStep);
}

function readUser(row: JsonObject): User {
  return present<User>({
    id: textOf(row.id) ?? "",
    email: textOf(row.email),
    firstName: textOf(row.firstName),
    lastName: textOf(row.lastName),
    active: flagOf(row.active),
    lastLoginDate: textOf(row.lastLoginDate),
    customerId: textOf(row.customerId),
  });
}

function readWorkspace(row: JsonObject): Workspace {
  return present<Workspace>({
    ...namedOf(row),
    active: flagOf(row.active),
    sizeAllowance: numberOf(row.sizeAllowance),
    currentSize: numberOf(row.currentSize),
  });
}

function readModel(row: JsonObject): Model {
  return present<Model>({
    ...namedOf(row),
    activeState: textOf(row.activeState) ?? "UNKNOWN",
    currentWorkspaceId: textOf(row.currentWorkspaceId),
    currentWorkspaceName: textOf(row.currentWorkspaceName),
    lastModified: textOf(row.lastModified),
    isoCreationDate: textOf(row.isoCreationDate),
    memoryUsage: numberOf(row.memoryUsage),
    lastModifiedByUserGuid: textOf(row.lastModifiedByUserGuid),
    lastSavedSerialNumber: numberOf(row.lastSavedSerialNumber),
    modelUrl: textOf(row.modelUrl),
    modelTransactionRunning: flagOf(row.modelTransactionRunning),
  });
}

function dimensions(axis: unknown): NamedObject[] {
  return asObjects(axis).map(namedOf);
}

function readListItem(row: JsonObject): ListItem {
  const properties = Object.entries(asObject(row.properties)).map(([name, value]) => [name, propertyText(value)]);
  const subsets = Object.entries(asObject(row.subsets)).map(([name, value]) => [name, flagOf(value) === true]);
  return present<ListItem>({
    ...namedOf(row),
    code: textOf(row.code),
    parent: textOf(row.parent),
    parentId: textOf(row.parentId),
    subsets: Object.fromEntries(subsets) as ListItem["subsets"],
    properties: Object.fromEntries(properties) as ListItem["properties"],
  });
}

/** Values are strings (4.5); a server that sends them typed is understood, too. */
function propertyText(value: unknown): string {
  return typeof value === "boolean" ? String(value) : (textOf(value) ?? "");
}

/** As the server gives it; only the fields that others compute with are brought into form. */
function readLineItem(row: JsonObject): LineItem {
  return {
    ...row,
    ...present({ id: textOf(row.id), moduleId: textOf(row.moduleId) }),
    name: textOf(row.name) ?? "",
  };
}
