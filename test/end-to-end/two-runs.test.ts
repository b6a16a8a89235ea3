/** The same config started twice: the second run is refused before it touches anything, the first one loads as if nothing had
 *  happened. Real processes; each test has a world of its own. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { collectEnded, freshFolder, runBin, spawnBin } from "../support/bins.ts";
import { loaded, pair, startPair, writeConfigs } from "../support/pair.ts";

const properties = Object.fromEntries(["Name", "Code", "Amount", "Remark"].map((name) => [name, {}]));
const schema = { type: "SCHEMA", stream: pair.stream, schema: { properties }, key_properties: [] };
const record = (n: number, remark: string) => ({
  type: "RECORD",
  stream: pair.stream,
  record: { Name: `N${n}`, Code: `P${n}`, Amount: String(n), Remark: remark },
});
const lines = (...messages: object[]) => messages.map((one) => `${JSON.stringify(one)}\n`).join("");
const whole = (remark: string) =>
  lines(schema, record(1, remark), record(2, remark), { type: "STATE", value: { of: remark } });

async function prepare() {
  const emulator = await startPair({ rows: 0 });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const { target } = writeConfigs(folder, emulator.url);
  const args = ["--config", target];
  /** A run that has opened its stream and waits for more. */
  const first = async () => {
    const child = spawnBin("target-anaplan", args, { cwd: folder });
    const ended = collectEnded(child);
    child.stdin?.on("error", () => {});
    child.stdin?.write(lines(schema, record(1, "first")));
    let said = "";
    child.stderr?.on("data", (bytes: Buffer) => {
      said += bytes.toString();
    });
    await expect.poll(() => said, { timeout: 30_000 }).toContain("Stream opened");
    return { child, ended };
  };
  const remarks = () => loaded(emulator).map(([, , , remark]) => remark);
  return { emulator, folder, args, first, remarks };
}

it("a second run of the same config is refused, and the first one goes on", async () => {
  const { emulator, folder, args, first, remarks } = await prepare();
  const { child, ended } = await first();
  const second = await runBin("target-anaplan", args, { cwd: folder, input: whole("second") });
  expect(second.code, second.stderr).toBe(1);
  expect(second.stderr).toContain(
    `FILE_IN_USE: Another run is loading the file ${pair.fileId} (process ${child.pid} on`,
  );
  expect(second.stderr).toContain(`model_id=${pair.target}`);
  expect(second.stdout).toBe("");
  expect(emulator.journal.entries.filter(({ method }) => method === "PUT")).toEqual([]);

  child.stdin?.end(lines(record(2, "first"), { type: "STATE", value: { of: "first" } }));
  const { code, stdout, stderr } = await ended;
  expect(code, stderr).toBe(0);
  expect(stdout).toBe('{"of":"first"}\n');
  expect(remarks()).toEqual(["first", "first"]);
});

it("so is an upload by hand", async () => {
  const { folder, args, first } = await prepare();
  const { child, ended } = await first();
  const path = join(folder, "ready.csv");
  writeFileSync(path, "Name,Code,Amount,Remark\nN9,P9,9,by hand\n");
  const second = await runBin("target-anaplan", ["upload", path, "--import", pair.importId, ...args], { cwd: folder });
  expect(second.code, second.stderr).toBe(1);
  expect(second.stderr).toContain("FILE_IN_USE:");
  child.stdin?.end();
  expect((await ended).code).toBe(0);
});

it("a run that was killed is in nobody's way, nor is one that has ended", async () => {
  const { folder, args, first, remarks } = await prepare();
  const { child, ended } = await first();
  child.kill("SIGKILL");
  await ended;
  for (const remark of ["second", "third"]) {
    const next = await runBin("target-anaplan", args, { cwd: folder, input: whole(remark) });
    expect(next.code, next.stderr).toBe(0);
    expect(remarks()).toEqual([remark, remark]);
  }
});
