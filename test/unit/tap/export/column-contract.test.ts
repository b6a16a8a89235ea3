import { describe, expect, it } from "vitest";
import type { TapConfig } from "../../../../schemas/generated/types.ts";
import { type Bookmark, EMPTY_STATE, type State } from "../../../../tap/state.ts";
import { sync } from "../../../../tap/sync.ts";
import { FakeAnaplan, fakeRun, METADATA, STREAM_ID, selectOne } from "../stand-in.ts";

const SAID = "The columns are not those of the last read: ";

/** Reads of one export whose file, and types, change from one to the next. */
class Story {
  readonly anaplan = new FakeAnaplan();
  state: State = EMPTY_STATE;

  async read(text: string, config: TapConfig = {}, dataTypes: string[] = METADATA.dataTypes ?? []) {
    const [exported] = this.anaplan.models[0]?.exports ?? [];
    if (exported === undefined) throw new Error("no export");
    const headerNames = (text.split("\n")[0] ?? "").split(",");
    Object.assign(exported, { text, chunkBytes: 1_000_000, metadata: { ...METADATA, headerNames, dataTypes } });
    const run = await fakeRun(this.anaplan, { config, state: this.state });
    const events = run.sink.events;
    const warn = run.log.warn;
    let recordsBeforeIt = -1;
    run.log.warn = (message, fields) => {
      if (message.startsWith(SAID)) recordsBeforeIt = run.sink.lines.length;
      warn(message, fields);
    };
    const errors: string[] = [];
    await sync([await selectOne(run)], run, (error) => errors.push(error.message));
    this.state = run.state.snapshot();
    const said = run.log.said("warn").find((line) => line.startsWith(SAID));
    return { errors, events, lines: run.sink.lines, said: said?.slice(SAID.length), recordsBeforeIt };
  }

  get bookmark(): Bookmark | undefined {
    return this.state.bookmarks[STREAM_ID];
  }
}

const file = (header: string, rows: readonly string[]) => `${header}\n${rows.map((row) => `${row}\n`).join("")}`;
const centres = (count: number, edit: (centre: string, at: number) => string = (centre) => centre) =>
  Array.from({ length: count }, (_, at) => `${edit(`CC-${1000 + at}`, at)},${at},2026-01-01`);

describe("the column contract", () => {
  it("tells a renamed column with its evidence, before the first record", async () => {
    const story = new Story();
    await story.read(file("Cost center,Amount,Posted on", centres(50)));
    const edited = centres(50, (centre, at) => (at === 12 ? "CC-9999" : centre));
    const { said, recordsBeforeIt, lines } = await story.read(file("Cost centre,Amount,Posted on", edited));
    expect(said).toBe('"Cost centre" looks like former "Cost center", same position, 98 % equal values');
    expect(recordsBeforeIt).toBe(0);
    expect(lines).toHaveLength(50);
  });

  it("finds the values again when rows come in another order", async () => {
    const story = new Story();
    await story.read(file("Cost center,Amount,Posted on", centres(900)));
    const { said } = await story.read(file("Cost centre,Amount,Posted on", centres(900).toReversed()));
    expect(said).toBe('"Cost centre" looks like former "Cost center", same position, 100 % equal values');
  });

  it("knows a column of quite another name by its values", async () => {
    const story = new Story();
    await story.read(file("Cost center,Amount,Posted on", centres(50)));
    const { said } = await story.read(file("Kostenstelle,Amount,Posted on", centres(50)));
    expect(said).toBe('"Kostenstelle" looks like former "Cost center", same position, 100 % equal values');
  });

  it("takes a like name with other values, or few equal ones with another name, for another column", async () => {
    const story = new Story();
    await story.read(file("Plan 2025,Amount,Posted on", centres(50)));
    const others = await story.read(
      file(
        "Plan 2026,Amount,Posted on",
        centres(50, (_, at) => `x${at}`),
      ),
    );
    expect(others.said).toBe('added "Plan 2026" (string); removed "Plan 2025"');
    const flags = (count: number) => centres(count, () => "true");
    const few = new Story();
    await few.read(file("Active,Amount,Posted on", flags(50)));
    expect((await few.read(file("Closed,Amount,Posted on", flags(50)))).said).toBe(
      'added "Closed" (string); removed "Active"',
    );
  });

  it("tells added, removed, retyped and probably renamed columns, of an old state without values, too", async () => {
    const story = new Story();
    await story.read(file("Code,Amount,Posted on", centres(1)));
    for (const column of story.bookmark?.columns ?? []) delete column.sketch;
    const { said } = await story.read("Codes,Amount,Region,Extra\nA,1,x,y\n", {}, ["TEXT", "TEXT", "TEXT", "TEXT"]);
    expect(said).toBe(
      '"Codes" looks like former "Code", same position; added "Region" (string); added "Extra" (string); removed "Posted on"; "Amount" is string, was number',
    );
  });

  it("ends the stream before any record with on_schema_change: fail", async () => {
    const story = new Story();
    await story.read(file("Code,Amount,Posted on", centres(1)));
    const before = story.bookmark?.columns;
    const added = ["TEXT", "TEXT", "DATE", "TEXT"];
    const { errors, lines } = await story.read(
      "Code,Amount,Posted on,Extra\nA,1,2026-01-01,y\n",
      { on_schema_change: "fail" },
      added,
    );
    expect(errors[0]).toContain(
      'SCHEMA_CHANGED: The columns are not those of the last read: added "Extra" (string); "Amount" is string, was number.',
    );
    expect(errors[0]).toContain(
      'Next: Adapt what depends on the columns, then run once with "on_schema_change": "evolve".',
    );
    expect(lines).toEqual([]);
    expect(story.bookmark?.columns).toEqual(before);
    expect(before).toHaveLength(3);
  });

  it("knows the dimensions of the long form again", async () => {
    const types = ["ENTITY", "NUMBER", "DATE"];
    const story = new Story();
    await story.read(file("Cost center,Amount,Posted on", centres(50)), { layout: "long" }, types);
    const { said } = await story.read(file("Cost centre,Amount,Posted on", centres(50)), { layout: "long" }, types);
    expect(said).toBe('"Cost centre" looks like former "Cost center", same position, 100 % equal values');
  });
});
