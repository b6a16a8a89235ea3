/** The table an export or a view shows, line by line, and what its metadata says about it
 *  (anaplan-api.md 4.3 and 8.2). Text only; separator, quotes and encoding come later. */
import type { Readings } from "../readings.ts";
import {
  type ExportDefinition,
  type ExportSource,
  type ExportType,
  type LineItemDefinition,
  TIME,
} from "./definition.ts";
import type { Dimension } from "./dimensions.ts";
import { generatedRow } from "./generate.ts";
import type { ListStore } from "./list-store.ts";
import type { Model } from "./model.ts";
import { type PrintOptions, printValue } from "./values.ts";
import { defaultPage, gridLines, labels, product, type ShownView, showView, viewOf } from "./views.ts";

export type Layout = {
  headerNames: string[];
  dataTypes: string[];
  listNames: string[];
  rowCount: number;
  /** Header lines first. The arrays are the receiver's. */
  lines(): Generator<string[]>;
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
        rowCount: lineCount(source.text) - 1,
        *lines() {},
      };
  }
}

/** Line ends inside quotes count too: rowCount is an estimate anyway (anaplan-api.md 4.3). */
function lineCount(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
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
