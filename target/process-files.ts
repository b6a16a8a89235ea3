/** What a process asks for beyond an import: all of its files in one run, and each stream's own parts of its result. Pure. */
import type { ProcessStep, TaskResult } from "../protocol/anaplan/types.ts";
import { ConnectorError } from "../protocol/errors.ts";
import type { ImportOutcome } from "./import-run.ts";
import type { Place } from "./place.ts";

/** `others`: streams before this one. Throws MAPPING_INVALID. */
export function refuseSharedFile(
  place: Place,
  stream: string,
  others: readonly { stream: string; place: Place }[],
): void {
  const other = others.find(
    (one) => one.place.fileId === place.fileId && one.place.model.modelId === place.model.modelId,
  );
  if (other === undefined) return;
  throw new ConnectorError("MAPPING_INVALID", {
    what: `The streams "${other.stream}" and "${stream}" go to the same file ${place.fileId}.`,
    why: "Their imports share it: the second upload would overwrite the first one.",
    next: "Send each to an import with a file of its own, or load them in separate runs.",
    context: { stream, model_id: place.model.modelId, file_id: place.fileId },
  });
}

/** `places`: of all streams that one run of an action loads. A file that none of them fills would be read as it lies there:
 *  from an earlier run, or the default content (anaplan-api.md 5.2). Throws MAPPING_INVALID. */
export function requireAllFiles(places: readonly Place[]): void {
  const [first] = places;
  if (first === undefined) return;
  const filled = new Set(places.map(({ fileId }) => fileId));
  const missing = first.steps.find(
    ({ importDataSourceId }) => isImportFile(importDataSourceId) && !filled.has(importDataSourceId),
  );
  if (missing === undefined) return;
  throw new ConnectorError("MAPPING_INVALID", {
    what: `The process "${first.action.name}" also imports the file ${missing.importDataSourceId} ("${missing.name}"), which no stream of this run fills.`,
    why: "It would load again what lies there from before.",
    next: `Add a stream with "process" and "file" for it, or have a model builder take that step out of the process.`,
    context: {
      workspace_id: first.model.workspaceId,
      model_id: first.model.modelId,
      process_id: first.action.id,
      file_id: missing.importDataSourceId ?? "",
    },
  });
}

/** One import, and what it did. */
export interface Part {
  importId: string;
  name: string | undefined;
  result: TaskResult;
}

/** The imports that read the stream's file, in run order: a process may load one file into a list and into a module. Those that
 *  did not run are left out; empty where the action as a whole failed or was cancelled. */
export function partsOf(outcome: ImportOutcome, place: Place): Part[] {
  const { action, importId, fileId, steps } = place;
  const result = outcome.kind === "cancelled" ? undefined : outcome.result;
  if (result === undefined) return [];
  // Without a word on its steps the whole speaks for the one that reads the file.
  if (action.kind === "import" || result.nestedResults.length === 0)
    return outcome.kind === "failed" ? [] : [{ importId, name: action.name, result }];
  const readers = new Set([importId, ...steps.filter(readsFile(fileId)).map(({ id }) => id)]);
  return toldParts(result, steps).filter((part) => readers.has(part.importId));
}

/** Steps whose rows came from none of these streams, such as an import from another model: nobody else looks at what they refused. */
export function otherParts(outcome: ImportOutcome, places: readonly Place[]): Part[] {
  const [first] = places;
  if (first === undefined || first.action.kind !== "process" || outcome.kind === "cancelled") return [];
  const filled = new Set(places.map(({ fileId }) => fileId));
  const own = new Set(places.map(({ importId }) => importId));
  const steps = first.steps.filter(({ importDataSourceId }) => filled.has(importDataSourceId ?? ""));
  const readers = new Set([...own, ...steps.map(({ id }) => id)]);
  return outcome.result === undefined
    ? []
    : toldParts(outcome.result, first.steps).filter(({ importId }) => !readers.has(importId));
}

/** Results with their ids; by their place where the server tells no ids. */
export function toldParts({ nestedResults }: TaskResult, steps: readonly ProcessStep[]): Part[] {
  const isInOrder =
    nestedResults.length === steps.length && nestedResults.every(({ objectId }) => objectId === undefined);
  return nestedResults.flatMap((result, at) => {
    const importId = result.objectId ?? (isInOrder ? steps[at]?.id : undefined);
    if (importId === undefined) return [];
    const name = result.objectName ?? steps.find(({ id }) => id === importId)?.name;
    return [{ importId, name, result }];
  });
}

function readsFile(fileId: string): (step: ProcessStep) => boolean {
  return ({ importDataSourceId }) => importDataSourceId === fileId;
}

function isImportFile(id: string | undefined): id is string {
  return id !== undefined && /^113\d{9}$/.test(id);
}
