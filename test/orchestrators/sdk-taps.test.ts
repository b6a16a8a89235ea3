/** Programs and test streams of Meltano's SDK at the input of target-anaplan. */
import { cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { startEmulator } from "../emulator/server.ts";
import { asNumber, expected, loaded, pair, startPair } from "../support/pair.ts";
import { schemasOf, worldFor } from "./support/any-world.ts";
import { foreign, freshFolder, ours, python, run, succeed, writeJson } from "./support/programs.ts";

const signIn = { username: pair.user, password: pair.password, workspace: pair.workspace, model: pair.target };

const targetConfig = (url: string) => ({
  ...signIn,
  api_url: url,
  auth_url: url,
  streams: [{ stream: "postings", import: pair.importId }],
});

describe("a tap on the SDK", () => {
  it("is loaded with every value", async () => {
    const emulator = await startPair({ rows: 0 });
    try {
      const folder = freshFolder();
      const tap = writeJson(join(folder, "tap.json"), { rows: 50 });
      const { stdout } = await python("singer-sdk", "small_tap.py", ["--config", tap], { cwd: folder });
      const target = writeJson(join(folder, "target.json"), targetConfig(emulator.url));
      await succeed(ours("target-anaplan"), ["--config", target], { cwd: folder, input: stdout });
      const rows = stdout
        .split("\n")
        .filter((line) => line.includes('"RECORD"'))
        .map((line) => JSON.parse(line).record as Record<string, unknown>)
        .map(({ Name, Code, Amount, Remark }) => [
          Name,
          Code,
          Amount === null ? "" : asNumber(String(Amount)),
          Remark ?? "",
        ]);
      expect(rows).toHaveLength(50);
      expect(loaded(emulator)).toEqual(rows);
    } finally {
      await emulator.stop();
    }
  });
});

describe("BATCH", () => {
  it("of a tap on the SDK is loaded from its files", async () => {
    const emulator = await startPair({ rows: 0 });
    try {
      const folder = freshFolder();
      const batch_config = {
        encoding: { format: "jsonl", compression: "gzip" },
        storage: { root: `file://${folder}`, prefix: "batch-" },
      };
      const tap = writeJson(join(folder, "tap.json"), { rows: 50, batch_config });
      const { stdout } = await python("singer-sdk", "small_tap.py", ["--config", tap], { cwd: folder });
      expect(stdout).toContain('"BATCH"');
      const target = writeJson(join(folder, "target.json"), targetConfig(emulator.url));
      await succeed(ours("target-anaplan"), ["--config", target], { cwd: folder, input: stdout });
      expect(loaded(emulator)).toHaveLength(50);
    } finally {
      await emulator.stop();
    }
  });

  it("of our tap is loaded by a target on the SDK and by our own", async () => {
    const emulator = await startPair({ rows: 30 });
    try {
      const folder = freshFolder();
      const { url } = emulator;
      const tap = writeJson(join(folder, "tap.json"), {
        ...{ username: pair.user, password: pair.password, api_url: url, auth_url: url, models: [pair.source] },
        batch_config: { storage: { root: `file://${folder}/batches` }, batch_size: 10 },
      });
      const { stdout } = await succeed(ours("tap-anaplan"), ["--config", tap], { cwd: folder });
      expect(stdout).not.toContain('"RECORD"');
      const csv = writeJson(join(folder, "csv.json"), { output_path: join(folder, "csv") });
      mkdirSync(join(folder, "csv"));
      // The SDK's targets delete the files of a batch once it is loaded.
      cpSync(join(folder, "batches"), join(folder, "kept"), { recursive: true });
      await succeed(foreign("target-csv", "target-csv"), ["--config", csv], { cwd: folder, input: stdout });
      const [written = ""] = readdirSync(join(folder, "csv"));
      expect(parse(readFileSync(join(folder, "csv", written)), { columns: true })).toHaveLength(30);
      const config = { ...targetConfig(url), streams: [{ stream: pair.stream, import: pair.importId }] };
      const target = writeJson(join(folder, "target.json"), config);
      const input = stdout.replaceAll("/batches/", "/kept/");
      await succeed(ours("target-anaplan"), ["--config", target], { cwd: folder, input });
      expect(loaded(emulator)).toEqual(expected(30));
    } finally {
      await emulator.stop();
    }
  });
});

describe.each([
  ["tap-anaplan", "TAP_ANAPLAN_"],
  ["target-anaplan", "TARGET_ANAPLAN_"],
] as const)("%s --about", (program, prefix) => {
  it("prints what the SDK would, as text, Markdown and JSON", async () => {
    const { stdout: json } = await succeed(ours(program), ["--about", "--format=json"]);
    const asSdk = async (format: string) =>
      (await python("singer-sdk", "about_as_sdk.py", [format, prefix], { input: json })).stdout;
    // Python escapes what is not ASCII.
    expect(JSON.stringify(JSON.parse(json))).toBe(JSON.stringify(JSON.parse(await asSdk("json"))));
    expect((await succeed(ours(program), ["--about"])).stdout).toBe(await asSdk("text"));
    // It is not made with the SDK.
    const markdown = (await asSdk("markdown")).replace(/^Built with the .*\n\n/m, "");
    expect((await succeed(ours(program), ["--about", "--format=markdown"])).stdout).toBe(markdown);
  });
});

/** What the SDK's own targets refuse (protocols.md 4.1), and by which message of ours. */
const refused: Record<string, RegExp> = {
  "record_before_schema.singer": /RECORD_BEFORE_SCHEMA/,
  "record_missing_key_property.singer": /RECORD_INVALID/,
  "record_missing_required_property.singer": /RECORD_INVALID/,
  "invalid_schema.singer": /MESSAGE_INVALID/,
};

describe("the SDK's target test streams", () => {
  const folder = join(foreign("singer-sdk", "python"), "../../lib");
  const [version = ""] = readdirSync(folder);
  const streams = join(folder, version, "site-packages/singer_sdk/testing/target_test_streams");
  const files = readdirSync(streams).filter((name) => name.endsWith(".singer"));

  it("are all there", () => {
    expect(files.length).toBeGreaterThanOrEqual(20);
  });

  it.each(files)("%s", async (file) => {
    const input = readFileSync(join(streams, file), "utf8");
    const emulator = await startEmulator({ world: worldFor(input) });
    try {
      const cwd = freshFolder();
      const config = writeJson(join(cwd, "target.json"), { ...signIn, api_url: emulator.url, auth_url: emulator.url });
      const ended = await run(ours("target-anaplan"), ["--config", config], { cwd, input });
      const reason = refused[file];
      if (reason !== undefined) {
        expect(ended.code).toBe(1);
        expect(ended.stderr).toMatch(reason);
        return;
      }
      expect(ended.code, ended.stderr).toBe(0);
      for (const { stream } of schemasOf(input)) {
        const keys = keysOf(input, stream);
        expect(
          emulator.world.listItems(pair.target, stream).map(({ name }) => name),
          stream,
        ).toEqual(expect.arrayContaining(keys));
      }
      const last = input.split("\n").findLast((line) => line.includes('"STATE"'));
      if (last !== undefined) {
        expect(JSON.parse(ended.stdout.trimEnd().split("\n").at(-1) ?? "")).toEqual(JSON.parse(last).value);
      }
    } finally {
      await emulator.stop();
    }
  });
});

function keysOf(input: string, stream: string): string[] {
  const schema = schemasOf(input).find((one) => one.stream === stream);
  const key = schema?.key_properties?.[0];
  if (key === undefined) return [];
  const records = input.split("\n").filter((line) => line.includes('"RECORD"'));
  return records
    .map((line) => JSON.parse(line))
    .filter((message) => message.stream === stream)
    .map(({ record }) => String(record[key]));
}
