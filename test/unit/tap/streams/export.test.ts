import { describe, expect, it } from "vitest";
import { ConnectorError } from "../../../../protocol/errors.ts";
import type { TapConfig } from "../../../../schemas/generated/types.ts";
import type { Bookmark, State } from "../../../../tap/state.ts";
import type { SelectedStream } from "../../../../tap/stream.ts";
import { syncStream } from "../../../../tap/streams/index.ts";
import type { Extent } from "../../../../tap/streams/kind.ts";
import {
  definition,
  E,
  FakeAnaplan,
  type FakeRun,
  fakeRun,
  interruption,
  M,
  METADATA,
  STREAM_ID,
  selectOne,
  TEXT,
  W,
} from "../stand-in.ts";

interface Options {
  config?: TapConfig;
  bookmark?: Bookmark;
  extent?: Extent;
  selected?: Partial<SelectedStream>;
  prepare?(run: FakeRun): void;
}

async function read(anaplan: FakeAnaplan, { config, bookmark, extent, selected, prepare }: Options = {}) {
  const state: State = { currently_syncing: null, bookmarks: bookmark === undefined ? {} : { [STREAM_ID]: bookmark } };
  const run = await fakeRun(anaplan, { ...(config && { config }), state, ...(extent && { extent }) });
  const one = await selectOne(run, selected);
  prepare?.(run);
  anaplan.calls = [];
  const error = await syncStream(one, run).then(
    () => undefined,
    (thrown: unknown) => thrown as ConnectorError,
  );
  return { run, error, sink: run.sink, bookmark: run.state.bookmark(STREAM_ID) };
}

const ALL = [
  '{"Code":"A","Amount":1.50,"Posted on":"2026-01-01"}',
  '{"Code":"B","Amount":12345678901234567890.10,"Posted on":"2026-02-01"}',
  '{"Code":"C","Amount":null,"Posted on":null}',
];

function withText(text: string | Buffer, chunkBytes?: number, metadata = METADATA): FakeAnaplan {
  const one = { definition: definition(), metadata, text, ...(chunkBytes && { chunkBytes }) };
  return new FakeAnaplan([{ id: M, name: "Opex Plan", lastModified: "2026-01-30T10:15:00.000+0000", exports: [one] }]);
}

