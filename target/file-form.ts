/** How Anaplan wants the file of an import: dialect, header, decimal separator. Pure. */
import type { ImportMetadata, ServerFile } from "../protocol/anaplan/types.ts";
import type { CsvDialect, Encoding } from "../protocol/csv/types.ts";
import { ConnectorError, type ErrorContext } from "../protocol/errors.ts";

export interface FileForm {
  dialect: CsvDialect;
  decimalSeparator: "." | ",";
  /** Empty where the server does not tell. */
  headerNames: string[];
  hasHeaderRow: boolean;
}

/** The import's own words first, the file's entry where they are silent (anaplan-api.md 4.3, 5.1). */
/** Throws IMPORT_MAPPING_BROKEN, ENCODING_IMPOSSIBLE. */
export function formOf({ source }: ImportMetadata, file: ServerFile, context: ErrorContext): FileForm {
  const headerRow = source?.headerRow ?? file.headerRow ?? 1;
  const firstDataRow = source?.firstDataRow ?? file.firstDataRow ?? headerRow + 1;
  // -1 on a file the API made, 0 on none: only a file that says so has no header (anaplan-api.md 5.1).
  const hasHeaderRow = headerRow >= 1 || firstDataRow !== 1;
  // What Anaplan skips must not be rows of ours.
  if (headerRow > 1 || firstDataRow > (hasHeaderRow ? 2 : 1)) throw otherRows(headerRow, firstDataRow, context);
  return {
    dialect: {
      separator: firstCharacter(source?.columnSeparator) ?? firstCharacter(file.separator) ?? ",",
      quote: (source?.textDelimiter ?? file.delimiter ?? '"').slice(0, 1),
      encoding: encodingOf(source?.textEncoding || file.encoding || "UTF-8", context),
    },
    decimalSeparator: source?.decimalSeparator === "," ? "," : ".",
    headerNames: source?.headerNames ?? [],
    hasHeaderRow,
  };
}

function firstCharacter(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  return text === "\\t" ? "\t" : text.slice(0, 1);
}

function otherRows(headerRow: number, firstDataRow: number, context: ErrorContext): ConnectorError {
  return new ConnectorError("IMPORT_MAPPING_BROKEN", {
    what: `The import expects its header in row ${headerRow} and its data from row ${firstDataRow} on.`,
    why: "The file that is sent has its header in row 1 and its data from row 2 on.",
    next: "Set header row and first data row of the import's file to 1 and 2 in Anaplan.",
    context,
  });
}

function encodingOf(name: string, context: ErrorContext): Encoding {
  const folded = name.toUpperCase().replace(/[^A-Z0-9]/g, "");
  const known: Record<string, Encoding> = {
    UTF8: "UTF-8",
    USASCII: "UTF-8",
    ASCII: "UTF-8",
    UTF16LE: "UTF-16LE",
    ISO88591: "ISO-8859-1",
    LATIN1: "ISO-8859-1",
  };
  const encoding = known[folded];
  if (encoding !== undefined) return encoding;
  throw new ConnectorError("ENCODING_IMPOSSIBLE", {
    what: `The import's file has the encoding ${name}, which is not supported.`,
    next: "Set it to UTF-8 in Anaplan (UTF-16LE and ISO-8859-1 work too).",
    context,
  });
}
