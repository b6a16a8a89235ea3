/** The exact wire of both programs, and the requests they make. `npm run golden` writes the files anew; review them as a diff. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { tiny } from "../emulator/models/tiny.ts";
import type { Emulator } from "../emulator/server.ts";
import { startEmulator } from "../emulator/server.ts";
import { freshFolder, runBin, writeJson } from "../support/bins.ts";
import { pair, startPair, writeConfigs } from "../support/pair.ts";

const isWriting = process.env.GOLDEN === "write";

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
  expectGolden("target-load.report.golden.json", readFileSync(join(folder, "report.json"), "utf8"));
  expect(emulator.world.listItems(pair.target, pair.list)).toHaveLength(3);
});

function tinyConnection({ url }: Emulator) {
  return { username: tiny.user, password: tiny.password, api_url: url, auth_url: url, poll_interval_seconds: 0.1 };
}

function requests({ journal }: Emulator): string {
  const lines = journal.entries.map(({ method, path, query, status }) => `${method} ${path}${query} ${status}\n`);
  // The definitions of several exports are asked for side by side: their order means nothing.
  return lines.join("").replace(/(GET \S+\/exports\/\d+ 200\n)+/g, (group) =>
    group
      .split(/(?<=\n)/)
      .sort()
      .join(""),
  );
}

function expectGolden(name: string, text: string): void {
  const path = join(import.meta.dirname, name);
  const actual = frozen(text);
  if (isWriting || !existsSync(path)) {
    if (!isWriting) throw new Error(`${name} is missing: npm run golden`);
    writeFileSync(path, actual);
  }
  expect(actual).toBe(readFileSync(path, "utf8"));
}

/** What differs from run to run stands still: task ids in order of appearance, times, versions, durations. */
function frozen(text: string): string {
  const tasks = new Map<string, string>();
  const known = new Set<string>([tiny.model, pair.source, pair.target]);
  return (
    text
      .replace(/\b[0-9A-F]{32}\b/g, (id) => {
        if (known.has(id) || id.startsWith("5C1E9A77")) return id;
        if (!tasks.has(id)) tasks.set(id, `TASK-${tasks.size + 1}`);
        return tasks.get(id) ?? id;
      })
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:?00)/g, "TIME")
      .replace(/"version":\d{13}/g, '"version":0')
      .replace(/"(waiting|running|transferring|waited_seconds)": [\d.e-]+/g, '"$1": 0')
      .replace(/127\.0\.0\.1:\d+/g, "HOST")
      .replace(/"rejects_file": "[^"]*\//g, '"rejects_file": "')
      // How often a running task is asked depends on the moment.
      .replace(/(GET \S+\/tasks\/TASK-\d+ 200\n)+/g, "$1")
  );
}
