import { describe, expect, it } from "vitest";
import { importCounts, importCountsOf } from "../../../../protocol/anaplan/values.ts";

const detail = (localMessageText: string, values: Record<string, string> = {}) => ({
  type: "any",
  localMessageText,
  values,
});

describe("row counts of an import", () => {
  it("come from the proven keys", () => {
    const values = {
      hierarchyName: "Accounts",
      successRowCount: "90",
      successCreateCount: "12",
      successUpdateCount: "78",
      warningsRowCount: "3",
      failedCount: "2",
      ignoredCount: "5",
      totalRowCount: "100",
      createdCount: "12",
    };
    const counts = { successful: 90, created: 12, updated: 78, warnings: 3, failed: 2, ignored: 5, total: 100 };
    expect(importCounts(detail("anything", values))).toEqual(counts);
  });

  it("come from the sentence where there are no keys", () => {
    const text = "Accounts: 90 (12/78) rows successful, 1 (0/1) rows has warnings, 2 failed, 5 ignored";
    expect(importCounts(detail(text))).toEqual({
      successful: 90,
      created: 12,
      updated: 78,
      warnings: 1,
      failed: 2,
      ignored: 5,
    });
    expect(
      importCounts(detail("OPX01 Input: 1,440 rows successful, 0 rows has warnings, 0 failed, 12 ignored")),
    ).toEqual({ successful: 1440, warnings: 0, failed: 0, ignored: 12 });
  });

  it("let the keys win, one by one", () => {
    const counts = importCounts(detail("L: 9 (4/5) rows successful, 2 failed, 1 ignored", { successRowCount: "10" }));
    expect(counts).toEqual({ successful: 10, created: 4, updated: 5, failed: 2, ignored: 1 });
  });

  it("are absent where nothing is said", () => {
    expect(importCounts(detail("Export of 3 pages done"))).toBeUndefined();
    expect(importCounts({ type: "x", values: { failedCount: "many" } })).toBeUndefined();
  });

  it("add up over the details of one import", () => {
    const result = {
      successful: true,
      failureDumpAvailable: false,
      nestedResults: [],
      details: [
        detail("A: 1 (1/0) rows successful, 0 (0/0) rows has warnings, 2 failed, 0 ignored"),
        detail("no counts here"),
        detail("B: 10 (0/10) rows successful, 0 (0/0) rows has warnings, 0 failed, 4 ignored"),
      ],
    };
    expect(importCountsOf(result)).toEqual({
      successful: 11,
      created: 1,
      updated: 10,
      warnings: 0,
      failed: 2,
      ignored: 4,
    });
    expect(importCountsOf({ ...result, details: [] })).toBeUndefined();
  });
});
