/** What a task does when its turn comes: one of the four kinds. A process runs its steps in order and keeps what earlier
 *  steps wrote (anaplan-api.md 6.4). */
import type { FileUser } from "./files.ts";
import { failedResult } from "./import-book.ts";
import type { Model } from "./model.ts";
import { runAction } from "./run-action.ts";
import { runExport } from "./run-export.ts";
import { runImport } from "./run-import.ts";
import type { Task, TaskResult } from "./tasks.ts";

export async function performTask(model: Model, task: Task, user: FileUser): Promise<TaskResult> {
  const planned = task.plan.outcome;
  if (planned?.kind === "fails") return failedResult(task.actionId, planned.type, planned.text);
  if (task.kind === "processes") return runProcess(model, task, user);
  return runStep(model, task.actionId, task, user);
}

async function runStep(model: Model, id: string, task: Task, user: FileUser): Promise<TaskResult> {
  const { definition } = model;
  const imported = definition.imports?.find((candidate) => candidate.id === id);
  if (imported !== undefined) return runImport(model, imported, task, user);
  const exported = definition.exports?.find((candidate) => candidate.id === id);
  if (exported !== undefined) return runExport(model, exported, task, user);
  const action = definition.actions?.find((candidate) => candidate.id === id);
  if (action !== undefined) return runAction(model, action);
  return failedResult(id, "failedToLocateEntity", "The action no longer exists.");
}

async function runProcess(model: Model, task: Task, user: FileUser): Promise<TaskResult> {
  const { readings } = model.surroundings;
  const process = model.definition.processes?.find(({ id }) => id === task.actionId);
  if (process === undefined)
    return failedResult(task.actionId, "failedToLocateEntity", "The process no longer exists.");
  const nestedResults: TaskResult[] = [];
  for (const [n, step] of process.steps.entries()) {
    if (task.cancelRequested === true) break;
    const result = await runStep(model, step, task, user);
    nestedResults.push(result);
    task.progress = (n + 1) / process.steps.length;
    if (!result.successful && readings.processAfterFailedStep === "stops") break;
  }
  const allWell = nestedResults.every(({ successful }) => successful) && nestedResults.length === process.steps.length;
  const result: TaskResult = {
    successful: readings.processOuterSuccess === "true" || allWell,
    failureDumpAvailable: nestedResults.some(({ failureDumpAvailable }) => failureDumpAvailable),
    objectId: process.id,
    nestedResults,
  };
  if (readings.resultObjectName === "present") result.objectName = process.name;
  if (readings.resultDetails === "present") result.details = [];
  return result;
}
