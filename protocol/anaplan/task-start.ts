/** Starts a task exactly once, also when nobody knows whether the start arrived (anaplan-api.md 6.1: POST is not
 *  idempotent). The tasks known before are noted; after a doubt the list tells whether a new one is there. */
import type { Clock } from "../clock.ts";
import { ConnectorError, type ErrorContext, isConnectorError } from "../errors.ts";
import { rest } from "./layers/interrupt.ts";
import type { ClientLog } from "./log.ts";
import type { TaskId, TaskStatus } from "./types.ts";

export interface TaskStart {
  list(): Promise<TaskStatus[]>;
  /** Throws TASK_OUTCOME_UNKNOWN, with the reason as its cause, when the server may have started the task. */
  start(): Promise<TaskStatus>;
  onListed?: ((known: readonly TaskId[]) => void) | undefined;
  /** Ids of tasks that this client started; grows. */
  startedHere: Set<string>;
  clock: Clock;
  log: ClientLog;
  signal: AbortSignal | undefined;
  context: ErrorContext;
}

/** A start that was lost may still be on its way: it is looked for this often before another one is sent. */
const looksAfterMs = [0, 1000, 3000];
const mostStarts = 4;

export async function startOnce(call: TaskStart): Promise<TaskId> {
  const before = new Set((await call.list()).map(({ taskId }) => String(taskId)));
  call.onListed?.([...before]);
  for (let starts = 1; ; starts++) {
    const doubt = await started(call);
    if (typeof doubt === "string") return note(call, doubt);
    call.log.warn("The start of the task was not confirmed; looking at the task list", { ...call.context });
    const found = await look(call, before, doubt).catch((error: unknown) => {
      // Whoever is interrupted here must learn that a task may be running.
      throw isConnectorError(error, "INTERRUPTED") ? doubt : error;
    });
    if (found !== undefined) {
      call.log.info("The task had been started after all", { ...call.context, task_id: found });
      return note(call, found);
    }
    // Nothing was started, so what went wrong is the plain error.
    if (starts === mostStarts) throw doubt.cause instanceof ConnectorError ? doubt.cause.at(doubt.context) : doubt;
  }
}

/** The id, or the doubt. */
async function started({ start, context }: TaskStart): Promise<TaskId | ConnectorError> {
  try {
    const { taskId } = await start();
    return taskId === "" ? unknownOutcome(context, "The reply to the start holds no task id.") : taskId;
  } catch (error) {
    if (isConnectorError(error, "TASK_OUTCOME_UNKNOWN")) return error;
    throw error;
  }
}

function note({ startedHere }: TaskStart, taskId: TaskId): TaskId {
  startedHere.add(taskId);
  return taskId;
}

/** The one task that is new, or undefined if none shows up. */
async function look(call: TaskStart, before: Set<string>, doubt: ConnectorError): Promise<TaskId | undefined> {
  for (const afterMs of looksAfterMs) {
    await rest(call.clock, afterMs, call.signal);
    const fresh = (await listOr(call, doubt)).filter(
      ({ taskId }) => !before.has(taskId) && !call.startedHere.has(taskId),
    );
    if (fresh.length > 1)
      throw unknownOutcome(
        call.context,
        `${fresh.length} new tasks of this action appeared (${fresh.map(({ taskId }) => taskId).join(", ")}); which one is this run's cannot be told.`,
        doubt,
      );
    if (fresh[0] !== undefined) return fresh[0].taskId;
  }
  return undefined;
}

function listOr(call: TaskStart, doubt: ConnectorError): Promise<TaskStatus[]> {
  return call.list().catch(() => {
    throw doubt.at(call.context);
  });
}

export function unknownOutcome(context: ErrorContext, why: string, cause?: unknown): ConnectorError {
  return new ConnectorError("TASK_OUTCOME_UNKNOWN", {
    what: "It is not known whether the task was started.",
    why,
    next: "Look at the action's history in Anaplan before running again: a second start repeats its effects.",
    context,
    ...(cause !== undefined && { cause }),
  });
}
