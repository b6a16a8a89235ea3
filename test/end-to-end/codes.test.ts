/** `"with_codes": true`: list members with their codes, in every layout, from lists as they can be read. */
import { describe, expect, it, onTestFinished } from "vitest";
import { tiny, tinyWorld } from "../emulator/models/tiny.ts";
import { type EmulatorOptions, startEmulator } from "../emulator/server.ts";
import { freshFolder, runBin, writeJson } from "../support/bins.ts";

const idOf = (object: string) => `${tiny.workspace}_${tiny.model}_${object}`;

interface Message {
  type: string;
  schema?: { properties: Record<string, unknown> };
  record?: Record<string, unknown>;
}

async function start(exportId: string, options: EmulatorOptions, config: object) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.stop());
  const path = writeJson(freshFolder(), "tap.json", {
    username: tiny.user,
    password: tiny.password,
    api_url: emulator.url,
    auth_url: emulator.url,
    poll_interval_seconds: 0.1,
    max_retries: 1,
    sync_mode: "SpecificExports",
    selected_exports: [idOf(exportId)],
    discover: ["exports"],
    with_codes: true,
    ...config,
  });
  return { emulator, path };
}

async function read(exportId: string, options: EmulatorOptions = {}, config: object = {}) {
  const { emulator, path } = await start(exportId, options, config);
  const ended = await runBin("tap-anaplan", ["--config", path]);
  expect(ended.code, ended.stderr).toBe(0);
  expect(emulator.journal.unknown()).toEqual([]);
  const messages = ended.stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Message);
  return {
    emulator,
    stderr: ended.stderr,
    columns: Object.keys(messages.findLast(({ type }) => type === "SCHEMA")?.schema?.properties ?? {}),
    schemas: messages.filter(({ type }) => type === "SCHEMA").length,
    records: messages.flatMap(({ record }) => (record === undefined ? [] : [record])),
  };
}

