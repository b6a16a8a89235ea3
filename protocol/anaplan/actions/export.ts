import { ENDPOINTS } from "../endpoints.ts";
import type { ActionTraits } from "./traits.ts";

export const exportAction: ActionTraits = {
  noun: "export",
  segment: "exports",
  idPrefix: "116",
  tracked: "export_id",
  result: "single",
  makesFile: true,
  list: ENDPOINTS.exports,
};
