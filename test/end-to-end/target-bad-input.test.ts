/** What is wrong with a model, a mapping or a file: each with its message and exit code, and nothing imported. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import type { FaultSpec } from "../emulator/faults/index.ts";
import type { Readings } from "../emulator/readings.ts";
import type { ModelDefinition } from "../emulator/world/definition.ts";
import { freshFolder, runBin } from "../support/bins.ts";
import { loaded, pair, startPair, writeConfigs } from "../support/pair.ts";

interface Case {
  model?(model: ModelDefinition): void;
  faults?: FaultSpec[];
  readings?: Partial<Readings>;
  config?: object;
  streams?: string[];
  values?: object;
  code: string;
  exit: number;
  says: string[];
}

const twoFiles = (model: ModelDefinition) => {
  model.files!.push({ id: "113000000002", name: "second.csv", headerNames: ["Name", "Code", "Amount", "Remark"] });
  model.imports!.push({ ...model.imports![0]!, id: "112000000002", name: "Second", fileId: "113000000002" });
  model.processes = [{ id: "118000000001", name: "Both", steps: [pair.importId, "112000000002"] }];
};

const cases: Record<string, Case> = {
  "a process whose step needs a file that no stream fills": {
    model: twoFiles,
    config: { streams: [{ stream: pair.stream, process: "Both", file: "postings.csv" }] },
    code: "MAPPING_INVALID",
    exit: 2,
    says: ["113000000002", "Second", "no stream of this run fills", "process_id=118000000001"],
  },
  "two streams to one file": {
    config: {
      streams: [
        { stream: pair.stream, import: pair.importId },
        { stream: "other", import: pair.importId },
      ],
    },
    streams: [pair.stream, "other"],
    code: "MAPPING_INVALID",
    exit: 2,
    says: [`"${pair.stream}" and "other"`, pair.fileId],
  },
  "an import that reads another model": {
    model: (model) => {
      model.imports!.push({
        id: "112000000003",
        name: "Hub copy",
        importType: "HIERARCHY_DATA",
        target: "101000000001",
        columns: [],
      });
    },
    config: { streams: [{ stream: pair.stream, import: "Hub copy" }] },
    code: "IMPORT_MAPPING_BROKEN",
    exit: 2,
    says: ["not a file", "import_id=112000000003"],
  },
  "a file id that would make a new file": {
    config: { streams: [{ stream: pair.stream, file: "113999999999" }] },
    code: "NAME_UNKNOWN",
    exit: 2,
    says: ['no file "113999999999"'],
  },
  "an encoding that cannot hold the text": {
    model: (model) => {
      model.files![0]!.encoding = "ISO-8859-1";
    },
    values: { Name: "漢字" },
    code: "ENCODING_IMPOSSIBLE",
    exit: 2,
    says: ["row=1", "column=Name"],
  },
  "a task that a person cancels in Anaplan": {
    faults: [{ fault: "task-cancelled", match: { method: "POST", path: "/imports/" } }],
    code: "TASK_CANCELLED",
    exit: 2,
    says: ["rolled back", "task_id="],
  },
  "a list entry with a module": {
    config: { streams: [{ stream: pair.stream, list: "Postings", module: "Plan" }] },
    code: "CONFIG_INVALID",
    exit: 2,
    says: ["name one of import, process, list and module"],
  },
};

function inputOf(streams: readonly string[], record: object): string {
  const properties = Object.fromEntries(Object.keys(record).map((name) => [name, {}]));
  const messages = streams.flatMap((stream) => [
    { type: "SCHEMA", stream, schema: { properties }, key_properties: [] },
    { type: "RECORD", stream, record },
  ]);
  return [...messages, { type: "STATE", value: { n: 1 } }].map((one) => `${JSON.stringify(one)}\n`).join("");
}

async function load(
  { model, faults, readings, config, streams = [pair.stream], values = {} }: Partial<Case>,
  verb: string[] = [],
) {
  const emulator = await startPair({
    rows: 1,
    ...(faults && { faults }),
    ...(readings && { readings }),
    edit: (world) => model?.(world.workspaces[0]!.models[1]!),
  });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const { target } = writeConfigs(folder, emulator.url, { target: config ?? {} });
  const record = { Name: "Alpha", Code: "P1", Amount: "1", Remark: "", ...values };
  const input = inputOf(streams, record);
  const ended = await runBin("target-anaplan", [...verb, "--config", target], { cwd: folder, input });
  return { emulator, ended, folder };
}

describe("refused", () => {
  it.each(Object.entries(cases))("%s", async (_name, one) => {
    const { emulator, ended } = await load(one);
    expect(ended.stderr).toContain(`${one.code}:`);
    for (const part of one.says) expect(ended.stderr).toContain(part);
    expect(ended.code, ended.stderr).toBe(one.exit);
    expect(ended.stdout).toBe("");
    expect(loaded(emulator)).toEqual([]);
  });
});

describe("told by plan, which writes nothing", () => {
  const told = ["a process whose step needs a file that no stream fills", "two streams to one file"];
  const more = ["an import that reads another model", "a file id that would make a new file"];
  it.each([...told, ...more, "an encoding that cannot hold the text"])("%s", async (name) => {
    const one = cases[name]!;
    const { emulator, ended } = await load(one, ["plan"]);
    expect(ended.stdout).toContain(one.code);
    expect(ended.stdout).toContain("Verdict: not ready");
    expect(ended.code, ended.stdout).toBe(one.exit);
    const writes = emulator.journal.entries.filter(
      ({ method, path }) => method !== "GET" && !path.startsWith("/token/"),
    );
    expect(writes).toEqual([]);
  });

  it("rows that a delete action would take", async () => {
    const deletes = (max_percent: number) => ({
      model: (model: ModelDefinition) => {
        const selection = { property: "Remark" };
        const listId = "101000000001";
        model.actions = [{ id: "117000000001", name: "Clear", actionType: "DELETE_BY_SELECTION", listId, selection }];
      },
      config: { streams: [{ stream: pair.stream, import: pair.importId, deletes: { action: "Clear", max_percent } }] },
      values: { _sdc_deleted_at: "2026-01-01T00:00:00Z" },
    });
    const allowed = await load(deletes(100), ["plan"]);
    expect(allowed.ended.stdout).toContain(
      '1 of 1 rows are marked as deleted: the action "Clear" (117000000001) would run on them.',
    );
    expect(allowed.ended.code, allowed.ended.stdout).toBe(0);
    const refused = await load(deletes(20), ["plan"]);
    expect(refused.ended.stdout).toContain("DELETES_TOO_MANY");
    expect(refused.ended.code).toBe(2);
    expect(refused.emulator.journal.find("POST", /tasks$/)).toEqual([]);
  });
});

describe("survived", () => {
  it("a record with a field of a million characters", async () => {
    const { emulator, ended } = await load({ values: { Remark: "x".repeat(1_000_000) } });
    expect(ended.code, ended.stderr).toBe(0);
    expect(loaded(emulator)[0]?.[3]).toHaveLength(1_000_000);
  });

  it("a dump with tabs: each refused row is joined to its record", async () => {
    const { ended, folder } = await load({
      values: { Name: "", Remark: 'a\tb, "c"' },
      readings: { dumpSeparator: "tab" },
    });
    expect(ended.stderr).toContain("ROWS_REJECTED");
    expect(ended.code, ended.stderr).toBe(3);
    const rejects = readdirSync(`${folder}/rejects`).map((name) => readFileSync(`${folder}/rejects/${name}`, "utf8"));
    expect(rejects.map((text) => JSON.parse(text))).toMatchObject([
      { status: "E", record: { Name: "", Code: "P1", Remark: 'a\tb, "c"' }, errors: [expect.stringMatching(/name/i)] },
    ]);
  });

  it("a column that appears only in record 900,000", { timeout: 240_000 }, async () => {
    const rows = 900_000;
    const emulator = await startPair({ rows: 0 });
    onTestFinished(() => emulator.stop());
    const folder = freshFolder();
    const { target } = writeConfigs(folder, emulator.url);
    const properties = { Name: {}, Code: {}, Amount: {}, Remark: {} };
    const plain = (n: number) =>
      `{"type":"RECORD","stream":"${pair.stream}","record":{"Name":"N${n}","Code":"P${n}"}}\n`;
    const last = { Name: "last", Code: "P900000", Remark: "late", Surprise: "nobody knows me" };
    const input = [
      `${JSON.stringify({ type: "SCHEMA", stream: pair.stream, schema: { properties }, key_properties: [] })}\n`,
      ...Array.from({ length: rows - 1 }, (_, index) => plain(index + 1)),
      `${JSON.stringify({ type: "RECORD", stream: pair.stream, record: last })}\n`,
    ].join("");
    const ended = await runBin("target-anaplan", ["--config", target], { cwd: folder, input });
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr.match(/Not in the stream's SCHEMA, so not sent: "Surprise"/g)).toHaveLength(1);
    expect(ended.stderr).toContain("row=900000");
    expect(emulator.world.books(pair.target)).toMatchObject([{ rows, created: rows, failed: 0 }]);
    expect(emulator.world.listItems(pair.target, pair.list).at(-1)).toMatchObject({
      name: "last",
      properties: { Remark: "late" },
    });
  });

  it("a dump that vanished, and says so", async () => {
    const { ended } = await load({
      values: { Name: "" },
      faults: [{ fault: "stale-dump", times: 0 }],
    });
    expect(ended.stderr).toContain("ROWS_REJECTED");
    expect(ended.stderr).toContain("The dump of the refused rows is gone");
    expect(ended.code).toBe(3);
  });
});
