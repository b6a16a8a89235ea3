/** Runs an action that is named in the config or on the command line, data or no data: imports, exports, processes, deletes and
 *  all others. */
import type {
  ActionKind,
  ActionRef,
  AnaplanClient,
  ModelRef,
  ProcessStep,
  TaskStatus,
} from "../protocol/anaplan/types.ts";
import type { ConnectorError, ErrorContext } from "../protocol/errors.ts";
import { type Named, resolveNamed } from "../protocol/names.ts";
import type { ActionEntry, ActionReport } from "../schemas/generated/types.ts";
import { failure, type ImportOutcome, type RunPorts, runAction } from "./import-run.ts";
import { type PartRows, readPartRows } from "./part-rows.ts";
import type { Places } from "./place.ts";
import { judge } from "./policy.ts";
import { type Part, toldParts } from "./process-files.ts";
import { mappingOf } from "./run-prompts.ts";
import type { TargetSettings } from "./settings.ts";
import { stepsText, taskReportOf } from "./task-report.ts";

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

export interface NamedRun {
  report: Omit<ActionReport, "when">;
  /** The task did not end well. */
  failure: ConnectorError | undefined;
  /** It did, and its imports refused rows beyond the policy. */
  refusal: ConnectorError | undefined;
}

/** Throws NAME_UNKNOWN, NAME_AMBIGUOUS. */
export async function runNamedAction(
  entry: ActionEntry,
  where: string,
  places: Places,
  settings: TargetSettings,
  ports: RunPorts,
): Promise<NamedRun> {
  const action = await findAction(entry, where, places, settings, ports.client);
  const planned = await stepsOf(ports.client, action);
  const outcome = await runFoundAction(action, entry.mapping, ports);
  const context = { ...action.context, task_id: outcome.task.taskId };
  const { client, log } = ports;
  const { rejectsDir, policy } = settings;
  const rows = await readPartRows(partsOfAction(action, outcome, planned), outcome.task, context, {
    client,
    log,
    rejectsDir,
  });
  const task = taskReportOf(outcome, planned, rows);
  const [own] = action.kind === "import" ? rows : [];
  if (own?.path !== undefined) task.rejects_file = own.path;
  const { workspaceId: workspace_id, modelId: model_id } = action.model;
  const ids = { workspace_id, model_id, ...idOf({ kind: action.kind, actionId: action.id }) };
  const hasFailed = outcome.kind === "failed" || outcome.kind === "cancelled";
  return {
    report: { name: action.name, ...ids, ...(own?.rows && { rows: own.rows }), task },
    failure: hasFailed ? failure(outcome, action.kind, action.context, stepsText(task)) : undefined,
    refusal: hasFailed ? undefined : judgeParts(rows, policy, context),
  };
}

/** The imports that an action ran; none of a delete or an export. */
export function partsOfAction(
  { kind, id, name }: Pick<FoundAction, "kind" | "id" | "name">,
  outcome: ImportOutcome,
  planned: readonly ProcessStep[],
): Part[] {
  if (outcome.kind === "cancelled" || outcome.result === undefined) return [];
  if (kind === "import") return [{ importId: id, name, result: outcome.result }];
  return kind === "process" ? toldParts(outcome.result, planned).filter(({ importId }) => isImport(importId)) : [];
}

function isImport(id: string): boolean {
  return id.startsWith("112");
}

/** Whether rows that no stream has sent were refused beyond the policy, the first import that did. */
export function judgeParts(
  parts: readonly PartRows[],
  policy: TargetSettings["policy"],
  context: ErrorContext,
): ConnectorError | undefined {
  for (const { part, rows } of parts) {
    if (rows === undefined) continue;
    const received = rows.loaded + rows.ignored + rows.rejected;
    // What an import from elsewhere ignores was never given to this program.
    const judged = { received, ...rows, ignored: 0 };
    const of = `"${part.name ?? part.importId}", which no stream fills`;
    const refusal = judge(judged, policy, { ...context, import_id: part.importId }, of);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** The tracked id of an action. */
export function idOf({ kind, actionId }: Pick<ActionRef, "kind" | "actionId">): Partial<Record<IdKey, string>> {
  return { [ID_KEYS[kind]]: actionId };
}

type IdKey = (typeof ID_KEYS)[ActionKind];

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
