/** The verbs of target-anaplan as people and scripts call them: by id and by name, in table and JSON form. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Emulator } from "../emulator/server.ts";
import type { WorldDefinition } from "../emulator/world/definition.ts";
import { type Ended, freshFolder, type RunOptions, runBin } from "../support/bins.ts";
import { csvLine, loaded, pair, startPair, writeConfigs } from "../support/pair.ts";
import { random } from "../support/random.ts";

const header = ["Name", "Code", "Amount", "Remark"];
const rows = [
  ["Alpha", "P1", "1.5", ""],
  ["Beta", "P2", "2", 'say "hi"'],
];
const csv = (lines: readonly (readonly string[])[]) => lines.map(csvLine).join("");

interface Setting {
  emulator: Emulator;
  folder: string;
  verb(name: string, args?: readonly string[], input?: string, onSpawn?: RunOptions["onSpawn"]): Promise<Ended>;
}

async function prepare(edit?: (world: WorldDefinition) => void, config: object = {}): Promise<Setting> {
  const emulator = await startPair({ rows: 2, ...(edit && { edit }) });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const { target } = writeConfigs(folder, emulator.url, { target: config });
  const verb: Setting["verb"] = (name, args = [], input = "", onSpawn) =>
    runBin("target-anaplan", [name, ...args, "--config", target], { cwd: folder, input, ...(onSpawn && { onSpawn }) });
  return { emulator, folder, verb };
}

function write(folder: string, name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const targetModel = (world: WorldDefinition) => world.workspaces[0]!.models[1]!;

describe("upload and run", () => {
  it("brings a ready file in, by names", async () => {
    const { emulator, folder, verb } = await prepare();
    const path = write(folder, "ready.csv", csv([header, ...rows]));
    const uploaded = await verb("upload", [path, "--import", "load postings", "--format", "json"]);
    expect(uploaded.code, uploaded.stderr).toBe(0);
    expect(JSON.parse(uploaded.stdout)).toMatchObject({ file: "postings.csv", file_id: pair.fileId, chunks: 1 });
    expect(loaded(emulator)).toEqual([]);
    const ran = await verb("run", ["Load postings", "--format", "json"]);
    expect(ran.code, ran.stderr).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      action: "Load postings",
      import_id: pair.importId,
      outcome: "loaded",
      rows: { received: 2, loaded: 2, ignored: 0, rejected: 0 },
    });
    expect(loaded(emulator)).toEqual(rows);
  });

  it("shows a table, by ids", async () => {
    const { folder, verb } = await prepare();
    const path = write(folder, "ready.csv", csv([header, ...rows]));
    const uploaded = await verb("upload", [path, "--file", pair.fileId]);
    expect(uploaded.stdout).toMatch(/file_id\s*│ 113000000001/);
    const ran = await verb("run", [pair.importId]);
    expect(ran.stdout).toMatch(/rows loaded\s*│ 2/);
    expect(ran.stdout).toMatch(/task_id/);
  });

  it("sends several chunks that are cut at row ends", async () => {
    const { emulator, folder, verb } = await prepare();
    const many = Array.from({ length: 30_000 }, (_, n) => [`Posting ${n}`, `P${n}`, `${n}.5`, "x".repeat(60)]);
    const path = write(folder, "many.csv", csv([header, ...many]));
    const uploaded = await verb("upload", [
      path,
      "--import",
      pair.importId,
      "--chunk-size-mb",
      "1",
      "--format",
      "json",
    ]);
    expect(uploaded.code, uploaded.stderr).toBe(0);
    expect(JSON.parse(uploaded.stdout).chunks).toBeGreaterThan(2);
    const ran = await verb("run", [pair.importId, "--format", "json"]);
    expect(JSON.parse(ran.stdout).rows).toMatchObject({ received: 30_000, loaded: 30_000 });
    expect(loaded(emulator)[29_999]).toEqual(many[29_999]);
  });

  it.each([
    ["a chunk over 50 MB", ["--import", pair.importId, "--chunk-size-mb", "51"], "CHUNK_SIZE_INVALID", "1 to 50 MB"],
    ["no place", [], "ARGUMENT_INVALID", "Add --import"],
    ["an unknown import", ["--import", "Load postingz"], "NAME_UNKNOWN", "Load postings"],
  ])("refuses %s", async (_name, args, code, says) => {
    const { folder, verb } = await prepare();
    const ended = await verb("upload", [write(folder, "ready.csv", csv([header, ...rows])), ...args]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(`${code}:`);
    expect(ended.stderr).toContain(says);
  });

  it("refuses a file over 50 MB in one chunk, and takes it in several", async () => {
    const { emulator, folder, verb } = await prepare((world) => {
      const [file] = targetModel(world).files!;
      file!.sink = true;
    });
    const line = csvLine(["Name", "Code", "1", "x".repeat(1000)]);
    const path = write(folder, "large.csv", csvLine(header) + line.repeat(51_000));
    const refused = await verb("upload", [path, "--import", pair.importId]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("CHUNK_SIZE_INVALID");
    expect(refused.stderr).toContain("Add --chunk-size-mb");
    expect(emulator.journal.find("PUT", /files/)).toEqual([]);
    const taken = await verb("upload", [path, "--import", pair.importId, "--chunk-size-mb", "50", "--format", "json"]);
    expect(JSON.parse(taken.stdout).chunks).toBe(2);
  });

  it("refuses a file whose header lacks a column of the import, before anything is sent", async () => {
    const { emulator, folder, verb } = await prepare();
    const path = write(folder, "renamed.csv", csv([["Name", "Code", "Amounts", "Remark"], ...rows]));
    const ended = await verb("upload", [path, "--import", pair.importId]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('lacks columns that the import reads: "Amount"');
    expect(emulator.journal.find("PUT", /files/)).toEqual([]);
  });

  it("ends with 3 where rows are refused, and dump shows them", async () => {
    const { folder, verb } = await prepare();
    const path = write(folder, "bad.csv", csv([header, ...rows, ["", "P3", "3", "no name"]]));
    await verb("upload", [path, "--import", pair.importId]);
    const ran = await verb("run", [pair.importId, "--format", "json"]);
    expect(ran.stderr).toContain("ROWS_REJECTED");
    expect(ran.code).toBe(3);
    const { task_id, rows: counts } = JSON.parse(ran.stdout);
    expect(counts).toMatchObject({ received: 3, loaded: 2, rejected: 1 });

    const raw = await verb("dump", ["--import", "Load postings", "--task", task_id]);
    expect(raw.stdout).toContain('"","P3","3","no name"');
    const json = await verb("dump", ["--import", pair.importId, "--format", "json"]);
    expect(json.code, json.stderr).toBe(0);
    expect(JSON.parse(json.stdout)).toEqual([
      {
        status: "E",
        line: 4,
        errors: [expect.stringContaining("name")],
        record: expect.objectContaining({ Code: "P3" }),
      },
    ]);
    const table = await verb("dump", ["--import", pair.importId, "--format", "table"]);
    expect(table.stdout).toContain("P3 3 no name");
    const file = join(folder, "dump.csv");
    await verb("dump", ["--import", pair.importId, "-o", file]);
    expect(readFileSync(file, "utf8")).toBe(raw.stdout);
  });

  it("runs a process and shows its steps", async () => {
    const { folder, verb } = await prepare((world) => {
      const model = targetModel(world);
      model.actions = [{ id: "117000000001", name: "Order", actionType: "ORDER_HIERARCHY" }];
      model.processes = [{ id: "118000000001", name: "Nightly", steps: [pair.importId, "117000000001"] }];
    });
    const path = write(folder, "ready.csv", csv([header, ...rows]));
    await verb("upload", [path, "--process", "Nightly"]);
    const ran = await verb("run", ["nightly", "--format", "json"]);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      process_id: "118000000001",
      steps: [
        { object_id: pair.importId, name: "Load postings", outcome: "applied" },
        { object_id: "117000000001", name: "Order", outcome: "applied" },
      ],
    });
  });

  it("gives the values that an import asks for", async () => {
    const { emulator, folder, verb } = await prepare(withPrompt);
    const path = write(folder, "plan.csv", "Item,Plan\nAlpha,7\n");
    const uploaded = await verb("upload", [path, "--import", "Plans"]);
    expect(uploaded.code, uploaded.stderr).toBe(0);
    const wrong = await verb("run", ["Plans", "--mapping", "Version"]);
    expect(wrong.stderr).toContain("Write Dimension=Member");
    const ran = await verb("run", ["Plans", "--mapping", "Version=Budget", "--format", "json"]);
    expect(ran.code, ran.stderr).toBe(0);
    expect(emulator.world.cell(pair.target, "PLAN", "Plan", ["Alpha", "Budget"])).toBe(7);
  });

  it("says why an action failed", async () => {
    const { emulator, verb } = await prepare();
    emulator.faults.add({ fault: "task-fails", type: "moduleImportFailed", text: "The module is gone." });
    const ended = await verb("run", [pair.importId]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("IMPORT_FAILED");
    expect(ended.stderr).toContain("The module is gone.");
  });
});

function withPrompt(world: WorldDefinition): void {
  const model = targetModel(world);
  const [list] = model.lists!;
  list!.items = [{ name: "Alpha", code: "A" }];
  model.versions = [
    { id: "107000000001", name: "Actual", isActual: true },
    { id: "107000000002", name: "Budget", isCurrent: true },
  ];
  model.modules = [
    {
      id: "102000000001",
      name: "PLAN",
      appliesTo: [list!.id, "20000000020"],
      lineItems: [{ id: "208000000001", name: "Plan", format: { type: "NUMBER" } }],
    },
  ];
  model.files!.push({ id: "113000000002", name: "plans.csv", headerNames: ["Item", "Plan"] });
  model.imports!.push({
    id: "112000000002",
    name: "Plans",
    importType: "MODULE_DATA",
    fileId: "113000000002",
    target: "102000000001",
    columns: [
      { header: "Item", to: { kind: "dimension", dimensionId: list!.id } },
      { header: "Plan", to: { kind: "lineItem", lineItem: "Plan" } },
    ],
    asks: [{ dimensionId: "20000000020", entityType: "Version" }],
  });
}

const schema = {
  type: "SCHEMA",
  stream: pair.stream,
  schema: {
    type: "object",
    properties: {
      Name: { type: "string" },
      Code: { type: "string" },
      Amount: { type: ["null", "string"] },
      Remark: { type: ["null", "string"] },
    },
  },
  key_properties: ["Code"],
};
const message = (record: object) => ({ type: "RECORD", stream: pair.stream, record });
const lines = (...messages: object[]) => messages.map((one) => `${JSON.stringify(one)}\n`).join("");

describe("an upload that is killed", () => {
  it.each(["at once", "when filled"] as const)(
    "again and again sends at most one chunk twice each time, old content dropped %s",
    {
      timeout: 300_000,
    },
    async (chunkCountDropsOldContent) => {
      const { emulator, folder, verb } = await prepare();
      emulator.readings.chunkCountDropsOldContent = chunkCountDropsOldContent;
      await verb("upload", [write(folder, "old.csv", csv([header, ...rows])), "--import", pair.importId]);
      const line = csvLine(["Name", "Code", "1", "x".repeat(1000)]);
      const path = write(folder, "large.csv", csvLine(header) + line.repeat(30_000));
      const args = [path, "--import", pair.importId, "--chunk-size-mb", "1", "--format", "json"];
      const chunkPuts = () => emulator.journal.find("PUT", /chunks\/\d+$/).length;
      let kills = 0;
      for (let seed = 1; kills < 10; seed++) {
        const before = chunkPuts();
        const wanted = Math.floor(random(seed)() * 3);
        const ended = await verb("upload", args, "", (child) => {
          const watch = setInterval(() => {
            if (chunkPuts() - before > wanted) child.kill("SIGKILL");
          }, 1);
          child.on("exit", () => clearInterval(watch));
        });
        if (ended.signal !== "SIGKILL") break;
        kills += 1;
      }
      const ended = await verb("upload", args);
      expect(ended.code, ended.stderr).toBe(0);
      const { chunks } = JSON.parse(ended.stdout);
      expect(chunks).toBeGreaterThan(19);
      expect(kills).toBeGreaterThan(3);
      expect(chunkPuts()).toBeLessThanOrEqual(chunks + kills);
      const ran = await verb("run", [pair.importId, "--format", "json"]);
      expect(JSON.parse(ran.stdout).rows).toMatchObject({ received: 30_000 });
    },
  );
});

describe("replay", () => {
  it("sends only the refused records, as somebody has corrected them", async () => {
    const { emulator, folder, verb } = await prepare();
    const input = lines(
      schema,
      message({ Name: "Alpha", Code: "P1", Amount: "1", Remark: null }),
      message({ Name: "", Code: "P2", Amount: "2", Remark: "x" }),
      message({ Name: " ", Code: "P3", Amount: "3", Remark: null }),
    );
    const page = join(folder, "report.html");
    const args = ["--config", join(folder, "target.json"), "--report-html", page];
    const first = await runBin("target-anaplan", args, { cwd: folder, input });
    expect(first.code).toBe(3);
    expect(readFileSync(page, "utf8")).toContain("Rejected rows by reason");
    const rejects = join(folder, "rejects", readdirSync(join(folder, "rejects"))[0]!);
    writeFileSync(rejects, readFileSync(rejects, "utf8").replace('"Name":""', '"Name":"Beta"'));
    const replayed = await verb("replay", [rejects, "--format", "json"]);
    expect(replayed.code).toBe(3);
    expect(JSON.parse(replayed.stdout)).toEqual([
      {
        stream: pair.stream,
        received: 2,
        loaded: 1,
        ignored: 0,
        rejected: 1,
        unacknowledged: 0,
        workspace_id: pair.workspace,
        model_id: pair.target,
        import_id: pair.importId,
        task_id: expect.stringMatching(/^[0-9A-F]{32}$/),
        rejects_file: expect.stringContaining(folder),
      },
    ]);
    expect(replayed.stderr).toContain("refused 1 of 2 rows");
    expect(loaded(emulator)).toEqual([
      ["Alpha", "P1", "1", ""],
      ["Beta", "P2", "2", "x"],
    ]);
    const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
    expect(report.streams[0].rows).toEqual({ received: 2, loaded: 1, ignored: 0, rejected: 1, unacknowledged: 0 });
    writeFileSync(rejects, readFileSync(rejects, "utf8").replace('"Name":" "', '"Name":"Gamma"'));
    const again = await verb("replay", [rejects]);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stdout).toMatch(/source__postings │\s+2 │\s+1 │\s+1 │\s+0 │\s+0 │/);
    expect(loaded(emulator)[2]).toEqual(["Gamma", "P3", "3", ""]);
  });

  it("finds the import by the file alone", async () => {
    const { emulator, folder, verb } = await prepare(undefined, { streams: [], workspace: null, model: null });
    const reject = {
      stream: "anything",
      record: { Name: "Delta", Code: "P4", Amount: "4", Remark: null },
      line: 2,
      status: "E",
      errors: ["x"],
      workspace_id: pair.workspace,
      model_id: pair.target,
      import_id: pair.importId,
      task_id: "T",
    };
    const warned = { ...reject, status: "W", record: { ...reject.record, Code: "P5" } };
    const replayed = await verb("replay", [write(folder, "rejects.jsonl", lines(reject, warned))]);
    expect(replayed.code, replayed.stderr).toBe(0);
    expect(loaded(emulator)).toEqual([["Delta", "P4", "4", ""]]);
  });

  it.each([
    ["a line that is no JSON", "{oops\n", "LINE_NOT_JSON", 1],
    ["a line that is no rejected row", '{"a":1}\n', "MESSAGE_INVALID", 1],
  ])("refuses %s", async (_name, text, code, exit) => {
    const { folder, verb } = await prepare();
    const ended = await verb("replay", [write(folder, "rejects.jsonl", text)]);
    expect(ended.stderr).toContain(`${code}:`);
    expect(ended.stderr).toContain("line=1");
    expect(ended.code).toBe(exit);
  });
});

describe("dump and replay of a process", () => {
  const twice = (world: WorldDefinition) => {
    const model = targetModel(world);
    const [list] = model.lists!;
    const [imported] = model.imports!;
    model.lists!.push({ ...list!, id: "101000000002", name: "Mirror", items: [{ name: "Beta", code: "X1" }] });
    model.imports!.push({ ...imported!, id: "112000000002", name: "Mirror postings", target: "101000000002" });
    model.processes = [{ id: "118000000001", name: "Nightly", steps: [pair.importId, "112000000002"] }];
  };
  const streams = [{ stream: pair.stream, process: "Nightly" }];

  it("take a step by name or id, or the ids of a report", async () => {
    const { emulator, folder, verb } = await prepare(twice, { streams });
    const input = lines(
      schema,
      message({ Name: "Alpha", Code: "P1", Amount: "1", Remark: null }),
      message({ Name: "Beta", Code: "P2", Amount: "2", Remark: "x" }),
      message({ Name: "", Code: "P3", Amount: "3", Remark: null }),
    );
    const ended = await runBin("target-anaplan", ["--config", join(folder, "target.json")], { cwd: folder, input });
    expect(ended.code, ended.stderr).toBe(3);
    const codesOf = (stdout: string) =>
      JSON.parse(stdout).map(({ record }: { record: { Code: string } }) => record.Code);

    const unsaid = await verb("dump", ["--process", "nightly"]);
    expect(unsaid.code).toBe(2);
    expect(unsaid.stderr).toContain('Several steps of the process have a dump: "Load postings" (112000000001)');
    const step = ["--process", "118000000001", "--import", "mirror POSTINGS", "--format", "json"];
    expect(codesOf((await verb("dump", step)).stdout)).toEqual(["P2", "P3"]);
    const reported = await verb("dump", ["--report", join(folder, "report.json"), "--format", "json"]);
    expect(codesOf(reported.stdout)).toEqual(["P3"]);

    // Each import's rows are replayed by themselves.
    const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
    const [, mirror] = report.streams[0].tasks[0].steps;
    const text = readFileSync(mirror.rejects_file, "utf8");
    writeFileSync(
      mirror.rejects_file,
      text.replace('"Name":"Beta"', '"Name":"Beta 2"').replace('"Name":""', '"Name":"G"'),
    );
    const replayed = await verb("replay", [mirror.rejects_file, "--format", "json"]);
    expect(replayed.code, replayed.stderr).toBe(0);
    expect(JSON.parse(replayed.stdout)).toMatchObject([{ received: 2, loaded: 2, import_id: "112000000002" }]);
    expect(emulator.world.listItems(pair.target, "Mirror").map(({ name }) => name)).toEqual([
      "Beta",
      "Alpha",
      "Beta 2",
      "G",
    ]);
  });
});

describe("plan", () => {
  it("says ready, and writes nothing", async () => {
    const { emulator, verb } = await prepare();
    const input = lines(schema, message({ Name: "Alpha", Code: "P1", Amount: "1", Remark: null }));
    const ended = await verb("plan", [], input);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout).toMatch(/source__postings.*import Load postings.*113000000001.*UTF-8.*4.*1.*ready/);
    expect(ended.stdout).toContain("Verdict: ready");
    const writes = emulator.journal.entries.filter(
      ({ method, path }) => method !== "GET" && !path.includes("/token/") && !path.includes("/status"),
    );
    expect(writes).toEqual([]);
  });

  it("works without messages, as JSON", async () => {
    const { verb } = await prepare();
    const ended = await verb("plan", ["--format", "json"]);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      verdict: "ready",
      streams: [{ stream: pair.stream, import_id: pair.importId, columns: header, separator: ",", encoding: "UTF-8" }],
    });
  });

  it("names columns, keys, forms and characters that will not go through", async () => {
    const { verb } = await prepare((world) => {
      const [file] = targetModel(world).files!;
      file!.encoding = "ISO-8859-1";
    });
    const many = Array.from({ length: 20 }, (_, n) => message({ Name: `N${n}`, Code: `C${n}`, Amount: `${n}.5` }));
    const input = lines(
      schema,
      ...many,
      message({ Name: "漢字", Code: "C1", Amount: "1,5", Remark: null }),
      message({ Name: 3, Code: "C99", Amount: "1", Remark: null }),
    );
    const ended = await verb("plan", ["--format", "json"], input);
    const { verdict, findings, streams } = JSON.parse(ended.stdout);
    expect(verdict).toBe("not ready");
    expect(streams[0].rows).toBe(22);
    const byCode = Object.fromEntries(findings.map((finding: { code: string }) => [finding.code, finding]));
    expect(byCode.ENCODING_IMPOSSIBLE.context).toMatchObject({ row: 21, column: "Name", line: 22 });
    expect(byCode.RECORD_INVALID.context).toMatchObject({ column: "Name", line: 23 });
    expect(byCode.KEY_REPEATED.context).toMatchObject({ row: 21 });
    expect(byCode.VALUE_FORM.context).toMatchObject({ row: 21, column: "Amount" });
    expect(ended.code).toBe(2);
  });

  it("names a renamed column with the nearest property", async () => {
    const { verb } = await prepare();
    const renamed = JSON.parse(JSON.stringify(schema).replaceAll("Remark", "Remarks"));
    const ended = await verb("plan", [], lines(renamed));
    expect(ended.code).toBe(2);
    expect(ended.stdout).toContain('"Remark" (nearest property: "Remarks")');
    expect(ended.stdout).toContain('Not in the import, so not sent: "Remarks"');
    expect(ended.stdout).toContain("Verdict: not ready");
  });

  it("tells the state of the model", async () => {
    const { verb } = await prepare((world) => {
      targetModel(world).activeState = "ARCHIVED";
    });
    const ended = await verb("plan");
    expect(ended.stdout).toContain("MODEL_ARCHIVED");
    expect(ended.code).toBe(2);
  });

  it("tells a full workspace and a task that reads the file", async () => {
    const { emulator, verb } = await prepare((world) => {
      Object.assign(world.workspaces[0]!, { sizeAllowance: 1000, currentSize: 1000 });
    });
    emulator.faults.add({ fault: "task-stuck" });
    const kill = new AbortController();
    const waiting = verb("run", [pair.importId], "", (child) =>
      kill.signal.addEventListener("abort", () => child.kill("SIGKILL")),
    );
    await expect.poll(() => emulator.journal.find("POST", /imports\/\d+\/tasks$/).length).toBe(1);
    const ended = await verb("plan");
    expect(ended.stdout).toContain("WORKSPACE_FULL");
    expect(ended.stdout).toContain("TASK_RUNNING");
    expect(ended.code).toBe(2);
    kill.abort();
    await waiting;
  });
});

describe("list", () => {
  it.each([
    ["imports", pair.importId, "Load postings"],
    ["files", pair.fileId, "postings.csv"],
    ["models", pair.target, "Target"],
    ["workspaces", pair.workspace, "Pair"],
    ["lists", "101000000001", pair.list],
  ])("%s as table and JSON", async (kind, id, name) => {
    const { verb } = await prepare();
    const table = await verb("list", [kind]);
    expect(table.stdout).toContain(id);
    expect(table.stdout).toContain(name);
    const json = await verb("list", [kind, "--format", "json"]);
    expect(JSON.parse(json.stdout)).toContainEqual(expect.objectContaining({ id, name }));
  });

  it("names the kinds there are", async () => {
    const { verb } = await prepare();
    const ended = await verb("list", ["everything"]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("processes");
  });
});
