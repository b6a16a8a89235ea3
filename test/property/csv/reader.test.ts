import { expect, test } from "vitest";
import * as fastReading from "../../../protocol/csv/fast-reader.ts";
import { forSeeds, UNLIMITED } from "./random.ts";
import { compareReaders } from "./reader-cases.ts";

test(
  "the fast reader gives the plain reader's bytes, errors and positions, however the file is cut",
  () => {
    let compared = 0;
    const files = forSeeds(32_000, (random) => {
      compared += compareReaders(fastReading, random);
    });
    // Most files must be of a kind that the fast path takes.
    expect(compared).toBeGreaterThan(files * 1.6);
  },
  UNLIMITED,
);
