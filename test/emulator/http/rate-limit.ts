/** The tenant's token bucket (anaplan-api.md 7.2). */
import type { Clock } from "../clock.ts";

export type RateLimit = {
  /** Milliseconds until a request is free, 0 if this one may pass (and is counted). */
  take(): number;
};

export function createRateLimit(requestsPerMinute: number, clock: Clock): RateLimit {
  let tokens = requestsPerMinute;
  let last = clock.now();
  return {
    take() {
      if (requestsPerMinute <= 0) return 0;
      const now = clock.now();
      tokens = Math.min(requestsPerMinute, tokens + ((now - last) * requestsPerMinute) / 60_000);
      last = now;
      if (tokens < 1) return Math.ceil(((1 - tokens) * 60_000) / requestsPerMinute);
      tokens -= 1;
      return 0;
    },
  };
}
