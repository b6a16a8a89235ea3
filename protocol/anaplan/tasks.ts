/** Starting, following and cancelling tasks: the same for all kinds of actions (anaplan-api.md 6.1, 6.2). */
import type { Clock } from "../clock.ts";
import { ConnectorError, isConnectorError } from "../errors.ts";
import { ENDPOINTS } from "./endpoints.ts";
import type { Http } from "./http.ts";
import { joined, rest } from "./layers/interrupt.ts";
import type { ClientLog } from "./log.ts";
import { listAll } from "./pages.ts";
import { ofAction, ofTask } from "./places.ts";
import type { ConnectionSettings } from "./settings.ts";
import { readTask, taskOfBody } from "./task-results.ts";
import { startOnce } from "./task-start.ts";
import type { ActionRef, AnaplanClient, RunOptions, TaskRef, TaskStatus } from "./types.ts";

export type TaskCalls = Pick<AnaplanClient, "startTask" | "tasks" | "task" | "followTask" | "cancelTask">;

export interface TaskPorts {
  http: Http;
  /** Goes on after the program was told to stop: no task is left running for want of a cancel. */
  lastHttp: Http;
  clock: Clock;
  log: ClientLog;
  settings: Pick<ConnectionSettings, "locale" | "pollIntervalSeconds" | "taskTimeoutMinutes">;
  signal: AbortSignal | undefined;
  /** Told of each task that ended well. */
  onSuccess(task: TaskRef, status: TaskStatus): void;
}

const minute = 60_000;
/** A cancel that was asked for is not guaranteed (6.2): nobody waits longer for it. */
const cancelPatienceMinutes = 5;
/** A poll is repeated by the layers already; after so many that failed in a row the run fails. */
const failedPolls = 3;

export function taskCalls(ports: TaskPorts): TaskCalls {
  const { http, lastHttp, clock, log, settings } = ports;
  const startedHere = new Set<string>();

  const tasks = async (action: ActionRef): Promise<TaskStatus[]> =>
    (await listAll(http, { endpoint: ENDPOINTS.tasks, ...ofAction(action) })).map(readTask);

  const poll = async (task: TaskRef, via: Http, signal?: AbortSignal): Promise<TaskStatus> => {
    const { json } = await via({ endpoint: ENDPOINTS.task, ...ofTask(task), signal });
    return { ...taskOfBody(json), taskId: task.taskId };
  };

  const followTask: TaskCalls["followTask"] = async (task, options = {}) => {
    const signal = joined(ports.signal, options.signal);
    const follower = { poll: () => poll(task, http, options.signal), clock, log, signal, options };
    const ended = await follow(task, follower, settings.pollIntervalSeconds, settings.taskTimeoutMinutes);
    if (ended === undefined) {
      await lastHttp({ endpoint: ENDPOINTS.cancelTask, ...ofTask(task) }).catch(() => undefined);
      throw tooLong(task, settings.taskTimeoutMinutes, "It was asked to cancel.");
    }
    if (ended.taskState === "COMPLETE" && ended.result?.successful === true) ports.onSuccess(task, ended);
    return ended;
  };

  return {
    tasks,
    task: (task) => poll(task, http),
    followTask,
    startTask: async (action, options = {}) => {
      const taskId = await startOnce({
        list: () => tasks(action),
        start: () => postTask(action, options, ports),
        onListed: options.onStarting,
        startedHere,
        clock,
        log,
        signal: joined(ports.signal, options.signal),
        context: ofAction(action).context,
      });
      const task = { ...action, taskId };
      log.info("Task started", { ...ofTask(task).context });
      options.onStarted?.(task);
      return task;
    },
    cancelTask: async (task) => {
      try {
        await lastHttp({ endpoint: ENDPOINTS.cancelTask, ...ofTask(task) });
      } catch (error) {
        const status = await poll(task, lastHttp);
        if (!isOver(status)) throw error;
        return status;
      }
      const follower = { poll: () => poll(task, lastHttp), clock, log, signal: undefined, options: {} };
      const ended = await follow(task, follower, settings.pollIntervalSeconds, cancelPatienceMinutes);
      if (ended === undefined) throw tooLong(task, cancelPatienceMinutes, "It was asked to cancel and goes on.");
      return ended;
    },
  };
}

/** `localeName` is mandatory and must stand before `mappingParameters` (6.1). */
async function postTask(
  action: ActionRef,
  { mapping = [], signal }: RunOptions,
  { http, settings }: TaskPorts,
): Promise<TaskStatus> {
  const body = JSON.stringify({
    localeName: settings.locale,
    ...(mapping.length > 0 && { mappingParameters: mapping }),
  });
  try {
    const { json } = await http({ endpoint: ENDPOINTS.startTask, ...ofAction(action), body, signal });
    return taskOfBody(json);
  } catch (error) {
    if (mapping.length === 0 || !isConnectorError(error, "REQUEST_REFUSED") || error.context.status !== 400)
      throw error;
    throw new ConnectorError("MAPPING_INVALID", {
      what: error.what,
      why: `The values chosen for this run do not fit the action: ${mapping.map(({ entityType, entityName }) => `${entityType}=${entityName}`).join(", ")}.`,
      next: "Name the dimensions the import asks for at run time, and members that exist.",
      context: error.context,
      cause: error,
    });
  }
}

interface Follower {
  poll(): Promise<TaskStatus>;
  clock: Clock;
  log: ClientLog;
  signal: AbortSignal | undefined;
  options: RunOptions;
}

/** Polls fast at first and slows down to the interval. Resolves with the end, or undefined when the time is up. */
async function follow(
  task: TaskRef,
  { poll, clock, log, signal, options }: Follower,
  pollIntervalSeconds: number,
  patienceMinutes: number,
): Promise<TaskStatus | undefined> {
  const deadline = clock.now() + patienceMinutes * minute;
  let waitMs = 250;
  let failures = 0;
  let resultless = 0;
  let shown = "";
  for (;;) {
    const status = await poll().catch((error: unknown) => {
      failures += 1;
      if (!isConnectorError(error) || error.class !== "transient" || error.code === "INTERRUPTED") throw error;
      if (failures >= failedPolls || error.code === "TASK_OUTCOME_UNKNOWN") throw error;
      log.warn("The task could not be asked for its state; it goes on", { ...ofTask(task).context });
      return undefined;
    });
    if (status !== undefined) {
      failures = 0;
      shown = showProgress(status, shown, options);
      // The result may come a moment after the state.
      if (isOver(status) && (status.result !== undefined || status.taskState === "CANCELLED" || resultless++ >= 2))
        return status;
    }
    const left = deadline - clock.now();
    if (left <= 0) return undefined;
    await rest(clock, Math.min(waitMs, left), signal);
    waitMs = Math.min(waitMs * 1.5, pollIntervalSeconds * 1000);
  }
}

function showProgress(status: TaskStatus, shown: string, { onProgress }: RunOptions): string {
  const step = JSON.stringify([status.taskState, status.progress, status.currentStep]);
  if (step !== shown) onProgress?.(status);
  return step;
}

function isOver({ taskState }: TaskStatus): boolean {
  return taskState === "COMPLETE" || taskState === "CANCELLED";
}

function tooLong(task: TaskRef, minutes: number, what: string): ConnectorError {
  return new ConnectorError("TASK_TIMEOUT", {
    what: `The task did not end within ${minutes} minutes. ${what}`,
    why: "The model is busy with other work, or the action itself runs that long.",
    next: "Look at the task in Anaplan; raise task_timeout_minutes if it is right.",
    context: ofTask(task).context,
  });
}
