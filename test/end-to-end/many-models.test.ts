/** Several models at once: their exports run side by side, those of one model one after another, and each stream's output is
 *  what it is when nothing runs beside it. */
import { describe, expect, it, onTestFinished } from "vitest";
import { shiftableClock } from "../emulator/clock.ts";
import { tiny, tinyWorld } from "../emulator/models/tiny.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../emulator/server.ts";
import type { ModelDefinition } from "../emulator/world/definition.ts";
import type { Task } from "../emulator/world/tasks.ts";
import { ofType, runAirbyte, statuses } from "../support/airbyte.ts";
import { freshFolder, runBin, spawnBin, writeJson } from "../support/bins.ts";
import { csvLine, pair, pairWorld, postingRow } from "../support/pair.ts";

const modelIds = [1, 2, 3, 4, 5].map((n) => `A1A05A1C0E5E4B7F9A1B2C3D4E5F810${n}`);
/** Less than what the reading of all models takes. */
const BUDGET = 85;
const header = ["Name", "Code", "Amount", "Remark"];

function textOf(model: number, exported: number, rows: number): string {
  const lines = Array.from({ length: rows }, (_, n) => csvLine(postingRow(model * 10_000 + exported * 1000 + n)));
  return [csvLine(header), ...lines].join("");
}

function modelOf(id: string, model: number, rows: number): ModelDefinition {
  return {
    id,
    name: `Model ${model + 1}`,
    exports: [1, 2].map((exported) => ({
      id: `11600000000${exported}`,
      name: `export ${exported}`,
      exportType: "TABULAR_MULTI_COLUMN",
      source: { kind: "text", text: textOf(model, exported, rows) },
      headerNames: header,
      dataTypes: ["TEXT", "TEXT", "NUMBER", "TEXT"],
    })),
  };
}

interface Options extends EmulatorOptions {
  rows?: number;
  /** The first task ends once so many models have one running. Default 4. */
  atOnce?: number;
  edit?(models: ModelDefinition[]): void;
}

/** Tasks last a minute of the emulator's clock, which moves when as many run as should. */
async function start({ rows = 20, atOnce = 4, edit, ...options }: Options = {}) {
  const world = pairWorld("");
  const models = modelIds.map((id, index) => modelOf(id, index, rows));
  edit?.(models);
  if (world.workspaces[0] !== undefined) world.workspaces[0].models = models;
  const clock = shiftableClock();
  const emulator = await startEmulator({
    clock,
    taskDurationMs: 60_000,
    limits: { exportChunkBytes: 400 },
    ...options,
    world,
  });
  let hasBegun = false;
  const ticks = setInterval(() => {
    const running = tasksOf(emulator)
      .flat()
      .filter(({ state }) => state === "IN_PROGRESS").length;
    hasBegun ||= running >= atOnce;
    if (hasBegun && running > 0) clock.advance(60_000);
  }, 20);
  onTestFinished(() => clearInterval(ticks));
  onTestFinished(() => emulator.stop());
  return { emulator, folder: freshFolder() };
}

function configOf(folder: string, { url }: Emulator, more: object = {}): string {
  return writeJson(folder, "tap.json", {
    username: pair.user,
    password: pair.password,
    api_url: url,
    auth_url: url,
    poll_interval_seconds: 0.05,
    model_busy_timeout_minutes: 0.02,
    max_retries: 2,
    ...more,
  });
}

async function readAll(options: Options = {}, config: object = {}) {
  const { emulator, folder } = await start(options);
  const ended = await runBin("tap-anaplan", ["--config", configOf(folder, emulator, config)]);
  return { ...ended, emulator };
}

type Line = {
  type: string;
  stream?: string;
  value?: { bookmarks: Record<string, { rows?: number; resume?: object }> };
};

function linesOf(stdout: string): { text: string; line: Line }[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((text) => ({ text, line: JSON.parse(text) as Line }));
}

