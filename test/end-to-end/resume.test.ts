/** Killed at a chosen point and run again with the same input: what is there is not sent again, what was loaded is not loaded
 *  again, and nothing else than this run's rows gets in. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { FaultSpec } from "../emulator/faults/index.ts";
import type { Readings } from "../emulator/readings.ts";
import type { Emulator } from "../emulator/server.ts";
import type { WorldDefinition } from "../emulator/world/definition.ts";
import { type Ended, freshFolder, runBin } from "../support/bins.ts";
import { loaded, pair, startPair, writeConfigs } from "../support/pair.ts";
import { random } from "../support/random.ts";

const schema = {
  type: "SCHEMA",
  stream: pair.stream,
  schema: { properties: { Name: {}, Code: {}, Amount: {}, Remark: {} } },
  key_properties: ["Code"],
};

/** A kilobyte a row. */
function messages(rows: number, edit: (record: Record<string, unknown>, n: number) => object = (record) => record) {
  const records = Array.from({ length: rows }, (_, n) => ({
    type: "RECORD",
    stream: pair.stream,
    record: edit({ Name: `Item ${n}`, Code: `C${n}`, Amount: n, Remark: `${n} `.repeat(1000 / `${n} `.length) }, n),
  }));
  const all = [schema, ...records, { type: "STATE", value: { rows } }];
  return all.map((message) => `${JSON.stringify(message)}\n`).join("");
}

interface Options {
  config?: object;
  readings?: Partial<Readings>;
  faults?: FaultSpec[];
  taskDurationMs?: number;
  latencyMs?: number;
  edit?(world: WorldDefinition): void;
}

interface Setting {
  emulator: Emulator;
  /** Kills the program as soon as the fact is there. */
  run(input: string, isDue?: () => boolean): Promise<Ended>;
  puts(): number;
  imports(): { id: string; state: string }[];
  report(): { streams: { rows: object; tasks: object[] }[] };
}

async function prepare({ config = {}, ...options }: Options = {}): Promise<Setting> {
  const emulator = await startPair({ rows: 1, ...options });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const temporary = freshFolder();
  const settings = { chunk_size_mb: 1, poll_interval_seconds: 0.2, ...config };
  const { target } = writeConfigs(folder, emulator.url, { target: settings });
  return {
    emulator,
    run: (input, isDue) =>
      runBin("target-anaplan", ["--config", target], {
        cwd: folder,
        env: { TMPDIR: temporary },
        input,
        onSpawn: (child) => {
          if (isDue === undefined) return;
          const watch = setInterval(() => isDue() && child.kill("SIGKILL"), 1);
          child.on("exit", () => clearInterval(watch));
        },
      }),
    puts: () => emulator.journal.find("PUT", /chunks\/\d+$/).length,
    imports: () => emulator.world.tasks(pair.target).map(({ id, state }) => ({ id, state })),
    report: () => JSON.parse(readFileSync(join(folder, "report.json"), "utf8")),
  };
}

const whole = (rows: number) => ({ received: rows, loaded: rows, ignored: 0, rejected: 0, unacknowledged: 0 });
const stateOf = (rows: number) => `${JSON.stringify({ rows })}\n`;

