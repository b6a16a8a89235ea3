/** Single exchanges with Anaplan's real addresses, as nock sees them: control calls go through the built-in fetch. */
import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createClient } from "../../../../protocol/anaplan/client.ts";
import { type ConnectionConfig, connectionSettings } from "../../../../protocol/anaplan/settings.ts";
import type { AnaplanClient } from "../../../../protocol/anaplan/types.ts";
import { hastyClock, lineLog, model, modelPath, token } from "./stand-in.ts";

const api = "https://api.anaplan.com/2/0";
const auth = "https://auth.anaplan.com";
const password = "s3cret-Passw0rd";

let clients: AnaplanClient[] = [];
let log: ReturnType<typeof lineLog>;
let clock: ReturnType<typeof hastyClock>;

beforeEach(() => {
  nock.disableNetConnect();
  log = lineLog();
  clock = hastyClock();
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  clients = [];
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
  nock.enableNetConnect();
});

function connect(config: ConnectionConfig = {}, signal?: AbortSignal): AnaplanClient {
  const settings = connectionSettings({ username: "ada@example.com", password, max_retries: 3, ...config });
  const client = createClient(settings, { clock, log, ...(signal && { signal }) });
  clients.push(client);
  return client;
}

function signsIn(times = 1): void {
  nock(auth)
    .post("/token/authenticate")
    .times(times)
    .reply(201, token("t1") as nock.Body);
}

describe("signing in", () => {
  it("sends the credentials once, without a body, and the token with the reply's own scheme", async () => {
    nock(auth, {
      reqheaders: { authorization: `Basic ${Buffer.from(`ada@example.com:${password}`).toString("base64")}` },
    })
      .post("/token/authenticate", "")
      .reply(200, token("to=k+e/n.1:") as nock.Body);
    nock(api, { reqheaders: { authorization: "AnaplanAuthToken to=k+e/n.1:", accept: "application/json" } })
      .get("/users/me")
      .twice()
      .reply(200, { user: { id: "u1", email: "ada@example.com", unheardOf: 1 } });
    const client = connect();
    expect(await client.me()).toEqual({ id: "u1", email: "ada@example.com" });
    await client.me();
  });

  it("is final when refused, names the causes and never the password", async () => {
    nock(auth).post("/token/authenticate").reply(401, { status: "FAILURE_BAD_CREDENTIAL", statusMessage: "bad" });
    const client = connect();
    const error = await client.me().catch((e: unknown) => e as Error);
    expect(error).toMatchObject({ code: "AUTH_REJECTED", exitCode: 2 });
    expect((error as Error).message).toMatch(/exception user.*switched off/s);
    await expect(client.me()).rejects.toMatchObject({ code: "AUTH_REJECTED" });
    expect(`${(error as Error).stack} ${JSON.stringify(log.lines)}`).not.toContain(password);
  });

  it("survives a gateway, a clock that is wrong and a reply without an expiry", async () => {
    nock(auth).post("/token/authenticate").reply(502, "<html>Bad gateway</html>");
    nock(auth)
      .post("/token/authenticate")
      .reply(200, { status: { code: 200 }, tokenInfo: { tokenValue: "t1", expiresAt: 1 } }, { date: "now" });
    nock(api)
      .get("/users/me")
      .times(3)
      .reply(200, { user: { id: "u1" } });
    const client = connect();
    for (let i = 0; i < 3; i++) expect(await client.me()).toEqual({ id: "u1" });
  });

  it("says so when something else answers", async () => {
    nock(auth).post("/token/authenticate").reply(200, { tokenInfo: {} });
    await expect(connect().me()).rejects.toMatchObject({ code: "REPLY_UNREADABLE" });
    nock(auth).post("/token/authenticate").reply(404, {});
    await expect(connect().me()).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });
});

