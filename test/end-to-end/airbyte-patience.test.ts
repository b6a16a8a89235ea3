/** Hours in which Anaplan works and nothing moves, as a platform sees them: it gives up on a source that says nothing for three
 *  hours, and on a destination that does not take a message for two (protocols.md 6). */
import { expect, it, onTestFinished } from "vitest";
import { shiftableClock } from "../emulator/clock.ts";
import { expectMessage, ofType, statuses } from "../support/airbyte.ts";
import {
  catalogFile,
  destinationConfig,
  read,
  recordLine,
  type Side,
  stateLine,
  statesOf,
} from "../support/airbyte-pair.ts";
import { collectEnded, freshFolder, spawnBin } from "../support/bins.ts";
import { expected, loaded, pair, postingRow, startPair } from "../support/pair.ts";

/** By the programs' clock, of which an hour lasts a second. */
const patient = { poll_interval_seconds: 300, task_timeout_minutes: 1_000_000, model_busy_timeout_minutes: 1_000_000 };
const preload = "support/fast-clock.js";
const TASK_MILLISECONDS = 20 * 60_000;

interface Held extends Side {
  /** Lets the task that runs end. */
  release(): void;
}

async function held(rows: number): Promise<Held> {
  const clock = shiftableClock();
  const emulator = await startPair({ rows, clock, taskDurationMs: TASK_MILLISECONDS });
  onTestFinished(() => emulator.stop());
  return { folder: freshFolder(), emulator, release: () => clock.advance(TASK_MILLISECONDS) };
}

it("source-anaplan repeats the state that stands while an export runs long", async () => {
  const one = await held(5);
  let seen = 0;
  const { code, messages } = await read(one, catalogFile(one), {
    config: patient,
    preload,
    onSpawn: (child) =>
      child.stdout?.on("data", (bytes: Buffer) => {
        const before = seen;
        seen += bytes.toString().split('"STATE"').length - 1;
        if (before < 4 && seen >= 4) one.release();
      }),
  });
  expect(code).toBe(0);
  const first = messages.findIndex(({ type }) => type === "RECORD");
  const before = statesOf(messages.slice(0, first));
  expect(before.length).toBeGreaterThanOrEqual(4);
  for (const state of before) expect(state).toEqual(before[0]);
  expect(before[0]).toMatchObject({ sourceStats: { recordCount: 0 } });
  expect(ofType(messages, "RECORD")).toHaveLength(5);
  expect(statesOf(messages).at(-1)).toMatchObject({ sourceStats: { recordCount: 5 } });
  expect(statuses(messages).at(-1)).toBe(`${pair.stream} COMPLETE`);
});

it("source-anaplan repeats the state of the last sync while a model is busy", async () => {
  const one = await held(5);
  one.emulator.faults.add({ fault: "busy-conflict", times: 0, match: { method: "POST", path: "/tasks$" } });
  const before = { version: 1, rows: 5 };
  const state = [{ type: "STREAM", stream: { stream_descriptor: { name: pair.stream }, stream_state: before } }];
  let seen = 0;
  const { code, messages } = await read(one, catalogFile(one), {
    config: patient,
    state,
    preload,
    onSpawn: (child) =>
      child.stdout?.on("data", (bytes: Buffer) => {
        seen += bytes.toString().split('"STATE"').length - 1;
        if (seen === 3) one.emulator.faults.clear();
        if (seen === 5) one.release();
      }),
  });
  expect(code).toBe(0);
  for (const told of statesOf(messages).slice(0, 3)) {
    expect(told).toMatchObject({ stream: { stream_state: before }, sourceStats: { recordCount: 0 } });
  }
  expect(ofType(messages, "RECORD")).toHaveLength(5);
});

it("destination-anaplan takes whole messages, however large, while an import runs long", async () => {
  const one = await held(0);
  const rows = [1, 2, 3].map((n) => {
    const [Name, Code, Amount, Remark] = postingRow(n);
    return recordLine({ Name, Code, Amount: Number(Amount), Remark: Remark === "" ? null : Remark });
  });
  const config = destinationConfig(one, { ...patient, batch_rows: rows.length });
  const child = spawnBin("destination-anaplan", ["write", "--config", config, "--catalog", catalogFile(one)], {
    preload,
    cwd: one.folder,
  });
  const ended = collectEnded(child);
  const write = (text: string) => new Promise((resolve) => child.stdin?.write(text, resolve));
  await write(rows.join(""));
  const imports = () => one.emulator.journal.find("POST", /imports.*\/tasks$/);
  await expect.poll(() => imports().length, { timeout: 30_000 }).toBe(1);
  // Each would fill the pipe a hundred times over.
  for (const id of [1, 2, 3, 4]) await write(stateLine(id, { big: "x".repeat(7_000_000) }));
  one.release();
  child.stdin?.end();
  const { code, stdout, stderr } = await ended;
  expect([code, stderr]).toEqual([0, ""]);
  const messages = stdout
    .trimEnd()
    .split("\n")
    .map((line) => expectMessage(line, "out"));
  expect(statesOf(messages).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  expect(loaded(one.emulator)).toEqual(expected(3));
});
