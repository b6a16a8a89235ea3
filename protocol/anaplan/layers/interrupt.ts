/** Ends a call as soon as the program or the caller wants out, with an error that says so. */
import { ConnectorError } from "../../errors.ts";
import type { Layer } from "../exchange.ts";

export function interrupt(programSignal: AbortSignal | undefined): Layer {
  return (next) => async (request) => {
    const signal = joined(programSignal, request.signal);
    if (signal === undefined) return next(request);
    if (signal.aborted) throw interrupted(signal.reason);
    try {
      return await next({ ...request, signal });
    } catch (error) {
      throw signal.aborted ? interrupted(signal.reason) : error;
    }
  };
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
