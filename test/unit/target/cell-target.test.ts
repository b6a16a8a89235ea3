import { describe, expect, it } from "vitest";
import type { AnaplanClient, CellWrite, WriteReply } from "../../../protocol/anaplan/types.ts";
import { createCellTarget, moduleFormOf } from "../../../target/cell-target.ts";

const model = { workspaceId: "W", modelId: "M" };
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, metric: () => {} };
const accounts = [{ id: "101000000014", name: "Accounts" }];

interface Given {
  lineItems?: object[];
  /** Positions in all cells, counted over the calls. */
  refused?: readonly number[];
}

async function prepare({ lineItems = [{ name: "Note", appliesTo: accounts }], refused = [] }: Given = {}) {
  const calls: CellWrite[][] = [];
  let before = 0;
  const client = {
    lineItems: async () => lineItems,
    writeCells: async (_model: unknown, _id: string, cells: readonly CellWrite[]): Promise<WriteReply> => {
      calls.push([...cells]);
      const failures = refused
        .map((position) => position - before)
        .filter((index) => index >= 0 && index < cells.length)
        .map((index) => ({ index, type: "invalidItem", details: `no ${index}` }));
      before += cells.length;
      return { done: cells.length - failures.length, failures };
    },
  } as unknown as AnaplanClient;
  const form = await moduleFormOf(client, model, { id: "102000000027", name: "OPX01 Input" });
  const target = createCellTarget({ client, log, model, form, entry: { stream: "s" } });
  const properties = ["Accounts", "Time", "Versions", "Note", "Memo"];
  target.open({
    kind: "schema",
    stream: "s",
    schema: { properties: Object.fromEntries(properties.map((name) => [name, {}])) },
    keyProperties: [],
  });
  return { calls, target };
}

const bytesOf = (cells: readonly CellWrite[]) =>
  cells.reduce((sum, { value, ...cell }) => sum + JSON.stringify(cell).length + value.length + 10, 2);

describe("cells of a module", () => {
  it("name dimensions by their ids, Time and Versions too, and by name where no id is told", async () => {
    const { calls, target } = await prepare({
      lineItems: [{ name: "Note", appliesTo: accounts, timeScale: "Month" }],
    });
    await target.write([{ Accounts: "Travel", Time: "Jan 26", Versions: "Actual", Note: "x" }]);
    expect(calls[0]?.[0]).toEqual({
      lineItemName: "Note",
      dimensions: [
        { dimensionId: "101000000014", itemName: "Travel" },
        { dimensionId: "20000000003", itemName: "Jan 26" },
        { dimensionId: "20000000020", itemName: "Actual" },
      ],
      value: '"x"',
    });
    const nameless = await prepare({ lineItems: [{ name: "Note", appliesTo: [{ name: "Accounts" }] }] });
    await nameless.target.write([{ Accounts: "Travel", Versions: "Actual", Note: "x" }]);
    expect(nameless.calls[0]?.[0]?.dimensions[0]).toEqual({ dimensionName: "Accounts", itemName: "Travel" });
  });

  it("go in calls of at most 1,000, and failures back to their records", async () => {
    const { calls, target } = await prepare({ refused: [0, 999, 1000, 2499] });
    const records = Array.from({ length: 2500 }, (_, n) => ({ Accounts: `A${n}`, Versions: "Actual", Note: `${n}` }));
    const outcome = await target.write(records);
    expect(calls.map((cells) => cells.length)).toEqual([1000, 1000, 500]);
    expect([...outcome.failures.keys()]).toEqual([0, 999, 1000, 2499]);
    expect(outcome.failures.get(2499)).toEqual(["Note: no 499"]);
    expect(outcome).toMatchObject({ loaded: 2496, ignored: 0 });
  });

  it("go in calls below 15 MB, and a value that is larger is refused by itself", async () => {
    const lineItems = ["Note", "Memo"].map((name) => ({ name, appliesTo: accounts }));
    const { calls, target } = await prepare({ lineItems });
    const long = "é".repeat(3_000_000);
    const records = [long, long, "x".repeat(14_000_000), "short"].map((Note, n) => ({
      Accounts: `A${n}`,
      Versions: "Actual",
      Note,
      Memo: "m",
    }));
    const outcome = await target.write(records);
    expect(calls.flat().map(({ value }) => value.length)).toEqual([3_000_002, 3, 3_000_002, 3, 3, 7, 3]);
    expect(calls).toHaveLength(2);
    for (const cells of calls) expect(bytesOf(cells)).toBeLessThan(15_000_000);
    expect([...outcome.failures]).toEqual([[2, ["Note: The value is too large for a call."]]]);
    expect(outcome.loaded).toBe(3);
  });
});
