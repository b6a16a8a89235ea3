/** The one door to Anaplan: puts layers, calls and one shared token together. Everything that is known about a call lies in
 *  endpoints.ts, what happens on its way in layers/, what it means in the resource files. */
import { setMaxListeners } from "node:events";
import type { Clock } from "../clock.ts";
import type { Spans } from "../profile.ts";
import { grantFor } from "./auth/index.ts";
import { oauthCalls } from "./auth/oauth-calls.ts";
import { signInCalls } from "./auth/sign-in.ts";
import { createTokenSource } from "./auth/token.ts";
import { definitionCalls } from "./definitions.ts";
import { diagnosing } from "./diagnose.ts";
import { legacyDialect } from "./dialect-1-3.ts";
import { dumpCalls } from "./dumps.ts";
import { createFreshFiles, fileCalls } from "./files.ts";
import { createHttp } from "./http.ts";
import { authorize } from "./layers/authorize.ts";
import { interrupt } from "./layers/interrupt.ts";
import { observe, type SeenReply } from "./layers/observe.ts";
import { createRateBucket, rate } from "./layers/rate.ts";
import { redirect } from "./layers/redirect.ts";
import { retry } from "./layers/retry.ts";
import { trace } from "./layers/trace.ts";
import type { ClientLog } from "./log.ts";
import { metadataCalls } from "./metadata.ts";
import { type ModelWatch, modelWaitCalls, modelWatch } from "./model-wait.ts";
import { readRequestCalls } from "./read-requests.ts";
import type { ConnectionSettings } from "./settings.ts";
import { withSpans } from "./spans.ts";
import { taskCalls } from "./tasks.ts";
import { createTransport } from "./transport.ts";
import type { AnaplanClient, ClientStats } from "./types.ts";
import { writeCalls } from "./writes.ts";

export interface ClientPorts {
  clock: Clock;
  log: ClientLog;
  /** Ends every call with INTERRUPTED, except cancelTask. */
  signal?: AbortSignal;
  /** Defaults to `anaplan-connectors`. */
  userAgent?: string;
  /** Counts the time of every call. */
  spans?: Spans;
  /** Told each reply, for a diagnosis. */
  onReply?: (reply: SeenReply) => void;
  /** Told each OAuth refresh token that replaces an older one, for protocols that carry it home. */
  onRotatedToken?: (refreshToken: string) => void;
}

/** Nothing is sent before the first call. Throws CONFIG_INVALID, AUTH_MODE_UNSUPPORTED. */
export function createClient(settings: ConnectionSettings, ports: ClientPorts): AnaplanClient {
  const { clock, log, signal } = ports;
  if (signal !== undefined) setMaxListeners(0, signal);
  const stats: ClientStats = { requests: 0, retries: 0, waitedSeconds: 0 };
  const random = () => Math.random();
  const transport = createTransport(settings, ports.userAgent ?? "anaplan-connectors");
  const bucket = createRateBucket(settings.requestsPerMinute, clock, stats);
  const wasEverAccepted = () => tokens.wasEverAccepted();

  // Outermost first. The sign-in goes the same way without `authorize`, which waits for it.
  const watch: ModelWatch = (modelId, signal) => seenModel(modelId, signal);
  const waitPorts = { watch, settings, clock, log, stats, random };
  const repeats = retry({ ...waitPorts, wasEverAccepted });
  const inner = [redirect(), trace(log, clock, stats), observe(ports.onReply, clock)];
  const limited = rate(bucket, clock);
  const signIn = createHttp(settings.roots, transport.send, repeats, limited, ...inner);
  // The OAuth service counts for itself and says "slow down" to one waiting sign-in, not to the run.
  const oauth = oauthCalls(createHttp(settings.roots, transport.send, repeats, ...inner));
  const grantPorts = { calls: signInCalls(signIn, clock), oauth, clock, log, onRotated: ports.onRotatedToken };
  const tokens = createTokenSource(grantFor(settings.auth, grantPorts), clock);
  const dialect = settings.apiVersion === "1.3" ? legacyDialect(settings.auth, clock) : authorize(tokens);
  const authorized = [repeats, limited, dialect, ...inner];
  const seenModel = modelWatch(createHttp(settings.roots, transport.send, limited, dialect, ...inner));
  const http = diagnosing(createHttp(settings.roots, transport.send, interrupt(signal), ...authorized));
  const lastHttp = createHttp(settings.roots, transport.send, interrupt(undefined), ...authorized);

  const fresh = createFreshFiles();
  const bytePorts = { http, clock, log, stats, settings, signal, random };
  const definitions = definitionCalls(http);
  const client: AnaplanClient = {
    stats,
    root: settings.roots.api,
    ...metadataCalls(http),
    ...modelWaitCalls(http, { ...waitPorts, signal }),
    ...definitions,
    ...writeCalls(http),
    ...taskCalls({ http, lastHttp, clock, log, settings, signal, onSuccess: fresh.note }),
    ...fileCalls({ ...bytePorts, files: definitions.files, fresh }),
    ...dumpCalls(bytePorts),
    ...readRequestCalls({ ...bytePorts, lastHttp }),
    close: () => transport.close(),
  };
  return ports.spans === undefined ? client : withSpans(client, ports.spans);
}