/** Lines of each stream, without what differs from run to run. */
function perStream(stdout: string): Map<string, string[]> {
  const streams = new Map<string, string[]>();
  for (const { text, line } of linesOf(stdout)) {
    if (line.stream === undefined) continue;
    const same = text.replace(/"version":\d+/, '"version":0').replace(/"time_extracted":"[^"]*"/, "");
    streams.set(line.stream, [...(streams.get(line.stream) ?? []), same]);
  }
  return streams;
}

/** Streams in the order in which they speak: one that is interrupted by another comes twice. */
function speakers(stdout: string): string[] {
  const names = linesOf(stdout).flatMap(({ line }) => line.stream ?? []);
  return names.filter((name, index) => name !== names[index - 1]);
}

function tasksOf(emulator: Emulator): Task[][] {
  return modelIds.map((id) => emulator.world.tasks(id));
}

/** Tasks that the program knows by their ids. */
function followed({ journal }: Emulator): number {
  return new Set(journal.find("GET", /\/tasks\/\w+$/).map(({ path }) => path)).size;
}

const overlap = (a: Task, b: Task) =>
  (a.startedAt ?? 0) < (b.endedAt ?? Number.POSITIVE_INFINITY) &&
  (b.startedAt ?? 0) < (a.endedAt ?? Number.POSITIVE_INFINITY);

/** Models that had a task running when the last of `tasks` began. */
function mostAtOnce(emulator: Emulator): number {
  const all = tasksOf(emulator).flat();
  const running = (at: number) => all.filter(({ startedAt = 0, endedAt = 0 }) => startedAt <= at && at < endedAt);
  return Math.max(...all.map(({ startedAt = 0 }) => running(startedAt).length));
}

/** Of one model the next export is asked for when the file of the one before has been read: reading waits for a busy model. */
function expectOneAfterAnother(emulator: Emulator): void {
  for (const id of modelIds) {
    const [first, second] = emulator.world.tasks(id);
    if (first === undefined || second === undefined) throw new Error("two tasks of each model");
    expect(overlap(first, second)).toBe(false);
    const mine = emulator.journal.entries.filter(({ path }) => path.includes(id));
    const start = mine.findIndex(({ startedTasks }) => startedTasks.includes(second.id));
    const lastChunk = mine.findLastIndex(({ path }) => path.includes(`/files/${first.actionId}/chunks/`));
    expect(start).toBeGreaterThan(lastChunk);
  }
}

/** A stream is done in the state only when all its records are out, and stays done. */
function expectStateBehindRecords(stdout: string): void {
  const records = new Map<string, number>();
  const done = new Set<string>();
  for (const { line } of linesOf(stdout)) {
    if (line.type === "RECORD") records.set(line.stream ?? "", (records.get(line.stream ?? "") ?? 0) + 1);
    if (line.type !== "STATE") continue;
    const finished = Object.entries(line.value?.bookmarks ?? {}).filter(([, { rows, resume }]) => rows && !resume);
    const whole = [...records.values()].filter((count) => count === 20).length;
    expect(finished.length).toBeLessThanOrEqual(whole);
    for (const id of done) expect(finished.map(([key]) => key)).toContain(id);
    for (const [id] of finished) done.add(id);
  }
  expect(done.size).toBe(10);
}

