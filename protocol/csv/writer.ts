/** The door to writing: picks the path. */
import { PlainWriter } from "./plain-writer.ts";
import type { CsvPath, RowWriter, RowWriterOptions } from "./types.ts";

/** A writer for one file. The fast path is taken when it can serve these options; what it does not know goes the plain way. */
export function createRowWriter(options: RowWriterOptions & { path?: CsvPath }): RowWriter {
  return new PlainWriter(options);
}
