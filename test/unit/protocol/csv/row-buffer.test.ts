import { expect, test } from "vitest";
import { RowBuffer } from "../../../../protocol/csv/row-buffer.ts";

test("a row that does not fit any more stays for the next chunk", () => {
  const buffer = new RowBuffer();
  buffer.append(Buffer.from("header\n"), 0);
  buffer.append(Buffer.from("one\n"), 1);
  buffer.append(Buffer.from("two\n"), 1);
  const first = buffer.take(12);
  expect([Buffer.from(first.bytes).toString(), first.rows]).toEqual(["header\none\n", 1]);
  expect(buffer.length).toBe(4);
  const second = buffer.take(12);
  expect([Buffer.from(second.bytes).toString(), second.rows]).toEqual(["two\n", 1]);
});

test("a chunk never holds more than was asked for, however many rows wait", () => {
  const buffer = new RowBuffer();
  buffer.append(Buffer.from("header\n"), 0);
  const rows = Array.from({ length: 10_000 }, (_, n) => `${"x".repeat(n % 40)}${n}\n`);
  for (const row of rows) buffer.append(Buffer.from(row), 1);
  let text = "";
  let count = 0;
  for (let size = 50; buffer.length > 0; size = (size * 7) % 3001) {
    const block = buffer.take(size);
    if (block.rows > 1) expect(block.bytes.length).toBeLessThanOrEqual(size);
    expect(block.bytes.at(-1)).toBe(10);
    text += Buffer.from(block.bytes).toString();
    count += block.rows;
    block.release?.();
  }
  expect(text).toBe(`header\n${rows.join("")}`);
  expect([count, buffer.rows]).toEqual([rows.length, 0]);
});

test("a single row may be longer than the chunk", () => {
  const buffer = new RowBuffer();
  buffer.append(Buffer.from("long row\n"), 1);
  expect(buffer.take(3)).toMatchObject({ rows: 1 });
  expect(buffer.length).toBe(0);
});

test("a buffer is used again only after its release, and once", () => {
  const buffer = new RowBuffer();
  buffer.append(Buffer.from("a\n"), 1);
  const first = buffer.take();
  buffer.append(Buffer.from("b\n"), 1);
  const second = buffer.take();
  expect(Buffer.from(first.bytes).toString()).toBe("a\n");
  first.release?.();
  first.release?.();
  expect(second.bytes.buffer).not.toBe(first.bytes.buffer);
  buffer.take();
  const third = buffer.bytes.buffer;
  buffer.take();
  expect(buffer.bytes.buffer).not.toBe(third);
});

test("rows beyond the buffer make it grow", () => {
  const buffer = new RowBuffer();
  const row = Buffer.alloc(700_000, 0x61);
  buffer.append(row, 1);
  buffer.append(row, 1);
  expect(buffer.take().bytes.length).toBe(1_400_000);
});
