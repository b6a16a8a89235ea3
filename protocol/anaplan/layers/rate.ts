/** A token bucket shared by every call of the client (anaplan-api.md 7.2: 600 a minute for the whole tenant, burst 600),
 *  and a pause of everything while the server asks for one. */
import type { Clock } from "../../clock.ts";
import type { Layer } from "../exchange.ts";
import { parseRetryAfter } from "../outcome.ts";
import type { ClientStats } from "../types.ts";

export interface RateBucket {
  /** Resolves when a request may go out; in the order of asking. */
  take(signal?: AbortSignal): Promise<void>;
  /** Nothing goes out for so long, and no burst follows. */
  pause(milliseconds: number): void;
}

export function createRateBucket(requestsPerMinute: number, clock: Clock, stats: ClientStats): RateBucket {
  const perMs = requestsPerMinute / 60_000;
  const size = Math.max(1, requestsPerMinute);
  let level = size;
  let filledAt = clock.now();
  let pausedUntil = 0;

  const refill = (): void => {
    const now = clock.now();
    level = Math.min(size, level + Math.max(0, now - filledAt) * perMs);
    filledAt = now;
  };
  const wait = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
    if (milliseconds <= 0) return;
    stats.waitedSeconds += milliseconds / 1000;
    await clock.sleep(milliseconds, signal);
  };

  return {
    take: async (signal) => {
      refill();
      // Taking below zero books a place in the queue: the wait is the debt.
      level -= 1;
      await wait(Math.ceil(-level / perMs), signal);
      while (clock.now() < pausedUntil) await wait(pausedUntil - clock.now(), signal);
    },
    pause: (milliseconds) => {
      refill();
      level = Math.min(level, 0);
      pausedUntil = Math.max(pausedUntil, clock.now() + milliseconds);
    },
  };
}

export function rate(bucket: RateBucket, clock: Clock): Layer {
  return (next) => async (request) => {
    await bucket.take(request.signal);
    const reply = await next(request);
    if (reply.status === 429) bucket.pause(pauseOf(reply.headers["retry-after"], clock.now()));
    return reply;
  };
}

/** Without Retry-After 10 s (7.2). A very long one ends the call that got it; the others find out for themselves. */
function pauseOf(retryAfter: string | undefined, now: number): number {
  return Math.min(parseRetryAfter(retryAfter, now) ?? 10_000, 120_000);
}
