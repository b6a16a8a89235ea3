/** MODULE_DATA: rows set cells. A member that does not exist rejects the row; a value that does not fit its line item
 *  is a warning while the other cells of the row are loaded, a rejection when none is left. */
import type { ImportDefinition, LineItemDefinition } from "./definition.ts";
import type { Dimension } from "./dimensions.ts";
import type { RowOutcome } from "./import-book.ts";
import { type BoundColumn, boundTo } from "./import-columns.ts";
import type { RowLoader } from "./import-hierarchy.ts";
import type { ModuleStore } from "./module-store.ts";
import type { MappingParameter } from "./tasks.ts";
import { type CellValue, emptyValue, parseBoolean, parseDate, parseNumber, type ValueOptions } from "./values.ts";

/** Looks a member of a LIST or TIME_PERIOD formatted cell up; gives its name, or undefined. */
export type MemberLookup = (item: LineItemDefinition, text: string) => string | undefined;

/** How one dimension gets its member: from a column, or one for the whole run. */
type DimensionSource = { dimension: Dimension; at: number; by: "name" | "code" | "any"; constant: number };

export function moduleLoader(
  definition: ImportDefinition,
  columns: BoundColumn[],
  module: ModuleStore,
  options: ValueOptions,
  members: MemberLookup,
  asked: MappingParameter[],
): RowLoader {
  const valueAt = boundTo(columns, "value")[0]?.at ?? -1;
  const lineItemAt = boundTo(columns, "lineItemName")[0]?.at ?? -1;
  const cells = boundTo(columns, "lineItem").map(({ at, to }) => ({
    at,
    item: module.lineItem(to.lineItem),
    fixed: to.at ?? {},
  }));
  const sources = module.dimensions.map((dimension) => dimensionSource(definition, columns, dimension, asked));
  const placedByColumn = new Set(cells.flatMap(({ fixed }) => Object.keys(fixed)));
  const missing = sources.find(
    ({ dimension, at, constant }) => at < 0 && constant < 0 && !placedByColumn.has(dimension.id),
  );

  function load(fields: string[]): RowOutcome {
    const at: number[] = [];
    const errors: string[] = [];
    for (const { dimension, at: position, by, constant } of sources) {
      const text = position < 0 ? "" : (fields[position] ?? "");
      const index = constant >= 0 || position < 0 ? constant : dimension.find(text.trim(), by);
      if (index < 0 && position >= 0) errors.push(`Invalid ${identifierKind(dimension)}: ${text}`);
      at.push(index);
    }
    if (errors.length > 0) return { kind: "rejected", errors };
    return lineItemAt >= 0 ? loadNamed(at, fields) : loadCells(at, fields);
  }

  function loadNamed(at: number[], fields: string[]): RowOutcome {
    const item = module.lineItem(fields[lineItemAt] ?? "");
    if (item === undefined)
      return { kind: "rejected", errors: [`Invalid line item identifier: ${fields[lineItemAt] ?? ""}`] };
    return settle([write(at, item, fields[valueAt] ?? "")]);
  }

  function loadCells(at: number[], fields: string[]): RowOutcome {
    const results: WriteResult[] = [];
    for (const { at: position, item, fixed } of cells) {
      if (item === undefined) continue;
      const place = Object.keys(fixed).length === 0 ? at : placed(at, fixed);
      results.push(write(place, item, fields[position] ?? ""));
    }
    return settle(results);
  }

  function placed(at: number[], fixed: Record<string, string>): number[] {
    return at.map((index, n) => {
      const dimension = module.dimensions[n]!;
      const text = fixed[dimension.id];
      return text === undefined ? index : dimension.find(text, "any");
    });
  }

  function write(at: number[], item: LineItemDefinition, text: string): WriteResult {
    if (item.formula !== undefined && item.formula !== "") return { error: `Cell is calculated: ${item.name}` };
    if (at.some((index) => index < 0)) return { error: `Invalid item for ${item.name}` };
    const value = cellValue(item, text, options, members);
    if ("error" in value) return value;
    return { changed: module.set(at, item, value.value) };
  }

  return { missing: missing?.dimension.name, load };
}

type WriteResult = { changed: boolean } | { error: string };

function settle(results: WriteResult[]): RowOutcome {
  const errors = results.flatMap((result) => ("error" in result ? [result.error] : []));
  if (errors.length > 0 && errors.length === results.length) return { kind: "rejected", errors };
  if (errors.length > 0) return { kind: "updated", warnings: errors };
  return results.some((result) => "changed" in result && result.changed)
    ? { kind: "updated", warnings: [] }
    : { kind: "ignored" };
}

function dimensionSource(
  definition: ImportDefinition,
  columns: BoundColumn[],
  dimension: Dimension,
  asked: MappingParameter[],
): DimensionSource {
  const column = boundTo(columns, "dimension").find(({ to }) => to.dimensionId === dimension.id);
  const fixed = definition.fixed?.find(({ dimensionId }) => dimensionId === dimension.id)?.item;
  const question = definition.asks?.find(({ dimensionId }) => dimensionId === dimension.id);
  const answer = asked.find(
    ({ entityType, importId }) =>
      entityType === question?.entityType && (importId === undefined || importId === definition.id),
  )?.entityName;
  const name = question === undefined ? fixed : answer;
  return {
    dimension,
    at: column?.at ?? -1,
    by: column?.to.by ?? "any",
    constant: name === undefined ? -1 : dimension.find(name, "any"),
  };
}

function identifierKind(dimension: Dimension): string {
  return dimension.name === "Time" ? "time entity identifier" : "list identifier";
}

export function cellValue(
  item: LineItemDefinition,
  text: string,
  options: ValueOptions,
  members: MemberLookup,
): { value: CellValue } | { error: string } {
  const format = item.format;
  if (text === "") return { value: emptyValue(format) };
  const found = parsed();
  return found === undefined ? { error: `Invalid ${formatWord(item)}: ${text}` } : { value: found };

  function parsed(): CellValue | undefined {
    switch (format.type) {
      case "NUMBER":
        return parseNumber(text, options.decimalSeparator);
      case "BOOLEAN":
        return parseBoolean(text);
      case "DATE":
        return parseDate(text, options.dateOrder);
      case "LIST":
      case "TIME_PERIOD":
        return members(item, text);
      case "TEXT":
        return text;
      case "NONE":
        return undefined;
    }
  }
}

function formatWord(item: LineItemDefinition): string {
  switch (item.format.type) {
    case "NUMBER":
      return "number";
    case "BOOLEAN":
      return "boolean";
    case "DATE":
      return "date";
    default:
      return "item";
  }
}
