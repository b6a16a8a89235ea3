/** Uploads that are killed at twenty random moments: each kill costs one chunk at the most, and what arrives is the file. */
import { createHash } from "node:crypto";
import { closeSync, createReadStream, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { Emulator } from "../emulator/server.ts";
import { readContent } from "../emulator/world/content.ts";
import { type Ended, freshFolder, runBin } from "../support/bins.ts";
import { pair, startPair, writeConfigs } from "../support/pair.ts";
import { random } from "../support/random.ts";

const kills = 20;
const MEGABYTE = 1_000_000;
/** Ten kilobytes a row. */
const filler = "0123456789".repeat(994);
const nameOf = (n: number) => String(n).padStart(8, "0");

interface Setting {
  emulator: Emulator;
  folder: string;
  config: string;
  puts(): number;
}

async function prepare(settings: object): Promise<Setting> {
  const emulator = await startPair({ rows: 1 });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const { target } = writeConfigs(folder, emulator.url, { target: { compress: false, ...settings } });
  return { emulator, folder, config: target, puts: () => emulator.journal.find("PUT", /chunks\/\d+$/).length };
}

function writeRows(path: string, head: string, rows: number, row: (n: number) => string, tail = ""): string {
  const fd = openSync(path, "wx");
  writeSync(fd, head);
  for (let n = 0; n < rows; n += 100)
    writeSync(fd, Array.from({ length: Math.min(100, rows - n) }, (_, index) => row(n + index)).join(""));
  writeSync(fd, tail);
  closeSync(fd);
  return path;
}

interface Killed {
  last: Ended;
  /** Of any of the runs. */
  mostMemoryMegabytes: number;
}

/** Kills it after a random time, or behind a random number of chunks; the last run is left alone. */
async function killed(args: readonly string[], { folder, puts }: Setting, chunksAtMost: number): Promise<Killed> {
  let mostMemoryMegabytes = 0;
  const once = (isDue: (sinceMs: number, sent: number) => boolean) => {
    const [began, before] = [performance.now(), puts()];
    return runBin("target-anaplan", args, {
      cwd: folder,
      env: { TMPDIR: folder },
      onSpawn: (child) => {
        const watch = setInterval(() => {
          mostMemoryMegabytes = Math.max(mostMemoryMegabytes, memoryOf(child.pid));
          if (isDue(performance.now() - began, puts() - before)) child.kill("SIGKILL");
        }, 2);
        child.on("exit", () => clearInterval(watch));
      },
    });
  };
  const next = random(20);
  for (let kill = 0; kill < kills; kill++) {
    const [time, chunks] = [next() * 4000, next() * chunksAtMost];
    const ended = await once((sinceMs, sent) => sinceMs > time || sent > chunks);
    expect(ended.signal, ended.stderr).toBe("SIGKILL");
  }
  const last = await once(() => false);
  expect(last.code, last.stderr).toBe(0);
  expect(last.stderr).toContain("chunks are there already");
  return { last, mostMemoryMegabytes };
}

/** Its peak so far. */
function memoryOf(pid: number | undefined): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes ?? 0) / 1000;
  } catch {
    return 0;
  }
}

async function hashOf(blocks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const block of blocks) hash.update(block);
  return hash.digest("hex");
}

function onServer({ emulator }: Setting) {
  const slot = emulator.world.model(pair.target).files.slots.get(pair.fileId);
  const content = [...(slot?.byUser.values() ?? [])][0]?.current;
  if (content?.kind !== "stored") throw new Error("no content");
  return content;
}

it("upload FILE of 2 GB", async () => {
  const setting = await prepare({});
  const csv = writeRows(
    join(setting.folder, "large.csv"),
    "Name,Code,Amount,Remark\n",
    200_000,
    (n) => `${nameOf(n)},${nameOf(n)},${n},${filler}${nameOf(n)}\n`,
  );
  const args = ["upload", csv, "--import", pair.importId, "--chunk-size-mb", "10", "--config", setting.config];
  const { last, mostMemoryMegabytes } = await killed([...args, "--format", "json"], setting, 13);
  const { bytes, chunks } = JSON.parse(last.stdout);
  expect(bytes).toBeGreaterThan(1990 * MEGABYTE);
  expect(setting.puts()).toBeGreaterThanOrEqual(chunks);
  expect(setting.puts()).toBeLessThanOrEqual(chunks + kills);
  expect(await hashOf(readContent(onServer(setting)))).toBe(await hashOf(createReadStream(csv)));
  expect(mostMemoryMegabytes).toBeLessThan(250);
});

it("a load of messages of 300 MB", async () => {
  const setting = await prepare({ chunk_size_mb: 2 });
  const rows = 30_000;
  const schema = { properties: { Name: {}, Code: {}, Amount: {}, Remark: {} } };
  const lines = writeRows(
    join(setting.folder, "messages.jsonl"),
    `${JSON.stringify({ type: "SCHEMA", stream: pair.stream, schema, key_properties: ["Code"] })}\n`,
    rows,
    (n) => {
      const record = { Name: nameOf(n), Code: nameOf(n), Amount: n, Remark: `${filler}${nameOf(n)}` };
      return `${JSON.stringify({ type: "RECORD", stream: pair.stream, record })}\n`;
    },
    `${JSON.stringify({ type: "STATE", value: { rows } })}\n`,
  );
  const args = ["--config", setting.config, "--input", lines];
  const { last, mostMemoryMegabytes } = await killed(args, setting, 8);
  expect(last.stdout).toBe(`${JSON.stringify({ rows })}\n`);
  const chunks = onServer(setting).sizes.length;
  expect(chunks).toBeGreaterThanOrEqual(149);
  expect(setting.puts()).toBeGreaterThanOrEqual(chunks);
  expect(setting.puts()).toBeLessThanOrEqual(chunks + kills);
  expect(setting.emulator.world.books(pair.target)).toMatchObject([{ rows, created: rows, failed: 0, ignored: 0 }]);
  expect(mostMemoryMegabytes).toBeLessThan(250);
});
