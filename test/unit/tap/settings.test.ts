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
      runExports: TAP_CONFIG_SCHEMA.properties.run_exports?.default,
      streamName: TAP_CONFIG_SCHEMA.properties.stream_name?.default,
      keys: TAP_CONFIG_SCHEMA.properties.keys?.default,
      types: TAP_CONFIG_SCHEMA.properties.types?.default,
      invalidValues: TAP_CONFIG_SCHEMA.properties.invalid_values?.default,
      hasMetadataColumns: TAP_CONFIG_SCHEMA.properties.metadata_columns?.default,
      maxDownloadBytes: undefined,
    });
  });

  it.each([
    ["SpecificExports without exports", { sync_mode: "SpecificExports" }, /selected_exports/],
    ["a layout of later", { layout: "long" }, /not available yet/],
    ["an unknown placeholder", { stream_name: "{modle}" }, /\{modle\}/],
    [
      "a format at a number",
      { types: [{ stream: "s", column: "c", type: "number", format: "x" }] },
      /types\[0\]\.format/,
    ],
  ] as const)("refuses %s", (_, config, message) => {
    expect(() => tapSettings(config as never)).toThrow(message);
    expect(() => tapSettings(config as never)).toThrow(/^CONFIG_INVALID/);
  });
});
