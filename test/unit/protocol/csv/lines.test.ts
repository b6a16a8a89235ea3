import { expect, test } from "vitest";
import { LineCursor } from "../../../../protocol/csv/lines.ts";
import { isConnectorError } from "../../../../protocol/errors.ts";

function linesOf(bytes: Buffer, step: number, limit?: number): string[] {
  const cursor = new LineCursor(limit);
  const lines: string[] = [];
  const drain = () => {
    while (cursor.next()) {
      lines.push(Buffer.from(cursor.buffer.subarray(cursor.start, cursor.end)).toString());
      expect(cursor.line).toBe(lines.length);
    }
  };
  for (let at = 0; at < bytes.length; at += step) {
    cursor.push(bytes.subarray(at, at + step));
    drain();
  }
  cursor.finish();
  drain();
  return lines;
}

test.each([1, 2, 3, 7, 1000])("lines come whole from pieces of %i bytes", (step) => {
  expect(linesOf(Buffer.from("a\n\nbb\r\n\u2028é\rx\n\r\nlast"), step)).toEqual([
    "a",
    "",
    "bb",
    "\u2028é\rx",
    "",
    "last",
  ]);
  expect(linesOf(Buffer.from("a\n"), step)).toEqual(["a"]);
  expect(linesOf(Buffer.from(""), step)).toEqual([]);
  expect(linesOf(Buffer.from("end\r"), step)).toEqual(["end"]);
});

test("a line that lies whole in a block is not copied", () => {
  const cursor = new LineCursor();
  const block = Buffer.from("one\ntwo\n");
  cursor.push(block);
  cursor.next();
  expect(cursor.buffer).toBe(block);
});

test("a line of many blocks takes linear work", () => {
  const length = 64 * 1024 * 1024;
  const cursor = new LineCursor();
  const block = Buffer.alloc(16 * 1024, 0x61);
  for (let sent = 0; sent < length; sent += block.length) {
    cursor.push(block);
    expect(cursor.next()).toBe(false);
  }
  cursor.finish();
  expect(cursor.next()).toBe(true);
  expect(cursor.end - cursor.start).toBe(length);
});

test.each([1, 4, 100])("a line beyond the limit is LINE_TOO_LONG with its number, pieces of %i bytes", (step) => {
  expect(linesOf(Buffer.from("ab\n12345\n"), step, 5)).toEqual(["ab", "12345"]);
  try {
    linesOf(Buffer.from("ab\n123456\n"), step, 5);
    expect.unreachable();
  } catch (error) {
    expect(isConnectorError(error, "LINE_TOO_LONG") && error.context).toEqual({ line: 2 });
  }
});
