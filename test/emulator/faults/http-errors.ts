/** Error replies of gateways and servers: what arrives is not Anaplan's JSON (anaplan-api.md 7.1). */
import { anyPath, type Fault, swallow } from "./fault.ts";

function answering(status: number, type: string, body: string, headers: Record<string, string> = {}): Fault {
  return {
    match: { path: anyPath },
    async apply(exchange, _next, options) {
      await swallow(exchange);
      return { status: options.status ?? status, headers: { "content-type": type, ...headers }, body };
    },
  };
}

function jsonBody(code: number, message: string): string {
  return JSON.stringify({ status: { code, message }, path: "/", timestamp: "2026-01-01T00:00:00.000000Z" });
}

export const badGateway = answering(502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>");
export const unavailable = answering(503, "text/plain", "");
export const serverError = answering(500, "application/json", jsonBody(500, "Internal Server Error"));
export const notFoundReply = answering(404, "application/json", jsonBody(404, "Not Found"));
export const busyConflict = answering(409, "application/json", jsonBody(409, "Conflict"));

/** A proxy or an ended session answers 200 with its login page. */
export const loginPage = answering(200, "text/html", "<!doctype html><html><title>Log in</title><form></form></html>");
