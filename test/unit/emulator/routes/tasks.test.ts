import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tiny } from "../../../emulator/models/tiny.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator/server.ts";
import { modelRoot, type Session, signIn } from "../session.ts";

let emulator: Emulator;
let session: Session;

async function start(options: EmulatorOptions = {}): Promise<void> {
  emulator = await startEmulator(options);
  session = await signIn(emulator);
}

beforeEach(() => start());
afterEach(() => emulator.stop());

const startTask = (kind: string, id: string, body: string = '{"localeName":"en_US"}', type = "application/json") =>
  session.call("POST", `${modelRoot}/${kind}/${id}/tasks`, { body, type });

describe("a start", () => {
  test("answers with the id, NOT_STARTED and the time", async () => {
    const { status, body } = await startTask("exports", tiny.flatExport);
    expect(status).toBe(200);
    expect(body.task).toMatchObject({ taskState: "NOT_STARTED", creationTime: expect.any(Number) });
    expect(body.task.taskId).toMatch(/^[0-9A-F]{32}$/);
    expect(emulator.journal.find("POST", /tasks$/)[0]?.startedTasks).toEqual([body.task.taskId]);
  });

  test("wants localeName, before mappingParameters in the text, as JSON, of a known action", async () => {
    expect((await startTask("exports", tiny.flatExport, "{}")).body.status.message).toContain("localeName");
    expect((await startTask("imports", tiny.plansImport, '{"mappingParameters":[],"localeName":"en_US"}')).status).toBe(
      400,
    );
    expect((await startTask("exports", tiny.flatExport, '{"localeName":"en_US"}', "text/plain")).status).toBe(415);
    expect((await startTask("exports", "116000009999")).status).toBe(404);
    expect((await startTask("imports", tiny.flatExport)).status).toBe(404);
  });
});

describe("a task", () => {
  test("is listed oldest first, and answers only below its parent", async () => {
    const first = (await startTask("exports", tiny.flatExport)).body.task.taskId;
    const second = (await startTask("exports", tiny.flatExport)).body.task.taskId;
    await emulator.world.idle();
    const { tasks } = (await session.inModel("GET", `/exports/${tiny.flatExport}/tasks`)).body;
    expect(tasks.map(({ taskId }: { taskId: string }) => taskId)).toEqual([first, second]);
    expect((await session.inModel("GET", `/exports/${tiny.listExport}/tasks/${first}`)).status).toBe(404);
    expect((await session.inModel("GET", "/exports/116000009999/tasks")).body.tasks).toBeUndefined();
  });

  test("waits while another runs, and calls that are not about tasks wait with it", async () => {
    await emulator.stop();
    await start({ taskDurationMs: 150 });
    const running = (await startTask("exports", tiny.flatExport)).body.task.taskId;
    const waiting = (await startTask("exports", tiny.listExport)).body.task.taskId;
    await expect
      .poll(
        async () => (await session.inModel("GET", `/exports/${tiny.flatExport}/tasks/${running}`)).body.task.taskState,
      )
      .toBe("IN_PROGRESS");
    const queued = (await session.inModel("GET", `/exports/${tiny.listExport}/tasks/${waiting}`)).body.task;
    expect(queued.taskState).toBe("NOT_STARTED");
    expect(queued).not.toHaveProperty("result");
    expect((await session.inModel("GET", "/exports")).status).toBe(200);
    const [task] = emulator.world.tasks(tiny.model);
    expect(task?.state).toBe("IN_PROGRESS");
    await session.inModel("GET", "/files");
    expect(task?.state).toBe("COMPLETE");
  });

  test("can be cancelled while it waits and while it runs, without effect on the model", async () => {
    await emulator.stop();
    await start({ taskDurationMs: 5000 });
    await session.upload(tiny.accountsFile, "Code,Name\n1,One\n");
    const running = (await startTask("imports", tiny.accountsImport)).body.task.taskId;
    const waiting = (await startTask("exports", tiny.flatExport)).body.task.taskId;
    await session.inModel("DELETE", `/exports/${tiny.flatExport}/tasks/${waiting}`);
    await session.inModel("DELETE", `/imports/${tiny.accountsImport}/tasks/${running}`);
    await emulator.world.idle();
    expect(emulator.world.tasks(tiny.model).map(({ state }) => state)).toEqual(["CANCELLED", "CANCELLED"]);
    expect(emulator.world.listItems(tiny.model, "Accounts")).toHaveLength(4);
  });
});

test("a process runs its steps in order and reports each", async () => {
  await session.upload(tiny.accountsFile, "Code,Name,Parent\n6103,Meals,Opex\n,x,\n");
  const { result } = await session.run("processes", tiny.process);
  expect(result.nestedResults.map(({ objectId }: { objectId: string }) => objectId)).toEqual([
    tiny.accountsImport,
    tiny.deleteAction,
    tiny.flatExport,
  ]);
  expect(result).toMatchObject({ successful: true, failureDumpAvailable: true });
  const names = emulator.world.listItems(tiny.model, "Accounts").map(({ name }) => name);
  expect(names).toEqual(["Travel", "Taxi", "Café", "Meals"]);
  expect((await session.download(tiny.flatExport)).toString()).toContain("Travel,Jan 26,64.6");
});

test("a process goes on after a failed step, or stops, by reading", async () => {
  const steps = async () => (await session.run("processes", tiny.process)).result;
  expect((await steps()).nestedResults).toHaveLength(3);
  await emulator.stop();
  await start({ readings: { processAfterFailedStep: "stops", processOuterSuccess: "of steps" } });
  expect(await steps()).toMatchObject({ successful: false, nestedResults: [{ successful: false }] });
});

test("an import asks for a version and takes it from mappingParameters", async () => {
  await session.upload(tiny.plansFile, "Account;Plan\nTravel;1,5\n");
  const without = await session.run("imports", tiny.plansImport);
  expect(without.result).toMatchObject({ successful: false, details: [{ type: "missingFields" }] });
  const body = { localeName: "en_US", mappingParameters: [{ entityType: "Version", entityName: "Budget" }] };
  expect((await session.run("imports", tiny.plansImport, body)).result.successful).toBe(true);
  expect(emulator.world.cell(tiny.model, "OPX03 Plan", "Plan", ["Travel", "Budget"])).toBe(1.5);
  expect(emulator.world.cell(tiny.model, "OPX03 Plan", "Plan", ["Travel", "Actual"])).toBe(0);
});
