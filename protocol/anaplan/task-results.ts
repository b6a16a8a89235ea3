/** Tasks and their results as the server words them → `TaskStatus` (anaplan-api.md 6). Unknown words never fail. */
import { asObject, asObjects, flagOf, type JsonObject, numberOf, present, textOf } from "./read.ts";
import type { TaskDetail, TaskId, TaskResult, TaskState, TaskStatus } from "./types.ts";

const STATES: Readonly<Record<string, TaskState>> = {
  NOT_STARTED: "NOT_STARTED",
  IN_PROGRESS: "IN_PROGRESS",
  COMPLETE: "COMPLETE",
  CANCELLING: "CANCELLING",
  CANCELLED: "CANCELLED",
};

/** Of a reply to a start or a poll: wrapped in `task` or bare. */
export function taskOfBody(json: unknown): TaskStatus {
  const body = asObject(json);
  return readTask(body.task === undefined ? body : asObject(body.task));
}

export function readTask(row: JsonObject): TaskStatus {
  return present<TaskStatus>({
    taskId: (textOf(row.taskId) ?? textOf(row.id) ?? "") as TaskId,
    taskState: readState(textOf(row.taskState), row.result !== undefined && row.result !== null),
    progress: numberOf(row.progress),
    currentStep: textOf(row.currentStep),
    creationTime: numberOf(row.creationTime),
    result: row.result === undefined || row.result === null ? undefined : readResult(asObject(row.result)),
  });
}

/** A fresh task may come without a state; a result comes at the end only. */
function readState(word: string | undefined, hasResult: boolean): TaskState {
  if (word === undefined) return hasResult ? "COMPLETE" : "NOT_STARTED";
  return STATES[word.toUpperCase()] ?? (hasResult ? "COMPLETE" : "IN_PROGRESS");
}

function readResult(row: JsonObject): TaskResult {
  return present<TaskResult>({
    successful: flagOf(row.successful) ?? false,
    failureDumpAvailable: flagOf(row.failureDumpAvailable) ?? false,
    objectId: textOf(row.objectId),
    objectName: textOf(row.objectName),
    details: asObjects(row.details).map(readDetail),
    nestedResults: asObjects(row.nestedResults).map(readResult),
  });
}

function readDetail(row: JsonObject): TaskDetail {
  return present<TaskDetail>({
    type: textOf(row.type) ?? "unknown",
    localMessageText: textOf(row.localMessageText),
    values: readValues(row.values),
  });
}

/** `["key","value","key",null]` → map; a null means there is nothing to say (`"serverAlert", null`). */
function readValues(values: unknown): Record<string, string> {
  const flat = Array.isArray(values) ? values : Object.entries(asObject(values)).flat();
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const key = textOf(flat[index]);
    const value = textOf(flat[index + 1]) ?? flagOf(flat[index + 1])?.toString();
    if (key !== undefined && value !== undefined) pairs.push([key, value]);
  }
  return Object.fromEntries(pairs);
}
