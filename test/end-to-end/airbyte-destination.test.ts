/** destination-anaplan as a real process: what it gives back and when, and what it refuses. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ModelDefinition } from "../emulator/world/definition.ts";
import { ofType, runAirbyte, traces } from "../support/airbyte.ts";
import {
  catalogFile,
  destinationConfig,
  recordLine,
  type Side,
  stateLine,
  statesOf,
  statusLine,
  write,
} from "../support/airbyte-pair.ts";
import { passBigState, SANE_PEAK_BYTES } from "../support/big-state.ts";
import { collectEnded, freshFolder, spawnBin } from "../support/bins.ts";
import { expected, loaded, pair, postingRow, startPair } from "../support/pair.ts";

async function side(edit?: (target: ModelDefinition) => void): Promise<Side> {
  const emulator = await startPair({ rows: 0, edit: (world) => edit?.(world.workspaces[0]!.models[1]!) });
  onTestFinished(() => emulator.stop());
  return { folder: freshFolder(), emulator };
}

function row(n: number): Record<string, unknown> {
  const [Name, Code, Amount, Remark] = postingRow(n);
  return { Name, Code, Amount: Number(Amount), Remark: Remark === "" ? null : Remark };
}

const rows = (count: number) => Array.from({ length: count }, (_, index) => recordLine(row(index + 1))).join("");
const errorsOf = (messages: Parameters<typeof ofType>[0]) =>
  traces(messages, "ERROR").map(
    ({ error }) => error as { failure_type: string; message: string; internal_message: string },
  );
const ids = (messages: Parameters<typeof ofType>[0]) => statesOf(messages).map(({ id }) => id);

describe("write", () => {
  it("gives every state back, in order, each once, behind its settled rows", async () => {
    const one = await side();
    const input = stateLine(1) + rows(3) + stateLine(2) + stateLine(3) + recordLine(row(4)) + stateLine(4);
    const { code, messages } = await write(one, catalogFile(one), input);
    expect([code, ids(messages)]).toEqual([0, [1, 2, 3, 4]]);
    const counts = statesOf(messages).map(
      ({ destinationStats }) => (destinationStats as { recordCount: number }).recordCount,
    );
    expect(counts).toEqual([0, 3, 0, 1]);
    expect(loaded(one.emulator)).toEqual(expected(4));
  });

  it.each([
    ["at the end", {}],
    ["in batches", { batch_rows: 2 }],
  ])("tells with each state how many of its own rows were refused, settled %s", async (_, batches) => {
    const one = await side();
    const bad = recordLine({ Name: "", Code: "", Amount: 1 });
    const input = rows(2) + stateLine(1) + bad + stateLine(2) + recordLine(row(3)) + bad + bad + stateLine(3);
    const { code, messages } = await write(one, catalogFile(one), input, { on_rejected_rows: "warn", ...batches });
    expect([code, ids(messages)]).toEqual([0, [1, 2, 3]]);
    expect(statesOf(messages).map(({ destinationStats }) => destinationStats)).toEqual([
      { recordCount: 2, rejectedRecordCount: 0 },
      { recordCount: 0, rejectedRecordCount: 1 },
      { recordCount: 1, rejectedRecordCount: 2 },
    ]);
  });

  it("gives no state back whose rows were refused beyond the policy", async () => {
    const one = await side();
    const input = rows(1) + recordLine({ Name: "", Code: "", Amount: 1 }) + stateLine(1);
    const { code, messages } = await write(one, catalogFile(one), input);
    expect([code, ids(messages)]).toEqual([3, []]);
    expect(errorsOf(messages)).toMatchObject([{ failure_type: "config_error" }]);
    expect(errorsOf(messages)[0]?.internal_message).toMatch(/^ROWS_REJECTED/);
    expect(readdirSync(join(one.folder, "rejects"))).toHaveLength(1);
  });

  it("takes folded names, texts for numbers and columns of a cache", async () => {
    const one = await side();
    const folded = (n: number) => {
      const { Name, Code, Amount, Remark } = row(n);
      return {
        name: Name,
        code: Code,
        amount: String(Amount),
        remark: Remark,
        _airbyte_raw_id: "x",
        _airbyte_meta: {},
      };
    };
    const input = recordLine(folded(1)) + recordLine(folded(2)) + stateLine(1);
    const { code, messages } = await write(one, catalogFile(one), input);
    expect([code, ids(messages)]).toEqual([0, [1]]);
    expect(loaded(one.emulator)).toEqual(expected(2));
  });

  it("passes an empty input", async () => {
    const one = await side();
    const { code, messages } = await write(one, catalogFile(one), "");
    expect([code, ids(messages)]).toEqual([0, []]);
  });

  it("passes a single state of 200 MB", async () => {
    const one = await side();
    const [before = "", after = ""] = (rows(1) + stateLine(1, { big: "BIG" })).split("BIG");
    const args = ["write", "--config", destinationConfig(one), "--catalog", catalogFile(one)];
    const { end, peakBytes } = await passBigState("destination-anaplan", args, { ...one, before, after });
    expect(end).toMatch(/x"\}\},"destinationStats":\{"recordCount":1\.0,"rejectedRecordCount":0\.0\}\}\}\n$/);
    expect(peakBytes).toBeLessThan(SANE_PEAK_BYTES);
  });

  it("refuses a record of a stream outside the catalog", async () => {
    const one = await side();
    const { code, messages } = await write(one, catalogFile(one), recordLine(row(1), { stream: "other" }));
    expect(code).toBe(1);
    expect(errorsOf(messages)).toMatchObject([
      { failure_type: "system_error", message: expect.stringContaining("other") },
    ]);
  });

  it.each([
    ["half a line", '{"type":"RECORD","rec', /LINE_NOT_JSON/],
    ["a Singer record", `${JSON.stringify({ type: "RECORD", stream: pair.stream, record: {} })}\n`, /MESSAGE_INVALID/],
    ["no type", "{}\n", /MESSAGE_INVALID/],
  ])("refuses %s after it has read what came before", async (_, end, code) => {
    const one = await side();
    const { code: exit, messages } = await write(one, catalogFile(one), rows(2) + end);
    expect(exit).toBe(1);
    expect(errorsOf(messages)[0]?.internal_message).toMatch(code);
  });

  it("refuses a sync mode that Anaplan cannot keep", async () => {
    const one = await side();
    const { code, messages } = await write(one, catalogFile(one, { destination_sync_mode: "soft_delete" }), rows(1));
    expect(code).toBe(2);
    expect(errorsOf(messages)[0]?.message).toMatch(/soft_delete.*append, overwrite, append_dedup/);
  });

  it("ends quietly when nobody reads its states any more", async () => {
    const one = await side();
    const args = ["write", "--config", destinationConfig(one), "--catalog", catalogFile(one)];
    const child = spawnBin("destination-anaplan", args);
    const ended = collectEnded(child);
    child.stdout?.destroy();
    child.stdin?.on("error", () => {});
    // The input goes on: only the closed output ends the program.
    child.stdin?.write(rows(2) + stateLine(1));
    const timer = setInterval(() => child.stdin?.write(stateLine(2)), 20);
    onTestFinished(() => clearInterval(timer));
    expect(await ended).toMatchObject({ code: 1, stderr: "" });
  });

  it("ends by SIGTERM", async () => {
    const one = await side();
    const child = spawnBin("destination-anaplan", [
      "write",
      "--config",
      destinationConfig(one),
      "--catalog",
      catalogFile(one),
    ]);
    const ended = collectEnded(child);
    child.stdin?.write(stateLine(1));
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ signal: "SIGTERM", stderr: "" });
  });
});

describe("a stream that is to replace what is there", () => {
  const LIST = "101000000001";
  const CLEAR = "117000000001";
  /** A list with two old items, and an action that deletes what is marked: both are. */
  const withOldItems = (target: ModelDefinition) => {
    const [list] = target.lists ?? [];
    list!.properties = [...(list!.properties ?? []), { name: "Old", format: { type: "BOOLEAN" } }];
    list!.items = ["A", "B"].map((name) => ({ name, code: name, properties: { Old: "true" } }));
    target.actions = [
      {
        id: CLEAR,
        name: "Delete old",
        actionType: "DELETE_BY_SELECTION",
        listId: LIST,
        selection: { property: "Old" },
      },
    ];
  };
  const generation = { destination_sync_mode: "overwrite", generation_id: 2, minimum_generation_id: 2 };
  const clearing = { streams: [{ stream: pair.stream, import: pair.importId, deletes: { action: "Delete old" } }] };
  const codes = ({ emulator }: Side) => emulator.world.listItems(pair.target, pair.list).map(({ code }) => code);

  it("runs the delete action of its entry first", async () => {
    const one = await side(withOldItems);
    const { code, messages } = await write(one, catalogFile(one, generation), rows(2) + stateLine(1), clearing);
    expect(code, JSON.stringify(errorsOf(messages))).toBe(0);
    expect(codes(one)).toEqual(["P1", "P2"]);
  });

  it("deletes the items of its list that the finished stream does not hold", async () => {
    const one = await side(withOldItems);
    const deletes = { list: pair.list, code: "Code", max_percent: 100 };
    const sweeping = { streams: [{ stream: pair.stream, import: pair.importId, deletes }] };
    const cut = statusLine("STARTED") + rows(1) + statusLine("INCOMPLETE");
    expect((await write(one, catalogFile(one, generation), cut, sweeping)).code).toBe(1);
    expect(codes(one)).toEqual(["A", "B"]);
    const whole = statusLine("STARTED") + rows(2) + stateLine(1) + statusLine("COMPLETE") + stateLine(2);
    const { code, messages } = await write(one, catalogFile(one, generation), whole, sweeping);
    expect(code, JSON.stringify(errorsOf(messages))).toBe(0);
    expect(ids(messages)).toEqual([1, 2]);
    expect(codes(one)).toEqual(["P1", "P2"]);
    const untold = rows(1) + stateLine(3);
    expect((await write(one, catalogFile(one, generation), untold, sweeping)).code).toBe(0);
    expect(codes(one)).toEqual(["P1"]);
  });

  it("says what is missing where nothing clears an older generation", async () => {
    const one = await side(withOldItems);
    for (const destination_sync_mode of ["overwrite", "append"]) {
      const { code, messages } = await write(one, catalogFile(one, { ...generation, destination_sync_mode }), rows(2));
      expect(code).toBe(2);
      expect(errorsOf(messages)[0]?.message).toMatch(/"deletes".*delete action/);
    }
    expect(codes(one)).toEqual(["A", "B"]);
  });

  it("adds its first generation, with a warning", async () => {
    const one = await side(withOldItems);
    const first = { destination_sync_mode: "overwrite", generation_id: 1, minimum_generation_id: 1 };
    const { code, messages } = await write(one, catalogFile(one, first), rows(1));
    expect(code).toBe(0);
    expect(JSON.stringify(ofType(messages, "LOG"))).toContain("Nothing clears what is there");
    expect(codes(one)).toEqual(["A", "B", "P1"]);
  });

  it("does not replace anything by half of a stream", async () => {
    const one = await side(withOldItems);
    const input = statusLine("STARTED") + rows(1) + statusLine("INCOMPLETE");
    const { code, messages } = await write(one, catalogFile(one, generation), input, clearing);
    expect(code).toBe(1);
    expect(errorsOf(messages)).toMatchObject([{ failure_type: "transient_error" }]);
    expect(errorsOf(messages)[0]?.internal_message).toMatch(/^SOURCE_UNFINISHED/);
    expect(codes(one)).toEqual(["A", "B"]);
    const complete = statusLine("STARTED") + rows(1) + statusLine("COMPLETE");
    expect((await write(one, catalogFile(one, generation), complete, clearing)).code).toBe(0);
  });

  it("cannot keep some of the older generations", async () => {
    const one = await side();
    const some = { destination_sync_mode: "append", generation_id: 5, minimum_generation_id: 3 };
    const { code, messages } = await write(one, catalogFile(one, some), rows(1));
    expect([code, errorsOf(messages)[0]?.failure_type]).toEqual([2, "config_error"]);
  });
});

describe("check", () => {
  it("finds the place of each stream, or says which is missing", async () => {
    const one = await side();
    const answers = [];
    for (const streams of [
      [{ stream: "postings", import: pair.importId }],
      [{ stream: "postings", import: "nothing" }],
      [{ stream: "items", list: pair.list }],
    ]) {
      const { code, messages } = await runAirbyte("destination-anaplan", [
        "check",
        "--config",
        destinationConfig(one, { streams }),
      ]);
      expect(code).toBe(0);
      answers.push(ofType(messages, "CONNECTION_STATUS")[0]?.connectionStatus);
    }
    expect(answers[0]).toMatchObject({ status: "SUCCEEDED" });
    expect(answers[1]).toMatchObject({ status: "FAILED", message: expect.stringContaining("nothing") });
    expect(answers[2]).toMatchObject({ status: "SUCCEEDED" });
  });
});
