import { describe, expect, test } from "vitest";
import { parseBoolean, parseDate, parseNumber, printValue } from "../../../emulator/world/values.ts";

describe("a number", () => {
  test.each([
    ["1.50", 1.5],
    ["-0.25", -0.25],
    ["+7", 7],
    ["1e3", 1000],
    [".5", 0.5],
    ["12345678901234567890.123456789", "12345678901234567890.123456789"],
    ["0.10000000000000000", 0.1],
    ["a", undefined],
    ["1,5", undefined],
    ["", undefined],
    ["1 000", undefined],
  ])("%s is %s", (text, expected) => {
    expect(parseNumber(text)).toBe(expected);
  });

  test("with a decimal comma takes no point", () => {
    expect(parseNumber("1,5", ",")).toBe(1.5);
    expect(parseNumber("1.5", ",")).toBeUndefined();
  });
});

test("booleans are yes, no, true, false in any case, and nothing else", () => {
  expect(["TRUE", "Yes", "no", "False", ""].map(parseBoolean)).toEqual([true, true, false, false, false]);
  expect(["1", "x"].map(parseBoolean)).toEqual([undefined, undefined]);
});

test("dates follow the order of the import and must exist", () => {
  expect(parseDate("2024-02-29", "YMD")).toBe("2024-02-29");
  expect(parseDate("20240229", "YMD")).toBe("2024-02-29");
  expect(parseDate("29/02/2024", "DMY")).toBe("2024-02-29");
  expect(parseDate("02.29.2024", "MDY")).toBe("2024-02-29");
  expect(parseDate("2023-02-29", "YMD")).toBeUndefined();
  expect(parseDate("29/02/2024", "YMD")).toBeUndefined();
});

test("values print as the readings say", () => {
  const grouped = { date: "D MMM YYYY", number: "grouped", boolean: "title" } as const;
  expect(printValue(-1234567.5, { type: "NUMBER" }, grouped)).toBe("-1,234,567.5");
  expect(printValue("2024-03-05", { type: "DATE" }, grouped)).toBe("5 Mar 2024");
  expect(printValue(true, { type: "BOOLEAN" }, grouped)).toBe("True");
  expect(printValue(1e21, { type: "NUMBER" }, { ...grouped, number: "plain" })).toBe("1000000000000000000000");
});
