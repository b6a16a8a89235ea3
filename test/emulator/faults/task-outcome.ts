/** Tasks that end otherwise than they should, or not at all. */
import type { TaskPlan } from "../world/tasks.ts";
import { exportStarts, type Fault, type FaultOptions, importStarts, taskStarts } from "./fault.ts";

function planning(path: RegExp, plan: (options: FaultOptions) => TaskPlan): Fault {
  return {
    match: { method: "POST", path },
    apply(exchange, next, options) {
      Object.assign(exchange.taskPlan, plan(options));
      return next(exchange);
    },
  };
}

/** COMPLETE with `successful: false`. */
export const taskFails = planning(taskStarts, ({ type, text }) => ({
  outcome: { kind: "fails", type: type ?? "actionFailed", text: text ?? "The action failed." },
}));

/** A person cancels it in the UI while it runs. */
export const taskCancelled = planning(taskStarts, () => ({ outcome: { kind: "cancelled" } }));

/** Stays IN_PROGRESS until somebody cancels it. */
export const taskStuck = planning(taskStarts, () => ({ outcome: { kind: "stuck" } }));

export const taskSlow = planning(taskStarts, ({ delayMs }) => ({ durationMs: delayMs ?? 1000 }));

export const partialLoad = planning(importStarts, ({ rejectEvery }) => ({
  outcome: { kind: "partial", rejectEvery: rejectEvery ?? 3 },
}));

export const importDies = planning(importStarts, ({ afterRows }) => ({
  outcome: { kind: "dies", afterRows: afterRows ?? 1 },
}));

export const emptyExport = planning(exportStarts, () => ({ outcome: { kind: "empty export" } }));
export const headerOnlyExport = planning(exportStarts, () => ({ outcome: { kind: "header-only export" } }));
