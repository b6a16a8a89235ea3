/** Only what changed, by the real program: exactly the changed and the vanished keys, nothing where nothing changed, everything where
 *  the snapshot is not the one that the state tells. */
import { readdirSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Emulator } from "../emulator/server.ts";
import type { GenerateDefinition } from "../emulator/world/definition.ts";
import { freshFolder, runBin, writeJson } from "../support/bins.ts";
import { pair, startPair, streamId, writeConfigs } from "../support/pair.ts";

const columns: GenerateDefinition["columns"] = [
  { header: "Id", type: "code" },
  { header: "Place", type: "word" },
  { header: "Amount", type: "number" },
  { header: "Remark", type: "text" },
];

class Story {
  readonly folder = freshFolder();
  #state: unknown;
  #generate: GenerateDefinition | undefined;
  #config = "";

  async start(rows: number, config: object = {}): Promise<this> {
    const emulator = await startPair({ rows: 0, edit: ({ workspaces }) => this.#generated(workspaces, rows) });
    onTestFinished(() => emulator.stop());
    const keys = [{ stream: streamId, columns: ["Id"] }];
    const tap = { delta: true, delta_dir: this.folder, keys, poll_interval_seconds: 0.05, ...config };
    this.#config = writeConfigs(this.folder, emulator.url, { tap }).tap;
    this.#generate = generateOf(emulator);
    return this;
  }

  change(parts: Partial<GenerateDefinition>): void {
    Object.assign(this.#generate ?? {}, parts);
  }

  takeStateOf(other: Story): void {
    this.#state = other.#state;
  }

  /** Ids that came; `-ID` of those that are gone. */
  async read() {
    const state = this.#state === undefined ? [] : ["--state", writeJson(this.folder, "state.json", this.#state)];
    const ended = await runBin("tap-anaplan", ["--config", this.#config, ...state]);
    expect(ended.code, ended.stderr).toBe(0);
    const messages = ended.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; record?: Record<string, unknown>; value?: unknown });
    this.#state = messages.findLast(({ type }) => type === "STATE")?.value;
    const ids = messages.flatMap(({ record }) =>
      record === undefined ? [] : `${(record._sdc_deleted_at ?? record._fivetran_deleted) ? "-" : ""}${record.Id}`,
    );
    return { ids, stderr: ended.stderr, isWhole: messages.some(({ type }) => type === "ACTIVATE_VERSION") };
  }

  #generated(
    workspaces: { models: { exports?: { source: unknown; dataTypes?: string[]; headerNames?: string[] }[] }[] }[],
    rows: number,
  ): void {
    const [exported] = workspaces[0]?.models[0]?.exports ?? [];
    if (exported === undefined) return;
    exported.source = { kind: "generated", generate: { rows, columns, rowsPerChunk: 30_000 } };
    exported.headerNames = columns.map(({ header }) => header);
    exported.dataTypes = ["TEXT", "TEXT", "NUMBER", "TEXT"];
  }
}

function generateOf({ world }: Emulator): GenerateDefinition {
  const source = world.model(pair.source).definition.exports?.[0]?.source;
  if (source?.kind !== "generated") throw new Error("no generated export");
  return source.generate;
}

const idOf = (n: number) => `R${String(n + 1).padStart(9, "0")}`;

describe("delta", () => {
  it("of 200,000 rows sends exactly the changed and the vanished keys, then none", { timeout: 120_000 }, async () => {
    const rows = 200_000;
    const story = await new Story().start(rows);
    const first = await story.read();
    expect([first.ids.length, first.isWhole]).toEqual([rows, true]);
    expect((await story.read()).ids).toEqual([]);

    const left = rows - 500;
    story.change({ rows: left, changedEvery: 100 });
    const expected = [
      ...Array.from({ length: left / 100 }, (_, n) => idOf(n * 100)),
      ...Array.from({ length: rows - left }, (_, n) => `-${idOf(left + n)}`),
    ];
    const changed = await story.read();
    expect(changed.ids.sort()).toEqual(expected.sort());
    expect(changed.isWhole).toBe(false);
    expect(changed.stderr).toContain("Delta: 1995 new or changed, 500 gone, 197505 unchanged");
    expect((await story.read()).ids).toEqual([]);
  });

  const snapshots = (folder: string) => readdirSync(folder).filter((name) => name.startsWith("anaplan-delta-"));
  const LOST =
    "The snapshot of the last read is not there or cannot be read: all rows are read and sent as a full load";
  const each = (folder: string, isWanted: (name: string) => boolean, lose: (path: string) => void): void => {
    for (const name of snapshots(folder).filter(isWanted)) lose(join(folder, name));
  };
  const isIndex = (name: string) => name.endsWith(".index");
  const losses: [string, (folder: string) => void][] = [
    ["was deleted", (folder) => each(folder, () => true, rmSync)],
    [
      "was cut",
      (folder) =>
        each(
          folder,
          (name) => !isIndex(name),
          (path) => truncateSync(path, 1000),
        ),
    ],
    ["has lost its index", (folder) => each(folder, isIndex, rmSync)],
  ];
  it.each(losses)("reads in full, with a warning, when the snapshot %s", async (_, lose) => {
    const story = await new Story().start(300);
    await story.read();
    lose(story.folder);
    const second = await story.read();
    expect([second.ids.length, second.isWhole]).toEqual([300, true]);
    expect(second.stderr).toContain(LOST);
    expect((await story.read()).ids).toEqual([]);
  });

  it("reads in full, with a warning, where the state belongs to another snapshot", async () => {
    const [mine, theirs] = [await new Story().start(300), await new Story().start(200)];
    await mine.read();
    await theirs.read();
    mine.takeStateOf(theirs);
    const read = await mine.read();
    expect([read.ids.length, read.isWhole]).toEqual([300, true]);
    expect(read.stderr).toContain(LOST);
  });

  it("marks what is gone as Fivetran does, by setting", async () => {
    const story = await new Story().start(100, { delta_deleted_column: "_fivetran_deleted" });
    await story.read();
    story.change({ rows: 99 });
    expect((await story.read()).ids).toEqual([`-${idOf(99)}`]);
  });
});