describe("codes of members", () => {
  it("stand behind dimensions and list-formatted line items of a table, announced before the file is there", async () => {
    const { columns, records, schemas } = await read(tiny.flatExport);
    expect(columns).toEqual([
      ...["Accounts", "Accounts code", "Time", "Amount", "Active", "Posted on", "Note"],
      ...["Organisation", "Organisation code", "Double"],
    ]);
    expect(schemas).toBe(1);
    expect(records[0]).toMatchObject({ Accounts: "Travel", "Accounts code": "6100", Organisation: "UK" });
    expect(records[0]).toMatchObject({ "Organisation code": "1" });
    expect(records.find(({ Accounts }) => Accounts === "Café")).toMatchObject({
      "Accounts code": "6102",
      Organisation: null,
      "Organisation code": null,
    });
  });

  it("stand behind the dimensions of the long form", async () => {
    for (const exportId of [tiny.flatExport, tiny.singleColumnExport]) {
      const { columns, records } = await read(exportId, {}, { layout: "long" });
      expect(columns.slice(0, 3)).toEqual(["Accounts", "Accounts code", "line_item"]);
      const codes = new Map(records.map((record) => [record.Accounts, record["Accounts code"]]));
      expect(codes.get("Travel")).toBe("6100");
      expect(codes.get("Café")).toBe("6102");
    }
  });

  it("of a list export: of its members and of their parents", async () => {
    const { columns, records } = await read(tiny.listExport);
    expect(columns.slice(0, 4)).toEqual(["column_1", "column_1 code", "Parent", "Parent code"]);
    expect(records[0]).toMatchObject({ column_1: "Travel", "column_1 code": "6100", "Parent code": "G1" });
  });

  it("of a view: of its dimensions and of line items that hold members", async () => {
    const view = "102000000027";
    const { emulator, path } = await start(
      tiny.flatExport,
      {},
      {
        sync_mode: "AllExports",
        discover: ["views"],
        models: [tiny.model],
      },
    );
    const found = await runBin("tap-anaplan", ["--config", path, "--discover"]);
    const catalog = JSON.parse(found.stdout) as {
      streams: { tap_stream_id: string; metadata: { breadcrumb: string[]; metadata: Record<string, unknown> }[] }[];
    };
    for (const { tap_stream_id, metadata } of catalog.streams) {
      const own = metadata.find(({ breadcrumb }) => breadcrumb.length === 0);
      if (own !== undefined) own.metadata.selected = tap_stream_id === idOf(view);
    }
    const file = writeJson(freshFolder(), "catalog.json", catalog);
    const ended = await runBin("tap-anaplan", ["--config", path, "--catalog", file]);
    expect(ended.code, ended.stderr).toBe(0);
    expect(emulator.journal.unknown()).toEqual([]);
    const lines = ended.stdout.split("\n").filter((line) => line.startsWith('{"type":"RECORD"'));
    const records = lines.map((line) => (JSON.parse(line) as Message).record);
    expect(records[0]).toMatchObject({ Accounts: "Travel", "Accounts code": "6100", "Organisation code": "1" });
    expect(ended.stdout.match(/"type":"SCHEMA"/g)).toHaveLength(1);
  });

  it("come page by page where the list is too long for one call", async () => {
    const limits = { listReadItems: 2, readRequestPageRows: 1 };
    const { records, emulator } = await read(tiny.flatExport, { limits, readings: { readRequestHeader: "each page" } });
    expect(records.find(({ Accounts }) => Accounts === "Café")).toMatchObject({ "Accounts code": "6102" });
    expect(emulator.journal.find("GET", /lists\/101000000014\/readRequests\/\w+\/pages\/3/)).toHaveLength(1);
    expect(emulator.journal.find("DELETE", /lists\/101000000014\/readRequests/)).toHaveLength(1);
  });

  it("stay empty, and the log says so, where the list cannot be read", async () => {
    const match = { method: "GET", path: "/lists/101000000014" } as const;
    const { records, stderr } = await read(tiny.flatExport, { faults: [{ fault: "not-found", match, times: 0 }] });
    expect(records).toHaveLength(4);
    expect(records[0]).toMatchObject({ Accounts: "Travel", "Accounts code": null, "Organisation code": "1" });
    expect(stderr).toContain('The list "Accounts" cannot be read, so the codes of its members stay empty');
  });

  it("are missing, and the catalog says why, where the model shows no such list", async () => {
    const match = { method: "GET", path: "/lists$" } as const;
    const { path } = await start(tiny.flatExport, { faults: [{ fault: "not-found", match, times: 0 }] }, {});
    const ended = await runBin("tap-anaplan", ["--config", path, "--discover"]);
    expect(ended.code, ended.stderr).toBe(0);
    const { streams } = JSON.parse(ended.stdout) as {
      streams: { schema: { properties: object }; metadata: { breadcrumb: string[]; metadata: object }[] }[];
    };
    expect(Object.keys(streams[0]?.schema.properties ?? {})).not.toContain("Accounts code");
    const column = streams[0]?.metadata.find(({ breadcrumb }) => breadcrumb[1] === "Accounts");
    expect(column?.metadata).toMatchObject({
      "anaplan.no_codes_because": 'The model has no list "Accounts" that this user can read.',
    });
    expect(ended.stderr).toContain('The lists of the model "Opex Plan" cannot be read, so members go without codes');
  });

  it("are told apart from a column of the same name", async () => {
    const world = tinyWorld();
    const model = world.workspaces[0]?.models?.find(({ id }) => id === tiny.model);
    const flat = model?.exports?.find(({ id }) => id === tiny.flatExport);
    if (flat === undefined) throw new Error("no export");
    flat.headers = { Note: "Accounts code" };
    const { columns, records } = await read(tiny.flatExport, { world });
    expect(columns).toContain("Accounts code");
    expect(columns).toContain("Accounts code_2");
    expect(records[0]).toMatchObject({ "Accounts code": "a, b", "Accounts code_2": "6100" });
  });
});
