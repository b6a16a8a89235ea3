import { describe, expect, it } from "vitest";
import { createPeriodReader } from "../../../tap/periods.ts";

const months = {
  calendarType: "Calendar Months/Quarters/Years",
  fiscalYear: { year: "FY26", startDate: "2026-01-01", endDate: "2026-12-31" },
};
const fromApril = {
  calendarType: "Calendar Months/Quarters/Years",
  fiscalYear: { year: "FY26", startDate: "2025-04-01", endDate: "2026-03-31" },
};
const weeks = {
  calendarType: "Weeks: 4-4-5",
  fiscalYear: { year: "FY24", startDate: "2024-01-29", endDate: "2025-02-02" },
};
const anyWeeks = { ...weeks, calendarType: "Weeks: 4-4-5, 4-5-4 or 5-4-4" };
const thirteen = {
  calendarType: "Weeks: 13 4-week Periods",
  fiscalYear: { year: "FY26", startDate: "2026-01-05", endDate: "2027-01-03" },
};

describe("createPeriodReader", () => {
  it.each([
    [months, "Jan 26", "MONTH", "2026-01-01", "2026-01-31"],
    [months, " feb 2028 ", "MONTH", "2028-02-01", "2028-02-29"],
    [months, "Q1 FY26", "QUARTER", "2026-01-01", "2026-03-31"],
    [months, "H2 FY25", "HALF_YEAR", "2025-07-01", "2025-12-31"],
    [months, "FY27", "YEAR", "2027-01-01", "2027-12-31"],
    [months, "FY99", "YEAR", "1999-01-01", "1999-12-31"],
    [months, "29 Feb 24", "DAY", "2024-02-29", "2024-02-29"],
    [fromApril, "Q4 FY26", "QUARTER", "2026-01-01", "2026-03-31"],
    [fromApril, "FY25", "YEAR", "2024-04-01", "2025-03-31"],
    [fromApril, "Jan 26", "MONTH", "2026-01-01", "2026-01-31"],
    [weeks, "Week 5 FY24", "WEEK", "2024-02-26", "2024-03-03"],
    [weeks, "29 Feb 24", "DAY", "2024-02-29", "2024-02-29"],
    [weeks, "Feb 24", "MONTH", "2024-01-29", "2024-02-25"],
    [weeks, "Apr 24", "MONTH", "2024-03-25", "2024-04-28"],
    [weeks, "Jan 25", "MONTH", "2024-12-23", "2025-02-02"],
    [weeks, "Q4 FY24", "QUARTER", "2024-10-28", "2025-02-02"],
    [weeks, "W53 FY24", "WEEK", "2025-01-27", "2025-02-02"],
    [thirteen, "P1 FY26", "MONTH", "2026-01-05", "2026-02-01"],
    [thirteen, "P13 FY26", "MONTH", "2026-12-07", "2027-01-03"],
  ])("%#: reads %j", (calendar, label, scale, start, end) => {
    expect(createPeriodReader(calendar).read(label)).toEqual({ scale, start, end });
  });

  it.each([
    [months, "janv. 26"],
    [months, "Mär 26"],
    [months, "Travel"],
    [months, "30 Feb 26"],
    [months, "Q5 FY26"],
    [months, "YTD FY26"],
    [{}, "FY26"],
    [weeks, "Week 1 FY25"],
    [anyWeeks, "Feb 24"],
    [weeks, "Week 54 FY24"],
  ])("%#: leaves %j as it is", (calendar, label) => {
    expect(createPeriodReader(calendar).read(label)).toBeUndefined();
  });
});
