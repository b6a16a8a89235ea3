import { describe, expect, it } from "vitest";
import { createHeadReader, type FileHead } from "../../../../tap/export/head.ts";

const dialect = { separator: ",", quote: '"', encoding: "UTF-8" as const };

/** Pushed byte by byte, so that no cut goes untried. */
function headOf(text: string | Buffer, isGrid: boolean): { head: FileHead | undefined; rest: string } {
  const bytes = Buffer.from(text as string);
  const reader = createHeadReader(dialect, isGrid);
  for (const byte of bytes) {
    const head = reader.push(Buffer.of(byte));
    if (head !== undefined) return { head, rest: bytes.subarray(head.bytes).toString() };
  }
  const head = reader.end();
  return { head, rest: bytes.subarray(head?.bytes ?? 0).toString() };
}

describe("a table", () => {
  it("has one header row", () => {
    expect(headOf('A,"B\n""x"""\n1,2\n', false)).toMatchObject({ head: { fields: ["A", 'B\n"x"'] }, rest: "1,2\n" });
    expect(headOf("", false).head).toBeUndefined();
  });
});

describe("a grid", () => {
  it("has a header with a blank corner", () => {
    const { head, rest } = headOf(",Jan 26,Feb 26\nTravel,1,2\n", true);
    expect(head).toMatchObject({ fields: ["", "Jan 26", "Feb 26"], lines: 1, pageItems: [] });
    expect(rest).toBe("Travel,1,2\n");
  });

  it("may begin with its page items", () => {
    const { head, rest } = headOf("Actual,UK\n,Jan 26,Feb 26,Q1 FY26\nTravel,64.6,0,64.6\n", true);
    expect(head).toMatchObject({ fields: ["", "Jan 26", "Feb 26", "Q1 FY26"], lines: 2, pageItems: ["Actual", "UK"] });
    expect(rest).toBe("Travel,64.6,0,64.6\n");
  });

  it("tells as many page items as columns from a header", () => {
    expect(headOf("Actual,UK\n,Jan 26\nTravel,1\n", true).head).toMatchObject({
      fields: ["", "Jan 26"],
      pageItems: ["Actual", "UK"],
    });
  });

  it("joins the header rows of several dimensions", () => {
    const { head, rest } = headOf("\ufeff,Jan 26,Jan 26\n,Amount,Count\nTravel,1,2\n", true);
    expect(head).toMatchObject({ fields: ["", "Jan 26 / Amount", "Jan 26 / Count"], lines: 2 });
    expect(rest).toBe("Travel,1,2\n");
  });

  it("may have no rows", () => {
    expect(headOf(",Jan 26\n", true)).toMatchObject({ head: { fields: ["", "Jan 26"] }, rest: "" });
    expect(headOf("Actual\n,Jan 26,Feb 26\n", true).head?.pageItems).toEqual(["Actual"]);
    expect(headOf("", true).head).toBeUndefined();
  });

  it("is found in UTF-16, too", () => {
    const bytes = Buffer.from("\ufeffActual\n,Jan 26\nTravel,1\n", "utf16le");
    const { head } = headOf(bytes, true);
    expect(head).toMatchObject({ fields: ["", "Jan 26"], encoding: "UTF-16LE" });
    expect(bytes.subarray(head?.bytes).toString("utf16le")).toBe("Travel,1\n");
  });
});
