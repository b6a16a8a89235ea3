/** Other actions: deletions change the model, the rest only reports that it was done. */
import type { ActionDefinition } from "./definition.ts";
import { failedResult } from "./import-book.ts";
import type { ListStore } from "./list-store.ts";
import { type Model, touch } from "./model.ts";
import type { TaskResult } from "./tasks.ts";

export function runAction(model: Model, definition: ActionDefinition): TaskResult {
  const deletes = definition.actionType === "DELETE_BY_SELECTION" || definition.actionType === "BULK_DELETE_ENTITIES";
  if (deletes) return runDelete(model, definition);
  return succeeded(definition.id, "taskElementSucceeded", `${definition.name}: done`);
}

function runDelete(model: Model, definition: ActionDefinition): TaskResult {
  const list = model.lists.get(definition.listId ?? "");
  if (list === undefined) return failedResult(definition.id, "deleteFromSelectionFailed", "The list does not exist.");
  const isSelected = selector(model, definition, list);
  if (isSelected === undefined) {
    return failedResult(definition.id, "deleteFromSelectionFailed", "The selecting line item does not exist.");
  }
  const doomed = [...list.indexes()].filter(isSelected);
  for (const index of doomed) list.remove(index);
  if (doomed.length > 0) touch(model);
  return succeeded(
    definition.id,
    "deleteFromSelectionSucceeded",
    `${list.definition.name}: ${doomed.length} items deleted`,
  );
}

function selector(
  model: Model,
  definition: ActionDefinition,
  list: ListStore,
): ((index: number) => boolean) | undefined {
  const selection = definition.selection;
  if (selection === undefined) return () => true;
  if ("property" in selection) return (index) => list.property(index, selection.property) === "true";
  const module = model.modules.get(selection.moduleId);
  const item = module?.lineItem(selection.lineItem);
  if (module === undefined || item === undefined) return undefined;
  return (index) => module.get([index], item) === true;
}

function succeeded(objectId: string, type: string, text: string): TaskResult {
  return {
    details: [{ localMessageText: text, occurrences: 0, type, values: [] }],
    failureDumpAvailable: false,
    objectId,
    successful: true,
  };
}
