/** Killed at any moment, the pair run again from the last STATE ends with the same model, and no task is started twice. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Emulator } from "../emulator/server.ts";
import { freshFolder, runPipeline, writeJson } from "../support/bins.ts";
import { expected, loaded, startPair, writeConfigs } from "../support/pair.ts";
import { random } from "../support/random.ts";

const rows = 4000;
const moments = 50;

/** A slow enough world that every phase of the run can be hit: sign-in, export, download, upload, import, state. */
async function slowPair(): Promise<Emulator> {
  const emulator = await startPair({ rows, latencyMs: 8, taskDurationMs: 60, limits: { exportChunkBytes: 20_000 } });
  onTestFinished(() => emulator.stop());
  return emulator;
}

const targetSettings = { batch_rows: 1500, chunk_size_mb: 1 };

describe("killed and run again", () => {
  it("has a run to measure the moments by", async () => {
    const emulator = await slowPair();
    const folder = freshFolder();
    const configs = writeConfigs(folder, emulator.url, { target: targetSettings });
    const began = performance.now();
    const { tap, target } = await runPipeline(["--config", configs.tap], ["--config", configs.target]);
    expect([tap.code, target.code], tap.stderr + target.stderr).toEqual([0, 0]);
    expect(loaded(emulator)).toEqual(expected(rows));
    wholeRun = performance.now() - began;
  });

  it.each(Array.from({ length: moments }, (_, seed) => seed))("seed %i", async (seed) => {
    const next = random(seed);
    const emulator = await slowPair();
    const folder = freshFolder();
    const configs = writeConfigs(folder, emulator.url, { target: targetSettings });
    const victims = ["tap", "target", "both"][Math.floor(next() * 3)];
    const moment = next() * wholeRun;

    const first = await runPipeline(["--config", configs.tap], ["--config", configs.target], {
      onPipeline: (tap, target) => {
        const timer = setTimeout(() => {
          if (victims !== "target") tap.kill("SIGKILL");
          if (victims !== "tap") target.kill("SIGKILL");
        }, moment);
        target.on("exit", () => clearTimeout(timer));
      },
    });
    const startsBefore = starts(emulator);

    const state = first.target.stdout
      .split("\n")
      .filter((line) => line.endsWith("}"))
      .at(-1);
    const args = ["--config", configs.tap, ...(state ? ["--state", stateFile(folder, state)] : [])];
    const second = await runPipeline(args, ["--config", configs.target]);
    expect([second.tap.code, second.target.code], second.tap.stderr + second.target.stderr).toEqual([0, 0]);

    expect(loaded(emulator)).toEqual(expected(rows));
    await emulator.world.idle();
    const startsAfter = starts(emulator);
    // An export is started once a run at the most, and not at all where the last state says how to go on.
    expect(startsBefore.exports).toBeLessThanOrEqual(1);
    expect(startsAfter.exports - startsBefore.exports).toBeLessThanOrEqual(1);
    // An import runs once for each batch of each run.
    expect(startsBefore.imports).toBeLessThanOrEqual(3);
    expect(startsAfter.imports - startsBefore.imports).toBeLessThanOrEqual(3);
    expect(emulator.journal.unknown()).toEqual([]);
  });
});

let wholeRun = 0;

function stateFile(folder: string, state: string): string {
  const path = join(folder, "state.json");
  writeFileSync(path, state);
  expect(() => JSON.parse(readFileSync(path, "utf8"))).not.toThrow();
  return writeJson(folder, "state.json", JSON.parse(state));
}

function starts({ journal }: Emulator): { exports: number; imports: number } {
  const posted = (kind: string) =>
    journal.find("POST", new RegExp(`/${kind}/[0-9]+/tasks$`)).flatMap(({ startedTasks }) => startedTasks);
  return { exports: posted("exports").length, imports: posted("imports").length };
}
