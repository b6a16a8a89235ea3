/** Whole loads against the emulator, each a promise of contract.md section 5 that no single file can keep. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import type { RunReport } from "../../../schemas/generated/types.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/server.ts";
import type { ImportColumn, ModelDefinition, WorldDefinition } from "../../emulator/world/definition.ts";
import { type Ended, freshFolder, runBin, spawnBin } from "../../support/bins.ts";
import { loaded, pair, pairWorld, writeConfigs } from "../../support/pair.ts";

const columns: ImportColumn[] = [
  { header: "Name", to: { kind: "name" } },
  { header: "Code", to: { kind: "code" } },
  { header: "Amount", to: { kind: "property", property: "Amount" } },
  { header: "Remark", to: { kind: "property", property: "Remark" } },
];
const header = columns.map((column) => column.header);

/** The target model with as many lists, files and imports as wanted: list n is filled by import n from file n. */
function worldOf(count: number, edit: (model: ModelDefinition) => void = () => {}): WorldDefinition {
  const world = pairWorld("Name,Code,Amount,Remark\n");
  const model = world.workspaces[0]?.models[1] as ModelDefinition;
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const id = (prefix: number, n: number) => `${prefix}${String(n).padStart(9, "0")}`;
  model.lists = numbers.map((n) => ({
    id: id(101, n),
    name: n === 1 ? pair.list : `List ${n}`,
    properties: [
      { name: "Amount", format: { type: "NUMBER" } },
      { name: "Remark", format: { type: "TEXT" } },
    ],
  }));
  model.files = numbers.map((n) => ({ id: id(113, n), name: `file${n}.csv`, headerNames: header }));
  model.imports = numbers.map((n) => ({
    id: id(112, n),
    name: `import${n}`,
    importType: "HIERARCHY_DATA",
    fileId: id(113, n),
    target: id(101, n),
    columns,
  }));
  edit(model);
  return world;
}

async function start(world: WorldDefinition, options: Omit<EmulatorOptions, "world"> = {}): Promise<Emulator> {
  const emulator = await startEmulator({ world, ...options });
  onTestFinished(() => emulator.stop());
  return emulator;
}

const properties = {
  Name: { type: "string" },
  Code: { type: ["null", "string"] },
  Amount: { type: ["null", "number"] },
  Remark: { type: ["null", "string"] },
};
const schemaOf = (stream: string) => line({ type: "SCHEMA", stream, schema: { properties }, key_properties: [] });
const recordOf = (stream: string, n: number, more: object = {}) =>
  line({ type: "RECORD", stream, record: { Name: `N${n}`, Code: `P${n}`, Amount: n, Remark: null, ...more } });
const recordsOf = (stream: string, from: number, to: number, more: object = {}) =>
  Array.from({ length: to - from + 1 }, (_, index) => recordOf(stream, from + index, more)).join("");
const stateOf = (value: unknown) => line({ type: "STATE", value });
const line = (message: unknown) => `${JSON.stringify(message)}\n`;

interface Run {
  ended: Ended;
  folder: string;
  report: RunReport | undefined;
}

async function load(emulator: Emulator, input: string, target: object = {}): Promise<Run> {
  const folder = freshFolder();
  const { target: config } = writeConfigs(folder, emulator.url, { target: { streams: [], ...target } });
  const ended = await runBin("target-anaplan", ["--config", config], { cwd: folder, input });
  expect(emulator.journal.unknown()).toEqual([]);
  const path = join(folder, "report.json");
  return { ended, folder, report: existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined };
}

const rowsIn = (emulator: Emulator) =>
  emulator.world.books(pair.target).map(({ importId, rows }) => [importId, rows] as const);

