import { describe, expect, it } from "vitest";
import { slug, streamName, uniqueStreamNames } from "../../../tap/stream-name.ts";

const words = {
  workspace: { id: "8a81", name: "Finance" },
  model: { id: "5C1E", name: "Opex Plan" },
  export: { id: "116000000012", name: "Opex flat.csv" },
};

describe("streamName", () => {
  it.each([
    ["{model}__{export}", "opex_plan__opex_flat_csv"],
    ["{workspace_id}-{model_id}-{export_id}", "8a81_5c1e_116000000012"],
    ["raw.{export}", "raw_opex_flat_csv"],
    ["Anaplan {workspace}", "Anaplan_finance"],
  ])("%s", (template, expected) => {
    expect(streamName(template, words)).toBe(expected);
  });

  it("falls back to the id for a name without any letter", () => {
    expect(streamName("{export}", { ...words, export: { id: "116", name: "###" } })).toBe("116");
  });
});

describe("slug", () => {
  it("keeps letters of any script, without accents", () => {
    expect(slug("Größe & Café – 漢字")).toBe("große_cafe_漢字");
    expect(slug("  P&L (v2)  ")).toBe("p_l_v2");
  });
});

describe("uniqueStreamNames", () => {
  it("appends the id to a later one, and the model's for a copy of the model", () => {
    const named = [
      { name: "a", modelId: "M1", id: "116" },
      { name: "a", modelId: "M1", id: "117" },
      { name: "a", modelId: "M2", id: "117" },
      { name: "models", modelId: "M1", id: "118" },
    ];
    expect(uniqueStreamNames(named, ["models"])).toEqual(["a", "a_117", "a_m2_117", "models_118"]);
  });
});
