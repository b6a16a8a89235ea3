import { describe, expect, it } from "vitest";
import type {
  DeviceStart,
  OAuthCalls,
  OAuthRefusal,
  OAuthTokens,
} from "../../../../../protocol/anaplan/auth/oauth-calls.ts";
import { loginByDevice, startBrowserFlow } from "../../../../../protocol/anaplan/auth/oauth-login.ts";
import { ConnectorError } from "../../../../../protocol/errors.ts";

const tokens: OAuthTokens = { accessToken: "a", refreshToken: "r", expiresInSeconds: 2100 };
const pending: OAuthRefusal = { error: "authorization_pending", description: "" };
const device: DeviceStart = {
  deviceCode: "device",
  userCode: "ABCD-EFGH",
  url: "https://iam.example.com/activate",
  expiresInSeconds: 900,
  intervalSeconds: 5,
};

function desk(answers: (OAuthTokens | OAuthRefusal | Error)[], start: DeviceStart | OAuthRefusal = device) {
  let time = 0;
  const polledAt: number[] = [];
  const sent: Record<string, string>[] = [];
  const calls: OAuthCalls = {
    startDevice: async (fields) => {
      sent.push({ ...fields });
      return start;
    },
    token: async (fields) => {
      sent.push({ ...fields });
      polledAt.push(time / 1000);
      const answer = answers[polledAt.length - 1] ?? answers.at(-1)!;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const clock = {
    now: () => time,
    sleep: async (milliseconds: number) => {
      time += milliseconds;
    },
  };
  const seen = { shown: [] as DeviceStart[], remaining: [] as number[] };
  const screen = {
    show: (started: DeviceStart) => seen.shown.push(started),
    remaining: (milliseconds: number) => seen.remaining.push(milliseconds / 1000),
  };
  return { ports: { calls, clock }, screen, seen, polledAt, sent };
}

describe("by device", () => {
  it("shows the code, polls at the interval and counts down", async () => {
    const { ports, screen, seen, polledAt, sent } = desk([pending, pending, tokens]);
    expect(await loginByDevice({ clientId: "c" }, ports, screen)).toEqual(tokens);
    expect(seen.shown).toEqual([device]);
    expect(polledAt).toEqual([5, 10, 15]);
    expect(seen.remaining.slice(0, 6)).toEqual([900, 899, 898, 897, 896, 895]);
    expect(sent[0]).toEqual({ client_id: "c", scope: "openid profile email offline_access" });
    expect(sent[1]).toEqual({
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      client_id: "c",
      device_code: "device",
    });
  });

  it("waits five seconds longer after slow_down, for good", async () => {
    const slow: OAuthRefusal = { error: "slow_down", description: "" };
    const { ports, screen, polledAt } = desk([slow, pending, tokens]);
    await loginByDevice({ clientId: "c" }, ports, screen);
    expect(polledAt).toEqual([5, 15, 25]);
  });

  it("goes on after a lost connection", async () => {
    const { ports, screen } = desk([new ConnectorError("NETWORK_LOST", { what: "gone" }), tokens]);
    expect(await loginByDevice({ clientId: "c" }, ports, screen)).toEqual(tokens);
  });

  it.each([
    ["when the server says so", [{ error: "expired_token", description: "" }]],
    ["when its time is over", [pending]],
  ])("says that the code expired %s", async (_, answers) => {
    const { ports, screen } = desk(answers);
    const error = loginByDevice({ clientId: "c" }, ports, screen);
    await expect(error).rejects.toMatchObject({ code: "LOGIN_EXPIRED", exitCode: 2 });
  });

  it("says that it was denied", async () => {
    const { ports, screen } = desk([{ error: "access_denied", description: "" }]);
    await expect(loginByDevice({ clientId: "c" }, ports, screen)).rejects.toMatchObject({ code: "LOGIN_DENIED" });
  });

  it("says that the client is for the other kind of sign-in", async () => {
    const { ports, screen } = desk([], { error: "unauthorized_client", description: "Grant type not allowed" });
    const error = loginByDevice({ clientId: "c" }, ports, screen);
    await expect(error).rejects.toThrow(/OAUTH_CLIENT_REFUSED: .*unauthorized_client \(Grant type not allowed\)/);
  });

  it("is no use without a refresh token", async () => {
    const { ports, screen } = desk([{ accessToken: "a", expiresInSeconds: 1 }]);
    const error = loginByDevice({ clientId: "c" }, ports, screen);
    await expect(error).rejects.toThrow(/LOGIN_FAILED: .*no refresh token.*offline_access/);
  });
});

describe("by browser", () => {
  const back = "http://127.0.0.1:8391/callback";
  const start = (answers: (OAuthTokens | OAuthRefusal)[]) => {
    const { ports, sent } = desk(answers);
    const flow = startBrowserFlow({ clientId: "c", clientSecret: "s" }, ports, "https://oauth.example.com", back);
    const state = new URL(flow.url).searchParams.get("state");
    return { flow, state, sent };
  };

  it("asks for the page and redeems the code of the address that comes back", async () => {
    const { flow, state, sent } = start([tokens]);
    const asked = new URL(flow.url);
    expect(`${asked.origin}${asked.pathname}`).toBe("https://oauth.example.com/auth/authorize");
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      response_type: "code",
      client_id: "c",
      redirect_uri: back,
      scope: "openid profile email offline_access",
      state,
    });
    expect(await flow.finish(`${back}?code=abc&state=${state}\n`)).toEqual(tokens);
    expect(sent).toEqual([
      { grant_type: "authorization_code", client_id: "c", client_secret: "s", code: "abc", redirect_uri: back },
    ]);
  });

  it("takes the query alone, and a fragment behind it", async () => {
    const { flow, state } = start([tokens, tokens]);
    expect(await flow.finish(`code=abc&state=${state}`)).toEqual(tokens);
    expect(await flow.finish(`${back}?code=abc&state=${state}#`)).toEqual(tokens);
  });

  it.each([
    ["?code=abc&state=forged", "LOGIN_FAILED", /another sign-in/],
    ["?state=STATE", "LOGIN_FAILED", /holds no code/],
    ["?error=access_denied&state=STATE", "LOGIN_DENIED", /refused in the browser/],
    ["?error=unauthorized_client&error_description=other+grant", "OAUTH_CLIENT_REFUSED", /other grant/],
  ])("refuses %s", async (query, code, words) => {
    const { flow, state, sent } = start([tokens]);
    const error = flow.finish(back + query.replace("STATE", state ?? ""));
    await expect(error).rejects.toMatchObject({ code });
    await expect(error).rejects.toThrow(words);
    expect(sent).toEqual([]);
  });

  it("says that a code is too old", async () => {
    const { flow, state } = start([{ error: "invalid_grant", description: "" }]);
    await expect(flow.finish(`?code=abc&state=${state}`)).rejects.toThrow(/LOGIN_FAILED: .*does not take the code/);
  });
});