describe("a whole read", () => {
  it("runs the export and sends schema, records, activation and a bookmark", async () => {
    const anaplan = withText(TEXT, 1000);
    const { sink, error, bookmark, run } = await read(anaplan);
    expect(error).toBeUndefined();
    expect(sink.kinds).toEqual(["schema", "state", "record", "record", "record", "activate"]);
    expect(sink.lines).toEqual(ALL);
    expect(sink.schemas[0]).toMatchObject({
      name: "opex_plan__opex_flat_csv",
      keyProperties: [],
      schema: {
        properties: {
          Code: { type: ["null", "string"] },
          Amount: { type: ["null", "number"] },
          "Posted on": { type: ["null", "string"] },
        },
      },
    });
    expect(bookmark).toEqual({
      version: expect.any(Number),
      model_last_modified: "2026-01-30T10:15:00.000+0000",
      task_id: "T1",
      exported_at: expect.stringMatching(/^2026-05-20T00:00:00\.\d{3}Z$/),
      rows: 3,
      columns: [
        { name: "Code", type: "string", sketch: expect.any(String) },
        { name: "Amount", type: "number", sketch: expect.any(String) },
        { name: "Posted on", type: "string", sketch: expect.any(String) },
      ],
    });
    expect(sink.versions).toEqual([String(bookmark?.version)]);
    expect(run.log.metrics.map(({ metric, value }) => [metric, value])).toContainEqual(["record_count", 3]);
    expect(run.log.metrics.find(({ metric }) => metric === "task_duration")?.tags).toMatchObject({
      workspace_id: W,
      model_id: M,
      export_id: E,
      task_id: "T1",
      status: "succeeded",
    });
  });

  it("gives the same records however the file is cut into chunks", async () => {
    for (let chunkBytes = 1; chunkBytes < 60; chunkBytes += 3) {
      const { sink, error } = await read(withText(`\ufeff${TEXT}`, chunkBytes));
      expect(error).toBeUndefined();
      expect(sink.lines, `${chunkBytes}`).toEqual(ALL);
    }
  });

  it("obeys the sink: the next block waits", async () => {
    let isBusy = false;
    const { error } = await read(withText(TEXT, 10), {
      prepare: ({ sink }) => {
        const write = sink.records.bind(sink);
        sink.records = async (...block) => {
          expect(isBusy).toBe(false);
          isBusy = true;
          await new Promise((resolve) => setImmediate(resolve));
          await write(...block);
          isBusy = false;
        };
      },
    });
    expect(error).toBeUndefined();
  });

  it("tells every step's progress", async () => {
    const { sink } = await read(withText(TEXT));
    expect([...sink.steps]).toEqual(["Running", "downloading"]);
  });

  it("reads UTF-16 and separators as the metadata says", async () => {
    const text = Buffer.from("Code;Amount;Posted on\r\nÄ;1;\r\n", "utf16le");
    const { sink } = await read(withText(text, 5, { ...METADATA, encoding: "UTF-16LE", separator: ";" }));
    expect(sink.lines).toEqual(['{"Code":"Ä","Amount":1,"Posted on":null}']);
  });

  it("adds metadata columns", async () => {
    const { sink } = await read(withText(TEXT, 1000), { config: { metadata_columns: true } });
    expect(JSON.parse(sink.lines[1] ?? "")).toMatchObject({
      _anaplan_workspace_id: W,
      _anaplan_model_id: M,
      _anaplan_export_id: E,
      _anaplan_task_id: "T1",
      _anaplan_exported_at: expect.stringMatching(/^2026-05-20T/),
      _anaplan_row_number: 2,
    });
    expect(sink.schemas).toHaveLength(1);
    expect(sink.schemas[0]?.schema.properties._anaplan_row_number).toEqual({ type: ["null", "integer"] });
  });

  it("leaves out columns that are not wanted", async () => {
    const { sink } = await read(withText(TEXT), { selected: { wants: (name) => name !== "Amount" } });
    expect(sink.lines[0]).toBe('{"Code":"A","Posted on":"2026-01-01"}');
    expect(Object.keys(sink.schemas[0]?.schema.properties ?? {})).toEqual(["Code", "Posted on"]);
  });

  it("reads without metadata: the header tells the columns, all text", async () => {
    const anaplan = withText(TEXT);
    delete anaplan.models[0]?.exports?.[0]?.metadata;
    const { sink } = await read(anaplan);
    expect(sink.kinds.slice(0, 3)).toEqual(["state", "schema", "record"]);
    expect(sink.lines[0]).toBe('{"Code":"A","Amount":"1.50","Posted on":"2026-01-01"}');
  });
});

describe("a header that differs", () => {
  it("sends a new schema before the first record and logs the difference", async () => {
    const { sink, run } = await read(withText("Code,Sum,Posted on\nA,1,\n"));
    expect(sink.kinds).toEqual(["schema", "state", "schema", "record", "activate"]);
    expect(Object.keys(sink.schemas[1]?.schema.properties ?? {})).toEqual(["Code", "Sum", "Posted on"]);
    expect(run.log.said("warn")).toEqual([
      'The file has other columns than the catalog: added "Sum"; missing "Amount"',
    ]);
  });

  it("types nothing by position when the numbers of columns differ", async () => {
    const { sink } = await read(withText("Code,Amount\nA,1\n"));
    expect(sink.lines).toEqual(['{"Code":"A","Amount":"1"}']);
  });

  it("fails when a key column is gone", async () => {
    const config = { keys: [{ stream: STREAM_ID, columns: ["Codes"] }] };
    const { error, sink } = await read(withText(TEXT), { config });
    expect(error).toMatchObject({ code: "KEY_COLUMN_UNKNOWN", context: { column: "Codes", export_id: E } });
    expect(sink.lines).toEqual([]);
  });
});

