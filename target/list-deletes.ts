/** Which items of a list go, and whether so many may. Pure. */
import type { ListItem } from "../protocol/anaplan/types.ts";
import { ConnectorError, type ErrorContext } from "../protocol/errors.ts";
import type { StreamEntry } from "../schemas/generated/types.ts";
import type { Ledger } from "./ledger.ts";

/** Set by taps on rows that are gone in the source. */
export const DELETED_AT = "_sdc_deleted_at";
const DEFAULT_MAX_PERCENT = 20;
const SHOWN_ITEMS = 20;

export function isMarked(record: Readonly<Record<string, unknown>>): boolean {
  const at = record[DELETED_AT];
  return at !== undefined && at !== null && at !== "" && at !== false;
}

export interface DeletePlan {
  /** `key` as the stream wrote it, or the item's code or name. */
  doomed: { id: string; key: string }[];
  /** Items of the list. */
  total: number;
  maxPercent: number;
}

/** Items with these codes; a name counts for an item without a code. */
export function planDeletes(items: readonly ListItem[], keys: Iterable<string>, entry: StreamEntry): DeletePlan {
  const byKey = new Map(items.map((item) => [keyOf(item), item]));
  const doomed = [...keys].flatMap((key) => {
    const item = byKey.get(key);
    return item === undefined ? [] : [{ id: item.id, key }];
  });
  return planOf(doomed, items, entry);
}

/** Items that the stream, sent in full, no longer holds. */
export function planSweep(items: readonly ListItem[], seen: ReadonlySet<string>, entry: StreamEntry): DeletePlan {
  const gone = items.filter((item) => !seen.has(keyOf(item)) && !seen.has(item.name));
  const doomed = gone.map((item) => ({ id: item.id, key: keyOf(item) }));
  return planOf(doomed, items, entry);
}

function planOf(doomed: DeletePlan["doomed"], items: readonly ListItem[], { deletes }: StreamEntry): DeletePlan {
  return { doomed, total: items.length, maxPercent: deletes?.max_percent ?? DEFAULT_MAX_PERCENT };
}

function keyOf({ code, name }: ListItem): string {
  return code === undefined || code === "" ? name : code;
}

export function isTooMany({ doomed, total, maxPercent }: DeletePlan): boolean {
  return doomed.length * 100 > total * maxPercent;
}

/** `"A", "B" and 12 more` */
export function doomedText({ doomed }: DeletePlan): string {
  const shown = doomed.slice(0, SHOWN_ITEMS).map(({ key }) => `"${key}"`);
  const rest = doomed.length - shown.length;
  return `${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

export function tooMany(
  { doomed, total, maxPercent }: DeletePlan,
  list: string,
  context: ErrorContext,
): ConnectorError {
  return new ConnectorError("DELETES_TOO_MANY", {
    what: `${doomed.length} of ${total} items of the list "${list}" would be deleted, more than ${maxPercent} %; none was.`,
    why: "The source is incomplete, or many rows have gone at once.",
    next: "Look at them with `target-anaplan plan`; raise deletes.max_percent for this run if it is right.",
    context,
  });
}

/** For a delete action, whose items nobody can count beforehand: rows marked as deleted against all rows. Throws
 *  DELETES_TOO_MANY. */
export function requireFew(
  marked: number,
  { ledger, context }: { ledger: Ledger; context: ErrorContext },
  entry: StreamEntry,
): void {
  const maxPercent = entry.deletes?.max_percent ?? DEFAULT_MAX_PERCENT;
  if (marked * 100 <= ledger.received * maxPercent) return;
  throw new ConnectorError("DELETES_TOO_MANY", {
    what: `${marked} of ${ledger.received} rows are marked as deleted, more than ${maxPercent} %; the delete action was not run.`,
    why: "Many rows have gone at once, or the stream holds changes only.",
    next: "Raise deletes.max_percent for this run if it is right.",
    context,
  });
}
