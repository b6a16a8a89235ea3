/** Compares what an export of one model shows with what an import of another model has stored, cell by cell. The
 *  import's mapping says where each column belongs. */
import { breathe } from "../clock.ts";
import type { ColumnTarget, ImportDefinition, LineItemDefinition } from "./definition.ts";
import { type BoundColumn, bindColumns, boundTo } from "./import-columns.ts";
import { cellValue } from "./import-module.ts";
import { exportLayout } from "./layout.ts";
import { type ListStore, NONE } from "./list-store.ts";
import { type Model, memberName } from "./model.ts";
import type { ModuleStore } from "./module-store.ts";
import { parseDate, parseNumber, plainPrint, printValue, type ValueOptions } from "./values.ts";

export type Difference = { row: number; column: string; source: string; target: string };

export type Comparison = {
  /** Rows of the source; those the target has no place for are `missing`. */
  rows: number;
  missing: number;
  cells: number;
  equal: number;
  different: number;
  /** At most the first hundred. */
  differences: Difference[];
  /** Rows of the source, from 1, that are missing; at most the first hundred. */
  missingRows: number[];
};

const SHOWN = 100;

/** Throws if the export or the import does not exist. */
export async function compareExport(
  source: Model,
  exportId: string,
  target: Model,
  importId: string,
): Promise<Comparison> {
  const exported = source.definition.exports?.find(({ id }) => id === exportId);
  const imported = target.definition.imports?.find(({ id }) => id === importId);
  if (exported === undefined || imported === undefined)
    throw new Error(`no export ${exportId} or no import ${importId}`);
  const lines = exportLayout(source, exported).lines();
  const header = lines.next().value ?? [];
  return compareRows(header, lines, target, imported);
}

/** Reads the target's text at the place a row belongs to, or undefined if there is no such place. */
type RowReader = (
  fields: readonly string[],
) => ((column: BoundColumn) => { source: string; target: string } | undefined) | undefined;

/** The same for rows from anywhere; empty header names are matched as `column_<position>` too. */
export async function compareRows(
  header: readonly string[],
  rows: Iterable<readonly string[]>,
  target: Model,
  imported: ImportDefinition,
): Promise<Comparison> {
  const names = header.map((name, n) => (name === "" ? emptyHeaderName(imported, n) : name));
  const columns = bindColumns(imported, names);
  const read = rowReader(columns, target, imported);
  const result: Comparison = {
    rows: 0,
    missing: 0,
    cells: 0,
    equal: 0,
    different: 0,
    differences: [],
    missingRows: [],
  };
  for (const fields of rows) {
    result.rows += 1;
    if (result.rows % 5000 === 0) await breathe();
    const cells = read(fields);
    if (cells === undefined) {
      result.missing += 1;
      if (result.missingRows.length < SHOWN) result.missingRows.push(result.rows);
      continue;
    }
    for (const column of columns) enterCell(result, column, cells(column));
  }
  return result;
}

function emptyHeaderName(imported: ImportDefinition, position: number): string {
  const standIn = `column_${position + 1}`;
  return imported.columns.some(({ header }) => header === standIn) ? standIn : "";
}

function enterCell(
  result: Comparison,
  column: BoundColumn,
  cell: { source: string; target: string } | undefined,
): void {
  if (cell === undefined) return;
  result.cells += 1;
  if (cell.source === cell.target) {
    result.equal += 1;
    return;
  }
  result.different += 1;
  if (result.differences.length < SHOWN) result.differences.push({ row: result.rows, column: column.header, ...cell });
}

function rowReader(columns: BoundColumn[], target: Model, imported: ImportDefinition): RowReader {
  const options: ValueOptions = {
    decimalSeparator: target.files.slots.get(imported.fileId ?? "")?.definition.decimalSeparator ?? ".",
    dateOrder: imported.dateFormat ?? "YMD",
  };
  const list = target.lists.get(imported.target ?? "");
  if (list !== undefined) return listReader(columns, list, options);
  const module = target.modules.get(imported.target ?? "");
  if (module === undefined) throw new Error(`import ${imported.name} has no list and no module`);
  return moduleReader(columns, module, target, imported, options);
}

