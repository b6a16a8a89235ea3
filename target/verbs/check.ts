/** `target-anaplan check`: the doctor. Connection and sign-in first, then everywhere the config would load to. Writes and
 *  starts nothing. */
import { connectionSettings, diagnoseConnection, modelFindings, tenantEmpty } from "../../protocol/anaplan/access.ts";
import type { AnaplanClient, ModelRef } from "../../protocol/anaplan/types.ts";
import { attempt, type Finding, ok, printFindings, type Report } from "../../protocol/findings.ts";
import type { Log } from "../../protocol/log.ts";
import { resolveNamed } from "../../protocol/names.ts";
import type { StreamEntry, TargetConfig } from "../../schemas/generated/types.ts";
import { allActions } from "../actions.ts";
import { type DirectPlacePorts, directPlaceOf } from "../direct-places.ts";
import { createPlaces } from "../place.ts";
import { type TargetSettings, targetSettings } from "../settings.ts";
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
      await attempt(report, () => checkWriting(askingOnce(client), read, io.log, report));
    } finally {
      await client.close();
    }
  });
  return printFindings(findings, values.format === "json" ? "json" : "text", io);
}

/** What several entries need is asked once. */
function askingOnce(client: AnaplanClient): AnaplanClient {
  const known = new Map<string, Promise<unknown>>();
  const once = <Value>(key: string, get: () => Promise<Value>): Promise<Value> => {
    const value = (known.get(key) ?? get()) as Promise<Value>;
    known.set(key, value);
    return value;
  };
  return {
    ...client,
    workspaces: () => once("workspaces", () => client.workspaces()),
    models: (workspaceId) => once(`models ${workspaceId}`, () => client.models(workspaceId)),
    imports: (model) => once(`imports ${model.modelId}`, () => client.imports(model)),
    processes: (model) => once(`processes ${model.modelId}`, () => client.processes(model)),
    files: (model) => once(`files ${model.modelId}`, () => client.files(model)),
  };
}

async function checkWriting(client: AnaplanClient, config: TargetConfig, log: Log, report: Report): Promise<void> {
  const settings = targetSettings(config);
  const apiRoot = connectionSettings(config).roots.api;
  const workspaces = await client.workspaces();
  if (workspaces.length === 0 && (await client.models()).length === 0) return report(tenantEmpty);
  const places = createPlaces(client, settings);
  const models = new Map<string, ModelRef>();
  const modelOf = async (workspace: string | undefined, model: string | undefined, where: string) => {
    const ref = await places.model(workspace ?? settings.workspace, model ?? settings.model, where);
    const isNew = !models.has(ref.modelId);
    models.set(ref.modelId, ref);
    return { ref, isReachable: !isNew || (await checkModel(client, ref, apiRoot, report)) };
  };
  if (settings.entries.length === 0)
    await attempt(report, async () => {
      const { ref, isReachable } = await modelOf(undefined, undefined, "The config");
      if (isReachable) await reportByName(client, ref, report);
    });
  for (const entry of settings.entries)
    await attempt(report, async () => {
      const where = `Entry of stream "${entry.stream}"`;
      const { isReachable } = await modelOf(entry.workspace, entry.model, where);
      if (isReachable) await checkEntry(entry, { client, log, places, settings }, report);
    });
  await checkActions(client, settings, modelOf, report);
}

/** Whether it makes sense to ask for what is in it. */
async function checkModel(client: AnaplanClient, ref: ModelRef, apiRoot: string, report: Report): Promise<boolean> {
  const model =
    (await client.models(ref.workspaceId)).find(({ id }) => id === ref.modelId) ?? (await client.model(ref.modelId));
  const status = await client.modelStatus(ref);
  const findings = modelFindings({ model, workspaceId: ref.workspaceId, status, apiRoot });
  for (const finding of findings) report(finding);
  const isReachable = !findings.some(({ level }) => level === "problem");
  const context = { workspace_id: ref.workspaceId, model_id: ref.modelId };
  if (isReachable) report(ok("MODEL", `The model "${model.name}" is ${model.activeState.toLowerCase()}.`, context));
  return isReachable;
}

async function checkEntry(entry: StreamEntry, ports: DirectPlacePorts, report: Report): Promise<void> {
  const { stream } = entry;
  const direct = await directPlaceOf(entry, ports);
  if (direct !== undefined) {
    const { kind, id, name } = direct.target;
    const ids = { workspace_id: direct.model.workspaceId, model_id: direct.model.modelId, [`${kind}_id`]: id };
    return report(ok(kind.toUpperCase(), `The stream "${stream}" goes to the ${kind} "${name}".`, ids));
  }
  const { action, fileId, headerNames, dialect, model, importId } = await ports.places.place(stream);
  const columns = headerNames.length === 0 ? "" : ` with ${headerNames.length} columns`;
  const context = { workspace_id: model.workspaceId, model_id: model.modelId, import_id: importId, file_id: fileId };
  const what = `The stream "${stream}" goes to the ${action.kind} "${action.name}", a file in ${dialect.encoding}${columns}.`;
  report(ok("IMPORT", what, context));
}

/** Without entries a stream finds its import by name. */
async function reportByName(client: AnaplanClient, ref: ModelRef, report: Report): Promise<void> {
  const imports = await client.imports(ref);
  const fromFiles = imports.filter(({ importDataSourceId }) => importDataSourceId?.startsWith("113"));
  const context = { workspace_id: ref.workspaceId, model_id: ref.modelId };
  if (fromFiles.length > 0)
    return report(
      ok("IMPORTS", `${fromFiles.length} imports of the model read a file; streams find theirs by name.`, context),
    );
  report({
    code: "IMPORTS_MISSING",
    level: "problem",
    what: "The model has no import that reads a file.",
    why: "None was made yet, or this user may not see them.",
    next: "Have a model builder make an import from a sample file and give the user access to it.",
    context,
  });
}

async function checkActions(
  client: AnaplanClient,
  settings: TargetSettings,
  modelOf: (
    workspace: string | undefined,
    model: string | undefined,
    where: string,
  ) => Promise<{ ref: ModelRef; isReachable: boolean }>,
  report: Report,
): Promise<void> {
  for (const key of ["before", "after"] as const)
    for (const [index, entry] of settings[key].entries())
      await attempt(report, async () => {
        const where = `${key}[${index}]`;
        const { ref, isReachable } = await modelOf(entry.workspace, entry.model, where);
        if (!isReachable) return;
        const ids = { workspace_id: ref.workspaceId, model_id: ref.modelId };
        const found = resolveNamed(entry.action, await allActions(client, ref), "action", where, ids);
        report(ok("ACTION", `${where} is the ${found.kind} "${found.name}".`, ids));
      });
}
