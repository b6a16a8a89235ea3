import { expect, it } from "vitest";
import { type Buffered, relieveMemory } from "../../../target/memory.ts";

const MB = 1_000_000;
let exempt = -1;

function streams(...megabytes: number[]): { all: Buffered[]; flushed: number[] } {
  const held = megabytes.map((size) => size * MB);
  const flushed: number[] = [];
  const all = held.map((_, n) => ({
    get bufferedBytes() {
      return held[n] ?? 0;
    },
    mayFlush: n !== exempt,
    flush: async () => {
      flushed.push(n);
      held[n] = 0;
    },
  }));
  return { all, flushed };
}

it("flushes the fullest until the rest fits", async () => {
  const { all, flushed } = streams(3, 9, 1, 7);
  await relieveMemory(all, 8 * MB);
  expect(flushed).toEqual([1, 3]);
});

it("leaves everything where it fits", async () => {
  const { all, flushed } = streams(4, 4);
  await relieveMemory(all, 8 * MB);
  await relieveMemory([], 8 * MB);
  expect(flushed).toEqual([]);
});

it("makes no chunk of less than a megabyte", async () => {
  const { all, flushed } = streams(0.9, 0.8, 0.7);
  await relieveMemory(all, 1 * MB);
  expect(flushed).toEqual([]);
});

it("spares a file that has many chunks already", async () => {
  exempt = 1;
  const { all, flushed } = streams(3, 9, 4);
  exempt = -1;
  await relieveMemory(all, 8 * MB);
  expect(flushed).toEqual([2, 0]);
});
