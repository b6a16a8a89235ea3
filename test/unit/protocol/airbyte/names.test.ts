import { expect, it } from "vitest";
import { foldName, standInNames } from "../../../../protocol/airbyte/names.ts";

it.each([
  ["Hello World!", "hello_world_"],
  ["Average Sales (%)", "average_sales____"],
  ["1st", "_1st"],
  ["+1", "_1"],
  ["Ünï", "_n_"],
])("folds %s as PyAirbyte does", (name, folded) => {
  expect(foldName(name)).toBe(folded);
});

it("leaves names alone that fold to something of their own", () => {
  const names = ["Code", "Amount EUR", "2026", "column_1"];
  expect(standInNames(names)).toEqual(names);
});

it("gives a name to what folds to nothing", () => {
  const given = standInNames(["#", "%", "日本", "_"]);
  expect(new Set(given.map(foldName)).size).toBe(4);
  for (const name of given) expect(name).toMatch(/^column_[0-9a-f]{6}$/);
});

it("keeps the first of names that fold together, and marks the others", () => {
  const given = standInNames(["Amount $", "Amount %", "amount_#"]);
  expect(given[0]).toBe("Amount $");
  expect(given[1]).toMatch(/^Amount % [0-9a-f]{6}$/);
  expect(new Set(given.map(foldName)).size).toBe(3);
});

it("gives a stand-in by the name alone, wherever it stands", () => {
  const [, one] = standInNames(["Code", "#"]);
  const [, , other] = standInNames(["New", "Code", "#", "%"]);
  expect(one).toBe(other);
});

it("does not take a name that another column has", () => {
  const [standIn = ""] = standInNames(["#"]);
  const given = standInNames(["#", standIn]);
  expect(given[1]).toBe(standIn);
  expect(given[0]).not.toBe(standIn);
});
