/** A load waits for its model by the model's state, and asks for what it needs only when that lets it (anaplan-api.md 4.2, 7.3). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Model } from "../emulator/world/model.ts";
import { type Ended, freshFolder, runBin } from "../support/bins.ts";
import { type PairOptions, pair, startPair, writeConfigs } from "../support/pair.ts";

const properties = Object.fromEntries(
  ["Name", "Code", "Amount", "Remark"].map((name) => [name, { type: ["null", "string"] }]),
);
const input = [
  { type: "SCHEMA", stream: pair.stream, schema: { properties }, key_properties: [] },
  { type: "RECORD", stream: pair.stream, record: { Name: "one", Code: "A1", Amount: "1", Remark: "" } },
  { type: "STATE", value: { at: 1 } },
]
  .map((message) => `${JSON.stringify(message)}\n`)
  .join("");

async function prepare(options: Partial<PairOptions> = {}, config: object = {}) {
  const emulator = await startPair({ rows: 0, ...options });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const { target } = writeConfigs(folder, emulator.url, { target: { model_busy_timeout_minutes: 1, ...config } });
  const model = emulator.world.models.get(pair.target) as Model;
  const run = (args: string[] = []) =>
    runBin("target-anaplan", [...args, "--config", target], { input: args.length === 0 ? input : "", cwd: folder });
  return { emulator, model, run, folder };
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

function expectLoaded({ code, stdout, stderr }: Ended, { emulator, folder }: Prepared): void {
  expect(code, stderr).toBe(0);
  expect(stdout).toBe('{"at":1}\n');
  expect(emulator.world.listItems(pair.target, pair.list)).toHaveLength(1);
  const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
  expect(report.waited_seconds).toBeGreaterThan(0);
}

/** Of the same model, and of no stream. */
const otherAction = "117000000009";
const withOtherAction: Partial<PairOptions> = {
  edit: ({ workspaces: [workspace] }) => {
    const target = workspace?.models.find(({ id }) => id === pair.target);
    if (target !== undefined)
      target.actions = [
        {
          id: otherAction,
          name: "Delete marked",
          actionType: "DELETE_BY_SELECTION",
          listId: "101000000001",
          selection: { property: "Gone" },
        },
      ];
  },
};

const pathsOf = ({ emulator }: Prepared, wanted: (status: number) => boolean) =>
  emulator.journal.entries.filter(({ status = 0 }) => wanted(status)).map(({ method, path }) => `${method} ${path}`);
const indexOf = ({ emulator }: Prepared, method: string, path: RegExp) =>
  emulator.journal.entries.findIndex((entry) => entry.method === method && path.test(entry.path));

describe("a model that refuses", () => {
  it.each([
    ["locked", "model-locked", 423],
    ["offline", "model-offline", 424],
  ] as const)("for it is %s is asked for its state, not for the same again", async (words, fault, status) => {
    const faults = [{ fault, forMs: 3500, match: { method: "PUT", path: "/chunks/0$" } }];
    const given = await prepare({ faults });
    const ended = await given.run();
    expectLoaded(ended, given);
    expect(ended.stderr).toContain(`The model is ${words}; waiting for it`);
    expect(pathsOf(given, (seen) => seen === status)).toHaveLength(1);
    expect(given.emulator.journal.find("GET", new RegExp(`/models/${pair.target}$`)).length).toBeGreaterThan(2);
  });

  it.each(["model", "status"] as const)("for somebody changes it, as its %s tells", async (heldModelTold) => {
    const faults = [{ fault: "model-busy" as const, forMs: 2500, match: { method: "PUT", path: "/chunks/0$" } }];
    const given = await prepare({ faults, readings: { heldModelTold, modelStatusForm: "envelope" } });
    const ended = await given.run();
    expectLoaded(ended, given);
    expect(ended.stderr).toMatch(/The model is busy( \(Processing \.\.\. 50 %\))?; waiting for it/);
    expect(pathsOf(given, (seen) => seen === 409)).toHaveLength(1);
  });

  it("with a conflict that its state does not explain is asked again", async () => {
    const given = await prepare({
      faults: [{ fault: "busy-conflict", times: 2, match: { method: "PUT", path: "/chunks/0$" } }],
    });
    expectLoaded(await given.run(), given);
  });

  it("and is archived meanwhile is given up at once", async () => {
    const given = await prepare({
      faults: [
        { fault: "model-locked", match: { method: "PUT", path: "/chunks/0$" } },
        { fault: "model-archived", after: 1, match: { path: `/models/${pair.target}/status$` } },
      ],
    });
    const { code, stderr } = await given.run();
    expect(code).toBe(2);
    expect(stderr).toContain("MODEL_ARCHIVED: The model is archived");
    expect(stderr).toContain(`model_id=${pair.target}`);
  });
});

