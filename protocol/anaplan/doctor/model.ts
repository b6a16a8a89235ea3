/** What a model's state and its status say about reading and writing it (anaplan-api.md 4.2, 7.1). Pure. */
import type { Finding } from "../../findings.ts";
import { regionOfRoot } from "../regions.ts";
import type { Model } from "../types.ts";

export interface ModelLook {
  model: Model;
  workspaceId: string;
  /** Of `modelStatus`: `Open`, `Closed`, …; undefined where the server does not tell. */
  status?: string | undefined;
  /** Root of the API that lists the model. */
  apiRoot?: string;
}

/** Nothing for a model in order. */
export function modelFindings({ model, workspaceId, status, apiRoot }: ModelLook): Finding[] {
  const context = { workspace_id: workspaceId, model_id: model.id };
  const name = `The model "${model.name}"`;
  const found: Finding[] = [];
  const state = STATES[model.activeState.toUpperCase()];
  if (state !== undefined) found.push({ ...state, what: `${name} ${state.what}.`, context });
  if (/^clos(ed|ing)$/i.test(status ?? ""))
    found.push({
      code: "MODEL_CLOSED",
      level: "info",
      what: `${name} is closed (not loaded).`,
      why: "Nobody has used it for an hour, or an administrator closed it.",
      next: "Nothing: the first call opens it, which can take minutes.",
      context,
    });
  const home = model.modelUrl !== undefined && URL.canParse(model.modelUrl) ? regionOfRoot(model.modelUrl) : undefined;
  const configured = apiRoot === undefined ? undefined : regionOfRoot(apiRoot);
  if (home !== undefined && configured !== undefined && home !== configured)
    found.push({
      code: "REGION_MISMATCH",
      level: "warning",
      what: `${name} lives in region ${home}, the config says ${configured}.`,
      why: "The tenant is in another region, or was moved.",
      next: `Set region to ${home}.`,
      context,
    });
  return found;
}

/** Signed in, and nothing to see. */
export const tenantEmpty: Finding = {
  code: "TENANT_EMPTY",
  level: "problem",
  what: "The user sees no workspace and no model.",
  why: "It is in no workspace, its default tenant is another one, or the region is wrong.",
  next: "Have a workspace administrator add the user; compare the address in the browser with region.",
};

const STATES: Readonly<Record<string, Finding>> = {
  ARCHIVED: {
    code: "MODEL_ARCHIVED",
    level: "problem",
    what: "is archived",
    why: "Archived models answer no data calls.",
    next: "Have a workspace administrator unarchive it, or take it out of the config.",
  },
  LOCKED: {
    code: "MODEL_LOCKED",
    level: "problem",
    what: "is locked",
    why: "A workspace administrator has locked it.",
    next: "Have it unlocked, or expect runs to wait up to model_busy_timeout_minutes.",
  },
  MAINTENANCE: {
    code: "MODEL_OFFLINE",
    level: "problem",
    what: "is offline",
    why: "It is in maintenance mode.",
    next: "Have a workspace administrator bring it online.",
  },
  PRODUCTION_MAINTENANCE: {
    code: "MODEL_OFFLINE",
    level: "problem",
    what: "is offline",
    why: "It is deployed and in maintenance mode.",
    next: "Have a workspace administrator bring it online.",
  },
};
