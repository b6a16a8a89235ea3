/** Where the facts about Anaplan leave a doubt, the target must keep its books under every reading: the emulator has a switch
 *  for each (test/emulator/readings.ts). Rows are good, refused, loaded with a warning, and repeated, some with line breaks. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { RunReport } from "../../../schemas/generated/types.ts";
import { defaultReadings, type Readings } from "../../emulator/readings.ts";
import { type Emulator, startEmulator } from "../../emulator/server.ts";
import type { ModelDefinition, WorldDefinition } from "../../emulator/world/definition.ts";
import { type Ended, freshFolder, runBin } from "../../support/bins.ts";
import { pair, pairWorld, writeConfigs } from "../../support/pair.ts";

interface Row {
  Name: string;
  Code: string | null;
  Amount: number | string | null;
  Remark: string | null;
}

interface Reject {
  record: Row | null;
  status: "E" | "W";
  errors: string[];
  task_id: string;
}

const rows = 300;
/** How each row ends when Anaplan does what the sources say most often. */
function fateOf(n: number): "loaded" | "refused" | "warned" | "repeated" {
  if (n % 50 === 7) return "refused";
  if (n % 60 === 11) return "warned";
  return n % 75 === 30 ? "repeated" : "loaded";
}

function rowOf(n: number): Row {
  const text = n % 5 === 0 ? `two\nlines "${n}", and a comma` : n % 3 === 0 ? null : `ä${n}`;
  const row = { Name: `Posting ${n}`, Code: `P${n}`, Amount: n / 4, Remark: text };
  switch (fateOf(n)) {
    case "refused":
      return { ...row, Code: null };
    case "warned":
      return { ...row, Amount: `not a number ${n}` };
    case "repeated":
      return rowOf(n - 1);
    default:
      return row;
  }
}

const all = Array.from({ length: rows }, (_, index) => index + 1);
const numbersOf = (fate: ReturnType<typeof fateOf>) => all.filter((n) => fateOf(n) === fate);
const records = all.map(rowOf);
const refused = numbersOf("refused").map(rowOf);
const warned = numbersOf("warned").map(rowOf);
const repeated = numbersOf("repeated").length;

const schema = {
  properties: {
    Name: { type: "string" },
    Code: { type: ["null", "string"] },
    Amount: { type: ["null", "number", "string"] },
    Remark: { type: ["null", "string"] },
  },
};

const input = [
  { type: "SCHEMA", stream: pair.stream, schema, key_properties: [] },
  ...records.map((record) => ({ type: "RECORD", stream: pair.stream, record })),
  { type: "STATE", value: { done: true } },
]
  .map((message) => `${JSON.stringify(message)}\n`)
  .join("");

/** Each reading by itself, and some that make one another worse. */
const variants: Partial<Readings>[] = [
  {},
  { taskListKey: "task" },
  { taskStartForm: "bare" },
  { taskStartFields: "id" },
  { emptyCollections: "empty array" },
  { pagingNext: "never" },
  { pagingTotal: "too large" },
  { pagingTotal: "page" },
  { pagingBlock: "missing" },
  { chunksPaging: "contradicting" },
  { noDump: "400" },
  { noDump: "204" },
  { noDump: "empty" },
  { dumpSeparator: "tab" },
  { dumpSeparator: "source" },
  { dumpLineEnd: "LF" },
  { dumpColumnNames: "numbered" },
  { dumpLineNumber: "record" },
  { dumpFlag: "always" },
  { resultObjectName: "missing" },
  { uploadReplyChunkCount: "new" },
  { chunkCountDropsOldContent: "when filled" },
  { incompleteUpload: "old content" },
  { completeStatus: 500 },
  { chunkReplyEncoding: "gzip" },
  { modelStatusMethod: "POST" },
  { unknownImportMetadata: 404 },
  { localeName: "en_US only" },
  { unauthorizedBody: "empty" },
  { dumpSeparator: "tab", dumpColumnNames: "numbered", dumpLineNumber: "record", dumpLineEnd: "LF" },
];