describe("a load that is killed between chunks", () => {
  it.each<[string, Partial<Readings>]>([
    ["as Anaplan most likely is", {}],
    [
      "where an unfinished upload shows the old content",
      { chunkCountDropsOldContent: "when filled", incompleteUpload: "old content" },
    ],
  ])("again and again sends at most one chunk twice each time, %s", async (_name, readings) => {
    const { emulator, run, puts, imports, report } = await prepare({ readings });
    const rows = 20_000;
    const input = messages(rows);
    // Something older lies there.
    expect((await run(messages(1500))).code).toBe(0);
    const before = puts();
    let kills = 0;
    for (let seed = 1; kills < 5; seed++) {
      const [sofar, wanted] = [puts(), Math.floor(random(seed)() * 3)];
      const ended = await run(input, () => puts() - sofar > wanted);
      if (ended.signal !== "SIGKILL") break;
      kills += 1;
    }
    const ended = await run(input);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toContain("chunks are there already");
    expect(kills).toBe(5);
    const chunks = chunksThere(emulator);
    expect(chunks).toBeGreaterThan(19);
    expect(puts() - before).toBeLessThanOrEqual(chunks + kills);
    expect(puts() - before).toBeGreaterThanOrEqual(chunks);
    expect(imports()).toHaveLength(2);
    expect(loaded(emulator)).toHaveLength(rows);
    expect(report().streams[0]?.rows).toMatchObject({ received: rows, rejected: 0, unacknowledged: 0 });
  });

  it("goes on with another file's rows only where they are the same", async () => {
    const { emulator, run, puts } = await prepare();
    const [sofar, rows] = [puts(), 6000];
    await run(messages(rows), () => puts() - sofar > 4);
    const changed = messages(rows, (record, n) => (n === 2500 ? { ...record, Remark: "changed" } : record));
    const ended = await run(changed);
    expect(ended.code, ended.stderr).toBe(0);
    expect(loaded(emulator)[2500]?.[3]).toBe("changed");
    expect(loaded(emulator)).toHaveLength(rows);
    expect(loaded(emulator)[5999]?.[0]).toBe("Item 5999");
  });

  it("does not go on where the file has become another's: nothing of that is imported", async () => {
    const { emulator, run, puts } = await prepare();
    const rows = 5000;
    await run(messages(rows), () => puts() > 3);
    // As another run of the same user would: step 1, and chunks of its own.
    const other = await token(emulator);
    const file = `${emulator.url}/2/0/workspaces/${pair.workspace}/models/${pair.target}/files/${pair.fileId}`;
    await fetch(file, {
      method: "POST",
      headers: { ...other.headers, "content-type": "application/json" },
      body: '{"chunkCount":-1}',
    });
    const alien = "Name,Code,Amount,Remark\nAlien,A1,1,x\n";
    const headers = { ...other.headers, "content-type": "application/octet-stream" };
    for (const n of [0, 1]) await fetch(`${file}/chunks/${n}`, { method: "PUT", headers, body: alien });
    const ended = await run(messages(rows));
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toContain("begins anew");
    expect(loaded(emulator)).toHaveLength(rows);
    expect(loaded(emulator).some(([name]) => name === "Alien")).toBe(false);
  });
});

function chunksThere({ world }: Emulator): number {
  const slot = world.model(pair.target).files.slots.get(pair.fileId);
  const [content] = [...(slot?.byUser.values() ?? [])].map(({ current }) => current);
  return content?.kind === "stored" ? content.sizes.length : 0;
}

async function token({ url }: Emulator): Promise<{ headers: Record<string, string> }> {
  const basic = Buffer.from(`${pair.user}:${pair.password}`).toString("base64");
  const reply = await fetch(`${url}/token/authenticate`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
  });
  const { tokenInfo } = (await reply.json()) as { tokenInfo: { tokenValue: string } };
  return { headers: { authorization: `AnaplanAuthToken ${tokenInfo.tokenValue}` } };
}

