/** `tap-anaplan preview`: the last exported file as it would be sent, without a run and without the whole download. */
import { describe, expect, it, onTestFinished } from "vitest";
import { tiny, tinyWorld } from "../emulator/models/tiny.ts";
import { type EmulatorOptions, startEmulator } from "../emulator/server.ts";
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
  lint: { code: string }[];
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

  it("of a 5 GB export takes less than two chunks", async () => {
    const world = tinyWorld();
    const model = world.workspaces[0]?.models.find(({ id }) => id === tiny.model);
    const huge = model?.exports?.find(({ id }) => id === tiny.hugeExport);
    if (huge?.source.kind !== "generated") throw new Error("the huge export is not generated");
    const { emulator, preview } = await start({ world });
    const ended = await preview(idOf(tiny.hugeExport), "--run", "--format", "json");
    expect(ended.code, ended.stderr).toBe(0);
    expect((JSON.parse(ended.stdout) as Shown).rows).toHaveLength(1000);
    expect(emulator.journal.find("GET", /files\/116000000024\/chunks$/).length).toBeGreaterThan(0);
    expect(emulator.journal.find("GET", /files\/116000000024\/chunks\/\d+$/)).toHaveLength(1);
  });
});
