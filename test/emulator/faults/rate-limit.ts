/** 429, with `Retry-After` in seconds, as an HTTP date, or missing (anaplan-api.md 7.2). */
import { anyPath, type Fault } from "./fault.ts";

export const rateLimit: Fault = {
  match: { path: anyPath },
  async apply(_exchange, _next, options, { clock }) {
    const seconds = options.retryAfterSeconds ?? 1;
    const form = options.retryAfter ?? "seconds";
    const date = new Date(Math.ceil(clock.now() / 1000) * 1000 + seconds * 1000).toUTCString();
    return {
      status: 429,
      headers: form === "missing" ? {} : { "retry-after": form === "date" ? date : String(seconds) },
      body: "",
    };
  },
};
