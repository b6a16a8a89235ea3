/** Modules, line items and their dimensions (anaplan-api.md 4.4). */
import { Refusal, type Reply, readJsonObject } from "../http/exchange.ts";
import { collection, page } from "../http/replies.ts";
import { type LineItemDefinition, TIME, USERS, type ValueFormat, VERSIONS } from "../world/definition.ts";
import { type Dimension, listDimension, timeDimension, versionDimension } from "../world/dimensions.ts";
import type { Model } from "../world/model.ts";
import type { ModuleStore } from "../world/module-store.ts";
import { inModel, type ModelCall, notFound, type Route } from "./route.ts";

export const moduleRoutes: Route[] = [
  ...inModel("GET", "/modules", ({ exchange, model, emulation }) => {
    const facts = [...model.modules.values()].map(({ definition: { id, name, code } }) => ({
      id,
      name,
      ...(code === undefined ? {} : { code }),
    }));
    return page(exchange, "module", "modules", facts, emulation);
  }),
  ...inModel("GET", "/lineItems", (call) => lineItems(call, [...call.model.modules.values()])),
  ...inModel("GET", "/modules/:module/lineItems", (call) => lineItems(call, [moduleOf(call)])),
  ...inModel("GET", "/lineItems/:item/dimensions", ({ model, params, emulation }) => {
    const { module } = lineItemOf(model, params.item!);
    const dimensions = module.dimensions.map(({ id, name }) => ({ id, name }));
    return collection("dimension", "dimensions", dimensions, emulation.readings);
  }),
  ...inModel("GET", "/lineItems/:item/dimensions/:dimension/items", ({ model, params, emulation }) => {
    const { module } = lineItemOf(model, params.item!);
    const dimension = module.dimensions.find(({ id }) => id === params.dimension);
    if (dimension === undefined) throw notFound();
    return collection("dimension", "items", dimensionItems(dimension), emulation.readings);
  }),
  ...inModel("GET", "/dimensions/:dimension/items", ({ model, params, emulation }) => {
    const dimension = listOnly(model, params.dimension!);
    if (dimension.size() > emulation.limits.listReadItems) throw new Refusal(400, "The dimension has too many items");
    return collection("dimension", "items", dimensionItems(dimension), emulation.readings);
  }),
  ...inModel("POST", "/dimensions/:dimension/items", lookUp),
];

export function moduleOf({ model, params }: ModelCall): ModuleStore {
  const module = model.modules.get(params.module!);
  if (module === undefined) throw notFound();
  return module;
}

function lineItemOf(model: Model, id: string): { module: ModuleStore; item: LineItemDefinition } {
  for (const module of model.modules.values()) {
    const item = module.definition.lineItems.find((candidate) => candidate.id === id);
    if (item !== undefined) return { module, item };
  }
  throw notFound();
}

export function dimensionItems(dimension: Dimension) {
  return [...dimension.indexes()].map((index) => ({
    id: dimension.itemId(index),
    name: dimension.label(index),
    // SDK demands the key, also where there is no code.
    code: dimension.codeOf(index),
  }));
}

/** Only lists and Users are served here; Time is a 400 (anaplan-api.md 4.4). */
function listOnly(model: Model, id: string): Dimension {
  if (id === TIME || id === VERSIONS) throw new Refusal(400, "The dimension type is not supported");
  const list = model.lists.get(id);
  if (list !== undefined) return listDimension(list);
  if (id !== USERS) throw notFound();
  const users = [...model.users];
  return {
    id,
    name: "Users",
    capacity: users.length,
    indexes: () => users.keys(),
    size: () => users.length,
    label: (index) => users[index] ?? "",
    codeOf: () => "",
    itemId: (index) => `101${String(index + 1).padStart(9, "0")}`,
    find: (text) => users.indexOf(text),
    has: (index) => index in users,
  };
}

/** The look-up also serves Time and Versions (SDK). */
function anyDimension(model: Model, id: string): Dimension {
  if (id === TIME) return timeDimension(model.calendar, "MONTH");
  return id === VERSIONS ? versionDimension(model.versions) : listOnly(model, id);
}

