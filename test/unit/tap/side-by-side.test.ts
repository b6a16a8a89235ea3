import { expect, it } from "vitest";
import { sideBySide } from "../../../tap/side-by-side.ts";

it("keeps the order and the limit", async () => {
  let running = 0;
  let most = 0;
  const results = await sideBySide([5, 1, 3, 2, 4], 2, async (item) => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < item; turn++) await Promise.resolve();
    running--;
    return item * 10;
  });
  expect(results).toEqual([50, 10, 30, 20, 40]);
  expect(most).toBe(2);
});

it("starts nothing more after a failure", async () => {
  const started: number[] = [];
  const work = sideBySide([1, 2, 3, 4], 1, async (item) => {
    started.push(item);
    if (item === 2) throw new Error("no");
  });
  await expect(work).rejects.toThrow("no");
  expect(started).toEqual([1, 2]);
});

it("does nothing for nothing", async () => {
  expect(await sideBySide([], 4, async () => 1)).toEqual([]);
});