describe("the books agree", () => {
  it.each(variants.map((readings) => [JSON.stringify(readings), readings] as const))("%s", async (_name, readings) => {
    const { emulator, ended, report, rejects } = await load(readings);
    expect(ended.code, ended.stderr).toBe(3);
    expect(ended.stdout).toBe("");
    expect(report.outcome).toBe("rejected");
    expect(report.streams[0]?.rows).toEqual({
      received: rows,
      loaded: rows - refused.length - repeated,
      ignored: repeated,
      rejected: refused.length,
      unacknowledged: 0,
    });
    expect(recordsOf(rejects, "E")).toEqual(refused);
    expect(recordsOf(rejects, "W")).toEqual(warned);
    expectBooks(emulator, report);
  });

  it("when a key that comes twice is refused", async () => {
    const { report, rejects } = await load({ repeatedKey: "rejected" });
    expect(report.streams[0]?.rows).toMatchObject({ rejected: refused.length + repeated, ignored: 0 });
    expect(recordsOf(rejects, "E")).toHaveLength(refused.length + repeated);
  });

  it("when the dump has no status: each of its rows is shown, the counts rule", async () => {
    const { ended, report, rejects } = await load({ dumpStatusColumn: "absent" });
    expect(ended.code, ended.stderr).toBe(3);
    const { received = 0, loaded = 0, ignored = 0, rejected = 0, unacknowledged = 0 } = report.streams[0]?.rows ?? {};
    expect(loaded + ignored + rejected + unacknowledged).toBe(received);
    expect(rejected).toBeGreaterThanOrEqual(refused.length);
    expect(rejects.map(({ record }) => record)).toEqual(records.filter((row) => row.Code === null || isWarned(row)));
  });

  it("when the result has no details: the dump is counted", async () => {
    const { report, rejects } = await load({ resultDetails: "missing" });
    expect(report.streams[0]?.rows).toMatchObject({ received: rows, rejected: refused.length, unacknowledged: 0 });
    expect(recordsOf(rejects, "E")).toEqual(refused);
  });

  it("covers no reading that does not exist", () => {
    for (const readings of variants)
      for (const name of Object.keys(readings)) expect(defaultReadings).toHaveProperty(name);
  });
});

describe("files of several chunks", () => {
  it.each([
    { completeStatus: 200 },
    { completeStatus: 200, chunkCountDropsOldContent: "when filled" },
    { completeStatus: 200, uploadReplyChunkCount: "new", chunksPaging: "contradicting" },
  ] as Partial<Readings>[])("%o", async (readings) => {
    const many = 40_000;
    const emulator = await start(readings);
    const lines = [
      JSON.stringify({ type: "SCHEMA", stream: pair.stream, schema, key_properties: ["Code"] }),
      ...Array.from({ length: many }, (_, n) =>
        JSON.stringify({
          type: "RECORD",
          stream: pair.stream,
          record: { Name: `Posting ${n}`, Code: `P${n}`, Amount: n, Remark: "x".repeat(60) },
        }),
      ),
      '{"type":"STATE","value":{"done":true}}',
    ];
    const folder = freshFolder();
    const { target } = writeConfigs(folder, emulator.url, { target: { chunk_size_mb: 1, upload_parallelism: 4 } });
    const ended = await runBin("target-anaplan", ["--config", target], { cwd: folder, input: `${lines.join("\n")}\n` });
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout).toBe('{"done":true}\n');
    expect(emulator.world.books(pair.target)).toMatchObject([{ rows: many, created: many }]);
    expect(emulator.journal.find("PUT", /\/chunks\/[0-9]+$/).length).toBeGreaterThan(3);
  });
});

interface Loaded {
  emulator: Emulator;
  ended: Ended;
  report: RunReport;
  rejects: Reject[];
}

async function load(readings: Partial<Readings>): Promise<Loaded> {
  const emulator = await start(readings);
  const folder = freshFolder();
  const { target } = writeConfigs(folder, emulator.url);
  const ended = await runBin("target-anaplan", ["--config", target], { cwd: folder, input });
  const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as RunReport;
  const place = join(folder, "rejects");
  const files = existsSync(place) ? readdirSync(place) : [];
  const lines = files.flatMap((name) => readFileSync(join(place, name), "utf8").trimEnd().split("\n"));
  expect(emulator.journal.unknown()).toEqual([]);
  return { emulator, ended, report, rejects: lines.map((line) => JSON.parse(line) as Reject) };
}

async function start(readings: Partial<Readings>): Promise<Emulator> {
  const world: WorldDefinition = pairWorld("Name,Code,Amount,Remark\n");
  const model = world.workspaces[0]?.models[1] as ModelDefinition;
  expect(model.id).toBe(pair.target);
  const emulator = await startEmulator({ world, readings });
  onTestFinished(() => emulator.stop());
  return emulator;
}

function recordsOf(rejects: readonly Reject[], status: "E" | "W"): (Row | null)[] {
  return rejects.filter((reject) => reject.status === status).map(({ record }) => record);
}

function isWarned(row: Row): boolean {
  return warned.some(({ Code }) => Code === row.Code);
}

function expectBooks({ world }: Emulator, { streams }: RunReport): void {
  const [book] = world.books(pair.target);
  const counted = streams[0]?.rows;
  expect(book).toMatchObject({ rows: counted?.received, failed: counted?.rejected, ignored: counted?.ignored });
}
