import { afterEach, describe, expect, test } from "vitest";
import { tiny } from "../../../emulator/models/tiny.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator/server.ts";
import { type Session, signIn } from "../session.ts";

let emulator: Emulator;
let session: Session;

async function exported(id: string, options: EmulatorOptions = {}): Promise<Buffer> {
  emulator = await startEmulator(options);
  session = await signIn(emulator);
  const { result } = await session.run("exports", id);
  expect(result).toMatchObject({ successful: true, failureDumpAvailable: false, objectId: id });
  return session.download(id);
}

afterEach(() => emulator.stop());

describe("encodings", () => {
  test("UTF-16LE with a byte order mark, tabs and CRLF", async () => {
    const bytes = await exported(tiny.tabExport, { limits: { exportChunkBytes: 3 } });
    expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xfe]);
    const text = bytes.subarray(2).toString("utf16le");
    expect(text.split("\r\n")[0]).toBe("\tParent\tCode\tOwner\tWeight\tActive\tSince\tActive accounts");
    expect(text).toContain("漢字 🚀");
  });

  test("UTF-8 with a byte order mark", async () => {
    const bytes = await exported(tiny.bomExport);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  test("ISO-8859-1 with semicolons", async () => {
    const bytes = await exported(tiny.latin1Export);
    expect(bytes.toString("latin1")).toBe("Name;Größe\nCafé;1\nNaïve;2\n");
    expect(bytes.includes(0xf6)).toBe(true);
  });
});

describe("layouts", () => {
  test("multiple columns: dimensions, then line items, digits exact", async () => {
    const lines = (await exported(tiny.flatExport)).toString().split("\n");
    expect(lines[0]).toBe("Accounts,Time,Amount,Active,Posted on,Note,Organisation,Double");
    expect(lines[1]).toBe('Travel,Jan 26,64.6,true,2026-01-15,"a, b",UK,0');
    expect(lines[3]).toMatch(/^Taxi,Jan 26,12345678901234567890\.123456789,/);
  });

  test("single column: line items are rows", async () => {
    const lines = (await exported(tiny.singleColumnExport)).toString().split("\n");
    expect(lines.slice(0, 2)).toEqual(["Line Item,Accounts,Time,Value", "Amount,Travel,Jan 26,64.6"]);
  });

  test("grid: page items, column header, rows; all pages one after the other", async () => {
    const one = (await exported(tiny.gridExport)).toString().split("\n");
    expect(one.slice(0, 3)).toEqual([
      "Amount",
      ",Jan 26,Feb 26,Mar 26,Apr 26,May 26,Jun 26,Jul 26,Aug 26,Sep 26,Oct 26,Nov 26,Dec 26",
      "Travel,64.6,0.1,0,0,0,0,0,0,0,0,0,0",
    ]);
    await emulator.stop();
    const all = (await exported(tiny.gridAllExport)).toString();
    expect(all.startsWith(one.join("\n").trimEnd())).toBe(true);
    expect(all).toContain("\n\nActive\n,Jan 26");
  });

  test("list: the first header is empty, then Parent, Code, properties, subsets", async () => {
    const text = (await exported(tiny.listExport)).toString();
    expect(text.split("\n")[0]).toBe(",Parent,Code,Owner,Weight,Active,Since,Active accounts");
    expect(text).toContain('Taxi,Opex,6101,"Bo ""the"" B, Jr.",,false,,false\n');
  });

  test("of an empty list: a header and nothing else", async () => {
    expect((await exported(tiny.emptyExport)).toString()).toBe(",Parent,Code,Text,Amount\n");
  });
});

test("dates and numbers may be written otherwise, by reading", async () => {
  const text = (
    await exported(tiny.flatExport, { readings: { exportDateFormat: "DD/MM/YYYY", exportBooleans: "upper" } })
  ).toString();
  expect(text).toContain("64.6,TRUE,15/01/2026,");
});

describe("an export reserved to administrators", () => {
  test.each([
    ["404", 404],
    ["empty", 200],
  ] as const)("is %s to others", async (adminDefaultFile, status) => {
    await exported(tiny.adminsExport, { readings: { adminDefaultFile } });
    const bob = await signIn(emulator, tiny.otherUser, tiny.otherPassword);
    expect((await bob.run("exports", tiny.adminsExport)).result.successful).toBe(true);
    const answer = await bob.inModel("GET", `/files/${tiny.adminsExport}`);
    expect([answer.status, answer.status === 200 ? answer.text : ""]).toEqual([status, ""]);
  });
});
