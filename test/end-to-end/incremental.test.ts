/** INCREMENTAL, delta and `metadata_columns` on streams of every kind that holds data: lists, views, and the long layout of an export. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FaultSpec } from "../emulator/faults/fault.ts";
import { tiny } from "../emulator/models/tiny.ts";
import type { EmulatorOptions } from "../emulator/server.ts";
import { freshFolder, runBin, writeJson } from "../support/bins.ts";
import { startTinyTap, tinyStream } from "../support/tiny-tap.ts";

const list = tinyStream("101000000014");
const view = tinyStream("208000000099");
const flat = tinyStream(tiny.flatExport);

interface CatalogStream {
  tap_stream_id: string;
  schema: { properties: Record<string, unknown> };
  metadata: { breadcrumb: string[]; metadata: Record<string, unknown> }[];
}

interface Message {
  type: string;
  version?: number;
  bookmark_properties?: string[];
  record?: Record<string, unknown>;
  value?: { bookmarks: Record<string, Record<string, unknown>> };
}

async function start(config: object = {}, options: EmulatorOptions = {}) {
  const defaults = { discover: ["exports", "lists", "views"] };
  const { emulator, folder, config: path } = await startTinyTap({ ...defaults, ...config }, options);
  const discovered = await runBin("tap-anaplan", ["--config", path, "--discover"]);
  expect(discovered.code, discovered.stderr).toBe(0);
  const { streams } = JSON.parse(discovered.stdout) as { streams: CatalogStream[] };
  let state: unknown = {};

  /** One run, with the state of the one before. */
  async function read(streamId: string, replication: Record<string, unknown> = {}) {
    const stream = structuredClone(streams.find(({ tap_stream_id }) => tap_stream_id === streamId));
    const own = stream?.metadata.find(({ breadcrumb }) => breadcrumb.length === 0);
    if (own === undefined) throw new Error("no such stream");
    Object.assign(own.metadata, replication);
    writeFileSync(join(folder, "catalog.json"), JSON.stringify({ streams: [stream] }));
    writeFileSync(join(folder, "state.json"), JSON.stringify(state));
    const files = ["--catalog", join(folder, "catalog.json"), "--state", join(folder, "state.json")];
    const ended = await runBin("tap-anaplan", ["--config", path, ...files]);
    const messages = ended.stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Message);
    const records = messages.flatMap(({ type, record }) => (type === "RECORD" && record ? [record] : []));
    state = messages.findLast(({ type }) => type === "STATE")?.value ?? state;
    const bookmark = (state as { bookmarks?: Record<string, Record<string, unknown>> }).bookmarks?.[streamId];
    return { ended, messages, records, bookmark };
  }
  /** Changes the config of the runs that follow. */
  function configure(more: object): void {
    const before = JSON.parse(readFileSync(path, "utf8")) as object;
    writeJson(folder, "tap.json", { ...before, ...more });
  }
  return { emulator, read, configure, streams };
}

const by = (column: string) => ({ "replication-method": "INCREMENTAL", "replication-key": column });

