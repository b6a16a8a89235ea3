import { describe, expect, it } from "vitest";
import {
  balance,
  combine,
  type ImportFacts,
  newLedger,
  settledRows,
  unacknowledgedRows,
} from "../../../target/ledger.ts";

const facts = (more: Partial<ImportFacts>): ImportFacts => ({
  sent: 100,
  counts: [],
  isProven: false,
  saysNoChanges: false,
  dumped: undefined,
  ...more,
});
const lists = (counts: ImportFacts["counts"], more: Partial<ImportFacts> = {}) =>
  facts({ counts, isProven: true, ...more });

describe("the task's own counts", () => {
  it("rule where they add up", () => {
    const counts = [{ successful: 90, warnings: 1, failed: 4, ignored: 5 }];
    expect(balance(lists(counts, { dumped: { rejected: 4, hasStatus: true } }))).toEqual({
      kind: "balanced",
      loaded: 91,
      ignored: 5,
      rejected: 4,
      doubts: [],
    });
  });

  it("may hold rows with warnings among the successful ones", () => {
    expect(
      balance(lists([{ successful: 95, warnings: 3, failed: 5 }], { dumped: { rejected: 5, hasStatus: true } })),
    ).toEqual(expect.objectContaining({ loaded: 95, rejected: 5, doubts: [] }));
  });

  it("may stand in several parts, each its share", () => {
    const counts = [{ successful: 60 }, { successful: 30, ignored: 10 }];
    expect(balance(lists(counts))).toMatchObject({ kind: "balanced", loaded: 90, ignored: 10, rejected: 0 });
  });

  it("may stand beside counts of something else", () => {
    const counts = [{ successful: 700 }, { successful: 98, failed: 2 }];
    expect(balance(facts({ counts, dumped: { rejected: 2, hasStatus: true } }))).toMatchObject({
      loaded: 98,
      rejected: 2,
    });
  });

  it.each([
    ["fewer rows", { successful: 40 }],
    ["more rows", { successful: 140 }],
    ["nothing", { successful: 0, failed: 0, ignored: 0 }],
  ])("end the run where a list import says %s", (_name, count) => {
    expect(balance(lists([count]))).toMatchObject({
      kind: "unbalanced",
      why: expect.stringContaining("100 rows were sent"),
    });
  });

  it("end the run where any import is over and has taken nothing", () => {
    expect(balance(facts({ counts: [{ successful: 0, failed: 0, ignored: 0 }] })).kind).toBe("unbalanced");
  });

  it("say that all was refused by saying nothing, if the dump holds it all", () => {
    const counts = [{ successful: 0 }];
    expect(balance(facts({ counts, dumped: { rejected: 100, hasStatus: true } }))).toMatchObject({
      loaded: 0,
      rejected: 100,
    });
  });
});

describe("the dump", () => {
  it("must not hold more refused rows than a list import counts", () => {
    const counts = [{ successful: 98, failed: 2 }];
    expect(balance(lists(counts, { dumped: { rejected: 3, hasStatus: true } })).kind).toBe("unbalanced");
    expect(balance(facts({ counts, dumped: { rejected: 3, hasStatus: true } }))).toMatchObject({
      rejected: 2,
      doubts: [expect.stringContaining("3 refused rows are in the dump")],
    });
  });

  it("without a status says less than the counts", () => {
    const counts = [{ successful: 90, warnings: 8, failed: 2 }];
    const result = balance(lists(counts, { dumped: { rejected: 10, hasStatus: false } }));
    expect(result).toMatchObject({ loaded: 98, rejected: 2, doubts: [expect.stringContaining("does not say which")] });
  });

  it("may be gone or incomplete, which is told", () => {
    const counts = [{ successful: 98, failed: 2 }];
    expect(balance(lists(counts))).toMatchObject({ rejected: 2, doubts: [expect.stringContaining("gone")] });
    expect(balance(lists(counts, { dumped: { rejected: 1, hasStatus: true } }))).toMatchObject({
      rejected: 2,
      doubts: [expect.stringContaining("1 refused")],
    });
  });

  it("is counted where the result counts something else, which is told", () => {
    const result = balance(facts({ counts: [{ successful: 700 }], dumped: { rejected: 7, hasStatus: true } }));
    expect(result).toMatchObject({ loaded: 93, rejected: 7, doubts: [expect.stringContaining("700 successful")] });
  });

  it("is counted where the result counts nothing", () => {
    expect(balance(facts({ dumped: { rejected: 7, hasStatus: true } }))).toMatchObject({
      loaded: 93,
      rejected: 7,
      doubts: [],
    });
  });

  it("cannot hold more than was sent", () => {
    expect(balance(facts({ dumped: { rejected: 101, hasStatus: true } })).kind).toBe("unbalanced");
  });
});

describe("a result without any count", () => {
  it("has loaded all", () => {
    expect(balance(facts({}))).toMatchObject({ loaded: 100, ignored: 0, rejected: 0 });
  });

  it("has ignored all where it says that nothing changed", () => {
    expect(balance(facts({ saysNoChanges: true }))).toMatchObject({ loaded: 0, ignored: 100 });
    const zeros = [{ successful: 0, failed: 0, ignored: 0 }];
    expect(balance(facts({ saysNoChanges: true, counts: zeros }))).toMatchObject({
      loaded: 0,
      ignored: 100,
      doubts: [expect.stringContaining("says that nothing changed")],
    });
  });
});

it("a ledger tells what is not settled", () => {
  const ledger = { ...newLedger(), received: 10, loaded: 5, ignored: 1, rejected: 1 };
  expect(settledRows(ledger)).toBe(7);
  expect(unacknowledgedRows(ledger)).toBe(3);
});

describe("one file that several imports have read", () => {
  const entry = (loaded: number, ignored: number, rejected: number) => ({ loaded, ignored, rejected });

  it.each([
    ["one import: its own books", [entry(7, 2, 1)], 10, 3, entry(7, 2, 1)],
    ["refused by any is refused", [entry(10, 0, 0), entry(7, 0, 3)], 10, 3, entry(7, 0, 3)],
    ["refused by both counts once", [entry(8, 0, 2), entry(7, 0, 3)], 10, 3, entry(7, 0, 3)],
    ["other rows by each", [entry(8, 0, 2), entry(7, 0, 3)], 10, 5, entry(5, 0, 5)],
    ["a dump that has gone", [entry(10, 0, 0), entry(7, 0, 3)], 10, 0, entry(7, 0, 3)],
    ["never more than each refused", [entry(9, 0, 1), entry(9, 0, 1)], 10, 8, entry(8, 0, 2)],
    ["ignored by all is ignored", [entry(0, 10, 0), entry(10, 0, 0)], 10, 0, entry(10, 0, 0)],
    ["ignored by all but the refused", [entry(0, 10, 0), entry(0, 9, 1)], 10, 1, entry(0, 9, 1)],
  ])("%s", (_name, entries, sent, refused, expected) => {
    expect(combine(entries, sent, refused)).toEqual(expected);
  });
});
