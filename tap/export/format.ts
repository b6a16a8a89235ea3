/** Which exports can be read as streams, and how their files are written (anaplan-api.md 8.1, 8.2). Pure. */
import type { ExportDefinition, ExportMetadata } from "../../protocol/anaplan/types.ts";
import type { CsvDialect, Encoding } from "../../protocol/csv/types.ts";
import { ConnectorError, type ErrorContext } from "../../protocol/errors.ts";

export interface ExportFacts {
  definition: ExportDefinition;
  metadata?: ExportMetadata;
}

const READABLE_EXTENSION = /\.(csv|txt|tsv|tab)$/i;
const UNREADABLE_EXTENSION = /\.(xlsx?|xlsm|xlsb|pdf|html?|zip)$/i;

/** Why an export cannot be read; undefined if it can. The format rules, then the extension of the name. */
export function unsupportedReason({ definition, metadata }: ExportFacts): string | undefined {
  const format = formatOf({ definition, ...(metadata && { metadata }) });
  const excel = excelLimit({ definition, ...(metadata && { metadata }) });
  if (format !== undefined && !isTextFormat(format)) {
    return `The export writes ${format}; only csv and txt can be read. ${excel}Save it as CSV in Anaplan.`;
  }
  if (format === undefined && UNREADABLE_EXTENSION.test(definition.name)) {
    return `The export's name says it is no csv or txt file ("${definition.name}"). ${excel}Save it as CSV in Anaplan.`;
  }
  return undefined;
}

/** anaplan-api.md 7.4: CSV and TXT have no documented limit. */
const EXCEL_LIMITS = {
  XLS: { rows: 65_536, pages: 1_370 },
  XLSX: { rows: 1_048_576, pages: 10_000 },
} as const;

/** A sentence with a blank behind it; empty for what is no Excel file. */
function excelLimit({ definition, metadata }: ExportFacts): string {
  const format = formatOf({ definition, ...(metadata && { metadata }) })?.toLowerCase() ?? "";
  const isNewer = /openxml|xlsx/.test(format) || (format === "" && /\.xls[xmb]$/i.test(definition.name));
  const isOlder = /ms-excel|^xls$/.test(format) || (format === "" && /\.xls$/i.test(definition.name));
  if (!isNewer && !isOlder) return "";
  const word = isNewer ? "XLSX" : "XLS";
  const { rows, pages } = EXCEL_LIMITS[word];
  const [most, mostPages] = [rows.toLocaleString("en-US"), pages.toLocaleString("en-US")];
  const counted = metadata?.rowCount ?? 0;
  const own = counted > rows ? ` (its metadata counts about ${counted.toLocaleString("en-US")} rows)` : "";
  return `${word} files of Anaplan end at ${most} rows and ${mostPages} pages${own}; CSV and TXT have no such limit. `;
}

export function formatOf({ definition, metadata }: ExportFacts): string | undefined {
  return [definition.exportFormat, metadata?.exportFormat].find((text) => text !== undefined && text.trim() !== "");
}

export function layoutOf({ definition, metadata }: ExportFacts): string | undefined {
  const words = [definition.layout, metadata?.layout, definition.exportType];
  return words.find((text) => text !== undefined && text !== "")?.toUpperCase();
}

export function isGrid(facts: ExportFacts): boolean {
  return layoutOf(facts)?.startsWith("GRID") ?? false;
}

/** One table below the other. */
export function hasAllPages(facts: ExportFacts): boolean {
  return layoutOf(facts) === "GRID_ALL_PAGES";
}

function isTextFormat(format: string): boolean {
  const word = format.split(";")[0]?.trim().toLowerCase() ?? "";
  return /^(text\/(csv|plain|tab-separated-values|tsv|comma-separated-values)|application\/csv|csv|txt|tsv)$/.test(
    word,
  );
}

/** Separator, quote and encoding from the metadata; where it is silent, a tab for txt, otherwise a comma. */
export function dialectOf(facts: ExportFacts): CsvDialect {
  const { metadata, definition } = facts;
  return {
    separator: firstCharacter(metadata?.separator) ?? (isTabbed(facts) ? "\t" : ","),
    quote:
      firstCharacter(metadata?.delimiter) ??
      (metadata?.delimiter === undefined || metadata.separator === "" ? '"' : ""),
    encoding: encodingOf(metadata?.encoding ?? definition.encoding),
  };
}

function isTabbed(facts: ExportFacts): boolean {
  const format = formatOf(facts)?.toLowerCase() ?? "";
  if (/plain|tab|tsv|^txt/.test(format)) return true;
  return (
    format === "" && /\.(txt|tsv|tab)$/i.test(facts.definition.name) && READABLE_EXTENSION.test(facts.definition.name)
  );
}

function firstCharacter(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  return text === "\\t" ? "\t" : text.slice(0, 1);
}

/** A byte order mark in the file rules over it (protocol/csv/header.ts). */
export function encodingOf(name: string | undefined): Encoding {
  const word = (name ?? "").toUpperCase().replace(/[^A-Z0-9]/g, "");
  if (/^(UTF16|UTF16LE|UNICODE|UCS2)$/.test(word)) return "UTF-16LE";
  if (/^(ISO88591|LATIN1|ISOLATIN1|WINDOWS1252|CP1252|USASCII|ASCII)$/.test(word)) return "ISO-8859-1";
  return "UTF-8";
}

export function unsupportedError(
  { source }: { source: ExportFacts },
  reason: string,
  context: ErrorContext,
): ConnectorError {
  return new ConnectorError("EXPORT_FORMAT_UNSUPPORTED", {
    what: `The export "${source.definition.name}" cannot be read.`,
    why: reason,
    next: "Save it as CSV or TXT in Anaplan, or take it out of the selection.",
    context,
  });
}
