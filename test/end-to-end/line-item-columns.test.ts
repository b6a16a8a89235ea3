/** `"mixed_values": "column_per_line_item"`: one row per combination, whatever the layout has where. */
import { readdirSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { tiny, tinyWorld } from "../emulator/models/tiny.ts";
import { type EmulatorOptions, startEmulator } from "../emulator/server.ts";
import { freshFolder, runBin, writeJson } from "../support/bins.ts";

interface Message {
  type: string;
  schema?: { properties: Record<string, { type: string[]; format?: string }> };
  key_properties?: string[];
  record?: Record<string, unknown>;
}

async function read(exportId: string, config: object = {}, options: EmulatorOptions = {}, args: string[] = []) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.stop());
  const spool = freshFolder();
  const path = writeJson(freshFolder(), "tap.json", {
    username: tiny.user,
    password: tiny.password,
    api_url: emulator.url,
    auth_url: emulator.url,
    poll_interval_seconds: 0.1,
    sync_mode: "SpecificExports",
    selected_exports: [`${tiny.workspace}_${tiny.model}_${exportId}`],
    discover: ["exports"],
    layout: "long",
    mixed_values: "column_per_line_item",
    spool_dir: spool,
    keys: "auto",
    ...config,
  });
  const ended = await runBin("tap-anaplan", ["--config", path, ...args]);
  expect(ended.code, ended.stderr).toBe(0);
  expect(readdirSync(spool)).toEqual([]);
  const lines = ended.stdout.split("\n").filter((line) => line !== "");
  const messages = lines.map((line) => JSON.parse(line) as Message);
  const schema = messages.findLast(({ type }) => type === "SCHEMA");
  return {
    lines,
    stderr: ended.stderr,
    properties: schema?.schema?.properties ?? {},
    keys: schema?.key_properties,
    records: messages.flatMap(({ record }) => (record === undefined ? [] : [record])),
    lastSchema: messages.findLastIndex(({ type }) => type === "SCHEMA"),
    firstRecord: messages.findIndex(({ type }) => type === "RECORD"),
  };
}

/** All line items, with empty rows kept, so that every layout shows the same cells. */
function whole() {
  const world = tinyWorld();
  const model = world.workspaces[0]?.models?.find(({ id }) => id === tiny.model);
  for (const one of model?.exports ?? []) {
    if (one.source.kind === "module") {
      delete one.source.lineItems;
      delete one.omitEmptyRows;
    }
  }
  return world;
}

const PERIOD = ["period", "period_start", "period_end", "period_is_total"];

describe("one column per line item", () => {
  it("puts the values of a single column together, typed, under the schema that goes out first", async () => {
    const { properties, keys, records, lines, lastSchema, firstRecord } = await read(
      tiny.singleColumnExport,
      {},
      { world: whole() },
    );
    expect(Object.keys(properties)).toEqual([
      ...["Accounts", ...PERIOD],
      ...["Amount", "Active", "Posted on", "Note", "Organisation", "Double"],
    ]);
    expect(properties.Amount?.type).toContain("number");
    expect(properties.Active?.type).toContain("boolean");
    expect(properties["Posted on"]?.type).toEqual(["null", "string"]);
    expect(keys).toEqual(["Accounts", "period"]);
    expect(lastSchema).toBeLessThan(firstRecord);
    expect(records.find(({ Accounts, period }) => Accounts === "Travel" && period === "Jan 26")).toEqual({
      Accounts: "Travel",
      period: "Jan 26",
      period_start: "2026-01-01",
      period_end: "2026-01-31",
      period_is_total: false,
      Amount: 64.6,
      Active: true,
      "Posted on": "2026-01-15",
      Note: "a, b",
      Organisation: "UK",
      Double: 0,
    });
    expect(lines.some((line) => line.includes('"Amount":12345678901234567890.123456789'))).toBe(true);
    expect(new Set(records.map(({ Accounts, period }) => `${Accounts} ${period}`)).size).toBe(records.length);
  });

  it("gives the same table for every layout", async () => {
    const cells = (records: readonly Record<string, unknown>[], account: string) =>
      records.map((record) => JSON.stringify([record[account], record.period, record.Amount, record.Note])).sort();
    const multi = cells((await read(tiny.flatExport, {}, { world: whole() })).records, "Accounts");
    expect(multi.length).toBeGreaterThan(10);
    expect(cells((await read(tiny.singleColumnExport, {}, { world: whole() })).records, "Accounts")).toEqual(multi);
    expect(cells((await read(tiny.gridAllExport, {}, { world: whole() })).records, "row_1")).toEqual(multi);
  });

  it("reads dates in the format that is told, and codes of members", async () => {
    const stream = `${tiny.workspace}_${tiny.model}_${tiny.flatExport}`;
    const types = [{ stream, column: "Posted on", type: "date", format: "DD/MM/YYYY" }];
    const readings = { exportDateFormat: "DD/MM/YYYY" } as const;
    const { properties, records } = await read(tiny.flatExport, { types, with_codes: true }, { readings });
    expect(properties["Posted on"]).toEqual({ type: ["null", "string"], format: "date" });
    expect(records).toContainEqual(
      expect.objectContaining({ Accounts: "Travel", "Accounts code": "6100", "Posted on": "2026-01-15" }),
    );
  });

  it("sends one record with --test", async () => {
    const { records } = await read(tiny.singleColumnExport, {}, {}, ["--test"]);
    expect(records).toHaveLength(1);
  });
});
