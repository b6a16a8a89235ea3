/** A task that a killed run left behind and that has loaded exactly the files in hand is not started again. */
import type { ActionRef, MappingParameter, TaskRef } from "../protocol/anaplan/types.ts";
import { type ErrorContext, isConnectorError } from "../protocol/errors.ts";
import { countsOf, type ImportOutcome, outcomeOf, type RunPorts } from "./import-run.ts";
import { balance } from "./ledger.ts";
import type { LeftTask } from "./upload-journal.ts";

export interface LeftRun {
  action: ActionRef;
  mapping: readonly MappingParameter[];
  /** One for each file that the action reads; undefined = that file is another one than then. */
  tasks: readonly (LeftTask | undefined)[];
  /** Of the one file; undefined for several. */
  rows: number | undefined;
  context: ErrorContext;
}

/** How a journal names what was started: with other values at run time the same rows go elsewhere. */
export function startOf({ kind, actionId }: ActionRef, mapping: readonly MappingParameter[]): string {
  return `${kind} ${actionId} ${JSON.stringify(mapping)}`;
}

/** The outcome of that task once it is over. Undefined if there is none, or if it has loaded nothing: failed, cancelled, unknown. */
export async function leftOutcome(
  { action, mapping, tasks, rows, context }: LeftRun,
  ports: RunPorts,
): Promise<ImportOutcome | undefined> {
  const [left] = tasks;
  if (left === undefined || left.start !== startOf(action, mapping)) return undefined;
  if (tasks.some((other) => JSON.stringify(other) !== JSON.stringify(left))) return undefined;
  const { log } = ports;
  const taskId = left.taskId ?? (await onlyNewTask(action, left, ports));
  if (taskId === undefined) return undefined;
  const ids = { ...context, task_id: taskId };
  log.info("An earlier run has started a task with exactly these rows; looking what came of it", ids);
  const outcome = await endOf({ ...action, taskId }, ports);
  const hasLoaded = outcome?.kind === "loaded" || outcome?.kind === "loadedWithRejects";
  // Of one that was found in the list nobody says for sure that it was ours: all users' tasks stand there (anaplan-api.md 6.2).
  if (!hasLoaded || (left.taskId === undefined && rows !== undefined && !mayBeOf(rows, outcome))) {
    log.warn("It has not loaded them: the rows are loaded by a new task", { ...ids, outcome: outcome?.kind });
    return undefined;
  }
  log.info("It has loaded them; it is not started again", ids);
  return outcome;
}

async function onlyNewTask(action: ActionRef, { known }: LeftTask, { client }: RunPorts): Promise<string | undefined> {
  const fresh = (await client.tasks(action)).filter(({ taskId }) => !known.includes(taskId));
  return fresh.length === 1 ? fresh[0]?.taskId : undefined;
}

async function endOf(task: TaskRef, { client }: RunPorts): Promise<ImportOutcome | undefined> {
  try {
    return outcomeOf(task, await client.followTask(task));
  } catch (error) {
    if (isConnectorError(error, "TASK_OUTCOME_UNKNOWN")) return undefined;
    throw error;
  }
}

function mayBeOf(rows: number, outcome: ImportOutcome): boolean {
  if (outcome.kind === "failed" || outcome.kind === "cancelled" || outcome.task.kind !== "import") return true;
  return balance({ sent: rows, ...countsOf(outcome.result), dumped: undefined }).kind === "balanced";
}
