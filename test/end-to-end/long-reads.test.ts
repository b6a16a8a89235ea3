/** Large-volume reads that last: a consumer that takes its time, lists beyond what one call gives. */
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { shiftableClock } from "../emulator/clock.ts";
import { tiny } from "../emulator/models/tiny.ts";
import { type EmulatorOptions, startEmulator } from "../emulator/server.ts";
import { freshFolder, root, runBin, spawnBin, writeJson } from "../support/bins.ts";

const list = "101000000077";
const fastTimers = pathToFileURL(join(root, "dist/test/support/short-keep-alive.js")).href;

async function start(items: number, options: EmulatorOptions = {}) {
  const emulator = await startEmulator({
    ...options,
    world: {
      users: [{ id: "8a81b09c6a1b2c3d016a4b5c6d7e3001", email: tiny.user, password: tiny.password }],
      workspaces: [
        {
          id: tiny.workspace,
          name: "Long",
          models: [{ id: tiny.model, name: "Long", lists: [{ id: list, name: "Items" }] }],
        },
      ],
    },
  });
  onTestFinished(() => emulator.stop());
  const store = emulator.world.model(tiny.model).lists.get(list);
  for (let n = 1; n <= items; n++) store?.add(`Item Ü${n}`, `I${n}`, -1);
  const folder = freshFolder();
  const config = writeJson(folder, "tap.json", {
    username: tiny.user,
    password: tiny.password,
    api_url: emulator.url,
    auth_url: emulator.url,
    poll_interval_seconds: 0.05,
    max_retries: 1,
    model_busy_timeout_minutes: 0.02,
    models: [tiny.model],
    discover: ["lists"],
  });
  return { emulator, config };
}

/** Codes of the records, which must come in order, each once; and the types of the other messages. */
async function readLines(child: ReturnType<typeof spawnBin>) {
  const seen = { records: 0, inOrder: true, others: [] as string[] };
  if (child.stdout === null) throw new Error("no stdout");
  for await (const line of createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY })) {
    const code = /^\{"type":"RECORD".*"code":"I(\d+)"/.exec(line)?.[1];
    if (code === undefined) seen.others.push((JSON.parse(line) as { type: string }).type);
    else {
      seen.records += 1;
      seen.inOrder &&= Number(code) === seen.records;
    }
  }
  return seen;
}

describe("a read request", () => {
  it.each(["any", "every hundredth page"] as const)(
    "is kept alive while the consumer is slow, where %s access counts",
    async (readRequestAccess) => {
      const items = 40_000;
      const clock = shiftableClock();
      const { emulator, config } = await start(items, {
        clock,
        readings: { readRequestAccess },
        limits: { listReadItems: 1000, readRequestPageRows: 100 },
      });
      const asked = () => emulator.journal.find("GET", /readRequests\/\w+$/).length;
      let known = 0;
      const ticks = setInterval(() => {
        if (asked() > known) clock.advance(10 * 60_000);
        known = asked();
      }, 10);
      onTestFinished(() => clearInterval(ticks));
      const child = spawnBin("tap-anaplan", ["--config", config], { env: { NODE_OPTIONS: `--import=${fastTimers}` } });
      let stderr = "";
      child.stderr?.on("data", (bytes) => {
        stderr += bytes;
      });
      const ended = once(child, "close");
      // Two hours of the server's clock, nobody reading.
      while (asked() < 12 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
      const fetched = emulator.journal.find("GET", /\/pages\/\d+$/).length;
      const seen = await readLines(child);
      expect((await ended)[0], stderr).toBe(0);
      expect(fetched).toBeLessThan(items / 100);
      expect(seen).toMatchObject({ records: items, inOrder: true });
      expect(emulator.journal.find("DELETE", /readRequests/)).toHaveLength(1);
    },
  );

  it("that nobody asked for is reclaimed: told, nothing twice, and read anew by the next run", async () => {
    const clock = shiftableClock();
    const { emulator, config } = await start(3000, {
      clock,
      limits: { listReadItems: 1000, readRequestPageRows: 100 },
    });
    let isReclaimed = false;
    const ticks = setInterval(() => {
      if (isReclaimed || emulator.journal.find("GET", /\/pages\/7$/).length === 0) return;
      isReclaimed = true;
      clock.advance(31 * 60_000);
    }, 1);
    onTestFinished(() => clearInterval(ticks));
    emulator.faults.add({ fault: "slow", match: { method: "GET", path: "/pages/7$" }, delayMs: 200 });
    const ended = await runBin("tap-anaplan", ["--config", config]);
    expect(ended.code).toBe(1);
    const said = /READ_REQUEST_LOST.*/.exec(ended.stderr)?.[0].replace(/ path=\S+/, "");
    expect(said).toBe(
      `READ_REQUEST_LOST: Anaplan no longer knows this large-volume read; the server says "Not Found". [workspace_id=${tiny.workspace} model_id=${tiny.model} list_id=${list} stream=long__items chunk=8 status=404] Cause: It was reclaimed: 30 minutes without a request end it, and so does whatever closes the model. Next: Run again; the table is then read from its start.`,
    );
    expect(ended.stdout).not.toContain("ACTIVATE_VERSION");
    const codes = [...ended.stdout.matchAll(/"code":"(I\d+)"/g)].map(([, code]) => code);
    expect(codes).toEqual(Array.from(codes, (_, n) => `I${n + 1}`));
    expect(codes.length).toBeLessThanOrEqual(800);
    const again = await runBin("tap-anaplan", ["--config", config]);
    expect(again.code, again.stderr).toBe(0);
    expect([...again.stdout.matchAll(/"type":"RECORD"/g)]).toHaveLength(3000);
  });
});

describe("a list of 1,200,000 items", () => {
  it("comes whole, page by page, each item once", { timeout: 180_000 }, async () => {
    const items = 1_200_000;
    const { emulator, config } = await start(items, { limits: { readRequestPageRows: 100_000, requestsPerMinute: 0 } });
    const child = spawnBin("tap-anaplan", ["--config", config, "--quiet"]);
    const ended = once(child, "close");
    const seen = await readLines(child);
    expect((await ended)[0]).toBe(0);
    expect(seen).toEqual({ records: items, inOrder: true, others: ["STATE", "SCHEMA", "ACTIVATE_VERSION", "STATE"] });
    expect(emulator.journal.find("GET", /\/lists\/\d+\/items$/)).toEqual([]);
    expect(emulator.journal.find("GET", /\/pages\/11$/)).toHaveLength(1);
    expect(emulator.journal.find("DELETE", /readRequests/)).toHaveLength(1);
  });
});
