/** What stands between a request and its route: token, access to the model, its state, its being busy or closed. */
import { type Exchange, Refusal, type Reply } from "../http/exchange.ts";
import type { Token, User } from "../world/accounts.ts";
import type { Model } from "../world/model.ts";
import { type Call, type Emulation, notFound, type Route } from "./route.ts";

/** Splits `Scheme value`; undefined without a header. */
export function authorization(exchange: Exchange): { scheme: string; value: string } | undefined {
  const header = exchange.headers.authorization;
  const found = header === undefined ? null : /^(\S+)\s+(.+)$/.exec(header.trim());
  return found === null ? undefined : { scheme: found[1]!, value: found[2]! };
}

/** The live token of a call to the Integration API; both words are accepted (anaplan-api.md 2.1). */
export function liveToken(exchange: Exchange, emulation: Emulation): Token {
  const given = authorization(exchange);
  const accepted = given?.scheme === "AnaplanAuthToken" || given?.scheme.toLowerCase() === "bearer";
  const token = given !== undefined && accepted ? emulation.world.accounts.find(given.value) : undefined;
  if (token !== undefined) return token;
  throw new Refusal(401, "Unauthorized", emulation.readings.unauthorizedBody === "empty" ? { body: "" } : {});
}

export async function run(route: Route, call: Call): Promise<Reply> {
  if (route.access === "open") return route.handle(call);
  const { user } = liveToken(call.exchange, call.emulation);
  call.exchange.journal.user = user.email;
  if (route.access === "tenant") return route.handle({ ...call, user });
  const model = reachableModel(call, user);
  if (model === undefined) {
    if (route.noAccess !== undefined) return route.noAccess({ ...call, user });
    throw notFound();
  }
  refuseByState(model, route.changes || route.method !== "GET", call.emulation);
  await open(model, call.emulation);
  if (route.whenBusy === "waits") await model.queue.free(call.emulation.limits.busyWaitMs);
  return route.handle({ ...call, user, model, fileUser: { id: user.id, admin: user.admin } });
}

/** The model of the path if it exists there and the user's role is not NO ACCESS. */
function reachableModel(call: Call, user: User): Model | undefined {
  const model = call.emulation.world.models.get(call.params.model ?? "");
  if (model === undefined) return undefined;
  const workspace = call.params.workspace;
  if (workspace !== undefined && workspace !== model.workspace.id) return undefined;
  return hasAccess(model, user) ? model : undefined;
}

export function hasAccess(model: Model, user: User): boolean {
  return model.definition.noAccess?.includes(user.email) !== true;
}

function refuseByState(model: Model, writes: boolean, emulation: Emulation): void {
  if (model.isHeld) throw new Refusal(409, "The model is busy");
  switch (model.activeState) {
    case "ARCHIVED":
      throw new Refusal(422, "The model is archived");
    case "MAINTENANCE":
    case "PRODUCTION_MAINTENANCE":
      throw new Refusal(424, "The model is offline");
    case "LOCKED":
      if (writes || emulation.readings.lockedModel === "everything") throw new Refusal(423, "The model is locked");
      return;
    case "UNLOCKED":
    case "PRODUCTION":
    case "ACTIVE":
      return;
  }
}

/** A closed model is loaded by its first call, which waits (anaplan-api.md 4.2). */
export async function open(model: Model, emulation: Emulation): Promise<void> {
  if (model.isOpen) return;
  model.opening ??= emulation.clock.sleep(emulation.limits.wakeMs).then(() => {
    model.isOpen = true;
    delete model.opening;
  });
  await model.opening;
}
