/** Adding, updating and deleting list items one by one, with a failure for each that cannot be done. */
import { type ListStore, NONE } from "./list-store.ts";

export type ItemChange = Record<string, unknown>;

export type ItemFailure = { requestIndex: number; failureType: string; failureMessageDetails: string };

export type ItemChanges = { done: number; ignored: number; total: number; failures: ItemFailure[] };

type Step = "done" | "ignored" | { type: string; details: string };

function each(items: ItemChange[], step: (item: ItemChange) => Step): ItemChanges {
  const changes: ItemChanges = { done: 0, ignored: 0, total: items.length, failures: [] };
  for (const [requestIndex, item] of items.entries()) {
    const result = step(item);
    if (result === "done") changes.done += 1;
    else if (result === "ignored") changes.ignored += 1;
    else changes.failures.push({ requestIndex, failureType: result.type, failureMessageDetails: result.details });
  }
  return changes;
}

function text(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}

const incomplete = (details: string): Step => ({ type: "INCOMPLETE_DATA", details });
const incorrect = (details: string): Step => ({ type: "INCORRECT_FORMAT", details });

/** An item that exists already is ignored, never updated. */
export function addItems(list: ListStore, items: ItemChange[]): ItemChanges {
  const numbered = list.definition.numbered === true;
  return each(items, (item) => {
    const [name, code] = [text(item.name).trim(), text(item.code).trim()];
    if (numbered && name !== "") return incorrect("Name must not be sent for a numbered list");
    if (!numbered && name === "") return incomplete("Name is missing");
    const sameName = numbered ? NONE : list.withName(name);
    const sameCode = list.withCode(code);
    const isSame = numbered ? sameCode !== NONE : sameName !== NONE && (code === "" || sameCode === sameName);
    if (isSame) return "ignored";
    if (sameName !== NONE || sameCode !== NONE) return incorrect("Name or code exists");
    const parent = parentOf(list, item);
    if (parent === undefined) return incorrect(`Parent not found: ${text(item.parent)}`);
    setDetails(list, list.add(name, code, parent), item);
    return "done";
  });
}

function parentOf(list: ListStore, item: ItemChange): number | undefined {
  const wanted = text(item.parent).trim();
  if (wanted === "") return NONE;
  const index = list.parentStore.withNameOrCode(wanted);
  return index === NONE ? undefined : index;
}

/** Properties and subsets that are not sent keep their value. */
function setDetails(list: ListStore, index: number, item: ItemChange): boolean {
  let changed = false;
  for (const [name, value] of Object.entries((item.properties ?? {}) as Record<string, unknown>)) {
    if (list.property(index, name) === text(value)) continue;
    list.setProperty(index, name, text(value));
    changed = true;
  }
  for (const [name, value] of Object.entries((item.subsets ?? {}) as Record<string, unknown>)) {
    const members = list.subsets.get(name);
    if (members === undefined || members.has(index) === (value === true)) continue;
    if (value === true) members.add(index);
    else members.delete(index);
    changed = true;
  }
  return changed;
}

/** Found by id, else by code, else (general lists) by name. */
function find(list: ListStore, item: ItemChange): number {
  if (item.id !== undefined) return list.withId(text(item.id));
  if (item.code !== undefined) {
    const index = list.withCode(text(item.code));
    if (index !== NONE || item.name === undefined) return index;
  }
  return list.definition.numbered === true ? NONE : list.withName(text(item.name));
}

export function updateItems(list: ListStore, items: ItemChange[]): ItemChanges {
  return each(items, (item) => {
    if (item.id !== undefined && item.code !== undefined) return incorrect("Only one identifier is allowed");
    const index = find(list, item);
    if (index === NONE) return incorrect("Item not found");
    const parent = parentOf(list, item);
    if (parent === undefined) return incorrect(`Parent not found: ${text(item.parent)}`);
    let changed = setDetails(list, index, item);
    if (parent !== NONE && list.parents[index] !== parent) {
      list.parents[index] = parent;
      changed = true;
    }
    return changed ? "done" : "ignored";
  });
}

export function deleteItems(list: ListStore, items: ItemChange[], byName: boolean): ItemChanges {
  return each(items, (item) => {
    if (item.id !== undefined && item.code !== undefined) return incorrect("Only one of id and code is allowed");
    if (item.id === undefined && item.code === undefined && !byName) return incomplete("id or code is missing");
    const index = find(list, item);
    if (index === NONE) return incorrect("Item not found");
    list.remove(index);
    return "done";
  });
}
