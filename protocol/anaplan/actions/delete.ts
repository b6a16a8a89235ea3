import { ENDPOINTS } from "../endpoints.ts";
import type { ActionTraits } from "./traits.ts";

export const deleteAction: ActionTraits = {
  noun: "action",
  segment: "actions",
  idPrefix: "117",
  tracked: "delete_id",
  result: "single",
  makesFile: false,
  list: ENDPOINTS.actions,
};
