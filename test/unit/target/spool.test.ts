import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openSpool, type Spool } from "../../../target/spool.ts";
import { freshFolder } from "../../support/bins.ts";
import { random } from "../../support/random.ts";

function start(folder = freshFolder()): { spool: Spool; losses: unknown[]; folder: string } {
  const losses: unknown[] = [];
  const spool = openSpool((error) => losses.push(error), folder);
  onTestFinished(() => spool.close());
  return { spool, losses, folder };
}

const put = (spool: Spool, text: string) => {
  const bytes = Buffer.from(`before${text}after`);
  spool.append(bytes, 6, bytes.length - 5);
};
const textOf = (line: Buffer | undefined) => line?.toString();

describe("lines", () => {
  it("come back by their number, in any order", () => {
    const { spool } = start();
    const next = random(3);
    const texts = Array.from({ length: 5000 }, (_, n) => `${n}ä${"x".repeat(Math.floor(next() * 300))}`);
    for (const text of texts) put(spool, text);
    expect(spool.lines).toBe(texts.length);
    for (let n = 0; n < 300; n++) {
      const at = Math.floor(next() * texts.length);
      expect(textOf(spool.line(at + 1))).toBe(texts[at]);
    }
    expect([...spool.all()].map(textOf)).toEqual(texts);
    expect(() => spool.line(0)).toThrow(RangeError);
    expect(() => spool.line(5001)).toThrow(RangeError);
  });

  it("may be larger than every buffer, empty, and read while more come", () => {
    const { spool } = start();
    const huge = "y".repeat(3 << 20);
    put(spool, "a");
    put(spool, huge);
    expect(textOf(spool.line(2))).toBe(huge);
    put(spool, "");
    put(spool, "b");
    expect(textOf(spool.line(3))).toBe("");
    expect(textOf(spool.line(4))).toBe("b");
    expect(textOf(spool.line(1))).toBe("a");
  });
});

it("leaves no name in the folder, not even while it is open", () => {
  const { spool, folder } = start();
  put(spool, "secret");
  expect(readdirSync(folder)).toEqual([]);
});

it("says once that lines cannot be kept, and goes on counting", () => {
  const { spool, losses } = start(join(freshFolder(), "missing"));
  for (let n = 0; n < 10; n++) put(spool, "a");
  expect(losses).toHaveLength(1);
  expect(spool.lines).toBe(10);
  expect(spool.line(5)).toBeUndefined();
  expect([...spool.all()]).toEqual([]);
});
