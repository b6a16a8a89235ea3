/** The Singer programs as orchestrators call them: odd inputs, and what they tell of themselves (protocols.md 4.3). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { passBigState, SANE_PEAK_BYTES } from "../support/big-state.ts";
import { freshFolder, runBin, writeJson } from "../support/bins.ts";
import { expected, loaded, pair, startPair, streamId, writeConfigs } from "../support/pair.ts";

async function side(more: { tap?: object; target?: object } = {}) {
  const emulator = await startPair({ rows: 3 });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  return { folder, emulator, ...writeConfigs(folder, emulator.url, more) };
}

const properties = { Name: {}, Code: {}, Amount: {}, Remark: {} };
const schema = { type: "SCHEMA", stream: pair.stream, schema: { properties }, key_properties: [] };
const record = {
  type: "RECORD",
  stream: pair.stream,
  record: { Name: "Posting", Code: "P1", Amount: 1, Remark: null },
};
const line = (message: object) => `${JSON.stringify(message)}\n`;

/** Meltano leaves files of an earlier run on the command line (protocols.md, fact 9). */
function leftOver(folder: string): string[] {
  const catalog = writeJson(folder, "catalog.json", { streams: [] });
  const state = writeJson(folder, "state.json", { bookmarks: { [streamId]: { version: 1 } } });
  return ["--catalog", catalog, "--state", state];
}

const messagesOf = (text: string) =>
  text
    .split("\n")
    .filter((one) => one !== "")
    .map((one) => JSON.parse(one) as { type: string; stream: string });
const typesOf = (text: string) => messagesOf(text).map(({ type }) => type);

