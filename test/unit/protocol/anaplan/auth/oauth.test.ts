import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { daysText, type OAuthSettings, oauthGrant } from "../../../../../protocol/anaplan/auth/oauth.ts";
import type { OAuthCalls, OAuthRefusal, OAuthTokens } from "../../../../../protocol/anaplan/auth/oauth-calls.ts";
import { systemClock } from "../../../../../protocol/clock.ts";
import { freshFolder } from "../../../../support/bins.ts";

const now = Date.UTC(2026, 10, 21);
const clock = { ...systemClock, now: () => now };
const dayMs = 24 * 3600_000;
type Answer = OAuthTokens | OAuthRefusal;

/** Answers in turn; `before` runs while the exchange is under way. */
function fakeCalls(answers: Answer[], before: () => void = () => {}) {
  const sent: Record<string, string>[] = [];
  const calls: OAuthCalls = {
    token: async (fields) => {
      sent.push({ ...fields });
      before();
      return answers[sent.length - 1] ?? answers.at(-1)!;
    },
    startDevice: async () => ({ error: "unused", description: "" }),
  };
  return { calls, sent };
}

function ports(calls: OAuthCalls) {
  const said: string[] = [];
  const say = (message: string) => said.push(message);
  return { calls, clock, said, log: { debug: say, info: say, warn: say, metric: () => {} } };
}

function storeOf(content?: string | object, mode = 0o600): string {
  const path = join(freshFolder(), "token.json");
  if (content !== undefined)
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content), { mode });
  return path;
}

function stored(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
}

const rotated: OAuthTokens = { accessToken: "access-2", refreshToken: "refresh-2", expiresInSeconds: 2100 };
const repeated: OAuthTokens = { accessToken: "access-2", refreshToken: "refresh-1", expiresInSeconds: 2100 };
const omitted: OAuthTokens = { accessToken: "access-2", expiresInSeconds: 2100 };
const dead: OAuthRefusal = { error: "invalid_grant", description: "Unknown or invalid refresh token." };
const client = { client_id: "the-client", refresh_token: "refresh-1" };

function grant(settings: Partial<OAuthSettings>, p: ReturnType<typeof ports>) {
  return oauthGrant({ clientId: "the-client", ...settings }, p);
}