describe("a refused token", () => {
  it("is renewed once and the call repeated", async () => {
    nock(auth)
      .post("/token/authenticate")
      .reply(201, token("t1") as nock.Body);
    nock(auth)
      .post("/token/authenticate")
      .reply(201, token("t2") as nock.Body);
    nock(api).get("/users/me").matchHeader("authorization", "AnaplanAuthToken t1").reply(401);
    nock(api)
      .get("/users/me")
      .matchHeader("authorization", "AnaplanAuthToken t2")
      .reply(200, { user: { id: "u1" } });
    expect(await connect().me()).toEqual({ id: "u1" });
  });

  it("that was new ends the run, and tells a wrong region from an ended session", async () => {
    signsIn(2);
    nock(api)
      .get("/users/me")
      .twice()
      .reply(401, { status: { code: 401, message: "Unauthorized" } });
    await expect(connect().me()).rejects.toMatchObject({ code: "AUTH_REJECTED" });

    signsIn(2);
    nock(api)
      .get("/users/me")
      .reply(200, { user: { id: "u1" } });
    nock(api).get("/users/me").twice().reply(401);
    const client = connect();
    await client.me();
    await expect(client.me()).rejects.toMatchObject({ code: "TOKEN_EXPIRED", context: { status: 401 } });
  });

  it("is refreshed before it expires", async () => {
    nock(auth)
      .post("/token/authenticate")
      .reply(201, token("t1", 60_000) as nock.Body);
    nock(auth)
      .post("/token/refresh", "")
      .matchHeader("authorization", "AnaplanAuthToken t1")
      .reply(200, () => ({ tokenInfo: { tokenValue: "t1", expiresAt: clock.now() + 60_000 } }));
    nock(api)
      .get("/users/me")
      .twice()
      .reply(200, { user: { id: "u1" } });
    const client = connect();
    await client.me();
    await clock.sleep(50_000);
    await client.me();
  });
});

describe("a reply", () => {
  it("that is a page for people is unreadable, with its first words", async () => {
    signsIn();
    nock(api)
      .get("/users/me")
      .times(3)
      .reply(200, "<html><body><h1>Sign in to Example Corp</h1></body></html>", { "content-type": "text/html" });
    const error = (await connect()
      .me()
      .catch((e: unknown) => e)) as Error;
    expect(error).toMatchObject({ code: "REPLY_UNREADABLE", context: { path: "/2/0/users/me", status: 200 } });
    expect(error.message).toContain('text/html, beginning "Sign in to Example Corp"');
  });

  it("that is empty where something must be is unreadable", async () => {
    signsIn();
    nock(api).get("/users/me").times(3).reply(200, "");
    await expect(connect().me()).rejects.toMatchObject({ code: "REPLY_UNREADABLE" });
  });

  it("that sends the client elsewhere is not followed: it would give the token away", async () => {
    signsIn();
    const elsewhere = nock("https://sso.example.com").get("/login").reply(200, {});
    nock(api).get("/users/me").reply(302, "", { location: "https://sso.example.com/login" });
    await expect(connect().me()).rejects.toMatchObject({
      code: "REPLY_UNREADABLE",
      message: expect.stringContaining("sso.example.com"),
    });
    expect(elsewhere.isDone()).toBe(false);
    nock.cleanAll();
  });

  it("that redirects within the API is followed", async () => {
    signsIn();
    nock(api).get("/users/me").reply(301, "", { location: "/2/0/users/me/" });
    nock(api)
      .get("/users/me/")
      .matchHeader("authorization", "AnaplanAuthToken t1")
      .reply(200, { user: { id: "u1" } });
    expect(await connect().me()).toEqual({ id: "u1" });
  });

  it.each([
    [403, "FORBIDDEN"],
    [422, "MODEL_ARCHIVED"],
    [425, "MODEL_DEPLOYED"],
    [400, "REQUEST_REFUSED"],
  ])("%i becomes %s with ids, path and the server's words", async (status, code) => {
    signsIn();
    nock(api)
      .get(`${modelPath}/files`)
      .query(true)
      .reply(status, { status: { code: status, message: "its own words" } });
    const error = await connect()
      .files(model)
      .catch((e: unknown) => e);
    expect(error).toMatchObject({
      code,
      context: { model_id: model.modelId, workspace_id: model.workspaceId, status, path: `/2/0${modelPath}/files` },
      message: expect.stringContaining('"its own words"'),
      next: expect.any(String),
      why: expect.any(String),
    });
  });
});

