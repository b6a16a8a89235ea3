import { afterEach, describe, expect, test } from "vitest";
import { tiny } from "../../emulator/models/tiny.ts";
import type { Readings } from "../../emulator/readings.ts";
import { type Emulator, startEmulator } from "../../emulator/server.ts";
import { signIn } from "./session.ts";

let emulator: Emulator;

afterEach(() => emulator.stop());

describe("the rate limit", () => {
  test.each([
    ["seconds", /^1$/],
    ["date", /GMT$/],
    ["missing", undefined],
  ] as const)("answers 429, Retry-After as %s", async (retryAfter, form) => {
    emulator = await startEmulator({ limits: { requestsPerMinute: 60 }, readings: { retryAfter } });
    const session = await signIn(emulator);
    const answers = [];
    for (let n = 0; n < 62; n += 1) answers.push(await session.call("GET", "/2/0/users/me"));
    const refused = answers.find(({ status }) => status === 429);
    if (form === undefined) expect(refused?.headers.get("retry-after")).toBeNull();
    else expect(refused?.headers.get("retry-after")).toMatch(form);
    expect(answers[0]?.status).toBe(200);
  });
});

test("an unknown reading is refused, so a typo does not pass as the default", async () => {
  emulator = await startEmulator();
  await expect(startEmulator({ readings: { nonsense: 1 } as Partial<Readings> })).rejects.toThrow(
    "unknown reading: nonsense",
  );
});

test("the caller's definition is not changed, and stop may be called twice", async () => {
  const { tinyWorld } = await import("../../emulator/models/tiny.ts");
  const world = tinyWorld();
  const before = JSON.stringify(world);
  emulator = await startEmulator({ world, faults: [{ fault: "export-deleted" }] });
  const session = await signIn(emulator);
  await session.inModel("GET", `/exports/${tiny.flatExport}`);
  await emulator.stop();
  await emulator.stop();
  expect(JSON.stringify(world)).toBe(before);
});

describe("the control paths", () => {
  test("show what was seen and done, and take faults", async () => {
    emulator = await startEmulator();
    const session = await signIn(emulator);
    await session.run("exports", tiny.flatExport);
    const get = async (path: string) => (await session.call("GET", `/emulator${path}`)).body;
    expect((await get("/world")).models[0].tasks[0]).toMatchObject({ actionId: tiny.flatExport, state: "COMPLETE" });
    expect((await get("/journal")).requests[0]).toMatchObject({
      method: "POST",
      path: "/token/authenticate",
      status: 201,
    });
    const values = await get(`/models/${tiny.model}/export-values?export=${tiny.listExport}`);
    expect([values.columns[1], values.rows.length]).toEqual(["Parent", 4]);
    await session.call("POST", "/emulator/faults", { body: { fault: "unavailable" } });
    expect((await session.call("GET", "/2/0/users/me")).status).toBe(503);
    expect((await session.call("POST", "/emulator/faults", { body: { fault: "nonsense" } })).status).toBe(400);
    await session.call("POST", "/emulator/tokens/revoke");
    expect((await session.call("GET", "/2/0/users/me")).status).toBe(401);
  });
});

/** The same small scene under each reading of a reply's form. */
test.each([
  [{ taskStartForm: "bare" }, (body: { start: object }) => expect(body.start).toHaveProperty("taskId")],
  [{ taskListKey: "task" }, (body: { tasks: object }) => expect(body.tasks).toHaveProperty("task")],
  [{ emptyCollections: "empty array" }, (body: { chunks: object }) => expect(body.chunks).toHaveProperty("chunks", [])],
  [
    { chunksPaging: "contradicting" },
    (body: { chunks: object }) => expect(body.chunks).toHaveProperty("meta.paging.currentPageSize", 1),
  ],
  [{ pagingBlock: "missing" }, (body: { exports: object }) => expect(body.exports).not.toHaveProperty("meta.paging")],
  [
    { pagingTotal: "too large" },
    (body: { exports: object }) => expect(body.exports).toHaveProperty("meta.paging.totalSize", 21),
  ],
  [
    { exportFormatFields: "missing" },
    (body: { exports: { exports: object[] } }) => expect(body.exports.exports[0]).not.toHaveProperty("exportFormat"),
  ],
  [
    { uploadReplyChunkCount: "new" },
    (body: { file: object }) => expect(body.file).toHaveProperty("file.chunkCount", 3),
  ],
  [
    { resultDetails: "missing" },
    (body: { task: object }) => expect(body.task).not.toHaveProperty("task.result.details"),
  ],
] as [Partial<Readings>, (body: unknown) => void][])("reading %j shows in the replies", async (readings, check) => {
  emulator = await startEmulator({ readings });
  const session = await signIn(emulator);
  const exports = (await session.inModel("GET", "/exports")).body;
  const chunks = (await session.inModel("GET", `/files/${tiny.bookingsFile}/chunks`)).body;
  const start = (await session.inModel("POST", `/exports/${tiny.flatExport}/tasks`, { localeName: "en_US" })).body;
  await emulator.world.idle();
  const tasks = (await session.inModel("GET", `/exports/${tiny.flatExport}/tasks`)).body;
  const [{ taskId }] = tasks.tasks ?? tasks.task;
  const task = (await session.inModel("GET", `/exports/${tiny.flatExport}/tasks/${taskId}`)).body;
  const file = (await session.inModel("POST", `/files/${tiny.accountsFile}`, { chunkCount: 3 })).body;
  check({ exports, chunks, start, tasks, task, file });
});
