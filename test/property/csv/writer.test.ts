import { expect, test } from "vitest";
import { canWriteFast, createFastWriter } from "../../../protocol/csv/fast-writer.ts";
import { PlainWriter } from "../../../protocol/csv/plain-writer.ts";
import { cut, forSeeds } from "./random.ts";
import { difference, writeAll, writerCase } from "./writer-cases.ts";

test("the fast writer gives the plain writer's bytes, refusals and line numbers, however the input is cut", () => {
  let rows = 0;
  let fastRows = 0;
  forSeeds(50_000, (random) => {
    const generated = writerCase(random);
    if (!canWriteFast(generated.options)) return;
    const pieces = cut(random, generated.bytes);
    const wanted = writeAll((options) => new PlainWriter(options), generated, pieces);
    const got = writeAll(createFastWriter, generated, pieces);
    rows += got.rows;
    fastRows += got.fastRows;
    const found = difference(wanted, got);
    if (found !== undefined) {
      throw new Error(
        `${found}\n${JSON.stringify(generated.options)}\n${JSON.stringify(generated.bytes.toString("latin1"))}`,
      );
    }
  });
  // A comparison in which nothing went the fast way would prove nothing.
  expect(fastRows / rows).toBeGreaterThan(0.4);
});
