/** The table an export or a view shows, line by line, and what its metadata says about it
 *  (anaplan-api.md 4.3 and 8.2). Text only; separator, quotes and encoding come later. */
import type { Readings } from "../readings.ts";
import {
  type ExportDefinition,
  type ExportSource,
  type ExportType,
  LINE_ITEMS,
  type LineItemDefinition,
  TIME,
  type ViewDefinition,
} from "./definition.ts";
import type { Dimension } from "./dimensions.ts";
import { generatedRow } from "./generate.ts";
import type { ListStore } from "./list-store.ts";
import type { Model } from "./model.ts";
import type { ModuleStore } from "./module-store.ts";
import { type PrintOptions, printValue } from "./values.ts";

export type Layout = {
  headerNames: string[];
  dataTypes: string[];
  listNames: string[];
  rowCount: number;
  /** Header lines first. The arrays are the receiver's. */
  lines(): Generator<string[]>;
};

export type ShownView = {
  module: ModuleStore;
  rows: Dimension[];
  columns: Dimension[];
  pages: Dimension[];
  items: LineItemDefinition[];
  print: PrintOptions;
};

export function printOptions(readings: Readings): PrintOptions {
  return { date: readings.exportDateFormat, number: readings.exportNumberFormat, boolean: readings.exportBooleans };
}

export function exportLayout(model: Model, definition: ExportDefinition): Layout {
  return withHeaders(sourceLayout(model, definition.source, definition), definition);
}

function withHeaders(layout: Layout, definition: ExportDefinition): Layout {
  const renamed = (names: string[]): string[] => names.map((name) => definition.headers?.[name] ?? name);
  return {
    ...layout,
    headerNames: definition.headerNames ?? renamed(layout.headerNames),
    dataTypes: definition.dataTypes ?? layout.dataTypes,
    *lines() {
      let first = true;
      for (const line of layout.lines()) {
        yield first && definition.headers !== undefined ? renamed(line) : line;
        first = false;
      }
    },
  };
}

function sourceLayout(model: Model, source: ExportSource, definition: ExportDefinition): Layout {
  const print = printOptions(model.surroundings.readings);
  switch (source.kind) {
    case "list": {
      const list = model.lists.get(source.listId);
      if (list === undefined) throw new Error(`export ${definition.name} has no list`);
      return listLayout(list);
    }
    case "module": {
      const module = model.modules.get(source.moduleId);
      if (module === undefined) throw new Error(`export ${definition.name} has no module`);
      const view = showView(module, viewOf(module, source.viewId), source.lineItems, print);
      return viewLayout(view, definition.exportType, definition.omitEmptyRows === true, model.surroundings.readings);
    }
    case "generated": {
      const { generate } = source;
      return {
        headerNames: generate.columns.map(({ header }) => header),
        dataTypes: generate.columns.map(({ type }) => generatedType(type)),
        listNames: generate.columns.map(() => ""),
        rowCount: generate.rows,
        *lines() {
          yield generate.columns.map(({ header }) => header);
          for (let n = 0; n < generate.rows; n += 1) yield generatedRow(generate, n);
        },
      };
    }
    case "text":
      return {
        headerNames: definition.headerNames ?? [],
        dataTypes: definition.dataTypes ?? [],
        listNames: [],
        rowCount: 0,
        *lines() {},
      };
  }
}

function generatedType(type: string): string {
  if (type === "number" || type === "integer" || type === "index") return "NUMBER";
  if (type === "boolean" || type === "date") return type.toUpperCase();
  return type === "period" ? "TIME_ENTITY" : type === "word" ? "ENTITY" : "TEXT";
}

export function listLayout(list: ListStore): Layout {
  const properties = list.definition.properties ?? [];
  const subsets = list.definition.subsets ?? [];
  const header = ["", "Parent", "Code", ...properties.map(({ name }) => name), ...subsets.map(({ name }) => name)];
  return {
    headerNames: header,
    dataTypes: [
      "ENTITY",
      "ENTITY",
      "TEXT",
      ...properties.map(({ format }) => typeOf(format.type)),
      ...subsets.map(() => "BOOLEAN"),
    ],
    listNames: [
      list.definition.name,
      list.parentStore.definition.name,
      "",
      ...properties.map(() => ""),
      ...subsets.map(() => ""),
    ],
    rowCount: list.size,
    *lines() {
      yield header;
      for (const index of list.indexes()) {
        yield [
          list.names[index]!,
          list.parentName(index),
          list.codes[index]!,
          ...properties.map(({ name }) => list.property(index, name)),
          ...subsets.map(({ name }) => String(list.subsets.get(name)?.has(index) === true)),
        ];
      }
    },
  };
}

