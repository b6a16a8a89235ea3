/** Every row ends as loaded, ignored, rejected or unacknowledged, and the exit code says what the policy makes of it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { RunReport } from "../../schemas/generated/types.ts";
import type { FaultSpec } from "../emulator/faults/index.ts";
import type { WorldDefinition } from "../emulator/world/definition.ts";
import { type Ended, freshFolder, runBin } from "../support/bins.ts";
import { loaded, pair, startPair, writeConfigs } from "../support/pair.ts";

const schema = {
  type: "SCHEMA",
  stream: pair.stream,
  schema: {
    type: "object",
    properties: {
      Name: { type: "string" },
      Code: { type: ["null", "string"] },
      Amount: { type: ["null", "number", "string"] },
      Remark: { type: ["null", "string"] },
    },
  },
  key_properties: [],
};

interface Row {
  Name: string;
  Code: string | null;
  Amount?: number | string | null;
  Remark?: string | null;
}

/** Rows 2 and 4 have no code: refused. The remark of row 1 holds a line break, so lines and rows differ. */
const mixed: Row[] = [
  { Name: "one", Code: "A1", Amount: 1.5, Remark: "two\nlines" },
  { Name: "two", Code: null, Amount: 2, Remark: "second" },
  { Name: "three", Code: "A3", Amount: 3, Remark: null },
  { Name: "four", Code: null, Amount: 4.25, Remark: 'fourth, "quoted"' },
  { Name: "five", Code: "A5", Amount: 5, Remark: null },
];

interface Given {
  rows?: Row[];
  target?: object;
  faults?: FaultSpec[];
  edit?(world: WorldDefinition): void;
}

interface Done {
  ended: Ended;
  report: RunReport;
  rejects: { stream: string; record: Row; line: number; status: string; errors: string[]; task_id: string }[];
  items: string[][];
}

async function load({ rows = mixed, target = {}, faults, edit }: Given): Promise<Done> {
  const emulator = await startPair({ rows: 0, ...(faults && { faults }), ...(edit && { edit }) });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const configs = writeConfigs(folder, emulator.url, { target });
  const messages = [
    schema,
    ...rows.map((record) => ({ type: "RECORD", stream: pair.stream, record })),
    { type: "STATE", value: { done: rows.length } },
  ];
  const input = messages.map((message) => `${JSON.stringify(message)}\n`).join("");
  const ended = await runBin("target-anaplan", ["--config", configs.target], { input, cwd: folder });
  const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as RunReport;
  const dir = join(folder, "rejects");
  const lines = existsSync(dir)
    ? readdirSync(dir).flatMap((name) => readFileSync(join(dir, name), "utf8").trim().split("\n"))
    : [];
  return { ended, report, rejects: lines.map((line) => JSON.parse(line)), items: loaded(emulator) };
}

const state = '{"done":5}\n';

describe("a detail of a type that nobody knows", () => {
  it("is told as it is, in the error and in the report", async () => {
    const faults: FaultSpec[] = [
      { fault: "task-fails", type: "moonQuotaExceeded", text: "No more than 1 moon, per planet." },
    ];
    const { ended, report } = await load({ faults });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("No more than 1 moon, per planet. (moonQuotaExceeded)");
    expect(report.streams[0]?.tasks[0]?.messages).toEqual(["No more than 1 moon, per planet. (moonQuotaExceeded)"]);
  });
});

