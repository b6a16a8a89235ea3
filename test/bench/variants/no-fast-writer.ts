/** Stands in for `protocol/csv/fast-writer.ts`: can write nothing. */
import type { RowWriter, RowWriterOptions } from "../../../protocol/csv/types.ts";

export function canWriteFast(_options: RowWriterOptions): boolean {
  return false;
}

export function createFastWriter(_options: RowWriterOptions): RowWriter {
  throw new Error("the plain path was asked for");
}