/** The default view: first dimension down, Time across if there is one, else line items. */
export function viewOf(module: ModuleStore, viewId?: string): ViewDefinition {
  const saved = module.definition.views?.find(({ id }) => id === viewId);
  if (saved !== undefined) return saved;
  const { id, appliesTo } = module.definition;
  const [first, ...others] = appliesTo;
  const columns = others.includes(TIME) ? [TIME] : [LINE_ITEMS];
  return { id, name: "default", rows: first === undefined ? [] : [first], columns };
}

export function showView(
  module: ModuleStore,
  view: ViewDefinition,
  names: string[] | undefined,
  print: PrintOptions,
): ShownView {
  const wanted = names ?? view.lineItems;
  const items = module.definition.lineItems.filter(({ name }) => wanted === undefined || wanted.includes(name));
  const all = [...module.dimensions, lineItemDimension(items)];
  const pick = (ids: string[]): Dimension[] => ids.flatMap((id) => all.filter((dimension) => dimension.id === id));
  const placed = new Set([...view.rows, ...view.columns]);
  return {
    module,
    items,
    rows: pick(view.rows),
    columns: pick(view.columns),
    pages: all.filter(({ id }) => !placed.has(id)),
    print,
  };
}

function lineItemDimension(items: LineItemDefinition[]): Dimension {
  const find = (text: string, by: string): number =>
    items.findIndex((item) => (by === "id" ? item.id === text : item.name.toLowerCase() === text.toLowerCase()));
  return {
    id: LINE_ITEMS,
    name: "Line Items",
    capacity: items.length,
    indexes: () => items.keys(),
    size: () => items.length,
    label: (index) => items[index]?.name ?? "",
    codeOf: () => "",
    itemId: (index) => items[index]?.id ?? "",
    find,
    has: (index) => index >= 0 && index < items.length,
  };
}

function typeOf(format: string): string {
  if (format === "LIST") return "ENTITY";
  return format === "TIME_PERIOD" ? "TIME_ENTITY" : format;
}

export function viewLayout(
  view: ShownView,
  exportType: ExportType,
  omitEmptyRows: boolean,
  readings: Readings,
): Layout {
  switch (exportType) {
    case "TABULAR_MULTI_COLUMN":
      return multiColumn(view, view.items, omitEmptyRows);
    case "TABULAR_CURRENT_LINE_ITEM":
      return multiColumn(view, view.items.slice(0, 1), omitEmptyRows);
    case "TABULAR_SINGLE_COLUMN":
    case "TABULAR_ALL_LINE_ITEMS":
      return singleColumn(view, omitEmptyRows);
    case "GRID_CURRENT_PAGE":
    case "GRID_ALL_PAGES":
      return gridLayout(view, exportType === "GRID_ALL_PAGES", omitEmptyRows, readings);
    case "AUDIT_LOG":
      return {
        headerNames: ["ID", "Date/Time (UTC)", "User", "Description"],
        dataTypes: ["TEXT", "TEXT", "TEXT", "TEXT"],
        listNames: ["", "", "", ""],
        rowCount: 0,
        *lines() {
          yield ["ID", "Date/Time (UTC)", "User", "Description"];
        },
      };
  }
}

function dimensionType(dimension: Dimension): string {
  return dimension.id === TIME ? "TIME_ENTITY" : "ENTITY";
}

function combinationCount(view: ShownView): number {
  return view.module.dimensions.reduce((product, dimension) => product * dimension.size(), 1);
}

function multiColumn(view: ShownView, items: LineItemDefinition[], omitEmptyRows: boolean): Layout {
  const { dimensions } = view.module;
  const header = [...dimensions.map(({ name }) => name), ...items.map(({ name }) => name)];
  return {
    headerNames: header,
    dataTypes: [...dimensions.map(dimensionType), ...items.map(({ format }) => typeOf(format.type))],
    listNames: [...dimensions.map(({ name }) => name), ...items.map(() => "")],
    rowCount: combinationCount(view),
    *lines() {
      yield header;
      for (const at of view.module.combinations()) {
        if (omitEmptyRows && !view.module.isWritten(at)) continue;
        const line: string[] = [];
        for (let n = 0; n < at.length; n += 1) line.push(dimensions[n]!.label(at[n]!));
        for (const item of items) line.push(printValue(view.module.get(at, item), item.format, view.print));
        yield line;
      }
    },
  };
}

