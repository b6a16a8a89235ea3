/** Holds each checkpoint until every row before it is settled, and gives them back in order, each at most once. */

/** Rows of each stream. Neither `received` nor `settled` ever falls. */
export type RowsByStream = ReadonlyMap<string, number>;

export interface Acknowledger {
  /** A checkpoint came in; `received` and `settled` as of now. */
  hold(payload: string, received: RowsByStream, settled: RowsByStream): void;
  /** Writes what `settled` covers. */
  release(settled: RowsByStream): Promise<void>;
  readonly held: number;
}

interface Held {
  payload: string;
  received: RowsByStream;
}

/** `newest`: of several that become free together only the last one matters to whoever keeps it. The rows of a stream that wait
 *  are settled together, so checkpoints that wait for the same streams become free together: not more are held than there are
 *  streams, however many come in. `all`: the reader wants each of them back. */
export type Wanted = "newest" | "all";

export function createAcknowledger(wanted: Wanted, write: (payload: string) => Promise<void>): Acknowledger {
  const waiting: Held[] = [];
  return {
    get held() {
      return waiting.length;
    },
    hold: (payload, received, settled) => {
      const last = waiting.at(-1);
      if (wanted === "newest" && last !== undefined && waitForTheSame(last.received, received, settled)) waiting.pop();
      waiting.push({ payload, received: new Map(received) });
    },
    release: async (settled) => {
      // Later ones have received more: what is free stands in front.
      const blocked = waiting.findIndex(({ received }) => !isCovered(received, settled));
      const free = waiting.splice(0, blocked === -1 ? waiting.length : blocked);
      for (const { payload } of wanted === "newest" ? free.slice(-1) : free) await write(payload);
    },
  };
}

function waitForTheSame(left: RowsByStream, right: RowsByStream, settled: RowsByStream): boolean {
  return [...new Set([...left.keys(), ...right.keys()])].every(
    (stream) => isSettled(stream, left, settled) === isSettled(stream, right, settled),
  );
}

function isCovered(received: RowsByStream, settled: RowsByStream): boolean {
  return [...received.keys()].every((stream) => isSettled(stream, received, settled));
}

function isSettled(stream: string, received: RowsByStream, settled: RowsByStream): boolean {
  return (received.get(stream) ?? 0) <= (settled.get(stream) ?? 0);
}
