import { expect, test } from "vitest";
import { createValueReader, readBoolean, readInteger, readNumber } from "../../../../protocol/csv/values.ts";

test.each([
  ["39758407.1500", "39758407.1500"],
  ["123456789012345678901234567890.10", "123456789012345678901234567890.10"],
  ["-0", "-0"],
  ["1e5", "1e5"],
  ["1E+05", "1E+05"],
  ["+5", "5"],
  ["007", "7"],
  ["-007.50", "-7.50"],
  ["000", "0"],
  [".5", "0.5"],
  ["5.", "5"],
  ["-.5e3", "-0.5e3"],
  [" 7\t", "7"],
  ["1,5", undefined],
  ["1 000", undefined],
  [".", undefined],
  ["-", undefined],
  ["NaN", undefined],
  ["0x10", undefined],
  ["5%", undefined],
])("number %s", (text, wanted) => {
  expect(readNumber(text)).toBe(wanted);
});

test.each([
  ["42", "42"],
  ["123456789012345678901234567890", "123456789012345678901234567890"],
  ["3.0", "3"],
  ["3.5", undefined],
  ["1e3", "1000"],
  ["1.5e1", "15"],
  ["15e-1", undefined],
  ["1500e-2", "15"],
  ["0.5e1", "5"],
  ["0e999999", "0"],
  ["-0.0", "-0"],
  ["1e999999999", undefined],
  ["+007.0", "7"],
])("integer %s", (text, wanted) => {
  expect(readInteger(text)).toBe(wanted);
});

test.each([
  ["true", "true"],
  ["FALSE", "false"],
  ["tRue", "true"],
  ["yes", undefined],
  ["1", undefined],
  ["falsey", undefined],
  ["true ", undefined],
])("boolean %s", (text, wanted) => {
  expect(readBoolean(text)).toBe(wanted);
});

test("texts keep their white space", () => {
  expect(createValueReader({ name: "a", type: "string" })(' a\n"\u0000')).toBe('" a\\n\\"\\u0000"');
});
