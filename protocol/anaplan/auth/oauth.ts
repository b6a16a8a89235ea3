/** Sign-in with an OAuth refresh token, out of the token store or the config (anaplan-api.md 2.6). A rotated token is on
 *  disk before the access token that came with it is used. */
import type { Clock } from "../../clock.ts";
import { ConnectorError } from "../../errors.ts";
import type { ClientLog } from "../log.ts";
import type { Grant, Token } from "./grant.ts";
import { clientRefused, isRefusal, type OAuthCalls, type OAuthRefusal, type OAuthTokens } from "./oauth-calls.ts";
import { createTokenStore, missing, type StoredToken, signInAgain, type TokenStore } from "./token-store.ts";

export interface OAuthSettings {
  clientId: string;
  clientSecret?: string;
  refreshToken?: string;
  tokenStore?: string;
}

export interface OAuthPorts {
  calls: OAuthCalls;
  clock: Clock;
  log: ClientLog;
  /** Told each refresh token that replaces an older one. */
  onRotated?: ((refreshToken: string) => void) | undefined;
}

/** Throws CONFIG_INVALID if there is no refresh token to be had. */
export function oauthGrant(settings: OAuthSettings, ports: OAuthPorts): Grant {
  const { tokenStore, refreshToken, clientId } = settings;
  if (tokenStore !== undefined) {
    const store = createTokenStore(tokenStore, clientId, ports.clock);
    return { signIn: () => refreshFromStore(store, settings, ports) };
  }
  if (refreshToken === undefined) throw nothingToRefresh();
  return { signIn: refreshFromMemory(refreshToken, settings, ports) };
}

/** Longer than the exchange with its repeats, shorter than the age at which a lock is given up. */
const deadlineMs = 4 * 60_000;

function refreshFromStore(store: TokenStore, settings: OAuthSettings, ports: OAuthPorts): Promise<Token> {
  const { clock, log } = ports;
  return store.locked(async () => {
    const stored = (await store.read()) ?? seed(store, settings, clock);
    // Also proves, before a rotating token is spent, that its successor can be written.
    await store.write({ ...stored, refreshStartedAt: clock.now() });
    const answer = await exchange(stored.refreshToken, settings, ports, AbortSignal.timeout(deadlineMs));
    if (isRefusal(answer)) throw refused(answer, stored, store.path);
    const renewed = successor(stored, answer, clock.now());
    await store.write(renewed);
    if (stored.refreshStartedAt !== undefined)
      log.info("An earlier run was cut off while it refreshed its token; the stored token still worked.");
    if (renewed.refreshToken !== stored.refreshToken) ports.onRotated?.(renewed.refreshToken);
    announceEnd(renewed, ports);
    return toToken(answer, clock.now());
  });
}

function seed(store: TokenStore, { clientId, refreshToken }: OAuthSettings, clock: Clock): StoredToken {
  if (refreshToken === undefined) throw missing(store.path);
  return { clientId, refreshToken, savedAt: clock.now() };
}

/** What to keep after a refresh: a non-empty `refresh_token` replaces the old one, else the old one stays. */
export function successor(stored: StoredToken, answer: OAuthTokens, now: number): StoredToken {
  const { refreshStartedAt: _, expiresAt: oldEnd, ...kept } = stored;
  const refreshToken = answer.refreshToken ?? stored.refreshToken;
  const isNew = refreshToken !== stored.refreshToken;
  const life = answer.refreshExpiresInSeconds ?? (isNew ? stored.lifeSeconds : undefined);
  const expiresAt = life === undefined ? (isNew ? undefined : oldEnd) : now + life * 1000;
  return {
    ...kept,
    refreshToken,
    savedAt: now,
    ...(isNew && { isRotating: true }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

const weekMs = 7 * 24 * 3600_000;

function announceEnd({ expiresAt, isRotating, lifeSeconds }: StoredToken, { clock, log }: OAuthPorts): void {
  if (expiresAt === undefined) return;
  const left = expiresAt - clock.now();
  // A rotating token is new after every run: its end matters only if no run comes.
  const isRenewedByRunning = isRotating === true && lifeSeconds !== undefined;
  if (left > weekMs || isRenewedByRunning) return;
  log.warn(`The sign-in ends in ${daysText(left)}. ${signInAgain}`, { expires_at: new Date(expiresAt).toISOString() });
}

/** `3 days`, `1 day`, `5 hours` */
export function daysText(milliseconds: number): string {
  const hours = Math.max(0, Math.floor(milliseconds / 3600_000));
  const [count, unit] = hours >= 24 ? [Math.floor(hours / 24), "day"] : [hours, "hour"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** Without a store a rotated token lives as long as this process. */
function refreshFromMemory(first: string, settings: OAuthSettings, ports: OAuthPorts): () => Promise<Token> {
  let refreshToken = first;
  let hasWarned = false;
  return async () => {
    const answer = await exchange(refreshToken, settings, ports);
    if (isRefusal(answer)) throw refused(answer, undefined, undefined);
    if (answer.refreshToken !== undefined && answer.refreshToken !== refreshToken) {
      refreshToken = answer.refreshToken;
      ports.onRotated?.(refreshToken);
      if (!hasWarned && ports.onRotated === undefined) ports.log.warn(rotationWarning);
      hasWarned = true;
    }
    return toToken(answer, ports.clock.now());
  };
}

const rotationWarning =
  "The OAuth client rotates its refresh tokens: the refresh_token of the config is used up, and the next run will be refused. Set token_store and run `tap-anaplan login`, or have the client registered as non-rotatable.";

function exchange(
  refreshToken: string,
  { clientId, clientSecret }: OAuthSettings,
  { calls }: OAuthPorts,
  signal?: AbortSignal,
): Promise<OAuthTokens | OAuthRefusal> {
  const fields = {
    grant_type: "refresh_token",
    client_id: clientId,
    refresh_token: refreshToken,
    ...(clientSecret !== undefined && { client_secret: clientSecret }),
  };
  return calls.token(fields, signal);
}

function toToken({ accessToken, expiresInSeconds }: OAuthTokens, now: number): Token {
  return { value: accessToken, issuedAt: now, expiresAt: now + expiresInSeconds * 1000 };
}

function refused(refusal: OAuthRefusal, stored: StoredToken | undefined, path: string | undefined): ConnectorError {
  if (refusal.error !== "invalid_grant" && refusal.error !== "expired_token") return clientRefused(refusal);
  const where = path === undefined ? "" : ` in ${path}`;
  const cutOffAt = stored?.refreshStartedAt;
  return new ConnectorError("SIGN_IN_AGAIN", {
    what: `Anaplan no longer accepts the refresh token${where}.`,
    why:
      cutOffAt === undefined
        ? "It has expired, was revoked, or was used elsewhere (a rotating token works once)."
        : `A run was ended at ${new Date(cutOffAt).toISOString()} after Anaplan had replaced the token and before the new one was written.`,
    next: signInAgain,
  });
}

function nothingToRefresh(): ConnectorError {
  return new ConnectorError("CONFIG_INVALID", {
    what: 'auth_mode OAuth2 needs "token_store" or "refresh_token".',
    next: "Set token_store to a file of your own and run: tap-anaplan login --config FILE",
  });
}
