/** The whole client against the emulator: once with the likelier reading of every doubt, once with the other ones, and
 *  through faults. */
import { afterEach, describe, expect, it } from "vitest";
import type {
  ActionId,
  ActionRef,
  AnaplanClient,
  FileId,
  ModelId,
  ModelRef,
} from "../../../../protocol/anaplan/types.ts";
import { importCountsOf } from "../../../../protocol/anaplan/values.ts";
import { shiftableClock } from "../../../emulator/clock.ts";
import type { FaultSpec } from "../../../emulator/faults/fault.ts";
import { tiny } from "../../../emulator/models/tiny.ts";
import type { Readings } from "../../../emulator/readings.ts";
import { type Emulator, startEmulator } from "../../../emulator/server.ts";
import { clientOf, collected, hastyClock } from "./stand-in.ts";

const otherReadings: Partial<Readings> = {
  authenticateStatus: 200,
  authenticateStatusForm: "object",
  refreshToken: "new",
  unauthorizedBody: "empty",
  taskListKey: "task",
  taskStartForm: "bare",
  taskStartFields: "id",
  cancelReply: "empty",
  emptyCollections: "empty array",
  pagingNext: "never",
  pagingTotal: "too large",
  chunksPaging: "contradicting",
  noDump: "empty",
  resultDetails: "missing",
  resultObjectName: "missing",
  uploadReplyChunkCount: "new",
  chunkReplyEncoding: "gzip",
  exportFormatFields: "missing",
  exportMetadataArrays: "unequal",
  lineItemId: "missing",
  modelStatusMethod: "POST",
  modelStatusForm: "envelope",
  unknownImportMetadata: 404,
  retryAfter: "date",
};

const model: ModelRef = { workspaceId: tiny.workspace, modelId: tiny.model };
const action = (kind: ActionRef["kind"], actionId: string): ActionRef => ({
  ...model,
  kind,
  actionId: actionId as ActionId,
});
const accounts = tiny.accountsFile as FileId;
const csv = Buffer.from("Code,Name,Parent\n6100,Travel,Opex\n6199,Newcomer,Opex\n,,Opex\n");

let emulator: Emulator;
let client: AnaplanClient;

async function start(options: Parameters<typeof startEmulator>[0] = {}): Promise<void> {
  emulator = await startEmulator(options);
  client = clientOf(emulator, { username: tiny.user, password: tiny.password });
}
afterEach(async () => {
  await client.close();
  await emulator.stop();
});

async function exported(id: string): Promise<Buffer> {
  const task = await client.startTask(action("export", id));
  expect((await client.followTask(task)).result?.successful).toBe(true);
  const chunks = await client.chunks(model, id as FileId);
  const parts: Uint8Array[] = [];
  for await (const { bytes } of client.readChunks(model, id as FileId, chunks, { inFlight: 4 })) parts.push(bytes);
  return Buffer.concat(parts);
}

describe.each([
  ["the likelier", {}],
  ["the other", otherReadings],
] as const)("with %s reading of every doubt", (_, readings) => {
  it("lists everything and leaves no request unknown", async () => {
    await start({ readings });
    expect((await client.me()).email).toBe(tiny.user);
    expect((await client.workspaces()).map(({ id }) => id)).toContain(tiny.workspace);
    expect((await client.models()).map(({ id }) => id)).toContain(tiny.archivedModel);
    expect((await client.models(tiny.workspace)).every(({ name }) => name !== "")).toBe(true);
    expect(await client.model(tiny.model)).toMatchObject({ id: tiny.model, activeState: "UNLOCKED" });
    expect((await client.exports(model)).map(({ id }) => id)).toContain(tiny.flatExport);
    expect((await client.exportMetadata(model, tiny.flatExport as ActionId)).headerNames.length).toBeGreaterThan(1);
    const imports = await client.imports(model);
    expect(imports.find(({ id }) => id === tiny.accountsImport)?.importDataSourceId).toBe(tiny.accountsFile);
    expect(imports.find(({ id }) => id === tiny.modelImport)?.importDataSourceId).toBe("");
    const metadata = await client.importMetadata(model, tiny.accountsImport as ActionId);
    expect(metadata.source?.headerNames.length).toBeGreaterThan(1);
    expect((await client.processes(model)).map(({ id }) => id)).toEqual([tiny.process]);
    const steps = (await client.processMetadata(model, tiny.process as ActionId)).actions;
    expect(steps.map(({ id }) => id)).toEqual([tiny.accountsImport, tiny.deleteAction, tiny.flatExport]);
    expect((await client.actions(model)).map(({ id }) => id)).toContain(tiny.deleteAction);
    expect((await client.files(model)).map(({ id }) => id)).toContain(tiny.accountsFile);
    expect((await client.modules(model)).length).toBeGreaterThan(0);
    expect((await client.lineItems(model)).every(({ name }) => name !== "")).toBe(true);
    const lists = await client.lists(model);
    expect(await client.listMetadata(model, lists[0]!.id)).toMatchObject({ id: lists[0]!.id });
    expect((await client.views(model)).length).toBeGreaterThan(0);
    expect(await client.calendar(model)).toMatchObject({ calendarType: expect.any(String) });
    expect(await client.modelStatus(model)).toEqual(expect.any(String));
    expect(await client.exports({ ...model, modelId: tiny.emptyModel as ModelId })).toEqual([]);
    expect(emulator.journal.unknown()).toEqual([]);
  });

  it("exports byte for byte, however the file is cut", async () => {
    await start({ readings, limits: { exportChunkBytes: 37 } });
    const pieces = await exported(tiny.flatExport);
    expect((await client.chunks(model, tiny.flatExport as FileId)).length).toBeGreaterThan(1);
    await client.close();
    await emulator.stop();
    await start({ readings });
    expect((await exported(tiny.flatExport)).equals(pieces)).toBe(true);
  });

  it("uploads, imports and fetches the dump", async () => {
    await start({ readings });
    await client.openUpload(model, accounts, -1);
    await client.putChunk(model, accounts, 0, csv.subarray(0, 20), false);
    await client.putChunk(model, accounts, 1, csv.subarray(20), false);
    await client.completeUpload(model, accounts);
    const task = await client.startTask(action("import", tiny.accountsImport));
    const { result } = await client.followTask(task);
    expect(result).toMatchObject({ successful: true, failureDumpAvailable: true });
    if (result!.details.length > 0) expect(importCountsOf(result!)).toMatchObject({ created: 1, failed: 1 });
    expect((await collected((await client.dump(task))!)).toString()).toContain("_Error_1_");
    expect((await client.tasks(action("import", tiny.accountsImport))).map(({ taskId }) => taskId)).toEqual([
      task.taskId,
    ]);
    expect(emulator.world.listItems("Opex Plan", "Accounts").map(({ name }) => name)).toContain("Newcomer");
  });

  it("runs a process with its steps, and has no dump where there is none", async () => {
    await start({ readings });
    await client.openUpload(model, accounts, 1);
    await client.putChunk(model, accounts, 0, Buffer.from("Code,Name,Parent\n6100,Travel,Opex\n"), false);
    const task = await client.startTask(action("process", tiny.process));
    const { result } = await client.followTask(task);
    expect(result?.nestedResults.map(({ objectId }) => objectId)).toContain(tiny.accountsImport);
    expect(await client.dump(task, tiny.deleteAction)).toBeUndefined();
    const done = await client.startTask(action("action", tiny.orderAction));
    expect((await client.followTask(done)).taskState).toBe("COMPLETE");
  });

  it("says what a model that refuses is", async () => {
    await start({ readings });
    const at = (modelId: string) => client.exports({ workspaceId: tiny.workspace, modelId: modelId as ModelId });
    await expect(at(tiny.forbiddenModel)).rejects.toMatchObject({ code: "MODEL_FORBIDDEN" });
    await expect(at(tiny.archivedModel)).rejects.toMatchObject({ code: "MODEL_ARCHIVED" });
    await expect(at("5C1E9A7740B34D6D8F2A6B0C9D3E4FFF")).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
    await expect(client.importMetadata(model, "112000000999" as ActionId)).rejects.toMatchObject({
      code: "ACTION_MISSING",
    });
  });
});

