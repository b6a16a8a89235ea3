/** A module seen through a view: which dimensions stand on rows, columns and pages, and the cells of one page
 *  (anaplan-api.md 4.6 and 8.2). */
import { LINE_ITEMS, type LineItemDefinition, TIME, type ViewDefinition } from "./definition.ts";
import type { Dimension } from "./dimensions.ts";
import type { ModuleStore } from "./module-store.ts";
import { type PrintOptions, printValue } from "./values.ts";

export type ShownView = {
  module: ModuleStore;
  rows: Dimension[];
  columns: Dimension[];
  pages: Dimension[];
  items: LineItemDefinition[];
  print: PrintOptions;
};

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

export function labels(dimensions: Dimension[], members: number[]): string[] {
  return members.map((index, n) => dimensions[n]!.label(index));
}

export function* product(dimensions: Dimension[]): Generator<number[]> {
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

export function* gridLines(view: ShownView, selection: number[], omitEmptyRows = false): Generator<string[]> {
  const page = gridPage(view, selection, omitEmptyRows);
  if (page.pages.length > 0) yield page.pages;
  for (const [n] of view.columns.entries()) {
    yield [...view.rows.map(() => ""), ...page.columnCoordinates.map((coordinates) => coordinates[n]!)];
  }
  for (const row of page.rows) yield [...row.rowCoordinates, ...row.cells];
}
