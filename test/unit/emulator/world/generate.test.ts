import { afterAll, beforeAll, expect, test } from "vitest";
import { tiny } from "../../../emulator/models/tiny.ts";
import { type Emulator, startEmulator } from "../../../emulator/server.ts";
import { csvParser } from "../../../emulator/world/csv.ts";
import { type Session, signIn } from "../session.ts";

let emulator: Emulator;
let session: Session;

beforeAll(async () => {
  emulator = await startEmulator();
  session = await signIn(emulator);
});
afterAll(() => emulator.stop());

function parse(text: string): string[][] {
  const rows: string[][] = [];
  const parser = csvParser(",", '"', (fields) => {
    rows.push(fields);
  });
  parser.write(text);
  parser.end();
  return rows;
}

test("chunks of a generated export cut rows and join to all of them", async () => {
  await session.run("exports", tiny.generatedExport);
  const { chunks } = (await session.inModel("GET", `/files/${tiny.generatedExport}/chunks`)).body;
  expect(chunks).toHaveLength(7);
  const second = (await session.inModel("GET", `/files/${tiny.generatedExport}/chunks/1`)).text;
  expect(second).not.toMatch(/^R\d{9},/);
  const rows = parse((await session.download(tiny.generatedExport)).toString());
  expect(rows).toHaveLength(2501);
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([7]));
  expect(rows[2500]?.[0]).toBe("R000002500");
  const whole = (await session.inModel("GET", `/files/${tiny.generatedExport}`)).bytes;
  expect(whole.equals(await session.download(tiny.generatedExport))).toBe(true);
});

test("the last chunk of a file of more than 5 GB is read without making the others", async () => {
  await session.run("exports", tiny.hugeExport);
  const before = process.memoryUsage().rss;
  const { chunks } = (await session.inModel("GET", `/files/${tiny.hugeExport}/chunks`)).body;
  const last = await session.inModel("GET", `/files/${tiny.hugeExport}/chunks/${chunks.at(-1).id}`);
  expect(last.bytes.length * chunks.length).toBeGreaterThan(5_000_000_000);
  expect(parse(last.text.trimEnd()).at(-1)?.[0]).toBe("R060000000");
  const again = await session.inModel("GET", `/files/${tiny.hugeExport}/chunks/${chunks.at(-1).id}`);
  expect(again.bytes.equals(last.bytes)).toBe(true);
  expect(process.memoryUsage().rss - before).toBeLessThan(500_000_000);
});