describe("waiting", () => {
  it("takes as long as Retry-After says, and ten seconds without it", async () => {
    signsIn();
    nock(api).get("/users/me").reply(429, {}, { "retry-after": "3" });
    nock(api).get("/users/me").reply(429, {});
    nock(api)
      .get("/users/me")
      .reply(200, { user: { id: "u1" } });
    const client = connect();
    await client.me();
    expect(clock.waits.filter((wait) => wait >= 1000)).toEqual([3000, 10_000]);
    expect(client.stats).toMatchObject({ requests: 4, retries: 2 });
    expect(client.stats.waitedSeconds).toBeGreaterThanOrEqual(13);
    expect(log.lines.filter(({ level }) => level === "warn")).toHaveLength(2);
  });

  it("for a busy model outlasts max_retries", async () => {
    signsIn();
    nock(api).get(`${modelPath}/files`).query(true).times(9).reply(423);
    nock(api)
      .get(`${modelPath}/files`)
      .query(true)
      .reply(200, { files: [{ id: "113000000021" }] });
    expect(await connect().files(model)).toEqual([{ id: "113000000021", name: "113000000021" }]);
  });

  it.each([
    [409, "MODEL_BUSY"],
    [423, "MODEL_LOCKED"],
    [424, "MODEL_OFFLINE"],
  ])("for a model that stays %i ends after model_busy_timeout_minutes with %s", async (status, code) => {
    signsIn();
    nock(api).get(`${modelPath}/files`).query(true).reply(status).persist();
    await expect(connect({ model_busy_timeout_minutes: 1 }).files(model)).rejects.toMatchObject({ code });
    const busy = clock.waits.reduce((sum, wait) => sum + wait, 0);
    expect(busy).toBeGreaterThanOrEqual(60_000);
    expect(busy).toBeLessThan(61_000);
    nock.cleanAll();
  });

  it("ends with the run", async () => {
    signsIn();
    nock(api).get("/users/me").reply(503);
    const stop = new AbortController();
    clock.sleep = (_milliseconds, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
        stop.abort();
      });
    await expect(connect({}, stop.signal).me()).rejects.toMatchObject({ code: "INTERRUPTED" });
    await expect(connect({}, stop.signal).me()).rejects.toMatchObject({ code: "INTERRUPTED" });
  });

  it("for the network ends after max_retries", async () => {
    signsIn();
    nock(api)
      .get("/users/me")
      .times(4)
      .replyWithError(Object.assign(new Error("gone"), { code: "ECONNRESET" }));
    await expect(connect().me()).rejects.toMatchObject({ code: "NETWORK_LOST", exitCode: 1 });
  });
});

describe("what is said of an exchange", () => {
  it("is method, path, status and time; no query, header or body", async () => {
    signsIn();
    nock(api).get("/models").query({ modelDetails: "true", limit: "5000", offset: "0" }).reply(200, {});
    await connect().models();
    const lines = log.lines.filter(({ level }) => level === "debug").map(({ message }) => message);
    expect(lines).toEqual(["POST /token/authenticate 201", "GET /2/0/models 200"]);
    expect(log.lines.filter(({ level }) => level === "metric").map(({ fields }) => fields)).toMatchObject([
      { metric: "http_request_duration", type: "timer", tags: { status: 201 } },
      { metric: "http_request_duration", type: "timer", tags: { endpoint: "/models", status: 200 } },
    ]);
    const all = JSON.stringify(log.lines);
    for (const secret of [password, "t1", "Basic", "AnaplanAuthToken"]) expect(all).not.toContain(secret);
  });
});

describe("a workspace that is not there", () => {
  it("is told apart from a model that is not there", async () => {
    signsIn();
    const workspaceId = "8a81b09c00000000000000000000ffff";
    nock(api)
      .get(`/workspaces/${workspaceId}/models`)
      .query(true)
      .reply(404, { status: { code: 404, message: "Not Found" } });
    await expect(connect().models(workspaceId)).rejects.toMatchObject({
      code: "WORKSPACE_NOT_FOUND",
      context: { workspace_id: workspaceId, status: 404 },
    });
  });
});
