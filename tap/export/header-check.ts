/** Whether the first line of a file is what the export's metadata leads to expect (anaplan-api.md 4.3, 8.2). Pure. */
import { ConnectorError } from "../../protocol/errors.ts";
import { type ExportFacts, isGrid, layoutOf } from "./format.ts";

/** Throws where a file that should be tabular begins with the page items of a grid: its header would be taken for a row.
 *  `second`: the line below. */
export function refusePageLine(
  facts: ExportFacts,
  first: readonly string[],
  second: readonly string[] | undefined,
): void {
  if (second === undefined || isGrid(facts) || isSame(first, facts.metadata?.headerNames)) return;
  const isOfHeaderLength = second.length === (facts.metadata?.headerNames?.length ?? facts.metadata?.columnCount);
  const looksLikeHeader = isOfHeaderLength || (second.length > 1 && second[0] === "");
  if (!isSame(second, facts.metadata?.headerNames) && !(first.length !== second.length && looksLikeHeader)) return;
  const items = first.map((item) => JSON.stringify(item)).join(", ");
  throw new ConnectorError("EXPORT_FORMAT_UNSUPPORTED", {
    what: `The first line of the file is no header but the page items of a grid: ${items}. The header stands below it.`,
    why: `The export was saved as a grid; its metadata says ${layoutOf(facts) ?? "nothing of its layout"}.`,
    next: "Save the export as Tabular Multiple Column in Anaplan, or run discovery again.",
    context: { line: 1 },
  });
}

/** Types count by position: of metadata with another number of columns nothing can be said of any. */
export function typesLostText(facts: ExportFacts, found: number): string | undefined {
  const told = facts.metadata?.dataTypes?.length ?? 0;
  if (told === 0 || told === found || isGrid(facts)) return undefined;
  return `The metadata has types for ${told} ${told === 1 ? "column" : "columns"} where the file has ${found}: all columns are text, unless "types" or the catalog says otherwise`;
}

function isSame(texts: readonly string[], others: readonly string[] | undefined): boolean {
  return others !== undefined && texts.length === others.length && texts.every((text, at) => text === others[at]);
}
