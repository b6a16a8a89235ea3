import { expect, test } from "vitest";
import * as fastWriting from "../../../protocol/csv/fast-writer.ts";
import { forSeeds, UNLIMITED } from "./random.ts";
import { compareWriters } from "./writer-cases.ts";

test(
  "the fast writer gives the plain writer's bytes, refusals and line numbers, however the input is cut",
  () => {
    let rows = 0;
    let fastRows = 0;
    forSeeds(28_000, (random) => {
      const sum = compareWriters(fastWriting, random);
      rows += sum.rows;
      fastRows += sum.fastRows;
    });
    // A comparison in which nothing went the fast way would prove nothing.
    expect(fastRows / rows).toBeGreaterThan(0.4);
  },
  UNLIMITED,
);
