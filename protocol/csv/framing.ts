/** How csv-parse is asked to cut a file into rows, and what is said when it cannot: the same words on both paths. */
import type { Options } from "csv-parse";
import { ConnectorError, type ErrorContext } from "../errors.ts";
import type { CsvDialect } from "./types.ts";

/** Where a row begins. */
export interface RowPosition {
  /** Data row, from 1. */
  row: number;
  /** Byte offset in the file. */
  offset: number;
  /** Line of the file, from 1, where known. */
  line: number | undefined;
}

/** Rows as arrays of texts, every row end accepted at any place (csv-parse alone would settle on the first one it sees),
 *  field counts left to us. */
export function parseOptions(dialect: CsvDialect): Options {
  return {
    delimiter: dialect.separator,
    quote: dialect.quote === "" ? null : dialect.quote,
    escape: dialect.quote === "" ? null : dialect.quote,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    skip_empty_lines: false,
    bom: false,
  };
}

export function rowLengthError(position: RowPosition, expected: number, found: number): ConnectorError {
  return new ConnectorError("CSV_ROW_LENGTH", {
    what: `A row has ${found} ${found === 1 ? "field" : "fields"} where the header has ${expected}.`,
    why: "The file was cut, or a value holds the separator without quotes around it.",
    next: "Look at that row of the exported file; run the export again if the file is damaged.",
    context: contextOf(position),
  });
}

export function quoteError(position: RowPosition, cause?: unknown): ConnectorError {
  return new ConnectorError("CSV_INVALID", {
    what: "A row has a quote out of place, or one that is never closed.",
    why: "A quote inside a value must be doubled and the value quoted; or the file was cut; or the declared quote character is wrong.",
    next: "Look at that row of the exported file; run the export again if the file is damaged.",
    context: contextOf(position),
    cause,
  });
}

export function recordTooLongError(position: RowPosition, limit: number): ConnectorError {
  return new ConnectorError("CSV_INVALID", {
    what: `A row is longer than ${limit} bytes.`,
    why: "Most likely a quote was opened and never closed.",
    next: "Look at that row of the exported file.",
    context: contextOf(position),
  });
}

function contextOf({ row, offset, line }: RowPosition): ErrorContext {
  return line === undefined ? { row, offset } : { row, line, offset };
}