describe.each(["tap-anaplan", "target-anaplan"] as const)("%s --about", (bin) => {
  it.each([
    ["text", ["--about"], /^Name: t\S+\nDescription: .*\nVersion: .*\nSDK Version: None\nCapabilities:\n {2}- \S+\n/],
    ["Markdown", ["--about", "--format", "markdown"], /^# `t\S+`\n\n.*\n\n## Capabilities\n\n- `/],
    ["JSON", ["--about", "--format=json"], /^\{\n {2}"name": "t\S+",/],
  ])("as %s needs no config, and works beside one", async (_, args, start) => {
    const folder = freshFolder();
    const bare = await runBin(bin, args);
    expect([bare.code, bare.stderr]).toEqual([0, ""]);
    expect(bare.stdout).toMatch(start);
    const more = bin === "tap-anaplan" ? leftOver(folder) : [];
    const { stdout } = await runBin(bin, ["--config", writeJson(folder, "config.json", {}), ...more, ...args]);
    expect(stdout).toBe(bare.stdout);
  });

  it("names every setting and the variable of the environment that sets it", async () => {
    const { stdout: json } = await runBin(bin, ["--about", "--format=json"]);
    const { stdout: text } = await runBin(bin, ["--about"]);
    const { stdout: markdown } = await runBin(bin, ["--about", "--format=markdown"]);
    const { settings } = JSON.parse(json) as { settings: { properties: Record<string, object> } };
    const prefix = `${bin.toUpperCase().replace("-", "_")}_`;
    for (const key of Object.keys(settings.properties)) {
      expect(text).toContain(`  - Name: ${key}\n`);
      expect(text).toContain(`    Environment Variable: ${prefix}${key.toUpperCase()}\n`);
      expect(markdown).toContain(`\n| ${key} | `);
    }
    expect(settings.properties.password).toMatchObject({ secret: true });
  });
});

describe("tap-anaplan --test", () => {
  const only = { sync_mode: "SpecificExports", selected_exports: [streamId] };

  it.each([["--test"], ["--test=all"], ["--test=records"], ["--test=schema"]])("%s", async (flag) => {
    const { tap, emulator } = await side({ tap: only });
    const { code, stdout, stderr } = await runBin("tap-anaplan", ["--config", tap, flag]);
    expect(code, stderr).toBe(0);
    // No STATE: a record that was only looked at must not count as read.
    expect(typesOf(stdout)).toEqual(flag === "--test=schema" ? ["SCHEMA"] : ["SCHEMA", "RECORD"]);
    if (flag === "--test=schema") expect(emulator.journal.find("POST", /\/tasks$/)).toEqual([]);
  });

  it("=FILE writes the messages there and nothing to stdout", async () => {
    const { tap, folder } = await side({ tap: only });
    const file = join(folder, "messages.jsonl");
    const { code, stdout, stderr } = await runBin("tap-anaplan", ["--config", tap, `--test=${file}`]);
    expect([code, stdout], stderr).toEqual([0, ""]);
    expect(typesOf(readFileSync(file, "utf8"))).toEqual(["SCHEMA", "RECORD"]);
  });

  it("takes one record of each chosen stream, also of those without any, and works beside files of an earlier run", async () => {
    const { tap, folder } = await side({ tap: { discover: ["metadata", "exports"] } });
    const { stdout } = await runBin("tap-anaplan", ["--config", tap, "--discover"]);
    const { streams } = JSON.parse(stdout) as { streams: { metadata: { metadata: object }[] }[] };
    for (const { metadata } of streams) Object.assign(metadata[0]!.metadata, { selected: true });
    const catalog = writeJson(folder, "catalog.json", { streams });
    const state = writeJson(folder, "state.json", { bookmarks: { [streamId]: { version: 1, rows: 3 } } });
    const args = ["--config", tap, "--catalog", catalog, "--state", state, "--test"];
    const ended = await runBin("tap-anaplan", args);
    expect(ended.code, ended.stderr).toBe(0);
    const messages = messagesOf(ended.stdout);
    const counts = new Map<string, number>();
    for (const { type, stream } of messages) if (type === "RECORD") counts.set(stream, (counts.get(stream) ?? 0) + 1);
    expect(messages.filter(({ type }) => type === "SCHEMA")).toHaveLength(streams.length);
    expect(counts.get(pair.stream)).toBe(1);
    expect(counts.get("workspaces")).toBe(1);
    expect(new Set(counts.values())).toEqual(new Set([1]));
  });

  it("fails where a stream cannot be read", async () => {
    const { tap } = await side({ tap: { ...only, selected_exports: [`${streamId.slice(0, -3)}999`] } });
    const { code, stdout } = await runBin("tap-anaplan", ["--config", tap, "--test"]);
    expect([code, stdout]).toEqual([2, ""]);
  });
});

describe("target-anaplan", () => {
  it.each([
    ["nothing", ""],
    ["blank lines", "\n\n"],
  ])("passes an input of %s", async (_, input) => {
    const { target, emulator } = await side();
    const { code, stdout, stderr } = await runBin("target-anaplan", ["--config", target], { input });
    expect([code, stdout], stderr).toEqual([0, ""]);
    expect(emulator.journal.find("POST", /\/tasks$/)).toEqual([]);
  });

  it("passes a single state of 200 MB", async () => {
    const { folder, target } = await side();
    const state = line({ type: "STATE", value: { bookmarks: { one: { big: "BIG" } } } });
    const [before = "", after = ""] = (line(schema) + line(record) + state).split("BIG");
    const { end, peakBytes } = await passBigState("target-anaplan", ["--config", target], { folder, before, after });
    expect(end).toMatch(/x"\}\}\}\n$/);
    expect(peakBytes).toBeLessThan(SANE_PEAK_BYTES);
  });
});

describe("settings as texts, as an orchestrator hands them over", () => {
  const texts = {
    tap: {
      metadata_columns: "true",
      max_retries: "5",
      models: JSON.stringify([pair.source]),
      requests_per_minute: "600",
    },
    target: { chunk_size_mb: "5", compress: "false", validate_records: "true", batch_rows: "2" },
  };

  it("are taken for the numbers, booleans and lists that they stand for", async () => {
    const { tap, target, emulator } = await side(texts);
    const read = await runBin("tap-anaplan", ["--config", tap]);
    expect(read.code, read.stderr).toBe(0);
    expect(read.stdout).toContain('"_anaplan_model_id"');
    const { code, stderr } = await runBin("target-anaplan", ["--config", target], { input: read.stdout });
    expect(code, stderr).toBe(0);
    // Two rows, then the third.
    expect(emulator.journal.find("POST", /imports.*\/tasks$/)).toHaveLength(2);
    expect(loaded(emulator)).toEqual(expected(3));
  });

  it.each([
    ["tap-anaplan", { tap: { max_retries: "five", metadata_columns: "yes" } }, /"max_retries" must be integer/],
    ["target-anaplan", { target: { chunk_size_mb: "large", compress: "maybe" } }, /"chunk_size_mb" must be number/],
  ] as const)("are refused by %s where they stand for nothing", async (bin, more, message) => {
    const { tap, target } = await side(more);
    const { code, stderr, stdout } = await runBin(bin, ["--config", bin === "tap-anaplan" ? tap : target]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/CONFIG_INVALID/);
    expect(stderr).toMatch(message);
  });
});
