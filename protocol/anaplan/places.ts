/** Ids of a call → values for its path and for the "where" of its errors, so that the two never differ. */
import type { ErrorContext } from "../errors.ts";
import { ACTIONS } from "./actions/index.ts";
import type { PathParams } from "./endpoints.ts";
import type { ActionRef, ModelRef, TaskRef } from "./types.ts";

export interface Place {
  params: PathParams;
  context: ErrorContext;
}

export function inModel({ workspaceId, modelId }: ModelRef, more: PathParams = {}): Place {
  const { f, n } = more;
  return {
    params: { w: workspaceId, m: modelId, ...more },
    context: {
      workspace_id: workspaceId,
      model_id: modelId,
      ...(f !== undefined && { file_id: f }),
      ...(n !== undefined && { chunk: n }),
    },
  };
}

export function ofAction(action: ActionRef, more: PathParams = {}): Place {
  const { segment, tracked } = ACTIONS[action.kind];
  const { params, context } = inModel(action, { kind: segment, a: action.actionId, ...more });
  return { params, context: { ...context, [tracked]: action.actionId } };
}

export function ofTask(task: TaskRef, more: PathParams = {}): Place {
  const { params, context } = ofAction(task, { t: task.taskId, ...more });
  return { params, context: { ...context, task_id: task.taskId } };
}
