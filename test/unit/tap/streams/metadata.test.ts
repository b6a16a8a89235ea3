import { describe, expect, it } from "vitest";
import { ConnectorError } from "../../../../protocol/errors.ts";
import type { TapConfig } from "../../../../schemas/generated/types.ts";
import type { SelectedStream } from "../../../../tap/stream.ts";
import { syncStream } from "../../../../tap/streams/index.ts";
import type { Extent } from "../../../../tap/streams/kind.ts";
import { conformRow, METADATA_KINDS, METADATA_NAMES } from "../../../../tap/streams/metadata-kinds.ts";
import { definition, E, FakeAnaplan, type FakeModel, fakeRun, M, selectOne, W } from "../stand-in.ts";

const OTHER = "5C1E9A7740B34D6D8F2A6B0C9D3E4F11";

async function read(
  anaplan: FakeAnaplan,
  id: string,
  {
    config = {},
    extent = "all",
    selected = {},
  }: { config?: TapConfig; extent?: Extent; selected?: Partial<SelectedStream> } = {},
) {
  const run = await fakeRun(anaplan, { config, extent });
  const one = await selectOne(run, selected, id);
  await syncStream(one, run);
  return { ...run, records: run.sink.lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe("a metadata stream", () => {
  it("is read in full, with version, activation and bookmark", async () => {
    const { sink, records, state } = await read(new FakeAnaplan(), "workspaces");
    expect(sink.kinds).toEqual(["schema", "record", "activate"]);
    expect(records).toEqual([{ id: W, name: "Finance", active: null, sizeAllowance: null, currentSize: null }]);
    expect(state.bookmark("workspaces")).toEqual({ version: Number(sink.versions[0]), rows: 1 });
    expect(sink.schemas[0]?.keyProperties).toEqual(["id"]);
  });

  it("adds the ids of the model", async () => {
    const { records } = await read(new FakeAnaplan(), "exports");
    expect(records).toEqual([
      {
        ...definition(),
        encoding: null,
        layout: null,
        id: E,
        workspace_id: W,
        model_id: M,
      },
    ]);
  });

  it("writes times as RFC 3339", async () => {
    const anaplan = new FakeAnaplan([{ id: M, name: "Opex", lastModified: "2024-03-05T09:41:07.000+0000" }]);
    expect((await read(anaplan, "models")).records[0]).toMatchObject({ lastModified: "2024-03-05T09:41:07.000Z" });
  });

  it("gives a line item without an id a stand-in, and a calendar its model's", async () => {
    expect((await read(new FakeAnaplan(), "line_items")).records[0]).toMatchObject({ id: "102.Amount", model_id: M });
    expect((await read(new FakeAnaplan(), "calendar")).records[0]).toMatchObject({ id: M, calendarType: "Months" });
  });

  it("leaves out columns that are not wanted", async () => {
    const { records } = await read(new FakeAnaplan(), "workspaces", { selected: { wants: (name) => name === "id" } });
    expect(records).toEqual([{ id: W }]);
  });

  it("sends one record in a test", async () => {
    const anaplan = new FakeAnaplan([1, 2].map((n) => ({ id: `M${n}`, name: `${n}` })));
    const { sink } = await read(anaplan, "models", { extent: "record" });
    expect(sink.kinds).toEqual(["schema", "record"]);
  });

  it("leaves out a model without access, unless it was named", async () => {
    const models = (): FakeModel[] => [
      { id: M, name: "Hidden", hidden: new ConnectorError("MODEL_FORBIDDEN", { what: "No access." }) },
      { id: OTHER, name: "Open", exports: [{ definition: definition() }] },
    ];
    const { records, log } = await read(new FakeAnaplan(models()), "exports");
    expect(records.map(({ model_id }) => model_id)).toEqual([OTHER]);
    expect(log.said("warn").join()).toMatch(/"Hidden" is left out/);
    await expect(read(new FakeAnaplan(models()), "exports", { config: { models: ["Hidden"] } })).rejects.toMatchObject({
      code: "MODEL_FORBIDDEN",
    });
  });
});

describe("conformRow", () => {
  it("has exactly the stream's columns, each of its type or null", () => {
    const columns = { a: "string", b: "integer", c: "boolean", d: "date-time", e: "object", f: "array" } as const;
    expect(conformRow({ a: 7, b: "8801", c: "yes", d: "soon", e: [1], f: {}, g: 1 }, columns)).toEqual({
      a: "7",
      b: 8801,
      c: null,
      d: null,
      e: null,
      f: null,
    });
    expect(conformRow({}, columns)).toEqual({ a: null, b: null, c: null, d: null, e: null, f: null });
  });

  it("knows a key for every stream", () => {
    for (const name of METADATA_NAMES) {
      const { keys, columns } = METADATA_KINDS[name];
      expect(
        keys.every((key) => key in columns),
        name,
      ).toBe(true);
    }
  });
});
