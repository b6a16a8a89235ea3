/** The OAuth service alone, for a sign-in that has no refresh token yet. */
import type { Clock } from "../clock.ts";
import { type OAuthCalls, oauthCalls } from "./auth/oauth-calls.ts";
import { createHttp } from "./http.ts";
import { interrupt } from "./layers/interrupt.ts";
import { redirect } from "./layers/redirect.ts";
import { retry } from "./layers/retry.ts";
import { trace } from "./layers/trace.ts";
import type { ClientLog } from "./log.ts";
import type { ConnectionSettings } from "./settings.ts";
import { createTransport } from "./transport.ts";
import type { ClientStats } from "./types.ts";

export interface OAuthDoor {
  calls: OAuthCalls;
  close(): Promise<void>;
}

export function openOAuth(
  settings: ConnectionSettings,
  { clock, log, signal }: { clock: Clock; log: ClientLog; signal?: AbortSignal | undefined },
): OAuthDoor {
  const stats: ClientStats = { requests: 0, retries: 0, waitedSeconds: 0 };
  const transport = createTransport(settings, "anaplan-connectors");
  const repeats = retry({
    settings,
    clock,
    log,
    stats,
    random: () => Math.random(),
    wasEverAccepted: () => false,
    watch: async () => ({}),
  });
  const http = createHttp(
    settings.roots,
    transport.send,
    interrupt(signal),
    repeats,
    redirect(),
    trace(log, clock, stats),
  );
  return { calls: oauthCalls(http), close: () => transport.close() };
}
