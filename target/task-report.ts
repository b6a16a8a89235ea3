/** How a task ended, in the report's words; of a process each step as applied, failed or not run. Pure. */
import type { ProcessStep, TaskResult } from "../protocol/anaplan/types.ts";
import type { StepReport, TaskReport } from "../schemas/generated/types.ts";
import { type ImportOutcome, isSuccessful, messagesOf } from "./import-run.ts";
import { countedRows, type PartRows } from "./part-rows.ts";

const OUTCOMES = {
  loaded: "loaded",
  loadedWithRejects: "loaded_with_rejects",
  failed: "failed",
  cancelled: "cancelled",
} as const;

/** `planned`: the steps of the process in run order, none for any other action. `others`: steps that no stream fills. */
export function taskReportOf(
  outcome: ImportOutcome,
  planned: readonly ProcessStep[] = [],
  others: readonly PartRows[] = [],
): TaskReport {
  const result = outcome.kind === "cancelled" ? undefined : outcome.result;
  const steps = stepsOf(planned, result);
  for (const { part, rows, path } of others) {
    const step = steps.find(({ object_id }) => object_id === part.importId);
    if (step === undefined) continue;
    if (rows !== undefined) step.rows = rows;
    if (path !== undefined) step.rejects_file = path;
  }
  return {
    task_id: outcome.task.taskId,
    outcome: OUTCOMES[outcome.kind],
    ...(result !== undefined && { messages: messagesOf(result) }),
    ...(steps.length > 0 && { atomic: false, steps }),
  };
}

/** `Load accounts: applied, Load plan: failed, Clear: not run`; "" of what is no process. */
export function stepsText({ steps = [] }: TaskReport): string {
  return steps.map(({ name, object_id, outcome }) => `${name ?? object_id}: ${outcome.replace("_", " ")}`).join(", ");
}

/** A step that never ran may lack an entry (anaplan-api.md 6.4): whatever was planned and is not told of did not run. Without
 *  any result nothing is known of the steps. */
function stepsOf(planned: readonly ProcessStep[], result: TaskResult | undefined): StepReport[] {
  if (result === undefined) return [];
  const told = [...result.nestedResults];
  const steps = planned.map(({ id, name }): StepReport => {
    const at = told.findIndex(({ objectId }) => objectId === id);
    const [ran] = at === -1 ? [] : told.splice(at, 1);
    return ran === undefined ? { object_id: id, name, outcome: "not_run" } : { object_id: id, name, ...toldOf(ran) };
  });
  const others = told.map((ran): StepReport => {
    const name = ran.objectName === undefined ? {} : { name: ran.objectName };
    return { object_id: ran.objectId ?? "", ...name, ...toldOf(ran) };
  });
  return [...steps, ...others];
}

function toldOf(step: TaskResult): Pick<StepReport, "outcome" | "messages" | "rows"> {
  const messages = messagesOf(step);
  const rows = countedRows(step);
  return {
    outcome: isSuccessful(step) ? "applied" : "failed",
    ...(messages.length > 0 && { messages }),
    ...(rows !== undefined && { rows }),
  };
}
