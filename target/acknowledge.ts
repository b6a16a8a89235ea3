/** Holds each checkpoint until every row before it is settled, and gives them back in order, each at most once. */

export interface Acknowledger {
  /** A checkpoint came in; `received` = rows of each stream so far. */
  hold(payload: string, received: ReadonlyMap<string, number>): void;
  /** Writes what `settled` (rows of each stream) covers. */
  release(settled: ReadonlyMap<string, number>): Promise<void>;
  readonly held: number;
}

interface Held {
  payload: string;
  received: ReadonlyMap<string, number>;
}

/** `newest`: of several that become free together only the last one matters to whoever keeps it; so few are held, however
 *  many come in. `all`: the reader wants each of them back. */
export type Wanted = "newest" | "all";

export function createAcknowledger(wanted: Wanted, write: (payload: string) => Promise<void>): Acknowledger {
  let waiting: Held[] = [];
  return {
    get held() {
      return waiting.length;
    },
    hold: (payload, received) => {
      const last = waiting.at(-1);
      // Nothing came between the two: the newer one takes the place.
      if (wanted === "newest" && last !== undefined && isSame(last.received, received)) waiting.pop();
      waiting.push({ payload, received: new Map(received) });
    },
    release: async (settled) => {
      const free = waiting.findLastIndex(({ received }) => isCovered(received, settled));
      if (free === -1) return;
      const due = waiting.slice(wanted === "newest" ? free : 0, free + 1);
      waiting = waiting.slice(free + 1);
      for (const { payload } of due) await write(payload);
    },
  };
}

function isCovered(received: ReadonlyMap<string, number>, settled: ReadonlyMap<string, number>): boolean {
  return [...received].every(([stream, rows]) => rows <= (settled.get(stream) ?? 0));
}

function isSame(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): boolean {
  return left.size === right.size && [...left].every(([stream, rows]) => right.get(stream) === rows);
}
