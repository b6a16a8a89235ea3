/** The body of one GET as it arrives, whole in spite of broken connections: what was handed out already is skipped when
 *  the body has to be asked for again (range requests are not documented, anaplan-api.md 5.5). */
import type { Clock } from "../clock.ts";
import { ConnectorError, isConnectorError } from "../errors.ts";
import type { Call, Http } from "./http.ts";
import { interrupted, joined, rest } from "./layers/interrupt.ts";
import type { ClientLog } from "./log.ts";
import { isOwnMistake, outcomeOfError } from "./outcome.ts";
import type { ConnectionSettings } from "./settings.ts";
import type { ClientStats } from "./types.ts";
import { verdict } from "./verdict.ts";

export interface BytePorts {
  http: Http;
  clock: Clock;
  log: ClientLog;
  stats: ClientStats;
  settings: Pick<ConnectionSettings, "maxRetries" | "modelBusyTimeoutMinutes">;
  signal: AbortSignal | undefined;
  random(): number;
}

/** Yields nothing for a reply that is one of the endpoint's `none` statuses. Breaking off closes the connection. `onSize` hears the
 *  length that the server promises, where it does. */
export async function* readBytes(
  ports: BytePorts,
  call: Call,
  fromByte = 0,
  onSize?: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, void> {
  const signal = joined(ports.signal, call.signal);
  let delivered = fromByte;
  let failures = 0;
  let size: number | undefined;
  for (;;) {
    const reply = await ports.http(call);
    if (reply.bytes === undefined) return;
    const promised = promisedSize(reply.headers);
    if (size === undefined && promised !== undefined) onSize?.(promised);
    size ??= promised;
    if (promised !== undefined && promised !== size) throw replaced(call);
    let position = 0;
    try {
      for await (const piece of reply.bytes) {
        const start = position;
        position += piece.length;
        if (position <= delivered) continue;
        const fresh = start >= delivered ? piece : piece.subarray(delivered - start);
        delivered = position;
        failures = 0;
        yield fresh;
      }
      if (promised === undefined || position === promised) {
        if (position < fromByte) throw replaced(call);
        return;
      }
      throw Object.assign(new Error("The body ended early."), { code: "BODY_CUT" });
    } catch (error) {
      if (signal?.aborted) throw interrupted(signal.reason);
      if (isConnectorError(error) || isOwnMistake(error)) throw error;
      await pause(ports, call, error, failures, signal);
      failures += 1;
    }
  }
}

/** undefined where the length is not told, or is that of a compressed body. */
function promisedSize(headers: Readonly<Record<string, string>>): number | undefined {
  const encoding = headers["content-encoding"] ?? "identity";
  const length = headers["content-length"];
  return length !== undefined && /^\d+$/.test(length) && encoding === "identity" ? Number(length) : undefined;
}

async function pause(
  { clock, log, stats, settings, random }: BytePorts,
  { endpoint, context = {} }: Call,
  error: unknown,
  failures: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const outcome = outcomeOfError(error);
  const repeats = { token: 0, rate: 0, busy: 0, failure: failures, lag: 0 };
  const attempt = { repeats, busyMs: 0, isTokenNew: false, wasEverAccepted: true, random: random() };
  const judged = verdict(outcome, endpoint, attempt, settings);
  if (judged.kind === "stop" || judged.kind === "ask") throw judged.error.at(context);
  const afterMs = judged.kind === "again" ? judged.afterMs : 0;
  stats.retries += 1;
  stats.waitedSeconds += afterMs / 1000;
  log.warn("A download broke off; asking for the rest", { ...context, afterMs });
  await rest(clock, afterMs, signal);
}

function replaced({ context = {} }: Call): ConnectorError {
  return new ConnectorError("EXPORT_REPLACED", {
    what: "The file changed while it was read.",
    why: "Another run of the same export by the same user has written it anew.",
    next: "Run again, one run at a time per export and user.",
    context,
  });
}
