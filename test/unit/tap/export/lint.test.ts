import { describe, expect, it } from "vitest";
import type { ExportDefinition, ExportMetadata } from "../../../../protocol/anaplan/types.ts";
import { type LintFacts, lintExport } from "../../../../tap/export/lint.ts";

const headers = ["Accounts", "Amount"];

function facts(
  definition: Partial<ExportDefinition> = {},
  metadata: Partial<ExportMetadata> = {},
  rest: Partial<LintFacts> = {},
): LintFacts {
  return {
    source: {
      definition: { id: "116000000012", name: "a.csv", layout: "TABULAR_SINGLE_COLUMN", ...definition },
      metadata: { headerNames: headers, dataTypes: ["ENTITY", "NUMBER"], listNames: [], rowCount: 1, ...metadata },
    },
    headers,
    rows: [{ Accounts: "Travel", Amount: 1 }],
    isWhole: true,
    ...rest,
  };
}

describe("lintExport", () => {
  it("has nothing to say of an export that every reader takes", () => {
    expect(lintExport(facts())).toEqual([]);
  });

  it.each([
    ["LINT_NOT_CSV", facts({ exportFormat: "text/plain" })],
    ["LINT_LAYOUT", facts({ layout: "TABULAR_MULTI_COLUMN" })],
    ["LINT_HEADER_ONLY", facts({}, { rowCount: 0 }, { rows: [] })],
    ["LINT_FILTERED", facts({}, { rowCount: 50 })],
    ["LINT_HEADER_DIFFERS", facts({}, { headerNames: ["Accounts"] })],
    ["LINT_HEADERS_REPEATED", facts({}, { headerNames: ["A", "A"] }, { headers: ["A", "A"] })],
    ["LINT_PERIOD_COLUMNS", facts({}, { headerNames: ["", "Jan 26", "FY26"] }, { headers: ["x", "Jan 26", "FY26"] })],
    ["LINT_MIXED", facts({}, { dataTypes: ["ENTITY", "MIXED"] })],
    ["LINT_EMPTY_ROWS", facts({}, {}, { rows: [{ Accounts: "Travel", Amount: null }] })],
  ])("tells %s", (code, given) => {
    const found = lintExport(given);
    expect(found.map((finding) => finding.code)).toContain(code);
    for (const { what, why, next } of found) for (const text of [what, why, next]) expect(text).toMatch(/\.$/);
  });

  it("does not speak of hidden rows where more rows follow", () => {
    expect(lintExport(facts({}, { rowCount: 50 }, { isWhole: false }))).toEqual([]);
  });
});
