/** Stands in for `protocol/clock.ts`: an hour lasts a second. */
import { type Clock, systemClock as realClock } from "../../protocol/clock.ts";

const RATE = 3600;
const start = Date.now();

export const systemClock: Clock = {
  now: () => start + (Date.now() - start) * RATE,
  sleep: (milliseconds, signal) => realClock.sleep(milliseconds / RATE, signal),
};
