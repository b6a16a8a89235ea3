/** `tap-anaplan preview`: the last exported file as it would be sent, without a run and without the whole download. */
import { describe, expect, it, onTestFinished } from "vitest";
import { tiny, tinyWorld } from "../emulator/models/tiny.ts";
import { type EmulatorOptions, startEmulator } from "../emulator/server.ts";
import { generatedChunk } from "../emulator/world/generate.ts";
import { freshFolder, runBin, writeJson } from "../support/bins.ts";

async function start(options: EmulatorOptions = {}, config: object = {}) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.stop());
  const path = writeJson(freshFolder(), "tap.json", {
    username: tiny.user,
    password: tiny.password,
    api_url: emulator.url,
    auth_url: emulator.url,
    poll_interval_seconds: 0.1,
    models: [tiny.model],
    ...config,
  });
  const preview = (stream: string, ...args: string[]) =>
    runBin("tap-anaplan", ["preview", stream, "--config", path, ...args]);
  return { emulator, preview };
}

const idOf = (object: string) => `${tiny.workspace}_${tiny.model}_${object}`;

interface Shown {
  layout: string;
  age_seconds: number;
  exported_at: string;
  schema: { properties: Record<string, unknown> };
  rows: Record<string, unknown>[];
  lint: { code: string; level: string }[];
}

