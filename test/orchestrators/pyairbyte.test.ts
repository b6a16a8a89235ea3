/** PyAirbyte around source-anaplan and destination-anaplan: its checks, its cache, its states. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Emulator } from "../emulator/server.ts";
import { freshFolder, jsonLines, ourBinFolder, python, writeJson } from "./support/programs.ts";
import {
  airbyteConfig,
  expectAllArrived,
  sample,
  startSample,
  streamNames,
  tapSettings,
  targetSettings,
  taskStarts,
} from "./support/sample.ts";

interface Result {
  step: string;
  ok: boolean;
  error?: string;
  context?: string;
  streams?: string[];
  processed?: number;
  rows?: Record<string, number>;
  tables?: Record<string, Record<string, unknown>[]>;
}

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startSample();
});
afterAll(() => emulator.stop());

async function steps(plan: object): Promise<Result[]> {
  const folder = freshFolder();
  const path = writeJson(join(folder, "plan.json"), {
    source: airbyteConfig(tapSettings(emulator)),
    destination: airbyteConfig(targetSettings(emulator, folder)),
    streams: streamNames,
    cache: join(folder, "cache.duckdb"),
    ...plan,
  });
  const PATH = `${ourBinFolder(folder)}:${process.env.PATH}`;
  const { stdout } = await python("pyairbyte", "pyairbyte_steps.py", [path], { cwd: folder, env: { PATH } });
  return jsonLines<Result>(stdout);
}

describe("PyAirbyte", () => {
  it("checks, discovers, reads into DuckDB; a second read of an unchanged model moves nothing", async () => {
    const before = taskStarts(emulator);
    const [check, discovered, first, again] = await steps({ steps: ["check", "discover", "read", "read again"] });
    expect(taskStarts(emulator) - before).toBe(sample.streams.length);
    expect(check).toMatchObject({ ok: true });
    expect(discovered?.streams).toEqual(expect.arrayContaining(streamNames));
    expect(first).toMatchObject({ ok: true, rows: { demo_source__flights: 20000 } });
    expect(first?.processed).toBeGreaterThan(30_000);
    expect(again).toMatchObject({ ok: true, processed: 0, rows: first?.rows });
  });

  it("writes from source to destination with every value; a second write moves nothing", async () => {
    const before = taskStarts(emulator);
    const [check, first, again] = await steps({ steps: ["check destination", "write", "write"] });
    expect(taskStarts(emulator) - before).toBe(2 * sample.streams.length);
    expect(check).toMatchObject({ ok: true });
    expect(first).toMatchObject({ ok: true });
    await expectAllArrived(emulator);
    expect(again).toMatchObject({ ok: true, processed: 0 });
  });

  it("keeps the cursor between reads: rows below it are not sent again", async () => {
    const [first, again] = await steps({
      streams: ["demo_source__flights"],
      source: airbyteConfig({ ...tapSettings(emulator), run_exports: "always" }),
      cursors: { demo_source__flights: "Distance" },
      steps: ["read", "read again"],
    });
    expect(first?.processed).toBe(20_000);
    expect(again?.ok).toBe(true);
    expect(again?.processed).toBeGreaterThan(0);
    expect(again?.processed).toBeLessThan(100);
  });

  it("says why a check fails, and fails", async () => {
    const source = airbyteConfig(tapSettings(emulator));
    const wrong = { ...source, credentials: { ...source.credentials, password: "wrong-password-1" } };
    const [check] = await steps({ source: wrong, steps: ["check"] });
    expect(check?.ok).toBe(false);
    expect(`${check?.error} ${check?.context}`).toMatch(/Anaplan (refused|did not accept)|user name|password/i);
    expect(JSON.stringify(check)).not.toContain("wrong-password-1");
  });
});

describe("PyAirbyte's cache in between", () => {
  it("gives folded names and texts for numbers, and every value still arrives", async () => {
    const own = await startSample();
    try {
      const folder = freshFolder();
      const before = taskStarts(own);
      const [written] = await steps({
        source: airbyteConfig(tapSettings(own)),
        destination: airbyteConfig(targetSettings(own, folder)),
        steps: ["write from cache"],
      });
      expect(written).toMatchObject({ ok: true });
      await expectAllArrived(own);
      expect(taskStarts(own) - before).toBe(2 * sample.streams.length);
    } finally {
      await own.stop();
    }
  });
});
