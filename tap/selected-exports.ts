/** `selected_exports`: `<workspace>_<model>_<export>`, each part an id or a name. Names may hold underscores, so every way to
 *  cut the text is tried; an entry that fits none is explained by the cut that got farthest. */
import { distance } from "fastest-levenshtein";
import type { ExportDefinition } from "../protocol/anaplan/types.ts";
import { ConnectorError, toConnectorError } from "../protocol/errors.ts";
import { ambiguous, findNamed, type Named, nearest, nearestHint } from "../protocol/names.ts";
import { contextOf, isArchived, refuseArchived, type Scope, type ScopedModel } from "./scope.ts";

export interface SelectedExport {
  model: ScopedModel;
  definition: ExportDefinition;
}

/** Throws SELECTED_EXPORT_INVALID naming position and part, NAME_AMBIGUOUS, or why the model cannot be read. */
export async function resolveSelectedExports(scope: Scope): Promise<SelectedExport[]> {
  const lists = new Map<ScopedModel, ExportDefinition[]>();
  const exportsOf = async (model: ScopedModel) => {
    const known = lists.get(model) ?? (await scope.client.exports(model.ref));
    lists.set(model, known);
    return known;
  };
  const found = new Map<string, SelectedExport>();
  for (const [index, entry] of scope.settings.selectedExports.entries()) {
    const chosen = await resolveEntry(entry, `selected_exports[${index}]`, scope, exportsOf);
    scope.log.info(`selected_exports[${index}] is the export "${chosen.definition.name}"`, {
      ...contextOf(chosen.model),
      export_id: chosen.definition.id,
    });
    found.set(`${chosen.model.id}_${chosen.definition.id}`, chosen);
  }
  return [...found.values()];
}

type Cut = readonly [workspace: string, model: string, action: string];

/** All ways to cut a text at two underscores into three parts that are not empty. */
export function cuts(entry: string): Cut[] {
  const pieces = entry.split("_");
  const all: Cut[] = [];
  for (let first = 1; first < pieces.length - 1; first++) {
    for (let second = first + 1; second < pieces.length; second++) {
      const cut = [pieces.slice(0, first), pieces.slice(first, second), pieces.slice(second)].map((part) =>
        part.join("_"),
      );
      if (cut.every((part) => part.trim() !== "")) all.push(cut as unknown as Cut);
    }
  }
  return all;
}

/** `where`: how the entry is called in errors. Throws as `resolveSelectedExports` does. */
export async function resolveEntry(
  entry: string,
  where: string,
  scope: Scope,
  exportsOf: (model: ScopedModel) => Promise<ExportDefinition[]>,
): Promise<SelectedExport> {
  const all = cuts(entry);
  if (all.length === 0) throw malformed(entry, where);
  const workspaces = workspacesOf(scope);
  const inWorkspace = all.flatMap((cut) => findNamed(cut[0], workspaces).map((workspace) => ({ cut, workspace })));
  if (inWorkspace.length === 0)
    throw wrongPart(
      entry,
      where,
      "workspace",
      all.map(([part]) => part),
      workspaces,
    );
  const inModel = inWorkspace.flatMap(({ cut, workspace }) =>
    livingFirst(findNamed(cut[1], modelsOf(scope, workspace.id))).map((model) => ({ cut, model })),
  );
  if (inModel.length === 0) {
    const models = inWorkspace.flatMap(({ workspace }) => modelsOf(scope, workspace.id));
    throw wrongPart(
      entry,
      where,
      "model",
      inWorkspace.map(({ cut }) => cut[1]),
      models,
    );
  }
  const hits: SelectedExport[] = [];
  for (const { cut, model } of inModel) {
    const definitions = findNamed(cut[2], await readable(model, where, exportsOf));
    hits.push(...definitions.map((definition) => ({ model, definition })));
  }
  return onlyHit(entry, where, inModel, hits, exportsOf);
}

