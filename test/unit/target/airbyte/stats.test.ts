import { expect, it } from "vitest";
import { createStateStats } from "../../../../target/airbyte/stats.ts";

it("tells what each state covers, and counts refused rows so that the sums are right", () => {
  const rows = { a: { received: 0, rejected: 0 }, b: { received: 0, rejected: 0 } };
  const stats = createStateStats((stream) => rows[stream as "a" | "b"]);
  rows.a.received = 3;
  stats.note("a");
  rows.b.received = 2;
  stats.note("b");
  rows.a.received = 4;
  stats.note("a");
  rows.a.rejected = 4;
  expect([stats.take(), stats.take(), stats.take()]).toEqual([
    { records: 0, rejected: 3 },
    { records: 2, rejected: 0 },
    { records: 0, rejected: 1 },
  ]);
});