describe("several streams", () => {
  it("are imported in the order that is asked for, one task at a time", async () => {
    const emulator = await start(worldOf(3), { taskDurationMs: 30 });
    const input = `${schemaOf("import1")}${recordsOf("import1", 1, 2)}${schemaOf("import2")}${recordsOf("import2", 1, 3)}${schemaOf("import3")}${recordsOf("import3", 1, 4)}${stateOf(1 && { all: true })}`;
    const streams = [
      { stream: "import3", order: 1 },
      { stream: "import1", order: 2 },
    ];
    const { ended } = await load(emulator, input, { streams });
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout).toBe('{"all":true}\n');
    expect(rowsIn(emulator)).toEqual([
      ["112000000003", 4],
      ["112000000001", 2],
      ["112000000002", 3],
    ]);
  });

  it("keep what is settled when one of them fails: the state before it goes out", async () => {
    const emulator = await start(worldOf(2), {
      faults: [{ fault: "task-fails", match: { method: "POST", path: "/imports/112000000002/tasks$" } }],
    });
    const input = `${schemaOf("import1")}${recordsOf("import1", 1, 2)}${stateOf({ n: 1 })}${schemaOf("import2")}${recordsOf("import2", 1, 3)}${stateOf({ n: 2 })}`;
    const { ended, report } = await load(emulator, input);
    expect(ended.code, ended.stderr).toBe(2);
    expect(ended.stdout).toBe('{"n":1}\n');
    expect(ended.stderr).toContain("IMPORT_FAILED");
    expect(report?.streams.map(({ rows }) => [rows.loaded, rows.unacknowledged])).toEqual([
      [2, 0],
      [0, 3],
    ]);
  });

  it("in turns do not hold a full chunk of memory each", async () => {
    const count = 20;
    const emulator = await start(
      worldOf(count, (model) => {
        for (const file of model.files ?? []) file.sink = true;
      }),
    );
    const folder = freshFolder();
    const { target } = writeConfigs(folder, emulator.url, { target: { streams: [] } });
    const child = spawnBin("target-anaplan", ["--config", target], { cwd: folder });
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    child.stdin?.on("error", () => {});
    let most = 0;
    const write = async (text: string) => {
      const drained = new Promise((resolve) => child.stdin?.once("drain", resolve));
      if (!child.stdin?.write(text)) await Promise.race([drained, ended]);
      if (child.exitCode !== null) return;
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      most = Math.max(most, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024);
    };
    const streams = Array.from({ length: count }, (_, n) => `import${n + 1}`);
    for (const stream of streams) await write(schemaOf(stream));
    const remark = "x".repeat(900);
    for (let round = 0; round < 20; round++) {
      for (const stream of streams)
        await write(recordsOf(stream, round * 1000 + 1, round * 1000 + 1000, { Remark: remark }));
    }
    child.stdin?.end();
    expect(await ended).toBe(0);
    expect(rowsIn(emulator).map(([, rows]) => rows)).toEqual(streams.map(() => 20_000));
    expect(most).toBeLessThan(300e6);
  });

  it("may not share a file", async () => {
    const emulator = await start(worldOf(1));
    const input = `${schemaOf("a")}${schemaOf("b")}`;
    const streams = [
      { stream: "a", import: "import1" },
      { stream: "b", import: "import1" },
    ];
    const { ended } = await load(emulator, input, { streams });
    expect(ended.stderr).toContain("MAPPING_INVALID");
    expect(ended.code).toBe(2);
  });
});

