import { describe, expect, it } from "vitest";
import { parseConfiguredCatalog } from "../../../../protocol/airbyte/catalog.ts";

const sides = ["source", "destination"] as const;
const stream = { name: "s", json_schema: { properties: { a: {} } } };
const parse = (catalog: unknown, side: (typeof sides)[number] = "source") =>
  parseConfiguredCatalog(typeof catalog === "string" ? catalog : JSON.stringify(catalog), "The catalog c.json", side);

describe.each(sides)("parseConfiguredCatalog of a %s", (side) => {
  const refused: [string, unknown, RegExp][] = [
    ["that is not JSON", "{", /c\.json is not JSON/],
    ["that is a list", [], /c\.json is no configured catalog/],
    ["without streams", {}, /streams/],
    ["whose streams are no list", { streams: { s: stream } }, /streams/],
    ["with a stream that is a name", { streams: ["s"] }, /streams/],
    ["of a plain catalog, not a configured one", { streams: [stream] }, /stream/],
    ["with a stream without a name", { streams: [{ stream: {} }] }, /name/],
    ["with a stream twice", { streams: [{ stream }, { stream }] }, /"s" twice/],
    ["with a nested cursor", { streams: [{ stream, cursor_field: ["a", "b"] }] }, /a\.b as cursor_field.*no nested/],
    ["with a nested key", { streams: [{ stream, primary_key: [["a", "b"]] }] }, /a\.b as primary_key.*no nested/],
    ["with a flat key", { streams: [{ stream, primary_key: ["a"] }] }, /primary_key/],
  ];
  it.each(refused)("refuses a catalog %s", (_, catalog, message) => {
    expect(() => parse(catalog, side)).toThrow(expect.objectContaining({ code: "CATALOG_INVALID", exitCode: 2 }));
    expect(() => parse(catalog, side)).toThrow(message);
  });

  it("refuses an unknown sync mode of its own, and leaves the other side's alone", () => {
    const [own, others] =
      side === "source" ? ["sync_mode", "destination_sync_mode"] : ["destination_sync_mode", "sync_mode"];
    expect(() => parse({ streams: [{ stream, [own as string]: "psychic" }] }, side)).toThrow(
      new RegExp(`CATALOG_INVALID: .*${own} "psychic".*Choose one of`),
    );
    expect(parse({ streams: [{ stream, [others as string]: "psychic" }] }, side)).toHaveLength(1);
  });

  it("takes what is absent, null or of a newer version", () => {
    const nulls = { sync_mode: null, cursor_field: null, primary_key: null, generation_id: null, sync_id: null };
    const [one] = parse({ streams: [{ stream: { ...stream, new: 1 }, ...nulls, newer: { a: 1 } }], newest: 2 }, side);
    expect(one).toMatchObject({ name: "s", cursorField: undefined, primaryKey: [], generationId: undefined });
  });
});
