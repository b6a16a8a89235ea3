import { expect, it } from "vitest";
import { memberNames } from "../../../../target/airbyte/format.ts";

it.each([
  ["own names", ["Code", "Amount EUR"], { Code: 1, "Amount EUR": 2 }, ["Code", "Amount EUR"]],
  ["folded names", ["Code", "Amount EUR", "1st"], { code: 1, amount_eur: 2, _1st: 3 }, ["code", "amount_eur", "_1st"]],
  ["folded, one of them like its own", ["column_1", "Parent"], { column_1: 1, parent: 2 }, ["column_1", "parent"]],
  ["folded, some left out", ["Code", "Remark"], { code: 1 }, ["code", "remark"]],
  ["own names, some left out", ["Code", "Remark"], { Code: 1 }, ["Code", "Remark"]],
  ["a property that is the folded form of another", ["Code", "code"], { code: 1 }, ["Code", "code"]],
])("%s", (_, properties, record, names) => {
  expect(memberNames(properties, record)).toEqual(names);
});