/** Of a megabyte: one chunk and several. */
describe.each([
  ["one chunk", 50],
  ["several chunks", 3500],
])("a load of %s that is killed", (_name, rows) => {
  const input = messages(rows);

  const expectLoadedOnce = async (setting: Setting, tasks: number, putsBefore?: number) => {
    const ended = await setting.run(input);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout).toBe(stateOf(rows));
    expect(setting.report().streams[0]?.rows, ended.stderr).toEqual(whole(rows));
    expect(setting.imports()).toHaveLength(tasks);
    expect(loaded(setting.emulator)).toHaveLength(rows);
    if (putsBefore !== undefined) expect(setting.puts()).toBe(putsBefore);
    return ended;
  };

  it("before its task starts does not upload again", async () => {
    const setting = await prepare({ latencyMs: 20 });
    const list = () => setting.emulator.journal.find("GET", /imports\/\d+\/tasks$/).length;
    // Listed before the upload, and before the start.
    const first = await setting.run(input, () => list() === 2);
    expect([first.signal, setting.imports()]).toEqual(["SIGKILL", []]);
    await expectLoadedOnce(setting, 1, setting.puts());
  });

  it("before it learns the id of its task finds it in the list", async () => {
    const setting = await prepare({ latencyMs: 200 });
    const first = await setting.run(input, () => setting.imports().length === 1);
    expect(first.signal).toBe("SIGKILL");
    await expectLoadedOnce(setting, 1, setting.puts());
  });

  it("while its task runs waits for that task", async () => {
    const setting = await prepare({ taskDurationMs: 1500 });
    const polls = () => setting.emulator.journal.find("GET", /tasks\/[0-9A-F]{32}$/).length;
    const first = await setting.run(input, () => polls() > 1);
    expect([first.signal, first.stdout]).toEqual(["SIGKILL", ""]);
    const ended = await expectLoadedOnce(setting, 1, setting.puts());
    expect(ended.stderr).toContain("it is not started again");
  });

  it("when its task is over, before its STATE is written, takes over what it did", async () => {
    const setting = await prepare({ taskDurationMs: 100, config: { poll_interval_seconds: 60 } });
    await setting.run(input, () => setting.imports()[0]?.state === "COMPLETE");
    await expectLoadedOnce(setting, 1, setting.puts());
  });

  it("and has its task cancelled meanwhile starts another", async () => {
    const faults = [{ fault: "task-cancelled", times: 1 }] as FaultSpec[];
    const setting = await prepare({ taskDurationMs: 300, config: { poll_interval_seconds: 60 }, faults });
    await setting.run(input, () => setting.imports()[0]?.state === "CANCELLED");
    await expectLoadedOnce(setting, 2, setting.puts());
  });

  it("and has its task fail meanwhile starts another", async () => {
    const faults = [{ fault: "task-fails", times: 1 }] as FaultSpec[];
    const setting = await prepare({ taskDurationMs: 300, config: { poll_interval_seconds: 60 }, faults });
    await setting.run(input, () => setting.imports()[0]?.state === "COMPLETE");
    expect(loaded(setting.emulator)).toEqual([]);
    await expectLoadedOnce(setting, 2, setting.puts());
  });

  it("and gets other rows then loads those", async () => {
    const setting = await prepare({ taskDurationMs: 100, config: { poll_interval_seconds: 60 } });
    await setting.run(input, () => setting.imports()[0]?.state === "COMPLETE");
    const ended = await setting.run(
      messages(rows, (record, n) => (n === rows - 1 ? { ...record, Remark: "new" } : record)),
    );
    expect(ended.code, ended.stderr).toBe(0);
    expect(setting.imports()).toHaveLength(2);
    expect(loaded(setting.emulator)[rows - 1]?.[3]).toBe("new");
  });
});

describe("a load that is killed when its task has ended", () => {
  const late = { taskDurationMs: 100, config: { poll_interval_seconds: 60 } };

  it("gives its rejected rows back, each with its record", async () => {
    const setting = await prepare(late);
    const input = messages(40, (record, n) => (n % 10 === 3 ? { ...record, Name: "" } : record));
    await setting.run(input, () => setting.imports()[0]?.state === "COMPLETE");
    const ended = await setting.run(input);
    expect(ended.code, ended.stderr).toBe(3);
    expect(setting.imports()).toHaveLength(1);
    expect(setting.report().streams[0]?.rows).toEqual({
      received: 40,
      loaded: 36,
      ignored: 0,
      rejected: 4,
      unacknowledged: 0,
    });
    // What was refused is tried again by a run that was not killed.
    expect((await setting.run(input)).code).toBe(3);
    expect(setting.imports()).toHaveLength(2);
  });

  it("loads again where an action before the first import may have deleted what was there", async () => {
    const edit = (world: WorldDefinition) => {
      const model = world.workspaces[0]!.models[1]!;
      const listId = model.lists?.[0]?.id ?? "";
      model.actions = [{ id: "117000000001", name: "Clear", actionType: "BULK_DELETE_ENTITIES", listId }];
    };
    const setting = await prepare({ ...late, config: { ...late.config, before: [{ action: "Clear" }] }, edit });
    const input = messages(40);
    const importTasks = () => setting.emulator.journal.find("POST", /imports\/\d+\/tasks$/).length;
    await setting.run(input, () => importTasks() > 0 && setting.imports().every(({ state }) => state === "COMPLETE"));
    const ended = await setting.run(input);
    expect(ended.code, ended.stderr).toBe(0);
    expect(importTasks()).toBe(2);
    expect(loaded(setting.emulator)).toHaveLength(40);
  });

  it("does not take the same rows of the next day's run for its own", async () => {
    const setting = await prepare();
    const input = messages(40);
    for (const tasks of [1, 2]) {
      expect((await setting.run(input)).code).toBe(0);
      expect(setting.imports()).toHaveLength(tasks);
    }
  });
});

