/** Our Singer stream read by others' loaders and by singer-check-tap. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Emulator } from "../emulator/server.ts";
import { foreign, freshFolder, ours, succeed, writeJson } from "./support/programs.ts";
import { sample, singerConfig, startSample, tapSettings } from "./support/sample.ts";

let emulator: Emulator;
let stream: string;

const keys = [
  { stream: "demo_source__states", columns: ["Code"] },
  { stream: "demo_source__flights", columns: ["Flights"] },
];
const selected_exports = [sample.exports.states, sample.exports.flights].map(
  (id) => `${sample.workspace}_${sample.source}_${id}`,
);

beforeAll(async () => {
  emulator = await startSample();
});
afterAll(() => emulator.stop());

async function ourStream(folder: string): Promise<string> {
  const settings = { ...tapSettings(emulator), keys, sync_mode: "SpecificExports", selected_exports };
  const config = writeJson(join(folder, "tap.json"), singerConfig(settings));
  stream ??= (await succeed(ours("tap-anaplan"), ["--config", config], { cwd: folder })).stdout;
  return stream;
}

async function load(venv: string, program: string, config: object, folder: string) {
  const path = writeJson(join(folder, `${program}.json`), config);
  return succeed(foreign(venv, program), ["--config", path], { cwd: folder, input: await ourStream(folder) });
}

describe("our stream", () => {
  it("is right to singer-check-tap", async () => {
    const folder = freshFolder();
    const { stdout } = await succeed(foreign("singer-tools", "singer-check-tap"), [], {
      cwd: folder,
      input: await ourStream(folder),
    });
    expect(stdout).toContain("The output is valid");
  });

  it("is loaded by target-jsonl, and its last state comes back", async () => {
    const folder = freshFolder();
    const { stdout } = await load(
      "target-jsonl",
      "target-jsonl",
      { destination_path: folder, do_timestamp_file: false },
      folder,
    );
    expect(readFileSync(join(folder, "demo_source__flights.jsonl"), "utf8").trimEnd().split("\n")).toHaveLength(20_000);
    const last =
      stream
        .trimEnd()
        .split("\n")
        .filter((line) => line.startsWith('{"type":"STATE"'))
        .at(-1) ?? "";
    expect(JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "")).toEqual(JSON.parse(last).value);
  });

  it("is loaded by a target on Meltano's SDK, value for value", async () => {
    const folder = freshFolder();
    await load("target-csv", "target-csv", { output_path: folder }, folder);
    const written = readdirSync(folder).find((name) => name.startsWith("demo_source__flights")) ?? "";
    const rows = parse(readFileSync(join(folder, written)), { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(20_000);
    const sent = stream.split("\n").find((line) => line.startsWith('{"type":"RECORD","stream":"demo_source__flights"'));
    const { record } = JSON.parse(sent ?? "") as { record: Record<string, unknown> };
    const texts = Object.entries(record).map(([name, value]) => [name, value === null ? "" : String(value)]);
    expect(rows[0]).toEqual(Object.fromEntries(texts));
  });

  it("is loaded by target-duckdb, and counted there", async () => {
    const folder = freshFolder();
    const database = join(folder, "anaplan.duckdb");
    await load("target-duckdb", "target-duckdb", { filepath: database, default_target_schema: "main" }, folder);
    const count =
      "import duckdb, sys; print(duckdb.connect(sys.argv[1]).execute('select count(*) from demo_source__flights').fetchone()[0])";
    const { stdout } = await succeed(foreign("target-duckdb", "python"), ["-c", count, database], { cwd: folder });
    expect(stdout.trim()).toBe("20000");
  });
});
