/** Input that never leaves its writer blocked for long: while an import holds up the load, a line is read ahead now and then.
 *  A platform gives up on a destination that does not take one message within two hours (protocols.md 6). */
import type { Clock } from "../../protocol/clock.ts";

export const READ_AHEAD_MILLISECONDS = 10 * 60_000;

const LINE_FEED = 10;

/** The same blocks in the same order. For every ten minutes that nobody asked for one it holds one more, or as many as a line
 *  takes, until `signal` aborts. */
export async function* keepReading(
  blocks: AsyncIterable<Uint8Array>,
  { sleep }: Pick<Clock, "sleep">,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const source = blocks[Symbol.asyncIterator]();
  const ahead: Promise<IteratorResult<Uint8Array>>[] = [];
  let isBusy = false;
  const read = async () => {
    // A block belongs to its stream only until the next one is read, so it is copied.
    const next = source
      .next()
      .then((result) => (result.done ? result : { ...result, value: Buffer.from(result.value) }));
    ahead.push(next);
    const { value } = await next;
    return value === undefined || value.includes(LINE_FEED);
  };
  const readAheadWhileBusy = async () => {
    for (;;) {
      await sleep(READ_AHEAD_MILLISECONDS, signal);
      while (isBusy && !(await read()));
    }
  };
  readAheadWhileBusy().catch(() => {});
  for (;;) {
    const result = await (ahead.shift() ?? source.next());
    if (result.done) return;
    isBusy = true;
    yield result.value;
    isBusy = false;
  }
}
