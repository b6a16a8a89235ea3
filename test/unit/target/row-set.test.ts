import { expect, it } from "vitest";
import { createRowSet } from "../../../target/row-set.ts";

it("counts each row of the file once", () => {
  const rows = createRowSet(17);
  for (const row of [1, 8, 17]) expect(rows.add(row)).toBe(true);
  for (const row of [1, 8, 17, 0, 18, -1]) expect(rows.add(row)).toBe(false);
  expect(rows.size).toBe(3);
});
