/** OAuth clients: authorization codes, device codes, and refresh tokens that rotate or stay (anaplan-api.md 2.6). */
import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { Limits } from "../limits.ts";
import type { Readings } from "../readings.ts";
import type { Accounts, Token, User } from "./accounts.ts";
import type { OAuthClientDefinition } from "./definition.ts";

export type OAuthError = { error: string; description: string; status: number };

export type OAuthGrant = { token: Token; refreshToken?: string; scope: string };

export type DeviceStart = { deviceCode: string; userCode: string; expiresIn: number; interval: number };

/** A refresh token that still works; saved with the state, because a person gave it. */
export type RefreshToken = { value: string; clientId: string; email: string; scope: string; expiresAt: number };

export type OAuth = {
  client(id: string): OAuthClientDefinition | undefined;
  authorize(client: OAuthClientDefinition, redirectUri: string, scope: string, user: User): string;
  redeemCode(client: OAuthClientDefinition, code: string, redirectUri: string): OAuthGrant | OAuthError;
  startDevice(client: OAuthClientDefinition, scope: string): DeviceStart;
  /** A person types the user code. Returns false if nobody waits for it. */
  approve(userCode: string, approved: boolean): boolean;
  pollDevice(client: OAuthClientDefinition, deviceCode: string): OAuthGrant | OAuthError;
  refresh(client: OAuthClientDefinition, refreshToken: string): OAuthGrant | OAuthError;
  refreshTokens: Map<string, RefreshToken>;
};

type Code = { clientId: string; redirectUri: string; scope: string; user: User; expiresAt: number };

type Device = {
  clientId: string;
  userCode: string;
  scope: string;
  polls: number;
  lastPoll: number;
  interval: number;
  expiresAt: number;
  decision?: "approved" | "denied";
};

const DEFAULT_REFRESH_LIFE_SECONDS = 43_000;

export type OAuthContext = { clock: Clock; limits: Limits; readings: Readings; accounts: Accounts };

export function createOAuth(clients: OAuthClientDefinition[], context: OAuthContext): OAuth {
  const { clock, limits, readings, accounts } = context;
  const codes = new Map<string, Code>();
  const devices = new Map<string, Device>();
  const refreshTokens = new Map<string, RefreshToken>();

  function grant(client: OAuthClientDefinition, user: User, scope: string): OAuthGrant {
    const token = accounts.issue(user, limits.oauthTokenLifeSeconds);
    if (!scope.split(" ").includes("offline_access")) return { token, scope };
    return { token, scope, refreshToken: newRefreshToken(client, user.email, scope) };
  }

  function newRefreshToken(client: OAuthClientDefinition, email: string, scope: string): string {
    const value = `v1.M${randomBytes(24).toString("base64url")}`;
    const life = client.refreshLifeSeconds ?? DEFAULT_REFRESH_LIFE_SECONDS;
    refreshTokens.set(value, { value, clientId: client.clientId, email, scope, expiresAt: clock.now() + life * 1000 });
    return value;
  }

  return {
    refreshTokens,
    client: (id) => clients.find(({ clientId }) => clientId === id),
    authorize(client, redirectUri, scope, user) {
      const code = randomBytes(24).toString("base64url");
      const expiresAt = clock.now() + 600_000;
      codes.set(code, { clientId: client.clientId, redirectUri, scope: keptScopes(scope), user, expiresAt });
      return code;
    },
    redeemCode(client, code, redirectUri) {
      const found = codes.get(code);
      codes.delete(code);
      if (found === undefined || found.clientId !== client.clientId || found.expiresAt < clock.now()) {
        return { error: "invalid_grant", description: "Invalid authorization code", status: 403 };
      }
      if (found.redirectUri !== redirectUri) {
        return { error: "invalid_grant", description: "The redirect_uri does not match", status: 403 };
      }
      return grant(client, found.user, found.scope);
    },
    startDevice(client, scope) {
      const deviceCode = randomBytes(32).toString("base64url");
      const userCode = `${letters(4)}-${letters(4)}`;
      const interval = client.pollIntervalSeconds ?? 5;
      const expiresAt = clock.now() + 900_000;
      devices.set(deviceCode, {
        clientId: client.clientId,
        userCode,
        scope: keptScopes(scope),
        polls: 0,
        lastPoll: 0,
        interval,
        expiresAt,
      });
      return { deviceCode, userCode, expiresIn: 900, interval };
    },
    approve(userCode, approved) {
      const device = [...devices.values()].find((candidate) => candidate.userCode === userCode);
      if (device !== undefined) device.decision = approved ? "approved" : "denied";
      return device !== undefined;
    },
    pollDevice(client, deviceCode) {
      const device = devices.get(deviceCode);
      if (device === undefined || device.clientId !== client.clientId) {
        return { error: "invalid_grant", description: "Unknown device code", status: 403 };
      }
      if (device.expiresAt < clock.now())
        return { error: "expired_token", description: "The device code has expired", status: 403 };
      const tooSoon = device.lastPoll > 0 && clock.now() - device.lastPoll < device.interval * 1000 - 250;
      device.lastPoll = clock.now();
      device.polls += 1;
      if (tooSoon) {
        device.interval += 5;
        return { error: "slow_down", description: "You are polling too quickly", status: 429 };
      }
      const decision = device.decision ?? automaticDecision(client, device.polls);
      if (decision === undefined) {
        return {
          error: "authorization_pending",
          description: "User has yet to authorize device code.",
          status: readings.devicePendingStatus,
        };
      }
      devices.delete(deviceCode);
      const user = accounts.byEmail(client.user);
      if (decision === "denied" || user === undefined) {
        return { error: "access_denied", description: "The user refused", status: 403 };
      }
      return grant(client, user, device.scope);
    },
    refresh(client, value) {
      const found = refreshTokens.get(value);
      const user = found === undefined ? undefined : accounts.byEmail(found.email);
      if (
        found === undefined ||
        user === undefined ||
        found.clientId !== client.clientId ||
        found.expiresAt < clock.now()
      ) {
        return { error: "invalid_grant", description: "Unknown or invalid refresh token.", status: 403 };
      }
      const token = accounts.issue(user, limits.oauthTokenLifeSeconds);
      if (client.rotating === true) {
        refreshTokens.delete(value);
        return { token, scope: found.scope, refreshToken: newRefreshToken(client, found.email, found.scope) };
      }
      return readings.oauthFixedRefreshToken === "repeated"
        ? { token, scope: found.scope, refreshToken: value }
        : { token, scope: found.scope };
    },
  };
}

function automaticDecision(client: OAuthClientDefinition, polls: number): "approved" | "denied" | undefined {
  switch (client.approval ?? "at-once") {
    case "at-once":
      return "approved";
    case "after-polls":
      return polls > (client.approvalPolls ?? 2) ? "approved" : undefined;
    case "deny":
      return "denied";
    case "manual":
      return undefined;
  }
}

function keptScopes(scope: string): string {
  return scope
    .split(" ")
    .filter((word) => ["openid", "email", "offline_access"].includes(word))
    .join(" ");
}

function letters(count: number): string {
  const alphabet = "BCDFGHJKLMNPQRSTVWXZ";
  return Array.from(randomBytes(count), (byte) => alphabet[byte % alphabet.length]).join("");
}
