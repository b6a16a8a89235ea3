import { describe, expect, it } from "vitest";
import { createBufferPool } from "../../../protocol/csv/buffer-pool.ts";
import { openCsvFile } from "../../../target/csv-file.ts";
import { random } from "../../support/random.ts";

const texts = ["", "plain", 'say "hi"', "two\nlines", "a, b", "Ü😀", "\u2028", "x".repeat(300)];

/** Lines whose shape is known go without an object, the others are parsed: both must come again alike. */
function filled(seed: number, rows: number) {
  const next = random(seed);
  const file = openCsvFile({
    layout: {
      columns: [
        { header: "A", property: "a" },
        { header: "B", property: "b" },
        { header: "C", value: "fixed" },
      ],
      dialect: { separator: ",", quote: '"', encoding: "UTF-8" },
      decimalSeparator: ".",
    },
    hasHeaderRow: true,
    kinds: { properties: {}, required: [] },
    envelope: { recordPath: ["record"], constants: [] },
    pool: createBufferPool(),
    onLoss: (error) => {
      throw error;
    },
  });
  const blocks: Buffer[] = [];
  const sizes: number[] = [];
  const take = (most?: number) => {
    const { bytes, release } = file.writer.take(most);
    blocks.push(Buffer.from(bytes));
    sizes.push(bytes.length);
    release?.();
  };
  for (let row = 0; row < rows; row++) {
    const record = { a: texts[Math.floor(next() * texts.length)], b: next() < 0.1 ? { deep: row } : row / 8 };
    const line = Buffer.from(`${JSON.stringify({ record })}\n`);
    if (!file.appendLine(line, 0, line.length - 1)) file.appendRecord(record, line.subarray(0, -1));
    if (next() < 0.02) take(next() < 0.5 ? undefined : 1 + Math.floor(next() * file.writer.bufferedBytes));
  }
  take();
  return { file, blocks, sizes };
}

describe("a file's rows once more", () => {
  it.each([1, 2, 3, 4, 5])("are the same bytes in the same chunks, seed %i", (seed) => {
    const { file, blocks, sizes } = filled(seed, 2000);
    expect(sizes.length).toBeGreaterThan(10);
    const again = [...file.again(sizes)].map(({ bytes }) => Buffer.from(bytes).toString());
    expect(again).toEqual(blocks.map(String));
    const some = [...file.again(sizes.slice(0, 3))].map(({ bytes }) => Buffer.from(bytes).toString());
    expect(some).toEqual(blocks.slice(0, 3).map(String));
    file.close();
  });

  it("come in other sizes where they could not be kept", () => {
    const { file, sizes } = filled(1, 500);
    file.close();
    expect([...file.again(sizes)].map(({ bytes }) => bytes.length)).not.toEqual(sizes);
  });
});
