/** The calls of Anaplan's OAuth service (anaplan-api.md 2.6). What counts is the word in `error`, never the status: pending
 *  has been seen as 400, 401 and 403. */
import { ConnectorError } from "../../errors.ts";
import { ENDPOINTS } from "../endpoints.ts";
import type { HttpReply } from "../exchange.ts";
import type { Http } from "../http.ts";
import { asObject, type JsonObject, numberOf, present, textOf } from "../read.ts";

export interface OAuthTokens {
  accessToken: string;
  /** Empty or absent: the old one stays. */
  refreshToken?: string;
  expiresInSeconds: number;
  refreshExpiresInSeconds?: number;
}

export interface OAuthRefusal {
  /** `invalid_grant`, `authorization_pending`, … */
  error: string;
  /** The server's words; "" without any. */
  description: string;
}

export interface DeviceStart {
  deviceCode: string;
  userCode: string;
  url: string;
  /** With the code in it. */
  completeUrl?: string;
  expiresInSeconds: number;
  intervalSeconds: number;
}

export interface OAuthCalls {
  token(fields: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<OAuthTokens | OAuthRefusal>;
  startDevice(fields: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<DeviceStart | OAuthRefusal>;
}

export function isRefusal(answer: object): answer is OAuthRefusal {
  return "error" in answer;
}

/** `http` must not authorize. */
export function oauthCalls(http: Http): OAuthCalls {
  const post = async (
    endpoint: (typeof ENDPOINTS)["oauthToken"],
    fields: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<JsonObject | OAuthRefusal> => {
    const reply = await http({ endpoint, body: JSON.stringify(fields), signal });
    return readRefusal(reply, fields) ?? readAnswer(reply);
  };
  return {
    token: async (fields, signal) => {
      const answer = await post(ENDPOINTS.oauthToken, fields, signal);
      return isRefusal(answer) ? (answer as OAuthRefusal) : readTokens(answer);
    },
    startDevice: async (fields, signal) => {
      const answer = await post(ENDPOINTS.oauthDevice, fields, signal);
      return isRefusal(answer) ? (answer as OAuthRefusal) : readDevice(answer);
    },
  };
}

/** A refusal without a word of OAuth comes from something in between. */
function readAnswer({ status, json, headers }: HttpReply): JsonObject {
  if (status < 400 && typeof json === "object" && json !== null) return asObject(json);
  const type = headers["content-type"]?.split(";")[0] ?? "no content type";
  throw unreadable(`${status} and ${type} instead of a token`);
}

function readRefusal({ json }: HttpReply, fields: Readonly<Record<string, string>>): OAuthRefusal | undefined {
  const { error, error_description: said } = asObject(json);
  const word = textOf(error) ?? "";
  return word === "" ? undefined : { error: word, description: withoutSecrets(textOf(said) ?? "", fields) };
}

/** A server may quote what it was sent. */
function withoutSecrets(text: string, fields: Readonly<Record<string, string>>): string {
  const sent = Object.entries(fields).filter(([key, value]) => !["grant_type", "scope"].includes(key) && value !== "");
  const clean = sent.reduce((rest, [, value]) => rest.replaceAll(value, "***"), text);
  return clean.replace(/\s+/g, " ").trim().slice(0, 200);
}

const defaultLifeSeconds = 30 * 60;

function readTokens(fields: JsonObject): OAuthTokens {
  const accessToken = textOf(fields.access_token) ?? "";
  if (accessToken === "") throw unreadable("without an access token");
  const refreshToken = textOf(fields.refresh_token) || undefined;
  return present<OAuthTokens>({
    accessToken,
    refreshToken,
    expiresInSeconds: numberOf(fields.expires_in) ?? defaultLifeSeconds,
    refreshExpiresInSeconds: numberOf(fields.refresh_token_expires_in) ?? numberOf(fields.refresh_expires_in),
  });
}

function readDevice(fields: JsonObject): DeviceStart {
  const deviceCode = textOf(fields.device_code) ?? "";
  const userCode = textOf(fields.user_code) ?? "";
  if (deviceCode === "" || userCode === "") throw unreadable("without a device code");
  return present<DeviceStart>({
    deviceCode,
    userCode,
    url: textOf(fields.verification_uri) ?? textOf(fields.verification_url) ?? "",
    completeUrl: textOf(fields.verification_uri_complete),
    expiresInSeconds: numberOf(fields.expires_in) ?? 900,
    intervalSeconds: numberOf(fields.interval) ?? 5,
  });
}

function unreadable(fault: string): ConnectorError {
  return new ConnectorError("REPLY_UNREADABLE", {
    what: `The OAuth service answered ${fault}.`,
    why: "Something other than Anaplan's OAuth service answered.",
    next: "Check region and oauth_url.",
  });
}

/** Why the service refused a client, for every call alike. */
export function clientRefused({ error, description }: OAuthRefusal): ConnectorError {
  return new ConnectorError("OAUTH_CLIENT_REFUSED", {
    what: `Anaplan refuses the OAuth client: ${error}${description === "" ? "" : ` (${description})`}.`,
    why: "client_id or client_secret is wrong, the client is registered for the other kind of sign-in (device or authorization code), or it belongs to another region.",
    next: "Compare both with Anaplan's Administration > Security > OAuth Clients.",
  });
}