describe("a process", () => {
  const nightly = (model: ModelDefinition) => {
    model.processes = [{ id: "118000000001", name: "Nightly", steps: ["112000000001", "112000000002"] }];
  };
  const streams = [
    { stream: "a", process: "Nightly", file: "file1.csv" },
    { stream: "b", process: "nightly", file: "113000000002" },
  ];

  it("runs once when the files of all its streams are there", async () => {
    const emulator = await start(worldOf(2, nightly));
    const input = `${schemaOf("a")}${schemaOf("b")}${recordsOf("a", 1, 5)}${recordsOf("b", 1, 3)}${recordOf("b", 4, { Code: null })}${stateOf({ done: 1 })}`;
    const { ended, report, folder } = await load(emulator, input, { streams, on_rejected_rows: "warn" });
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout).toBe('{"done":1}\n');
    expect(rowsIn(emulator)).toEqual([
      ["112000000001", 5],
      ["112000000002", 4],
    ]);
    expect(emulator.journal.find("POST", /\/processes\/118000000001\/tasks$/)).toHaveLength(1);
    expect(
      report?.streams.map(({ stream, rows, process_id }) => [stream, rows.loaded, rows.rejected, process_id]),
    ).toEqual([
      ["a", 5, 0, "118000000001"],
      ["b", 3, 1, "118000000001"],
    ]);
    const [file = ""] = readdirSync(join(folder, "rejects"));
    expect(JSON.parse(readFileSync(join(folder, "rejects", file), "utf8"))).toMatchObject({
      stream: "b",
      record: { Name: "N4", Code: null },
      process_id: "118000000001",
      import_id: "112000000002",
    });
  });

  it("never loads again what lies in a file from before", async () => {
    const emulator = await start(worldOf(2, nightly));
    await load(emulator, `${schemaOf("a")}${schemaOf("b")}${recordsOf("a", 1, 5)}${recordsOf("b", 1, 3)}`, { streams });
    const second = await load(emulator, `${schemaOf("a")}${schemaOf("b")}${recordsOf("a", 6, 7)}`, { streams });
    expect(second.ended.code, second.ended.stderr).toBe(0);
    expect(rowsIn(emulator)).toEqual([
      ["112000000001", 5],
      ["112000000002", 3],
      ["112000000001", 2],
      ["112000000002", 0],
    ]);
  });

  it("is refused when one of its files is nobody's", async () => {
    const emulator = await start(worldOf(2, nightly));
    const { ended } = await load(emulator, `${schemaOf("a")}${recordsOf("a", 1, 5)}`, { streams });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("MAPPING_INVALID");
    expect(ended.stderr).toContain("113000000002");
    expect(rowsIn(emulator)).toEqual([]);
  });

  it("that fails in a step fails the run, and no state goes out", async () => {
    const emulator = await start(
      worldOf(2, (model) => {
        nightly(model);
        model.imports = [
          ...(model.imports ?? []),
          { id: "112000000009", name: "Hub", importType: "MODULE_DATA", columns: [] },
        ];
        model.processes = [{ id: "118000000001", name: "Nightly", steps: ["112000000001", "112000000009"] }];
      }),
    );
    const input = `${schemaOf("a")}${recordsOf("a", 1, 5)}${stateOf({ done: 1 })}`;
    const { ended, report } = await load(emulator, input, { streams: [{ stream: "a", process: "Nightly" }] });
    expect(ended.code, ended.stderr).toBe(2);
    expect(ended.stderr).toContain("PROCESS_FAILED");
    expect(ended.stdout).toBe("");
    const [stream] = report?.streams ?? [];
    expect(stream?.tasks[0]).toMatchObject({
      atomic: false,
      steps: [
        { object_id: "112000000001", outcome: "applied", rows: { loaded: 5, ignored: 0, rejected: 0 } },
        {
          object_id: "112000000009",
          outcome: "failed",
          messages: ["The source model cannot be reached. (failedToLocateModel)"],
        },
      ],
    });
    expect(ended.stderr).toContain("Its steps: import1: applied, Hub: failed.");
    // What the first step has loaded is in the books, and still no state goes past it.
    expect(stream?.rows).toEqual({ received: 5, loaded: 5, ignored: 0, rejected: 0, unacknowledged: 0 });
  });

  it("tells rows that a step from another model refused, and fails by the policy", async () => {
    const world = () =>
      worldOf(2, (model) => {
        nightly(model);
        const [, second] = model.imports ?? [];
        const { fileId: _, ...hub } = { ...second!, id: "112000000009", name: "Hub", fromModel: [header, ...hubRows] };
        model.imports?.push(hub);
        model.processes = [{ id: "118000000001", name: "Nightly", steps: ["112000000001", "112000000009"] }];
      });
    const hubRows = [
      ["Alpha", "H1", "1", ""],
      ["", "H2", "2", "no name"],
    ];
    const input = `${schemaOf("a")}${recordsOf("a", 1, 5)}${stateOf({ done: 1 })}`;
    const entry = { streams: [{ stream: "a", process: "Nightly" }] };
    const { ended, report } = await load(await start(world()), input, entry);
    expect(ended.code, ended.stderr).toBe(3);
    expect(ended.stderr).toContain('refused 1 of 2 rows of "Hub", which no stream fills');
    expect(ended.stdout).toBe("");
    const step = report?.streams[0]?.tasks[0]?.steps?.[1];
    expect(step).toMatchObject({ name: "Hub", outcome: "applied", rows: { loaded: 1, ignored: 0, rejected: 1 } });
    expect(JSON.parse(readFileSync(step?.rejects_file ?? "", "utf8"))).toEqual({
      stream: "Hub",
      record: { Name: "", Code: "H2", Amount: "2", Remark: "no name" },
      line: 3,
      status: "E",
      errors: [expect.stringContaining("Invalid name")],
      workspace_id: pair.workspace,
      model_id: pair.target,
      import_id: "112000000009",
      process_id: "118000000001",
      task_id: report?.streams[0]?.tasks[0]?.task_id,
    });
    const tolerant = await load(await start(world()), input, { ...entry, max_rejected_rows: "50%" });
    expect(tolerant.ended.code, tolerant.ended.stderr).toBe(0);
    expect(tolerant.ended.stdout).toBe('{"done":1}\n');
  });

  it("joins the rows that each of two imports of one file refused", async () => {
    const emulator = await start(
      worldOf(2, (model) => {
        model.imports = model.imports?.map((one) => ({ ...one, fileId: "113000000001" })) ?? [];
        // The second list knows some of the names under another code already.
        model.lists![1]!.items = [2, 4].map((n) => ({ name: `N${n}`, code: `X${n}` }));
        model.processes = [{ id: "118000000001", name: "Nightly", steps: ["112000000001", "112000000002"] }];
      }),
    );
    const bad = recordOf("a", 9, { Code: null });
    const input = `${schemaOf("a")}${recordsOf("a", 1, 5)}${bad}${stateOf({ done: 1 })}`;
    const { ended, report } = await load(emulator, input, { streams: [{ stream: "a", process: "Nightly" }] });
    expect(ended.code, ended.stderr).toBe(3);
    const [stream] = report?.streams ?? [];
    expect(stream?.rows).toEqual({ received: 6, loaded: 3, ignored: 0, rejected: 3, unacknowledged: 0 });
    const steps = stream?.tasks[0]?.steps ?? [];
    expect(steps.map(({ rows }) => rows?.rejected)).toEqual([1, 3]);
    const records = steps.map(({ rejects_file = "" }) =>
      readFileSync(rejects_file, "utf8")
        .trim()
        .split("\n")
        .map((text) => JSON.parse(text).record.Name),
    );
    expect(records).toEqual([["N9"], ["N2", "N4", "N9"]]);
  });
});

