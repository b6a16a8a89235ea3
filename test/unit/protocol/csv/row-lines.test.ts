import { expect, test } from "vitest";
import { RowLineIndex } from "../../../../protocol/csv/row-lines.ts";

test("without line ends in rows, line 2 is row 1", () => {
  const lines = new RowLineIndex();
  expect([lines.lineOf(1), lines.lineOf(70), lines.rowAt(2), lines.rowAt(71)]).toEqual([2, 71, 1, 70]);
});

test("rows with line ends push the later ones down; their inner lines are theirs", () => {
  const lines = new RowLineIndex();
  lines.add(2, 2);
  lines.add(3, 1);
  lines.add(6, 1);
  expect([1, 2, 3, 4, 5, 6, 7].map((row) => lines.lineOf(row))).toEqual([2, 3, 6, 8, 9, 10, 12]);
  const rows = Array.from({ length: 11 }, (_, index) => lines.rowAt(index + 2));
  expect(rows).toEqual([1, 2, 2, 2, 3, 3, 4, 5, 6, 6, 7]);
});
