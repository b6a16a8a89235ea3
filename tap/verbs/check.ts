/** `tap-anaplan check`: the doctor. Connection and sign-in first, then what the tap would read. Starts no task. */
import { connectionSettings, diagnoseConnection, modelFindings, tenantEmpty } from "../../protocol/anaplan/access.ts";
import type { AnaplanClient } from "../../protocol/anaplan/types.ts";
import { attempt, type Finding, ok, printFindings, type Report } from "../../protocol/findings.ts";
import type { Named } from "../../protocol/names.ts";
import type { TapConfig } from "../../schemas/generated/types.ts";
import { unsupportedReason } from "../export/format.ts";
import { openScope, type Scope, type ScopedModel } from "../scope.ts";
import { resolveEntry, type SelectedExport } from "../selected-exports.ts";
import { tapSettings } from "../settings.ts";
import { exportFindings } from "./check-export.ts";
import type { EarlyRun } from "./verb.ts";

export const CHECK_OPTIONS = {
  format: { choices: ["text", "json"], default: "text", description: "Form of the findings" },
} as const;

export async function check({ config, values, io }: EarlyRun): Promise<number> {
  const findings: Finding[] = [];
  const report: Report = (finding) => findings.push(finding);
  await attempt(report, async () => {
    const read = config();
    const client = await diagnoseConnection(read, io, report);
    if (client === undefined) return;
    try {
      await attempt(report, () => checkReading(client, read, io.log, report, io.clock.now()));
    } finally {
      await client.close();
    }
  });
  return printFindings(findings, values.format === "json" ? "json" : "text", io);
}

async function checkReading(
  client: AnaplanClient,
  config: TapConfig,
  log: EarlyRun["io"]["log"],
  report: Report,
  now: number,
): Promise<void> {
  const settings = tapSettings(config);
  const apiRoot = connectionSettings(config).roots.api;
  const quiet = { ...log, info: () => {} };
  const scope = await openScope({ client, settings, log: quiet });
  if (scope.workspaces.length === 0 && scope.allModels.length === 0) return report(tenantEmpty);
  report(ok("SCOPE", `The user sees ${count(scope.workspaces, "workspace")} and ${count(scope.allModels, "model")}.`));
  const exportsOf = remembering((model: ScopedModel) => client.exports(model.ref));
  const isSpecific = settings.syncMode === "SpecificExports";
  const chosen = isSpecific ? await resolveAll(scope, exportsOf, report) : undefined;
  const models = chosen === undefined ? scope.models : [...new Set(chosen.map(({ model }) => model))];
  for (const model of models)
    await attempt(report, () => checkModel(scope, model, isSpecific ? undefined : exportsOf, apiRoot, report));
  for (const { model, definition } of chosen ?? [])
    await attempt(report, () => exportFindings(client, model, definition, { now, layout: settings.layout }, report));
}

function count(things: readonly unknown[], word: string): string {
  return `${things.length} ${word}${things.length === 1 ? "" : "s"}`;
}

function remembering<Key, Value>(get: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const known = new Map<Key, Promise<Value>>();
  return (key) => {
    const value = known.get(key) ?? get(key);
    known.set(key, value);
    return value;
  };
}

type ExportsOf = Parameters<typeof resolveEntry>[3];

/** Each entry for itself: one wrong one hides no other. */
async function resolveAll(scope: Scope, exportsOf: ExportsOf, report: Report): Promise<SelectedExport[]> {
  const chosen: SelectedExport[] = [];
  for (const [index, entry] of scope.settings.selectedExports.entries())
    await attempt(report, async () => {
      chosen.push(await resolveEntry(entry, `selected_exports[${index}]`, scope, exportsOf));
    });
  return chosen;
}

/** `exportsOf` where not the exports but the model as a whole is read. */
async function checkModel(
  { client }: Scope,
  model: ScopedModel,
  exportsOf: ExportsOf | undefined,
  apiRoot: string,
  report: Report,
): Promise<void> {
  const status = await client.modelStatus(model.ref);
  const findings = modelFindings({ model: model.model, workspaceId: model.workspace.id, status, apiRoot });
  for (const finding of findings) report(finding);
  if (findings.some(({ level }) => level === "problem")) return;
  const context = { workspace_id: model.workspace.id, model_id: model.id };
  const exports = await exportsOf?.(model);
  const unreadable = (exports ?? []).filter((definition) => unsupportedReason({ definition }) !== undefined);
  if (unreadable.length > 0) report(unreadableFinding(model, unreadable, context));
  const reads = exports === undefined ? "" : ` and offers ${count(exports, "export")}`;
  report(ok("MODEL", `The model "${model.name}" is ${model.model.activeState.toLowerCase()}${reads}.`, context));
}

function unreadableFinding({ name }: ScopedModel, exports: readonly Named[], context: Finding["context"]): Finding {
  return {
    code: "EXPORTS_UNREADABLE",
    level: "info",
    what: `${count(exports, "export")} of the model "${name}" cannot be read: ${exports.map((one) => `"${one.name}"`).join(", ")}.`,
    why: "They write no csv or txt.",
    next: "Nothing, unless one of them is wanted: then have a model builder save it as CSV, Tabular Multiple Column.",
    ...(context && { context }),
  };
}
