/** The door to writing: picks the path. */
import { canWriteFast, createFastWriter } from "./fast-writer.ts";
import { PlainWriter } from "./plain-writer.ts";
import type { CsvPath, RowWriter, RowWriterOptions } from "./types.ts";

/** A writer for one file. The fast path is taken when it can serve these options; what it does not know goes the plain way. */
export function createRowWriter(options: RowWriterOptions & { path?: CsvPath }): RowWriter {
  return options.path !== "plain" && canWriteFast(options) ? createFastWriter(options) : new PlainWriter(options);
}
