/** Hours in which Anaplan works and nothing moves, as a platform sees them: it gives up on a source that says nothing for three
 *  hours, and on a destination that does not take a message for two (protocols.md 6). */
import type { ChildProcess } from "node:child_process";
import { expect, it, onTestFinished } from "vitest";
import { shiftableClock } from "../emulator/clock.ts";
import { expectMessage, ofType, runAirbyte, statuses, traces } from "../support/airbyte.ts";
import {
  catalogFile,
  destinationConfig,
  read,
  recordLine,
  type Side,
  sourceConfig,
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

/** Calls `then` once `text` has been printed so many times. */
function after(count: number, text: string, then: () => void): (child: ChildProcess) => void {
  let seen = "";
  let isDone = false;
  return (child) =>
    child.stdout?.on("data", (bytes: Buffer) => {
      seen += bytes.toString();
      if (isDone || seen.split(text).length <= count) return;
      isDone = true;
      then();
    });
}

it("source-anaplan repeats the state that stands while an export runs long", async () => {
  const one = await held(5);
  const { code, messages } = await read(one, catalogFile(one), {
    config: patient,
    preload,
    onSpawn: after(4, '"resume"', () => one.release()),
  });
  expect(code).toBe(0);
  const first = messages.findIndex(({ type }) => type === "RECORD");
  const states = statesOf(messages.slice(0, first));
  for (const state of states) expect(state).toMatchObject({ sourceStats: { recordCount: 0 } });
  const running = states.filter((state) => JSON.stringify(state).includes('"resume"'));
  expect(running.length).toBeGreaterThanOrEqual(4);
  for (const state of running) expect(state).toEqual(running[0]);
  expect(ofType(messages, "RECORD")).toHaveLength(5);
  expect(statesOf(messages).at(-1)).toMatchObject({ sourceStats: { recordCount: 5 } });
  expect(statuses(messages).at(-1)).toBe(`${pair.stream} COMPLETE`);
});

it("source-anaplan repeats the state of the last sync while a model is busy", async () => {
  const one = await held(5);
  one.emulator.faults.add({ fault: "busy-conflict", times: 0, match: { method: "POST", path: "/tasks$" } });
  const before = { version: 1, rows: 5 };
  const state = [{ type: "STREAM", stream: { stream_descriptor: { name: pair.stream }, stream_state: before } }];
  const isFree = after(3, '"STATE"', () => one.emulator.faults.clear());
  const isRunning = after(1, '"resume"', () => one.release());
  const { code, messages } = await read(one, catalogFile(one), {
    config: patient,
    state,
    preload,
    onSpawn: (child) => {
      isFree(child);
      isRunning(child);
    },
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

/** Nine minutes are left to them, also with a model that would be waited for an hour. */
it.each([
  ["source-anaplan", "check"],
  ["source-anaplan", "discover"],
  ["destination-anaplan", "check"],
] as const)("%s %s answers soon while a model is busy", async (bin, verb) => {
  const one = await held(1);
  one.emulator.faults.add({ fault: "busy-conflict", times: 0, match: { path: "/models/.*/(exports|imports)" } });
  const hour = { model_busy_timeout_minutes: 60 };
  const chosen = { sync_mode: "SpecificExports", selected_exports: [`${pair.workspace}_${pair.source}_postings`] };
  const config =
    bin === "source-anaplan"
      ? sourceConfig(one, { ...hour, ...(verb === "check" && chosen) })
      : destinationConfig(one, { ...hour, streams: [{ stream: pair.stream, import: "Load postings" }] });
  const { messages } = await runAirbyte(bin, [verb, "--config", config], { preload });
  if (verb === "check") {
    expect(ofType(messages, "CONNECTION_STATUS")).toMatchObject([{ connectionStatus: { status: "FAILED" } }]);
  } else {
    expect(traces(messages, "ERROR")).toMatchObject([{ error: { failure_type: "transient_error" } }]);
  }
  // Each wait is longer than the one before it: an hour of them is many times as many.
  expect(one.emulator.journal.find("GET", /\/(exports|imports)/).length).toBeLessThan(15);
});
