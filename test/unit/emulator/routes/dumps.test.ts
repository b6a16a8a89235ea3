import { afterEach, describe, expect, test } from "vitest";
import { tiny } from "../../../emulator/models/tiny.ts";
import type { Readings } from "../../../emulator/readings.ts";
import { type Emulator, startEmulator } from "../../../emulator/server.ts";
import { type Session, signIn } from "../session.ts";

let emulator: Emulator;
let session: Session;

async function start(readings: Partial<Readings> = {}, dumpChunkBytes = 10_000_000): Promise<void> {
  emulator = await startEmulator({ readings, limits: { dumpChunkBytes } });
  session = await signIn(emulator);
}

afterEach(() => emulator.stop());

const BAD = 'Code,Name,Parent,Weight\n8001,"Ho, tel","Opx",1\n,Nameless,,\n8002,Rail,Opex,abc\n6100,Travel,Opex,1.5\n';

async function importBad(text = BAD): Promise<string> {
  await session.upload(tiny.accountsFile, text);
  return (await session.run("imports", tiny.accountsImport)).taskId;
}

const dump = (taskId: string, tail = "") =>
  session.inModel("GET", `/imports/${tiny.accountsImport}/tasks/${taskId}/dump${tail}`);

describe("a dump", () => {
  test("quotes every field and names line and errors of each row", async () => {
    await start();
    const { status, text } = await dump(await importBad());
    expect(status).toBe(200);
    expect(text.split("\r\n")).toEqual([
      '"_Status_","Code","Name","Parent","Weight","_Line_","_Error_1_"',
      '"W","8001","Ho, tel","Opx","1","2","Invalid parent"',
      '"E","","Nameless","","","3","Invalid code: "',
      '"W","8002","Rail","Opex","abc","4","Invalid number: abc"',
      "",
    ]);
  });

  test("comes in chunks that are the whole when joined", async () => {
    await start({}, 40);
    const taskId = await importBad();
    const { chunks } = (await dump(taskId, "/chunks")).body;
    const parts = await Promise.all(chunks.map(({ id }: { id: string }) => dump(taskId, `/chunks/${id}`)));
    expect(chunks.length).toBeGreaterThan(3);
    expect(parts.map(({ text }) => text).join("")).toBe((await dump(taskId)).text);
  });

  test("belongs to the latest run of the user: a clean run deletes it", async () => {
    await start();
    const bad = await importBad();
    const clean = await importBad("Code,Name\n6100,Travel\n");
    expect((await dump(bad)).status).toBe(404);
    expect((await dump(clean)).status).toBe(404);
    const task = (await session.inModel("GET", `/imports/${tiny.accountsImport}/tasks/${bad}`)).body.task;
    expect(task.result.failureDumpAvailable).toBe(true);
  });

  test("of an import inside a process stands under the process's task", async () => {
    await start();
    await session.upload(tiny.accountsFile, BAD);
    const { taskId } = await session.run("processes", tiny.process);
    const nested = `/processes/${tiny.process}/tasks/${taskId}/dumps/${tiny.accountsImport}`;
    expect((await session.inModel("GET", nested)).text).toContain('"8001"');
    expect((await session.inModel("GET", `${nested}/chunks`)).body.chunks).toHaveLength(1);
  });

  test("can be tab-separated without status, in numbered columns, by reading", async () => {
    await start({ dumpSeparator: "tab", dumpStatusColumn: "absent", dumpColumnNames: "numbered", dumpLineEnd: "LF" });
    const { text } = await dump(await importBad());
    expect(text.split("\n").slice(0, 2)).toEqual([
      '"Column 1"\t"Column 2"\t"Column 3"\t"Column 4"\t"_Line_"\t"_Error_1_"',
      '"8001"\t"Ho, tel"\t"Opx"\t"1"\t"2"\t"Invalid parent"',
    ]);
  });

  test.each([
    ["physical", ["3", "5"]],
    ["record", ["3", "4"]],
  ] as const)("counts %s lines when a field holds a line break", async (dumpLineNumber, lines) => {
    await start({ dumpLineNumber });
    const { text } = await dump(await importBad('Code,Name\n1,One\n,"two\nlines"\n,Three\n'));
    expect(text.match(/"(\d+)","Invalid/g)?.map((found) => /\d+/.exec(found)?.[0])).toEqual(lines);
  });

  test.each([
    ["404", 404, 404],
    ["400", 400, 204],
    ["204", 204, 204],
    ["empty", 200, 200],
  ] as const)("that is not there is %s by reading", async (noDump, chunks, whole) => {
    await start({ noDump });
    const taskId = await importBad("Code,Name\n6100,Travel\n");
    expect((await dump(taskId, "/chunks")).status).toBe(chunks);
    expect((await dump(taskId)).status).toBe(whole);
  });
});
