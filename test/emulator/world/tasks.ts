/** Tasks of one model: one runs at a time, the others wait their turn (anaplan-api.md 6 and 7.3). What a task does is
 *  given as a function; this file knows only states, progress and cancelling. */
import type { Clock } from "../clock.ts";

export type TaskKind = "imports" | "exports" | "processes" | "actions";

export type TaskState = "NOT_STARTED" | "IN_PROGRESS" | "COMPLETE" | "CANCELLING" | "CANCELLED";

export type ResultDetail = {
  localMessageText: string;
  occurrences: number;
  type: string;
  values?: (string | null)[];
};

export type TaskResult = {
  details?: ResultDetail[];
  failureDumpAvailable: boolean;
  objectId: string;
  objectName?: string;
  successful: boolean;
  nestedResults?: TaskResult[];
};

export type MappingParameter = { entityType: string; entityName: string; importId?: string };

/** What a fault or a test wants of a task that is about to start. */
export type TaskPlan = {
  /** Stays NOT_STARTED that long after its turn has come. */
  queueMs?: number;
  /** Stays IN_PROGRESS that long before it takes effect. */
  durationMs?: number;
  outcome?:
    | { kind: "fails"; type: string; text: string }
    | { kind: "cancelled" }
    | { kind: "stuck" }
    /** An import refuses every nth row. */
    | { kind: "partial"; rejectEvery: number }
    /** An import stops after that many rows, having loaded them, and reports failure. */
    | { kind: "dies"; afterRows: number }
    | { kind: "empty export" }
    | { kind: "header-only export" };
};

export type Task = {
  id: string;
  kind: TaskKind;
  actionId: string;
  userId: string;
  /** Milliseconds since the epoch. */
  creationTime: number;
  /** The same, of IN_PROGRESS and of the end. */
  startedAt?: number;
  endedAt?: number;
  state: TaskState;
  currentStep?: string;
  progress: number;
  result?: TaskResult;
  mappingParameters: MappingParameter[];
  plan: TaskPlan;
  cancelRequested?: boolean;
};

export class TaskCancelled extends Error {}

export type TaskQueue = {
  tasks: Task[];
  enqueue(task: Task): void;
  /** Asks to cancel: at once while it waits, at the next step while it runs. */
  cancel(task: Task): void;
  isBusy(): boolean;
  /** Resolves when no task runs, or after `limitMs`. */
  free(limitMs: number): Promise<void>;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
  /** Lets the running task end and starts no other. */
  close(): Promise<void>;
};

export type TaskQueueContext = {
  clock: Clock;
  perform(task: Task): Promise<TaskResult>;
  settled(task: Task): Promise<void>;
};

export function createTaskQueue(context: TaskQueueContext): TaskQueue {
  const { clock } = context;
  const tasks: Task[] = [];
  let running: Task | undefined;
  let loop: Promise<void> | undefined;
  let closed = false;
  let wakers: (() => void)[] = [];

  function wake(): void {
    const waiting = wakers;
    wakers = [];
    for (const waker of waiting) waker();
  }

  async function untilNext(limitMs: number): Promise<void> {
    await Promise.race([new Promise<void>((resolve) => wakers.push(resolve)), clock.sleep(Math.max(1, limitMs))]);
  }

  async function hold(task: Task, milliseconds: number): Promise<void> {
    const until = clock.now() + milliseconds;
    while (clock.now() < until && !closed) {
      if (task.cancelRequested === true) throw new TaskCancelled();
      task.progress = Math.min(0.9, 1 - (until - clock.now()) / Math.max(1, milliseconds));
      await untilNext(Math.min(50, until - clock.now()));
    }
  }

  /** A fault of the emulator itself ends the task as failed and says so. */
  async function performed(task: Task): Promise<TaskResult> {
    try {
      return await context.perform(task);
    } catch (error) {
      const text = `Emulator fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
      const detail = { localMessageText: text, occurrences: 0, type: "internalError", values: [] };
      return { details: [detail], failureDumpAvailable: false, objectId: task.actionId, successful: false };
    }
  }

  async function run(task: Task): Promise<void> {
    await hold(task, task.plan.queueMs ?? 0);
    if (task.cancelRequested === true) throw new TaskCancelled();
    task.startedAt = clock.now();
    task.state = "IN_PROGRESS";
    task.currentStep = "Processing";
    const outcome = task.plan.outcome;
    await hold(task, outcome?.kind === "stuck" ? Number.MAX_SAFE_INTEGER : (task.plan.durationMs ?? 0));
    if (outcome?.kind === "cancelled") throw new TaskCancelled();
    if (closed && outcome?.kind === "stuck") throw new TaskCancelled();
    task.result = await performed(task);
    task.endedAt = clock.now();
    task.progress = 1;
    task.currentStep = task.result.successful ? "Complete." : "Failed.";
    task.state = "COMPLETE";
  }

  async function runAll(): Promise<void> {
    for (;;) {
      const task = tasks.find((candidate) => candidate.state === "NOT_STARTED");
      if (task === undefined || closed) return;
      running = task;
      try {
        await run(task);
      } catch (error) {
        if (!(error instanceof TaskCancelled)) throw error;
        task.endedAt = clock.now();
        task.state = "CANCELLED";
        task.currentStep = "Cancelled.";
      } finally {
        running = undefined;
      }
      await context.settled(task);
      wake();
    }
  }

  function start(): void {
    // A start answers before its task does anything: the first step comes with the next turn of the event loop.
    loop ??= new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        runAll()
          .finally(() => {
            loop = undefined;
            wake();
          })
          .then(resolve, reject);
      });
    });
  }

  return {
    tasks,
    enqueue(task) {
      tasks.push(task);
      start();
    },
    cancel(task) {
      if (task.state === "COMPLETE" || task.state === "CANCELLED") return;
      task.cancelRequested = true;
      if (task !== running) task.state = "CANCELLED";
      else if (task.state === "IN_PROGRESS") task.state = "CANCELLING";
      wake();
    },
    isBusy: () => running?.state === "IN_PROGRESS" || running?.state === "CANCELLING",
    async free(limitMs) {
      const until = clock.now() + limitMs;
      while (running !== undefined && running.state !== "NOT_STARTED" && clock.now() < until) {
        await untilNext(until - clock.now());
      }
    },
    async idle() {
      while (loop !== undefined) await loop;
    },
    async close() {
      closed = true;
      wake();
      while (loop !== undefined) await loop;
    },
  };
}