async function onlyHit(
  entry: string,
  where: string,
  inModel: readonly { cut: Cut; model: ScopedModel }[],
  hits: readonly SelectedExport[],
  exportsOf: (model: ScopedModel) => Promise<ExportDefinition[]>,
): Promise<SelectedExport> {
  const different = [...new Map(hits.map((hit) => [`${hit.model.id}_${hit.definition.id}`, hit])).values()];
  if (different.length === 1 && different[0] !== undefined) return different[0];
  if (different.length > 1) {
    const named = different.map(({ model, definition }) => ({
      id: `${model.workspace.id}_${model.id}_${definition.id}`,
      name: definition.name,
    }));
    throw ambiguous(entry, named, "export", where);
  }
  const definitions = (await Promise.all(inModel.map(({ model }) => exportsOf(model)))).flat();
  const error = wrongPart(
    entry,
    where,
    "export",
    inModel.map(({ cut }) => cut[2]),
    definitions,
  );
  throw inModel[0] === undefined ? error : error.at(contextOf(inModel[0].model));
}

/** The user asked for this very model: whatever keeps it from being read is an error. */
async function readable(
  model: ScopedModel,
  where: string,
  exportsOf: (model: ScopedModel) => Promise<ExportDefinition[]>,
): Promise<ExportDefinition[]> {
  refuseArchived(model);
  try {
    return await exportsOf(model);
  } catch (thrown) {
    const error = toConnectorError(thrown);
    const { what, why, next, context, cause } = error;
    throw new ConnectorError(error.code, {
      what: `${where}: ${what}`,
      ...(why !== undefined && { why }),
      ...(next !== undefined && { next }),
      context: { ...contextOf(model), ...context },
      cause,
    });
  }
}

function workspacesOf({ workspaces, allModels }: Scope): Named[] {
  const known = new Map<string, Named>();
  for (const { workspace } of allModels) known.set(workspace.id, workspace);
  for (const workspace of workspaces) known.set(workspace.id, workspace);
  return [...known.values()];
}

function modelsOf({ allModels }: Scope, workspaceId: string): ScopedModel[] {
  return allModels.filter(({ workspace }) => workspace.id === workspaceId);
}

/** Copies carry the same name: an archived one stands back behind one that is not. */
function livingFirst(models: ScopedModel[]): ScopedModel[] {
  const living = models.filter((model) => !isArchived(model));
  return living.length > 0 ? living : models;
}

function malformed(entry: string, where: string): ConnectorError {
  return new ConnectorError("SELECTED_EXPORT_INVALID", {
    what: `${where}: "${entry}" does not have three parts.`,
    next: "Write <workspace>_<model>_<export>, each part an id or a name; --discover prints them as tap_stream_id.",
  });
}

function wrongPart(
  entry: string,
  where: string,
  part: "workspace" | "model" | "export",
  tried: readonly string[],
  among: readonly Named[],
): ConnectorError {
  const wanted = closestOf(tried, among);
  return new ConnectorError("SELECTED_EXPORT_INVALID", {
    what: `${where}: the ${part} part of "${entry}" is wrong: there is no ${part} "${wanted}".`,
    why: "It is misspelt, was renamed or deleted, or this user does not see it.",
    next: nearestHint(wanted, among),
  });
}

/** Of several cuts, the one that comes nearest to something that is there. */
function closestOf(tried: readonly string[], among: readonly Named[]): string {
  const scored = [...new Set(tried)].map((text) => ({ text, best: nearest(text, among)[0] }));
  const far = ({ text, best }: { text: string; best: Named | undefined }) =>
    best === undefined ? 0 : Math.min(gap(text, best.name), gap(text, best.id));
  return scored.sort((a, b) => far(a) - far(b))[0]?.text ?? "";
}

function gap(one: string, other: string): number {
  return distance(one.toLowerCase(), other.toLowerCase()) / Math.max(one.length, other.length, 1);
}
