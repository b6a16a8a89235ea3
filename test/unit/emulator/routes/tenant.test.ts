import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tiny } from "../../../emulator/models/tiny.ts";
import { type Emulator, startEmulator } from "../../../emulator/server.ts";
import { type Session, signIn } from "../session.ts";

let emulator: Emulator;
let session: Session;

beforeAll(async () => {
  emulator = await startEmulator({ limits: { listPageSize: 2, wakeMs: 60 } });
  session = await signIn(emulator);
});
afterAll(() => emulator.stop());

const get = (path: string) => session.call("GET", `/2/0${path}`);

describe("collections", () => {
  test("cut a larger limit without a word and give a next that means nothing", async () => {
    const { body } = await get("/models?limit=9999");
    expect(body.models).toHaveLength(2);
    expect(body.meta.paging).toMatchObject({ currentPageSize: 2, totalSize: 6, offset: 0 });
    const last = (await get("/models?offset=5")).body.meta.paging;
    expect(last.next).toContain("limit=20&offset=20");
    expect(last.previous).toBeTruthy();
  });

  test("lose their key when empty", async () => {
    const { status, body } = await get("/models?offset=50");
    expect(status).toBe(200);
    expect(body).not.toHaveProperty("models");
  });

  test("check the sort of models and want its sign", async () => {
    const names = async (sort: string) =>
      (await get(`/models?sort=${sort}`)).body.models?.map(({ name }: { name: string }) => name);
    expect(await names("%2Bname")).toEqual(["Locked Plan", "Night Plan"]);
    expect(await names("-name")).toEqual(["Secret Plan", "Opex Plan"]);
    expect((await get("/models?sort=name")).body.status.message).toContain("Bad sort order format");
    expect((await get("/models?sort=+name")).status).toBe(400);
    expect((await get("/models?sort=-size")).body.status.message).toContain("Failed to parse sort parameter");
    expect((await get(`/models/${tiny.model}/exports?sort=nonsense`)).status).toBe(200);
  });
});

describe("details", () => {
  test("come only when asked for, in any case", async () => {
    expect((await get(`/models/${tiny.model}`)).body.model).not.toHaveProperty("lastModified");
    const { model } = (await get(`/models/${tiny.model}?modelDetails=True`)).body;
    expect(model.lastModified).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
    expect(model.modelTransactionRunning).toBe(false);
    expect((await get("/workspaces?tenantDetails=true")).body.workspaces[0]).toHaveProperty("currentSize");
    expect((await get("/workspaces")).body.workspaces[0]).not.toHaveProperty("currentSize");
  });

  test("of the user come from users/me", async () => {
    expect((await get("/users/me")).body.user).toMatchObject({ email: tiny.user, active: true });
  });
});

describe("what cannot be reached", () => {
  test("the long form of a single model is a 405, an unknown path a 404 that is journalled", async () => {
    expect((await get(`/workspaces/${tiny.workspace}/models/${tiny.model}`)).status).toBe(405);
    const { status, body } = await get("/nonsense");
    expect(status).toBe(404);
    expect(body).toMatchObject({ status: { code: 404, message: "Not Found" }, path: "/2/0/nonsense" });
    expect(emulator.journal.unknown().map(({ path }) => path)).toEqual(["/2/0/nonsense"]);
  });

  test("below a model without access all is 404, though the model is listed, and task lists are empty", async () => {
    expect((await get(`/models/${tiny.forbiddenModel}`)).status).toBe(200);
    expect((await get(`/models/${tiny.forbiddenModel}/exports`)).status).toBe(404);
    const tasks = await get(`/models/${tiny.forbiddenModel}/imports/112000000001/tasks`);
    expect([tasks.status, tasks.body.tasks]).toEqual([200, undefined]);
  });

  test("archived, locked and offline models have their own codes", async () => {
    expect((await get(`/models/${tiny.archivedModel}/exports`)).status).toBe(422);
    expect((await get(`/models/${tiny.lockedModel}/exports`)).status).toBe(423);
    const path = `/2/0/models/${tiny.emptyModel}/onlineStatus`;
    expect((await session.call("PUT", path, { body: { status: "offline" } })).status).toBe(204);
    expect((await get(`/models/${tiny.emptyModel}/exports`)).status).toBe(424);
    await session.call("PUT", path, { body: { status: "online" } });
    expect((await get(`/models/${tiny.emptyModel}/exports`)).status).toBe(200);
  });

  test("a model of another workspace is not found under this one", async () => {
    expect((await get(`/workspaces/${tiny.otherWorkspace}/models/${tiny.model}/exports`)).status).toBe(404);
  });

  test("a workspace's details are for administrators, its admins else a 500", async () => {
    const bob = await signIn(emulator, tiny.otherUser, tiny.otherPassword);
    expect((await bob.call("GET", `/2/0/workspaces/${tiny.workspace}`)).status).toBe(404);
    expect((await bob.call("GET", `/2/0/workspaces/${tiny.workspace}/admins`)).status).toBe(500);
    expect((await get(`/workspaces/${tiny.workspace}`)).body.workspace.id).toBe(tiny.workspace);
  });
});

test("a closed model is opened by its first call, which waits for it", async () => {
  const status = async () => (await get(`/models/${tiny.closedModel}/status`)).body.requestStatus.currentStep;
  expect(await status()).toBe("Closed");
  expect((await get(`/models/${tiny.closedModel}/modules`)).status).toBe(200);
  expect(await status()).toBe("Open");
  await session.call("POST", `/2/0/models/${tiny.closedModel}/close`);
  expect((await session.call("POST", `/2/0/models/${tiny.closedModel}/open`)).status).toBe(202);
});