describe("batches", () => {
  it("move the state after every n rows", async () => {
    const emulator = await start(worldOf(1));
    const parts = Array.from({ length: 5 }, (_, n) => recordsOf("import1", n * 2 + 1, n * 2 + 2) + stateOf({ n }));
    const { ended } = await load(emulator, schemaOf("import1") + parts.join(""), { batch_rows: 4 });
    expect(ended.code, ended.stderr).toBe(0);
    expect(rowsIn(emulator).map(([, rows]) => rows)).toEqual([4, 4, 2]);
    expect(ended.stdout).toBe('{"n":0}\n{"n":1}\n{"n":2}\n{"n":3}\n{"n":4}\n');
  });

  it("end by age though the tap has fallen silent", async () => {
    const emulator = await start(worldOf(1));
    const folder = freshFolder();
    const settings = { streams: [], batch_max_age_minutes: 0.005 };
    const { target } = writeConfigs(folder, emulator.url, { target: settings });
    const child = spawnBin("target-anaplan", ["--config", target], { cwd: folder });
    const states: string[] = [];
    child.stdout?.on("data", (bytes: Buffer) => states.push(bytes.toString()));
    child.stdin?.write(`${schemaOf("import1")}${recordsOf("import1", 1, 3)}${stateOf({ n: 1 })}`);
    for (let tries = 0; states.length === 0 && tries < 200; tries++) await sleep(50);
    expect(states).toEqual(['{"n":1}\n']);
    child.stdin?.end(`${recordsOf("import1", 4, 5)}${stateOf({ n: 2 })}`);
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(0);
    expect(states.join("")).toBe('{"n":1}\n{"n":2}\n');
    expect(rowsIn(emulator).map(([, rows]) => rows)).toEqual([3, 2]);
  });
});

