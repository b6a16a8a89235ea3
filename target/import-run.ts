/** Runs an import or a process once and says how it ended. Pure but for `runAction`, which is the thin line of doing. */

import type {
  ActionRef,
  AnaplanClient,
  ImportCounts,
  MappingParameter,
  TaskId,
  TaskRef,
  TaskResult,
  TaskStatus,
} from "../protocol/anaplan/types.ts";
import { importCounts, wordsOf } from "../protocol/anaplan/values.ts";
import type { Clock } from "../protocol/clock.ts";
import { ConnectorError, type ErrorContext, isConnectorError } from "../protocol/errors.ts";
import type { Log } from "../protocol/log.ts";

/** How one action ended. `result` of an import; of a process the whole with its nested steps. */
export type ImportOutcome =
  | { kind: "loaded"; task: TaskRef; result: TaskResult }
  | { kind: "loadedWithRejects"; task: TaskRef; result: TaskResult }
  | { kind: "failed"; task: TaskRef; result: TaskResult | undefined }
  | { kind: "cancelled"; task: TaskRef };

export function outcomeOf(task: TaskRef, { taskState, result }: TaskStatus): ImportOutcome {
  if (taskState === "CANCELLED") return { kind: "cancelled", task };
  if (result === undefined || !isSuccessful(result)) return { kind: "failed", task, result };
  const kind = hasDump(result) ? "loadedWithRejects" : "loaded";
  return { kind, task, result };
}

/** An outer success does not excuse a step that failed (anaplan-api.md 6.4). */
export function isSuccessful(result: TaskResult): boolean {
  return result.successful && result.nestedResults.every(isSuccessful);
}

function hasDump({ failureDumpAvailable, nestedResults }: TaskResult): boolean {
  return failureDumpAvailable || nestedResults.some(hasDump);
}

export interface RunPorts {
  client: AnaplanClient;
  clock: Clock;
  log: Log;
}

export interface ActionRun {
  action: ActionRef;
  mapping: MappingParameter[];
  context: ErrorContext;
  onProgress?(status: TaskStatus): void;
  /** As `RunOptions` has them. */
  onStarting?(known: readonly TaskId[]): void;
  onStarted?(task: TaskRef): void;
}

/** Starts the action once and follows it. Stopped in between, it asks Anaplan to cancel and reports what came of that: a
 *  task that was already over counts as what it is. */
export async function runAction(
  { action, mapping, context, ...hooks }: ActionRun,
  ports: RunPorts,
): Promise<ImportOutcome> {
  const { client, clock, log } = ports;
  const began = clock.now();
  const options = { mapping, ...hooks };
  const task = await client.startTask(action, options);
  const status = await followOrCancel(task, options, client);
  const outcome = outcomeOf(task, status);
  const seconds = (clock.now() - began) / 1000;
  const ids = { ...context, task_id: task.taskId };
  log.info("Task ended", { ...ids, outcome: outcome.kind, seconds });
  const { stream, line: _, ...tags } = ids;
  const status_ = outcome.kind === "loaded" || outcome.kind === "loadedWithRejects" ? "succeeded" : "failed";
  log.metric({ type: "timer", metric: "task_duration", value: seconds, tags: { stream, ...tags, status: status_ } });
  return outcome;
}

async function followOrCancel(task: TaskRef, options: object, client: AnaplanClient): Promise<TaskStatus> {
  try {
    return await client.followTask(task, options);
  } catch (error) {
    if (!isConnectorError(error, "INTERRUPTED") && !isConnectorError(error, "OUTPUT_CLOSED")) throw error;
    return client.cancelTask(task);
  }
}

/** Waits for tasks of this action that an earlier run left behind: an upload while one of them reads the file would corrupt it
 *  (anaplan-api.md 5.2). */
export async function waitForRunning(
  action: ActionRef,
  context: ErrorContext,
  { client, log }: RunPorts,
): Promise<void> {
  const running = (await client.tasks(action)).filter(
    ({ taskState }) => taskState !== "COMPLETE" && taskState !== "CANCELLED",
  );
  for (const { taskId } of running) {
    log.warn("A task that reads the file is still running; waiting for it before anything is uploaded", {
      ...context,
      task_id: taskId,
    });
    await client.followTask({ ...action, taskId });
  }
}

/** Counts of an import, each detail by itself: one may count rows, another cells. */
export function countsOf({ details }: TaskResult): {
  counts: ImportCounts[];
  isProven: boolean;
  saysNoChanges: boolean;
} {
  const counting = details
    .map((detail) => ({ detail, counts: importCounts(detail) }))
    .filter(({ counts }) => counts !== undefined);
  return {
    counts: counting.map(({ counts }) => counts ?? {}),
    isProven: counting.length > 0 && counting.every(({ detail }) => detail.type.startsWith("hierarchyRowsProcessed")),
    saysNoChanges: details.some(({ type }) => type === "hierarchyNoChanges"),
  };
}

/** `steps`: of a process, how each ended. */
export function failure(
  outcome: Extract<ImportOutcome, { kind: "failed" | "cancelled" }>,
  kind: "import" | "process" | "action" | "export",
  context: ErrorContext,
  steps = "",
): ConnectorError {
  const ids = { ...context, task_id: outcome.task.taskId };
  if (outcome.kind === "cancelled") {
    return new ConnectorError("TASK_CANCELLED", {
      what: `The ${kind} was cancelled; its changes were rolled back.`,
      why: "A person cancelled it in Anaplan, or this program was told to stop.",
      next: "Run again.",
      context: ids,
    });
  }
  const said = outcome.result === undefined ? [] : messagesOf(outcome.result);
  return new ConnectorError(kind === "process" ? "PROCESS_FAILED" : "IMPORT_FAILED", {
    what: `The ${kind} ended without success.${steps === "" ? "" : ` Its steps: ${steps}.`}`,
    why: said.length === 0 ? "Anaplan gives no reason." : said.join(" | "),
    next:
      kind === "process"
        ? "A process is not atomic: what is applied stays. Repair the step in Anaplan, then run again."
        : "Repair the import in Anaplan (its history shows the same task), then run again.",
    context: ids,
  });
}

/** Anaplan's own words, those of failed steps included. */
export function messagesOf({ details, nestedResults }: TaskResult): string[] {
  return [...details.map(wordsOf), ...nestedResults.flatMap(messagesOf)];
}
