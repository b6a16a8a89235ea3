/** Whether rows that did not get in are tolerated. Pure. */
import { ConnectorError, type ErrorContext } from "../protocol/errors.ts";
import type { Ledger } from "./ledger.ts";
import type { RowPolicy } from "./settings.ts";

/** Undefined: within policy. `of`: whose rows they are, where it is not a stream. */
export function judge(
  { received, rejected, ignored }: Ledger,
  policy: RowPolicy,
  context: ErrorContext,
  of = `stream "${context.stream}"`,
): ConnectorError | undefined {
  if (policy.failsOnRejected && rejected > toleratedRows(policy, received)) {
    return new ConnectorError("ROWS_REJECTED", {
      what: `Anaplan refused ${rejected} of ${received} rows of ${of}.`,
      next: 'Look into the rejects file; max_rejected_rows tolerates some, on_rejected_rows: "warn" all.',
      context,
    });
  }
  if (policy.failsOnIgnored && ignored > 0) {
    return new ConnectorError("ROWS_IGNORED", {
      what: `Anaplan ignored ${ignored} of ${received} rows of ${of}.`,
      why: "They change nothing, or their key comes twice.",
      next: 'on_ignored_rows: "warn" lets such a run succeed.',
      context,
    });
  }
  return undefined;
}

function toleratedRows({ tolerated }: RowPolicy, received: number): number {
  return "rows" in tolerated ? tolerated.rows : (received * tolerated.percent) / 100;
}
