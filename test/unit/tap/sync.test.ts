import { describe, expect, it } from "vitest";
import { ConnectorError } from "../../../protocol/errors.ts";
import type { SelectedStream } from "../../../tap/stream.ts";
import { sync } from "../../../tap/sync.ts";
import {
  definition,
  E,
  FakeAnaplan,
  fakeRun,
  interruption,
  M,
  METADATA,
  STREAM_ID,
  selectOne,
  TEXT,
  W,
} from "./stand-in.ts";

const SECOND = "116000000013";
const SECOND_ID = `${W}_${M}_${SECOND}`;

function two(first: string, second = TEXT): FakeAnaplan {
  return new FakeAnaplan([
    {
      id: M,
      name: "Opex Plan",
      exports: [
        { definition: definition(), metadata: METADATA, text: first },
        { definition: definition({ id: SECOND, name: "Second.csv" }), metadata: METADATA, text: second },
      ],
    },
  ]);
}

async function syncBoth(anaplan: FakeAnaplan, current: string | null = null) {
  const run = await fakeRun(anaplan, { state: { currently_syncing: current, bookmarks: { other: { rows: 1 } } } });
  const selected: SelectedStream[] = [await selectOne(run), await selectOne(run, {}, SECOND_ID)];
  const failures: ConnectorError[] = [];
  const error = await sync(selected, run, (failure) => failures.push(failure)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { run, failures, error };
}

describe("sync", () => {
  it("names the stream that is read, keeps foreign bookmarks, and ends with nobody", async () => {
    const { run, failures } = await syncBoth(two(TEXT));
    expect(failures).toEqual([]);
    const states = run.sink.states;
    expect([...new Set(states.map((state) => state.currently_syncing))]).toEqual([STREAM_ID, SECOND_ID, null]);
    expect(Object.keys(states.at(-1)?.bookmarks ?? {}).sort()).toEqual([STREAM_ID, SECOND_ID, "other"].sort());
    expect(run.log.metrics.filter(({ metric }) => metric === "sync_duration").map(({ tags }) => tags)).toMatchObject([
      { export_id: E, status: "succeeded" },
      { export_id: SECOND, status: "succeeded" },
    ]);
  });

  it("goes on after a stream that fails, whose bookmark stands still", async () => {
    const { run, failures, error } = await syncBoth(two("Code,Amount,Posted on\nx\n"));
    expect(error).toBeUndefined();
    expect(failures).toMatchObject([
      { code: "CSV_ROW_LENGTH", context: { stream: "opex_plan__opex_flat_csv", export_id: E, task_id: "T1" } },
    ]);
    expect(run.sink.lines).toHaveLength(3);
    expect(Object.keys(run.sink.states.at(-1)?.bookmarks ?? {})).toEqual(["other", SECOND_ID]);
    expect(run.log.metrics.find(({ metric }) => metric === "sync_duration")?.tags.status).toBe("failed");
  });

  it("begins with the stream that an earlier run was stopped in", async () => {
    const { run } = await syncBoth(two(TEXT), SECOND_ID);
    expect(run.sink.states.map((state) => state.currently_syncing)[0]).toBe(SECOND_ID);
  });

  it("ends at once when it is interrupted, with the place to go on in its last state", async () => {
    const anaplan = two(TEXT);
    const run = await fakeRun(anaplan);
    const selected = [await selectOne(run), await selectOne(run, {}, SECOND_ID)];
    let pieces = 0;
    anaplan.onPiece = () => {
      if (++pieces === 9) run.abort.abort(interruption());
    };
    await expect(sync(selected, run, () => expect.unreachable())).rejects.toMatchObject({ code: "INTERRUPTED" });
    expect(run.sink.states.at(-1)).toMatchObject({
      currently_syncing: STREAM_ID,
      bookmarks: { [STREAM_ID]: { resume: { task_id: "T1", rows: 1 } } },
    });
    expect(anaplan.count("startTask")).toBe(1);
  });

  it("ends at once when nobody reads", async () => {
    const run = await fakeRun(two(TEXT));
    run.sink.onRecords = () => {
      throw new ConnectorError("OUTPUT_CLOSED", { what: "Closed." });
    };
    const selected = [await selectOne(run), await selectOne(run, {}, SECOND_ID)];
    await expect(sync(selected, run, () => expect.unreachable())).rejects.toMatchObject({ code: "OUTPUT_CLOSED" });
  });
});
