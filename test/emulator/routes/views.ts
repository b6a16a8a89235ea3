/** Views and cells: list, axes, data as JSON or CSV, cell write (anaplan-api.md 4.6). */
import { isRecord, mediaType, Refusal, type Reply, readJsonText } from "../http/exchange.ts";
import { collection, csv, json, page } from "../http/replies.ts";
import { csvLine } from "../world/csv.ts";
import type { ExportType, LineItemDefinition, ViewDefinition } from "../world/definition.ts";
import { cellValue } from "../world/import-module.ts";
import { printOptions, viewLayout } from "../world/layout.ts";
import { type Model, memberName, touch } from "../world/model.ts";
import type { ModuleStore } from "../world/module-store.ts";
import { defaultPage, gridLines, gridPage, type ShownView, showView, viewOf } from "../world/views.ts";
import { dimensionItems, moduleOf } from "./modules.ts";
import { type Emulation, inModel, type ModelCall, notFound, type Route } from "./route.ts";

export const viewRoutes: Route[] = [
  ...inModel("GET", "/views", ({ exchange, model, emulation }) => {
    const views = [...model.modules.values()].flatMap((module) =>
      viewList(module, true, exchange.query.get("includesubsidiaryviews") === "true"),
    );
    return page(exchange, "view", "views", views, emulation);
  }),
  ...inModel("GET", "/modules/:module/views", (call) =>
    page(call.exchange, "view", "views", viewList(moduleOf(call), false, false), call.emulation),
  ),
  ...inModel("GET", "/views/:view", viewAxes),
  ...inModel("GET", "/modules/:module/views/:view", viewAxes),
  ...inModel("GET", "/views/:view/dimensions/:dimension/items", ({ model, params, emulation }) => {
    const shown = shownView(model, params.view!, emulation);
    const axes = [...shown.rows, ...shown.columns, ...shown.pages];
    const dimension = axes.find(({ id }) => id === params.dimension);
    if (dimension === undefined) throw notFound();
    return collection("dimension", "items", dimensionItems(dimension), emulation.readings);
  }),
  ...inModel("GET", "/views/:view/data", viewData),
  ...inModel("GET", "/modules/:module/views/:view/data", viewData),
  ...inModel("POST", "/modules/:module/data", writeCells, { changes: true }),
];

function quotedName(name: string): string {
  return /^[\w ]+$/.test(name) ? name : `'${name}'`;
}

function viewList(module: ModuleStore, modelWide: boolean, subsidiary: boolean) {
  const { id, name, views, lineItems } = module.definition;
  const main = { id, code: "", name: modelWide ? quotedName(name) : "default", moduleId: id };
  const saved = (views ?? []).map((view) => ({
    id: view.id,
    code: "",
    name: modelWide ? `${quotedName(name)}.${quotedName(view.name)}` : view.name,
    moduleId: id,
  }));
  const perItem = subsidiary
    ? lineItems.map((item) => ({
        id: item.id,
        code: "",
        name: `${quotedName(name)}.${quotedName(item.name)}`,
        moduleId: id,
      }))
    : [];
  return [main, ...saved, ...perItem];
}

/** The module and the view behind a view id; a module's id is its default view. */
export function findView(model: Model, id: string): { module: ModuleStore; view: ViewDefinition } {
  for (const module of model.modules.values()) {
    const saved = module.definition.views?.find((view) => view.id === id);
    if (saved !== undefined || module.definition.id === id) return { module, view: saved ?? viewOf(module) };
  }
  throw notFound();
}

function shownView(model: Model, id: string, { readings }: Emulation): ShownView {
  const { module, view } = findView(model, id);
  return showView(module, view, undefined, printOptions(readings));
}

function viewAxes({ model, params, emulation }: ModelCall): Reply {
  const { module, view } = findView(model, params.view!);
  const shown = shownView(model, params.view!, emulation);
  const axis = (key: string, dimensions: ShownView["rows"]) =>
    dimensions.length === 0 ? {} : { [key]: dimensions.map(({ id, name }) => ({ id, name })) };
  const isDefault = view.id === module.definition.id;
  return json(200, {
    meta: { schema: "https://api.anaplan.com/2/0/objects/view" },
    status: { code: 200, message: "Success" },
    viewName: isDefault ? module.definition.name : `${module.definition.name}.${view.name}`,
    viewId: view.id,
    ...axis("rows", shown.rows),
    ...axis("columns", shown.columns),
    ...axis("pages", shown.pages),
  });
}

function viewData({ exchange, model, params, emulation }: ModelCall): Reply {
  const shown = shownView(model, params.view!, emulation);
  const cells = [...shown.rows, ...shown.columns].reduce((product, dimension) => product * dimension.size(), 1);
  if (cells > emulation.limits.viewCells) throw new Refusal(400, "The view has more than 1000000 cells");
  const selection = selectedPage(shown, exchange.query);
  const accept = String(exchange.headers.accept ?? "");
  if (accept.includes("text/csv")) return csv(csvText(shown, selection, exchange.query, emulation));
  if (exchange.query.get("format") !== "v1") throw new Refusal(406, "format=v1 is required for JSON");
  const { pages, columnCoordinates, rows } = gridPage(shown, selection);
  return json(200, {
    ...(pages.length > 0 ? { pages } : {}),
    columnCoordinates,
    rows: rows.slice(0, maxRows(exchange.query)),
  });
}