describe("INCREMENTAL", () => {
  it("of a list sends members at or above the bookmark, without a version", async () => {
    const { read } = await start();
    const first = await read(list, by("code"));
    expect(first.ended.code, first.ended.stderr).toBe(0);
    expect(first.records.map(({ code }) => code)).toEqual(["6100", "6101", "6102", "7100"]);
    expect(first.messages.find(({ type }) => type === "SCHEMA")?.bookmark_properties).toEqual(["code"]);
    expect(first.messages.some(({ type }) => type === "ACTIVATE_VERSION")).toBe(false);
    expect(first.messages.some(({ type, version }) => type === "RECORD" && version !== undefined)).toBe(false);
    expect(first.bookmark).toMatchObject({ replication_key: "code", replication_key_value: "7100", rows: 4 });
    const second = await read(list, by("code"));
    expect(second.records.map(({ name }) => name)).toEqual(["Servers"]);
    expect(second.bookmark).toMatchObject({ replication_key_value: "7100", rows: 1 });
  });

  it("of a list above the one-call limit does the same, page by page", async () => {
    const { read } = await start({}, { limits: { listReadItems: 2, readRequestPageRows: 1 } });
    expect((await read(list, by("code"))).records).toHaveLength(4);
    expect((await read(list, by("code"))).records.map(({ name }) => name)).toEqual(["Servers"]);
  });

  it("of a view compares numbers by all their digits", async () => {
    const { read, streams } = await start();
    const own = streams.find(({ tap_stream_id }) => tap_stream_id === view)?.metadata[0]?.metadata;
    expect(own?.["valid-replication-keys"]).toEqual(["Amount"]);
    expect((await read(view, by("Amount"))).records).toHaveLength(48);
    const second = await read(view, by("Amount"));
    expect(second.bookmark?.replication_key_value).toBe("12345678901234567890.123456789");
    expect(second.records).toEqual([expect.objectContaining({ Accounts: "Taxi", Time: "Jan 26" })]);
  });

  it("moves the bookmark only when the stream is done", async () => {
    const { read, emulator } = await start({}, { limits: { readRequestPageRows: 5 } });
    const before = (await read(view, by("Amount"))).bookmark;
    const broken: FaultSpec = { fault: "server-error", match: { method: "GET", path: "/pages/3$" }, times: 0 };
    emulator.faults.add(broken);
    const failed = await read(view, by("Amount"));
    expect(failed.ended.code).toBe(1);
    expect(failed.messages.some(({ type }) => type === "SCHEMA")).toBe(true);
    expect(failed.bookmark).toEqual(before);
    expect(before).toMatchObject({ rows: 48 });
  });

  it("of the long layout goes by a column of the long form", async () => {
    const { read, streams } = await start({ layout: "long" });
    const own = streams.find(({ tap_stream_id }) => tap_stream_id === flat)?.metadata[0]?.metadata;
    const keys = ["period_start", "period_end", "value_number", "value_date"];
    expect(own?.["valid-replication-keys"]).toEqual(keys);
    const first = await read(flat, by("period_start"));
    expect(first.ended.code, first.ended.stderr).toBe(0);
    expect(new Set(first.records.map(({ period }) => period))).toEqual(new Set(["Jan 26", "Feb 26", "Mar 26"]));
    expect(first.bookmark).toMatchObject({ replication_key_value: "2026-03-01", rows: first.records.length });
    const second = await read(flat, by("period_start"));
    expect(new Set(second.records.map(({ period }) => period))).toEqual(new Set(["Mar 26"]));
    expect(second.records.length).toBeGreaterThan(0);
    expect(second.messages.some(({ type }) => type === "ACTIVATE_VERSION")).toBe(false);
  });

  it("by a period's label is refused in every layout", async () => {
    const long = await start({ layout: "long" });
    expect((await long.read(flat, by("period"))).ended.stderr).toMatch(
      /CATALOG_INVALID: The catalog names the replication key "period", whose values have no order/,
    );
  });
});

describe("delta", () => {
  for (const [form, options] of [
    ["in one call", {}],
    ["page by page", { limits: { listReadItems: 2, readRequestPageRows: 1 } }],
  ] as const) {
    it(`of a list that is read ${form} sends members that are new, changed or gone`, async () => {
      const { read, emulator } = await start({ delta: true, delta_dir: freshFolder() }, options);
      const first = await read(list);
      expect(first.ended.code, first.ended.stderr).toBe(0);
      expect(first.records).toHaveLength(4);
      expect(first.records[0]).toMatchObject({ name: "Travel", _sdc_deleted_at: null });
      expect(first.messages.filter(({ type }) => type === "ACTIVATE_VERSION")).toHaveLength(1);
      const version = first.bookmark?.version;

      const second = await read(list);
      expect(second.records).toEqual([]);
      expect(second.messages.some(({ type }) => type === "ACTIVATE_VERSION")).toBe(false);
      expect(second.bookmark).toMatchObject({ version, rows: 4 });

      const accounts = emulator.world.model(tiny.model)?.lists.get("101000000014");
      accounts?.setProperty(accounts.withCode("6101"), "Owner", "Cleo");
      const gone = String(first.records[3]?.id);
      accounts?.remove(accounts.withCode("7100"));
      const third = await read(list);
      expect(third.ended.code, third.ended.stderr).toBe(0);
      expect(third.records.toSorted((a, b) => Number(a.id) - Number(b.id))).toEqual([
        expect.objectContaining({ name: "Taxi", Owner: "Cleo", _sdc_deleted_at: null }),
        { id: gone, _sdc_deleted_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) },
      ]);
      expect(
        third.messages.filter(({ type }) => type === "RECORD").every((message) => message.version === version),
      ).toBe(true);
    });
  }

  it("of a view goes by the keys that are proposed", async () => {
    const { read, emulator } = await start({ delta: true, delta_dir: freshFolder(), keys: "auto" });
    expect((await read(view)).records).toHaveLength(48);
    const accounts = emulator.world.model(tiny.model)?.lists.get("101000000014");
    accounts?.rename(accounts.withCode("7100"), "Racks");
    const second = await read(view);
    expect(second.ended.code, second.ended.stderr).toBe(0);
    const gone = second.records.filter(({ _sdc_deleted_at }) => _sdc_deleted_at !== null);
    expect(second.records).toHaveLength(24);
    expect(new Set(gone.map(({ Accounts }) => Accounts))).toEqual(new Set(["Servers"]));
    expect(gone).toHaveLength(12);
  });

  it("that breaks off keeps the snapshot and the bookmark of the last whole read", async () => {
    const folder = freshFolder();
    const config = { delta: true, delta_dir: folder, keys: "auto" };
    const { read, emulator } = await start(config, { limits: { readRequestPageRows: 5 } });
    const before = (await read(view)).bookmark;
    const kept = readdirSync(folder);
    emulator.faults.add({ fault: "server-error", match: { method: "GET", path: "/pages/3$" }, times: 0 });
    const failed = await read(view);
    expect(failed.ended.code).toBe(1);
    expect(failed.bookmark).toEqual(before);
    expect(readdirSync(folder)).toEqual(kept);
  });
});

