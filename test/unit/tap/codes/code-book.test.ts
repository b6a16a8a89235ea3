import { describe, expect, it } from "vitest";
import { CodeBook } from "../../../../tap/codes/code-book.ts";

describe("a code book", () => {
  it("finds what it was given, and nothing else", () => {
    const book = new CodeBook();
    book.add("Travel", "6100");
    book.add("Café 🚀", "ü1");
    book.add("Nothing", "");
    expect(book.codeOf("Travel")).toBe("6100");
    expect(book.codeOf("Café 🚀")).toBe("ü1");
    expect(book.codeOf("Nothing")).toBeUndefined();
    expect(book.codeOf("travel")).toBeUndefined();
    expect(book.codeOf("")).toBeUndefined();
  });

  it("does not choose among members of one name", () => {
    const book = new CodeBook();
    book.add("Travel", "6100");
    book.add("Travel", "6100");
    expect(book.codeOf("Travel")).toBe("6100");
    book.add("Travel", "6101");
    expect(book.codeOf("Travel")).toBeUndefined();
    book.add("Travel", "6100");
    expect(book.codeOf("Travel")).toBeUndefined();
    expect(book.size).toBe(1);
  });

  it("holds 1,200,000 members without an object for each", () => {
    const before = process.memoryUsage().arrayBuffers;
    const book = new CodeBook();
    for (let n = 0; n < 1_200_000; n++) book.add(`Cost centre ${n}`, `CC-${n}`);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200 * 1024 * 1024);
    for (let n = 0; n < 1_200_000; n += 997) expect(book.codeOf(`Cost centre ${n}`)).toBe(`CC-${n}`);
    expect(book.codeOf("Cost centre 1200000")).toBeUndefined();
    expect(book.size).toBe(1_200_000);
  });
});
