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
  /** Rows of the dump that were refused; undefined without a dump. */
  dumped: number | undefined;
}

export type Balance =
  | { kind: "balanced"; loaded: number; ignored: number; rejected: number; by: "counts" | "dump" | "success" }
  | { kind: "unbalanced"; why: string };

/** Pure. The task's own counts rule where they add up; where they count something else (cells of a module, or nothing at
 *  all) the dump does. */
export function balance(facts: ImportFacts): Balance {
  const { sent, counts, dumped } = facts;
  for (const count of counts) {
    const split = splitOf(count, sent);
    if (split !== undefined) return { kind: "balanced", ...split, by: "counts" };
  }
  if (counts.length > 0 && facts.isProven) {
    return { kind: "unbalanced", why: `${sent} rows were sent, Anaplan counts ${counts.map(describe).join("; ")}.` };
  }
  if (facts.saysNoChanges) return { kind: "balanced", loaded: 0, ignored: sent, rejected: 0, by: "counts" };
  const rejected = dumped ?? Math.max(0, ...counts.map(({ failed }) => failed ?? 0));
  if (rejected > sent) return { kind: "unbalanced", why: `${sent} rows were sent, ${rejected} are in the dump.` };
  const by = dumped === undefined ? "success" : "dump";
  return { kind: "balanced", loaded: sent - rejected, ignored: 0, rejected, by };
}

/** Whether rows with warnings are part of the successful ones is not settled: both readings are tried. */
function splitOf(
  count: ImportCounts,
  sent: number,
): Omit<Extract<Balance, { kind: "balanced" }>, "kind" | "by"> | undefined {
  const { successful = 0, warnings = 0, failed = 0, ignored = 0 } = count;
  if (successful + warnings + failed + ignored === sent)
    return { loaded: successful + warnings, ignored, rejected: failed };
  if (successful + failed + ignored === sent) return { loaded: successful, ignored, rejected: failed };
  return undefined;
}

function describe({ successful = 0, warnings = 0, failed = 0, ignored = 0 }: ImportCounts): string {
  return `${successful} successful, ${warnings} with warnings, ${failed} failed, ${ignored} ignored`;
}
