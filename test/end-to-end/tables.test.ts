/** Streams that need no export: every metadata stream, list and view of a model, read by the real program, record by record
 *  against its own schema. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it, onTestFinished } from "vitest";
import { tiny } from "../emulator/models/tiny.ts";
import { type EmulatorOptions, startEmulator } from "../emulator/server.ts";
import { freshFolder, runBin, writeJson } from "../support/bins.ts";

const accounts = `${tiny.workspace}_${tiny.model}_101000000014`;
const flat = `${tiny.workspace}_${tiny.model}_208000000099`;
const inputView = `${tiny.workspace}_${tiny.model}_102000000027`;

interface CatalogStream {
  tap_stream_id: string;
  stream: string;
  schema: { properties: Record<string, unknown> };
  key_properties: string[];
  metadata: { breadcrumb: string[]; metadata: Record<string, unknown> }[];
}

async function start(options: EmulatorOptions = {}, config: object = {}) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const path = writeJson(folder, "tap.json", {
    username: tiny.user,
    password: tiny.password,
    api_url: emulator.url,
    auth_url: emulator.url,
    poll_interval_seconds: 0.1,
    model_busy_timeout_minutes: 0.02,
    max_retries: 2,
    models: [tiny.model],
    discover: ["metadata", "lists", "views"],
    ...config,
  });
  return { emulator, folder, config: path };
}

async function discover(config: string): Promise<CatalogStream[]> {
  const ended = await runBin("tap-anaplan", ["--config", config, "--discover"]);
  expect(ended.stderr).not.toMatch(/error/i);
  expect(ended.code).toBe(0);
  return (JSON.parse(ended.stdout) as { streams: CatalogStream[] }).streams;
}

function catalogOf(folder: string, streams: CatalogStream[], isWanted: (id: string) => boolean): string {
  for (const stream of streams) {
    const own = stream.metadata.find(({ breadcrumb }) => breadcrumb.length === 0);
    if (own !== undefined) own.metadata.selected = isWanted(stream.tap_stream_id);
  }
  const path = join(folder, "catalog.json");
  writeFileSync(path, JSON.stringify({ streams }));
  return path;
}

type Message = { type: string; stream?: string; schema?: object; record?: Record<string, unknown>; value?: unknown };

function messagesOf(stdout: string): Message[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Message);
}

function recordsOf(messages: readonly Message[], stream: string): Record<string, unknown>[] {
  return messages.flatMap((one) => (one.type === "RECORD" && one.stream === stream ? [one.record ?? {}] : []));
}

describe("all metadata streams, lists and views", () => {
  it("come with records that fit their own schemas", async () => {
    const { emulator, folder, config } = await start();
    const streams = await discover(config);
    const catalog = catalogOf(folder, streams, () => true);
    const ended = await runBin("tap-anaplan", ["--config", config, "--catalog", catalog]);
    expect(ended.stderr).not.toMatch(/ERROR/);
    expect(ended.code).toBe(0);
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const schemas = new Map<string, ReturnType<Ajv["compile"]>>();
    const counts = new Map<string, number>();
    for (const { type, stream = "", schema, record } of messagesOf(ended.stdout)) {
      if (type === "SCHEMA") schemas.set(stream, ajv.compile({ ...schema, additionalProperties: false }));
      if (type !== "RECORD") continue;
      const validate = schemas.get(stream);
      expect(validate?.(record), `${stream}: ${JSON.stringify(validate?.errors)}`).toBe(true);
      counts.set(stream, (counts.get(stream) ?? 0) + 1);
    }
    expect([...schemas.keys()].sort()).toEqual(streams.map(({ stream }) => stream).sort());
    expect(counts.get("opex_plan__accounts")).toBe(4);
    expect(counts.get("opex_plan__opx01_input_flat")).toBe(48);
    expect(emulator.journal.unknown()).toEqual([]);
  });

  it("have the columns that discovery promised", async () => {
    const { folder, config } = await start();
    const streams = await discover(config);
    const wanted = [accounts, flat, inputView];
    const ended = await runBin("tap-anaplan", [
      "--config",
      config,
      "--catalog",
      catalogOf(folder, streams, (id) => wanted.includes(id)),
    ]);
    const schemas = messagesOf(ended.stdout).filter(({ type }) => type === "SCHEMA");
    expect(schemas).toHaveLength(3);
    expect(ended.stderr).not.toMatch(/other columns/);
  });
});

describe("a list", () => {
  const travel = {
    name: "Travel",
    code: "6100",
    parent: "Opex",
    listName: "Accounts",
    "Active accounts": true,
    Owner: "Ada",
    Weight: 1.5,
    Active: true,
    Since: "2024-03-05",
  };

  async function readAccounts(options: EmulatorOptions) {
    const { emulator, folder, config } = await start(options);
    const streams = await discover(config);
    const catalog = catalogOf(folder, streams, (id) => id === accounts);
    const ended = await runBin("tap-anaplan", ["--config", config, "--catalog", catalog]);
    expect(ended.code, ended.stderr).toBe(0);
    return { emulator, messages: messagesOf(ended.stdout) };
  }

  it("comes with parents, subsets and typed properties, keyed by id", async () => {
    const { messages } = await readAccounts({});
    const records = recordsOf(messages, "opex_plan__accounts");
    expect(records[0]).toMatchObject(travel);
    expect(records[2]).toMatchObject({ Owner: "Zoë\nline two", Weight: -0.25, "Active accounts": false, Since: null });
    expect(messages.find(({ type }) => type === "SCHEMA")).toMatchObject({ key_properties: ["id"] });
    expect(messages.some(({ type }) => type === "ACTIVATE_VERSION")).toBe(true);
  });

  it("above the one-call limit comes through a large-volume read, the same", async () => {
    const one = await readAccounts({});
    const many = await readAccounts({ limits: { listReadItems: 2, readRequestPageRows: 1 } });
    expect(many.emulator.journal.find("GET", /readRequests\/\w+\/pages\/3/)).toHaveLength(1);
    const drop = (messages: Message[]) => recordsOf(messages, "opex_plan__accounts");
    expect(drop(many.messages)).toEqual(drop(one.messages));
    expect(many.emulator.journal.find("DELETE", /readRequests/)).toHaveLength(1);
  });
});

describe("a view", () => {
  for (const readRequestHeader of ["first page", "each page"] as const) {
    it(`is read page by page, with the header on ${readRequestHeader}`, async () => {
      const { emulator, folder, config } = await start({
        limits: { readRequestPageRows: 5 },
        readings: { readRequestHeader },
      });
      const streams = await discover(config);
      const catalog = catalogOf(folder, streams, (id) => id === flat);
      const ended = await runBin("tap-anaplan", ["--config", config, "--catalog", catalog]);
      expect(ended.code, ended.stderr).toBe(0);
      const records = recordsOf(messagesOf(ended.stdout), "opex_plan__opx01_input_flat");
      expect(records).toHaveLength(48);
      expect(records[0]).toEqual({ Accounts: "Travel", Time: "Jan 26", Amount: 64.6, Active: true });
      expect(emulator.journal.find("GET", /readRequests\/\w+\/pages\/9/)).toHaveLength(1);
      expect(emulator.journal.find("DELETE", /readRequests/)).toHaveLength(1);
    });
  }

  it("is freed when the read fails", async () => {
    const { emulator, folder, config } = await start({
      limits: { readRequestPageRows: 5 },
      faults: [{ fault: "server-error", match: { method: "GET", path: "/pages/3$" }, times: 0 }],
    });
    const streams = await discover(config);
    const catalog = catalogOf(folder, streams, (id) => id === flat);
    const ended = await runBin("tap-anaplan", ["--config", config, "--catalog", catalog]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/SERVER_ERROR/);
    expect(emulator.journal.find("DELETE", /readRequests/)).toHaveLength(1);
  });

  it("that the server reclaims half-way is told, and nothing is half done", async () => {
    const { emulator, folder, config } = await start({
      limits: { readRequestPageRows: 5 },
      faults: [{ fault: "not-found", match: { method: "GET", path: "/pages/3$" }, times: 0 }],
    });
    const streams = await discover(config);
    const catalog = catalogOf(folder, streams, (id) => id === flat);
    const ended = await runBin("tap-anaplan", ["--config", config, "--catalog", catalog]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(
      /READ_REQUEST_LOST: Anaplan no longer knows this large-volume read.* Cause: It was reclaimed: 30 minutes without a request end it, and so does whatever closes the model\. Next: Run again; the table is then read from its start\./,
    );
    expect(ended.stderr).toContain("view_id=208000000099");
    const messages = messagesOf(ended.stdout);
    expect(messages.some(({ type }) => type === "ACTIVATE_VERSION")).toBe(false);
    expect(messages.at(-1)).toMatchObject({ type: "STATE", value: { bookmarks: {} } });
    expect(emulator.journal.find("DELETE", /readRequests/)).toHaveLength(1);
  });

  it("is freed when the program is stopped", async () => {
    const { emulator, folder, config } = await start({
      limits: { readRequestPageRows: 5 },
      faults: [{ fault: "slow", match: { method: "GET", path: "/pages/3$" }, times: 0, delayMs: 30_000 }],
    });
    const streams = await discover(config);
    const catalog = catalogOf(folder, streams, (id) => id === flat);
    const ended = await runBin("tap-anaplan", ["--config", config, "--catalog", catalog], {
      onSpawn: (child) => {
        const timer = setInterval(() => {
          if (emulator.journal.find("GET", /\/pages\/3$/).length > 0) {
            clearInterval(timer);
            child.kill("SIGTERM");
          }
        }, 20);
      },
    });
    expect(ended.signal).toBe("SIGTERM");
    expect(emulator.journal.find("DELETE", /readRequests/)).toHaveLength(1);
  });

  it("keeps its id when it is renamed between runs", async () => {
    const { emulator, folder, config } = await start();
    const streams = await discover(config);
    const catalog = catalogOf(folder, streams, (id) => id === flat);
    const module = [...(emulator.world.model(tiny.model)?.modules.values() ?? [])][0];
    const view = module?.definition.views?.[0];
    if (view === undefined) throw new Error("no view");
    view.name = "Renamed";
    const ended = await runBin("tap-anaplan", ["--config", config, "--catalog", catalog]);
    expect(ended.code, ended.stderr).toBe(0);
    expect(recordsOf(messagesOf(ended.stdout), "opex_plan__opx01_input_flat")).toHaveLength(48);
    expect(readFileSync(catalog, "utf8")).toContain(flat);
    expect(ended.stderr).toContain(
      'WARNING The view "OPX01 Input.Flat" is called "OPX01 Input.Renamed" now; it is the same by its id, and its stream keeps the name "opex_plan__opx01_input_flat"',
    );
  });
});
