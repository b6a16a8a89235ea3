/** Ends a call as soon as the program or the caller wants out, with an error that says so. */
import type { Clock } from "../../clock.ts";
import { ConnectorError, isConnectorError } from "../../errors.ts";
import type { Layer } from "../exchange.ts";

export function interrupt(programSignal: AbortSignal | undefined): Layer {
  return (next) => async (request) => {
    const signal = joined(programSignal, request.signal);
    if (signal === undefined) return next(request);
    if (signal.aborted) throw interrupted(signal.reason);
    // A start that is on its way is not torn off: who breaks it off would not know whether there is a task to cancel.
    // Its waits still end.
    if (request.endpoint.repeat === "ask")
      return next({ ...request, signal }).catch((error: unknown) => rethrow(error, signal));
    // Not everything on the way listens: a sign-in that others wait for, too, goes on.
    const abort = abortOf(signal);
    try {
      return await Promise.race([next({ ...request, signal }), abort.promise]);
    } catch (error) {
      return rethrow(error, signal);
    } finally {
      abort.release();
    }
  };
}

function rethrow(error: unknown, signal: AbortSignal): never {
  if (isConnectorError(error, "TASK_OUTCOME_UNKNOWN")) throw error;
  throw signal.aborted ? interrupted(signal.reason) : error;
}

function abortOf(signal: AbortSignal): { promise: Promise<never>; release(): void } {
  let onAbort = (): void => {};
  const promise = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  return { promise, release: () => signal.removeEventListener("abort", onAbort) };
}

export function joined(...signals: readonly (AbortSignal | undefined)[]): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length < 2 ? given[0] : AbortSignal.any(given);
}

/** An abort that already carries an error of ours keeps it. */
export function interrupted(reason: unknown): ConnectorError {
  if (reason instanceof ConnectorError) return reason;
  return new ConnectorError("INTERRUPTED", { what: "The run was interrupted.", next: "Run again.", cause: reason });
}

/** A pause that an interruption ends with INTERRUPTED. */
export async function rest(clock: Clock, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await clock.sleep(milliseconds, signal);
  } catch (reason) {
    throw interrupted(reason);
  }
}
