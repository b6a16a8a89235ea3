import { expect, it } from "vitest";
import { keepReading } from "../../../../target/airbyte/intake.ts";

function rig(texts: readonly string[]) {
  let read = 0;
  async function* source() {
    const block = Buffer.alloc(8);
    for (const text of texts) {
      read++;
      // A stream may use its buffer again.
      yield block.subarray(0, block.write(text));
    }
  }
  const wake: (() => void)[] = [];
  const clock = { sleep: () => new Promise<void>((resolve) => wake.push(resolve)) };
  const tick = async () => {
    wake.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const over = new AbortController();
  return { blocks: keepReading(source(), clock, over.signal), tick, read: () => read };
}

it("reads a line ahead now and then while the load is busy, and keeps the order", async () => {
  const texts = ["a\n", "b", "c\nd", "e", "f\n"];
  const { blocks, tick, read } = rig(texts);
  const first = await blocks.next();
  const seen = [String(first.value)];
  expect(read()).toBe(1);
  await tick();
  expect(read()).toBe(3);
  await tick();
  expect(read()).toBe(5);
  for await (const block of blocks) seen.push(String(block));
  expect(seen).toEqual(texts);
});

it("passes an error of the input on", async () => {
  async function* broken() {
    yield Buffer.from("a");
    throw new Error("gone");
  }
  const blocks = keepReading(broken(), { sleep: () => new Promise(() => {}) }, new AbortController().signal);
  await blocks.next();
  await expect(blocks.next()).rejects.toThrow("gone");
});