describe("tap-anaplan", () => {
  it("runs exports of several models at a time, of one model one after another, and sends what it sends one by one", async () => {
    const beside = await readAll();
    const alone = await readAll({ atOnce: 1 }, { model_parallelism: 1 });
    expect([beside.code, alone.code], beside.stderr + alone.stderr).toEqual([0, 0]);
    expect(mostAtOnce(beside.emulator)).toBe(4);
    expect(mostAtOnce(alone.emulator)).toBe(1);
    expectOneAfterAnother(beside.emulator);
    expect(perStream(beside.stdout)).toEqual(perStream(alone.stdout));
    expect(speakers(beside.stdout)).toEqual(speakers(alone.stdout));
    expect(speakers(beside.stdout)).toHaveLength(10);
    for (const { emulator } of [beside, alone]) {
      expect(tasksOf(emulator).map((tasks) => tasks.length)).toEqual([2, 2, 2, 2, 2]);
    }
    expectStateBehindRecords(beside.stdout);
  });

  it("asks for requests within one budget", async () => {
    const { emulator, code, stderr } = await readAll(
      { limits: { requestsPerMinute: BUDGET }, taskDurationMs: 0, rows: 2, atOnce: 0 },
      { requests_per_minute: BUDGET },
    );
    expect(code, stderr).toBe(0);
    expect(emulator.journal.entries.length).toBeGreaterThan(BUDGET);
    expect(emulator.journal.entries.filter(({ status }) => status === 429)).toEqual([]);
  });

  it("lets the others go on when one model fails, in the same words as without parallelism", async () => {
    const options: Options = {
      faults: [{ fault: "task-fails", match: { method: "POST", path: `${modelIds[1]}/exports/116000000001/tasks$` } }],
    };
    const beside = await readAll(options);
    const alone = await readAll({ ...options, atOnce: 1 }, { model_parallelism: 1 });
    const [said, saidAlone] = [beside, alone].map(({ stderr }) =>
      /ERROR.*/.exec(stderr)?.[0].replace(/task_id=\w+/, ""),
    );
    expect(said).toContain("EXPORT_FAILED");
    expect(said).toBe(saidAlone);
    expect(beside.code).toBe(alone.code);
    expect(perStream(beside.stdout)).toEqual(perStream(alone.stdout));
    const last = linesOf(beside.stdout).at(-1)?.line.value?.bookmarks ?? {};
    expect(Object.keys(last)).toHaveLength(9);
    expect(Object.values(last).every(({ rows, resume }) => rows === 20 && resume === undefined)).toBe(true);
  });

  it("cancels everything that runs when it is told to stop, and starts from there next time", async () => {
    const { emulator, folder } = await start({ atOnce: 99 });
    const ended = await runBin("tap-anaplan", ["--config", configOf(folder, emulator)], {
      onSpawn: (child) =>
        void until(() => followed(emulator) === 4).then(() => {
          child.kill("SIGTERM");
        }),
    });
    expect(ended.signal).toBe("SIGTERM");
    expect(
      tasksOf(emulator)
        .flat()
        .map(({ state }) => state),
    ).toEqual(["CANCELLED", "CANCELLED", "CANCELLED", "CANCELLED"]);
    const last = linesOf(ended.stdout).at(-1)?.line;
    expect(last?.type).toBe("STATE");
    expect(Object.values(last?.value?.bookmarks ?? {}).filter(({ resume }) => resume)).toEqual([]);
  });

  it("finds the tasks of a killed run again instead of exporting twice", async () => {
    const { emulator, folder } = await start();
    const config = configOf(folder, emulator);
    let stdout = "";
    let state: Line["value"];
    const killed = await runBin("tap-anaplan", ["--config", config], {
      onSpawn: (child) => {
        child.stdout?.on("data", (bytes) => {
          stdout += bytes;
          const whole = stdout.slice(0, stdout.lastIndexOf("\n"));
          state = linesOf(whole).findLast(({ line }) => line.type === "STATE")?.line.value;
          const begun = Object.values(state?.bookmarks ?? {}).filter(({ resume }) => resume);
          if (begun.length === 4) child.kill("SIGKILL");
        });
      },
    });
    expect(killed.signal).toBe("SIGKILL");
    const path = writeJson(folder, "state.json", state);
    const again = await runBin("tap-anaplan", ["--config", config, "--state", path]);
    expect(again.code, again.stderr).toBe(0);
    expect(tasksOf(emulator).map((tasks) => tasks.length)).toEqual([2, 2, 2, 2, 2]);
    expect(perStream(again.stdout).size).toBe(10);
  });

  it("ends quietly when nobody reads, its exports cancelled", async () => {
    const { emulator, folder } = await start({ rows: 500 });
    const child = spawnBin("tap-anaplan", ["--config", configOf(folder, emulator), "--quiet"]);
    let stderr = "";
    child.stderr?.on("data", (bytes) => {
      stderr += bytes;
    });
    child.stdout?.once("data", () => child.stdout?.destroy());
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(1);
    expect(stderr).toBe("");
    const left = tasksOf(emulator)
      .flat()
      .filter(({ state }) => state !== "CANCELLED" && state !== "COMPLETE");
    expect(left).toEqual([]);
  });

  it("reads the metadata of all models while none of them exports", async () => {
    const { emulator, folder } = await start({ atOnce: 1 });
    const config = configOf(folder, emulator);
    const discovered = await runBin("tap-anaplan", ["--config", config, "--discover"]);
    const { streams } = JSON.parse(discovered.stdout) as {
      streams: { tap_stream_id: string; metadata: { breadcrumb: string[]; metadata: { selected?: boolean } }[] }[];
    };
    const wanted = (id: string) => id === "modules" || id.startsWith(pair.workspace);
    // Between the first model and the others.
    streams.sort((a, b) => rank(a.tap_stream_id) - rank(b.tap_stream_id));
    for (const { tap_stream_id, metadata } of streams) {
      const own = metadata.find(({ breadcrumb }) => breadcrumb.length === 0);
      if (own !== undefined) own.metadata.selected = wanted(tap_stream_id);
    }
    const catalog = writeJson(folder, "catalog.json", { streams });
    emulator.journal.clear();
    const ended = await runBin("tap-anaplan", ["--config", config, "--catalog", catalog]);
    expect(ended.code, ended.stderr).toBe(0);
    const asked = emulator.journal.find("GET", /\/modules$/);
    expect(asked.length).toBeGreaterThan(0);
    const beginnings = modelIds
      .slice(1)
      .flatMap((id) => emulator.world.tasks(id).map(({ startedAt = 0 }) => startedAt));
    expect(beginnings).toHaveLength(8);
    expect(Math.max(...asked.map(({ time }) => time))).toBeLessThanOrEqual(Math.min(...beginnings));
  });
});