describe("an interrupted read", () => {
  it("goes on after the last record, whatever the moment, and keeps its version", async () => {
    const pieces = Math.ceil(TEXT.length / 7);
    for (let stopAt = 1; stopAt < pieces; stopAt++) {
      const anaplan = withText(TEXT, 30);
      let seen = 0;
      anaplan.onPiece = () => {
        if (++seen > stopAt) throw interruption();
      };
      const first = await read(anaplan);
      expect(first.error).toMatchObject({ code: "INTERRUPTED" });
      const state = first.sink.states.at(-1);
      expect(state?.bookmarks[STREAM_ID]?.resume).toMatchObject({ task_id: "T1" });
      anaplan.onPiece = () => {};
      const second = await read(anaplan, { bookmark: state?.bookmarks[STREAM_ID] as Bookmark });
      expect(second.error).toBeUndefined();
      expect(anaplan.count("startTask"), `${stopAt}`).toBe(0);
      expect([...first.sink.lines, ...second.sink.lines], `${stopAt}`).toEqual(ALL);
      expect(new Set([...first.sink.versions, ...second.sink.versions]).size).toBe(1);
      expect(second.bookmark).toMatchObject({ task_id: "T1", rows: 3 });
      expect(second.bookmark).not.toHaveProperty("resume");
    }
  });

  it("says at each chunk's end where to go on", async () => {
    const { sink } = await read(withText(TEXT, 45));
    const resumes = sink.states.map(({ bookmarks }) => bookmarks[STREAM_ID]?.resume);
    expect(resumes).toEqual([
      { task_id: "T1", chunk: "0", rows: 0, offset: 0 },
      { task_id: "T1", chunk: "0", rows: 1, offset: 40 },
    ]);
  });

  it("numbers rows on", async () => {
    const anaplan = withText(TEXT, 45);
    anaplan.addTask();
    anaplan.writeFile(E, TEXT, 45);
    const bookmark = { version: 7, resume: { task_id: "T1", chunk: "0", rows: 1, offset: 40 } };
    const { sink } = await read(anaplan, { bookmark, config: { metadata_columns: true } });
    expect(sink.lines.map((line) => JSON.parse(line)._anaplan_row_number)).toEqual([2, 3]);
    expect(sink.versions).toEqual(["7"]);
  });

  it("counts rows from the start where a state tells no offset", async () => {
    const anaplan = withText(TEXT, 45);
    anaplan.addTask();
    anaplan.writeFile(E, TEXT, 45);
    const bookmark = { version: 7, resume: { task_id: "T1", chunk: "0", rows: 2 } };
    const { sink, bookmark: after } = await read(anaplan, { bookmark });
    expect(anaplan.count("startTask")).toBe(0);
    expect(sink.lines).toEqual(ALL.slice(2));
    expect(after).toMatchObject({ version: 7, rows: 3 });
  });

  it("attaches to a task that was running when the run was killed", async () => {
    const anaplan = withText(TEXT);
    anaplan.addTask(E, { taskState: "IN_PROGRESS" });
    anaplan.onFollow = () => {
      anaplan.tasks.clear();
      anaplan.addTask();
      anaplan.writeFile(E, TEXT);
    };
    const bookmark = { version: 7, resume: { task_id: "T1", chunk: "0", rows: 0, offset: 0 } };
    const { sink } = await read(anaplan, { bookmark });
    expect(anaplan.count("startTask")).toBe(0);
    expect(sink.lines).toEqual(ALL);
  });

  const resume = { task_id: "T1", chunk: "1", rows: 2, offset: 3 };
  it.each<[string, (anaplan: FakeAnaplan) => void, RegExp]>([
    ["its task is forgotten", () => {}, /no longer listed/],
    [
      "the export ran again",
      (anaplan) => {
        anaplan.addTask();
        anaplan.addTask();
        anaplan.writeFile(E, TEXT);
      },
      /run again since/,
    ],
    ["its file expired", (anaplan) => void anaplan.addTask(), /expired/],
    ["its task was cancelled", (anaplan) => void anaplan.addTask(E, { taskState: "CANCELLED" }), /cancelled/],
    [
      "the file has other chunks",
      (anaplan) => {
        anaplan.addTask();
        anaplan.writeFile(E, TEXT, 1000);
      },
      /other chunks/,
    ],
  ])("starts anew with a new version when %s", async (_, prepare, reason) => {
    const anaplan = withText(TEXT);
    prepare(anaplan);
    const { sink, run, error } = await read(anaplan, { bookmark: { version: 7, resume } });
    expect(error).toBeUndefined();
    expect(run.log.said("info").join("\n")).toMatch(reason);
    expect(sink.lines).toEqual(ALL);
    expect(sink.versions).not.toEqual(["7"]);
  });

  it("does not go on from a file that cannot be read", async () => {
    const anaplan = withText(`${TEXT}D,1\n`, 30);
    const { error, bookmark, sink } = await read(anaplan, { bookmark: { version: 7, task_id: "T0", rows: 9 } });
    expect(error).toMatchObject({
      code: "CSV_ROW_LENGTH",
      context: { row: 4, export_id: E, task_id: "T1", chunk: "2" },
    });
    expect(sink.lines).toEqual(ALL);
    expect(bookmark).toEqual({ version: 7, task_id: "T0", rows: 9 });
    expect(sink.states.at(-1)?.bookmarks[STREAM_ID]).toEqual({ version: 7, task_id: "T0", rows: 9 });
  });

  it("cancels the export when it is interrupted while it runs", async () => {
    const anaplan = withText(TEXT);
    const { error, bookmark } = await read(anaplan, {
      prepare: (run) => {
        anaplan.onFollow = () => run.abort.abort(interruption());
      },
    });
    expect(error).toMatchObject({ code: "INTERRUPTED" });
    expect(anaplan.count("cancelTask")).toBe(1);
    expect(bookmark).toBeUndefined();
  });

  it("keeps the place when the network is lost", async () => {
    const anaplan = withText(TEXT, 45);
    anaplan.onPiece = (chunk) => {
      if (chunk === "1") throw new ConnectorError("NETWORK_LOST", { what: "Lost." });
    };
    const { bookmark } = await read(anaplan);
    expect(bookmark?.resume).toEqual({ task_id: "T1", chunk: "0", rows: 1, offset: 40 });
  });

  it("says nothing more to an output that is closed", async () => {
    const { sink, error } = await read(withText(TEXT), {
      prepare: ({ sink: own }) => {
        own.onRecords = () => {
          throw new ConnectorError("OUTPUT_CLOSED", { what: "Closed." });
        };
      },
    });
    expect(error).toMatchObject({ code: "OUTPUT_CLOSED" });
    expect(sink.kinds).toEqual(["schema", "state"]);
  });
});

