/** The program from its command line to its messages, against the emulator. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Catalog, State, TapConfig } from "../../../schemas/generated/types.ts";
import { validateCatalog, validateSingerMessage, validateState } from "../../../schemas/generated/validators.ts";
import { main } from "../../../tap/singer.ts";
import { tiny } from "../../emulator/models/tiny.ts";
import { type Emulator, startEmulator } from "../../emulator/server.ts";
import { fakeIo, runMain } from "./io.ts";

let emulator: Emulator;
let folder: string;

beforeAll(async () => {
  emulator = await startEmulator({ limits: { exportChunkBytes: 60, requestsPerMinute: 0 } });
  folder = mkdtempSync(join(tmpdir(), "tap-test-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await emulator.stop();
});
beforeEach(() => emulator.journal.clear());

function config(parts: TapConfig = {}): string {
  return JSON.stringify({
    username: tiny.user,
    password: tiny.password,
    api_url: emulator.url,
    poll_interval_seconds: 0.05,
    model_busy_timeout_minutes: 0.01,
    models: ["Opex Plan"],
    requests_per_minute: 100_000,
    ...parts,
  });
}

const idOf = (exportId: string) => `${tiny.workspace}_${tiny.model}_${exportId}`;
const specific = (...ids: string[]): TapConfig => ({ sync_mode: "SpecificExports", selected_exports: ids.map(idOf) });
const run = (...argv: string[]) => runMain(main, argv);

function file(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
  return path;
}

const types = (messages: Record<string, unknown>[]) => messages.map(({ type }) => type);
const records = (messages: Record<string, unknown>[]) =>
  messages.flatMap((message) => (message.type === "RECORD" ? [message.record as Record<string, unknown>] : []));
const lastState = (messages: Record<string, unknown>[]) =>
  messages.filter(({ type }) => type === "STATE").at(-1)?.value as Required<State>;

async function discover(parts: TapConfig = {}): Promise<Catalog> {
  const { code, io } = await run("--config", config(parts), "--discover");
  expect(code, io.err).toBe(0);
  return JSON.parse(io.out) as Catalog;
}

function select(catalog: Catalog, ids: readonly string[], more: Record<string, unknown> = {}): Catalog {
  for (const stream of catalog.streams) {
    Object.assign(stream.metadata?.[0]?.metadata ?? {}, { selected: ids.includes(stream.tap_stream_id) }, more);
  }
  return catalog;
}

describe("--discover", () => {
  it("prints one valid catalog and nothing else", async () => {
    const catalog = await discover();
    expect(validateCatalog(catalog)).toBe(true);
    const flat = catalog.streams.find(({ tap_stream_id }) => tap_stream_id === idOf(tiny.flatExport));
    expect(flat).toMatchObject({ stream: "opex_plan__opex_flat_csv", key_properties: [] });
    expect(flat?.schema.properties?.Amount).toEqual({ type: ["null", "number"] });
    const xls = catalog.streams.find(({ tap_stream_id }) => tap_stream_id === idOf(tiny.xlsExport));
    expect(xls?.metadata?.[0]?.metadata).toMatchObject({ inclusion: "unsupported", selected: false });
    expect(xls?.metadata?.[0]?.metadata["anaplan.unsupported_reason"]).toMatch(/vnd\.ms-excel/);
  });

  it("skips what the user cannot read, and says so", async () => {
    const { code, io } = await run("--config", config({ models: [] }), "--discover");
    expect(code).toBe(0);
    expect(io.err).toMatch(/1 archived model is skipped/);
    expect(io.err).toMatch(/"Secret Plan" is skipped/);
    expect(io.err).toMatch(/MODEL_LOCKED/);
    expect(emulator.journal.unknown()).toEqual([]);
  });
});

describe("sync", () => {
  it("reads all exports by default, each in full; those that fail do not stop the others", async () => {
    const { code, messages, io } = await run(
      "--config",
      config(specific(tiny.listExport, tiny.xlsExport, tiny.oddExport)),
    );
    expect(code).toBe(2);
    expect(io.err).toMatch(/EXPORT_FORMAT_UNSUPPORTED.*export_id=116000000017/);
    for (const message of messages) expect(validateSingerMessage(message), JSON.stringify(message)).toBe(true);
    expect(records(messages)).toHaveLength(6);
    expect(records(messages)[4]).toEqual({ column_1: "x", Amount: 1, Amount_2: 2, 'a "b", c': "line\none" });
    const state = lastState(messages);
    expect(validateState(state)).toBe(true);
    expect(Object.keys(state.bookmarks)).toEqual([idOf(tiny.listExport), idOf(tiny.oddExport)]);
    expect(state.currently_syncing).toBe(null);
  });

  it.each([
    ["UTF-16 with a mark, tabs and CRLF", tiny.tabExport, tiny.listExport],
    ["UTF-8 with a mark and CRLF", tiny.bomExport, tiny.listExport],
  ])("reads %s alike", async (_, one, other) => {
    const [a, b] = [await run("--config", config(specific(one))), await run("--config", config(specific(other)))];
    expect(records(a.messages)).toEqual(records(b.messages));
    expect(records(a.messages).map((record) => record.Owner)).toContain("漢字 🚀");
  });

  it("reads ISO-8859-1 and a grid", async () => {
    const { messages } = await run("--config", config(specific(tiny.latin1Export, tiny.gridExport)));
    expect(records(messages)).toContainEqual({ Name: "Café", Größe: 1 });
    expect(records(messages)).toContainEqual(expect.objectContaining({ column_1: "Travel", "Jan 26": "64.6" }));
  });

  it("carries digits over exactly", async () => {
    const { io } = await run("--config", config(specific(tiny.flatExport)));
    expect(io.out).toContain('"Amount":12345678901234567890.123456789,');
  });

  it("reads what a catalog selects, metadata too, with its columns and names", async () => {
    const catalog = select(await discover(), [idOf(tiny.listExport), "lists", "users"]);
    const stream = catalog.streams.find(({ tap_stream_id }) => tap_stream_id === idOf(tiny.listExport));
    stream!.stream = "accounts";
    for (const { breadcrumb, metadata } of stream?.metadata ?? []) {
      if (breadcrumb.length > 0) metadata.selected = ["Code", "Weight"].includes(breadcrumb[1] ?? "");
    }
    stream!.schema.properties!.Weight = { type: ["string", "null"] };
    const { code, messages } = await run("--config", config(), "--catalog", file("catalog.json", catalog));
    expect(code).toBe(0);
    const schemas = messages.filter(({ type }) => type === "SCHEMA");
    expect(schemas.map(({ stream: name }) => name)).toEqual(["lists", "users", "accounts"]);
    expect(schemas.find(({ stream: name }) => name === "accounts")).toMatchObject({
      schema: { properties: { Code: { type: ["null", "string"] }, Weight: { type: ["string", "null"] } } },
    });
    expect(records(messages)).toContainEqual({ Code: "6100", Weight: "1.5" });
    expect(records(messages)).toContainEqual(expect.objectContaining({ name: "Accounts", model_id: tiny.model }));
  });

  it("goes on incrementally from the state", async () => {
    const catalog = select(await discover(), [idOf(tiny.listExport)], {
      "replication-method": "INCREMENTAL",
      "replication-key": "Code",
    });
    const first = await run("--config", config(), "--catalog", file("c.json", catalog));
    expect(types(first.messages)).not.toContain("ACTIVATE_VERSION");
    expect(records(first.messages)).toHaveLength(4);
    const state = lastState(first.messages);
    expect(state.bookmarks[idOf(tiny.listExport)]).toMatchObject({
      replication_key: "Code",
      replication_key_value: "7100",
    });
    const second = await run(
      "--config",
      config(),
      "--catalog",
      file("c.json", catalog),
      "--state",
      file("s.json", state),
    );
    expect(records(second.messages).map(({ Code }) => Code)).toEqual(["7100"]);
  });

  it("logs ids of each task and metrics, never a secret", async () => {
    const { io } = await run("--config", config(specific(tiny.listExport)), "--verbose");
    expect(io.err).toMatch(/Task started.*export_id=116000000016 task_id=[0-9A-F]{32}/);
    expect(io.err).toMatch(/METRIC: .*"metric":"record_count","value":4/);
    expect(io.err).toMatch(/"metric":"http_request_duration"/);
    expect(io.err).toMatch(/"metric":"task_duration"/);
    expect(io.err).toMatch(/"metric":"sync_duration"/);
    expect(io.err).not.toContain(tiny.password);
  });

  it("says so when nothing is selected", async () => {
    const catalog = select(await discover(), []);
    const { code, io, messages } = await run("--config", config(), "--catalog", file("none.json", catalog));
    expect(code).toBe(0);
    expect(io.err).toMatch(/No stream is selected/);
    expect(types(messages)).toEqual(["STATE"]);
  });

  it("prints JSON log lines where an orchestrator wants them", async () => {
    const { io } = await run("--config", config(specific(tiny.listExport)), "--log-format", "json");
    for (const line of io.err.trimEnd().split("\n")) {
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(String), app_name: "tap-anaplan" });
    }
  });
});

describe("a file that is not right", () => {
  it.each([
    ["empty-export", "EXPORT_EMPTY"],
    ["file-newer", "EXPORT_REPLACED"],
    ["task-fails", "EXPORT_FAILED"],
    ["task-cancelled", "TASK_CANCELLED"],
  ] as const)("%s → %s, and no bookmark", async (fault, code) => {
    emulator.faults.add({ fault });
    const { messages, io, code: exit } = await run("--config", config(specific(tiny.listExport)));
    emulator.faults.clear();
    expect(io.err).toMatch(new RegExp(`${code}: .*export_id=116000000016.*task_id=`));
    expect(exit).toBeGreaterThan(0);
    expect(lastState(messages).bookmarks).toEqual({});
    expect(types(messages)).not.toContain("ACTIVATE_VERSION");
  });

  it("reserved to administrators", async () => {
    const parts = { ...specific(tiny.adminsExport), username: tiny.otherUser, password: tiny.otherPassword };
    const { io, code } = await run("--config", config(parts));
    expect(code).toBe(2);
    expect(io.err).toMatch(/EXPORT_ADMINS_ONLY/);
  });

  it("a header without rows is a warning", async () => {
    emulator.faults.add({ fault: "header-only-export" });
    const { io, code } = await run("--config", config(specific(tiny.listExport)));
    emulator.faults.clear();
    expect(code).toBe(0);
    expect(io.err).toMatch(/WARNING The exported file has a header and no rows/);
  });
});

describe("--test", () => {
  it("sends one record per stream", async () => {
    const { code, messages } = await run("--config", config(specific(tiny.tabExport, tiny.oddExport)), "--test");
    expect(code).toBe(0);
    expect(types(messages)).toEqual(["SCHEMA", "RECORD", "SCHEMA", "RECORD"]);
  });

  it("=schema sends schemas and runs nothing", async () => {
    const { messages } = await run("--config", config(specific(tiny.oddExport)), "--test=schema");
    expect(types(messages)).toEqual(["SCHEMA"]);
    expect(emulator.journal.find("POST", /tasks$/)).toEqual([]);
  });

  it("=FILE writes there", async () => {
    const path = join(folder, "messages.jsonl");
    const { io } = await run("--config", config(specific(tiny.oddExport)), `--test=${path}`);
    expect(io.out).toBe("");
    expect(readFileSync(path, "utf8").trimEnd().split("\n")).toHaveLength(2);
  });
});

describe("the rest of the command line", () => {
  it("tells about itself without any config", async () => {
    expect((await run("--version")).io.out).toMatch(/^tap-anaplan \d+\.\d+\.\d+/);
    expect((await run("--help")).io.out).toContain("selected_exports");
    const about = JSON.parse((await run("--about", "--format=json")).io.out);
    expect(about).toMatchObject({ name: "tap-anaplan", capabilities: expect.arrayContaining(["catalog", "discover"]) });
  });

  it("wants a config", async () => {
    const { code, io } = await run("--discover");
    expect(code).toBe(2);
    expect(io.err).toMatch(/CONFIG_MISSING/);
  });

  it("takes its settings from the environment", async () => {
    const { username, ...rest } = JSON.parse(config(specific(tiny.oddExport))) as Record<string, unknown>;
    const io = fakeIo({
      TAP_ANAPLAN_USERNAME: String(username),
      TAP_ANAPLAN_SELECTED_EXPORTS: JSON.stringify([idOf(tiny.listExport)]),
    });
    const { code, messages } = await runMain(main, ["--config", JSON.stringify(rest), "--config", "ENV", "--test"], io);
    expect(code, io.err).toBe(0);
    expect(messages[0]).toMatchObject({ stream: "opex_plan__accounts_csv" });
  });

  it("cannot read a catalog or state that is not there", async () => {
    for (const [flag, code] of [
      ["--catalog", "CATALOG_INVALID"],
      ["--state", "STATE_INVALID"],
    ] as const) {
      const ended = await run("--config", config(), flag, join(folder, "nowhere.json"));
      expect(ended.code).toBe(2);
      expect(ended.io.err).toMatch(new RegExp(`${code}: The .* file .*nowhere.json cannot be read \\(ENOENT\\)`));
    }
  });
});

describe("verbs", () => {
  it("list shows what there is, as a table, JSON or CSV", async () => {
    expect((await run("list", "models", "--config", config())).io.out).toMatch(/Finance Sandbox.*Opex Plan.*UNLOCKED/);
    const json = await run("list", "imports", "--format", "json", "--config", config());
    expect(JSON.parse(json.io.out)).toContainEqual(
      expect.objectContaining({ id: tiny.accountsImport, model_id: tiny.model }),
    );
    const csv = await run("list", "lists", "--format=csv", "--config", config());
    expect(csv.io.out).toContain("model_name,id,name\nOpex Plan,101");
    expect((await run("list", "dreams", "--config", config())).io.err).toMatch(/ARGUMENT_INVALID: "dreams"/);
  });

  it("download stores the file byte for byte", async () => {
    const path = join(folder, "latin.csv");
    const { code, io } = await run("download", idOf(tiny.latin1Export), "-o", path, "--config", config());
    expect(code, io.err).toBe(0);
    expect(readFileSync(path)).toEqual(Buffer.from("Name;Größe\nCafé;1\nNaïve;2\n", "latin1"));
    const named = await run("download", "opex_plan__odd_quoted_csv", "-o", "-", "--config", config());
    expect(named.io.out).toBe(',Amount,Amount,"a ""b"", c"\nx,1,2,"line\none"\n"y, z",,-0.5,"é"\n');
    const wrong = await run("download", "opex_plan__odd_quoted", "-o", "-", "--config", config());
    expect(wrong.io.err).toMatch(/NAME_UNKNOWN.*opex_plan__odd_quoted_csv/);
    const nowhere = await run(
      "download",
      idOf(tiny.oddExport),
      "-o",
      join(folder, "no/such/file"),
      "--config",
      config(),
    );
    expect(nowhere.io.err).toMatch(/ARGUMENT_INVALID: The file .* cannot be written/);
  });
});