describe("policy", () => {
  const bad = (count: number) =>
    Array.from({ length: count }, (_, n) => recordOf("import1", 900 + n, { Code: null })).join("");
  const input = (refused: number) =>
    `${schemaOf("import1")}${recordsOf("import1", 1, 98)}${bad(refused)}${stateOf({ n: 1 })}`;

  it.each([
    [{ max_rejected_rows: 2 }, 2, 0],
    [{ max_rejected_rows: 1 }, 2, 3],
    [{ max_rejected_rows: "2%" }, 2, 0],
    [{ max_rejected_rows: "1.9%" }, 2, 3],
    [{ on_rejected_rows: "warn" }, 50, 0],
    [{}, 1, 3],
  ])("%o with %i refused rows ends with %i", async (settings, refused, exit) => {
    const { ended, report } = await load(await start(worldOf(1)), input(refused), settings);
    expect(ended.code, ended.stderr).toBe(exit);
    expect(ended.stdout).toBe(exit === 0 ? '{"n":1}\n' : "");
    expect(report?.outcome).toBe(exit === 0 ? "succeeded" : "rejected");
    expect(report?.streams[0]?.rows.rejected).toBe(refused);
  });

  it("may fail on rows that Anaplan ignored", async () => {
    const emulator = await start(worldOf(1));
    const rows = `${schemaOf("import1")}${recordsOf("import1", 1, 3)}`;
    expect((await load(emulator, rows)).ended.code).toBe(0);
    const again = await load(emulator, rows, { on_ignored_rows: "fail" });
    expect(again.ended.code, again.ended.stderr).toBe(3);
    expect(again.ended.stderr).toContain("ROWS_IGNORED");
  });
});

