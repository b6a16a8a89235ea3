import { describe, expect, it } from "vitest";
import {
  canReplicate,
  isSameSchema,
  nullable,
  propertySchema,
  typeColumns,
  typeOfDataType,
  typeOfSchema,
} from "../../../tap/typing.ts";

describe("typeOfDataType", () => {
  it.each([
    ["NUMBER", "number"],
    ["BOOLEAN", "boolean"],
    ["DATE", "string"],
    ["TIME_ENTITY", "string"],
    ["ENTITY", "string"],
    ["MIXED", "string"],
    ["SOMETHING_NEW", "string"],
    [undefined, "string"],
  ])("%s → %s", (dataType, expected) => {
    expect(typeOfDataType(dataType)).toBe(expected);
  });
});

describe("propertySchema", () => {
  it("always admits null", () => {
    expect(propertySchema("number")).toEqual({ type: ["null", "number"] });
    expect(propertySchema("date")).toEqual({ type: ["null", "string"], format: "date" });
  });
});

describe("typeColumns", () => {
  const declared = { dataTypes: ["TEXT", "NUMBER"], listNames: ["", "Accounts"], rules: [] };

  it("types by position where there is a type for each column", () => {
    expect(typeColumns(["A", "B"], declared)).toEqual([
      { name: "A", type: "string", dataType: "TEXT" },
      { name: "B", type: "number", dataType: "NUMBER", listName: "Accounts" },
    ]);
  });

  it("types nothing by position where the lengths differ", () => {
    for (const names of [["A"], ["A", "B", "C"]]) {
      expect(typeColumns(names, declared).every(({ type, dataType }) => type === "string" && !dataType)).toBe(true);
    }
  });

  it("obeys rules by name, whatever the lengths", () => {
    const rules = [{ stream: "s", column: "C", type: "date" as const, format: "DD/MM/YYYY" }];
    expect(typeColumns(["A", "B", "C"], { ...declared, rules })[2]).toEqual({
      name: "C",
      type: "date",
      format: "DD/MM/YYYY",
    });
  });
});

describe("typeOfSchema", () => {
  it.each([
    ["keeps the own type where it is admitted", { type: ["null", "string", "number"] }, "number", "number"],
    ["takes the first admitted type otherwise", { type: ["string", "null"] }, "number", "string"],
    ["keeps integers where numbers are admitted", { type: "number" }, "integer", "integer"],
    ["reads formats", { type: ["null", "string"], format: "date-time" }, "string", "date-time"],
    ["looks into anyOf", { anyOf: [{ type: "null" }, { type: "boolean" }] }, "string", "boolean"],
    ["ignores what no cell can be", { type: ["object"] }, "string", "string"],
  ] as const)("%s", (_, schema, own, expected) => {
    expect(typeOfSchema(schema as unknown as Record<string, unknown>, own)).toBe(expected);
  });
});

describe("schemas of a catalog", () => {
  it("are made to admit null", () => {
    expect(nullable({ type: "string", description: "x" })).toEqual({ type: ["null", "string"], description: "x" });
    expect(nullable({ type: ["string", "null"] })).toEqual({ type: ["string", "null"] });
    expect(nullable({})).toEqual({});
  });

  it("are compared by types and format, and left as they are", () => {
    const types = Object.freeze(["string", "null"]);
    expect(isSameSchema({ type: types }, { type: ["null", "string"] })).toBe(true);
    expect(isSameSchema({ type: ["null", "string"] }, { type: ["string", "null"], title: "x" })).toBe(true);
    expect(isSameSchema({ type: ["null", "string"] }, { type: ["string", "null"], format: "date" })).toBe(false);
  });
});

describe("canReplicate", () => {
  it("wants an order", () => {
    expect(canReplicate("number", "NUMBER")).toBe(true);
    expect(canReplicate("string", "DATE")).toBe(true);
    expect(canReplicate("string", "TIME_ENTITY")).toBe(false);
    expect(canReplicate("boolean", "BOOLEAN")).toBe(false);
  });
});
