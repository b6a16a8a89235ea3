/** Users, workspaces and models (anaplan-api.md 4.1 and 4.2). */
import { type Exchange, Refusal, type Reply, readJsonObject } from "../http/exchange.ts";
import { empty, envelope, json, page, stamp } from "../http/replies.ts";
import type { User } from "../world/accounts.ts";
import type { Model } from "../world/model.ts";
import { hasAccess, open } from "./guard.ts";
import { type Emulation, inModel, notFound, type Route, type TenantCall, tenant } from "./route.ts";
import { searched, sorted } from "./sort.ts";

export const tenantRoutes: Route[] = [
  tenant("GET", "/users/me", (call) => envelope("user", { user: userFacts(call.user, call.emulation) })),
  tenant("GET", "/users", ({ exchange, emulation }) => {
    const users = emulation.world.accounts.users.map((user) => userFacts(user, emulation));
    return page(
      exchange,
      "user",
      "users",
      sorted(exchange, users, ["firstName", "lastName", "email", "active", "lastLoginDate"]),
      emulation,
    );
  }),
  tenant("GET", "/users/:user", ({ params, emulation }) => {
    const user = emulation.world.accounts.users.find(({ id }) => id === params.user);
    if (user === undefined) throw notFound();
    return envelope("user", { user: userFacts(user, emulation) });
  }),
  tenant("GET", "/workspaces", ({ exchange, emulation }) => {
    const all = emulation.world.workspaces.map((workspace) => workspaceFacts(workspace.id, exchange, emulation));
    const shown = sorted(exchange, searched(exchange, all), ["name", "sizeAllowance"]);
    return page(exchange, "workspace", "workspaces", shown, emulation);
  }),
  tenant("GET", "/workspaces/:workspace", ({ exchange, params, user, emulation }) => {
    const known = emulation.world.workspaces.some(({ id }) => id === params.workspace);
    if (!known || !user.admin) throw notFound();
    return envelope("workspace", { workspace: workspaceFacts(params.workspace!, exchange, emulation) });
  }),
  tenant("GET", "/workspaces/:workspace/admins", workspaceUsers),
  tenant("GET", "/workspaces/:workspace/visitors", workspaceUsers),
  tenant("GET", "/models", (call) => listModels(call, [...call.emulation.world.models.values()])),
  tenant("GET", "/workspaces/:workspace/models", (call) => {
    const known = call.emulation.world.workspaces.some(({ id }) => id === call.params.workspace);
    if (!known) throw notFound();
    const models = [...call.emulation.world.models.values()];
    return listModels(
      call,
      models.filter((model) => model.workspace.id === call.params.workspace),
    );
  }),
  tenant("GET", "/models/:model", ({ exchange, params, emulation }) => {
    const model = emulation.world.models.get(params.model!);
    if (model === undefined) throw notFound();
    return envelope("model", {
      model: {
        ...modelFacts(model, exchange),
        modelTransactionRunning: model.queue.isBusy() || (model.isHeld && emulation.readings.heldModelTold === "model"),
      },
    });
  }),
  // The single model answers only in the short form (anaplan-api.md 1.2).
  tenant("GET", "/workspaces/:workspace/models/:model", () => {
    throw new Refusal(405, "Method Not Allowed");
  }),
  tenant("GET", "/models/:model/status", (call) => modelStatus(call, "GET")),
  tenant("POST", "/models/:model/status", (call) => modelStatus(call, "POST")),
  tenant("POST", "/models/:model/open", (call) => {
    const model = reached(call);
    if (model.activeState === "ARCHIVED") throw new Refusal(422, "The model is archived");
    if (model.activeState === "MAINTENANCE") throw new Refusal(424, "The model is offline");
    if (model.isOpen) return empty(200);
    void open(model, call.emulation);
    return empty(202);
  }),
  tenant("POST", "/models/:model/close", (call) => {
    reached(call).isOpen = false;
    return empty();
  }),
  tenant("PUT", "/models/:model/onlineStatus", setOnlineStatus),
  tenant("POST", "/models/:model/onlineStatus", setOnlineStatus),
  tenant("POST", "/workspaces/:workspace/bulkDeleteModels", bulkDeleteModels),
  ...inModel("GET", "/dashboards", ({ exchange, emulation }) =>
    page(exchange, "dashboard", "dashboards", [], emulation),
  ),
];

function userFacts(user: User, emulation: Emulation) {
  return {
    id: user.id,
    active: true,
    email: user.email,
    emailOptIn: false,
    firstName: user.firstName ?? "Ada",
    lastName: user.lastName ?? "Example",
    customerId: emulation.world.tenantId,
    lastLoginDate: stamp(user.lastLogin),
  };
}

