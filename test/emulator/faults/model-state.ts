/** The model changes under the client: locked, offline or archived for a while, an export deleted. */
import type { Exchange } from "../http/exchange.ts";
import type { ActiveState } from "../world/definition.ts";
import type { Model } from "../world/model.ts";
import type { World } from "../world/world.ts";
import type { Fault } from "./fault.ts";

export function modelOf(exchange: Exchange, world: World): Model | undefined {
  return world.models.get(/\/models\/([^/]+)/.exec(exchange.path)?.[1] ?? "");
}

function inState(state: ActiveState): Fault {
  return {
    match: { path: /\/models\/[^/]+\/./ },
    apply(exchange, next, options, { world, clock }) {
      const model = modelOf(exchange, world);
      if (model !== undefined && model.activeState !== state) {
        const before = model.activeState;
        model.activeState = state;
        if (options.forMs !== undefined) {
          void clock.sleep(options.forMs).then(() => {
            model.activeState = before;
          });
        }
      }
      return next(exchange);
    },
  };
}

/** For `forMs`, or for good. */
export const modelLocked = inState("LOCKED");
export const modelOffline = inState("MAINTENANCE");
export const modelArchived = inState("ARCHIVED");

/** A person's change holds the model: 409 (anaplan-api.md 7.1). What tells of it is the reading `heldModelTold`. */
export const modelBusy: Fault = {
  match: { path: /\/models\/[^/]+\/./ },
  apply(exchange, next, options, { world, clock }) {
    const model = modelOf(exchange, world);
    if (model !== undefined && !model.isHeld) {
      model.isHeld = true;
      if (options.forMs !== undefined) {
        void clock.sleep(options.forMs).then(() => {
          model.isHeld = false;
        });
      }
    }
    return next(exchange);
  },
};

/** A model builder deletes the export just before the request. */
export const exportDeleted: Fault = {
  match: { path: /\/exports\/[^/]+/ },
  apply(exchange, next, _options, { world }) {
    const model = modelOf(exchange, world);
    const id = /\/(?:exports|files)\/([^/]+)/.exec(exchange.path)?.[1] ?? "";
    if (model?.definition.exports !== undefined) {
      model.definition.exports = model.definition.exports.filter((definition) => definition.id !== id);
      model.files.slots.delete(id);
    }
    return next(exchange);
  },
};
