/** The four kinds of definitions that run as tasks (anaplan-api.md 1.3, 6). `action` is every 117: deletes, copies,
 *  period shifts, … */
import type { ActionKind } from "../types.ts";
import { deleteAction } from "./delete.ts";
import { exportAction } from "./export.ts";
import { importAction } from "./import.ts";
import { processAction } from "./process.ts";
import type { ActionTraits } from "./traits.ts";

export const ACTIONS: Readonly<Record<ActionKind, ActionTraits>> = {
  import: importAction,
  export: exportAction,
  process: processAction,
  action: deleteAction,
};

/** The kind an id belongs to; undefined for a file, a module, … */
export function kindOfId(id: string): ActionKind | undefined {
  const kinds = Object.keys(ACTIONS) as ActionKind[];
  return /^\d{12}$/.test(id) ? kinds.find((kind) => id.startsWith(ACTIONS[kind].idPrefix)) : undefined;
}
