import { expect, it } from "vitest";
import { keepReading } from "../../../../target/airbyte/intake.ts";

function rig(count: number) {
  let read = 0;
  async function* source() {
    const block = Buffer.alloc(1);
    for (let n = 0; n < count; n++) {
      read++;
      // A stream may use its buffer again.
      block[0] = n;
      yield block;
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

it("reads a block ahead now and then while the load is busy, and keeps the order", async () => {
  const { blocks, tick, read } = rig(5);
  const seen: number[] = [];
  const first = await blocks.next();
  seen.push((first.value as Buffer)[0]!);
  expect(read()).toBe(1);
  await tick();
  await tick();
  expect(read()).toBe(3);
  for await (const block of blocks) seen.push(block[0]!);
  expect(seen).toEqual([0, 1, 2, 3, 4]);
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
