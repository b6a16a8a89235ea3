/** A reply or a failure, reduced to what decisions need. */
import type { Endpoint } from "./endpoints.ts";
import type { HttpReply } from "./exchange.ts";

export type Outcome =
  | {
      kind: "reply";
      status: number;
      /** The server's own words, one line, cut; "" without any. */
      message: string;
      /** Milliseconds it asks to wait. */
      retryAfterMs?: number;
      /** Whether the body is what the endpoint promises. */
      isReadable: boolean;
      /** What came instead: content type and first words. */
      seen: string;
    }
  | {
      kind: "lost";
      /** `unsent`: the request never reached a server; `untrusted`: the server could not prove who it is; `proxy`: the
       *  proxy does not let it pass. */
      how: "unsent" | "timeout" | "dropped" | "untrusted" | "proxy";
      /** ECONNRESET, UND_ERR_BODY_TIMEOUT, … or "unknown". */
      code: string;
    };

const UNSENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
]);
const TIMEOUT = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "ETIMEDOUT", "ESOCKETTIMEDOUT"]);
const UNTRUSTED = new Set([
  "SERVER_FINGERPRINT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REVOKED",
  "CERT_UNTRUSTED",
  "CERT_REJECTED",
  "HOSTNAME_MISMATCH",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** `now` settles a Retry-After that is a date. */
export function outcomeOfReply(endpoint: Endpoint, reply: HttpReply, now: number): Outcome {
  const retryAfterMs = parseRetryAfter(reply.headers["retry-after"], now);
  return {
    kind: "reply",
    status: reply.status,
    message: messageOf(reply),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    isReadable: isReadable(endpoint, reply),
    seen: seen(endpoint, reply),
  };
}

export function outcomeOfError(error: unknown): Outcome {
  const proxy = proxyStatus(error);
  if (proxy !== undefined) return { kind: "lost", how: proxy < 500 ? "proxy" : "unsent", code: `PROXY_${proxy}` };
  const code = codeOf(error);
  if (UNTRUSTED.has(code)) return { kind: "lost", how: "untrusted", code };
  if (UNSENT.has(code)) return { kind: "lost", how: "unsent", code };
  return { kind: "lost", how: TIMEOUT.has(code) ? "timeout" : "dropped", code };
}

/** A mistake of ours that only looks like a failed exchange: repeating it would hide it. */
export function isOwnMistake(error: unknown): boolean {
  const code = codeOf(error);
  const isBare = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
  return (
    code === "UND_ERR_INVALID_ARG" ||
    code.startsWith("ERR_INVALID_") ||
    (isBare && error.cause === undefined && !("code" in error))
  );
}

/** Seconds or an HTTP date (anaplan-api.md 7.2); undefined if neither. */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function isReadable(endpoint: Endpoint, { status, headers, json, text }: HttpReply): boolean {
  if (endpoint.reply === "json") return status === 204 || isObject(json);
  if (endpoint.reply === "maybe-json" && text !== "") return isObject(json);
  return !/html/i.test(headers["content-type"] ?? "");
}

function isObject(json: unknown): boolean {
  return typeof json === "object" && json !== null;
}

/** Anaplan's refusals hold `status.message` (7.1), those of its sign-in `statusMessage` (2.5). */
function messageOf({ json }: HttpReply): string {
  if (typeof json !== "object" || json === null) return "";
  const { status, statusMessage, message } = json as Record<string, unknown>;
  const inner = typeof status === "object" && status !== null ? (status as Record<string, unknown>).message : status;
  const words = [statusMessage, inner, message].find((text) => typeof text === "string" && text !== "");
  return oneLine(String(words ?? ""), 300);
}

/** Words only where they cannot hold a token. */
function seen({ root }: Endpoint, { headers, text }: HttpReply): string {
  const type = headers["content-type"]?.split(";")[0] ?? "no content type";
  const markup = /^\s*</.test(text);
  const plain = text.replace(/<(script|style)[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " ");
  const words = oneLine(markup ? plain : root === "auth" ? "" : text, 80);
  return words === "" ? `${type}, no text` : `${type}, beginning "${words}"`;
}

function oneLine(text: string, length: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}

/** undici tells what a proxy answered to CONNECT in words only. */
function proxyStatus(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const status = /^Proxy response \((\d{3})\)/.exec(error.message)?.[1];
  return status === undefined ? proxyStatus(error.cause) : Number(status);
}

/** fetch hides the reason in `cause`, a host with several addresses in `errors`. */
function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "unknown";
  const { code, cause, errors, name } = error as Record<string, unknown>;
  if (typeof code === "string") return code;
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0]);
  if (cause !== undefined) return codeOf(cause);
  return typeof name === "string" && name !== "Error" ? name : "unknown";
}
