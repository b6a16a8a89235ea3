/** List items and module cells written without an import, and deletes from the stream: real program, tiny world. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { tiny, tinyWorld } from "../emulator/models/tiny.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../emulator/server.ts";
import { type Ended, freshFolder, runBin, writeJson } from "../support/bins.ts";

interface Setting {
  emulator: Emulator;
  folder: string;
  load(streams: object[], messages: readonly object[], verb?: readonly string[]): Promise<Ended>;
  report(): { streams: { stream: string; rows: Record<string, number>; deleted?: number }[]; actions?: object[] };
  rejects(): Record<string, unknown>[];
}

async function prepare(options: EmulatorOptions = {}): Promise<Setting> {
  const emulator = await startEmulator({ world: tinyWorld(), ...options });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  return {
    emulator,
    folder,
    load: (streams, messages, verb = []) => {
      const config = writeJson(folder, "target.json", {
        username: tiny.user,
        password: tiny.password,
        api_url: emulator.url,
        auth_url: emulator.url,
        workspace: tiny.workspace,
        model: tiny.model,
        poll_interval_seconds: 0.1,
        max_retries: 2,
        streams,
        rejects_dir: join(folder, "rejects"),
        report_file: join(folder, "report.json"),
      });
      const input = messages.map((message) => `${JSON.stringify(message)}\n`).join("");
      return runBin("target-anaplan", [...verb, "--config", config], { cwd: folder, input });
    },
    report: () => JSON.parse(readFileSync(join(folder, "report.json"), "utf8")),
    rejects: () =>
      readdirSync(join(folder, "rejects")).flatMap((name) =>
        readFileSync(join(folder, "rejects", name), "utf8")
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line)),
      ),
  };
}

const schema = (stream: string, properties: readonly string[], keys: readonly string[] = ["code"]) => ({
  type: "SCHEMA",
  stream,
  schema: { type: "object", properties: Object.fromEntries(properties.map((name) => [name, {}])) },
  key_properties: keys,
});
const record = (stream: string, value: object) => ({ type: "RECORD", stream, record: value });
const state = (n: number) => ({ type: "STATE", value: { n } });

const accounts = ["code", "name", "parent", "Owner", "Weight", "Active accounts"];
const listOf = (emulator: Emulator, list: string) => emulator.world.listItems("Opex Plan", list);
const codes = (emulator: Emulator, list: string) => listOf(emulator, list).map(({ code }) => code);

describe("a list", () => {
  it("gets items added and updated, parents before children whatever came first", async () => {
    const { emulator, load, report } = await prepare();
    const ended = await load(
      [
        { stream: "accounts", list: "accounts" },
        { stream: "groups", list: "Groups" },
      ],
      [
        schema("accounts", accounts),
        record("accounts", {
          code: "8100",
          name: "Rent",
          parent: "G3",
          Owner: "Eve",
          Weight: 1.25,
          "Active accounts": true,
        }),
        record("accounts", { code: "6100", Owner: "Bob" }),
        record("accounts", { code: "6101", name: "Taxi", parent: "Opex" }),
        schema("groups", ["code", "name"]),
        record("groups", { code: "G3", name: "Buildings" }),
        state(1),
      ],
    );
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout).toBe('{"n":1}\n');
    const items = listOf(emulator, "Accounts");
    expect(items.find(({ code }) => code === "8100")).toMatchObject({
      name: "Rent",
      parent: "Buildings",
      properties: { Owner: "Eve", Weight: "1.25" },
      subsets: ["Active accounts"],
    });
    expect(items.find(({ code }) => code === "6100")).toMatchObject({
      name: "Travel",
      properties: { Owner: "Bob", Weight: "1.5" },
    });
    expect(report().streams.map(({ stream, rows }) => [stream, rows.loaded, rows.ignored])).toEqual([
      ["accounts", 2, 1],
      ["groups", 1, 0],
    ]);
  });

  it("joins failures back to their records", async () => {
    const { emulator, load, report, rejects } = await prepare();
    const ended = await load(
      [{ stream: "accounts", list: tiny.model && "101000000014" }],
      [
        schema("accounts", accounts),
        record("accounts", { code: "8100", name: "Rent", parent: "Opex" }),
        record("accounts", { code: "8200", name: "Heat", parent: "Nowhere" }),
        record("accounts", { Owner: "Nobody" }),
        record("accounts", { code: "8300", name: "Light", "Active accounts": "perhaps" }),
        state(1),
      ],
    );
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("RECORD_INVALID");
    expect(codes(emulator, "Accounts")).not.toContain("8100");
    const again = await load(
      [{ stream: "accounts", list: "Accounts" }],
      [
        schema("accounts", accounts, []),
        record("accounts", { code: "8100", name: "Rent", parent: "Opex" }),
        record("accounts", { code: "8200", name: "Heat", parent: "Nowhere" }),
        record("accounts", { Owner: "Nobody" }),
        record("accounts", { code: "8300", name: "Light", "Active accounts": "perhaps" }),
        state(1),
      ],
    );
    expect(again.code).toBe(3);
    expect(again.stdout).toBe("");
    expect(report().streams[0]?.rows).toEqual({ received: 4, loaded: 1, ignored: 0, rejected: 3, unacknowledged: 0 });
    expect(rejects().map((reject) => [reject.line, (reject.record as { code?: string }).code])).toEqual([
      [3, "8200"],
      [4, undefined],
      [5, "8300"],
    ]);
    expect(JSON.stringify(rejects()[0]?.errors)).toContain("Nowhere");
    const { import_id, task_id, ...ids } = rejects()[0] ?? {};
    expect([import_id, task_id]).toEqual([undefined, undefined]);
    expect(ids).toMatchObject({ workspace_id: tiny.workspace, model_id: tiny.model, list_id: "101000000014" });
    expect(again.stderr).toContain("list_id=101000000014");
  });

  it.each([
    ["add", 1, 1, "Ada"],
    ["update", 1, 0, "Bob"],
  ])("with %s only", async (list_action, loaded, ignored, owner) => {
    const { emulator, load, report } = await prepare();
    const ended = await load(
      [{ stream: "accounts", list: "Accounts", list_action }],
      [
        schema("accounts", accounts),
        record("accounts", { code: "6100", name: "Travel", Owner: "Bob" }),
        record("accounts", { code: "8100", name: "Rent" }),
      ],
    );
    expect(ended.code).toBe(list_action === "add" ? 0 : 3);
    expect(report().streams[0]?.rows).toMatchObject({ loaded, ignored });
    expect(listOf(emulator, "Accounts").find(({ code }) => code === "6100")?.properties?.Owner).toBe(owner);
  });

  it("may be a numbered one", async () => {
    const { emulator, load } = await prepare();
    const booking = (code: string, Amount: number) =>
      record("bookings", { code, name: "never sent", Text: "x", Amount });
    const ended = await load(
      [{ stream: "bookings", list: "Bookings" }],
      [schema("bookings", ["code", "name", "Text", "Amount"]), booking("B1", 1), booking("B2", 2), booking("B1", 3)],
    );
    expect(ended.code, ended.stderr).toBe(0);
    expect(listOf(emulator, "Bookings").map(({ name, code, properties }) => [name, code, properties?.Amount])).toEqual([
      ["#1", "B1", "3"],
      ["#2", "B2", "2"],
    ]);
  });

  it("takes 25,000 items in batches, under both readings of the answer", async () => {
    for (const listFailures of ["counted as ignored", "not counted"] as const) {
      const { emulator, load, report } = await prepare({ readings: { listFailures } });
      const many = Array.from({ length: 25_000 }, (_, n) =>
        record("organisations", { code: `O${n}`, name: `Org ${n}` }),
      );
      const ended = await load(
        [{ stream: "organisations", list: "Organisations" }],
        [schema("organisations", ["code", "name"]), ...many, record("organisations", { code: "O1", name: "UK" })],
      );
      expect(ended.code, ended.stderr).toBe(0);
      expect(codes(emulator, "Organisations")).toHaveLength(25_002);
      expect(report().streams[0]?.rows).toMatchObject({ received: 25_001, rejected: 0 });
      expect(emulator.journal.find("POST", /items/).length).toBe(3);
    }
  });

  it("refuses what is not in it, before anything is written", async () => {
    const { load } = await prepare();
    const unknown = await load([{ stream: "a", list: "Acounts" }], [schema("a", accounts)]);
    expect(unknown.stderr).toContain("NAME_UNKNOWN");
    expect(unknown.stderr).toContain('"Accounts"');
    const column = await load([{ stream: "a", list: "Accounts", columns: { Ownr: "Owner" } }], [schema("a", accounts)]);
    expect(column.stderr).toContain('did you mean "Owner"');
    expect(column.code).toBe(2);
    const keyless = await load([{ stream: "a", list: "Accounts" }], [schema("a", ["Owner"], [])]);
    expect(keyless.stderr).toContain("IMPORT_MAPPING_BROKEN");
  });
});

describe("deletes from the stream", () => {
  const entry = { stream: "accounts", list: "Accounts", deletes: { max_percent: 50 } };
  const gone = (code: string) => record("accounts", { code, _sdc_deleted_at: "2026-05-20T00:00:00Z" });

  it("take marked rows out of the list", async () => {
    const { emulator, load, report } = await prepare();
    const ended = await load(
      [entry],
      [
        schema("accounts", ["code", "name", "_sdc_deleted_at"]),
        record("accounts", { code: "8100", name: "Rent", _sdc_deleted_at: null }),
        gone("6101"),
        gone("9999"),
        state(1),
      ],
    );
    expect(ended.code, ended.stderr).toBe(0);
    expect(codes(emulator, "Accounts")).toEqual(["6100", "6102", "7100", "8100"]);
    expect(report().streams[0]).toMatchObject({
      deleted: 1,
      rows: { received: 3, loaded: 2, ignored: 1, rejected: 0, unacknowledged: 0 },
    });
    expect(ended.stdout).toBe('{"n":1}\n');
  });

  it("keep what comes back later in the stream", async () => {
    const { emulator, load } = await prepare();
    await load(
      [entry],
      [
        schema("accounts", ["code", "name", "_sdc_deleted_at"]),
        gone("6101"),
        record("accounts", { code: "6101", name: "Taxi" }),
      ],
    );
    expect(codes(emulator, "Accounts")).toContain("6101");
  });

  it("never take more than max_percent, and plan shows which", async () => {
    const { emulator, load } = await prepare();
    const messages = [schema("accounts", ["code", "name", "_sdc_deleted_at"]), gone("6101"), gone("6102"), state(1)];
    const few = [{ ...entry, deletes: { max_percent: 25 } }];
    const planned = await load(few, messages, ["plan"]);
    expect(planned.stdout).toContain('2 of 4 items of the list "Accounts" would be deleted');
    expect(planned.stdout).toContain('"6101", "6102"');
    expect(planned.code).toBe(2);
    const refused = await load(few, messages);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("DELETES_TOO_MANY");
    expect(refused.stdout).toBe("");
    expect(codes(emulator, "Accounts")).toHaveLength(4);
    const allowed = await load([entry], messages, ["plan"]);
    expect(allowed.code, allowed.stdout).toBe(0);
    expect(codes(emulator, "Accounts")).toHaveLength(4);
  });

  it("sweep what a full stream no longer holds when ACTIVATE_VERSION follows its rows", async () => {
    const { emulator, load, report } = await prepare();
    const row = (code: string, name: string) => record("accounts", { code, name });
    const activate = { type: "ACTIVATE_VERSION", stream: "accounts", version: 2 };
    const rows = [row("6100", "Travel"), row("6102", "Café"), row("7100", "Servers")];
    const first = await load([entry], [schema("accounts", ["code", "name"]), activate, ...rows, state(1)]);
    expect(first.code, first.stderr).toBe(0);
    expect(codes(emulator, "Accounts")).toHaveLength(4);
    const swept = await load([entry], [schema("accounts", ["code", "name"]), ...rows, activate, state(2)]);
    expect(swept.code, swept.stderr).toBe(0);
    expect(swept.stdout).toBe('{"n":2}\n');
    expect(codes(emulator, "Accounts")).toEqual(["6100", "6102", "7100"]);
    expect(report().streams[0]?.deleted).toBe(1);
  });

  it("do not sweep more than max_percent, and hold the state back", async () => {
    const { emulator, load } = await prepare();
    const ended = await load(
      [entry],
      [
        schema("accounts", ["code", "name"]),
        record("accounts", { code: "6100", name: "Travel" }),
        { type: "ACTIVATE_VERSION", stream: "accounts", version: 2 },
        state(1),
      ],
    );
    expect(ended.stderr).toContain("3 of 4 items");
    expect(ended.code).toBe(2);
    expect(ended.stdout).toBe("");
    expect(codes(emulator, "Accounts")).toHaveLength(4);
  });

  it("work beside an import", async () => {
    const { emulator, load, report } = await prepare();
    const properties = ["Code", "Name", "Parent", "Owner", "Weight", "_sdc_deleted_at"];
    const ended = await load(
      [{ stream: "accounts", import: tiny.accountsImport, deletes: { list: "Accounts", max_percent: 30 } }],
      [
        schema("accounts", properties, ["Code"]),
        record("accounts", { Code: "8100", Name: "Rent", Parent: "Opex" }),
        record("accounts", { Code: "6101", _sdc_deleted_at: "2026-05-20" }),
        record("accounts", { Code: "8200", Name: "Heat", Parent: "Opex" }),
      ],
    );
    expect(ended.code, ended.stderr).toBe(0);
    expect(codes(emulator, "Accounts")).toEqual(["6100", "6102", "7100", "8100", "8200"]);
    expect(report().streams[0]?.rows).toMatchObject({ received: 3, loaded: 3 });
  });

  it("may be done by a delete action that the rows select", async () => {
    const { emulator, load } = await prepare();
    const messages = [
      schema("accounts", ["Code", "Name", "Parent", "Owner", "Weight", "_sdc_deleted_at"], ["Code"]),
      record("accounts", { Code: "6100", Name: "Travel" }),
      record("accounts", { Code: "7100", Name: "Servers", _sdc_deleted_at: "2026-05-20" }),
    ];
    const by = (max_percent: number) => [
      { stream: "accounts", import: tiny.accountsImport, deletes: { action: "Clear leavers", max_percent } },
    ];
    const refused = await load(by(20), messages);
    expect(refused.stderr).toContain("DELETES_TOO_MANY");
    expect(codes(emulator, "Accounts")).toContain("7100");
    const ended = await load(by(50), messages);
    expect(ended.code, ended.stderr).toBe(0);
    expect(codes(emulator, "Accounts")).not.toContain("7100");
  });
});

describe("a selection file and its delete action", () => {
  const SELECT = "112000000050";
  const withSelection = () => {
    const world = tinyWorld();
    const model = world.workspaces[0]!.models[0]!;
    const module = model.modules!.find(({ name }) => name === "OPX02 Selection")!;
    delete module.cells;
    model.files!.push({ id: "113000000050", name: "leavers.csv", headerNames: ["Account", "Delete?"] });
    model.imports!.push({
      id: SELECT,
      name: "Select leavers",
      importType: "MODULE_DATA",
      fileId: "113000000050",
      target: module.id,
      columns: [
        { header: "Account", to: { kind: "dimension", dimensionId: module.appliesTo[0]!, by: "code" } },
        { header: "Delete?", to: { kind: "lineItem", lineItem: "Delete?" } },
      ],
    });
    return world;
  };
  const by = (max_percent: number) => [
    {
      stream: "accounts",
      list: "Accounts",
      deletes: { action: "Clear leavers", import: "select leavers", max_percent },
    },
  ];
  const row = (code: string, name: string, more: object = {}) => record("accounts", { code, name, ...more });
  const header = schema("accounts", ["code", "name", "_sdc_deleted_at"]);

  it("take what ACTIVATE_VERSION and marked rows leave", async () => {
    const { emulator, load, report } = await prepare({ world: withSelection() });
    const swept = await load(by(50), [
      header,
      row("6100", "Travel"),
      row("6101", "Taxi", { _sdc_deleted_at: "2026-05-20" }),
      row("7100", "Servers"),
      { type: "ACTIVATE_VERSION", stream: "accounts", version: 2 },
      state(1),
    ]);
    expect(swept.code, swept.stderr).toBe(0);
    expect(swept.stdout).toBe('{"n":1}\n');
    expect(codes(emulator, "Accounts")).toEqual(["6100", "7100"]);
    expect(emulator.journal.find("POST", /items\?action=delete/)).toEqual([]);
    expect(report().streams[0]).toMatchObject({ deleted: 2, rows: { received: 3, loaded: 1, ignored: 2 } });
    expect(report().actions).toMatchObject([
      { when: "accounts", import_id: SELECT, rows: { loaded: 1, ignored: 0, rejected: 0 } },
      { when: "accounts", delete_id: tiny.deleteAction, task: { outcome: "loaded" } },
      { when: "accounts", import_id: SELECT, rows: { loaded: 1, ignored: 0, rejected: 0 } },
      { when: "accounts", delete_id: tiny.deleteAction, task: { outcome: "loaded" } },
    ]);
  });

  it("never take more than max_percent, and plan shows which", async () => {
    const { emulator, load } = await prepare({ world: withSelection() });
    const messages = [header, row("6100", "Travel"), { type: "ACTIVATE_VERSION", stream: "accounts", version: 2 }];
    const planned = await load(by(50), messages, ["plan"]);
    expect(planned.stdout).toContain('"6101", "6102", "7100"');
    const ended = await load(by(50), messages);
    expect(ended.stderr).toContain("DELETES_TOO_MANY");
    expect(codes(emulator, "Accounts")).toHaveLength(4);
    expect(emulator.journal.find("POST", /tasks$/)).toEqual([]);
  });

  it("need both a list and an action; without them a version's end deletes nothing, and that is said", async () => {
    const { emulator, load } = await prepare();
    const half = await load([{ stream: "accounts", list: "Accounts", deletes: { import: SELECT } }], [header]);
    expect(half.code).toBe(2);
    expect(half.stderr).toContain('"deletes.import" selects items of a list for an action');
    const alone = [{ stream: "accounts", import: tiny.accountsImport, deletes: { action: "Clear leavers" } }];
    const messages = [
      schema("accounts", ["Code", "Name", "Parent", "Owner", "Weight"], ["Code"]),
      record("accounts", { Code: "6100", Name: "Travel" }),
      { type: "ACTIVATE_VERSION", stream: "accounts", version: 2 },
    ];
    const ended = await load(alone, messages);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toContain("What a version no longer holds is not deleted");
    expect(codes(emulator, "Accounts")).toHaveLength(4);
  });
});

describe("a module", () => {
  it("gets cells by the names of its dimensions, with exact digits", async () => {
    const { emulator, load, report } = await prepare();
    const ended = await load(
      [{ stream: "amounts", module: "OPX01 Input" }],
      [
        schema("amounts", ["Accounts", "Time", "Amount", "Note"], []),
        record("amounts", { Accounts: "Travel", Time: "Mar 26", Amount: 1.5, Note: "x" }),
        record("amounts", { Accounts: "Taxi", Time: "Feb 26", Amount: -2 }),
      ],
    );
    expect(ended.code, ended.stderr).toBe(0);
    expect(emulator.world.cell("Opex Plan", "OPX01 Input", "Amount", ["Travel", "Mar 26"])).toBe(1.5);
    expect(emulator.world.cell("Opex Plan", "OPX01 Input", "Note", ["Travel", "Mar 26"])).toBe("x");
    expect(emulator.world.cell("Opex Plan", "OPX01 Input", "Amount", ["Taxi", "Feb 26"])).toBe(-2);
    expect(report().streams[0]?.rows).toMatchObject({ received: 2, loaded: 2 });
  });

  it("gives failed cells back to their records", async () => {
    const { load, report, rejects } = await prepare();
    const ended = await load(
      [{ stream: "amounts", module: "OPX01 Input" }],
      [
        schema("amounts", ["Accounts", "Time", "Amount", "Double"], []),
        record("amounts", { Accounts: "Travel", Time: "Mar 26", Amount: 1 }),
        record("amounts", { Accounts: "Nobody", Time: "Mar 26", Amount: 2 }),
        record("amounts", { Accounts: "Taxi", Time: "Mar 26", Double: 3 }),
      ],
    );
    expect(ended.code).toBe(3);
    expect(report().streams[0]?.rows).toMatchObject({ received: 3, loaded: 1, rejected: 2 });
    expect(rejects().map(({ line }) => line)).toEqual([3, 4]);
    expect(JSON.stringify(rejects()[1]?.errors)).toContain("Double");
    expect(rejects()[1]?.module_id).toMatch(/^102\d+$/);
  });

  it("takes a fixed member through mapping", async () => {
    const { emulator, load } = await prepare();
    const ended = await load(
      [{ stream: "plans", module: "OPX03 Plan", mapping: { Versions: "Budget" } }],
      [schema("plans", ["Accounts", "Plan"], []), record("plans", { Accounts: "Travel", Plan: 7 })],
    );
    expect(ended.code, ended.stderr).toBe(0);
    expect(emulator.world.cell("Opex Plan", "OPX03 Plan", "Plan", ["Travel", "Budget"])).toBe(7);
  });

  it("names dimensions that the stream lacks", async () => {
    const { load } = await prepare();
    const ended = await load(
      [{ stream: "amounts", module: "OPX01 Input" }],
      [schema("amounts", ["Accounts", "Amount"], [])],
    );
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('lacks: "Time"');
  });
});
