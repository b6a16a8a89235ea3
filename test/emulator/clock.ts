/** Time as a port: the emulator asks a `Clock`, so a test can make tokens and files expire without waiting. */

export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after that many milliseconds; at once for zero or less. */
  sleep(milliseconds: number): Promise<void>;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) =>
    milliseconds <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** A system clock whose `now()` can be moved forward; sleeps last as long as real ones. */
export type ShiftableClock = Clock & { advance(milliseconds: number): void };

export function shiftableClock(): ShiftableClock {
  let shift = 0;
  return {
    now: () => Date.now() + shift,
    sleep: systemClock.sleep,
    advance: (milliseconds) => {
      shift += milliseconds;
    },
  };
}

/** Lets other requests be served in the middle of a long computation. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
