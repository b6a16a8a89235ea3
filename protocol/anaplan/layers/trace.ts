/** Says what each exchange was: never headers, never bodies, no query. */
import type { Clock } from "../../clock.ts";
import type { HttpRequest, Layer } from "../exchange.ts";
import type { ClientLog } from "../log.ts";
import { outcomeOfError } from "../outcome.ts";
import type { ClientStats } from "../types.ts";

export function trace(log: ClientLog, clock: Clock, stats: ClientStats): Layer {
  return (next) => async (request) => {
    const startedAt = clock.now();
    stats.requests += 1;
    try {
      const reply = await next(request);
      const bytes = Number(reply.headers["content-length"] ?? reply.text.length);
      say(log, request, reply.status, clock.now() - startedAt, bytes);
      return reply;
    } catch (error) {
      say(log, request, outcomeOfError(error).kind === "lost" ? lostCode(error) : "lost", clock.now() - startedAt);
      throw error;
    }
  };
}

function lostCode(error: unknown): string {
  const outcome = outcomeOfError(error);
  return outcome.kind === "lost" ? outcome.code : "lost";
}

function say(log: ClientLog, request: HttpRequest, status: number | string, ms: number, bytes?: number): void {
  const { method } = request.endpoint;
  const path = new URL(request.url).pathname;
  log.debug(`${method} ${path} ${status}`, { ...request.context, status, bytes, ms, attempt: request.attempt });
  const tags = { ...request.context, method, endpoint: request.endpoint.path, status };
  log.metric({ type: "timer", metric: "http_request_duration", value: ms / 1000, tags }, "debug");
}
