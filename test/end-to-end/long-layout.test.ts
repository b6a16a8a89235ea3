/** `"layout": "long"`: the same module, saved in every layout, comes out as the same values. */
import { describe, expect, it, onTestFinished } from "vitest";
import { tiny, tinyWorld } from "../emulator/models/tiny.ts";
import { type EmulatorOptions, startEmulator } from "../emulator/server.ts";
import { freshFolder, runBin, writeJson } from "../support/bins.ts";

const idOf = (object: string) => `${tiny.workspace}_${tiny.model}_${object}`;

interface Message {
  type: string;
  schema?: { properties: Record<string, unknown> };
  record?: Record<string, unknown>;
  value?: unknown;
}

async function read(exportId: string, options: EmulatorOptions = {}, config: object = {}, state?: unknown) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.stop());
  const path = writeJson(freshFolder(), "tap.json", {
    username: tiny.user,
    password: tiny.password,
    api_url: emulator.url,
    auth_url: emulator.url,
    poll_interval_seconds: 0.1,
    sync_mode: "SpecificExports",
    selected_exports: [idOf(exportId)],
    layout: "long",
    ...config,
  });
  const before = state === undefined ? [] : ["--state", writeJson(freshFolder(), "state.json", state)];
  const ended = await runBin("tap-anaplan", ["--config", path, ...before]);
  const messages = ended.stdout
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "");
  const parsed = messages.map((line) => JSON.parse(line) as Message);
  return {
    ended,
    lines: messages,
    schema: parsed.findLast(({ type }) => type === "SCHEMA")?.schema,
    state: parsed.findLast(({ type }) => type === "STATE")?.value,
    records: parsed.flatMap(({ record }) => (record === undefined ? [] : [record])),
  };
}

/** What a value is and where it stands, whatever the layout calls its dimensions. */
function cellsOf(records: readonly Record<string, unknown>[], account: string): string[] {
  return records
    .map((record) => JSON.stringify([record[account], record.line_item, record.period, record.value]))
    .sort();
}

