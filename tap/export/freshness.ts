/** Is the file the one that a certain task wrote? An export's file has no stamp of its own, so the task list is the witness
 *  (anaplan-api.md 5.2, 6.2). Pure decisions, and the errors they lead to. */
import type { TaskStatus } from "../../protocol/anaplan/types.ts";
import { wordsOf } from "../../protocol/anaplan/values.ts";
import { ConnectorError, type ErrorContext } from "../../protocol/errors.ts";

/** Tasks of the same export that were started after this one. The list is oldest first; times decide where both are told. */
export function newerTasks(tasks: readonly TaskStatus[], taskId: string, createdAt?: number): TaskStatus[] {
  const index = tasks.findIndex((task) => task.taskId === taskId);
  const since = tasks[index]?.creationTime ?? createdAt;
  return tasks.filter((task, position) => {
    if (task.taskId === taskId) return false;
    const isTimeTelling = since !== undefined && task.creationTime !== undefined && task.creationTime !== since;
    return isTimeTelling ? task.creationTime! > since : index >= 0 && position > index;
  });
}

/** One that has written the file anew. A task that waits, failed or was cancelled has not. */
export function hasReplaced({ taskState, result }: TaskStatus): boolean {
  return taskState === "COMPLETE" && result?.successful !== false;
}

export function isRunning({ taskState }: TaskStatus): boolean {
  return taskState === "IN_PROGRESS" || taskState === "CANCELLING";
}

export function lastComplete(tasks: readonly TaskStatus[]): TaskStatus | undefined {
  return tasks.filter(hasReplaced).reduce<TaskStatus | undefined>((latest, task) => {
    const isEarlier = (task.creationTime ?? Infinity) < (latest?.creationTime ?? -Infinity);
    return isEarlier ? latest : task;
  }, undefined);
}

export function replacedError(context: ErrorContext, newer: string | undefined): ConnectorError {
  return new ConnectorError("EXPORT_REPLACED", {
    what: `The exported file was written anew while it was read${newer === undefined ? "" : ` (by task ${newer})`}; what was read of it does not count.`,
    why: "Somebody ran the same export at the same time.",
    next: "Run again, and let one schedule at a time run this export.",
    context,
  });
}

export function adminsOnlyError(context: ErrorContext): ConnectorError {
  return new ConnectorError("EXPORT_ADMINS_ONLY", {
    what: "The export ran, but its file is not there for this user.",
    why: "The export is reserved to administrators.",
    next: "Have a model builder open the export's file to everyone, or use a user who is a workspace administrator.",
    context,
  });
}

export function noFileError(context: ErrorContext): ConnectorError {
  return new ConnectorError("EXPORT_EMPTY", {
    what: "There is no exported file to read.",
    why: "This user never ran the export, or did so more than 48 hours ago, and run_exports is never.",
    next: "Set run_exports to always, or run the export with this user first.",
    context,
  });
}

export function emptyFileError(context: ErrorContext): ConnectorError {
  return new ConnectorError("EXPORT_EMPTY", {
    what: "The exported file has no content, not even a header.",
    why: "The export is reserved to administrators, or the view it was saved from is gone or empty.",
    next: "Run the export by hand as this user and look at the file; have a model builder check who may use it.",
    context,
  });
}

export function failedError(context: ErrorContext, status: TaskStatus): ConnectorError {
  const words = (status.result?.details ?? []).map(wordsOf);
  const said = words.filter((text) => text !== "").join("; ") || status.currentStep || "no reason";
  return new ConnectorError("EXPORT_FAILED", {
    what: `The export failed; Anaplan says: ${said}.`,
    why: "Something that the export refers to was changed or deleted, or the user may not see it.",
    next: "Run the export by hand in Anaplan, repair it there, then run again.",
    context,
  });
}

export function cancelledError(context: ErrorContext): ConnectorError {
  return new ConnectorError("TASK_CANCELLED", {
    what: "The export was cancelled.",
    why: "Somebody cancelled it in Anaplan, or the model was closed.",
    next: "Run again.",
    context,
  });
}
