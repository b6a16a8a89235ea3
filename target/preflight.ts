/** What can be known before anything is uploaded: state of the model, free space, tasks that read the file. Writes nothing. */
import { modelFindings } from "../protocol/anaplan/access.ts";
import type { ActionRef, AnaplanClient, ModelRef, Workspace } from "../protocol/anaplan/types.ts";
import { ConnectorError, isConnectorError } from "../protocol/errors.ts";
import type { Finding } from "../protocol/findings.ts";
import type { Log } from "../protocol/log.ts";
import type { Place } from "./place.ts";

/** Nothing for a model in order. Throws MODEL_NOT_FOUND. */
export async function modelState(client: AnaplanClient, ref: ModelRef): Promise<Finding[]> {
  const listed = (await client.models(ref.workspaceId)).find(({ id }) => id === ref.modelId);
  const model = listed ?? (await client.model(ref.modelId));
  return modelFindings({ model, workspaceId: ref.workspaceId, status: await client.modelStatus(ref) });
}

/** Waits until the model can be asked. Throws MODEL_ARCHIVED, MODEL_OFFLINE, MODEL_BUSY, WORKSPACE_FULL. */
export async function requireReady(client: AnaplanClient, model: ModelRef, log: Log): Promise<void> {
  await client.awaitModel(model);
  for (const { code, level, ...parts } of await workspaceSpace(client, model)) {
    if (code === "WORKSPACE_FULL") throw new ConnectorError(code, parts);
    if (level === "warning") log.warn(parts.what, { ...parts.context });
  }
}

/** Share of the workspace's allowance from which on a warning is due. */
const NEARLY_FULL = 0.95;

/** Sizes need a tenant role (anaplan-api.md 4.1); without them nothing is said. */
export async function workspaceSpace(client: AnaplanClient, { workspaceId }: ModelRef): Promise<Finding[]> {
  const workspace = (await listedWorkspaces(client)).find(({ id }) => id === workspaceId);
  const { sizeAllowance = 0, currentSize } = workspace ?? {};
  if (workspace === undefined || sizeAllowance <= 0 || currentSize === undefined) return [];
  const context = { workspace_id: workspaceId };
  const used = Math.round((100 * currentSize) / sizeAllowance);
  if (currentSize < sizeAllowance * NEARLY_FULL) {
    const free = Math.round((sizeAllowance - currentSize) / 1e6).toLocaleString("en-US");
    return [{ code: "WORKSPACE_SPACE", level: "ok", what: `The workspace has ${free} MB free.`, context }];
  }
  const isFull = currentSize >= sizeAllowance;
  return [
    {
      code: isFull ? "WORKSPACE_FULL" : "WORKSPACE_NEARLY_FULL",
      level: isFull ? "problem" : "warning",
      what: `The workspace "${workspace.name}" is at ${used} % of its allowance.`,
      why: "Imports that make a model larger fail in a full workspace.",
      next: "Have a workspace administrator delete or archive models, or enlarge the allowance.",
      context,
    },
  ];
}

/** A user of a single model need not see any. */
async function listedWorkspaces(client: AnaplanClient): Promise<Workspace[]> {
  try {
    return await client.workspaces();
  } catch (error) {
    if (isConnectorError(error, "FORBIDDEN")) return [];
    throw error;
  }
}

/** The place's own action, then the other imports that read its file: while one of them runs, an upload would corrupt it
 *  (anaplan-api.md 5.2). */
export function readersOf({ model, action, sharedBy }: Place): ActionRef[] {
  return [
    { ...model, kind: action.kind, actionId: action.id },
    ...sharedBy.map((id): ActionRef => ({ ...model, kind: "import", actionId: id })),
  ];
}

/** A task that is not over and reads the file. */
export async function runningReaders(client: AnaplanClient, place: Place): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const reader of readersOf(place)) {
    const running = (await client.tasks(reader)).filter(
      ({ taskState }) => taskState !== "COMPLETE" && taskState !== "CANCELLED",
    );
    for (const { taskId } of running)
      findings.push({
        code: "TASK_RUNNING",
        level: "warning",
        what: `A task that reads the file "${place.fileId}" is running.`,
        why: "Another run, or a person, has started it.",
        next: "Nothing: a load waits for it before it uploads.",
        context: { model_id: place.model.modelId, import_id: reader.actionId, task_id: taskId },
      });
  }
  return findings;
}
