import { describe, expect, it } from "vitest";
import { compareNumbers, createIncrement } from "../../../../tap/export/increment.ts";

describe("compareNumbers", () => {
  it("puts numbers in order by all their digits", () => {
    const ascending = [
      "-1e3",
      "-100",
      "-99.9999999999999999999999",
      "-0.001",
      "0",
      "1e-400",
      "0.001",
      "0.0010000000000000000000001",
      "1",
      "9.9",
      "10",
      "12345678901234567890.1",
      "12345678901234567890.11",
      "1e30",
    ];
    for (const [i, one] of ascending.entries()) {
      for (const [j, other] of ascending.entries()) {
        expect(Math.sign(compareNumbers(one, other)), `${one} ${other}`).toBe(Math.sign(i - j));
      }
    }
  });

  it.each([
    ["1.0", "1"],
    ["-0", "0"],
    ["100", "1e2"],
    ["0.5", "5e-1"],
    ["1.50", "1.5"],
  ])("%s equals %s", (one, other) => {
    expect(compareNumbers(one, other)).toBe(0);
  });
});

describe("an increment", () => {
  const kept = (increment: ReturnType<typeof createIncrement>, texts: string[]) =>
    texts.filter((text) => increment.keep(text));

  it("of numbers keeps what is at or above, empty or unreadable", () => {
    const increment = createIncrement({ name: "n", type: "number" }, "9.5");
    expect(kept(increment, ["9.49", "9.50", "10", "", "x", "-20"])).toEqual(["9.50", "10", "", "x"]);
    expect(increment.highest()).toBe("10");
  });

  it("of dates goes by the day, whatever the format", () => {
    const increment = createIncrement({ name: "d", type: "date", format: "DD/MM/YYYY" }, "2026-02-01");
    expect(kept(increment, ["31/01/2026", "01/02/2026", "15/01/2027"])).toEqual(["01/02/2026", "15/01/2027"]);
    expect(increment.highest()).toBe("2027-01-15");
  });

  it("of date-times goes by the instant", () => {
    const increment = createIncrement({ name: "t", type: "date-time" }, "2026-01-01T12:00:00Z");
    expect(kept(increment, ["2026-01-01T12:30:00+01:00", "2026-01-01T11:30:00-01:00"])).toEqual([
      "2026-01-01T11:30:00-01:00",
    ]);
  });

  it("of text goes by its characters", () => {
    const increment = createIncrement({ name: "s", type: "string" }, "P10");
    expect(kept(increment, ["P09", "P10", "Q"])).toEqual(["P10", "Q"]);
  });

  it("of dates as text wants ISO", () => {
    const increment = createIncrement({ name: "d", type: "string" }, undefined, true);
    expect(increment.keep("2026-01-01")).toBe(true);
    expect(() => increment.keep("1 Jan 26")).toThrow(/VALUE_INVALID/);
  });

  it("starts with everything, and never falls back", () => {
    const increment = createIncrement({ name: "n", type: "number" }, undefined);
    expect(kept(increment, ["2", "1"])).toEqual(["2", "1"]);
    expect(increment.highest()).toBe("2");
    const later = createIncrement({ name: "n", type: "number" }, "5");
    later.keep("1");
    expect(later.highest()).toBe("5");
  });
});