describe("rejected rows", () => {
  it("fail the run with 3, hold its STATE back and stand beside their records", async () => {
    const { ended, report, rejects, items } = await load({});
    expect(ended.code, ended.stderr).toBe(3);
    expect(ended.stderr).toContain("ROWS_REJECTED: Anaplan refused 2 of 5 rows");
    expect(ended.stdout).toBe("");
    expect(report).toMatchObject({
      outcome: "rejected",
      error: { code: "ROWS_REJECTED" },
      streams: [
        { rows: { received: 5, loaded: 3, ignored: 0, rejected: 2, unacknowledged: 0 }, import_id: pair.importId },
      ],
    });
    expect(rejects.map(({ record, status }) => ({ record, status }))).toEqual([
      { record: mixed[1], status: "E" },
      { record: mixed[3], status: "E" },
    ]);
    expect(rejects[0]).toMatchObject({ stream: pair.stream, errors: [expect.stringContaining("Invalid code")] });
    expect(rejects[0]?.task_id).toBe(report.streams[0]?.tasks[0]?.task_id);
    expect(items.map(([name]) => name).sort()).toEqual(["five", "one", "three"]);
  });

  it.each([
    ["warn", { on_rejected_rows: "warn" }, 0],
    ["enough tolerated", { max_rejected_rows: 2 }, 0],
    ["one too few tolerated", { max_rejected_rows: 1 }, 3],
    ["enough per cent", { max_rejected_rows: "40%" }, 0],
    ["too few per cent", { max_rejected_rows: "39.9%" }, 3],
  ])("policy: %s", async (_name, target, code) => {
    const { ended } = await load({ target });
    expect(ended.code, ended.stderr).toBe(code);
    expect(ended.stdout).toBe(code === 0 ? state : "");
  });

  it("are still counted when their dump has gone", async () => {
    const { ended, report, rejects } = await load({ faults: [{ fault: "stale-dump", times: 0 }] });
    expect(ended.code).toBe(3);
    expect(report.streams[0]?.rows).toMatchObject({ received: 5, loaded: 3, rejected: 2 });
    expect(ended.stderr).toMatch(/dump of the (rejected|refused) rows is gone/);
    expect(rejects).toEqual([]);
  });

  it("keep every digit of their record", async () => {
    const digits = "12345678901234567890.10";
    const emulator = await startPair({ rows: 0 });
    onTestFinished(() => emulator.stop());
    const folder = freshFolder();
    const { target } = writeConfigs(folder, emulator.url);
    const record = `{"type":"RECORD","stream":"${pair.stream}","record":{"Name":"n","Code":null,"Amount":${digits},"Remark":null}}`;
    await runBin("target-anaplan", ["--config", target], {
      input: `${JSON.stringify(schema)}\n${record}\n`,
      cwd: folder,
    });
    const [file = ""] = readdirSync(join(folder, "rejects"));
    expect(readFileSync(join(folder, "rejects", file), "utf8")).toContain(`"Amount":${digits}`);
  });
});

describe("ignored rows", () => {
  const twice = [...mixed.slice(0, 1), ...mixed.slice(0, 1)];

  it("let the run succeed", async () => {
    const { ended, report } = await load({ rows: twice });
    expect(ended.code, ended.stderr).toBe(0);
    expect(report.streams[0]?.rows).toEqual({ received: 2, loaded: 1, ignored: 1, rejected: 0, unacknowledged: 0 });
  });

  it("fail it where that is wanted", async () => {
    const { ended } = await load({ rows: twice, target: { on_ignored_rows: "fail" } });
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain("ROWS_IGNORED: Anaplan ignored 1 of 2 rows");
    expect(ended.stdout).toBe("");
  });
});