describe("a file that is not the one that was made", () => {
  it.each([
    ["before the download", 1],
    ["during the download", 2],
  ])("written anew %s", async (_, call) => {
    const anaplan = withText(TEXT);
    anaplan.onTasks = (count) => {
      if (count === call) anaplan.addTask();
    };
    const { error, bookmark, sink } = await read(anaplan, { bookmark: { version: 7, rows: 1 } });
    expect(error).toMatchObject({ code: "EXPORT_REPLACED", context: { task_id: "T1", export_id: E } });
    expect(sink.kinds).not.toContain("activate");
    expect(bookmark).toEqual({ version: 7, rows: 1 });
  });

  it.each([["NOT_STARTED"], ["CANCELLED"]] as const)(
    "a newer task that is %s has not written it",
    async (taskState) => {
      const anaplan = withText(TEXT);
      anaplan.onTasks = (count) => {
        if (count === 2) anaplan.addTask(E, { taskState });
      };
      expect((await read(anaplan)).error).toBeUndefined();
    },
  );

  it("a newer task that runs has written it only if the chunks changed", async () => {
    for (const isChanged of [false, true]) {
      const anaplan = withText(TEXT);
      anaplan.onTasks = (count) => {
        if (count !== 2) return;
        anaplan.addTask(E, { taskState: "IN_PROGRESS" });
        if (isChanged) anaplan.writeFile(E, "x", 1000);
      };
      expect((await read(anaplan)).error?.code).toBe(isChanged ? "EXPORT_REPLACED" : undefined);
    }
  });

  it("has no chunks right after the run: reserved to administrators", async () => {
    const anaplan = withText(TEXT);
    delete anaplan.models[0]?.exports?.[0]?.text;
    expect((await read(anaplan)).error).toMatchObject({ code: "EXPORT_ADMINS_ONLY", context: { task_id: "T1" } });
  });

  it("answers 404 at its first chunk: reserved to administrators", async () => {
    const anaplan = withText(TEXT);
    anaplan.onPiece = () => {
      throw new ConnectorError("FILE_MISSING", { what: "404" });
    };
    expect((await read(anaplan)).error).toMatchObject({ code: "EXPORT_ADMINS_ONLY" });
  });

  it.each([
    ["no byte", ""],
    ["a byte order mark only", "\ufeff"],
  ])("holds %s", async (_, text) => {
    expect((await read(withText(text))).error).toMatchObject({
      code: "EXPORT_EMPTY",
      context: { task_id: "T1", export_id: E },
    });
  });

  it("has a header and no rows where rows were promised: a warning", async () => {
    const { error, run, sink } = await read(withText("Code,Amount,Posted on\n"));
    expect(error).toBeUndefined();
    expect(run.log.said("warn").join()).toMatch(/no rows, where the metadata promises about 3/);
    expect(sink.kinds).toContain("activate");
  });

  it("comes from a task that failed, was cancelled, or from an export that is gone", async () => {
    const failed = withText(TEXT);
    const details = [{ type: "actionFailed", localMessageText: "The view is gone", values: {} }];
    failed.outcome = { result: { successful: false, failureDumpAvailable: false, details, nestedResults: [] } };
    expect((await read(failed)).error).toMatchObject({
      code: "EXPORT_FAILED",
      what: expect.stringContaining("The view is gone"),
    });
    const cancelled = withText(TEXT);
    cancelled.outcome = { taskState: "CANCELLED" };
    expect((await read(cancelled)).error).toMatchObject({ code: "TASK_CANCELLED" });
    const gone = withText(TEXT);
    const { error } = await read(gone, {
      prepare: () => {
        for (const model of gone.models) model.exports = [];
      },
    });
    expect(error).toMatchObject({ code: "ACTION_MISSING", context: { export_id: E, model_id: M, workspace_id: W } });
  });

  it("is too large", async () => {
    const { error, bookmark } = await read(withText(TEXT), { config: { max_download_bytes: 40 } });
    expect(error).toMatchObject({ code: "DOWNLOAD_TOO_LARGE" });
    expect(bookmark).toBeUndefined();
  });
});

