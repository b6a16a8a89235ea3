/** Which task runs when: one at a time in a model, different models side by side, actions before the first import and behind the last.
 *  And a task that a person cancels while it runs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { ModelDefinition } from "../emulator/world/definition.ts";
import { freshFolder, runBin } from "../support/bins.ts";
import { type PairOptions, pair, startPair, writeConfigs } from "../support/pair.ts";

const OTHER = "A1A05A1C0E5E4B7F9A1B2C3D4E5F7003";
const SECOND = { import: "112000000002", file: "113000000002" };
const ACTIONS = ["117000000001", "117000000002"] as const;

/** Two imports of a file each, and two actions, in two models alike. */
function twoModels(options: Partial<PairOptions> = {}) {
  return startPair({
    rows: 0,
    ...options,
    edit: ({ workspaces: [workspace] }) => {
      const target = workspace?.models.find(({ id }) => id === pair.target) as ModelDefinition;
      target.files!.push({ ...target.files![0]!, id: SECOND.file, name: "second.csv" });
      target.imports!.push({ ...target.imports![0]!, id: SECOND.import, name: "Second", fileId: SECOND.file });
      target.actions = ACTIONS.map((id) => ({ id, name: `Action ${id}`, actionType: "ORDER_HIERARCHY" }));
      workspace?.models.push({ ...structuredClone(target), id: OTHER, name: "Other" });
    },
  });
}

const streams = [
  { stream: "a1", import: pair.importId },
  { stream: "b1", model: OTHER, import: pair.importId },
  { stream: "a2", import: SECOND.import },
  { stream: "b2", model: OTHER, import: SECOND.import },
];
const properties = Object.fromEntries(["Name", "Code", "Amount", "Remark"].map((name) => [name, {}]));
const input = [
  ...streams.flatMap(({ stream }, n) => [
    { type: "SCHEMA", stream, schema: { properties }, key_properties: [] },
    { type: "RECORD", stream, record: { Name: stream, Code: `P${n}`, Amount: "1", Remark: "" } },
  ]),
  { type: "STATE", value: { n: 1 } },
]
  .map((message) => `${JSON.stringify(message)}\n`)
  .join("");

async function load(emulator: Awaited<ReturnType<typeof twoModels>>, config: object) {
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const { target } = writeConfigs(folder, emulator.url, { target: config });
  const ended = await runBin("target-anaplan", ["--config", target], { cwd: folder, input });
  const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
  return { ended, report };
}

it("models are loaded side by side, each with one task at a time, between the actions before and after", async () => {
  const emulator = await twoModels({ taskDurationMs: 1500 });
  const [before, after] = ACTIONS.map((action) => [{ action }]);
  const { ended } = await load(emulator, { streams, before, after });
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.stdout).toBe('{"n":1}\n');
  const spans = (model: string) =>
    emulator.world.tasks(model).map(({ actionId, creationTime, startedAt = 0, endedAt = 0 }) => {
      return { actionId, creationTime, startedAt, endedAt };
    });
  const [here, there] = [spans(pair.target), spans(OTHER)];
  expect(here.map(({ actionId }) => actionId)).toEqual([ACTIONS[0], pair.importId, SECOND.import, ACTIONS[1]]);
  expect(there.map(({ actionId }) => actionId)).toEqual([pair.importId, SECOND.import]);
  for (const tasks of [here, there])
    for (const [index, { creationTime }] of tasks.entries())
      expect(creationTime, "asked for while another one ran").toBeGreaterThanOrEqual(tasks[index - 1]?.endedAt ?? 0);
  const [, first] = here;
  const [other] = there;
  expect(first!.startedAt < other!.endedAt && other!.startedAt < first!.endedAt, "one after the other").toBe(true);
  expect(Math.min(first!.creationTime, other!.creationTime)).toBeGreaterThanOrEqual(here[0]!.endedAt);
  expect(here.at(-1)!.creationTime).toBeGreaterThanOrEqual(there.at(-1)!.endedAt);
});

it("a task that a person cancels while it runs is not taken for done, and what comes behind it does not run", async () => {
  const emulator = await twoModels({ faults: [{ fault: "task-stuck", match: { method: "POST", path: "/imports/" } }] });
  const cancel = async () => {
    const model = emulator.world.model(pair.target);
    await expect.poll(() => model.queue.tasks[0]?.state, { timeout: 30_000 }).toBe("IN_PROGRESS");
    model.queue.cancel(model.queue.tasks[0]!);
  };
  const cancelled = cancel();
  const after = [{ action: ACTIONS[1] }];
  const here = streams.filter(({ model }) => model === undefined);
  const { ended, report } = await load(emulator, { streams: here, after, on_unmapped_stream: "ignore" });
  await cancelled;
  expect(ended.code, ended.stderr).toBe(2);
  expect(ended.stderr).toContain("TASK_CANCELLED: The import was cancelled; its changes were rolled back.");
  expect(ended.stderr).toContain(`import_id=${pair.importId}`);
  expect(ended.stdout).toBe("");
  expect(emulator.world.listItems(pair.target, pair.list)).toEqual([]);
  expect(emulator.world.tasks(pair.target)).toHaveLength(1);
  expect(report).toMatchObject({ outcome: "failed", error: { code: "TASK_CANCELLED" } });
  expect(report.streams.slice(0, 2)).toMatchObject([
    { stream: "a1", rows: { received: 1, loaded: 0, unacknowledged: 1 } },
    { stream: "a2", rows: { received: 1, loaded: 0, unacknowledged: 1 } },
  ]);
});