describe("books that do not balance", () => {
  it("fail the run: Anaplan read other rows than were sent", async () => {
    // Between upload and import the private file is gone, so the import quietly reads the default one (anaplan-api.md 5.2).
    const edit = (world: WorldDefinition) => {
      const file = world.workspaces[0]?.models[1]?.files?.[0];
      const text = "Name,Code,Amount,Remark\nold,O1,1,\n";
      if (file) Object.assign(file, { defaultContent: { text, audience: "everyone" } });
    };
    const rows = mixed.filter(({ Code }) => Code !== null);
    const { ended, report } = await load({ rows, edit, faults: [{ fault: "private-file-expired" }] });
    expect(ended.code, ended.stderr).toBe(1);
    expect(ended.stderr).toContain("LEDGER_MISMATCH: The books do not balance: 3 rows were sent");
    expect(ended.stdout).toBe("");
    expect(report.streams[0]?.rows).toEqual({ received: 3, loaded: 0, ignored: 0, rejected: 0, unacknowledged: 3 });
  });

  it("are doubted where Anaplan says that nothing changed and counts no row", async () => {
    const edit = (world: WorldDefinition) => {
      const file = world.workspaces[0]?.models[1]?.files?.[0];
      if (file) Object.assign(file, { defaultContent: { text: "Name,Code,Amount,Remark\n", audience: "everyone" } });
    };
    const rows = mixed.filter(({ Code }) => Code !== null);
    const lost = { rows, edit, faults: [{ fault: "private-file-expired" as const }] };
    const { ended, report } = await load(lost);
    expect(ended.stderr).toContain("Anaplan says that nothing changed and counts");
    expect(report.streams[0]?.rows).toMatchObject({ received: 3, loaded: 0, ignored: 3 });
    const strict = await load({ ...lost, target: { on_ignored_rows: "fail" } });
    expect(strict.ended.code).toBe(3);
    expect(strict.ended.stdout).toBe("");
  });
});

describe("a process", () => {
  const withProcess = (world: WorldDefinition) => {
    const model = world.workspaces[0]?.models[1];
    if (model === undefined) throw new Error("no model");
    model.actions = [{ id: "117000000001", name: "Clear", actionType: "DELETE_BY_SELECTION" }];
    model.processes = [{ id: "118000000001", name: "Nightly", steps: [pair.importId] }];
  };
  const entry = { streams: [{ stream: pair.stream, process: "nightly" }] };

  it("gets the file and runs; its step settles the rows", async () => {
    const { ended, report, items } = await load({
      rows: mixed.filter(({ Code }) => Code !== null),
      edit: withProcess,
      target: entry,
    });
    expect(ended.code, ended.stderr).toBe(0);
    expect(items).toHaveLength(3);
    expect(report.streams[0]).toMatchObject({
      process_id: "118000000001",
      import_id: pair.importId,
      rows: { received: 3, loaded: 3 },
      tasks: [{ outcome: "loaded", steps: [{ object_id: pair.importId, outcome: "applied" }] }],
    });
  });

  it("that fails is an error, and nothing is called loaded", async () => {
    const { ended, report } = await load({ edit: withProcess, target: entry, faults: [{ fault: "task-fails" }] });
    expect(ended.code, ended.stderr).toBe(2);
    expect(ended.stderr).toContain("PROCESS_FAILED:");
    expect(ended.stdout).toBe("");
    expect(report.streams[0]?.rows).toMatchObject({ received: 5, loaded: 0, unacknowledged: 5 });
  });
});

describe("names", () => {
  it("that fit two models are an error that lists both", async () => {
    const edit = (world: WorldDefinition) => {
      world.workspaces[0]?.models.push({ id: "A1A05A1C0E5E4B7F9A1B2C3D4E5F7009", name: "target" });
    };
    const { ended } = await load({ edit, target: { model: "TARGET" } });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("NAME_AMBIGUOUS");
    expect(ended.stderr).toContain(pair.target);
    expect(ended.stderr).toContain("A1A05A1C0E5E4B7F9A1B2C3D4E5F7009");
  });

  it("work instead of ids, in any case", async () => {
    const target = {
      workspace: "pair",
      model: "TARGET",
      streams: [{ stream: pair.stream, import: "load POSTINGS" }],
      on_rejected_rows: "warn",
    };
    const { ended } = await load({ target });
    expect(ended.code, ended.stderr).toBe(0);
  });
});

describe("streams that go nowhere", () => {
  it("are counted as ignored where that is wanted", async () => {
    const { ended, report } = await load({ target: { streams: [], on_unmapped_stream: "ignore" } });
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout).toBe(state);
    expect(report.streams[0]).toMatchObject({ stream: pair.stream, rows: { received: 5, ignored: 5, loaded: 0 } });
  });
});