describe("run_exports", () => {
  const finished = { version: 7, model_last_modified: "2026-01-30T10:15:00.000+0000", task_id: "T0", rows: 3 };

  it("when_model_changed skips run and download while the model stands still", async () => {
    const anaplan = withText(TEXT);
    const config = { run_exports: "when_model_changed" } as const;
    const { sink, bookmark } = await read(anaplan, { config, bookmark: finished });
    expect(anaplan.calls).toEqual([]);
    expect(sink.kinds).toEqual(["schema"]);
    expect(bookmark).toEqual(finished);
    const changed = { ...finished, model_last_modified: "2026-01-29T10:15:00.000+0000" };
    expect((await read(anaplan, { config, bookmark: changed })).sink.lines).toEqual(ALL);
  });

  it("when_model_changed runs where the server does not tell", async () => {
    const anaplan = new FakeAnaplan();
    const config = { run_exports: "when_model_changed" } as const;
    expect((await read(anaplan, { config, bookmark: finished })).sink.lines).toEqual(ALL);
  });

  it("never reads the last file and says how old it is", async () => {
    const anaplan = withText("Code,Amount,Posted on\nnew,1,\n");
    anaplan.addTask();
    anaplan.writeFile(E, TEXT);
    anaplan.clock.time += 3 * 60_000;
    const { sink, run, bookmark } = await read(anaplan, { config: { run_exports: "never" } });
    expect(anaplan.count("startTask")).toBe(0);
    expect(sink.lines).toEqual(ALL);
    expect(run.log.said("info").join()).toMatch(/made 3 minutes ago/);
    expect(bookmark).toMatchObject({ task_id: "T1" });
  });

  it("never fails where there is no file", async () => {
    const { error } = await read(withText(TEXT), { config: { run_exports: "never" } });
    expect(error).toMatchObject({ code: "EXPORT_EMPTY", context: { export_id: E } });
  });
});

