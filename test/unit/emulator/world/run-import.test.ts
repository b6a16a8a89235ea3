import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tiny } from "../../../emulator/models/tiny.ts";
import type { Readings } from "../../../emulator/readings.ts";
import { type Emulator, startEmulator } from "../../../emulator/server.ts";
import { type Session, signIn } from "../session.ts";

let emulator: Emulator;
let session: Session;

async function start(readings: Partial<Readings> = {}): Promise<void> {
  emulator = await startEmulator({ readings });
  session = await signIn(emulator);
}

beforeEach(() => start());
afterEach(() => emulator.stop());

async function load(file: string, id: string, content: string | Buffer) {
  await session.upload(file, content);
  return (await session.run("imports", id)).result;
}

const accounts = (text: string) => load(tiny.accountsFile, tiny.accountsImport, text);
const amounts = (text: string) => load(tiny.amountsFile, tiny.amountsImport, text);
const item = (code: string) => emulator.world.listItems(tiny.model, "Accounts").find((found) => found.code === code);
const amount = (account: string, period: string) =>
  emulator.world.cell(tiny.model, "OPX01 Input", "Amount", [account, period]);

describe("an import into a list", () => {
  test("creates, updates, ignores and rejects, and the counts add up", async () => {
    const result = await accounts(
      "Code,Name,Parent,Owner,Weight\n6100,Travel,Opex,Ada,1.50\n6101,Taxi,G2,Bo,2\n6103,Meals,Opex,,\n,Nameless,,,\n6104,Travel,,,\n",
    );
    expect(result).toMatchObject({ successful: true, failureDumpAvailable: true });
    expect(result.details[0]).toMatchObject({
      type: "hierarchyRowsProcessedWithFailures",
      localMessageText: "Accounts: 2 (1/1) rows successful, 0 (0/0) rows has warnings, 2 failed, 1 ignored",
    });
    expect(emulator.world.books(tiny.model)).toMatchObject([
      { rows: 5, created: 1, updated: 1, ignored: 1, failed: 2 },
    ]);
    expect(item("6101")).toMatchObject({ parent: "Capex", properties: { Owner: "Bo", Weight: "2" } });
    expect(item("6103")?.name).toBe("Meals");
  });

  test("reports no changes, keeps columns the file does not have, and maps by header", async () => {
    const result = await accounts("Name,Extra,Code\nTravel,x,6100\n");
    expect(result).toMatchObject({ failureDumpAvailable: false, details: [{ type: "hierarchyNoChanges" }] });
    expect(item("6100")?.properties.Owner).toBe("Ada");
  });

  test("leaves a renamed column silently unmapped", async () => {
    const result = await accounts("Code,Name,owner\n6100,Travel,Someone\n");
    expect(result).toMatchObject({ successful: true, failureDumpAvailable: false });
    expect(item("6100")?.properties.Owner).toBe("Ada");
  });

  test("fails without its key column, without a file, and without a completed upload", async () => {
    expect(await accounts("Id,Name\n1,x\n")).toMatchObject({ successful: false, details: [{ type: "missingFields" }] });
    const bob = await signIn(emulator, tiny.otherUser, tiny.otherPassword);
    expect((await bob.run("imports", tiny.accountsImport)).result.details[0].type).toBe(
      "uploadedFileNoLongerAvailable",
    );
    await session.inModel("POST", `/files/${tiny.accountsFile}`, { chunkCount: -1 });
    const task = await session.run("imports", tiny.accountsImport);
    expect(task).toMatchObject({ taskState: "COMPLETE", currentStep: "Failed.", result: { successful: false } });
  });

  test("warns of an unknown parent, or rejects the row, by reading", async () => {
    const text = "Code,Name,Parent\n6105,Rail,Nowhere\n";
    expect((await accounts(text)).details[0].localMessageText).toContain("1 (1/0) rows has warnings, 0 failed");
    expect(item("6105")?.parent).toBe("");
    await emulator.stop();
    await start({ unknownParent: "rejected" });
    expect((await accounts(text)).details[0].localMessageText).toContain("0 (0/0) rows has warnings, 1 failed");
  });

  test("numbers items of a numbered list itself", async () => {
    const result = await load(tiny.bookingsFile, tiny.bookingsImport, "Code,Text,Amount\nB1,first,1.5\nB2,second,x\n");
    expect(result.details[0].localMessageText).toBe(
      "Bookings: 1 (1/0) rows successful, 1 (1/0) rows has warnings, 0 failed, 0 ignored",
    );
    expect(emulator.world.listItems(tiny.model, "Bookings").map(({ name, code }) => [name, code])).toEqual([
      ["#1", "B1"],
      ["#2", "B2"],
    ]);
  });
});

