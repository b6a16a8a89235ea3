/** The exact wire of both programs, and the requests they make. `npm run golden` writes the files anew; review them as a diff. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { tiny } from "../emulator/models/tiny.ts";
import type { Emulator } from "../emulator/server.ts";
import { startEmulator } from "../emulator/server.ts";
import { freshFolder, runBin, writeJson } from "../support/bins.ts";
import { pair, startPair, writeConfigs } from "../support/pair.ts";
import { goldenIn } from "./golden.ts";

const expectGolden = goldenIn(import.meta.dirname);

it("tap: exports of every text form, a list among them", async () => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const wanted = [
    tiny.flatExport,
    tiny.singleColumnExport,
    tiny.gridExport,
    tiny.listExport,
    tiny.tabExport,
    tiny.latin1Export,
    tiny.bomExport,
  ];
  const config = writeJson(folder, "tap.json", {
    ...tinyConnection(emulator),
    sync_mode: "SpecificExports",
    selected_exports: wanted.map((id) => `${tiny.workspace}_${tiny.model}_${id}`),
  });
  const { code, stdout, stderr } = await runBin("tap-anaplan", ["--config", config]);
  expect(code, stderr).toBe(0);
  expectGolden("tap-exports.golden.jsonl", stdout);
  expectGolden("tap-exports.requests.golden", requests(emulator));
});

it("tap: the metadata streams", async () => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const config = writeJson(folder, "tap.json", {
    ...tinyConnection(emulator),
    models: [tiny.model],
    discover: ["metadata"],
  });
  const discovered = await runBin("tap-anaplan", ["--config", config, "--discover"]);
  const catalog = JSON.parse(discovered.stdout);
  for (const stream of catalog.streams) stream.metadata[0].metadata.selected = true;
  const { code, stdout, stderr } = await runBin("tap-anaplan", [
    "--config",
    config,
    "--catalog",
    writeJson(folder, "catalog.json", catalog),
  ]);
  expect(code, stderr).toBe(0);
  expectGolden("tap-catalog.golden.json", discovered.stdout);
  expectGolden("tap-metadata.golden.jsonl", stdout);
});

it("target: one stream, two batches, a refused row, three states", async () => {
  const emulator = await startPair({ rows: 0 });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const { target } = writeConfigs(folder, emulator.url, { target: { batch_rows: 2, on_rejected_rows: "warn" } });
  const input = readFileSync(join(import.meta.dirname, "target-load.in.jsonl"), "utf8");
  const { code, stdout, stderr } = await runBin("target-anaplan", ["--config", target], { input, cwd: folder });
  expect(code, stderr).toBe(0);
  expectGolden("target-load.golden.jsonl", stdout);
  expectGolden("target-load.requests.golden", requests(emulator));
  const report = readFileSync(join(folder, "report.json"), "utf8");
  expectGolden("target-load.report.golden.json", report);
  expect(JSON.parse(report).requests).toBe(emulator.journal.entries.length);
  expect(emulator.world.listItems(pair.target, pair.list)).toHaveLength(3);
});

function tinyConnection({ url }: Emulator) {
  return { username: tiny.user, password: tiny.password, api_url: url, auth_url: url, poll_interval_seconds: 0.1 };
}

function requests({ journal }: Emulator): string {
  const lines = journal.entries.map(({ method, path, query, status }) => `${method} ${path}${query} ${status}\n`);
  // The definitions of several exports and the line items are asked for side by side: their order means nothing.
  return lines.join("").replace(/(GET \S+\/(exports\/\d+|lineItems\?includeAll=true) 200\n)+/g, (group) =>
    group
      .split(/(?<=\n)/)
      .sort()
      .join(""),
  );
}