const chunkPath = "/chunks/\\d+$";
describe("through a fault", () => {
  it.each([
    { fault: "dropped-mid-body", match: { method: "GET", path: chunkPath }, bytes: 30, times: 2 },
    { fault: "connection-dropped", match: { method: "GET", path: chunkPath }, times: 2 },
    { fault: "bad-gateway", match: { method: "GET", path: chunkPath }, times: 2 },
    { fault: "unauthorized", match: { method: "GET", path: chunkPath }, times: 1 },
    { fault: "rate-limit", after: 2, times: 2 },
    { fault: "login-page", match: { method: "GET", path: "/tasks$" }, times: 1 },
    { fault: "start-reply-lost" },
    { fault: "start-never-arrived" },
  ] satisfies FaultSpec[])("$fault an export comes whole, its task started once", async (fault) => {
    await start({ limits: { exportChunkBytes: 100 } });
    const undisturbed = await exported(tiny.flatExport);
    await client.close();
    await emulator.stop();
    await start({ limits: { exportChunkBytes: 100 }, faults: [fault] });
    expect((await exported(tiny.flatExport)).equals(undisturbed)).toBe(true);
    expect(await client.tasks(action("export", tiny.flatExport))).toHaveLength(1);
  });

  it.each([
    { fault: "bad-gateway", match: { method: "PUT", path: chunkPath }, times: 2 },
    { fault: "connection-dropped", match: { method: "PUT", path: chunkPath }, times: 2 },
    { fault: "start-reply-lost" },
    { fault: "start-never-arrived" },
  ] satisfies FaultSpec[])("$fault an import runs once", async (fault) => {
    await start({ faults: [fault] });
    await client.openUpload(model, accounts, 1);
    await client.putChunk(model, accounts, 0, csv, false);
    const task = await client.startTask(action("import", tiny.accountsImport));
    expect((await client.followTask(task)).result?.successful).toBe(true);
    expect(await client.tasks(action("import", tiny.accountsImport))).toHaveLength(1);
  });

  it("that opens another file nothing is uploaded", async () => {
    await start({ faults: [{ fault: "other-file-id" }] });
    await expect(client.openUpload(model, accounts, 1)).rejects.toMatchObject({ code: "FILE_REPLACED" });
  });

  it("that lets tokens live three seconds a run goes on, whether the client saw it coming or not", async () => {
    const clock = shiftableClock();
    const other = hastyClock();
    let lag = 0;
    await start({ limits: { tokenLifeSeconds: 3 }, clock });
    await client.close();
    const ports = { clock: { ...other, now: () => clock.now() - lag } };
    client = clientOf(emulator, { username: tiny.user, password: tiny.password }, ports);
    for (let round = 0; round < 6; round++) {
      await exported(tiny.flatExport);
      clock.advance(2500);
      // From here on our clock stands while the server's goes on: the token dies unseen.
      if (round >= 3) lag += 2500;
    }
    expect(emulator.journal.find("POST", /refresh$/).length).toBeGreaterThan(0);
    expect(emulator.journal.find("POST", /authenticate$/).length).toBeGreaterThan(1);
    expect(emulator.journal.unknown()).toEqual([]);
  });
});
