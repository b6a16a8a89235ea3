/** The auth service: authenticate, refresh, validate, logout (anaplan-api.md 2.2 to 2.5). */
import { type Exchange, isRecord, Refusal, type Reply, readText } from "../http/exchange.ts";
import { empty, json } from "../http/replies.ts";
import type { SignIn, Token } from "../world/accounts.ts";
import { authorization } from "./guard.ts";
import { type Call, type Emulation, open, type Route } from "./route.ts";

export const authRoutes: Route[] = [
  open("POST", "/token/authenticate", authenticate),
  open("POST", "/token/refresh", (call) => {
    const token = ownToken(call, 400);
    return tokenReply(200, call.emulation.world.accounts.refresh(token), "Token refreshed", call.emulation);
  }),
  open("GET", "/token/validate", (call) => validated(ownToken(call, 400), call.emulation)),
  open("POST", "/token/logout", (call) => {
    call.emulation.world.accounts.revoke(ownToken(call, 401));
    return empty();
  }),
];

async function authenticate({ exchange, emulation }: Call): Promise<Reply> {
  const given = authorization(exchange);
  const scheme = given?.scheme.toLowerCase();
  if (given === undefined || (scheme !== "basic" && scheme !== "cacertificate")) throw badHeader();
  const signIn =
    scheme === "basic" ? byPassword(given.value, emulation) : await byCertificate(given.value, exchange, emulation);
  if ("refused" in signIn) throw badCredential();
  exchange.journal.user = signIn.token.user.email;
  return tokenReply(emulation.readings.authenticateStatus, signIn.token, "Login successful", emulation);
}

function byPassword(encoded: string, emulation: Emulation): SignIn {
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 0) throw badHeader();
  return emulation.world.accounts.signInByPassword(text.slice(0, colon), text.slice(colon + 1));
}

async function byCertificate(certificate: string, exchange: Exchange, emulation: Emulation): Promise<SignIn> {
  const body = parsed(await readText(exchange));
  const { encodedData, encodedSignedData, encodedDataFormat } = body;
  if (typeof encodedData !== "string" || typeof encodedSignedData !== "string") {
    return { refused: "the body lacks encodedData or encodedSignedData" };
  }
  const format = typeof encodedDataFormat === "string" ? { format: encodedDataFormat } : {};
  return emulation.world.accounts.signInByCertificate({ certificate, encodedData, encodedSignedData, ...format });
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

/** The auth service takes AnaplanAuthToken only; what Bearer gets depends on the call (anaplan-api.md 2.1). */
function ownToken({ exchange, emulation }: Call, wrongScheme: 400 | 401): Token {
  const given = authorization(exchange);
  if (given === undefined || given.scheme !== "AnaplanAuthToken")
    throw wrongScheme === 400 ? badHeader() : badCredential();
  const token = emulation.world.accounts.find(given.value);
  if (token === undefined) throw badCredential();
  exchange.journal.user = token.user.email;
  return token;
}

function badHeader(): Refusal {
  return authRefusal(400, "FAILURE_BAD_HEADER", "Invalid header. Verify the header.");
}

function badCredential(): Refusal {
  return authRefusal(401, "FAILURE_BAD_CREDENTIAL", "Invalid credentials or token.");
}

function authRefusal(status: number, word: string, message: string): Refusal {
  return new Refusal(status, message, { body: JSON.stringify({ status: word, statusMessage: message }) });
}

function tokenReply(status: number, token: Token, message: string, emulation: Emulation): Reply {
  return json(status, {
    ...authHead(message, emulation),
    tokenInfo: {
      expiresAt: token.expiresAt,
      tokenId: token.id,
      tokenValue: token.value,
      refreshTokenId: token.refreshId,
    },
  });
}

function validated(token: Token, emulation: Emulation): Reply {
  return json(200, {
    ...authHead("Token validated", emulation),
    tokenInfo: { expiresAt: token.expiresAt, tokenId: token.id },
    userInfo: { userGuid: token.user.id, userId: token.user.email, customerGuid: emulation.world.tenantId },
  });
}

function authHead(message: string, emulation: Emulation): Record<string, unknown> {
  return {
    meta: { validationUrl: "https://auth.anaplan.com/token/validate" },
    status: emulation.readings.authenticateStatusForm === "string" ? "SUCCESS" : { code: 200, message: "SUCCESS" },
    statusMessage: message,
  };
}
