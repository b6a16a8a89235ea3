import { describe, expect, it } from "vitest";
import { parseConfiguredCatalog } from "../../../../protocol/airbyte/catalog.ts";
import { planReplacement, replaces, withReplacement } from "../../../../target/airbyte/replace.ts";

function stream(more: object) {
  const [one] = parseConfiguredCatalog(
    JSON.stringify({ streams: [{ stream: { name: "s" }, ...more }] }),
    "x",
    "destination",
  );
  return one!;
}

const modes = (
  destination_sync_mode: string | null,
  generation_id: number | null,
  minimum_generation_id: number | null,
) => ({
  destination_sync_mode,
  generation_id,
  minimum_generation_id,
});

it.each([
  ["append without generations", modes("append", null, null), false],
  ["append as PyAirbyte sends it", modes("append", 1, 1), false],
  ["append_dedup as PyAirbyte sends it", modes("append_dedup", 1, 1), false],
  ["append that keeps everything", modes("append", 7, 0), false],
  ["a refreshed append", modes("append", 2, 2), true],
  ["overwrite", modes("overwrite", null, null), true],
  ["nothing chosen", modes(null, null, null), false],
])("%s", (_, more, isReplacing) => {
  expect(replaces(stream(more))).toBe(isReplacing);
});

describe("planReplacement", () => {
  const clearing = { streams: [{ stream: "s", import: "i", model: "M", deletes: { action: "Clear" } }] };

  it("names the action that clears, and takes it out of the core's config", () => {
    const plan = planReplacement([stream(modes("overwrite", 2, 2))], clearing);
    expect(plan).toMatchObject({ actions: [{ action: "Clear", model: "M" }], uncleared: [] });
    expect(withReplacement({ ...clearing, before: [{ action: "Own" }] }, plan)).toEqual({
      streams: [{ stream: "s", import: "i", model: "M" }],
      before: [{ action: "Clear", model: "M" }, { action: "Own" }],
    });
  });

  it("sweeps the list of an entry, and leaves the entry to the core", () => {
    const config = { streams: [{ stream: "s", import: "i", deletes: { list: "L" } }] };
    const plan = planReplacement([stream(modes("append", 2, 2))], config);
    expect([...plan.sweeping]).toEqual(["s"]);
    expect(plan.actions).toEqual([]);
    expect(withReplacement(config, plan)).toEqual(config);
  });

  it("runs nothing for a stream that adds, and leaves its marked rows to the core", () => {
    const plan = planReplacement([stream(modes("append", 1, 0))], clearing);
    expect(plan.actions).toEqual([]);
    expect(withReplacement(clearing, plan)).toEqual(clearing);
  });

  it("lets the first generation in uncleared, and no later one", () => {
    expect(planReplacement([stream(modes("overwrite", 1, 1))], {}).uncleared).toEqual(["s"]);
    expect(() => planReplacement([stream(modes("append", 2, 2))], {})).toThrow(/CONFIG_INVALID.*deletes/);
  });

  it("keeps no older generation in part", () => {
    expect(() => planReplacement([stream(modes("append", 4, 2))], clearing)).toThrow(/CATALOG_INVALID/);
  });
});
