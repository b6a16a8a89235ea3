/** Starts of tasks whose outcome the client cannot know: the reply is lost, or the request never arrived. */
import { type Fault, swallow, taskStarts } from "./fault.ts";

export const startReplyLost: Fault = {
  match: { method: "POST", path: taskStarts },
  async apply(exchange, next) {
    await next(exchange);
    return { status: 0, dropped: true };
  },
};

export const startNeverArrived: Fault = {
  match: { method: "POST", path: taskStarts },
  async apply(exchange) {
    await swallow(exchange);
    return { status: 0, dropped: true };
  },
};
