/** The long form of one export, before its file is there and once its head is read. */

import { uniqueNames } from "../../protocol/csv/header.ts";
import { isGrid } from "../export/format.ts";
import type { FileHead } from "../export/head.ts";
import type { TapSettings } from "../settings.ts";
import type { ExportSource } from "../stream.ts";
import { rulesFor, type StreamRules } from "../stream-rules.ts";
import { type ModelFacts, NO_FACTS } from "./model-facts.ts";
import { type PivotColumns, pivotColumns } from "./pivot.ts";
import { headerLineItems, LINE_ITEM, type LongShape, longColumns, PERIOD, shapeOf } from "./shape.ts";

/** Throws CONFIG_INVALID where dimensions and line items cannot be told apart. */
export function exportShape(
  source: ExportSource,
  stream: { id: string; name: string },
  settings: Pick<TapSettings, "keys" | "types" | "columnNames">,
  head: Pick<FileHead, "fields" | "headerRows" | "pageItems"> | undefined,
  model: ModelFacts = NO_FACTS,
): LongShape {
  const { metadata } = source;
  const { keyColumns, typeRules } = rulesFor(settings, stream);
  return shapeOf({
    headers: head?.fields ?? metadata?.headerNames ?? [],
    ...(head !== undefined && { headerRows: head.headerRows }),
    pageItems: head?.pageItems ?? [],
    isGrid: isGrid(source),
    dataTypes: metadata?.dataTypes ?? [],
    listNames: metadata?.listNames ?? [],
    keys: keyColumns,
    rules: typeRules,
    model,
    columnNames: settings.columnNames,
    lists: source.lists,
  });
}

/** Dimensions, line item and period identify a value: where keys are to be proposed, or a person named a table's dimensions. */
export function longKeys(
  shape: LongShape,
  { keyColumns, proposesKeys }: Pick<StreamRules, "keyColumns" | "proposesKeys">,
  { mixedValues }: Pick<TapSettings, "mixedValues">,
): readonly string[] {
  const isWhole = proposesKeys || (keyColumns.length > 0 && shape.kind === "tabular");
  if (!isWhole) return keyColumns;
  return [...shape.dimensions, ...(mixedValues === "column_per_line_item" ? [] : [LINE_ITEM]), PERIOD];
}

/** `lineItems`: those that the file has, or those that its header tells. */
export function longTable(
  shape: LongShape,
  settings: Pick<TapSettings, "mixedValues" | "columnNames">,
  lineItems: readonly string[] = headerLineItems(shape),
): PivotColumns {
  if (settings.mixedValues === "typed_values") return { columns: longColumns(shape), nameOf: new Map() };
  return pivotColumns(shape, lineItems, (names) => {
    const unique = uniqueNames(names);
    return settings.columnNames?.(unique) ?? unique;
  });
}
