/** What changed in a stream's columns since the read that its bookmark tells of. Pure. */
import { distance } from "fastest-levenshtein";
import { ConnectorError } from "../../protocol/errors.ts";

export interface KnownColumn {
  name: string;
  type: string;
}

export interface ColumnChange {
  kind: "added" | "removed" | "retyped" | "renamed";
  /** In words. */
  text: string;
}

/** Share of letters that a renamed column keeps at least. */
const SIMILARITY = 0.7;

/** Nothing for a stream that was never read. */
export function columnChanges(before: readonly KnownColumn[] | undefined, now: readonly KnownColumn[]): ColumnChange[] {
  if (before === undefined) return [];
  const changes: ColumnChange[] = [];
  const added = now.filter(({ name }) => !before.some((column) => column.name === name));
  const removed = before.filter(({ name }) => !now.some((column) => column.name === name));
  const renamed = new Map(removed.flatMap((column) => pairOf(column, before, now, added)));
  for (const [old, fresh] of renamed) {
    changes.push({ kind: "renamed", text: `"${fresh.name}" looks like former "${old.name}"` });
  }
  const taken = new Set([...renamed.values()]);
  for (const column of added.filter((one) => !taken.has(one))) {
    changes.push({ kind: "added", text: `added "${column.name}" (${column.type})` });
  }
  for (const column of removed.filter((one) => !renamed.has(one))) {
    changes.push({ kind: "removed", text: `removed "${column.name}"` });
  }
  for (const { name, type } of now) {
    const former = before.find((column) => column.name === name);
    if (former === undefined || former.type === type) continue;
    changes.push({ kind: "retyped", text: `"${name}" is ${type}, was ${former.type}` });
  }
  return changes;
}

/** Same place, same type, nearly the same letters. */
function pairOf(
  old: KnownColumn,
  before: readonly KnownColumn[],
  now: readonly KnownColumn[],
  added: readonly KnownColumn[],
): [KnownColumn, KnownColumn][] {
  const fresh = now[before.indexOf(old)];
  if (fresh === undefined || !added.includes(fresh) || fresh.type !== old.type) return [];
  const [a, b] = [old.name.toLowerCase(), fresh.name.toLowerCase()];
  const isSimilar = 1 - distance(a, b) / Math.max(a.length, b.length, 1) >= SIMILARITY;
  return isSimilar ? [[old, fresh]] : [];
}

export function schemaChangedError(changes: readonly ColumnChange[]): ConnectorError {
  return new ConnectorError("SCHEMA_CHANGED", {
    what: `The columns are not those of the last read: ${changes.map(({ text }) => text).join("; ")}.`,
    why: 'The export was changed in Anaplan, and "on_schema_change" is "fail". No record was sent.',
    next: 'Adapt what depends on the columns, then run once with "on_schema_change": "evolve".',
  });
}
