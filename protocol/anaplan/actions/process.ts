import { ENDPOINTS } from "../endpoints.ts";
import type { ActionTraits } from "./traits.ts";

export const processAction: ActionTraits = {
  noun: "process",
  segment: "processes",
  idPrefix: "118",
  tracked: "process_id",
  result: "steps",
  makesFile: false,
  list: ENDPOINTS.processes,
};
