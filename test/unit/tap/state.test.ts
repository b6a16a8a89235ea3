import { describe, expect, it } from "vitest";
import { createStateBook, EMPTY_STATE, parseState } from "../../../tap/state.ts";

describe("parseState", () => {
  it.each([
    ["nothing", ""],
    ["an empty object", "{}"],
    ["nulls", '{"currently_syncing":null,"bookmarks":null}'],
    ["JSON null", "null"],
  ])("takes %s for no state", (_, text) => {
    expect(parseState(text, "it")).toEqual(EMPTY_STATE);
  });

  it("keeps what it does not know, and drops nulls", () => {
    const value = { bookmarks: { a: { rows: 1, version: null, extra: "x" } }, own: 1 };
    expect(parseState(JSON.stringify(value), "it")).toEqual({
      currently_syncing: null,
      bookmarks: { a: { rows: 1, extra: "x" } },
      own: 1,
    });
  });

  it("takes the last of several lines, and a whole message", () => {
    const lines = '{"bookmarks":{"a":{"rows":1}}}\n{"bookmarks":{"a":{"rows":2}}}\n';
    expect(parseState(lines, "it").bookmarks.a?.rows).toBe(2);
    expect(parseState(`{"type":"STATE","value":{"bookmarks":{"a":{"rows":3}}}}`, "it").bookmarks.a?.rows).toBe(3);
  });

  it.each([["nonsense"], ["[1]"], ["7"], ['{"bookmarks":[]}'], ['{"bookmarks":{"a":{"resume":{}}}}']])(
    "refuses %s",
    (text) => {
      expect(() => parseState(text, "The state s.json")).toThrow(/^STATE_INVALID: The state s.json/);
    },
  );
});

describe("a state book", () => {
  it("keeps bookmarks of other streams and hands out copies", () => {
    const book = createStateBook({ currently_syncing: "b", bookmarks: { a: { rows: 1 } } });
    expect(book.currentlySyncing).toBe("b");
    book.setBookmark("b", { rows: 2 });
    const before = book.snapshot();
    book.setBookmark("b", undefined);
    book.setCurrentlySyncing(null);
    expect(before).toEqual({ currently_syncing: "b", bookmarks: { a: { rows: 1 }, b: { rows: 2 } } });
    expect(book.snapshot()).toEqual({ currently_syncing: null, bookmarks: { a: { rows: 1 } } });
  });
});