describe("preview", () => {
  it("shows typed rows, age, layout and lint of the last file, and runs nothing", async () => {
    const { emulator, preview } = await start();
    const first = await preview(idOf(tiny.flatExport), "--run", "--format", "json");
    expect(first.code, first.stderr).toBe(0);
    expect(emulator.journal.find("POST", /exports\/116000000012\/tasks/)).toHaveLength(1);
    const again = await preview(idOf(tiny.flatExport), "--format", "json", "--rows", "3");
    expect(emulator.journal.find("POST", /exports\/116000000012\/tasks/)).toHaveLength(1);
    const shown = JSON.parse(again.stdout) as Shown;
    expect(shown.layout).toBe("TABULAR_MULTI_COLUMN");
    expect(shown.age_seconds).toBeLessThan(3600);
    expect(shown.rows).toHaveLength(3);
    expect(shown.rows[0]).toMatchObject({ Accounts: "Travel", Amount: 64.6, Active: true });
    expect(shown.schema.properties.Amount).toEqual({ type: ["null", "number"] });
    expect(shown.lint.map(({ code }) => code)).toContain("LINT_LAYOUT");
  });

  it("keeps all digits, and draws a table for people", async () => {
    const { preview } = await start();
    const ended = await preview(idOf(tiny.flatExport), "--run");
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout).toContain("12345678901234567890.123456789");
    expect(ended.stdout).toContain("Layout: TABULAR_MULTI_COLUMN");
    expect(ended.stdout).toContain("Exported: 0 minutes ago");
  });

  it("tells of a grid that its columns are periods, and of a list that a header is empty", async () => {
    const { preview } = await start();
    const codes = async (object: string) => {
      const ended = await preview(idOf(object), "--run", "--format", "json");
      return (JSON.parse(ended.stdout) as Shown).lint.map(({ code }) => code);
    };
    expect(await codes(tiny.gridExport)).toContain("LINT_PERIOD_COLUMNS");
    expect(await codes(tiny.gridExport)).toContain("LINT_MIXED");
    expect(await codes(tiny.listExport)).toContain("LINT_HEADERS_REPEATED");
  });

  it("says that there is no file yet, and how to get one", async () => {
    const { preview } = await start();
    const ended = await preview(idOf(tiny.flatExport));
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(
      /EXPORT_EMPTY: There is no exported file of "[^"]+" to look at\..* Next: Run it with `tap-anaplan preview \S+ --run`\./,
    );
  });

  it("of a list shows its first members", async () => {
    const { preview } = await start();
    const ended = await preview(idOf("101000000014"), "--rows", "2", "--format", "json");
    expect((JSON.parse(ended.stdout) as Shown).rows.map(({ name }) => name)).toEqual(["Travel", "Taxi"]);
  });

  it("is given as CSV, with what to know about the export on stderr", async () => {
    const { preview } = await start();
    const ended = await preview(idOf(tiny.flatExport), "--run", "--format", "csv", "--rows", "1");
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout).toBe(
      'Accounts,Time,Amount,Active,Posted on,Note,Organisation,Double\nTravel,Jan 26,64.6,true,2026-01-15,"a, b",UK,0\n',
    );
    expect(ended.stderr).toContain("LINT_LAYOUT: The layout is TABULAR_MULTI_COLUMN.");
    expect(ended.stderr).toContain("LINT_FILTERS_UNKNOWN: Whether filters hide rows cannot be known.");
  });

  it("tells of filters that hide rows where it has seen them all, and of the one page of a grid", async () => {
    const { preview } = await start();
    const flat = JSON.parse((await preview(idOf(tiny.flatExport), "--run", "--format", "json")).stdout) as Shown;
    expect(flat.lint.map(({ code }) => code)).toContain("LINT_FILTERED");
    const grid = JSON.parse((await preview(idOf(tiny.gridExport), "--run", "--format", "json")).stdout) as Shown;
    expect(grid.lint.map(({ code }) => code)).toContain("LINT_CURRENT_PAGE");
    expect(grid.lint.map(({ code }) => code)).not.toContain("LINT_HEADERS_REPEATED");
  });

  it("of the long layout shows values, and judges rows by what it can", async () => {
    const { preview } = await start({}, { layout: "long" });
    const ended = await preview(idOf(tiny.gridAllExport), "--run", "--format", "json", "--rows", "5");
    expect(ended.code, ended.stderr).toBe(0);
    const shown = JSON.parse(ended.stdout) as Shown;
    expect(shown.rows).toHaveLength(5);
    expect(shown.rows[0]).toHaveProperty("value_number");
    expect(shown.lint.map(({ code }) => code)).not.toContain("LINT_EMPTY_ROWS");
  });

  it("without a file shows layout, forecast and lint of the metadata, and ends with the error", async () => {
    const { emulator, preview } = await start();
    const ended = await preview(idOf(tiny.gridExport), "--format", "json");
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("EXPORT_EMPTY: There is no exported file");
    const shown = JSON.parse(ended.stdout) as Shown & { forecast: object };
    expect(shown).toMatchObject({ layout: "GRID_CURRENT_PAGE", forecast: { columns: 13 }, rows: [] });
    expect(shown.lint.map(({ code }) => code)).toEqual(expect.arrayContaining(["LINT_PERIOD_COLUMNS", "LINT_MIXED"]));
    expect(shown.lint.map(({ code }) => code)).not.toContain("LINT_ADMINS_ONLY");
    expect(emulator.journal.find("POST", /exports\/.*tasks/)).toEqual([]);
  });

  for (const adminDefaultFile of ["404", "empty"] as const) {
    it(`of an export for administrators says so after a run, where its file is ${adminDefaultFile}`, async () => {
      const user = { username: tiny.otherUser, password: tiny.otherPassword };
      const { preview } = await start({ readings: { adminDefaultFile } }, user);
      const ran = await preview(idOf(tiny.adminsExport), "--run", "--format", "json");
      expect(ran.code).toBe(2);
      expect(ran.stderr).toMatch(/EXPORT_ADMINS_ONLY|reserved to administrators/);
      expect((JSON.parse(ran.stdout) as Shown).lint).toContainEqual(
        expect.objectContaining({ code: "LINT_ADMINS_ONLY", level: "warning" }),
      );
      const later = await preview(idOf(tiny.adminsExport), "--format", "json");
      expect((JSON.parse(later.stdout) as Shown).lint).toContainEqual(
        expect.objectContaining({ code: "LINT_ADMINS_ONLY", level: "info" }),
      );
    });
  }

  it("stops after the chunks it needs", async () => {
    const { emulator, preview } = await start();
    // 400 rows a chunk, seven chunks.
    const ended = await preview(idOf(tiny.generatedExport), "--run", "--format", "json", "--rows", "1000");
    expect((JSON.parse(ended.stdout) as Shown).rows).toHaveLength(1000);
    const read = emulator.journal.find("GET", /files\/116000000023\/chunks\/\d+$/);
    expect(read.map(({ path }) => path.split("/").at(-1))).toEqual(["0", "1", "2"]);
  });

  it("of a 5 GB export takes less than two chunks, by the server's books", async () => {
    const huge = tinyWorld().workspaces[0]?.models[0]?.exports?.find(({ id }) => id === tiny.hugeExport);
    if (huge?.source.kind !== "generated") throw new Error("the huge export is not generated");
    const { generate } = huge.source;
    const chunkBytes = generatedChunk(huge, generate, 0)?.length ?? 0;
    const chunkCount = generate.rows / (generate.rowsPerChunk ?? 1);
    expect(chunkBytes * chunkCount).toBeGreaterThan(5_000_000_000);
    const { emulator, preview } = await start();
    const ended = await preview(idOf(tiny.hugeExport), "--run", "--format", "json");
    expect(ended.code, ended.stderr).toBe(0);
    expect((JSON.parse(ended.stdout) as Shown).rows).toHaveLength(1000);
    const listed = emulator.journal.find("GET", /files\/116000000024\/chunks$/);
    expect(listed.length).toBeGreaterThan(0);
    const content = emulator.journal.entries.filter(
      ({ method, path }) => method === "GET" && /files\/116000000024(\/chunks\/\d+)?$/.test(path),
    );
    expect(content).toHaveLength(1);
    const sent = content.reduce((sum, { replyBytes }) => sum + replyBytes, 0);
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(2 * chunkBytes);
  });
});