function singleColumn(view: ShownView, omitEmptyRows: boolean): Layout {
  const { dimensions } = view.module;
  const header = ["Line Item", ...dimensions.map(({ name }) => name), "Value"];
  return {
    headerNames: header,
    dataTypes: ["ENTITY", ...dimensions.map(dimensionType), "MIXED"],
    listNames: ["Line Items", ...dimensions.map(({ name }) => name), ""],
    rowCount: combinationCount(view) * view.items.length,
    *lines() {
      yield header;
      for (const item of view.items) {
        for (const at of view.module.combinations()) {
          if (omitEmptyRows && !view.module.isWritten(at)) continue;
          const labels = at.map((index, n) => dimensions[n]!.label(index));
          yield [item.name, ...labels, printValue(view.module.get(at, item), item.format, view.print)];
        }
      }
    },
  };
}

export type GridPage = {
  pages: string[];
  columnCoordinates: string[][];
  rows: { rowCoordinates: string[]; cells: string[] }[];
};

/** Cells of one page. `selection` holds one member index per page dimension. */
export function gridPage(view: ShownView, selection: number[], omitEmptyRows = false): GridPage {
  const columns = [...product(view.columns)];
  const isShown = (row: number[]): boolean =>
    !omitEmptyRows || columns.some((across) => view.module.isWritten(placeOf(view, selection, row, across).at));
  return {
    pages: view.pages.map((dimension, n) => dimension.label(selection[n]!)),
    columnCoordinates: columns.map((members) => labels(view.columns, members)),
    rows: [...product(view.rows)].filter(isShown).map((members) => ({
      rowCoordinates: labels(view.rows, members),
      cells: columns.map((across) => cellText(view, selection, members, across)),
    })),
  };
}

export function defaultPage(view: ShownView): number[] {
  return view.pages.map((dimension) => [...dimension.indexes()][0] ?? 0);
}

function labels(dimensions: Dimension[], members: number[]): string[] {
  return members.map((index, n) => dimensions[n]!.label(index));
}

function* product(dimensions: Dimension[]): Generator<number[]> {
  const [first, ...others] = dimensions;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const index of first.indexes()) {
    for (const rest of product(others)) yield [index, ...rest];
  }
}

/** The line item and the members in the order of the module's dimensions. */
function placeOf(
  view: ShownView,
  page: number[],
  row: number[],
  column: number[],
): { item: LineItemDefinition | undefined; at: number[] } {
  const chosen = new Map<string, number>();
  for (const [n, dimension] of view.pages.entries()) chosen.set(dimension.id, page[n]!);
  for (const [n, dimension] of view.rows.entries()) chosen.set(dimension.id, row[n]!);
  for (const [n, dimension] of view.columns.entries()) chosen.set(dimension.id, column[n]!);
  return {
    item: view.items[chosen.get(LINE_ITEMS) ?? 0],
    at: view.module.dimensions.map(({ id }) => chosen.get(id) ?? 0),
  };
}

function cellText(view: ShownView, page: number[], row: number[], column: number[]): string {
  const { item, at } = placeOf(view, page, row, column);
  return item === undefined ? "" : printValue(view.module.get(at, item), item.format, view.print);
}

function gridLayout(view: ShownView, allPages: boolean, omitEmptyRows: boolean, readings: Readings): Layout {
  const first = [...product(view.columns)].map((members) => labels(view.columns, members).at(-1) ?? "");
  const headerNames = [...view.rows.map(() => ""), ...first];
  return {
    headerNames,
    dataTypes: headerNames.map(() => "MIXED"),
    listNames: headerNames.map(() => ""),
    rowCount: view.rows.reduce((count, dimension) => count * dimension.size(), 1),
    *lines() {
      const selections = allPages ? product(view.pages) : [defaultPage(view)];
      let follows = false;
      for (const selection of selections) {
        if (follows && readings.gridPageSeparator === "blank line") yield [""];
        yield* gridLines(view, selection, omitEmptyRows);
        follows = true;
      }
    },
  };
}

export function* gridLines(view: ShownView, selection: number[], omitEmptyRows = false): Generator<string[]> {
  const page = gridPage(view, selection, omitEmptyRows);
  if (page.pages.length > 0) yield page.pages;
  for (const [n] of view.columns.entries()) {
    yield [...view.rows.map(() => ""), ...page.columnCoordinates.map((coordinates) => coordinates[n]!)];
  }
  for (const row of page.rows) yield [...row.rowCoordinates, ...row.cells];
}