describe("with a token store", () => {
  it("writes a rotated token before the access token is handed out, mode 0600", async () => {
    const path = storeOf(client);
    const token = await grant({ tokenStore: path }, ports(fakeCalls([rotated]).calls)).signIn();
    expect(token).toEqual({ value: "access-2", issuedAt: now, expiresAt: now + 2_100_000 });
    expect(stored(path)).toMatchObject({ client_id: "the-client", refresh_token: "refresh-2", is_rotating: true });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it.each([
    ["repeats", repeated],
    ["leaves out", omitted],
  ] as const)("keeps the token when the reply %s it", async (_, answer) => {
    const path = storeOf(client);
    await grant({ tokenStore: path }, ports(fakeCalls([answer]).calls)).signIn();
    expect(stored(path)).toMatchObject({ refresh_token: "refresh-1" });
    expect(stored(path).is_rotating).toBeUndefined();
  });

  it("notes on disk that a refresh is under way, and takes the note back", async () => {
    const path = storeOf(client);
    let during: Record<string, unknown> = {};
    const { calls } = fakeCalls([rotated], () => {
      during = stored(path);
    });
    await grant({ tokenStore: path }, ports(calls)).signIn();
    expect(during).toMatchObject({ refresh_token: "refresh-1", refresh_started_at: new Date(now).toISOString() });
    expect(stored(path).refresh_started_at).toBeUndefined();
  });

  it("starts from the config's refresh_token where there is no file yet", async () => {
    const path = storeOf();
    const { calls, sent } = fakeCalls([rotated]);
    await grant({ tokenStore: path, refreshToken: "refresh-1", clientSecret: "s3cret" }, ports(calls)).signIn();
    expect(sent).toEqual([
      { grant_type: "refresh_token", client_id: "the-client", refresh_token: "refresh-1", client_secret: "s3cret" },
    ]);
    expect(stored(path).refresh_token).toBe("refresh-2");
  });

  it("reads the store anew each time: another process may have written it", async () => {
    const path = storeOf(client);
    const { calls, sent } = fakeCalls([omitted, omitted]);
    const { signIn } = grant({ tokenStore: path }, ports(calls));
    await signIn();
    writeFileSync(path, JSON.stringify({ ...client, refresh_token: "refresh-9" }));
    await signIn();
    expect(sent.map((fields) => fields.refresh_token)).toEqual(["refresh-1", "refresh-9"]);
  });

  it("never spends a rotating token when its successor could not be written", async () => {
    const folder = freshFolder();
    const path = join(folder, "token.json", "below-a-file");
    writeFileSync(join(folder, "token.json"), "x");
    const { calls, sent } = fakeCalls([rotated]);
    await expect(grant({ tokenStore: path, refreshToken: "refresh-1" }, ports(calls)).signIn()).rejects.toThrow();
    expect(sent).toEqual([]);
  });

  it("survives a run that was cut off in mid-refresh when the old token still works", async () => {
    const path = storeOf({ ...client, refresh_started_at: "2026-11-20T10:00:00.000Z" });
    const p = ports(fakeCalls([rotated]).calls);
    await grant({ tokenStore: path }, p).signIn();
    expect(p.said.join()).toContain("cut off");
    expect(stored(path).refresh_started_at).toBeUndefined();
  });

  it("explains it when the old token is dead", async () => {
    const path = storeOf({ ...client, refresh_started_at: "2026-11-20T10:00:00.000Z" });
    const error = grant({ tokenStore: path }, ports(fakeCalls([dead]).calls)).signIn();
    await expect(error).rejects.toMatchObject({ code: "SIGN_IN_AGAIN", exitCode: 2 });
    await expect(error).rejects.toThrow(/ended at 2026-11-20T10:00:00.000Z after Anaplan had replaced the token/);
    await expect(error).rejects.toThrow(/Sign in again: tap-anaplan login/);
  });
});

describe("refuses a store that", () => {
  const refused = async (path: string, code: string, words: RegExp) => {
    const { calls, sent } = fakeCalls([rotated]);
    const error = await grant({ tokenStore: path }, ports(calls))
      .signIn()
      .then(
        () => undefined,
        (thrown: unknown) => thrown as Error,
      );
    expect(error).toMatchObject({ code, exitCode: 2 });
    expect(error?.message).toMatch(words);
    expect(error?.message).not.toContain("refresh-1");
    expect(sent).toEqual([]);
  };

  it("others may read, naming the chmod to run", () => {
    const path = storeOf(client);
    chmodSync(path, 0o644);
    return refused(path, "TOKEN_STORE_EXPOSED", new RegExp(`chmod 600 ${path}`));
  });
  it("is empty", () => refused(storeOf(""), "TOKEN_STORE_EMPTY", /no refresh token.*Sign in again: tap-anaplan login/));
  it("holds no token", () => refused(storeOf({ client_id: "the-client" }), "TOKEN_STORE_EMPTY", /no refresh token/));
  it("is not there, without a refresh_token in the config", () =>
    refused(storeOf(), "TOKEN_STORE_EMPTY", /no token store at/));
  it("holds broken JSON", () => refused(storeOf('{"refresh_token":"refresh-1"'), "TOKEN_STORE_BROKEN", /not JSON/));
  it("belongs to another client id", () =>
    refused(storeOf({ ...client, client_id: "other-client" }), "TOKEN_STORE_FOREIGN", /other-client.*the-client/));
});

describe("the end of the sign-in", () => {
  const saidWith = async (content: object, answer: OAuthTokens = omitted) => {
    const p = ports(fakeCalls([answer]).calls);
    await grant({ tokenStore: storeOf({ ...client, ...content }) }, p).signIn();
    return p.said;
  };
  const inDays = (days: number) => ({ expires_at: new Date(now + days * dayMs).toISOString() });

  it("is logged from the last week on", async () => {
    expect(await saidWith(inDays(8))).toEqual([]);
    expect(await saidWith(inDays(6.5))).toEqual([
      expect.stringMatching(/ends in 6 days\. Sign in again: tap-anaplan login/),
    ]);
    expect(await saidWith(inDays(1.2))).toEqual([expect.stringContaining("ends in 1 day.")]);
    expect(await saidWith(inDays(0.3))).toEqual([expect.stringContaining("ends in 7 hours.")]);
  });

  it("comes from the server where it says so", async () => {
    expect(await saidWith({}, { ...omitted, refreshExpiresInSeconds: 3 * 86_400 })).toEqual([
      expect.stringContaining("ends in 3 days."),
    ]);
  });

  it("moves on with a rotating token of known life, which is no news", async () => {
    const path = storeOf({ ...client, life_seconds: 43_000 });
    const p = ports(fakeCalls([rotated]).calls);
    await grant({ tokenStore: path }, p).signIn();
    expect(stored(path).expires_at).toBe(new Date(now + 43_000_000).toISOString());
    expect(p.said).toEqual([]);
  });

  it("is put in words", () => {
    expect([0, 3600_000, dayMs, 9.9 * dayMs, -5].map(daysText)).toEqual([
      "0 hours",
      "1 hour",
      "1 day",
      "9 days",
      "0 hours",
    ]);
  });
});

describe("without a store", () => {
  it("warns once when the token turns out to be rotating, and goes on with the new one", async () => {
    const next: OAuthTokens = { ...rotated, refreshToken: "refresh-3" };
    const { calls, sent } = fakeCalls([rotated, next]);
    const p = ports(calls);
    const { signIn } = grant({ refreshToken: "refresh-1" }, p);
    await signIn();
    await signIn();
    expect(sent.map((fields) => fields.refresh_token)).toEqual(["refresh-1", "refresh-2"]);
    expect(p.said).toEqual([expect.stringMatching(/rotates its refresh tokens.*token_store/)]);
  });

  it("tells whoever carries the token home instead of warning", async () => {
    const carried: string[] = [];
    const p = { ...ports(fakeCalls([rotated]).calls), onRotated: (token: string) => carried.push(token) };
    await grant({ refreshToken: "refresh-1" }, p as never).signIn();
    expect(carried).toEqual(["refresh-2"]);
    expect(p.said).toEqual([]);
  });

  it("says nothing about a token that stays", async () => {
    const p = ports(fakeCalls([repeated]).calls);
    await grant({ refreshToken: "refresh-1" }, p).signIn();
    expect(p.said).toEqual([]);
  });

  it("needs a refresh token", () => {
    expect(() => grant({}, ports(fakeCalls([]).calls))).toThrow(/CONFIG_INVALID: .*token_store/);
  });
});

it.each(["unauthorized_client", "access_denied", "invalid_client"])("tells %s from a dead token", async (error) => {
  const refused = grant({ refreshToken: "r" }, ports(fakeCalls([{ error, description: "no" }]).calls)).signIn();
  await expect(refused).rejects.toMatchObject({ code: "OAUTH_CLIENT_REFUSED", exitCode: 2 });
});

it("asks to sign in again when the refresh is refused", async () => {
  const refused = grant({ refreshToken: "r" }, ports(fakeCalls([dead]).calls)).signIn();
  await expect(refused).rejects.toThrow(/^SIGN_IN_AGAIN: .*Sign in again: tap-anaplan login/);
});
