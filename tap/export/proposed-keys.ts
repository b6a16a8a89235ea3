/** Which columns of an exported file are dimensions, by layout and metadata (anaplan-api.md 8.2): they identify its rows. Pure. */
import type { ExportSource } from "../stream.ts";
import { isGrid, layoutOf } from "./format.ts";

type KeyFacts = Pick<ExportSource, "definition" | "metadata"> & { lineItems?: { has(name: string): boolean } };

/** Positions in `headers`, texts as they stand in the metadata; none where it cannot be told. */
export function dimensionPositions(source: KeyFacts, headers: readonly string[]): number[] {
  if (headers.length < 2 || layoutOf(source) === "AUDIT_LOG") return [];
  if (isGrid(source))
    return range(
      Math.max(
        1,
        headers.findIndex((header) => header !== ""),
      ),
    );
  if (isListExport(headers)) return [0];
  const isSingleColumn = headers.some((header) => /^line items?$/i.test(header));
  if (isSingleColumn) return range(headers.length - 1);
  if (source.metadata?.dataTypes.length !== headers.length) return beforeLineItems(headers, source.lineItems);
  const first = headers.findIndex((_, at) => !isMember(source, headers, at));
  return first < 0 ? [] : range(first);
}

/** Without a type for each column only names tell: dimensions are whatever stands before the line items. */
function beforeLineItems(headers: readonly string[], lineItems: KeyFacts["lineItems"]): number[] {
  const isLineItem = headers.map((header) => lineItems?.has(header.toLowerCase()) === true);
  const first = isLineItem.indexOf(true);
  return first > 0 && isLineItem.slice(first).every(Boolean) ? range(first) : [];
}

/** The item's name is unique in its list and has no header. */
function isListExport(headers: readonly string[]): boolean {
  return headers[0] === "" && headers.slice(1, 3).some((header) => /^(parent|code)$/i.test(header));
}

/** A line item may hold list members and periods, too; a dimension bears the name of its list, or stands first. */
function isMember({ metadata, lineItems }: KeyFacts, headers: readonly string[], at: number): boolean {
  const { dataTypes = [], listNames = [] } = metadata ?? {};
  if (!/^(TIME_)?ENTITY$/i.test(dataTypes[at] ?? "")) return false;
  const header = headers[at]?.toLowerCase() ?? "";
  const isLineItem = lineItems?.has(header) === true && header !== listNames[at]?.toLowerCase();
  return at === 0 || !isLineItem;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}
