/** Stands in for `protocol/csv/fast-reader.ts`: can read nothing. */
import type { JsonLinesOptions, JsonLinesReader } from "../../../protocol/csv/types.ts";

export function canReadFast(_options: JsonLinesOptions): boolean {
  return false;
}

export function createFastReader(_options: JsonLinesOptions): JsonLinesReader {
  throw new Error("the plain path was asked for");
}
