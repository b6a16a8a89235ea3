/** What changed in a stream's columns since the read that its bookmark tells of. Pure. */
import { distance } from "fastest-levenshtein";
import { ConnectorError } from "../../protocol/errors.ts";
import type { LogFields } from "../../protocol/log.ts";
import type { SyncRun } from "../streams/kind.ts";
import { percentFound } from "./value-sketch.ts";

export interface KnownColumn {
  name: string;
  type: string;
  /** Of its first values, see value-sketch.ts. */
  sketch?: string;
}

export interface ColumnChange {
  kind: "added" | "removed" | "retyped" | "renamed";
  /** In words. */
  text: string;
}

/** Share of letters that a renamed column keeps at least; below that its values must tell. */
const SIMILARITY = 0.7;
/** Percent of equal values that speak against a rename though the names are alike, and for one though they are not. */
const TOO_FEW_EQUAL = 50;
const NEARLY_ALL_EQUAL = 90;
/** Columns with fewer different values are equal by chance. */
const TELLING_VALUES = 8;

type ValuesOf = (column: string) => readonly string[];

/** Nothing for a stream that was never read. `valuesOf`: first values of a column as it is now. */
export function columnChanges(
  before: readonly KnownColumn[] | undefined,
  now: readonly KnownColumn[],
  valuesOf: ValuesOf = () => [],
): ColumnChange[] {
  if (before === undefined) return [];
  const changes: ColumnChange[] = [];
  const added = now.filter(({ name }) => !before.some((column) => column.name === name));
  const removed = before.filter(({ name }) => !now.some((column) => column.name === name));
  const renamed = new Map<KnownColumn, KnownColumn>();
  for (const old of removed) {
    const fresh = now[before.indexOf(old)];
    if (fresh === undefined || !added.includes(fresh) || fresh.type !== old.type) continue;
    const percent = percentFound(old.sketch, valuesOf(fresh.name));
    if (!isRename(old, fresh, percent, new Set(valuesOf(fresh.name)).size)) continue;
    renamed.set(old, fresh);
    const values = percent === undefined ? "" : `, ${percent} % equal values`;
    changes.push({
      kind: "renamed",
      text: `"${fresh.name}" looks like former "${old.name}", same position${values}`,
    });
  }
  const taken = new Set(renamed.values());
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

/** Of two columns of the same place and type. */
function isRename(old: KnownColumn, fresh: KnownColumn, percent: number | undefined, different: number): boolean {
  const [a, b] = [old.name.toLowerCase(), fresh.name.toLowerCase()];
  const isSimilar = 1 - distance(a, b) / Math.max(a.length, b.length, 1) >= SIMILARITY;
  if (isSimilar) return percent === undefined || percent >= TOO_FEW_EQUAL;
  return percent !== undefined && percent >= NEARLY_ALL_EQUAL && different >= TELLING_VALUES;
}

/** Before the first record. Throws SCHEMA_CHANGED where changes are to fail the stream. */
export function tellChanges(
  changes: readonly ColumnChange[],
  { settings, log }: Pick<SyncRun, "settings" | "log">,
  context: LogFields,
): void {
  if (changes.length === 0) return;
  if (settings.onSchemaChange === "fail") throw schemaChangedError(changes);
  log.warn(`The columns are not those of the last read: ${changes.map(({ text }) => text).join("; ")}`, context);
}

function schemaChangedError(changes: readonly ColumnChange[]): ConnectorError {
  return new ConnectorError("SCHEMA_CHANGED", {
    what: `The columns are not those of the last read: ${changes.map(({ text }) => text).join("; ")}.`,
    why: 'It was changed in Anaplan, and "on_schema_change" is "fail". No record was sent.',
    next: 'Adapt what depends on the columns, then run once with "on_schema_change": "evolve".',
  });
}
