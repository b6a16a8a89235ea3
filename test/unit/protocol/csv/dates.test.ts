import { describe, expect, it, test } from "vitest";
import { createDatePrinter, createDateReader } from "../../../../protocol/csv/dates.ts";

test.each([
  ["2026-05-20", "2026-05-20"],
  ["2024-02-29", "2024-02-29"],
  ["2026-02-29", undefined],
  ["2000-02-29", "2000-02-29"],
  ["1900-02-29", undefined],
  ["2026-04-31", undefined],
  ["2026-13-01", undefined],
  ["2026-5-20", undefined],
  [" 2026-05-20", undefined],
  ["2026-05-20T00:00:00Z", undefined],
])("ISO date %s", (text, wanted) => {
  expect(createDateReader("date")(text)).toBe(wanted);
});

test.each([
  ["2026-05-20T10:11:12Z", "2026-05-20T10:11:12Z"],
  ["2026-05-20 10:11", "2026-05-20T10:11:00Z"],
  ["2026-05-20t10:11:12.123456789z", "2026-05-20T10:11:12.123456789Z"],
  ["2026-05-20T10:11:12+0200", "2026-05-20T10:11:12+02:00"],
  ["2026-05-20", "2026-05-20T00:00:00Z"],
  ["2026-05-20T24:00:00Z", undefined],
  ["2026-05-20T10:60:00Z", undefined],
  ["2026-05-20T10:11:12+25:00", undefined],
])("ISO date-time %s", (text, wanted) => {
  expect(createDateReader("date-time")(text)).toBe(wanted);
});

test.each([
  ["DD/MM/YYYY", "20/05/2026", "2026-05-20"],
  ["DD/MM/YYYY", "5/20/2026", undefined],
  ["M/D/YY", "5/2/26", "2026-05-02"],
  ["M/D/YY", "5/2/69", "1969-05-02"],
  ["M/D/YY", "5/2/68", "2068-05-02"],
  ["D MMM YYYY", "3 feb 2026", "2026-02-03"],
  ["D MMM YYYY", "3 Fev 2026", undefined],
  ["YYYYMMDD", "20260520", "2026-05-20"],
  ["DD.MM.YYYY", "20x05x2026", undefined],
  ["MMM YYYY", "May 2026", "2026-05-01"],
])("date by %s: %s", (format, text, wanted) => {
  expect(createDateReader("date", format)(text)).toBe(wanted);
});

test.each([
  ["DD/MM/YYYY HH:mm:ss", "20/05/2026 01:02:03", "2026-05-20T01:02:03Z"],
  ["M/D/YYYY h:mm A", "5/20/2026 12:05 am", "2026-05-20T00:05:00Z"],
  ["M/D/YYYY h:mm A", "5/20/2026 1:05 PM", "2026-05-20T13:05:00Z"],
  ["M/D/YYYY h:mm A", "5/20/2026 13:05 PM", undefined],
  ["YYYY-MM-DD HH:mm:ss.SSS Z", "2026-05-20 01:02:03.4500 -0330", "2026-05-20T01:02:03.4500-03:30"],
])("date-time by %s: %s", (format, text, wanted) => {
  expect(createDateReader("date-time", format)(text)).toBe(wanted);
});

describe("printing", () => {
  it.each([
    ["DD/MM/YYYY", "2026-03-05", "05/03/2026"],
    ["D.M.YY", "2026-03-05", "5.3.26"],
    ["D MMM YYYY", "2026-12-31T23:59:59.5+02:00", "31 Dec 2026"],
    ["YYYY-MM-DD", "2026-03-05T00:00:00Z", "2026-03-05"],
    ["M/D/YYYY h:mm A", "2026-03-05T00:07:00Z", "3/5/2026 12:07 AM"],
    ["HH:mm:ss.SSS Z", "2026-03-05 13:07:09", "13:07:09.000 Z"],
    ["DD/MM/YYYY", "2026-02-30", "2026-02-30"],
    ["DD/MM/YYYY", "soon", "soon"],
    ["DD/MM/YYYY", "", ""],
  ])("%s of %j", (format, text, printed) => {
    expect(createDatePrinter(format)(text)).toBe(printed);
  });

  it("gives what the same format reads", () => {
    for (const format of ["DD/MM/YYYY", "YY.M.D", "D MMM YYYY"])
      for (const day of ["2000-02-29", "1999-12-01", "2068-11-30"])
        expect(createDateReader("date", format)(createDatePrinter(format)(day)), format).toBe(day);
  });
});
