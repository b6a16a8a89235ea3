import { ENDPOINTS } from "../endpoints.ts";
import type { ActionTraits } from "./traits.ts";

export const importAction: ActionTraits = {
  noun: "import",
  segment: "imports",
  idPrefix: "112",
  tracked: "import_id",
  result: "single",
  makesFile: false,
  list: ENDPOINTS.imports,
};
