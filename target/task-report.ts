/** How a task ended, in the report's words; of a process each step as applied, failed or not run. Pure. */
import type { ProcessStep, TaskResult } from "../protocol/anaplan/types.ts";
import type { TaskReport } from "../schemas/generated/types.ts";
import { type ImportOutcome, isSuccessful, messagesOf } from "./import-run.ts";

const OUTCOMES = {
  loaded: "loaded",
  loadedWithRejects: "loaded_with_rejects",
  failed: "failed",
  cancelled: "cancelled",
} as const;

/** `planned`: the steps of the process in run order, none for any other action. */
export function taskReportOf(outcome: ImportOutcome, planned: readonly ProcessStep[] = []): TaskReport {
  const result = outcome.kind === "cancelled" ? undefined : outcome.result;
  const steps = stepsOf(planned, result);
  return {
    task_id: outcome.task.taskId,
    outcome: OUTCOMES[outcome.kind],
    ...(result !== undefined && { messages: messagesOf(result) }),
    ...(steps.length > 0 && { steps }),
  };
}

type StepReport = NonNullable<TaskReport["steps"]>[number];

/** A step that never ran may lack an entry (anaplan-api.md 6.4): whatever was planned and is not told of did not run. Without
 *  any result nothing is known of the steps. */
function stepsOf(planned: readonly ProcessStep[], result: TaskResult | undefined): StepReport[] {
  if (result === undefined) return [];
  const told = [...result.nestedResults];
  const steps = planned.map(({ id, name }): StepReport => {
    const at = told.findIndex(({ objectId }) => objectId === id);
    const [ran] = at === -1 ? [] : told.splice(at, 1);
    return { object_id: id, name, outcome: ran === undefined ? "not_run" : outcomeOf(ran) };
  });
  const others = told.map((ran): StepReport => {
    const name = ran.objectName === undefined ? {} : { name: ran.objectName };
    return { object_id: ran.objectId ?? "", ...name, outcome: outcomeOf(ran) };
  });
  return [...steps, ...others];
}

function outcomeOf(step: TaskResult): "applied" | "failed" {
  return isSuccessful(step) ? "applied" : "failed";
}
