/** Signals, closed pipes and what is left behind. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { freshFolder, runBin, runPipeline, spawnBin } from "../support/bins.ts";
import { expected, loaded, pair, startPair, writeConfigs } from "../support/pair.ts";

const rows = 3000;

describe("SIGTERM and SIGINT", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "%s ends the tap by that signal, its state written, its export cancelled",
    async (signal) => {
      const emulator = await startPair({ rows, taskDurationMs: 60_000 });
      onTestFinished(() => emulator.stop());
      const { tap } = writeConfigs(freshFolder(), emulator.url);
      const ended = await runBin("tap-anaplan", ["--config", tap], {
        onSpawn: (child) =>
          void emulatorHas(() => emulator.world.tasks(pair.source).length > 0).then(() => child.kill(signal)),
      });
      expect(ended.signal).toBe(signal);
      expect(ended.stderr).not.toMatch(/\n\s+at /);
      expect(JSON.parse(ended.stdout.trim().split("\n").at(-1) ?? "").type).toBe("STATE");
      expect(emulator.world.tasks(pair.source)).toMatchObject([{ state: "CANCELLED" }]);
    },
  );

  it("end the target by that signal: the running import is cancelled, nothing is acknowledged", async () => {
    const emulator = await startPair({ rows, taskDurationMs: 60_000 });
    onTestFinished(() => emulator.stop());
    const { target } = writeConfigs(freshFolder(), emulator.url);
    const ended = await runBin("target-anaplan", ["--config", target], {
      input: messages(10),
      onSpawn: (child) =>
        void emulatorHas(() => emulator.world.tasks(pair.target).length > 0).then(() => child.kill("SIGTERM")),
    });
    expect(ended.signal).toBe("SIGTERM");
    expect(ended.stdout).toBe("");
    expect(emulator.world.tasks(pair.target)).toMatchObject([{ state: "CANCELLED" }]);
    expect(loaded(emulator)).toEqual([]);
  });

  it("a second one leaves at once", async () => {
    const emulator = await startPair({ rows, taskDurationMs: 60_000, latencyMs: 2000 });
    onTestFinished(() => emulator.stop());
    const { target } = writeConfigs(freshFolder(), emulator.url);
    const ended = await runBin("target-anaplan", ["--config", target], {
      input: messages(10),
      onSpawn: (child) =>
        void emulatorHas(() => emulator.journal.entries.length > 0).then(() => {
          child.kill("SIGTERM");
          setTimeout(() => child.kill("SIGINT"), 50);
        }),
    });
    expect(ended.signal).toMatch(/SIGTERM|SIGINT/);
  });
});

describe("a reader that goes away", () => {
  it("ends the tap quietly with 1", async () => {
    const emulator = await startPair({ rows: 100_000 });
    onTestFinished(() => emulator.stop());
    const { tap } = writeConfigs(freshFolder(), emulator.url);
    const child = spawnBin("tap-anaplan", ["--config", tap, "--quiet"]);
    let stderr = "";
    child.stderr?.on("data", (bytes) => {
      stderr += bytes;
    });
    child.stdout?.once("data", () => child.stdout?.destroy());
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(1);
    expect(stderr).toBe("");
  });
});

describe("a run that ended well", () => {
  it("leaves nothing in the folder for temporary files, and no handle open", async () => {
    const emulator = await startPair({ rows });
    onTestFinished(() => emulator.stop());
    const folder = freshFolder();
    const temporary = freshFolder();
    const configs = writeConfigs(folder, emulator.url);
    const { tap, target } = await runPipeline(["--config", configs.tap], ["--config", configs.target], {
      env: { TMPDIR: temporary },
      cwd: folder,
    });
    expect([tap.code, target.code], tap.stderr + target.stderr).toEqual([0, 0]);
    expect(loaded(emulator)).toEqual(expected(rows));
    expect(readdirSync(temporary)).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(["report.json", "tap.json", "target.json"]);
  });
});

describe("a target killed in the middle", () => {
  it("leaves no record on the disk", async () => {
    const emulator = await startPair({ rows: 10, taskDurationMs: 60_000 });
    onTestFinished(() => emulator.stop());
    const temporary = freshFolder();
    const { target } = writeConfigs(freshFolder(), emulator.url);
    const ended = await runBin("target-anaplan", ["--config", target], {
      input: messages(10),
      env: { TMPDIR: temporary },
      onSpawn: (child) =>
        void emulatorHas(() => emulator.world.tasks(pair.target).length > 0).then(() => child.kill("SIGKILL")),
    });
    expect(ended.signal).toBe("SIGKILL");
    // Only how far it had come, for the next run: sizes, hashes, ids. And a link that names the dead process.
    const [journal = "", ...more] = readdirSync(temporary).filter((name) => !name.endsWith(".lock"));
    expect(more).toEqual([]);
    expect(statSync(join(temporary, journal)).mode & 0o777).toBe(0o600);
    const noted = readFileSync(join(temporary, journal), "utf8").split("\n");
    const known = ["announced", "at", "chunk", "bytes", "sha256", "isWhole", "start", "known", "started"];
    expect(noted.flatMap((line) => Object.keys(JSON.parse(line))).filter((key) => !known.includes(key))).toEqual([]);
  });
});

function messages(count: number): string {
  const schema = { properties: { Name: {}, Code: {}, Amount: {}, Remark: {} } };
  const records = Array.from({ length: count }, (_, n) => ({
    type: "RECORD",
    stream: pair.stream,
    record: { Name: `n${n}`, Code: `c${n}`, Amount: n, Remark: null },
  }));
  const all = [
    { type: "SCHEMA", stream: pair.stream, schema, key_properties: [] },
    ...records,
    { type: "STATE", value: { count } },
  ];
  return all.map((message) => `${JSON.stringify(message)}\n`).join("");
}

async function emulatorHas(fact: () => boolean): Promise<void> {
  while (!fact()) await new Promise((resolve) => setTimeout(resolve, 10));
}
