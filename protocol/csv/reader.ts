/** The door to reading: picks the path. */
import { canReadFast, createFastReader } from "./fast-reader.ts";
import { createPlainReader } from "./plain-reader.ts";
import type { CsvPath, JsonLinesOptions, JsonLinesReader } from "./types.ts";

/** A reader for one file (or the rest of one). The fast path is taken when it can serve these options. */
export function createJsonLinesReader(options: JsonLinesOptions & { path?: CsvPath }): JsonLinesReader {
  return options.path !== "plain" && canReadFast(options) ? createFastReader(options) : createPlainReader(options);
}
