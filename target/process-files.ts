/** What a process asks for beyond an import: all of its files in one run, and each stream's own part of its result. Pure. */
import type { TaskResult } from "../protocol/anaplan/types.ts";
import { ConnectorError } from "../protocol/errors.ts";
import type { ImportOutcome } from "./import-run.ts";
import type { Place } from "./place.ts";

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

/** Undefined where the step did not run, or the action did not succeed. */
export function partOf(outcome: ImportOutcome, { action, importId, steps }: Place): TaskResult | undefined {
  if (outcome.kind !== "loaded" && outcome.kind !== "loadedWithRejects") return undefined;
  const { nestedResults } = outcome.result;
  // Without a word on its steps the whole speaks for the one that reads the file.
  if (action.kind === "import" || nestedResults.length === 0) return outcome.result;
  const named = nestedResults.find(({ objectId }) => objectId === importId);
  const isInOrder =
    nestedResults.length === steps.length && nestedResults.every(({ objectId }) => objectId === undefined);
  return named ?? (isInOrder ? nestedResults[steps.findIndex(({ id }) => id === importId)] : undefined);
}

function isImportFile(id: string | undefined): id is string {
  return id !== undefined && /^113\d{9}$/.test(id);
}
