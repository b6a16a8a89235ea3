/** Shows each reply to somebody who diagnoses: status, headers, when it came. Never a body. */
import type { Clock } from "../../clock.ts";
import type { Layer } from "../exchange.ts";

export interface SeenReply {
  root: "api" | "auth" | "oauth";
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Epoch milliseconds of our clock. */
  at: number;
}

export function observe(onReply: ((reply: SeenReply) => void) | undefined, clock: Clock): Layer {
  return (next) => async (request) => {
    const reply = await next(request);
    onReply?.({ root: request.endpoint.root, status: reply.status, headers: reply.headers, at: clock.now() });
    return reply;
  };
}