async function lookUp({ exchange, model, params, emulation }: ModelCall): Promise<Reply> {
  const body = await readJsonObject(exchange);
  const names = Array.isArray(body.names) ? body.names.map(String) : [];
  const codes = Array.isArray(body.codes) ? body.codes.map(String) : [];
  if (names.length + codes.length === 0) throw new Refusal(400, "names or codes must be given");
  const wanted = new Set([...names, ...codes].map((text) => text.toLowerCase()));
  const items = dimensionItems(anyDimension(model, params.dimension!)).filter(
    ({ name, code }) => wanted.has(name.toLowerCase()) || (code !== "" && wanted.has(code.toLowerCase())),
  );
  return collection("dimension", "items", items, emulation.readings);
}

function lineItems({ exchange, model, emulation }: ModelCall, modules: ModuleStore[]): Reply {
  const all = exchange.query.get("includeAll") === "true";
  const items = modules.flatMap((module) =>
    module.definition.lineItems.map((item) => {
      const plain = {
        moduleId: module.definition.id,
        moduleName: module.definition.name,
        ...(emulation.readings.lineItemId === "present" ? { id: item.id } : {}),
        name: item.name,
      };
      return all ? { ...plain, ...lineItemDetails(model, module, item) } : plain;
    }),
  );
  return collection("lineItem", "items", items, emulation.readings);
}

function lineItemDetails(model: Model, module: ModuleStore, item: LineItemDefinition) {
  const cellCount = module.dimensions.reduce((product, dimension) => product * dimension.size(), 1);
  const hasTime = module.definition.appliesTo.includes(TIME);
  return {
    isSummary: false,
    startOfSection: false,
    broughtForward: false,
    useSwitchover: false,
    breakback: false,
    cellCount,
    version: { name: "All", id: VERSIONS },
    appliesTo: module.dimensions
      .filter(({ id }) => id !== TIME && id !== VERSIONS)
      .map(({ id, name }) => ({ id, name })),
    dataTags: [],
    referencedBy: [],
    formula: item.formula ?? "",
    format: formatWord(item.format),
    formatMetadata: formatMetadata(model, item.format),
    summary: item.format.type === "NUMBER" ? "Sum" : "None",
    timeScale: hasTime ? timeScaleWord(module) : "Not Applicable",
    timeRange: hasTime ? "Model Calendar" : "Not Applicable",
    formulaScope: "All Versions",
    style: "Normal",
    code: "",
    notes: "",
  };
}

function timeScaleWord(module: ModuleStore): string {
  const scale = module.definition.timeScale ?? "MONTH";
  return scale[0] + scale.slice(1).toLowerCase();
}

function formatWord(format: ValueFormat): string {
  return format.type === "TIME_PERIOD" ? "TIME PERIOD" : format.type;
}

export function formatMetadata(model: Model, format: ValueFormat): Record<string, unknown> {
  switch (format.type) {
    case "NUMBER":
      return {
        dataType: "NUMBER",
        minimumSignificantDigits: 4,
        decimalPlaces: 2,
        negativeNumberNotation: "MINUS_SIGN",
        unitsType: "NONE",
        unitsDisplayType: "NONE",
        zeroFormat: "ZERO",
        comparisonIncrease: "GOOD",
        groupingSeparator: "COMMA",
        decimalSeparator: "FULL_STOP",
        customUnits: "",
      };
    case "LIST":
      return {
        dataType: "ENTITY",
        hierarchyEntityLongId: format.listId,
        selectiveAccessApplied: model.lists.get(format.listId)?.definition.selectiveAccess === true,
        showAll: false,
      };
    case "TIME_PERIOD": {
      const entityId = format.period ?? "MONTH";
      return {
        dataType: "TIME_ENTITY",
        periodType: { entityId, entityLabel: entityId[0] + entityId.slice(1).toLowerCase(), entityIndex: 4 },
      };
    }
    case "TEXT":
      return { dataType: "TEXT", textType: "GENERAL" };
    case "BOOLEAN":
    case "DATE":
    case "NONE":
      return { dataType: format.type };
  }
}