describe("layout long", () => {
  it("gives one typed row per value of a tabular export", async () => {
    const { ended, records, schema, lines } = await read(tiny.flatExport);
    expect(ended.code, ended.stderr).toBe(0);
    expect(Object.keys(schema?.properties ?? {})).toEqual([
      "Accounts",
      "line_item",
      "period",
      "period_start",
      "period_end",
      "period_is_total",
      "value",
      "value_number",
      "value_text",
      "value_boolean",
      "value_date",
    ]);
    const travel = records.filter((record) => record.Accounts === "Travel" && record.period === "Jan 26");
    expect(travel.find(({ line_item }) => line_item === "Amount")).toEqual({
      Accounts: "Travel",
      line_item: "Amount",
      period: "Jan 26",
      period_start: "2026-01-01",
      period_end: "2026-01-31",
      period_is_total: false,
      value: "64.6",
      value_number: 64.6,
      value_text: null,
      value_boolean: null,
      value_date: null,
    });
    expect(travel.find(({ line_item }) => line_item === "Active")).toMatchObject({ value_boolean: true });
    expect(travel.find(({ line_item }) => line_item === "Posted on")).toMatchObject({ value_date: "2026-01-15" });
    expect(lines.some((line) => line.includes('"value_number":12345678901234567890.123456789'))).toBe(true);
  });

  it("gives the same values for the single-column layout, typed by line item", async () => {
    const [multi, single] = [await read(tiny.flatExport), await read(tiny.singleColumnExport)];
    expect(single.ended.code, single.ended.stderr).toBe(0);
    expect(single.schema).toEqual(multi.schema);
    const items = new Set(single.records.map(({ line_item }) => line_item));
    const same = multi.records.filter(({ line_item }) => items.has(line_item));
    const written = new Set(multi.records.map(({ Accounts, period }) => `${Accounts} ${period}`));
    const shown = single.records.filter(({ Accounts, period }) => written.has(`${Accounts} ${period}`));
    expect(cellsOf(shown, "Accounts")).toEqual(cellsOf(same, "Accounts"));
    expect(single.records.find(({ value }) => value === "64.6")).toMatchObject({ value_number: 64.6 });
  });

  for (const gridPageSeparator of ["blank line", "none"] as const) {
    it(`reads a grid with all pages, separated by ${gridPageSeparator}`, async () => {
      const multi = await read(tiny.flatExport);
      const grid = await read(tiny.gridAllExport, { readings: { gridPageSeparator } });
      expect(grid.ended.code, grid.ended.stderr).toBe(0);
      const items = new Set(grid.records.map(({ line_item }) => line_item));
      expect(items.size).toBeGreaterThan(1);
      // The flat export omits rows without values, the grid shows them.
      const written = new Set(multi.records.map(({ Accounts, period }) => `${Accounts} ${period}`));
      const shown = grid.records.filter(({ row_1, period }) => written.has(`${row_1} ${period}`));
      expect(cellsOf(shown, "row_1")).toEqual(cellsOf(multi.records, "Accounts"));
    });
  }

  it("reads a grid with all pages as it is, too, under the columns of its first page", async () => {
    const { ended, records, schema } = await read(tiny.gridAllExport, {}, { layout: "as_is" });
    expect(ended.code, ended.stderr).toBe(0);
    expect(Object.keys(schema?.properties ?? {}).slice(0, 3)).toEqual(["page_1", "column_1", "Jan 26"]);
    expect(new Set(records.map(({ page_1 }) => page_1))).toEqual(
      new Set(["Amount", "Active", "Posted on", "Note", "Organisation", "Double"]),
    );
    expect(records).toHaveLength(6 * 4);
    expect(records[0]).toMatchObject({ page_1: "Amount", column_1: "Travel", "Jan 26": "64.6" });
  });

  it("reads a grid of the current page", async () => {
    const { ended, records } = await read(tiny.gridExport);
    expect(ended.code, ended.stderr).toBe(0);
    expect(records[0]).toMatchObject({ row_1: "Travel", period: "Jan 26", period_start: "2026-01-01", value: "64.6" });
  });

  it.each([
    ["multiple column", tiny.flatExport],
    ["single column", tiny.singleColumnExport],
    ["a grid of the current page", tiny.gridExport],
    ["a grid with all pages", tiny.gridAllExport],
  ])("keeps its schema when months roll and a line item is added: %s", async (_, exportId) => {
    const first = await read(exportId);
    const world = tinyWorld();
    const model = world.workspaces[0]?.models?.find(({ id }) => id === tiny.model);
    const input = model?.modules?.find(({ name }) => name === "OPX01 Input");
    const single = model?.exports?.find(({ id }) => id === tiny.singleColumnExport);
    if (model === undefined || input === undefined || single?.source.kind !== "module") throw new Error("no module");
    model.calendar = { startMonth: "2026-01", years: 2, currentMonth: "2027-02" };
    input.lineItems.push({ id: "208000000057", name: "Reviewed", format: { type: "BOOLEAN" } });
    input.cells?.push({ at: ["Travel", "Feb 27"], values: { Amount: 5, Reviewed: true } });
    single.source.lineItems = ["Amount", "Reviewed"];
    const second = await read(exportId, { world }, { on_schema_change: "fail" }, first.state);
    expect(second.ended.code, second.ended.stderr).toBe(0);
    expect(second.schema).toEqual(first.schema);
    expect(second.ended.stderr).not.toMatch(/columns are not those|other columns/);
    expect(second.records).toContainEqual(
      expect.objectContaining({ period: "Feb 27", period_end: "2027-02-28", value: "5", value_number: 5 }),
    );
    const isWhole = exportId !== tiny.gridExport;
    const added = expect.objectContaining({ line_item: "Reviewed", period: "Feb 27", value_boolean: true }) as unknown;
    if (isWhole) expect(second.records).toContainEqual(added);
  });

  it("reads numbers grouped by the line item's format back to exact digits", async () => {
    const grouped = await read(tiny.flatExport, { readings: { exportNumberFormat: "grouped" } });
    expect(grouped.ended.code, grouped.ended.stderr).toBe(0);
    expect(grouped.lines.some((line) => line.includes('"value_number":12345678901234567890.123456789'))).toBe(true);
    expect(grouped.ended.stderr).not.toMatch(/did not fit/);
  });

  it("reads them in the layout as it is, too", async () => {
    const { ended, lines, records } = await read(
      tiny.flatExport,
      { readings: { exportNumberFormat: "grouped" } },
      { layout: "as_is" },
    );
    expect(ended.code, ended.stderr).toBe(0);
    expect(lines.some((line) => line.includes('"Amount":12345678901234567890.123456789'))).toBe(true);
    expect(records.every(({ Amount }) => Amount !== null)).toBe(true);
    expect(ended.stderr).not.toMatch(/did not fit/);
  });

  it("reads dates in the format that is told", async () => {
    const config = {
      types: [{ stream: idOf(tiny.flatExport), column: "Posted on", type: "date", format: "DD/MM/YYYY" }],
    };
    const { records } = await read(tiny.flatExport, { readings: { exportDateFormat: "DD/MM/YYYY" } }, config);
    expect(records.find(({ value_date }) => value_date !== null)).toMatchObject({
      value: "15/01/2026",
      value_date: "2026-01-15",
    });
  });
});