describe("incremental", () => {
  const selected = { replicationKey: "Posted on" };

  it("sends rows at or above the bookmark, and those without a value", async () => {
    const bookmark = { replication_key: "Posted on", replication_key_value: "2026-02-01", version: 7 };
    const { sink, bookmark: after } = await read(withText(TEXT), { selected, bookmark });
    expect(sink.lines).toEqual(ALL.slice(1));
    expect(sink.kinds).not.toContain("activate");
    expect(sink.schemas[0]).toMatchObject({ replicationKey: "Posted on" });
    expect(after).toMatchObject({ replication_key: "Posted on", replication_key_value: "2026-02-01", rows: 2 });
  });

  it("moves the bookmark only at the end", async () => {
    const anaplan = withText(TEXT, 45);
    const { sink, bookmark } = await read(anaplan, { selected });
    expect(sink.states.map(({ bookmarks }) => bookmarks[STREAM_ID]?.replication_key_value)).toEqual([
      undefined,
      undefined,
    ]);
    expect(bookmark).toMatchObject({ replication_key_value: "2026-02-01" });
  });

  it("compares numbers by all their digits", async () => {
    const bookmark = { replication_key: "Amount", replication_key_value: "12345678901234567890.1" };
    const { sink } = await read(withText(TEXT), { selected: { replicationKey: "Amount" }, bookmark });
    expect(sink.lines).toEqual(ALL.slice(1));
    const higher = { ...bookmark, replication_key_value: "12345678901234567890.11" };
    expect(
      (await read(withText(TEXT), { selected: { replicationKey: "Amount" }, bookmark: higher })).sink.lines,
    ).toEqual(ALL.slice(2));
  });

  it("reads all rows when the key was another one", async () => {
    const bookmark = { replication_key: "Amount", replication_key_value: "99" };
    expect((await read(withText(TEXT), { selected, bookmark })).sink.lines).toEqual(ALL);
  });

  it("refuses dates that cannot be put in order", async () => {
    const { error } = await read(withText("Code,Amount,Posted on\nA,1,31/01/2026\n"), { selected });
    expect(error).toMatchObject({ code: "VALUE_INVALID", context: { column: "Posted on" } });
    expect(error?.next).toMatch(/DD\/MM\/YYYY/);
  });
});

describe("values that do not fit", () => {
  const text = "Code,Amount,Posted on\nA,many,\nB,1,\n";

  it("go out as null, counted and logged without the value", async () => {
    const { sink, run } = await read(withText(text));
    expect(sink.lines[0]).toBe('{"Code":"A","Amount":null,"Posted on":null}');
    expect(run.log.lines).toContainEqual({
      level: "warn",
      message: "A value is no number; it goes out as null",
      fields: { stream: "opex_plan__opex_flat_csv", column: "Amount", row: 1 },
    });
    expect(JSON.stringify(run.log.lines)).not.toContain("many");
  });

  it("fail the stream by setting", async () => {
    const { error } = await read(withText(text), { config: { invalid_values: "fail" } });
    expect(error).toMatchObject({ code: "VALUE_INVALID", context: { column: "Amount", row: 1, export_id: E } });
  });
});

describe("an export that is no csv", () => {
  it("is refused by name and format", async () => {
    const anaplan = new FakeAnaplan([
      { id: M, name: "Opex Plan", exports: [{ definition: definition({ exportFormat: "application/vnd.ms-excel" }) }] },
    ]);
    expect((await read(anaplan)).error).toMatchObject({ code: "EXPORT_FORMAT_UNSUPPORTED", context: { export_id: E } });
    expect(anaplan.count("startTask")).toBe(0);
  });
});

describe("a test run", () => {
  it("sends schemas only", async () => {
    const { sink } = await read(withText(TEXT), { extent: "schema" });
    expect(sink.kinds).toEqual(["schema"]);
  });

  it("sends one record and no state, of the file that lies there if one does", async () => {
    const anaplan = withText(TEXT, 10);
    const { sink } = await read(anaplan, { extent: "record" });
    expect(sink.kinds).toEqual(["schema", "record"]);
    expect((await read(anaplan, { extent: "record" })).sink.lines).toEqual(ALL.slice(0, 1));
    expect(anaplan.count("startTask")).toBe(0);
  });
});
