/** Keeps a platform from giving up on a stream that has nothing to say: while its export runs, its model is busy, or a server
 *  makes us wait. */
import { HEARTBEAT_MILLISECONDS, type StreamWriter } from "../../protocol/airbyte/writer.ts";
import type { Clock } from "../../protocol/clock.ts";

/** `bookmark`: of the last run, told as long as this run has none. Lasts until `signal` aborts. */
export async function keepAlive(
  writer: Pick<StreamWriter, "heartbeat">,
  bookmark: object,
  { sleep }: Pick<Clock, "sleep">,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (;;) {
      await sleep(HEARTBEAT_MILLISECONDS, signal);
      await writer.heartbeat(bookmark);
    }
  } catch {
    // The stream is over, or stdout is closed, which ends the run by itself.
  }
}
