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
    file: "read",
    lastRunMs: 60_000,
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
    ["LINT_FILTERS_UNKNOWN", facts({}, {}, { isWhole: false })],
    ["LINT_FILTERS_UNKNOWN", facts({}, { rowCount: 0 })],
    ["LINT_FILTERS_UNKNOWN", facts({}, {}, { rows: undefined })],
    ["LINT_ADMINS_ONLY", facts({}, {}, { file: "refused", rows: undefined, isWhole: false })],
    ["LINT_ADMINS_ONLY", facts({}, {}, { file: "missing", rows: undefined, isWhole: false })],
    ["LINT_DEFAULT_FILE", facts({}, {}, { lastRunMs: 49 * 3600_000 })],
    ["LINT_DEFAULT_FILE", facts({}, {}, { lastRunMs: undefined })],
    ["LINT_CURRENT_PAGE", facts({ layout: "GRID_CURRENT_PAGE" })],
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

  const codes = (given: LintFacts) => lintExport(given).map(({ code }) => code);

  it("does not speak of hidden rows where more rows follow, but of what cannot be known", () => {
    expect(codes(facts({}, { rowCount: 50 }, { isWhole: false }))).toEqual(["LINT_FILTERS_UNKNOWN"]);
  });

  it("says of a missing file only what the metadata tells, and nothing of administrators without a recent run", () => {
    const missing = { file: "missing", rows: undefined, isWhole: false } as const;
    const metadata = { headerNames: ["A", "A"], dataTypes: ["ENTITY", "MIXED"] };
    const given = facts({}, metadata, { ...missing, lastRunMs: undefined, headers: ["A", "A"] });
    expect(codes(given)).toEqual(["LINT_HEADERS_REPEATED", "LINT_MIXED"]);
    expect(codes(facts({}, {}, { ...missing, lastRunMs: 49 * 3600_000 }))).toEqual([]);
  });

  it("tells for certain who may read the file only after a run", () => {
    const [refused, missing] = (["refused", "missing"] as const).map((file) =>
      lintExport(facts({}, {}, { file, rows: undefined, isWhole: false })).find(
        ({ code }) => code === "LINT_ADMINS_ONLY",
      ),
    );
    expect(refused).toMatchObject({ level: "warning", why: "It is reserved to administrators." });
    expect(missing).toMatchObject({ level: "info", why: expect.stringMatching(/cannot be known without a run\.$/) });
  });

  it("takes the blank headers above a grid's row labels for what they are", () => {
    const grid = { layout: "GRID_CURRENT_PAGE" };
    const headers = ["", "", "Actual", ""];
    expect(codes(facts(grid, { headerNames: headers }, { headers: headers.slice(0, 3) }))).not.toContain(
      "LINT_HEADERS_REPEATED",
    );
    expect(codes(facts(grid, { headerNames: headers }, { headers }))).toContain("LINT_HEADERS_REPEATED");
  });
});
