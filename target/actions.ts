/** Runs an action that is named in the config, data or no data: imports, exports, processes, deletes and all others. */
import type { ActionKind, AnaplanClient, ModelRef } from "../protocol/anaplan/types.ts";
import { type Named, resolveNamed } from "../protocol/names.ts";
import type { ActionEntry } from "../schemas/generated/types.ts";
import { failure, type RunPorts, runAction } from "./import-run.ts";
import type { Places } from "./place.ts";
import type { TargetSettings } from "./settings.ts";

/** Throws NAME_UNKNOWN, NAME_AMBIGUOUS, and whatever the run ends with if it does not end well. */
export async function runNamedAction(
  entry: ActionEntry,
  where: string,
  places: Places,
  settings: TargetSettings,
  ports: RunPorts,
): Promise<void> {
  const model = await places.model(entry.workspace ?? settings.workspace, entry.model ?? settings.model, where);
  const ids = { workspace_id: model.workspaceId, model_id: model.modelId };
  const { id, kind } = resolveNamed(entry.action, await allActions(ports.client, model), "action", where, ids);
  const context = { ...ids, [ID_KEYS[kind]]: id };
  const mapping = Object.entries(entry.mapping ?? {}).map(([entityType, entityName]) => ({ entityType, entityName }));
  const outcome = await runAction({ action: { ...model, kind, actionId: id }, mapping, context }, ports);
  if (outcome.kind === "failed" || outcome.kind === "cancelled") throw failure(outcome, kind, context);
}

const ID_KEYS = { import: "import_id", export: "export_id", process: "process_id", action: "delete_id" } as const;

export async function allActions(client: AnaplanClient, model: ModelRef): Promise<(Named & { kind: ActionKind })[]> {
  const of = (kind: ActionKind, all: readonly Named[]) => all.map(({ id, name }) => ({ id, name, kind }));
  const [imports, processes, actions, exports] = await Promise.all([
    client.imports(model),
    client.processes(model),
    client.actions(model),
    client.exports(model),
  ]);
  return [...of("import", imports), ...of("process", processes), ...of("action", actions), ...of("export", exports)];
}
