/** One STATE of 200 MB through a program: what comes out at its end, and what it took. */
import { closeSync, createReadStream, fstatSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type Bin, spawnBin } from "./bins.ts";

const BIG = 200_000_000;
const END = 80;
/** The line as bytes, as text, as the value that shows it to be JSON, and as what goes out; a copy of two while they grow. */
export const SANE_PEAK_BYTES = 8 * BIG;

export interface BigStateEnded {
  /** The last bytes of stdout. */
  end: string;
  peakBytes: number;
}

/** `before` and `after`: the input around a text of 200 MB, through a real pipe. */
export async function passBigState(
  bin: Bin,
  args: readonly string[],
  { folder, before, after }: { folder: string; before: string; after: string },
): Promise<BigStateEnded> {
  const [input, output, peak] = ["in.jsonl", "out.jsonl", "peak"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const file = openSync(input, "w");
  writeSync(file, before);
  const piece = "x".repeat(BIG / 10);
  for (let n = 0; n < 10; n++) writeSync(file, piece);
  writeSync(file, after);
  closeSync(file);
  const out = openSync(output, "w+");
  const options = { cwd: folder, preload: "support/peak-memory.js", env: { PEAK_MEMORY_FILE: peak } };
  const child = spawnBin(bin, args, options, out);
  createReadStream(input).pipe(child.stdin!);
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(code).toBe(0);
  const { size } = fstatSync(out);
  expect(size).toBeGreaterThan(BIG);
  const end = Buffer.alloc(END);
  readSync(out, end, 0, END, size - END);
  closeSync(out);
  return { end: end.toString(), peakBytes: Number(readFileSync(peak, "utf8")) };
}
