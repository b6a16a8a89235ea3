/** How many rows each returned STATE covers, and how many of them were refused. */
import type { Stats } from "../../protocol/airbyte/messages.ts";

/** Of one stream, or of all streams together, so far. */
export interface RowCounts {
  received: number;
  rejected: number;
}

export type CountRows = (stream: string | undefined) => RowCounts;

export interface StateStats {
  /** A STATE came in: it covers the rows since the last one of its stream. */
  note(stream: string | undefined): void;
  /** The oldest one goes back: states go back in the order in which they came. Refused rows are not told by state; they are
   *  counted to the states that go back first, so that the sums are right. */
  take(): Stats;
}

interface Noted {
  stream: string | undefined;
  rows: number;
}

export function createStateStats(count: CountRows): StateStats {
  const noted: Noted[] = [];
  const received = new Map<string | undefined, number>();
  const rejected = new Map<string | undefined, number>();
  return {
    note: (stream) => {
      const now = count(stream).received;
      noted.push({ stream, rows: now - (received.get(stream) ?? 0) });
      received.set(stream, now);
    },
    take: () => {
      const { stream, rows } = noted.shift() ?? { stream: undefined, rows: 0 };
      const told = rejected.get(stream) ?? 0;
      const refused = Math.min(rows, count(stream).rejected - told);
      rejected.set(stream, told + refused);
      return { records: rows - refused, rejected: refused };
    },
  };
}