describe("before the first upload", () => {
  it("a closed model is opened, and nothing is asked of it while it wakes", async () => {
    const given = await prepare({ limits: { wakeMs: 2500 } });
    given.model.isOpen = false;
    const ended = await given.run();
    expectLoaded(ended, given);
    expect(ended.stderr).toContain("The model is being loaded (Opening); waiting for it");
    const opening = indexOf(given, "POST", /\/open$/);
    const awake = given.emulator.journal.entries.findLastIndex(({ path }) => path.endsWith(`${pair.target}/status`));
    expect(opening).toBeGreaterThan(0);
    expect(indexOf(given, "GET", /\/imports$/)).toBeGreaterThan(opening + 2);
    expect(awake).toBeGreaterThan(opening + 2);
  });

  it("a closed model that this user may not open is left to its first call", async () => {
    const given = await prepare({ faults: [{ fault: "not-found", match: { path: "/open$" } }] });
    given.model.isOpen = false;
    expect((await given.run()).code).toBe(0);
    expect(given.model.isOpen).toBe(true);
  });

  it("an offline model is waited for without a call that it would refuse", async () => {
    const given = await prepare();
    given.model.activeState = "MAINTENANCE";
    setTimeout(() => {
      given.model.activeState = "UNLOCKED";
    }, 2500);
    expectLoaded(await given.run(), given);
    expect(pathsOf(given, (status) => status === 424)).toEqual([]);
  });

  it("the task of somebody else is waited for by the state of the model", async () => {
    const given = await prepare({
      faults: [{ fault: "task-slow", delayMs: 5000, match: { method: "POST", path: "/actions/.*/tasks$" } }],
      ...withOtherAction,
    });
    const other = given.run(["run", otherAction]);
    await expect.poll(() => given.model.queue.isBusy()).toBe(true);
    const ended = await given.run();
    expectLoaded(ended, given);
    expect(ended.stderr).toContain("The model is busy (Processing ... 50 %); waiting for it");
    expect(pathsOf(given, (status) => status >= 400)).toEqual([]);
    const done = given.emulator.journal.entries.findLastIndex(({ path }) => path.includes(`${otherAction}/tasks/`));
    expect(indexOf(given, "PUT", /\/chunks\/0$/)).toBeGreaterThan(done);
    expect((await other).code).toBe(0);
  });

  it("a model that stays busy ends the run with what holds it", async () => {
    const given = await prepare(
      { faults: [{ fault: "task-stuck", match: { method: "POST", path: "/actions/.*/tasks$" } }], ...withOtherAction },
      { model_busy_timeout_minutes: 0.02 },
    );
    const other = given.run(["run", otherAction]);
    await expect.poll(() => given.model.queue.isBusy()).toBe(true);
    const { code, stderr } = await given.run();
    expect(code).toBe(1);
    expect(stderr).toContain("MODEL_BUSY: The model is busy (Processing ... 50 %), for 0.02 minutes now");
    expect(indexOf(given, "PUT", /\/chunks\/0$/)).toBe(-1);
    await Promise.all([given.emulator.stop(), other]);
  });

  it("a full workspace stops the run", async () => {
    const given = await prepare({
      edit: ({ workspaces }) => Object.assign(workspaces[0] ?? {}, { sizeAllowance: 1000, currentSize: 1000 }),
    });
    const { code, stderr } = await given.run();
    expect(code).toBe(2);
    expect(stderr).toContain('WORKSPACE_FULL: The workspace "Pair" is at 100 % of its allowance.');
    expect(stderr).toContain(`workspace_id=${pair.workspace}`);
    expect(given.emulator.journal.entries.filter(({ method }) => method === "PUT")).toEqual([]);
  });

  it("a workspace whose size nobody tells does not", async () => {
    const given = await prepare({
      readings: { workspaceCurrentSize: "missing" },
      edit: ({ workspaces }) => Object.assign(workspaces[0] ?? {}, { sizeAllowance: 1000, currentSize: 1000 }),
    });
    expect((await given.run()).code).toBe(0);
  });
});

describe("a tap", () => {
  const rows = 10;
  const read = async (options: Partial<PairOptions>, config: object) => {
    const emulator = await startPair({ rows, ...options });
    onTestFinished(() => emulator.stop());
    const { tap } = writeConfigs(freshFolder(), emulator.url, { tap: { model_busy_timeout_minutes: 1, ...config } });
    const ended = await runBin("tap-anaplan", ["--config", tap]);
    expect(ended.code, ended.stderr).toBe(0);
    const records = ended.stdout.split("\n").filter((line) => line.includes('"RECORD"'));
    expect(records.length).toBeGreaterThanOrEqual(rows);
    return { emulator, ended };
  };

  it.each([
    ["locked", "model-locked", 423],
    ["busy", "model-busy", 409],
  ] as const)("waits for a model that is %s by its state", async (words, fault, status) => {
    const faults = [{ fault, forMs: 2500, match: { method: "POST", path: "/exports/" } }];
    const { emulator, ended } = await read({ faults }, {});
    expect(ended.stderr).toContain(`The model is ${words}; waiting for it`);
    expect(emulator.journal.entries.filter((entry) => entry.status === status)).toHaveLength(1);
  });

  it("waits for a model that takes longer to open than a request may last", async () => {
    const closed: Partial<PairOptions> = {
      limits: { wakeMs: 4000 },
      edit: ({ workspaces }) => {
        for (const model of workspaces[0]?.models ?? []) model.closed = true;
      },
    };
    const { ended } = await read(closed, { request_timeout_seconds: 1, max_retries: 1 });
    expect(ended.stderr).toContain("The model is being loaded (Opening); waiting for it");
  });
});
