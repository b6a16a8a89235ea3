/** Which workspaces and models a run may look at: what the user sees, narrowed by the settings. */
import type { AnaplanClient, Model, ModelRef, Workspace } from "../protocol/anaplan/types.ts";
import { ConnectorError, type ErrorContext } from "../protocol/errors.ts";
import type { Log } from "../protocol/log.ts";
import { findNamed, resolveNamed } from "../protocol/names.ts";
import type { TapSettings } from "./settings.ts";

export interface ScopedModel {
  id: string;
  name: string;
  workspace: { id: string; name: string };
  ref: ModelRef;
  /** As the server gave it. */
  model: Model;
}

export interface Scope {
  client: AnaplanClient;
  settings: TapSettings;
  log: Log;
  /** All that the user sees. */
  workspaces: readonly Workspace[];
  /** All that the user sees, archived ones included. */
  allModels: readonly ScopedModel[];
  /** Within the settings, archived ones left out. */
  models: readonly ScopedModel[];
  /** Whether the user asked for this very model: then it must be readable. */
  isNamed(model: ScopedModel): boolean;
}

export type ScopePorts = Pick<Scope, "client" | "settings" | "log">;

/** Two requests as a rule. Throws NAME_UNKNOWN, NAME_AMBIGUOUS, and MODEL_ARCHIVED for a model that is named in the settings. */
export async function openScope({ client, settings, log }: ScopePorts): Promise<Scope> {
  const workspaces = await client.workspaces();
  const allModels = (await listModels(client, workspaces)).sort(byWorkspaceThenModel);
  const wantedWorkspaces = narrowWorkspaces(settings.workspaces, workspaces, allModels);
  const inWorkspaces = allModels.filter(({ workspace }) => wantedWorkspaces?.has(workspace.id) ?? true);
  const named = settings.models.map((wanted, index) => resolveModel(wanted, inWorkspaces, index));
  for (const model of named) refuseArchived(model);
  const chosen = named.length > 0 ? inWorkspaces.filter((model) => named.includes(model)) : inWorkspaces;
  const models = chosen.filter((model) => !isArchived(model));
  if (models.length < chosen.length) {
    log.info(
      `${chosen.length - models.length} archived ${chosen.length - models.length === 1 ? "model is" : "models are"} skipped.`,
    );
  }
  return { client, settings, log, workspaces, allModels, models, isNamed: (model) => named.includes(model) };
}

export function refuseArchived(model: ScopedModel): void {
  if (!isArchived(model)) return;
  throw new ConnectorError("MODEL_ARCHIVED", {
    what: `The model "${model.name}" is archived.`,
    why: "Archived models answer no data calls.",
    next: "Have a workspace administrator unarchive it, or take it out of the config.",
    context: contextOf(model),
  });
}

export function contextOf(model: ScopedModel): ErrorContext {
  return { workspace_id: model.workspace.id, model_id: model.id };
}

export function isArchived({ model }: ScopedModel): boolean {
  return model.activeState.toUpperCase() === "ARCHIVED";
}

/** Some replies hold nothing but id, name and activeState (anaplan-api.md 4.2): then each workspace is asked for its own. */
async function listModels(client: AnaplanClient, workspaces: readonly Workspace[]): Promise<ScopedModel[]> {
  const models = await client.models();
  if (models.every(({ currentWorkspaceId }) => currentWorkspaceId !== undefined)) {
    return models.map((model) => scoped(model, workspaceOf(model, workspaces)));
  }
  const perWorkspace: ScopedModel[] = [];
  for (const workspace of workspaces) {
    for (const model of await client.models(workspace.id)) perWorkspace.push(scoped(model, workspace));
  }
  return perWorkspace;
}

function workspaceOf(model: Model, workspaces: readonly Workspace[]): { id: string; name: string } {
  const id = model.currentWorkspaceId ?? "";
  return workspaces.find((workspace) => workspace.id === id) ?? { id, name: model.currentWorkspaceName ?? id };
}

function scoped(model: Model, { id, name }: { id: string; name: string }): ScopedModel {
  return {
    id: model.id,
    name: model.name,
    workspace: { id, name },
    ref: { workspaceId: id, modelId: model.id },
    model,
  };
}

function narrowWorkspaces(
  wanted: readonly string[],
  workspaces: readonly Workspace[],
  models: readonly ScopedModel[],
): Set<string> | undefined {
  if (wanted.length === 0) return undefined;
  const known = new Map<string, { id: string; name: string }>();
  for (const workspace of [...models.map((model) => model.workspace), ...workspaces])
    known.set(workspace.id, workspace);
  return new Set(
    wanted.map((text, index) => resolveNamed(text, [...known.values()], "workspace", `workspaces[${index}]`).id),
  );
}

/** Copies of a model carry the same name: among several, the one that is not archived is meant. */
function resolveModel(wanted: string, among: readonly ScopedModel[], index: number): ScopedModel {
  const alive = findNamed(wanted, among).filter((model) => !isArchived(model));
  return alive.length === 1 && alive[0] !== undefined
    ? alive[0]
    : resolveNamed(wanted, among, "model", `models[${index}]`);
}

function byWorkspaceThenModel(a: ScopedModel, b: ScopedModel): number {
  return compare(a.workspace.id, b.workspace.id) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
