/** A seeded mix of passing troubles: what a bad day looks like, the same for the same seed. Reads `seed` and `rate`. */

import { connectionDropped, droppedMidBody, slow } from "./connection.ts";
import { anyPath, type Fault, type FaultOptions } from "./fault.ts";
import { badGateway, unavailable } from "./http-errors.ts";
import { rateLimit } from "./rate-limit.ts";
import { startReplyLost } from "./task-start.ts";
import { unauthorized } from "./unauthorized.ts";

const generators = new WeakMap<FaultOptions, () => number>();

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const passing: Fault[] = [
  badGateway,
  unavailable,
  connectionDropped,
  droppedMidBody,
  rateLimit,
  slow,
  startReplyLost,
  unauthorized,
];

export const chaos: Fault = {
  match: { path: anyPath },
  apply(exchange, next, options, context) {
    let random = generators.get(options);
    if (random === undefined) {
      random = seeded(options.seed ?? 1);
      generators.set(options, random);
    }
    if (random() >= (options.rate ?? 0.1)) return next(exchange);
    const fitting = passing.filter(
      ({ match }) => match.path.test(exchange.path) && (match.method === undefined || match.method === exchange.method),
    );
    const fault = fitting[Math.floor(random() * fitting.length)];
    const mild = { ...options, retryAfterSeconds: options.retryAfterSeconds ?? 0, delayMs: options.delayMs ?? 50 };
    return fault === undefined ? next(exchange) : fault.apply(exchange, next, mild, context);
  },
};