function rank(streamId: string): number {
  if (streamId.includes(modelIds[0] ?? "")) return 0;
  return streamId === "modules" ? 1 : 2;
}

describe("views of several models", () => {
  const ids = modelIds.slice(0, 3);

  async function startViews(options: EmulatorOptions = {}) {
    const world = tinyWorld();
    const [workspace] = world.workspaces;
    const model = workspace?.models.find(({ id }) => id === tiny.model);
    if (workspace === undefined || model === undefined) throw new Error("no model");
    workspace.models = ids.map((id, n) => ({ ...structuredClone(model), id, name: `Model ${n + 1}` }));
    const emulator = await startEmulator({ ...options, limits: { readRequestPageRows: 5 }, world });
    onTestFinished(() => emulator.stop());
    const login = { username: tiny.user, password: tiny.password, discover: ["views"], models: ids };
    return { emulator, folder: freshFolder(), login };
  }

  const begun = (emulator: Emulator, id = "") =>
    emulator.journal.find("POST", /readRequests$/).filter(({ path }) => path.includes(id));

  /** From here on the program knows the request by its id. */
  const asked = (emulator: Emulator, id: string) => emulator.journal.find("GET", new RegExp(`${id}/.*readRequests/`));

  it("are begun side by side and sent one by one", async () => {
    const { emulator, folder, login } = await startViews();
    const beside = await runBin("tap-anaplan", ["--config", configOf(folder, emulator, login)]);
    expect(beside.code, beside.stderr).toBe(0);
    const [firstEnd] = emulator.journal.find("DELETE", /readRequests/);
    for (const id of ids) expect(begun(emulator, id)[0]?.seq).toBeLessThan(firstEnd?.seq ?? 0);
    expect(emulator.journal.find("DELETE", /readRequests/)).toHaveLength(begun(emulator).length);
    const alone = await runBin("tap-anaplan", [
      "--config",
      configOf(folder, emulator, { ...login, model_parallelism: 1 }),
    ]);
    expect(perStream(beside.stdout)).toEqual(perStream(alone.stdout));
    expect(speakers(beside.stdout)).toEqual(speakers(alone.stdout));
    expect(speakers(beside.stdout).length).toBeGreaterThanOrEqual(3);
  });

  it("are freed when the program is stopped, those that wait for their turn, too", async () => {
    const { emulator, folder, login } = await startViews({
      faults: [{ fault: "slow", match: { method: "GET", path: `${ids[0]}/.*/pages/0$` }, times: 0, delayMs: 30_000 }],
    });
    const ended = await runBin("tap-anaplan", ["--config", configOf(folder, emulator, login)], {
      onSpawn: (child) =>
        void until(() => ids.every((id) => asked(emulator, id).length > 0)).then(() => child.kill("SIGTERM")),
    });
    expect(ended.signal).toBe("SIGTERM");
    expect(begun(emulator)).toHaveLength(3);
    expect(emulator.journal.find("DELETE", /readRequests/)).toHaveLength(3);
  });
});

