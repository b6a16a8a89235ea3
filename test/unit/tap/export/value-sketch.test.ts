import { describe, expect, it } from "vitest";
import { percentFound, sketchOf } from "../../../../tap/export/value-sketch.ts";

const words = (count: number, prefix = "Account ") => Array.from({ length: count }, (_, n) => `${prefix}${n}`);

describe("a value sketch", () => {
  it("finds the same values in any order", () => {
    const values = words(500);
    expect(percentFound(sketchOf(values), values.toReversed())).toBe(100);
  });

  it("tells how many of a few values are equal, exactly", () => {
    const values = words(50);
    const changed = values.map((value, at) => (at === 7 ? "another" : value));
    expect(percentFound(sketchOf(values), changed)).toBe(98);
  });

  it("estimates it for many", () => {
    const values = words(1000);
    const half = values.map((value, at) => (at % 2 === 0 ? `${value}!` : value));
    expect(percentFound(sketchOf(values), half)).toBeGreaterThan(30);
    expect(percentFound(sketchOf(values), half)).toBeLessThan(70);
    expect(percentFound(sketchOf(values), words(1000, "Region "))).toBeLessThan(5);
  });

  it("counts how often a word stands there", () => {
    const flags = (trues: number) => Array.from({ length: 60 }, (_, n) => String(n < trues));
    expect(percentFound(sketchOf(flags(30)), flags(30))).toBe(100);
    expect(percentFound(sketchOf(flags(60)), flags(3))).toBeLessThan(10);
  });

  it("says nothing of columns without values", () => {
    expect(sketchOf(["", ""])).toBeUndefined();
    expect(percentFound(undefined, ["a"])).toBeUndefined();
    expect(percentFound(sketchOf(["a"]), ["", ""])).toBeUndefined();
  });

  it("stays small and holds no value", () => {
    const sketch = sketchOf(words(1000)) ?? "";
    expect(sketch.length).toBe(256);
    expect(Buffer.from(sketch, "base64").toString("latin1")).not.toContain("Account");
  });
});
