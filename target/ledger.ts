/** How the rows of one stream ended. received = loaded + ignored + rejected + unacknowledged, or the run fails. */
import type { ImportCounts } from "../protocol/anaplan/types.ts";

export interface Ledger {
  received: number;
  loaded: number;
  ignored: number;
  rejected: number;
}

export const newLedger = (): Ledger => ({ received: 0, loaded: 0, ignored: 0, rejected: 0 });

export function settledRows({ loaded, ignored, rejected }: Ledger): number {
  return loaded + ignored + rejected;
}

export function unacknowledgedRows(ledger: Ledger): number {
  return ledger.received - settledRows(ledger);
}

/** What is known about an import of `sent` rows once its task is over and its dump is read. */
export interface ImportFacts {
  sent: number;
  /** One entry for each part of the result that counts rows. */
  counts: readonly ImportCounts[];
  /** Every part that counts rows does so in the keys proven for lists (anaplan-api.md 6.3). */
  isProven: boolean;
  /** The result says that nothing changed. */
  saysNoChanges: boolean;
  /** Undefined without a dump. */
  dumped: { rejected: number; hasStatus: boolean } | undefined;
}

export type Balance =
  | {
      kind: "balanced";
      loaded: number;
      ignored: number;
      rejected: number;
      /** What a person should know of how these figures came about. */
      doubts: string[];
    }
  | { kind: "unbalanced"; why: string };

/** Pure. The task's own counts rule where they add up; where they count something else (cells of a module, or nothing at
 *  all) the dump does. */
export function balance(facts: ImportFacts): Balance {
  const { sent, counts, isProven } = facts;
  // Several parts of one result: each may count all rows, or its share of them.
  const split = [...counts, ...sumOf(counts)].map((count) => splitOf(count, sent)).find((found) => found !== undefined);
  if (split !== undefined) return checked(split, facts);
  const said = counts.map(describe).join("; ");
  const isNothing = counts.every((count) => totalOf(count) === 0);
  if (facts.saysNoChanges && isNothing) {
    // Rows that are there already, or a file that was empty for Anaplan: its words are the same (anaplan-api.md 6.3).
    const why = `Anaplan says that nothing changed and counts ${said}: the ${sent} rows that were sent count as ignored.`;
    return { kind: "balanced", loaded: 0, ignored: sent, rejected: 0, doubts: counts.length === 0 ? [] : [why] };
  }
  if (counts.length > 0 && (isProven || (isNothing && facts.dumped?.rejected !== sent))) {
    return { kind: "unbalanced", why: `${sent} rows were sent, Anaplan counts ${said}.` };
  }
  return byDump(facts, said);
}

/** The counts add up; the dump must not say that more rows were refused. */
function checked(split: Split, { sent, isProven, dumped }: ImportFacts): Balance {
  const doubts: string[] = [];
  const listed = dumped?.rejected ?? 0;
  if (dumped?.hasStatus === true && listed > split.rejected) {
    const why = `${listed} refused rows are in the dump, Anaplan counts ${split.rejected} of ${sent}.`;
    if (isProven) return { kind: "unbalanced", why };
    doubts.push(why);
  }
  if (dumped === undefined && split.rejected > 0) doubts.push("The dump of the refused rows is gone.");
  if (dumped !== undefined && listed < split.rejected) {
    doubts.push(`${split.rejected - listed} refused rows are not in the dump.`);
  }
  if (dumped?.hasStatus === false && listed > split.rejected) {
    doubts.push("The dump does not say which of its rows were refused and which were loaded with a warning.");
  }
  return { kind: "balanced", ...split, doubts };
}

/** One file that several imports have read: what became of each row over all of them. A row is refused if any of them refused it,
 *  and ignored only if all of them ignored it. `refused`: how many rows the dumps name, each once. */
export function combine(entries: readonly Split[], sent: number, refused: number): Split {
  const [only, another] = entries;
  if (only !== undefined && another === undefined) return only;
  const each = entries.map((entry) => entry.rejected);
  const most = each.reduce((sum, one) => sum + one, 0);
  const rejected = Math.min(sent, most, Math.max(refused, ...each));
  const ignored = Math.min(sent - rejected, ...entries.map((entry) => entry.ignored));
  return { loaded: sent - rejected - ignored, ignored, rejected };
}

function byDump({ sent, counts, dumped }: ImportFacts, said: string): Balance {
  const rejected = dumped?.rejected ?? Math.max(0, ...counts.map(({ failed }) => failed ?? 0));
  if (rejected > sent) return { kind: "unbalanced", why: `${sent} rows were sent, ${rejected} were refused.` };
  const judge = dumped === undefined ? "the success of the task" : "the dump";
  const doubts =
    said === "" ? [] : [`Anaplan counts ${said}, not the ${sent} rows that were sent: ${judge} was relied on.`];
  return { kind: "balanced", loaded: sent - rejected, ignored: 0, rejected, doubts };
}

export interface Split {
  loaded: number;
  ignored: number;
  rejected: number;
}

/** Whether rows with warnings are part of the successful ones is not settled: both readings are tried. */
function splitOf(count: ImportCounts, sent: number): Split | undefined {
  const { successful = 0, warnings = 0, failed = 0, ignored = 0 } = count;
  if (totalOf(count) === sent) return { loaded: successful + warnings, ignored, rejected: failed };
  if (successful + failed + ignored === sent) return { loaded: successful, ignored, rejected: failed };
  return undefined;
}

function sumOf(counts: readonly ImportCounts[]): ImportCounts[] {
  if (counts.length < 2) return [];
  const sum = (name: keyof ImportCounts) => counts.reduce((total, count) => total + (count[name] ?? 0), 0);
  return [{ successful: sum("successful"), warnings: sum("warnings"), failed: sum("failed"), ignored: sum("ignored") }];
}

function totalOf({ successful = 0, warnings = 0, failed = 0, ignored = 0 }: ImportCounts): number {
  return successful + warnings + failed + ignored;
}

function describe({ successful = 0, warnings = 0, failed = 0, ignored = 0 }: ImportCounts): string {
  return `${successful} successful, ${warnings} with warnings, ${failed} failed, ${ignored} ignored`;
}