function workspaceFacts(id: string, exchange: Exchange, { world, readings }: Emulation) {
  const workspace = world.workspaces.find((candidate) => candidate.id === id)!;
  const details =
    exchange.query.get("tenantDetails")?.toLowerCase() === "true" && readings.workspaceCurrentSize === "present";
  return {
    id: workspace.id,
    name: workspace.name,
    active: workspace.active ?? true,
    sizeAllowance: workspace.sizeAllowance ?? 10 * 1024 ** 3,
    ...(details ? { currentSize: workspace.currentSize ?? 524_288_000 } : {}),
  };
}

/** Tenant administrators only; others get a 500 (anaplan-api.md 4.1). */
function workspaceUsers({ exchange, params, user, emulation }: TenantCall): Reply {
  if (!user.admin) throw new Refusal(500, "Internal Server Error");
  if (!emulation.world.workspaces.some(({ id }) => id === params.workspace)) throw notFound();
  const key = exchange.path.endsWith("/admins") ? "admins" : "visitors";
  const wanted = emulation.world.accounts.users.filter(({ admin }) => admin === (key === "admins"));
  return page(
    exchange,
    "user",
    key,
    wanted.map((found) => userFacts(found, emulation)),
    emulation,
  );
}

function listModels({ exchange, emulation }: TenantCall, models: Model[]): Reply {
  const facts = models.map((model) => modelFacts(model, exchange));
  const shown = sorted(exchange, searched(exchange, facts), ["name", "activeState"]);
  return page(exchange, "model", "models", shown, emulation);
}

type ModelFacts = { id: string; name: string; activeState: string };

function modelFacts(model: Model, exchange: Exchange): ModelFacts {
  const { definition, workspace } = model;
  const plain = { id: definition.id, name: definition.name, activeState: model.activeState };
  if (definition.bare === true) return plain;
  const head = {
    ...plain,
    currentWorkspaceId: workspace.id,
    currentWorkspaceName: workspace.name,
    modelUrl: `https://us1a.app.anaplan.com/anaplan/framework.jsp?selectedWorkspaceId=${workspace.id}&selectedModelId=${definition.id}`,
    categoryValues: [],
  };
  if (exchange.query.get("modelDetails")?.toLowerCase() !== "true") return head;
  return Object.assign(head, {
    memoryUsage: 41_943_040,
    lastSavedSerialNumber: model.serial,
    lastModifiedByUserGuid: "8a81b09c6a1b2c3d016a4b5c6d7e0002",
    isoCreationDate: "2022-02-10T19:14:23.000+0000",
    lastModified: stamp(model.lastModified),
  });
}

function reached(call: TenantCall): Model {
  const model = call.emulation.world.models.get(call.params.model!);
  if (model === undefined || !hasAccess(model, call.user)) throw notFound();
  return model;
}

/** GET live, POST in the docs; with or without envelope (doubt 26). */
function modelStatus(call: TenantCall, method: "GET" | "POST"): Reply {
  const { readings, clock } = call.emulation;
  if (readings.modelStatusMethod !== "both" && readings.modelStatusMethod !== method)
    throw new Refusal(405, "Method Not Allowed");
  const model = reached(call);
  const busy = model.queue.isBusy() || (model.isHeld && readings.heldModelTold === "status");
  const requestStatus = {
    currentStep: busy ? "Processing ..." : model.isOpen ? "Open" : model.opening === undefined ? "Closed" : "Opening",
    progress: busy ? 0.5 : -1,
    creationTime: clock.now(),
    taskId: null,
    tooltip: null,
    exportTaskType: null,
    peakMemoryUsageEstimate: null,
    peakMemoryUsageTime: null,
  };
  return readings.modelStatusForm === "bare"
    ? json(200, { requestStatus })
    : envelope("requestStatus", { requestStatus });
}

async function setOnlineStatus(call: TenantCall): Promise<Reply> {
  const model = reached(call);
  const { status } = await readJsonObject(call.exchange);
  if (model.activeState === "ARCHIVED") throw new Refusal(422, "The model is archived");
  if (status !== "offline" && status !== "online") throw new Refusal(400, "status must be offline or online");
  model.activeState = status === "offline" ? "MAINTENANCE" : "UNLOCKED";
  return empty();
}

async function bulkDeleteModels({ exchange, emulation }: TenantCall): Promise<Reply> {
  const { modelIdsToDelete } = await readJsonObject(exchange);
  if (!Array.isArray(modelIdsToDelete)) throw new Refusal(400, "modelIdsToDelete must be an array");
  const failures: { modelId: string; message: string }[] = [];
  let deleted = 0;
  for (const id of modelIdsToDelete.map(String)) {
    const model = emulation.world.models.get(id);
    if (model === undefined) failures.push({ modelId: id, message: "Model not found" });
    else if (model.isOpen) failures.push({ modelId: id, message: "Model must be closed" });
    else {
      emulation.world.models.delete(id);
      deleted += 1;
    }
  }
  const reply = { modelsDeleted: deleted };
  return json(200, failures.length > 0 ? { ...reply, bulkDeleteModelsFailures: failures } : reply);
}
