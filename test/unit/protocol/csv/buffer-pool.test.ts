import { expect, it } from "vitest";
import { createBufferPool } from "../../../../protocol/csv/buffer-pool.ts";

it("gives back the smallest buffer that is large enough", () => {
  const pool = createBufferPool();
  const [small, large] = [Buffer.alloc(10), Buffer.alloc(100)];
  pool.give(large);
  pool.give(small);
  expect(pool.take(5)).toBe(small);
  expect(pool.take(50)).toBe(large);
  expect(pool.take(50)).toHaveLength(50);
});

it("makes a new one where none is large enough", () => {
  const pool = createBufferPool();
  const small = Buffer.alloc(10);
  pool.give(small);
  expect(pool.take(11)).toHaveLength(11);
  expect(pool.take(10)).toBe(small);
});

it("does not waste a large one on who needs little", () => {
  const pool = createBufferPool();
  const large = Buffer.alloc(100);
  pool.give(large);
  expect(pool.take(10)).toHaveLength(10);
  expect(pool.take(25)).toBe(large);
});

it("keeps no more than it may", () => {
  const pool = createBufferPool(100);
  const [first, second] = [Buffer.alloc(60), Buffer.alloc(60)];
  pool.give(first);
  pool.give(second);
  expect(pool.take(60)).toBe(first);
  expect(pool.take(60)).not.toBe(second);
});