describe("changed columns", () => {
  it("of a list are told before the first record, or end the stream", async () => {
    const { read, emulator, configure } = await start();
    const first = await read(list);
    expect(first.bookmark?.columns).toContainEqual({ name: "Weight", type: "number" });
    const properties = emulator.world.model(tiny.model)?.lists.get("101000000014")?.definition.properties;
    properties?.push({ name: "Region", format: { type: "TEXT" } });
    configure({ on_schema_change: "fail" });
    const failed = await read(list);
    expect(failed.ended.code).toBe(2);
    expect(failed.ended.stderr).toContain(
      'SCHEMA_CHANGED: The columns are not those of the last read: added "Region" (string).',
    );
    expect(failed.records).toEqual([]);
    expect(failed.bookmark).toEqual(first.bookmark);
    configure({ on_schema_change: "evolve" });
    const told = await read(list);
    expect(told.ended.stderr).toContain('The columns are not those of the last read: added "Region" (string)');
    expect(told.records).toHaveLength(4);
    expect(told.bookmark?.columns).toContainEqual({ name: "Region", type: "string" });
  });

  it("of a view, too", async () => {
    const { read, configure } = await start({}, { limits: { readRequestPageRows: 5 } });
    await read(view);
    configure({ types: [{ stream: view, column: "Amount", type: "string" }] });
    const told = await read(view);
    expect(told.ended.code, told.ended.stderr).toBe(0);
    expect(told.ended.stderr).toContain('The columns are not those of the last read: "Amount" is string, was number');
  });
});

describe("metadata_columns", () => {
  const names = ["workspace_id", "model_id", "export_id", "task_id", "exported_at", "row_number"];
  const columns = names.map((name) => `_anaplan_${name}`);

  for (const [kind, stream, config] of [
    ["a list", list, {}],
    ["a view", view, {}],
    ["the long layout", flat, { layout: "long" }],
  ] as const) {
    it(`are on ${kind}, in the catalog and in each record`, async () => {
      const { read, streams } = await start({ metadata_columns: true, ...config });
      const promised = streams.find(({ tap_stream_id }) => tap_stream_id === stream);
      expect(Object.keys(promised?.schema.properties ?? {}).slice(-6)).toEqual(columns);
      const { ended, records } = await read(stream);
      expect(ended.code, ended.stderr).toBe(0);
      expect(ended.stderr).not.toContain("other columns");
      const isExport = stream === flat;
      expect(records[0]).toMatchObject({
        _anaplan_workspace_id: tiny.workspace,
        _anaplan_model_id: tiny.model,
        _anaplan_export_id: isExport ? tiny.flatExport : null,
        _anaplan_task_id: isExport ? expect.stringMatching(/^[0-9A-F]{32}$/) : null,
        _anaplan_exported_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        _anaplan_row_number: 1,
      });
      const last = records.at(-1)?._anaplan_row_number as number;
      // Several values come out of one row of the file.
      if (isExport) expect(last).toBeLessThan(records.length);
      else expect(last).toBe(records.length);
    });
  }
});