describe("an import into a module", () => {
  test("sets cells by member name or code and period label", async () => {
    await amounts(
      "Accounts,Time,Amount,Active,Posted on,Organisation\nTravel,Mar 26,1.25,yes,2026-03-09,DE\n6101,apr 26,2,,,\n",
    );
    expect(amount("Travel", "Mar 26")).toBe(1.25);
    expect(amount("Taxi", "Apr 26")).toBe(2);
    expect(emulator.world.cell(tiny.model, "OPX01 Input", "Active", ["Travel", "Mar 26"])).toBe(true);
    expect(emulator.world.cell(tiny.model, "OPX01 Input", "Organisation", ["Travel", "Mar 26"])).toBe("DE");
  });

  test("ignores what is so already, rejects unknown members, warns of bad values and loads the rest", async () => {
    const result = await amounts(
      "Accounts,Time,Amount,Active\nTravel,Jan 26,64.60,true\nNobody,Jan 26,1,\nTravel,Q1 FY26,1,\nTravel,May 26,abc,true\nTravel,Jun 26,abc,maybe\n",
    );
    expect(result.details[0]).toMatchObject({
      type: "lineItemRowsProcessedWithFailures",
      localMessageText: "OPX01 Input: 0 (0/0) rows successful, 1 (0/1) rows has warnings, 3 failed, 1 ignored",
    });
    expect(emulator.world.cell(tiny.model, "OPX01 Input", "Active", ["Travel", "May 26"])).toBe(true);
  });

  test("reads the file in its own separator and encoding, one line item per row", async () => {
    const text =
      "Account\tMonth\tLine Item\tValue\r\n6102\tMar 26\tNote\tnö\r\n6102\tMar 26\tAmount\t3\r\n6102\tMar 26\tNothing\t3\r\n";
    const result = await load(tiny.notesFile, tiny.notesImport, Buffer.from(`\ufeff${text}`, "utf16le"));
    expect(result.details[0].localMessageText).toContain(
      "2 (0/2) rows successful, 0 (0/0) rows has warnings, 1 failed",
    );
    expect(emulator.world.cell(tiny.model, "OPX01 Input", "Note", ["Café", "Mar 26"])).toBe("nö");
  });
});

test("an import of users adds them; its old default file is used when nothing was uploaded", async () => {
  const task = await session.run("imports", tiny.usersImport);
  expect(task.result.details[0].localMessageText).toContain("1 (1/0) rows successful");
  const result = await load(tiny.usersFile, tiny.usersImport, "Email\nold@example.com\nnobody\n");
  expect(result.details[0].localMessageText).toContain("1 failed, 1 ignored");
});

test("a sink counts rows and keeps nothing", async () => {
  const result = await load(tiny.sinkFile, tiny.sinkImport, `Code\n${"x\n".repeat(1000)}`);
  expect(result.details[0].localMessageText).toContain("1000 (0/1000) rows successful");
  expect(emulator.world.listItems(tiny.model, "Bookings")).toHaveLength(0);
});

test("an import from another model fails", async () => {
  const task = await session.run("imports", tiny.modelImport);
  expect(task.result).toMatchObject({ successful: false, details: [{ type: "failedToLocateModel" }] });
});
