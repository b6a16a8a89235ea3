/** `node --import` this: what the client repeats every ten minutes it repeats five times a second. */
const KEEP_ALIVE_MS = 10 * 60_000;
const setTimer = globalThis.setTimeout;

globalThis.setTimeout = Object.assign(
  (...[call, milliseconds, ...args]: Parameters<typeof setTimeout>) =>
    setTimer(call, milliseconds === KEEP_ALIVE_MS ? 200 : milliseconds, ...args),
  setTimer,
) as typeof setTimeout;
