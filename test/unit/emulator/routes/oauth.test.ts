import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tiny } from "../../../emulator/models/tiny.ts";
import { type Emulator, startEmulator } from "../../../emulator/server.ts";
import { answerOf, sessionOf } from "../session.ts";

const DEVICE = "urn:ietf:params:oauth:grant-type:device_code";
const SCOPE = "openid profile email offline_access";
let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.stop());

async function post(path: string, fields: Record<string, string>, form = false) {
  const reply = await fetch(`${emulator.url}${path}`, {
    method: "POST",
    ...(form
      ? { body: new URLSearchParams(fields) }
      : { body: JSON.stringify(fields), headers: { "content-type": "application/json" } }),
  });
  return answerOf(reply);
}

async function deviceGrant(client: string, form = false) {
  const { body } = await post("/oauth/device/code", { client_id: client, scope: SCOPE }, form);
  const poll = () =>
    post("/oauth/token", { grant_type: DEVICE, client_id: client, device_code: body.device_code }, form);
  let answer = await poll();
  while (answer.body.error === "authorization_pending") answer = await poll();
  return answer;
}

describe("the device grant", () => {
  test("is pending with 403, then gives a token that works behind AnaplanAuthToken", async () => {
    const { body } = await post("/oauth/device/code", { client_id: "device-client", scope: SCOPE });
    expect(body.verification_uri_complete).toContain(body.user_code);
    const poll = { grant_type: DEVICE, client_id: "device-client", device_code: body.device_code };
    const pending = await post("/oauth/token", poll);
    expect([pending.status, pending.body.error]).toEqual([403, "authorization_pending"]);
    const granted = await post("/oauth/token", poll);
    expect(granted.body).toMatchObject({ token_type: "Bearer", scope: "openid email offline_access" });
    expect((await sessionOf(emulator, granted.body.access_token).call("GET", "/2/0/users/me")).body.user.email).toBe(
      tiny.user,
    );
    expect((await post("/oauth/token", poll)).body.error).toBe("invalid_grant");
  });

  test("takes form bodies too, and gives no refresh token without offline_access", async () => {
    expect((await deviceGrant("device-client", true)).status).toBe(200);
    const { body } = await post("/oauth/device/code", { client_id: "rotating-client", scope: "openid" });
    const granted = await post("/oauth/token", {
      grant_type: DEVICE,
      client_id: "rotating-client",
      device_code: body.device_code,
    });
    expect(granted.body.refresh_token).toBeUndefined();
  });

  test("keeps a fixed refresh token and rotates another, killing the old one", async () => {
    const fixed = (await deviceGrant("device-client")).body.refresh_token;
    const refresh = (client: string, token: string) =>
      post("/oauth/token", { grant_type: "refresh_token", client_id: client, refresh_token: token });
    expect((await refresh("device-client", fixed)).body.refresh_token).toBeUndefined();
    expect((await refresh("device-client", fixed)).status).toBe(200);
    const rotating = (await deviceGrant("rotating-client")).body.refresh_token;
    const next = (await refresh("rotating-client", rotating)).body.refresh_token;
    expect(next).not.toBe(rotating);
    expect((await refresh("rotating-client", rotating)).body.error).toBe("invalid_grant");
    expect((await refresh("rotating-client", next)).status).toBe(200);
  });
});

describe("the authorization code", () => {
  const redirect = "http://localhost:1/callback";

  async function authorize(query: Record<string, string>) {
    const reply = await fetch(`${emulator.url}/auth/authorize?${new URLSearchParams(query)}`, { redirect: "manual" });
    return { status: reply.status, location: reply.headers.get("location") ?? "" };
  }

  test("comes back with the state, works once, and only with the secret and the same redirect_uri", async () => {
    const query = {
      response_type: "code",
      client_id: "code-client",
      redirect_uri: redirect,
      scope: SCOPE,
      state: "s 1",
    };
    const { status, location } = await authorize(query);
    expect(status).toBe(302);
    const { searchParams } = new URL(location);
    expect(searchParams.get("state")).toBe("s 1");
    const fields = {
      grant_type: "authorization_code",
      client_id: "code-client",
      code: searchParams.get("code") ?? "",
      redirect_uri: redirect,
    };
    expect((await post("/oauth/token", { ...fields, client_secret: "wrong" })).status).toBe(401);
    const granted = await post("/oauth/token", { ...fields, client_secret: "code-secret" });
    expect(granted.body.refresh_token).toBeTruthy();
    expect((await post("/oauth/token", { ...fields, client_secret: "code-secret" })).body.error).toBe("invalid_grant");
  });

  test("is refused to a client of the other grant, which may not use this one either", async () => {
    expect(
      (await authorize({ response_type: "code", client_id: "device-client", redirect_uri: redirect })).status,
    ).toBe(403);
    expect((await post("/oauth/device/code", { client_id: "code-client", scope: SCOPE })).body.error).toBe(
      "unauthorized_client",
    );
    expect(
      (
        await post("/oauth/token", {
          grant_type: "client_credentials",
          client_id: "code-client",
          client_secret: "code-secret",
        })
      ).body.error,
    ).toBe("unauthorized_client");
  });
});
