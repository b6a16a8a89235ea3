/** Streams of views without an export: one column per dimension and per line item, by large-volume reads (anaplan-api.md 4.6,
 *  4.8). */
import type { LineItem, NamedObject, View, ViewAxes } from "../../protocol/anaplan/types.ts";
import { isConnectorError } from "../../protocol/errors.ts";
import { valueTypeOf } from "../layout/model-facts.ts";
import type { Scope, ScopedModel } from "../scope.ts";
import type { ExpectedColumn, SelectedStream, ViewSource } from "../stream.ts";
import { objectKind } from "../stream.ts";
import { beginTable } from "../table/ahead.ts";
import { discoverTables, locateTables, type TableObjects } from "../table/discover.ts";
import { readTable } from "../table/read.ts";
import type { StreamKind, SyncRun } from "./kind.ts";

/** The fixed dimension of line items (anaplan-api.md 1.3), by its id or its name. */
const LINE_ITEMS_ID = "20000000012";
const TIME_ID = "20000000003";
const USERS_ID = "101999999999";

const views: TableObjects<ViewSource, View> = {
  noun: "view",
  list: ({ client }, model) => client.views(model.ref),
  describe: describeView,
  keys: [],
  dimensionCount: ({ dimensionCount }) => dimensionCount,
  // A module's default view is everything the module holds.
  isSelectedByDefault: ({ id, moduleId }) => id !== moduleId,
};

export const viewKind: StreamKind<ViewSource> = {
  discover: async (scope, taken) =>
    scope.settings.listsViews ? discoverTables(scope, views, taken) : { streams: [], problems: [] },
  locate: (scope, wanted) => locateTables(scope, wanted, views),
  owns: (streamId) => objectKind(streamId) === "view",
  sync: (selected, run) => readTable(selected, run, () => ({ kind: "pages", pieces: pagesOf(selected, run) })),
  begin: (selected, quietRun) => beginTable(selected, quietRun, pagesOf),
};

function pagesOf({ stream }: SelectedStream<ViewSource>, { client, signal }: SyncRun) {
  const { model, object } = stream.source;
  return client.readPages({ ...model.ref, kind: "view", id: object.id }, { signal });
}

async function describeView({ client, settings }: Scope, model: ScopedModel, view: View): Promise<ViewSource> {
  const axes = await client.viewAxes(model.ref, view.id);
  const lineItems = view.moduleId === undefined ? [] : await client.lineItems(model.ref, view.moduleId);
  const shown = await shownLineItems({ client }, model, view, axes, lineItems);
  const dimensions = [...axes.rows, ...axes.columns, ...axes.pages].filter((dimension) => !isLineItems(dimension));
  const expected: ExpectedColumn[] = [
    ...dimensions.map(({ id, name }) => ({
      header: name,
      dataType: id === TIME_ID ? "TIME_ENTITY" : "ENTITY",
      listName: name,
      ...(settings.withCodes && listOf(id, name)),
    })),
    ...shown.map((item) => ({
      header: item.name,
      ...dataTypeOf(item),
      ...numbersOf(item),
      ...(settings.withCodes && listOf(item.formatMetadata?.hierarchyEntityLongId, item.name)),
    })),
  ];
  return { kind: "view", model, object: view, expected, dimensionCount: dimensions.length };
}

/** A view may show some of the line items only. */
async function shownLineItems(
  { client }: Pick<Scope, "client">,
  model: ScopedModel,
  view: View,
  { rows, columns, pages }: ViewAxes,
  all: readonly LineItem[],
): Promise<readonly LineItem[]> {
  const dimension = [...rows, ...columns, ...pages].find(isLineItems);
  if (dimension === undefined) return all;
  try {
    const shown = new Set((await client.viewDimensionItems(model.ref, view.id, dimension.id)).map(({ name }) => name));
    const known = all.filter(({ name }) => shown.has(name));
    return known.length > 0 ? known : all;
  } catch (error) {
    if (!isConnectorError(error) || error.class === "transient") throw error;
    return all;
  }
}

function isLineItems({ id, name }: NamedObject): boolean {
  return id === LINE_ITEMS_ID || name.toLowerCase() === "line items";
}

/** A list (101…) or a subset (109…); the fixed dimension of users has no codes. */
function listOf(id: unknown, name: string): Pick<ExpectedColumn, "list"> {
  const text = String(id ?? "");
  return /^10[19]/.test(text) && text !== USERS_ID ? { list: { id: text, name } } : {};
}

function numbersOf(item: LineItem): Pick<ExpectedColumn, "number" | "empty"> {
  const { number, isBlankZero } = valueTypeOf(item);
  return { ...(number !== undefined && { number }), ...(isBlankZero && { empty: "0" }) };
}

/** `format` has words of its own for two types (anaplan-api.md 4.4). */
function dataTypeOf({ format, formatMetadata }: LineItem): { dataType?: string } {
  const word = formatMetadata?.dataType;
  if (typeof word === "string") return { dataType: word };
  if (format === undefined) return {};
  return { dataType: format === "LIST" ? "ENTITY" : format === "TIME PERIOD" ? "TIME_ENTITY" : format };
}
