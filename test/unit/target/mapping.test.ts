import { describe, expect, it } from "vitest";
import { mapColumns } from "../../../target/mapping.ts";

const propertiesOf = (mapping: ReturnType<typeof mapColumns>) =>
  mapping.columns.map((column) => ("property" in column ? column.property : column));

describe("header contract", () => {
  it("takes the import's order and each property by its exact name", () => {
    const mapping = mapColumns(["Code", "Name"], ["Name", "Code", "code"]);
    expect(mapping.columns).toEqual([
      { header: "Code", property: "Code" },
      { header: "Name", property: "Name" },
    ]);
    expect(mapping).toMatchObject({ missing: [], unused: ["code"], folded: [], wrong: [] });
  });

  it("names what is missing with the nearest property, and what is left over", () => {
    const mapping = mapColumns(["Code", "Remark"], ["Code", "Remarks", "_sdc_extracted_at", "_airbyte_meta"]);
    expect(mapping.missing).toEqual([{ header: "Remark", nearest: "Remarks" }]);
    expect(mapping.unused).toEqual(["Remarks"]);
  });

  it("takes the stream's order where the server names no header, without bookkeeping columns", () => {
    expect(propertiesOf(mapColumns([], ["b", "_sdc_sequence", "a"]))).toEqual(["b", "a"]);
  });

  it("finds the tap's names of empty and repeated headers, and writes the headers as they are", () => {
    const mapping = mapColumns(["", "Amount", "Amount"], ["column_1", "Amount", "Amount_2"]);
    expect(mapping.columns).toEqual([
      { header: "", property: "column_1" },
      { header: "Amount", property: "Amount" },
      { header: "Amount", property: "Amount_2" },
    ]);
    expect(mapping.missing).toEqual([]);
  });

  it("never fills two columns of one name from one property", () => {
    const mapping = mapColumns(["Amount", "Amount"], ["Amount"]);
    expect(mapping.missing).toEqual([{ header: "Amount_2", nearest: "Amount" }]);
  });
});

describe("names that were folded on the way", () => {
  it("differ in letter case", () => {
    const mapping = mapColumns(["Unit Price"], ["unit price"]);
    expect(propertiesOf(mapping)).toEqual(["unit price"]);
    expect(mapping.folded).toEqual([{ header: "Unit Price", property: "unit price" }]);
  });

  it("are folded as PyAirbyte folds", () => {
    expect(propertiesOf(mapColumns(["Unit Price", "2026"], ["unit_price", "_2026"]))).toEqual(["unit_price", "_2026"]);
  });

  it("are not guessed: another special character is another column", () => {
    expect(mapColumns(["Price €"], ["Price $"]).missing).toEqual([{ header: "Price €", nearest: "Price $" }]);
  });

  it("are not guessed where two columns or two properties fold alike", () => {
    expect(mapColumns(["Price €", "Price $"], ["price__"]).missing).toHaveLength(2);
    expect(mapColumns(["Code"], ["CODE", "code"]).missing).toHaveLength(1);
  });

  it("never take a property that another column has by its exact name", () => {
    const mapping = mapColumns(["Code", "code"], ["code"]);
    expect(mapping.missing).toEqual([{ header: "Code", nearest: "code" }]);
  });
});

describe("columns of an entry", () => {
  it("give a column another property or a constant", () => {
    const mapping = mapColumns(["Code", "Version", "Gone"], ["id", "v"], {
      Code: "id",
      Version: { value: "Actual" },
      Gone: { value: null },
    });
    expect(mapping.columns).toEqual([
      { header: "Code", property: "id" },
      { header: "Version", value: "Actual" },
      { header: "Gone", value: null },
    ]);
    expect(mapping).toMatchObject({ missing: [], unused: ["v"], wrong: [] });
  });

  it("are refused where header or property does not exist, with the nearest", () => {
    const { wrong } = mapColumns(["Code"], ["id"], { Cod: "id", Code: "ID" });
    expect(wrong.map(({ header }) => header)).toEqual(["Cod", "Code"]);
    expect(wrong[0]?.why).toContain('"Code"');
    expect(wrong[1]?.why).toContain('"id"');
  });

  it("reach each of two columns of one name, and one without a name", () => {
    const mapping = mapColumns(["A", "A", ""], ["x", "y", "z"], { A: "x", A_2: "y", "": "z" });
    expect(propertiesOf(mapping)).toEqual(["x", "y", "z"]);
    expect(mapping.wrong).toEqual([]);
  });
});

describe("a format for dates", () => {
  it("is taken from columns, and its property is checked", () => {
    const { columns, wrong, unused } = mapColumns(["Day", "Other"], ["posted", "Other"], {
      Day: { property: "posted", format: "DD/MM/YYYY" },
    });
    expect(wrong).toEqual([]);
    expect(unused).toEqual([]);
    const [day] = columns;
    expect(day !== undefined && "print" in day && day.print?.("2026-05-20T10:00:00Z")).toBe("20/05/2026");
    const other = mapColumns(["Day"], ["posted"], { Day: { property: "postd", format: "D" } });
    expect(other.wrong[0]?.why).toContain('no property "postd"; did you mean "posted"');
  });
});
