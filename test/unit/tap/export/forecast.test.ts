import { describe, expect, it } from "vitest";
import { forecastOf, forecastText, PromisedSizes } from "../../../../tap/export/forecast.ts";
import { unsupportedReason } from "../../../../tap/export/format.ts";
import { definition, METADATA } from "../stand-in.ts";

describe("the forecast", () => {
  it("is rows times columns of the metadata", () => {
    const forecast = forecastOf({ ...METADATA, rowCount: 60_000_000, columnCount: 7 });
    expect(forecast).toEqual({ rows: 60_000_000, columns: 7, cells: 420_000_000, leastBytes: 420_000_000 });
    expect(forecastText(forecast!)).toBe("about 60,000,000 rows of 7 columns (420,000,000 cells)");
    expect(forecastOf({ ...METADATA, rowCount: 10, encoding: "UTF-16LE" })?.leastBytes).toBe(60);
  });

  it("counts headers where columns are not counted, and is silent without rows", () => {
    const { columnCount: _, ...metadata } = METADATA;
    expect(forecastOf({ ...metadata, rowCount: 2 })?.cells).toBe(6);
    expect(forecastOf({ ...METADATA, rowCount: 0 })).toBeUndefined();
    expect(forecastOf(undefined)).toBeUndefined();
  });
});

describe("promised sizes", () => {
  it("prove what the whole file has at least", () => {
    const sizes = new PromisedSizes(5);
    expect(sizes.least).toBe(0);
    sizes.promise("0", 1000);
    expect(sizes.least).toBe(1004);
    sizes.promise("0", 1000);
    sizes.promise("1", 500);
    expect(sizes.least).toBe(1503);
  });
});

describe("the limits of Excel files", () => {
  const reason = (exportFormat: string | undefined, name: string, rowCount?: number) =>
    unsupportedReason({
      definition: definition({ name, ...(exportFormat === undefined ? {} : { exportFormat }) }),
      ...(rowCount !== undefined && { metadata: { ...METADATA, rowCount } }),
    });

  it("are told for XLS, with the rows that the export counts", () => {
    expect(reason("application/vnd.ms-excel", "a.csv", 80_000)).toBe(
      "The export writes application/vnd.ms-excel; only csv and txt can be read. XLS files of Anaplan end at 65,536 rows and 1,370 pages (its metadata counts about 80,000 rows); CSV and TXT have no such limit. Save it as CSV in Anaplan.",
    );
    expect(reason("application/vnd.ms-excel", "a.csv", 65_536)).not.toContain("counts");
  });

  it("are told for XLSX, and for nothing else", () => {
    expect(reason("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "a")).toContain(
      "XLSX files of Anaplan end at 1,048,576 rows and 10,000 pages; CSV and TXT have no such limit.",
    );
    expect(reason("application/pdf", "a.xls")).not.toContain("rows");
  });
});
