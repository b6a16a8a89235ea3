/** Runs an action that is named in the config or on the command line, data or no data: imports, exports, processes, deletes and
 *  all others. */
import type { ActionKind, AnaplanClient, ModelRef, ProcessStep, TaskStatus } from "../protocol/anaplan/types.ts";
import type { ErrorContext } from "../protocol/errors.ts";
import { type Named, resolveNamed } from "../protocol/names.ts";
import type { ActionEntry } from "../schemas/generated/types.ts";
import { failure, type ImportOutcome, type RunPorts, runAction } from "./import-run.ts";
import type { Places } from "./place.ts";
import { mappingOf } from "./run-prompts.ts";
import type { TargetSettings } from "./settings.ts";

export interface FoundAction extends Named {
  model: ModelRef;
  kind: ActionKind;
  context: ErrorContext;
}

/** Throws NAME_UNKNOWN, NAME_AMBIGUOUS. */
export async function findAction(
  entry: Omit<ActionEntry, "mapping">,
  where: string,
  places: Places,
  settings: TargetSettings,
  client: AnaplanClient,
): Promise<FoundAction> {
  const model = await places.model(entry.workspace ?? settings.workspace, entry.model ?? settings.model, where);
  const ids = { workspace_id: model.workspaceId, model_id: model.modelId };
  const { id, name, kind } = resolveNamed(entry.action, await allActions(client, model), "action", where, ids);
  return { id, name, kind, model, context: { ...ids, [ID_KEYS[kind]]: id } };
}

/** Never throws for an unsuccessful task. */
export function runFoundAction(
  { model, kind, id, context }: FoundAction,
  mapping: ActionEntry["mapping"],
  ports: RunPorts,
  onProgress: (status: TaskStatus) => void = () => {},
): Promise<ImportOutcome> {
  const action = { ...model, kind, actionId: id };
  return runAction({ action, mapping: mappingOf(mapping), context, onProgress }, ports);
}

/** Throws NAME_UNKNOWN, NAME_AMBIGUOUS, and whatever the run ends with if it does not end well. */
export async function runNamedAction(
  entry: ActionEntry,
  where: string,
  places: Places,
  settings: TargetSettings,
  ports: RunPorts,
): Promise<void> {
  const action = await findAction(entry, where, places, settings, ports.client);
  const outcome = await runFoundAction(action, entry.mapping, ports);
  if (outcome.kind === "failed" || outcome.kind === "cancelled") throw failure(outcome, action.kind, action.context);
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

/** In run order; none of anything but a process. */
export async function stepsOf(
  client: AnaplanClient,
  { kind, model, id }: Pick<FoundAction, "kind" | "model" | "id">,
): Promise<readonly ProcessStep[]> {
  return kind === "process" ? (await client.processMetadata(model, id)).actions : [];
}
