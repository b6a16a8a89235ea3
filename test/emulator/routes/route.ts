/** How a route is declared: its path, who may call it, and whether it waits for a busy model. */
import type { Clock } from "../clock.ts";
import type { FaultDesk } from "../faults/index.ts";
import { type Exchange, Refusal, type Reply } from "../http/exchange.ts";
import type { Journal } from "../journal.ts";
import type { Limits } from "../limits.ts";
import type { Readings } from "../readings.ts";
import type { User } from "../world/accounts.ts";
import type { FileUser } from "../world/files.ts";
import type { Model } from "../world/model.ts";
import type { World } from "../world/world.ts";

export type Emulation = {
  world: World;
  readings: Readings;
  limits: Limits;
  clock: Clock;
  journal: Journal;
  faults: FaultDesk;
  /** `http://127.0.0.1:PORT` */
  origin: string;
};

export type Call = { exchange: Exchange; params: Record<string, string>; emulation: Emulation };

/** A call with a live token. */
export type TenantCall = Call & { user: User };

/** A call below a model the user may reach. */
export type ModelCall = TenantCall & { model: Model; fileUser: FileUser };

type Answer = Reply | Promise<Reply>;

export type Route = { method: string; path: string } & (
  | { access: "open"; handle(call: Call): Answer }
  | { access: "tenant"; handle(call: TenantCall): Answer }
  | {
      access: "model";
      whenBusy: "answers" | "waits";
      changes: boolean;
      noAccess?: (call: TenantCall) => Reply;
      handle(call: ModelCall): Answer;
    }
);

export function open(method: string, path: string, handle: (call: Call) => Answer): Route {
  return { method, path, access: "open", handle };
}

export function tenant(method: string, path: string, handle: (call: TenantCall) => Answer): Route {
  return { method, path: `/2/0${path}`, access: "tenant", handle };
}

export type ModelRouteOptions = {
  /** Still answers while a task runs (anaplan-api.md 7.3). */
  answersWhenBusy?: boolean;
  /** Changes structure or content: refused on a locked model whatever the reading. */
  changes?: boolean;
  /** Answer to a user without access instead of 404. */
  noAccess?: (call: TenantCall) => Reply;
};

/** A route below a model, in both path forms (anaplan-api.md 1.2). `path` starts after the model id. */
export function inModel(
  method: string,
  path: string,
  handle: (call: ModelCall) => Answer,
  options: ModelRouteOptions = {},
): Route[] {
  return ["/2/0/models/:model", "/2/0/workspaces/:workspace/models/:model"].map((root) => ({
    method,
    path: `${root}${path}`,
    access: "model",
    whenBusy: options.answersWhenBusy === true ? "answers" : "waits",
    changes: options.changes === true,
    ...(options.noAccess === undefined ? {} : { noAccess: options.noAccess }),
    handle,
  }));
}

export function notFound(): Refusal {
  return new Refusal(404, "Not Found");
}

/** The element with that id, or a 404. */
export function required<Item extends { id: string }>(items: Item[] | undefined, id: string): Item {
  const found = items?.find((item) => item.id === id);
  if (found === undefined) throw notFound();
  return found;
}