function listReader(columns: BoundColumn[], list: ListStore, options: ValueOptions): RowReader {
  const nameAt = boundTo(columns, "name")[0]?.at ?? NONE;
  const codeAt = boundTo(columns, "code")[0]?.at ?? NONE;
  return (fields) => {
    const code = (fields[codeAt] ?? "").trim();
    const index = code === "" ? list.withName((fields[nameAt] ?? "").trim()) : list.withCode(code);
    if (index === NONE) return undefined;
    return ({ to, at }) => {
      const stored = storedText(list, index, to);
      return stored === undefined
        ? undefined
        : { source: canonical(fields[at] ?? "", to, list, options), target: stored };
    };
  };
}

function storedText(list: ListStore, index: number, to: ColumnTarget): string | undefined {
  switch (to.kind) {
    case "name":
      return list.names[index];
    case "code":
      return list.codes[index];
    case "parent":
      return list.parentName(index);
    case "property":
      return list.property(index, to.property);
    case "subset":
      return String(list.subsets.get(to.subset)?.has(index) === true);
    default:
      return undefined;
  }
}

function canonical(text: string, to: ColumnTarget, list: ListStore, options: ValueOptions): string {
  if (to.kind === "parent") return parentText(text, list);
  if (to.kind !== "property") return text.trim();
  const format = list.definition.properties?.find(({ name }) => name === to.property)?.format;
  if (format?.type === "NUMBER") {
    const value = parseNumber(text, options.decimalSeparator);
    return value === undefined ? text : printValue(value, format, plainPrint);
  }
  return format?.type === "DATE" ? (parseDate(text, options.dateOrder) ?? text) : text;
}

function parentText(text: string, list: ListStore): string {
  const index = list.parentStore.withNameOrCode(text.trim());
  return index === NONE ? text.trim() : list.parentStore.names[index]!;
}

function moduleReader(
  columns: BoundColumn[],
  module: ModuleStore,
  target: Model,
  imported: ImportDefinition,
  options: ValueOptions,
): RowReader {
  const places = module.dimensions.map((dimension) => {
    const column = boundTo(columns, "dimension").find(({ to }) => to.dimensionId === dimension.id);
    const fixed = imported.fixed?.find(({ dimensionId }) => dimensionId === dimension.id)?.item;
    return { dimension, at: column?.at ?? NONE, by: column?.to.by ?? ("any" as const), fixed };
  });
  const namedAt = boundTo(columns, "lineItemName")[0]?.at ?? NONE;
  const lineItemOf = (to: ColumnTarget, fields: readonly string[]): LineItemDefinition | undefined => {
    if (to.kind === "lineItem") return module.lineItem(to.lineItem);
    return to.kind === "value" ? module.lineItem(fields[namedAt] ?? "") : undefined;
  };
  return (fields) => {
    const at = places.map(({ dimension, at: position, by, fixed }) =>
      position === NONE ? dimension.find(fixed ?? "", "any") : dimension.find((fields[position] ?? "").trim(), by),
    );
    if (at.some((index, n) => index < 0 && places[n]!.at !== NONE)) return undefined;
    return ({ to, at: position }) => {
      const item = lineItemOf(to, fields);
      if (item === undefined) return undefined;
      const place = at.map((index, n) => {
        const text = to.kind === "lineItem" ? to.at?.[places[n]!.dimension.id] : undefined;
        return text === undefined ? index : places[n]!.dimension.find(text, "any");
      });
      const text = fields[position] ?? "";
      const wanted = cellValue(item, text, options, (asked, member) => memberName(target, asked, member));
      const source = "value" in wanted ? printValue(wanted.value, item.format, plainPrint) : text;
      return { source, target: printValue(module.get(place, item), item.format, plainPrint) };
    };
  };
}