describe("a load in batches that is killed", () => {
  const batch = 50;
  const settings = { batch_rows: batch, poll_interval_seconds: 60 };
  const from = (first: number) => {
    const lines = messages(4 * batch)
      .trimEnd()
      .split("\n")
      .slice(1, -1);
    const rest = lines.slice(first).flatMap((line, at) => {
      const rows = first + at + 1;
      return rows % batch === 0 ? [line, JSON.stringify({ type: "STATE", value: { rows } })] : [line];
    });
    return [JSON.stringify(schema), ...rest, ""].join("\n");
  };

  it.each([0, 1, 2, 3])("in batch %i goes on behind its last STATE and loads each row once", async (at) => {
    const setting = await prepare({ taskDurationMs: 60, config: settings });
    const first = await setting.run(from(0), () => setting.imports()[at]?.state === "COMPLETE");
    expect(first.signal).toBe("SIGKILL");
    const states = first.stdout.trimEnd().split("\n").filter(Boolean);
    expect(states).toEqual(Array.from({ length: at }, (_, n) => JSON.stringify({ rows: (n + 1) * batch })));
    const ended = await setting.run(from(at * batch));
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout.trimEnd().split("\n").at(-1)).toBe(JSON.stringify({ rows: 4 * batch }));
    expect(setting.imports()).toHaveLength(4);
    expect(setting.report().streams[0]?.rows).toEqual(whole((4 - at) * batch));
    expect(loaded(setting.emulator)).toHaveLength(4 * batch);
  });
});

describe("a process of two files that is killed", () => {
  const edit = (world: WorldDefinition) => {
    const model = world.workspaces[0]!.models[1]!;
    const [file, imported] = [model.files![0]!, model.imports![0]!];
    model.files = [file, { ...file, id: "113000000002", name: "second.csv" }];
    model.imports = [imported, { ...imported, id: "112000000002", name: "Load second", fileId: "113000000002" }];
    model.processes = [{ id: "118000000001", name: "Both", steps: model.imports.map(({ id }) => id) }];
  };
  const streams = [
    { stream: pair.stream, process: "Both", file: "postings.csv" },
    { stream: "second", process: "Both", file: "second.csv" },
  ];
  const input = (last = "x") =>
    messages(60) +
    messages(80, (record, n) => ({
      ...record,
      Code: `D${n}`,
      Name: `Second ${n}`,
      Remark: n === 79 ? last : "",
    })).replaceAll(`"stream":"${pair.stream}"`, '"stream":"second"');
  const config = { streams, poll_interval_seconds: 60 };

  it("is taken over as a whole", async () => {
    const setting = await prepare({ edit, config, taskDurationMs: 100 });
    await setting.run(input(), () => setting.imports()[0]?.state === "COMPLETE");
    const sofar = setting.puts();
    const ended = await setting.run(input());
    expect(ended.code, ended.stderr).toBe(0);
    expect([setting.imports().length, setting.puts()]).toEqual([1, sofar]);
    expect(setting.report().streams.map(({ rows }) => rows)).toEqual([whole(60), whole(80)]);
  });

  it("runs again where one of the files is another", async () => {
    const setting = await prepare({ edit, config, taskDurationMs: 100 });
    await setting.run(input(), () => setting.imports()[0]?.state === "COMPLETE");
    const sofar = setting.puts();
    const ended = await setting.run(input("changed"));
    expect(ended.code, ended.stderr).toBe(0);
    // The file that is the same is only looked at.
    expect([setting.imports().length, setting.puts()]).toEqual([2, sofar + 1]);
    expect(loaded(setting.emulator).filter(([, , , remark]) => remark === "changed")).toHaveLength(1);
  });
});
