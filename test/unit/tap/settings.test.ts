import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { TAP_CONFIG_SCHEMA } from "../../../schemas/generated/settings.ts";
import { tapSettings } from "../../../tap/settings.ts";

describe("tapSettings", () => {
  it("resolves every default as the schema tells it", () => {
    const settings = tapSettings({});
    expect(settings).toEqual({
      syncMode: TAP_CONFIG_SCHEMA.properties.sync_mode?.default,
      selectedExports: TAP_CONFIG_SCHEMA.properties.selected_exports?.default,
      workspaces: [],
      models: [],
      listsMetadata: true,
      listsExports: true,
      listsLists: false,
      listsViews: false,
      layout: TAP_CONFIG_SCHEMA.properties.layout?.default,
      runExports: TAP_CONFIG_SCHEMA.properties.run_exports?.default,
      streamName: TAP_CONFIG_SCHEMA.properties.stream_name?.default,
      keys: TAP_CONFIG_SCHEMA.properties.keys?.default,
      types: TAP_CONFIG_SCHEMA.properties.types?.default,
      invalidValues: TAP_CONFIG_SCHEMA.properties.invalid_values?.default,
      mixedValues: TAP_CONFIG_SCHEMA.properties.mixed_values?.default,
      withCodes: TAP_CONFIG_SCHEMA.properties.with_codes?.default,
      onSchemaChange: TAP_CONFIG_SCHEMA.properties.on_schema_change?.default,
      delta: undefined,
      hasMetadataColumns: TAP_CONFIG_SCHEMA.properties.metadata_columns?.default,
      maxDownloadBytes: undefined,
      modelParallelism: TAP_CONFIG_SCHEMA.properties.model_parallelism?.default,
      spoolFolder: tmpdir(),
    });
  });

  it.each([
    ["SpecificExports without exports", { sync_mode: "SpecificExports" }, /selected_exports/],
    [
      "a number's format that is no sample",
      { types: [{ stream: "s", column: "c", type: "number", format: "#,##0" }] },
      /types\[0\]\.format" is no sample of a number: "#,##0"/,
    ],
    ["a word for keys that is not auto", { keys: "all" }, /"keys" is a text other than "auto"/],
    ["an unknown placeholder", { stream_name: "{modle}" }, /\{modle\}/],
    [
      "a format at a truth value",
      { types: [{ stream: "s", column: "c", type: "boolean", format: "x" }] },
      /types\[0\]\.format/,
    ],
  ] as const)("refuses %s", (_, config, message) => {
    expect(() => tapSettings(config as never)).toThrow(message);
    expect(() => tapSettings(config as never)).toThrow(/^CONFIG_INVALID/);
  });
});
