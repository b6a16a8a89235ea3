/** Getting the first refresh token from a person: by a code typed on any device, or through the browser
 *  (anaplan-api.md 2.6). Draws nothing: `LoginScreen` does. */
import { randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { ConnectorError, isConnectorError } from "../../errors.ts";
import { clientRefused, type DeviceStart, isRefusal, type OAuthCalls, type OAuthTokens } from "./oauth-calls.ts";

export interface LoginSettings {
  clientId: string;
  clientSecret?: string;
}

export interface LoginPorts {
  calls: OAuthCalls;
  clock: Clock;
  signal?: AbortSignal | undefined;
}

export interface LoginTokens extends OAuthTokens {
  refreshToken: string;
}

/** Without offline_access there is no refresh token. */
const scope = "openid profile email offline_access";
const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
const slowDownSeconds = 5;
const shortestIntervalSeconds = 1;

export interface DeviceScreen {
  /** Called once. */
  show(device: DeviceStart): void;
  /** Called about once a second while waiting. */
  remaining(milliseconds: number): void;
}

/** Throws LOGIN_EXPIRED, LOGIN_DENIED or OAUTH_CLIENT_REFUSED. A lost connection is waited out. */
export async function loginByDevice(
  { clientId }: LoginSettings,
  { calls, clock, signal }: LoginPorts,
  screen: DeviceScreen,
): Promise<LoginTokens> {
  const device = await calls.startDevice({ client_id: clientId, scope }, signal);
  if (isRefusal(device)) throw clientRefused(device);
  const endsAt = clock.now() + device.expiresInSeconds * 1000;
  screen.show(device);
  let intervalSeconds = Math.max(shortestIntervalSeconds, device.intervalSeconds);
  while (clock.now() < endsAt) {
    await countDown(Math.min(clock.now() + intervalSeconds * 1000, endsAt), endsAt, clock, screen, signal);
    const fields = { grant_type: deviceGrant, client_id: clientId, device_code: device.deviceCode };
    const answer = await calls.token(fields, signal).catch(passLoss);
    if (answer === undefined) continue;
    if (!isRefusal(answer)) return requireRefreshToken(answer);
    if (answer.error === "slow_down") intervalSeconds += slowDownSeconds;
    else if (answer.error === "expired_token") break;
    else if (answer.error === "access_denied") throw denied();
    else if (answer.error !== "authorization_pending") throw clientRefused(answer);
  }
  throw new ConnectorError("LOGIN_EXPIRED", {
    what: "The code expired before anybody confirmed it.",
    why: `It is valid for ${Math.round(device.expiresInSeconds / 60)} minutes.`,
    next: "Start again: tap-anaplan login --config FILE",
  });
}

async function countDown(
  until: number,
  endsAt: number,
  clock: Clock,
  screen: DeviceScreen,
  signal: AbortSignal | undefined,
): Promise<void> {
  while (clock.now() < until) {
    screen.remaining(endsAt - clock.now());
    await clock.sleep(Math.min(1000, until - clock.now()), signal);
  }
}

function passLoss(error: unknown): undefined {
  if (isConnectorError(error) && error.class === "transient" && error.code !== "INTERRUPTED") return undefined;
  throw error;
}

export interface BrowserFlow {
  /** To be opened in a browser. */
  url: string;
  /** The address the browser was sent back to → tokens. Throws LOGIN_DENIED, LOGIN_FAILED or OAUTH_CLIENT_REFUSED. */
  finish(redirected: string): Promise<LoginTokens>;
}

export function startBrowserFlow(
  { clientId, clientSecret }: LoginSettings,
  { calls, signal }: LoginPorts,
  oauthRoot: string,
  redirectUrl: string,
): BrowserFlow {
  const state = randomBytes(24).toString("base64url");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUrl,
    scope,
    state,
  });
  return {
    url: `${oauthRoot}/auth/authorize?${query}`,
    finish: async (redirected) => {
      const fields = {
        grant_type: "authorization_code",
        client_id: clientId,
        code: codeOf(redirected, state),
        redirect_uri: redirectUrl,
        ...(clientSecret !== undefined && { client_secret: clientSecret }),
      };
      const answer = await calls.token(fields, signal);
      if (!isRefusal(answer)) return requireRefreshToken(answer);
      if (answer.error === "invalid_grant")
        throw failed("Anaplan does not take the code", "It is older than a few minutes or was used already.");
      throw clientRefused(answer);
    },
  };
}

/** A pasted address, or its query alone. */
function codeOf(redirected: string, state: string): string {
  const text = redirected.trim();
  const query = new URLSearchParams(text.includes("?") ? text.slice(text.indexOf("?") + 1).split("#")[0] : text);
  const error = query.get("error");
  if (error === "access_denied") throw denied();
  if (error !== null) throw clientRefused({ error, description: query.get("error_description") ?? "" });
  const code = query.get("code");
  if (code === null) throw failed("The address holds no code", "It is not the one the browser was sent back to.");
  if (query.get("state") !== state)
    throw failed("The address belongs to another sign-in", "Its state is not the one of this attempt.");
  return code;
}

function requireRefreshToken(tokens: OAuthTokens): LoginTokens {
  const { refreshToken } = tokens;
  if (refreshToken !== undefined) return { ...tokens, refreshToken };
  throw failed("Anaplan gave no refresh token", "The OAuth client may not ask for offline_access.");
}

function failed(what: string, why: string): ConnectorError {
  return new ConnectorError("LOGIN_FAILED", {
    what: `${what}.`,
    why,
    next: "Start again: tap-anaplan login --config FILE",
  });
}

function denied(): ConnectorError {
  return new ConnectorError("LOGIN_DENIED", {
    what: "The sign-in was refused in the browser.",
    why: "Somebody chose to deny it, or single sign-on does not let this user confirm codes.",
    next: "Start again and confirm it; some tenants need an authorization-code client (--flow browser) for users under single sign-on.",
  });
}
