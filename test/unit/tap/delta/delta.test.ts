import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { TapConfig } from "../../../../schemas/generated/types.ts";
import { EMPTY_STATE, type State } from "../../../../tap/state.ts";
import { sync } from "../../../../tap/sync.ts";
import { FakeAnaplan, fakeRun, STREAM_ID, selectOne } from "../stand-in.ts";

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "anaplan-delta-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const rowOf = (code: string, amount = "1.50") => `${code},${amount},2026-01-01`;
const fileOf = (rows: readonly string[]) => `Code,Amount,Posted on\n${rows.map((row) => `${row}\n`).join("")}`;

class Story {
  readonly anaplan = new FakeAnaplan();
  state: State = EMPTY_STATE;
  readonly folder = freshFolder();

  async read(rows: readonly string[], config: TapConfig = {}) {
    const [exported] = this.anaplan.models[0]?.exports ?? [];
    if (exported !== undefined) exported.text = fileOf(rows);
    const keys = [{ stream: STREAM_ID, columns: ["Code"] }];
    const run = await fakeRun(this.anaplan, {
      config: { delta: true, delta_dir: this.folder, keys, ...config },
      state: this.state,
    });
    const errors: string[] = [];
    await sync([await selectOne(run)], run, (error) => errors.push(error.message));
    this.state = run.state.snapshot();
    return {
      errors,
      records: run.sink.lines.map((line) => JSON.parse(line) as Record<string, unknown>),
      lines: run.sink.lines,
      activated: run.sink.kinds.includes("activate"),
      warnings: run.log.said("warn"),
      bookmark: this.state.bookmarks[STREAM_ID],
      versions: run.sink.versions,
    };
  }
}

describe("delta", () => {
  it("sends everything at first, then what is new, changed or gone, then nothing", async () => {
    const story = new Story();
    const first = await story.read([rowOf("A"), rowOf("B"), rowOf("C")]);
    expect(first.errors).toEqual([]);
    expect(first.records).toHaveLength(3);
    expect(first.records[0]).toEqual({ Code: "A", Amount: 1.5, "Posted on": "2026-01-01", _sdc_deleted_at: null });
    expect(first.activated).toBe(true);

    const second = await story.read([rowOf("A"), rowOf("B", "1.51"), rowOf("D")]);
    expect(second.records.map(({ Code }) => Code).sort()).toEqual(["B", "C", "D"]);
    expect(second.records.find(({ Code }) => Code === "C")).toEqual({
      Code: "C",
      _sdc_deleted_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/) as string,
    });
    expect(second.activated).toBe(false);
    expect(second.versions).toEqual(first.versions);

    const third = await story.read([rowOf("D"), rowOf("B", "1.51"), rowOf("A")]);
    expect(third.records).toEqual([]);
    expect(third.bookmark?.rows).toBe(3);
  });

  it("tells the digits of a number apart", async () => {
    const story = new Story();
    await story.read([rowOf("A", "12345678901234567890.1")]);
    const second = await story.read([rowOf("A", "12345678901234567890.2")]);
    expect(second.lines[0]).toContain('"Amount":12345678901234567890.2');
  });

  it("marks deletes as Fivetran does, if told", async () => {
    const story = new Story();
    const config: TapConfig = { delta_deleted_column: "_fivetran_deleted" };
    const first = await story.read([rowOf("A"), rowOf("B")], config);
    expect(first.records[0]).toMatchObject({ _fivetran_deleted: false });
    expect((await story.read([rowOf("B")], config)).records).toEqual([{ Code: "A", _fivetran_deleted: true }]);
  });

  it("reads in full, with a warning, when the snapshot is lost", async () => {
    const story = new Story();
    await story.read([rowOf("A"), rowOf("B")]);
    for (const name of readdirSync(story.folder)) rmSync(join(story.folder, name));
    const second = await story.read([rowOf("A"), rowOf("B")]);
    expect(second.records).toHaveLength(2);
    expect(second.activated).toBe(true);
    expect(second.warnings).toContain(
      "The snapshot of the last read is not there or cannot be read: all rows are read and sent as a full load",
    );
  });

  it("compares with the snapshot that the state tells, not with a later one that was never stored", async () => {
    const story = new Story();
    await story.read([rowOf("A"), rowOf("B")]);
    const stored = story.state;
    await story.read([rowOf("A"), rowOf("B", "2")]);
    story.state = stored;
    expect((await story.read([rowOf("A"), rowOf("B", "2")])).records).toMatchObject([{ Code: "B", Amount: 2 }]);
  });

  it("sends rows whose key is null or repeated each time, and says so with examples", async () => {
    const story = new Story();
    const rows = [rowOf("A"), rowOf("A", "2"), rowOf(""), rowOf("B")];
    await story.read(rows);
    const second = await story.read(rows);
    expect(second.records.map(({ Code }) => Code).sort()).toEqual(["A", "A", null]);
    expect(second.warnings).toContain(
      'The key "Code" does not identify rows: 1 rows have a null in it, 1 are repeated. Examples: [null] (null), ["A"] (repeated). Such rows are sent each time.',
    );
  });

  it("keeps only the snapshots of the last two reads, and no spool", async () => {
    const story = new Story();
    for (let n = 0; n < 4; n++) await story.read([rowOf("A", String(n))]);
    expect(readdirSync(story.folder)).toHaveLength(4);
    expect(readdirSync(story.folder).some((name) => name.includes("spool"))).toBe(false);
  });

  it("leaves the old snapshot in place when a read fails", async () => {
    const story = new Story();
    await story.read([rowOf("A"), rowOf("B")]);
    story.anaplan.pieceBytes = 20;
    const failed = await story.read([rowOf("A"), "B,2"]);
    expect(failed.errors[0]).toMatch(/^CSV_ROW_LENGTH/);
    expect(failed.records).toEqual([]);
    expect((await story.read([rowOf("A"), rowOf("B", "3")])).records).toMatchObject([{ Code: "B" }]);
    expect(readdirSync(story.folder).length).toBeLessThanOrEqual(4);
  });

  it("of generated tables gives what a plain comparison gives", async () => {
    const story = new Story();
    let table = new Map<string, string>();
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    for (let round = 0; round < 6; round++) {
      const before = table;
      table = new Map([...table].filter(() => next(10) > 0));
      for (let n = 0; n < 300; n++) table.set(`K${next(900)}`, String(next(3)));
      const read = await story.read([...table].map(([code, amount]) => rowOf(code, amount)));
      const changed = [...table].filter(([code, amount]) => before.get(code) !== amount).map(([code]) => code);
      const gone = [...before.keys()].filter((code) => !table.has(code));
      const alive = read.records.filter(({ _sdc_deleted_at }) => _sdc_deleted_at === null);
      const dead = read.records.filter(({ _sdc_deleted_at }) => _sdc_deleted_at !== null);
      expect(alive.map(({ Code }) => Code).sort()).toEqual(changed.sort());
      expect(dead.map(({ Code }) => Code).sort()).toEqual(gone.sort());
    }
  });
});
