import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { NO_CODES } from "../../../../tap/codes/read-codes.ts";
import { NO_FACTS } from "../../../../tap/layout/model-facts.ts";
import { Pivot, pivotColumns } from "../../../../tap/layout/pivot.ts";
import { shapeOf } from "../../../../tap/layout/shape.ts";

const HEADERS = ["Line Item", "Accounts", "Time", "Value"];

function pivoted(rows: readonly string[], limit?: number) {
  const folder = mkdtempSync(join(tmpdir(), "anaplan-pivot-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const dataTypes = ["ENTITY", "ENTITY", "TIME_ENTITY", "MIXED"];
  const listNames = ["Line Items", "Accounts", "Time", ""];
  const facts = { headers: HEADERS, pageItems: [], isGrid: false, dataTypes, listNames, keys: [], rules: [] };
  const model = { ...NO_FACTS, lineItems: new Map([["amount", { kind: "number" as const }]]) };
  const shape = shapeOf({ ...facts, model });
  const dialect = { separator: ",", quote: '"', encoding: "UTF-8" as const };
  const pivot = new Pivot({ dialect, shape, periods: model.periods }, folder);
  pivot.push(Buffer.from([HEADERS.join(","), ...rows, ""].join("\n")));
  pivot.end();
  const invalid: string[] = [];
  const reader = pivot.open({
    shape,
    columns: pivotColumns(shape, pivot.lineItems, (names) => [...names]),
    periods: model.periods,
    books: NO_CODES,
    wants: () => true,
    before: new Uint8Array(0),
    after: Buffer.from("\n"),
    onInvalidValue: ({ column }) => {
      invalid.push(column);
      return undefined;
    },
    ...(limit !== undefined && { limit }),
  });
  const text = [...reader.end()].map(({ bytes }) => Buffer.from(bytes).toString()).join("");
  pivot.discard();
  const lines = text.split("\n").slice(0, -1);
  return { lines: lines.sort(), rows: reader.rows, invalid, left: readdirSync(folder) };
}

describe("one column per line item", () => {
  it("puts values together that stand far apart", () => {
    const accounts = Array.from({ length: 3000 }, (_, n) => `A${n}`);
    const rows = ["Amount", "Note"].flatMap((item) =>
      accounts.map((account) => `${item},${account},Jan 26,${account.slice(1)}`),
    );
    const { lines, rows: count, left } = pivoted(rows);
    expect(count).toBe(3000);
    expect(new Set(lines).size).toBe(3000);
    expect(lines).toContain(
      '{"Accounts":"A17","period":"Jan 26","period_start":"2026-01-01","period_end":"2026-01-31","period_is_total":false,"Amount":17,"Note":"17"}',
    );
    expect(left).toEqual([]);
  });

  it("loses no value that comes again: it stands in a row of its own", () => {
    const { lines } = pivoted(["Amount,A,Jan 26,1", "Note,A,Jan 26,x", "Amount,A,Jan 26,2"]);
    expect(lines.map((line) => /"Amount.*$/.exec(line)?.[0])).toEqual([
      '"Amount":1,"Note":"x"}',
      '"Amount":2,"Note":null}',
    ]);
  });

  it("empties what does not fit, and says in which column", () => {
    const { lines, invalid } = pivoted(["Amount,A,Jan 26,many", "Note,A,Jan 26,x"]);
    expect(lines[0]).toContain('"Amount":null,"Note":"x"');
    expect(invalid).toEqual(["Amount"]);
  });

  it("gives no more records than wanted", () => {
    expect(pivoted(["Amount,A,Jan 26,1", "Amount,B,Jan 26,2"], 1).rows).toBe(1);
  });

  it("keeps names of line items apart from those of dimensions and periods", () => {
    const shape = shapeOf({
      headers: HEADERS,
      pageItems: [],
      isGrid: false,
      dataTypes: [],
      listNames: [],
      keys: [],
      rules: [],
      model: NO_FACTS,
    });
    const { columns, nameOf } = pivotColumns(shape, ["period", "Amount"], (names) =>
      names.map((name, at) => (names.indexOf(name) < at ? `${name}_2` : name)),
    );
    expect(columns.map(({ name }) => name)).toContain("period_2");
    expect(nameOf.get("period")).toBe("period_2");
  });
});
