import { describe, expect, it } from "vitest";
import type { TapConfig } from "../../../../schemas/generated/types.ts";
import { difference, fileColumns, requireKeys } from "../../../../tap/export/columns.ts";
import { tapSettings } from "../../../../tap/settings.ts";
import type { ExportSource, SelectedStream } from "../../../../tap/stream.ts";
import type { PropertySchema } from "../../../../tap/typing.ts";
import { FakeAnaplan, fakeRun, METADATA, selectOne } from "../stand-in.ts";

async function columns(
  headers: string[],
  { config = {}, schemas = {} }: { config?: TapConfig; schemas?: Record<string, PropertySchema> } = {},
) {
  const run = await fakeRun(new FakeAnaplan(), { config });
  const selected = (await selectOne(run, { schemaOf: (name) => schemas[name] })) as SelectedStream<ExportSource>;
  return { selected, ...fileColumns(headers, selected, tapSettings(config)) };
}

describe("fileColumns", () => {
  it("makes names unique", async () => {
    const { properties } = await columns(["", "Amount", "Amount"]);
    expect(Object.keys(properties)).toEqual(["column_1", "Amount", "Amount_2"]);
  });

  it("keeps the names of metadata columns for them", async () => {
    const { properties } = await columns(["_anaplan_task_id", "x", "y"], { config: { metadata_columns: true } });
    expect(Object.keys(properties).slice(0, 3)).toEqual(["_anaplan_task_id_2", "x", "y"]);
    expect(properties._anaplan_task_id).toEqual({ type: ["null", "string"] });
  });

  it("lets a catalog change a column, as an orchestrator does", async () => {
    const schemas = {
      Amount: { type: ["string", "null"] },
      "Posted on": { type: "string", format: "date", description: "day" },
      Code: { type: ["null", "integer"] },
    };
    const { forReader, properties } = await columns(METADATA.headerNames, { schemas });
    expect(forReader.map(({ type }) => type)).toEqual(["integer", "string", "date"]);
    expect(properties["Posted on"]).toEqual({ type: ["null", "string"], format: "date", description: "day" });
  });

  it("lets a rule of the settings win over a catalog that nobody changed", async () => {
    const config: TapConfig = {
      types: [{ stream: "opex_plan__opex_flat_csv", column: "Posted on", type: "date", format: "DD/MM/YYYY" }],
    };
    const schemas = { "Posted on": { type: ["null", "string"] } };
    const { forReader } = await columns(METADATA.headerNames, { config, schemas });
    expect(forReader[2]).toEqual({ name: "Posted on", type: "date", format: "DD/MM/YYYY" });
  });

  it("demands its keys", async () => {
    const { selected, ...rest } = await columns(["Code", "x", "y"]);
    expect(() => requireKeys({ ...selected, keyProperties: ["Code"] }, rest)).not.toThrow();
    expect(() => requireKeys({ ...selected, replicationKey: "Posted on" }, rest)).toThrow(
      /KEY_COLUMN_UNKNOWN.*"Posted on".*"Code", "x", "y"/,
    );
  });
});

describe("difference", () => {
  it("is told in words", () => {
    expect(difference(["a", "b"], ["b", "a"])).toBeUndefined();
    expect(difference(["a", "b"], ["b", "c", "d"])).toBe('added "c", "d"; missing "a"');
  });
});
