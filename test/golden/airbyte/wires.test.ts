/** The exact wires of both Airbyte programs, each line judged by the protocol's own schema. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { tiny } from "../../emulator/models/tiny.ts";
import { startEmulator } from "../../emulator/server.ts";
import { expectConfiguredCatalog, expectMessage, ofType, runAirbyte } from "../../support/airbyte.ts";
import { freshFolder, writeJson } from "../../support/bins.ts";
import { csvLine, pair, postingRow, startPair } from "../../support/pair.ts";
import { goldenIn } from "../golden.ts";

const expectGolden = goldenIn(import.meta.dirname);

it("spec", async () => {
  for (const program of ["source-anaplan", "destination-anaplan"] as const) {
    const { stdout, code } = await runAirbyte(program, ["spec"]);
    expect(code).toBe(0);
    expectGolden(`${program}.spec.golden.json`, `${JSON.stringify(JSON.parse(stdout), null, 1)}\n`);
  }
});

it("check, discover and read", async () => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const network = { api_url: emulator.url, auth_url: emulator.url, poll_interval_seconds: 0.1 };
  const credentials = { auth_mode: "Basic", username: tiny.user, password: tiny.password };
  const exports = [tiny.flatExport, tiny.gridExport, tiny.listExport];
  const config = writeJson(folder, "config.json", {
    credentials,
    ...network,
    sync_mode: "SpecificExports",
    selected_exports: exports.map((id) => `${tiny.workspace}_${tiny.model}_${id}`),
  });
  const wrong = writeJson(folder, "wrong.json", {
    credentials: { ...credentials, password: "not this one" },
    ...network,
  });

  const checks = [await runAirbyte("source-anaplan", ["check", "--config", config])];
  checks.push(await runAirbyte("source-anaplan", ["check", "--config", wrong]));
  expect(checks.map(({ code }) => code)).toEqual([0, 0]);
  expectGolden("source.check.golden.jsonl", checks.map(({ stdout }) => stdout).join(""));

  const discovered = await runAirbyte("source-anaplan", ["discover", "--config", config]);
  expectGolden("source.discover.golden.jsonl", discovered.stdout);
  const [message] = ofType(discovered.messages, "CATALOG");
  const { streams } = message!.catalog as { streams: { name: string }[] };
  const chosen = streams.filter(({ name }) => name.includes("__"));
  const catalog = {
    streams: chosen.map((stream) => ({ stream, sync_mode: "full_refresh", destination_sync_mode: "append" })),
  };
  expect(chosen).toHaveLength(exports.length);
  expectConfiguredCatalog(catalog);
  const path = writeJson(folder, "catalog.json", catalog);
  const read = await runAirbyte("source-anaplan", ["read", "--config", config, "--catalog", path]);
  expect(read.code).toBe(0);
  expectGolden("source.read.golden.jsonl", read.stdout);
});

it("read: a value that does not fit, a stream that is gone, a renamed column", async () => {
  const rows = [1, 2, 3].map((n) => postingRow(n));
  rows[1]![2] = "about 5";
  const emulator = await startPair({
    rows: 0,
    edit: (world) => {
      const [definition] = world.workspaces[0]?.models[0]?.exports ?? [];
      if (definition === undefined) throw new Error("no export");
      definition.headerNames = ["Name", "#", "Amount", "amount"];
      definition.source = { kind: "text", text: [definition.headerNames, ...rows].map(csvLine).join("") };
    },
  });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const config = writeJson(folder, "config.json", {
    credentials: { auth_mode: "Basic", username: pair.user, password: pair.password },
    api_url: emulator.url,
    auth_url: emulator.url,
    poll_interval_seconds: 0.1,
    models: [pair.source],
    discover: ["exports"],
  });
  const { messages } = await runAirbyte("source-anaplan", ["discover", "--config", config]);
  const [message] = ofType(messages, "CATALOG");
  const { streams } = message!.catalog as { streams: { name: string; json_schema: Record<string, unknown> }[] };
  const [postings] = streams;
  if (postings === undefined) throw new Error("no stream");
  const gone = {
    ...postings,
    name: "gone",
    json_schema: { ...postings.json_schema, anaplan_stream_id: `${pair.workspace}_${pair.source}_116000000777` },
  };
  const modes = { sync_mode: "full_refresh", destination_sync_mode: "append" };
  const catalog = writeJson(folder, "catalog.json", {
    streams: [gone, postings].map((stream) => ({ stream, ...modes })),
  });
  const { stdout, code } = await runAirbyte("source-anaplan", ["read", "--config", config, "--catalog", catalog]);
  expect(code).toBe(2);
  expectGolden("source.read-troubles.golden.jsonl", stdout);
});

it("write", async () => {
  const emulator = await startPair({ rows: 0 });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const config = writeJson(folder, "config.json", {
    credentials: { auth_mode: "Basic", username: pair.user, password: pair.password },
    api_url: emulator.url,
    auth_url: emulator.url,
    poll_interval_seconds: 0.1,
    workspace: pair.workspace,
    model: pair.target,
    streams: [{ stream: "postings", import: pair.importId }],
    on_rejected_rows: "warn",
    rejects_dir: join(folder, "rejects"),
  });
  const text = { type: ["null", "string"] };
  const catalog = {
    streams: [
      {
        stream: {
          name: "postings",
          json_schema: {
            type: "object",
            properties: { Name: text, Code: text, Amount: { type: "number" }, Remark: text },
          },
          supported_sync_modes: ["full_refresh"],
        },
        sync_mode: "full_refresh",
        destination_sync_mode: "append",
        generation_id: 1,
        minimum_generation_id: 1,
      },
    ],
  };
  expectConfiguredCatalog(catalog);
  const input = readFileSync(join(import.meta.dirname, "destination.write.in.jsonl"), "utf8");
  for (const line of input
    .trimEnd()
    .split("\n")
    .filter((line) => !line.includes("FUTURE")))
    expectMessage(line, "in");
  const { stdout, code } = await runAirbyte(
    "destination-anaplan",
    ["write", "--config", config, "--catalog", writeJson(folder, "catalog.json", catalog)],
    { input, cwd: folder },
  );
  expect(code).toBe(0);
  expectGolden("destination.write.golden.jsonl", stdout);
  expect(emulator.world.listItems(pair.target, pair.list)).toHaveLength(3);
});