describe("settings of the upload", () => {
  it("one call for a file of more than a chunk", async () => {
    const emulator = await start(worldOf(1));
    const input = `${schemaOf("import1")}${recordsOf("import1", 1, 2500, { Remark: "y".repeat(900) })}`;
    const { ended } = await load(emulator, input, { single_chunk: true, chunk_size_mb: 1 });
    expect(ended.code, ended.stderr).toBe(0);
    expect(emulator.journal.find("PUT", /\/files\/113000000001$/)).toHaveLength(1);
    expect(emulator.journal.find("PUT", /\/chunks\//)).toHaveLength(0);
    expect(rowsIn(emulator)).toEqual([["112000000001", 2500]]);
  });

  it("actions before and after", async () => {
    const emulator = await start(
      worldOf(1, (model) => {
        model.actions = [
          { id: "117000000001", name: "Prepare", actionType: "ORDER_HIERARCHY", listId: "101000000001" },
          { id: "117000000002", name: "Finish", actionType: "ORDER_HIERARCHY", listId: "101000000001" },
        ];
      }),
    );
    const actions = { before: [{ action: "prepare" }], after: [{ action: "117000000002" }] };
    const { ended, report } = await load(emulator, `${schemaOf("import1")}${recordsOf("import1", 1, 3)}`, actions);
    expect(ended.code, ended.stderr).toBe(0);
    const started = emulator.journal.find("POST", /\/tasks$/).map(({ path }) => /\/(\d{12})\/tasks$/.exec(path)?.[1]);
    expect(started).toEqual(["117000000001", "112000000001", "117000000002"]);
    const ids = { workspace_id: pair.workspace, model_id: pair.target };
    expect(report?.actions).toMatchObject([
      { when: "before[0]", name: "Prepare", ...ids, delete_id: "117000000001", task: { outcome: "loaded" } },
      { when: "after[0]", name: "Finish", ...ids, delete_id: "117000000002", task: { outcome: "loaded" } },
    ]);
    // The six ids that a run is tracked by: in the log, in the metrics and in the report.
    const [stream] = report?.streams ?? [];
    expect(stream).toMatchObject({ ...ids, import_id: "112000000001", tasks: [{ task_id: expect.any(String) }] });
    const taskIds = [report?.actions?.[0]?.task, stream?.tasks[0]].map((task) => task?.task_id);
    const tasks = ended.stderr.split("\n").filter((text) => text.includes("task_duration"));
    expect(tasks).toHaveLength(3);
    expect(tasks[0]).toContain(`"delete_id":"117000000001"`);
    expect(tasks[1]).toContain(`"import_id":"112000000001"`);
    for (const [n, taskId] of taskIds.entries()) {
      for (const id of [pair.workspace, pair.target, taskId]) expect(tasks[n]).toContain(`":"${id}"`);
      expect(ended.stderr).toMatch(new RegExp(`Task started.*task_id=${taskId}`));
      expect(ended.stderr).toMatch(new RegExp(`Task ended.*task_id=${taskId}`));
    }
  });
});

describe("told to stop", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "%s while a task runs: it is cancelled or settled, then the signal",
    async (signal) => {
      const emulator = await start(worldOf(1), { taskDurationMs: 60_000 });
      const folder = freshFolder();
      const { target } = writeConfigs(folder, emulator.url, { target: { streams: [] } });
      const child = spawnBin("target-anaplan", ["--config", target], { cwd: folder });
      const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
        child.on("close", (code, name) => resolve([code, name])),
      );
      child.stdin?.end(`${schemaOf("import1")}${recordsOf("import1", 1, 3)}${stateOf({ n: 1 })}`);
      const isRunning = () => emulator.journal.find("GET", /\/tasks\/[0-9A-F]{32}$/).length > 0;
      for (let tries = 0; !isRunning() && tries < 200; tries++) await sleep(25);
      child.kill(signal);
      expect(await ended).toEqual([null, signal]);
      expect(emulator.journal.find("DELETE", /\/tasks\/[0-9A-F]{32}$/)).toHaveLength(1);
      expect(loaded(emulator)).toEqual([]);
      const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as RunReport;
      expect(report).toMatchObject({ outcome: "failed", error: { code: "INTERRUPTED" } });
      expect(report.streams[0]?.rows).toMatchObject({ received: 3, loaded: 0, unacknowledged: 3 });
    },
  );

  it("while it waits for input it ends at once", async () => {
    const emulator = await start(worldOf(1));
    const folder = freshFolder();
    const { target } = writeConfigs(folder, emulator.url, { target: { streams: [] } });
    const child = spawnBin("target-anaplan", ["--config", target], { cwd: folder });
    const ended = new Promise((resolve) => child.on("close", (_code, name) => resolve(name)));
    child.stdin?.write(`${schemaOf("import1")}${recordsOf("import1", 1, 3)}`);
    for (let tries = 0; emulator.journal.find("GET", /\/imports\//).length === 0 && tries < 200; tries++)
      await sleep(25);
    child.kill("SIGTERM");
    expect(await ended).toBe("SIGTERM");
    expect(rowsIn(emulator)).toEqual([]);
  });
});

it("an orchestrator's test stream is looked at and not written", async () => {
  const emulator = await start(worldOf(1));
  const input = [
    line({
      type: "SCHEMA",
      stream: "meltano_test_stream",
      schema: { type: "object", properties: { id: { type: "integer" } } },
      key_properties: ["id"],
    }),
    line({ type: "RECORD", stream: "meltano_test_stream", record: { id: 1 } }),
    line({ type: "ACTIVATE_VERSION", stream: "meltano_test_stream", version: 1 }),
    stateOf({ bookmarks: { meltano_test_stream: { last_record: 1 } } }),
  ].join("");
  const { ended } = await load(emulator, input);
  expect(ended.code, ended.stderr).toBe(0);
  expect(`${ended.stdout}${ended.stderr}`).not.toMatch(/error|exception/i);
  expect(ended.stdout).toContain("last_record");
  expect(emulator.journal.find("POST", /\/(files|tasks)/)).toEqual([]);
});
