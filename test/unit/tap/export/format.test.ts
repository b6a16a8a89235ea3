import { describe, expect, it } from "vitest";
import { dialectOf, encodingOf, isGrid, layoutOf, unsupportedReason } from "../../../../tap/export/format.ts";
import { definition, METADATA } from "../stand-in.ts";

const bare = { id: "116", name: "x.csv", exportType: "TABULAR_MULTI_COLUMN" };

describe("unsupportedReason", () => {
  it.each([
    ["text/csv", "x.xls", true],
    ["text/csv;charset=utf-8", "x", true],
    ["text/plain", "x.pdf", true],
    ["application/vnd.ms-excel", "x.csv", false],
    ["application/pdf", "x", false],
    [undefined, "x.csv", true],
    [undefined, "x.txt", true],
    [undefined, "x", true],
    [undefined, "x.XLSX", false],
    [undefined, "x.pdf", false],
  ])("format %s, name %s", (exportFormat, name, isReadable) => {
    const one = { ...bare, name, ...(exportFormat !== undefined && { exportFormat }) };
    expect(unsupportedReason({ definition: one }) === undefined).toBe(isReadable);
  });

  it("takes the format of the metadata where the list has none", () => {
    const metadata = { ...METADATA, exportFormat: "application/pdf" };
    expect(unsupportedReason({ definition: bare, metadata })).toMatch(/application\/pdf/);
  });
});

describe("dialectOf", () => {
  it("is the metadata's", () => {
    const metadata = { ...METADATA, separator: ";", delimiter: "'", encoding: "UTF-16LE" };
    expect(dialectOf({ definition: definition(), metadata })).toEqual({
      separator: ";",
      quote: "'",
      encoding: "UTF-16LE",
    });
    expect(dialectOf({ definition: definition(), metadata: { ...METADATA, delimiter: "" } }).quote).toBe("");
  });

  it("is guessed from the format where the metadata is silent", () => {
    expect(dialectOf({ definition: definition() })).toEqual({ separator: ",", quote: '"', encoding: "UTF-8" });
    expect(dialectOf({ definition: definition({ exportFormat: "text/plain" }) }).separator).toBe("\t");
    expect(dialectOf({ definition: { ...bare, name: "x.txt" } }).separator).toBe("\t");
    const silent = { ...METADATA, separator: "", delimiter: "" };
    expect(dialectOf({ definition: definition(), metadata: silent })).toMatchObject({ separator: ",", quote: '"' });
  });
});

describe("encodingOf", () => {
  it.each([
    ["UTF-8", "UTF-8"],
    ["utf8", "UTF-8"],
    ["UTF-16LE", "UTF-16LE"],
    ["ISO-8859-1", "ISO-8859-1"],
    ["latin1", "ISO-8859-1"],
    [undefined, "UTF-8"],
    ["KLINGON", "UTF-8"],
  ])("%s → %s", (name, expected) => {
    expect(encodingOf(name)).toBe(expected);
  });
});

describe("layoutOf", () => {
  it("is the layout, then the type", () => {
    expect(layoutOf({ definition: { ...bare, layout: "GRID_CURRENT_PAGE" } })).toBe("GRID_CURRENT_PAGE");
    expect(layoutOf({ definition: bare })).toBe("TABULAR_MULTI_COLUMN");
    expect(isGrid({ definition: { ...bare, exportType: "GRID_CURRENT_PAGE" } })).toBe(true);
    expect(isGrid({ definition: { id: "116", name: "x" } })).toBe(false);
  });
});
