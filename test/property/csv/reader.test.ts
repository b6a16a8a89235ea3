import { expect, test } from "vitest";
import { canReadFast, createFastReader } from "../../../protocol/csv/fast-reader.ts";
import { createPlainReader } from "../../../protocol/csv/plain-reader.ts";
import { cut, forSeeds } from "./random.ts";
import { difference, readAll, readerCase } from "./reader-cases.ts";

test("the fast reader gives the plain reader's bytes, errors and positions, however the file is cut", () => {
  let fast = 0;
  forSeeds(50_000, (random) => {
    const generated = readerCase(random);
    const options = { ...generated.options, onInvalidValue: () => undefined };
    if (!canReadFast(options)) return;
    fast++;
    const sizes = random.pick([
      { sliceBytes: 16, outputBytes: 64 },
      { sliceBytes: 100, outputBytes: 2000 },
      { sliceBytes: 131072, outputBytes: 1048576 },
    ]);
    const pieces = cut(random, generated.bytes);
    const wanted = readAll(createPlainReader, generated, pieces);
    const got = readAll((all) => createFastReader(all, sizes), generated, pieces);
    const found = difference(wanted, got);
    if (found !== undefined) {
      throw new Error(
        `${found}\n${JSON.stringify(generated.options)}\n${JSON.stringify(generated.bytes.toString("latin1"))}`,
      );
    }
  });
  expect(fast).toBeGreaterThan(0);
});