function maxRows(query: URLSearchParams): number {
  const asked = Number(query.get("maxRows"));
  return Number.isInteger(asked) && asked > 0 ? asked : Number.POSITIVE_INFINITY;
}

/** `pages=dimensionId:itemId`, repeated or comma-joined; the rest keeps its default. */
function selectedPage(shown: ShownView, query: URLSearchParams): number[] {
  const selection = defaultPage(shown);
  const asked = query.getAll("pages").flatMap((text) => text.split(","));
  for (const selector of asked) {
    const [dimensionId = "", itemId = ""] = selector.split(":");
    const position = shown.pages.findIndex(({ id }) => id === dimensionId);
    const index = shown.pages[position]?.find(itemId, "id") ?? -1;
    if (position < 0 || index < 0) throw new Refusal(400, `Invalid page selector [${selector}]`);
    selection[position] = index;
  }
  return selection;
}

function csvText(shown: ShownView, selection: number[], query: URLSearchParams, emulation: Emulation): string {
  const exportType = query.get("exportType");
  const lines =
    exportType === null
      ? gridLines(shown, selection)
      : viewLayout(shown, exportType as ExportType, false, emulation.readings).lines();
  let text = "";
  let rows = 0;
  for (const line of lines) {
    if (rows > maxRows(query)) break;
    text += `${csvLine(line, ",", '"')}\n`;
    rows += 1;
  }
  return text;
}

type CellFailure = { requestIndex: number; failureType: string; failureMessageDetails: string };

async function writeCells(call: ModelCall): Promise<Reply> {
  if (mediaType(call.exchange) !== "application/json") throw new Refusal(415, "Unsupported Media Type");
  const { text, value } = await readJsonText(call.exchange);
  if (!Array.isArray(value)) throw new Refusal(400, "The request body must be an array");
  const { limits } = call.emulation;
  if (Buffer.byteLength(text) > limits.cellWriteBytes) throw new Refusal(413, "Request Entity Too Large");
  if (value.length > limits.cellWriteCells)
    throw new Refusal(400, `At most ${limits.cellWriteCells} cells are allowed`);
  const module = moduleOf(call);
  const failures: CellFailure[] = [];
  let changed = 0;
  for (const [requestIndex, entry] of value.entries()) {
    const result = writeCell(call.model, module, isRecord(entry) ? entry : {});
    if (typeof result === "boolean") changed += result ? 1 : 0;
    else failures.push({ requestIndex, failureType: result.type, failureMessageDetails: result.details });
  }
  if (changed > 0) touch(call.model);
  return json(200, { numberOfCellsChanged: changed, ...(failures.length > 0 ? { failures } : {}) });
}

function writeCell(
  model: Model,
  module: ModuleStore,
  entry: Record<string, unknown>,
): boolean | { type: string; details: string } {
  const item = module.lineItem(String(entry.lineItemId ?? entry.lineItemName ?? ""));
  if (item === undefined) return { type: "lineItemNotFound", details: "Line item not found" };
  if (item.formula !== undefined && item.formula !== "")
    return { type: "cellIsCalculated", details: "Cell is calculated" };
  const at = place(module, Array.isArray(entry.dimensions) ? entry.dimensions.filter(isRecord) : []);
  if (at === undefined) return { type: "dimensionNotFound", details: "A dimension or its item was not found" };
  return writeValue(model, module, item, at, entry.value);
}

function place(module: ModuleStore, given: Record<string, unknown>[]): number[] | undefined {
  const at = module.dimensions.map((dimension) => {
    const found = given.find(
      ({ dimensionId, dimensionName }) => dimensionId === dimension.id || dimensionName === dimension.name,
    );
    if (found === undefined) return -1;
    if (found.itemId !== undefined) return dimension.find(String(found.itemId), "id");
    return found.itemCode !== undefined
      ? dimension.find(String(found.itemCode), "code")
      : dimension.find(String(found.itemName ?? ""), "name");
  });
  return at.some((index) => index < 0) ? undefined : at;
}

function writeValue(
  model: Model,
  module: ModuleStore,
  item: LineItemDefinition,
  at: number[],
  value: unknown,
): boolean | { type: string; details: string } {
  const options = { decimalSeparator: ".", dateOrder: "YMD" } as const;
  const parsed = cellValue(item, String(value ?? ""), options, (asked, text) => memberName(model, asked, text));
  if ("error" in parsed) return { type: "dataTypeConversion", details: parsed.error };
  return module.set(at, item, parsed.value);
}
