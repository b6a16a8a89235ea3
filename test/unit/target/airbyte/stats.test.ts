import { expect, it } from "vitest";
import { createStateStats } from "../../../../target/airbyte/stats.ts";

function rig() {
  const a = { stream: "a", received: 0, rejected: 0, appended: 0 };
  const b = { stream: "b", received: 0, rejected: 0, appended: 0 };
  const stats = createStateStats(() => [a, b]);
  const receive = (one: typeof a, rows: number) => {
    one.received += rows;
    one.appended += rows;
  };
  const refuse = (one: typeof a, row: number) => {
    one.rejected += 1;
    stats.refuse(one.stream, row);
  };
  return { a, b, stats, receive, refuse };
}

it("counts each refused row to the state that covers it", () => {
  const { a, b, stats, receive, refuse } = rig();
  receive(a, 3);
  stats.note("a");
  receive(b, 2);
  stats.note("b");
  receive(a, 1);
  stats.note("a");
  for (const row of [4, 3]) refuse(a, row);
  refuse(b, 1);
  expect([stats.take(), stats.take(), stats.take()]).toEqual([
    { records: 2, rejected: 1 },
    { records: 1, rejected: 1 },
    { records: 0, rejected: 1 },
  ]);
});

it("counts rows that were refused before their state came to that state", () => {
  const { a, stats, receive, refuse } = rig();
  receive(a, 2);
  stats.note("a");
  receive(a, 2);
  refuse(a, 3);
  receive(a, 1);
  stats.note("a");
  refuse(a, 5);
  expect([stats.take(), stats.take()]).toEqual([
    { records: 2, rejected: 0 },
    { records: 1, rejected: 2 },
  ]);
});

it("counts refused rows that nobody could place so that the sums are right", () => {
  const { a, stats, receive, refuse } = rig();
  for (const rows of [3, 3, 3]) {
    receive(a, rows);
    stats.note("a");
  }
  refuse(a, 5);
  a.rejected += 4;
  expect([stats.take(), stats.take(), stats.take()]).toEqual([
    { records: 0, rejected: 3 },
    { records: 1, rejected: 2 },
    { records: 3, rejected: 0 },
  ]);
});

it("tells the rows of all streams in a state of no stream", () => {
  const { a, b, stats, receive, refuse } = rig();
  receive(a, 2);
  receive(b, 2);
  stats.note(undefined);
  receive(b, 3);
  stats.note(undefined);
  refuse(b, 2);
  refuse(b, 5);
  refuse(a, 1);
  expect([stats.take(), stats.take()]).toEqual([
    { records: 2, rejected: 2 },
    { records: 2, rejected: 1 },
  ]);
});
