import { expect, test } from "vitest";
import { createCalendar } from "../../../emulator/world/calendar.ts";

test("months, quarters, years and days have Anaplan's labels", () => {
  const calendar = createCalendar({ startMonth: "2025-04", years: 2 });
  expect(
    calendar
      .periods("MONTH")
      .map(({ label }) => label)
      .slice(0, 10),
  ).toContain("Jan 26");
  expect(calendar.periods("QUARTER")[3]).toMatchObject({
    label: "Q4 FY26",
    firstDay: "2026-01-01",
    lastDay: "2026-03-31",
  });
  expect(calendar.periods("YEAR").map(({ label }) => label)).toEqual(["FY26", "FY27"]);
  expect(calendar.periods("DAY")).toHaveLength(730);
  expect(calendar.indexOf("MONTH", " jan 26 ")).toBe(9);
  expect(calendar.indexOf("MONTH", "Q1 FY26")).toBe(-1);
});
