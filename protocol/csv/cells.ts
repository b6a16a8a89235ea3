/** Values → the text of CSV cells, and rows → bytes of the file's encoding. Pure. */
import { ConnectorError } from "../errors.ts";
import { ExactNumber, printExactJson } from "./exact-json.ts";
import type { CsvDialect, Encoding, RowColumn } from "./types.ts";

/** Text of a value before quoting: nothing for null and absent, numbers with their digits, nested values as compact JSON. */
export function cellText(value: unknown, decimalSeparator: "." | ","): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (value instanceof ExactNumber) return value.text.replace(".", decimalSeparator);
  if (typeof value === "number") return String(value).replace(".", decimalSeparator);
  return typeof value === "object" ? printExactJson(value) : String(value);
}

/** What of a record goes into a column. */
export function columnValue(column: RowColumn, record: Readonly<Record<string, unknown>>): unknown {
  if ("value" in column) return column.value;
  const value = Object.hasOwn(record, column.property) ? record[column.property] : undefined;
  return column.print !== undefined && typeof value === "string" ? column.print(value) : value;
}

/** The cell as it stands in the file, or undefined when it needs quotes and the file has none. */
export type CellQuoter = (text: string) => string | undefined;

/** Quotes where they are needed: around the separator, a quote, a line end, a blank (space, tab) at either end. A file
 *  without quotes takes blanks and quotes as they are. */
export function createCellQuoter({ separator, quote }: CsvDialect): CellQuoter {
  if (quote === "") {
    return (text) => (text.includes(separator) || /[\r\n]/.test(text) ? undefined : text);
  }
  const needsQuotes = (text: string) =>
    text.includes(separator) || text.includes(quote) || /[\r\n]|^[ \t]|[ \t]$/.test(text);
  return (text) => (needsQuotes(text) ? `${quote}${text.replaceAll(quote, quote + quote)}${quote}` : text);
}

/** First character that the encoding does not have. */
export function unencodable(text: string, encoding: Encoding): string | undefined {
  if (encoding !== "ISO-8859-1") return undefined;
  return /[^\u0000-\u00ff]/u.exec(text)?.[0];
}

/** Lone surrogates become U+FFFD in UTF-8 and UTF-16LE alike. */
export function encodeText(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case "UTF-8":
      return Buffer.from(text);
    case "ISO-8859-1":
      return Buffer.from(text, "latin1");
    case "UTF-16LE":
      return Buffer.from(Buffer.from(text).toString(), "utf16le");
  }
}

/** Line ends in a text: LF, CRLF or CR. */
export function countLineEnds(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

export function needsQuotesError(column: string, row: number): ConnectorError {
  return new ConnectorError("ENCODING_IMPOSSIBLE", {
    what: "A value holds the separator or a line end, and the file is declared without quotes.",
    next: "Give the import's file a text delimiter (such as \") in Anaplan, or keep such values out of the stream.",
    context: { column, row },
  });
}

export function unencodableError(character: string, encoding: Encoding, column: string, row: number): ConnectorError {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return new ConnectorError("ENCODING_IMPOSSIBLE", {
    what: `The character U+${code} is not in ${encoding}, the encoding of the import's file.`,
    next: "Set the file's encoding to UTF-8 in Anaplan, or keep such characters out of the stream.",
    context: { column, row },
  });
}
