import { describe, expect, it } from "vitest";
import { discover } from "../../../tap/discover.ts";
import { type StreamChoice, selectByChoice, selectByDefault } from "../../../tap/selection.ts";
import type { Stream } from "../../../tap/stream.ts";
import { definition, FakeAnaplan, FakeLog, M, METADATA, openFakeScope, STREAM_ID } from "./stand-in.ts";

async function streams(): Promise<Stream[]> {
  const exports = [
    { definition: definition(), metadata: METADATA },
    { definition: definition({ id: "116000000013", name: "a.xls", exportFormat: "application/pdf" }) },
  ];
  const scope = await openFakeScope(new FakeAnaplan([{ id: M, name: "Opex Plan", exports }]));
  return (await discover(scope)).streams;
}

async function opex(): Promise<Stream> {
  return (await streams()).find(({ id }) => id === STREAM_ID)!;
}

function choice(parts: Partial<StreamChoice> = {}): StreamChoice {
  return {
    id: STREAM_ID,
    name: undefined,
    isSelected: true,
    isUnsupported: false,
    columns: new Map(),
    keyProperties: [],
    replicationMethod: undefined,
    replicationKey: undefined,
    ...parts,
  };
}

describe("without a catalog", () => {
  it("all readable exports are read, the others named in a warning", async () => {
    const log = new FakeLog();
    const selected = selectByDefault(await streams(), false, log);
    expect(selected.map(({ stream }) => stream.id)).toEqual([STREAM_ID]);
    expect(log.said("warn").join()).toMatch(/application\/pdf/);
  });

  it("an export that was asked for and cannot be read is kept, to fail", async () => {
    const selected = selectByDefault(await streams(), true, new FakeLog());
    expect(selected).toHaveLength(2);
  });
});

describe("by choice", () => {
  it("keys and the replication key always go out", async () => {
    const column = (isSelected: boolean) => ({ isSelected, schema: {} });
    const selected = selectByChoice(
      await opex(),
      choice({
        columns: new Map([
          ["Code", column(false)],
          ["Amount", column(false)],
          ["Posted on", column(false)],
        ]),
        keyProperties: ["Code"],
        replicationMethod: "INCREMENTAL",
        replicationKey: "Posted on",
      }),
    );
    expect(["Code", "Amount", "Posted on", "New"].map(selected.wants)).toEqual([true, false, true, true]);
    expect(selected).toMatchObject({ keyProperties: ["Code"], replicationKey: "Posted on" });
  });

  it.each([
    ["LOG_BASED", undefined, /LOG_BASED/],
    ["INCREMENTAL", undefined, /without a replication-key/],
  ])("refuses %s with key %s", async (replicationMethod, replicationKey, message) => {
    const stream = await opex();
    expect(() => selectByChoice(stream, choice({ replicationMethod, replicationKey }))).toThrow(message);
    expect(() => selectByChoice(stream, choice({ replicationMethod, replicationKey }))).toThrow(/CATALOG_INVALID/);
  });

  it("refuses a key without an order, and INCREMENTAL of a metadata stream", async () => {
    const stream = await opex();
    const period = { ...stream.columns[0]!, name: "Period", facts: { "anaplan.data_type": "TIME_ENTITY" } };
    const incremental = choice({ replicationMethod: "INCREMENTAL", replicationKey: "Period" });
    expect(() => selectByChoice({ ...stream, columns: [period] }, incremental)).toThrow(/no order/);
    const users = (await streams()).find(({ id }) => id === "users")!;
    expect(() => selectByChoice(users, incremental)).toThrow(/always read in full/);
  });

  it("takes text and columns that only the file knows", async () => {
    const stream = await opex();
    for (const replicationKey of ["Code", "Amount", "Elsewhere"]) {
      const selected = selectByChoice(stream, choice({ replicationMethod: "INCREMENTAL", replicationKey }));
      expect(selected.replicationKey).toBe(replicationKey);
    }
    expect(
      selectByChoice(stream, choice({ replicationMethod: "FULL_TABLE", replicationKey: "Code" })),
    ).not.toHaveProperty("replicationKey");
  });
});
