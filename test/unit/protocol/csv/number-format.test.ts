import { describe, expect, it } from "vitest";
import { type NumberFormat, numberFormatOf, readFormattedNumber } from "../../../../protocol/csv/number-format.ts";

const told: NumberFormat = {
  decimal: ".",
  grouping: ",",
  units: [],
  hasCurrency: false,
  isPercent: false,
  hasDashForZero: false,
  isCertain: false,
};

describe("numberFormatOf", () => {
  it.each([
    ["1,234.56", ".", ",", false],
    ["1.234,56", ",", ".", false],
    ["1 234,56", ",", " ", false],
    ["1'234.56", ".", "'", false],
    ["1234,5", ",", "", false],
    ["0,5 %", ",", "", true],
    ["1.234", ",", ".", false],
  ])("reads the sample %s", (sample, decimal, grouping, isPercent) => {
    expect(numberFormatOf(sample)).toMatchObject({ decimal, grouping, isPercent });
  });
  it.each(["", "#,##0.00", "1,234,56", "DD/MM/YYYY", "1.234.56"])("refuses %j", (sample) => {
    expect(numberFormatOf(sample)).toBeUndefined();
  });
});

describe("readFormattedNumber", () => {
  const german = numberFormatOf("1.234,56") as NumberFormat;
  const french = numberFormatOf("1 234,56") as NumberFormat;
  const percent = numberFormatOf("1,234.5 %") as NumberFormat;
  it.each([
    ["1,234,567.80", told, "1234567.80"],
    ["64.6", told, "64.6"],
    ["-0.10", told, "-0.10"],
    ["1234567890123456789012345678901234567890", told, "1234567890123456789012345678901234567890"],
    ["1.234,56", german, "1234.56"],
    ["1.234", german, "1234"],
    ["64,6", german, "64.6"],
    ["(1.234,5)", german, "-1234.5"],
    ["1.234,50 €", german, "1234.50"],
    ["EUR 1.234", german, "1234"],
    ["-", german, "0"],
    ["\u22125", german, "-5"],
    ["1\u202f234,5", french, "1234.5"],
    ["1\u00a0234\u00a0567", french, "1234567"],
    ["12.5 %", percent, "0.125"],
    ["(7%)", percent, "-0.07"],
    ["1,250%", percent, "12.50"],
    ["5-", told, "-5"],
    ["12 kg", { ...told, units: ["kg"] }, "12"],
    ["$ 1,000", { ...told, hasCurrency: true }, "1000"],
    ["-", { ...told, hasDashForZero: true }, "0"],
  ])("%#: %j", (text, format, expected) => {
    expect(readFormattedNumber(text, format)).toBe(expected);
  });
  it.each([
    ["1,23", told],
    ["12,3456", told],
    ["1.2.3", told],
    ["(-5)", told],
    ["abc", told],
    ["", told],
    ["12 kg", told],
    ["-", told],
    // Only metadata says that the comma is decimal: both readings are possible.
    ["1.234", { ...german, isCertain: false }],
  ])("%#: refuses %j", (text, format) => {
    expect(readFormattedNumber(text, format)).toBeUndefined();
  });
});
