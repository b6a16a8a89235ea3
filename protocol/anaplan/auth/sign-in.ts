/** The two calls of Anaplan's own sign-in service, shared by password and certificate (anaplan-api.md 2.2 to 2.4). */
import type { Clock } from "../../clock.ts";
import { ConnectorError } from "../../errors.ts";
import { ENDPOINTS } from "../endpoints.ts";
import type { HttpReply } from "../exchange.ts";
import type { Http } from "../http.ts";
import { asObject, numberOf, textOf } from "../read.ts";
import type { Token } from "./grant.ts";

export interface SignInCalls {
  /** `body` is asked again for each attempt. */
  authenticate(headers: Record<string, string>, body?: () => string): Promise<Token>;
  refresh(token: Token): Promise<Token>;
}

/** `http` must not authorize: it is what authorizing waits for. */
export function signInCalls(http: Http, clock: Clock): SignInCalls {
  const toToken = (reply: HttpReply) => readToken(reply, clock.now());
  return {
    authenticate: async (headers, body) =>
      toToken(await http({ endpoint: ENDPOINTS.authenticate, headers, ...(body !== undefined && { body }) })),
    refresh: async ({ value }) =>
      toToken(await http({ endpoint: ENDPOINTS.refresh, headers: { authorization: `AnaplanAuthToken ${value}` } })),
  };
}

/** In use where `expiresAt` is missing or makes no sense (anaplan-api.md 2.4: 30 minutes in all docs). */
const assumedLifeMs = 30 * 60_000;

function readToken(reply: HttpReply, now: number): Token {
  const info = asObject(asObject(reply.json).tokenInfo);
  const value = textOf(info.tokenValue);
  if (value === undefined || value === "")
    throw new ConnectorError("REPLY_UNREADABLE", {
      what: "The sign-in service answered without a token.",
      why: "Something other than Anaplan's sign-in service answered.",
      next: "Check region and auth_url.",
    });
  return { value, issuedAt: now, expiresAt: now + lifeOf(numberOf(info.expiresAt), reply.headers.date, now) };
}

/** Normally `expiresAt` against our clock. If our clock is so wrong that the token looks dead on arrival, the server's
 *  own `Date` is the measure; otherwise every call would renew the token. */
function lifeOf(expiresAt: number | undefined, serverDate: string | undefined, now: number): number {
  if (expiresAt === undefined) return assumedLifeMs;
  const lives = [expiresAt - now, expiresAt - Date.parse(serverDate ?? "")];
  return lives.find((life) => life > 0) ?? assumedLifeMs;
}
