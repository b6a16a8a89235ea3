/** A million rows on the shell, exactly as README shows it; then the model holds what the export held. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { compareRows } from "../emulator/world/compare.ts";
import { binPath, freshFolder } from "../support/bins.ts";
import { pair, postingRow, startPair, streamId, writeConfigs } from "../support/pair.ts";

const rows = 1_000_000;
const run = promisify(execFile);

it("moves a million rows through a shell pipe, every value equal", { timeout: 300_000 }, async () => {
  const emulator = await startPair({ rows });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  writeConfigs(folder, emulator.url);
  const tap = `node ${binPath("tap-anaplan")}`;
  const target = `node ${binPath("target-anaplan")}`;
  const script = `set -e -o pipefail
    ${tap} --config tap.json --discover > cat.json
    echo '{}' > s.json
    ${tap} --config tap.json --catalog cat.json --state s.json | ${target} --config target.json > new-state.json`;
  await run("bash", ["-c", script], { cwd: folder, maxBuffer: 64 << 20 });

  const { world } = emulator;
  const model = world.model(pair.target);
  const imported = model.definition.imports?.find(({ id }) => id === pair.importId);
  if (imported === undefined) throw new Error("no import");
  const compared = await compareRows(["Name", "Code", "Amount", "Remark"], postings(), model, imported);
  expect(compared).toMatchObject({ rows, missing: 0, different: 0, equal: rows * 4 });
  expect(world.books(pair.target)).toMatchObject([{ rows, created: rows, failed: 0, ignored: 0 }]);
  const states = readFileSync(join(folder, "new-state.json"), "utf8").trimEnd().split("\n");
  const bookmark = JSON.parse(states.at(-1) ?? "").bookmarks[streamId];
  expect(bookmark).toMatchObject({ rows, task_id: expect.stringMatching(/^[0-9A-F]{32}$/) });
  expect(bookmark.resume).toBeUndefined();
  const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
  expect(report).toMatchObject({
    outcome: "succeeded",
    streams: [
      { stream: pair.stream, rows: { received: rows, loaded: rows, ignored: 0, rejected: 0, unacknowledged: 0 } },
    ],
  });
});

function* postings(): Generator<string[]> {
  for (let n = 1; n <= rows; n++) yield postingRow(n);
}
