/** The configs that join both models of the planning world: every stream of the source has its place in the planning model. */
import { join } from "node:path";
import { type PlanningTable, planning } from "../emulator/models/planning.ts";
import { writeJson } from "./bins.ts";

export const planningStream = (table: PlanningTable) => `books__${table}`;
const [month, version] = planning.asked.budget;

/** In an order in which they can be loaded; the process comes last, because what stands behind a failure is not loaded. */
export const planningEntries = [
  { stream: planningStream("regions"), list: "Regions" },
  { stream: planningStream("countries"), list: "Countries" },
  {
    stream: planningStream("stores"),
    import: "Load stores",
    deletes: { action: "Remove closed stores", max_percent: 30 },
  },
  { stream: planningStream("products"), list: "Products" },
  { stream: planningStream("orders"), list: "Orders" },
  {
    stream: planningStream("sales"),
    import: planning.imports.sales,
    columns: { "Posted on": { property: "Posted on", format: "DD/MM/YYYY" } },
  },
  { stream: planningStream("budget"), import: "load budget", mapping: { Time: month, Version: version } },
  { stream: planningStream("staff"), import: "Load staff" },
  { stream: planningStream("scenarios"), import: "Load scenarios" },
  { stream: planningStream("targets"), module: "PLN02 Targets", mapping: { Versions: "Stretch" } },
  {
    stream: planningStream("actuals"),
    process: "Close month",
    file: "actuals.csv",
    mapping: { [`${planning.imports.actuals}/Version`]: planning.asked.actuals },
  },
  { stream: planningStream("checks"), process: planning.process, file: planning.files.checks },
] as const;

export interface PlanningConfigs {
  tap: string;
  target: string;
  report: string;
}

export function writePlanningConfigs(folder: string, url: string, streams: readonly object[]): PlanningConfigs {
  const connection = {
    username: planning.user,
    password: planning.password,
    api_url: url,
    auth_url: url,
    poll_interval_seconds: 0.05,
  };
  const report = join(folder, "report.json");
  return {
    tap: writeJson(folder, "tap.json", { ...connection, models: ["Books"], discover: ["exports"] }),
    target: writeJson(folder, "target.json", {
      ...connection,
      workspace: "planning",
      model: "Retail Plan",
      streams,
      max_rejected_rows: 1,
      rejects_dir: join(folder, "rejects"),
      report_file: report,
    }),
    report,
  };
}
