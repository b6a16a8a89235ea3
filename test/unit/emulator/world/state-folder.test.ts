import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tiny } from "../../../emulator/models/tiny.ts";
import { type Emulator, startEmulator } from "../../../emulator/server.ts";
import { signIn } from "../session.ts";

let stateDir: string;
let emulator: Emulator;

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), "emulator-state-"));
});
afterEach(async () => {
  await emulator.stop();
  await rm(stateDir, { recursive: true });
});

test("items, cells, files, dumps and tasks are there again after a restart", async () => {
  emulator = await startEmulator({ stateDir });
  let session = await signIn(emulator);
  await session.upload(tiny.accountsFile, "Code,Name,Owner\n6103,Meals,Cy\n,x,\n");
  const { taskId } = await session.run("imports", tiny.accountsImport);
  await session.upload(tiny.amountsFile, "Accounts,Time,Amount\nMeals,Jan 26,12345678901234567890.5\n");
  await session.run("imports", tiny.amountsImport);
  await session.run("processes", tiny.process);
  await session.run("exports", tiny.generatedExport);
  const bytes = await session.download(tiny.generatedExport);
  await session.inModel("POST", `/files/${tiny.bookingsFile}`, { chunkCount: 2 });
  const items = emulator.world.listItems(tiny.model, "Accounts");
  await emulator.stop();

  emulator = await startEmulator({ stateDir });
  session = await signIn(emulator);
  expect(emulator.world.listItems(tiny.model, "Accounts")).toEqual(items);
  expect(items.map(({ name }) => name)).toEqual(["Travel", "Taxi", "Café", "Meals"]);
  expect(emulator.world.cell(tiny.model, "OPX01 Input", "Amount", ["Meals", "Jan 26"])).toBe("12345678901234567890.5");
  expect((await session.download(tiny.generatedExport)).equals(bytes)).toBe(true);
  expect((await session.inModel("GET", `/files/${tiny.accountsFile}`)).text).toContain("Meals");
  expect((await session.inModel("GET", `/imports/${tiny.accountsImport}/tasks`)).body.tasks[0].taskId).toBe(taskId);
  expect(emulator.world.books(tiny.model)).toHaveLength(3);
  const { chunks } = (await session.inModel("GET", `/files/${tiny.bookingsFile}/chunks`)).body;
  expect(chunks).toHaveLength(2);
  expect((await session.inModel("GET", `/files/${tiny.bookingsFile}/chunks/0`)).status).toBe(404);
});
