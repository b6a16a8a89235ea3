import { describe, expect, it } from "vitest";
import type { ExportMetadata } from "../../../../protocol/anaplan/types.ts";
import { dimensionPositions } from "../../../../tap/export/proposed-keys.ts";
import { definition } from "../stand-in.ts";

function positions(exportType: string, headerNames: string[], metadata: Partial<ExportMetadata>, lineItems?: string[]) {
  const source = {
    definition: definition({ exportType }),
    metadata: { dataTypes: [], listNames: [], headerNames, ...metadata },
    ...(lineItems && { lineItems: new Set(lineItems) }),
  };
  return dimensionPositions(source, headerNames);
}

/** `Account:ENTITY:Accounts` → the arrays of the metadata. */
function table(...columns: string[]): [string[], Partial<ExportMetadata>] {
  const parts = columns.map((column) => column.split(":"));
  const at = (index: number) => parts.map((part) => part[index] ?? "");
  return [at(0), { dataTypes: at(1), listNames: at(2) }];
}

describe("dimensions of", () => {
  it("a multi-column table are the leading columns with members of lists and periods", () => {
    const [headers, metadata] = table(
      "Account:ENTITY:Accounts",
      "Period:TIME_ENTITY:Time",
      "Amount:NUMBER",
      "To:ENTITY",
    );
    expect(positions("TABULAR_MULTI_COLUMN", headers, metadata)).toEqual([0, 1]);
  });

  it("a table whose first line items hold list members and periods end before them", () => {
    const columns = ["Account:ENTITY:Accounts", "Owner:ENTITY:Staff", "Due:TIME_ENTITY:Time", "Amount:NUMBER"];
    const [headers, metadata] = table(...columns);
    expect(positions("TABULAR_MULTI_COLUMN", headers, metadata, ["owner", "due"])).toEqual([0]);
    expect(positions("TABULAR_MULTI_COLUMN", headers, metadata, ["account", "amount"])).toEqual([0, 1, 2]);
  });

  it("a table whose dimension is called like a line item keep it, where its list is, too", () => {
    const [headers, metadata] = table("Account:ENTITY:Accounts", "Staff:ENTITY:Staff", "Amount:NUMBER");
    expect(positions("TABULAR_MULTI_COLUMN", headers, metadata, ["staff"])).toEqual([0, 1]);
  });

  it("a single-column table are all columns but the value", () => {
    const headers = ["Line Item", "Accounts", "Time", "Value"];
    expect(positions("TABULAR_SINGLE_COLUMN", headers, {})).toEqual([0, 1, 2]);
  });

  it("a list is the item, whose header is empty", () => {
    const [headers, metadata] = table(":ENTITY:Accounts", "Parent:ENTITY:Groups", "Code:TEXT", "Owner:TEXT");
    expect(positions("TABULAR_MULTI_COLUMN", headers, metadata)).toEqual([0]);
  });

  it("a grid are the row labels below blank headers", () => {
    expect(positions("GRID_CURRENT_PAGE", ["", "", "Jan 26"], { dataTypes: ["MIXED", "MIXED", "MIXED"] })).toEqual([
      0, 1,
    ]);
    expect(positions("GRID_CURRENT_PAGE", ["Accounts", "Jan 26"], {})).toEqual([0]);
  });

  it("a table without a type for each column are what stands before the line items", () => {
    const headers = ["Account", "Period", "Amount", "Active"];
    const metadata = { dataTypes: ["ENTITY"] };
    expect(positions("TABULAR_MULTI_COLUMN", headers, metadata, ["amount", "active"])).toEqual([0, 1]);
    expect(positions("TABULAR_MULTI_COLUMN", headers, metadata, ["amount"])).toEqual([]);
    expect(positions("TABULAR_MULTI_COLUMN", headers, metadata, ["account", "period", "amount", "active"])).toEqual([]);
  });

  it("whatever else are not told", () => {
    const [headers, metadata] = table("Code:TEXT", "Account:ENTITY:Accounts", "Amount:NUMBER");
    expect(positions("TABULAR_MULTI_COLUMN", headers, metadata)).toEqual([]);
    expect(positions("TABULAR_MULTI_COLUMN", ["Account", "Amount"], { dataTypes: ["ENTITY"] })).toEqual([]);
    expect(positions("AUDIT_LOG", ["ID", "User"], { dataTypes: ["ENTITY", "TEXT"] })).toEqual([]);
    expect(positions("TABULAR_MULTI_COLUMN", ["Account"], { dataTypes: ["ENTITY"] })).toEqual([]);
  });
});