describe("source-anaplan", () => {
  it("does the same: exports side by side, one stream's messages at a time", async () => {
    const { emulator, folder } = await start();
    const config = sourceConfigOf(folder, emulator);
    const path = await catalogOf(folder, config);
    const ended = await runAirbyte("source-anaplan", ["read", "--config", config, "--catalog", path]);
    expect(ended.code).toBe(0);
    expect(mostAtOnce(emulator)).toBe(4);
    expectOneAfterAnother(emulator);
    const said = statuses(ended.messages);
    expect(said).toHaveLength(30);
    for (let at = 0; at < said.length; at += 3) {
      const [name] = said[at]?.split(" ") ?? [];
      expect(said.slice(at, at + 3)).toEqual([`${name} STARTED`, `${name} RUNNING`, `${name} COMPLETE`]);
    }
    const names = ended.messages.flatMap((message) => {
      const record = message.record as { stream: string } | undefined;
      const state = message.state as { stream: { stream_descriptor: { name: string } } } | undefined;
      return record?.stream ?? state?.stream.stream_descriptor.name ?? [];
    });
    expect(names.filter((name, index) => name !== names[index - 1])).toHaveLength(10);
    expect(ofType(ended.messages, "RECORD")).toHaveLength(200);
  });

  it("cancels everything that runs when it is told to stop", async () => {
    const { emulator, folder } = await start({ atOnce: 99 });
    const config = sourceConfigOf(folder, emulator);
    const ended = await runAirbyte(
      "source-anaplan",
      ["read", "--config", config, "--catalog", await catalogOf(folder, config)],
      {
        onSpawn: (child) => void until(() => followed(emulator) === 4).then(() => child.kill("SIGTERM")),
      },
    );
    expect(ended.signal).toBe("SIGTERM");
    const states = tasksOf(emulator)
      .flat()
      .map(({ state }) => state);
    expect(states).toEqual(["CANCELLED", "CANCELLED", "CANCELLED", "CANCELLED"]);
  });
});

function sourceConfigOf(folder: string, { url }: Emulator): string {
  return writeJson(folder, "source.json", {
    credentials: { auth_mode: "Basic", username: pair.user, password: pair.password },
    api_url: url,
    auth_url: url,
    poll_interval_seconds: 0.05,
    discover: ["exports"],
  });
}

async function catalogOf(folder: string, config: string): Promise<string> {
  const discovered = await runAirbyte("source-anaplan", ["discover", "--config", config]);
  const [{ catalog } = { catalog: undefined }] = ofType(discovered.messages, "CATALOG") as { catalog?: unknown }[];
  const { streams } = catalog as { streams: object[] };
  return writeJson(folder, "configured.json", { streams: streams.map((stream) => ({ stream, ...MODES })) });
}

const MODES = { sync_mode: "full_refresh", destination_sync_mode: "overwrite" };

async function until(fact: () => boolean): Promise<void> {
  while (!fact()) await new Promise((resolve) => setTimeout(resolve, 10));
}
