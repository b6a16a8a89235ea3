/** Lists and their items: metadata, reading as JSON or CSV, adding, updating, deleting (anaplan-api.md 4.5). */
import { isRecord, Refusal, type Reply, readJsonObject } from "../http/exchange.ts";
import { collection, csv, empty, envelope, json, page } from "../http/replies.ts";
import { csvLine } from "../world/csv.ts";
import { addItems, deleteItems, type ItemChange, type ItemChanges, updateItems } from "../world/list-changes.ts";
import type { ListStore } from "../world/list-store.ts";
import { touch } from "../world/model.ts";
import { formatMetadata } from "./modules.ts";
import { inModel, type ModelCall, notFound, type Route } from "./route.ts";

const changes = { changes: true };

export const listRoutes: Route[] = [
  ...inModel("GET", "/lists", ({ exchange, model, emulation }) => {
    const facts = [...model.lists.values()].map(({ definition: { id, name } }) => ({ id, name }));
    return page(exchange, "list", "lists", facts, emulation);
  }),
  ...inModel("GET", "/lists/:list", metadata),
  ...inModel("GET", "/lists/:list/items", items),
  ...inModel("POST", "/lists/:list/items", postItems, changes),
  ...inModel(
    "PUT",
    "/lists/:list/items",
    async (call) => {
      const done = updateItems(writable(call), await givenItems(call));
      return changed(call, done, { updated: done.done });
    },
    changes,
  ),
  ...inModel(
    "POST",
    "/lists/:list/resetIndex",
    (call) => {
      const list = writable(call);
      if (list.size > 0) throw new Refusal(400, "The list is not empty");
      list.clear();
      return empty(200);
    },
    changes,
  ),
  ...inModel("GET", "/lists/:list/preview", (call) => {
    const list = listOf(call);
    return csv(listCsv(list, call.emulation.limits.previewRows));
  }),
];

export function listOf({ model, params }: ModelCall): ListStore {
  const list = model.lists.get(params.list!);
  if (list === undefined) throw notFound();
  return list;
}

function metadata(call: ModelCall): Reply {
  const list = listOf(call);
  const { definition } = list;
  const parent = definition.parent === undefined ? undefined : call.model.lists.get(definition.parent)?.definition;
  return envelope("listMetadata", {
    metadata: {
      id: definition.id,
      name: definition.name,
      properties: (definition.properties ?? []).map(({ name, format }) => ({
        name,
        format: format.type,
        formula: "",
        notes: "",
        referencedBy: "",
        formatMetadata: formatMetadata(call.model, format),
      })),
      subsets: definition.subsets ?? [],
      hasSelectiveAccess: definition.selectiveAccess === true,
      ...(parent === undefined ? {} : { parent: { id: parent.id, name: parent.name } }),
      managedBy: "",
      numberedList: definition.numbered === true,
      useTopLevelAsPageDefault: false,
      // The top-level item counts too (anaplan-api.md 4.5).
      itemCount: list.size + (definition.topLevelItem === undefined ? 0 : 1),
      nextItemIndex: list.span,
      workflowEnabled: false,
      productionData: definition.productionData === true,
      permittedItems: 999_999_999 - list.size,
    },
  });
}

function items(call: ModelCall): Reply {
  const list = listOf(call);
  if (list.size > call.emulation.limits.listReadItems) throw new Refusal(400, "The list has too many items");
  if (String(call.exchange.headers.accept ?? "").includes("text/csv")) return csv(listCsv(list));
  const all = call.exchange.query.get("includeAll") === "true";
  const shown = [...list.records()].map((item) => {
    const plain = { id: item.id, name: item.name, ...(item.code === "" ? {} : { code: item.code }) };
    if (!all) return plain;
    return {
      ...plain,
      ...(item.parent === "" ? {} : { parent: item.parent, parentId: item.parentId }),
      listId: list.definition.id,
      listName: list.definition.name,
      subsets: Object.fromEntries([...list.subsets.keys()].map((name) => [name, item.subsets.includes(name)])),
      properties: item.properties,
      ...(list.definition.selectiveAccess === true ? { read: true, write: true } : {}),
    };
  });
  return collection("listItem", "listItems", shown, call.emulation.readings);
}

export function* listCsvLines(list: ListStore): Generator<string> {
  const subsets = [...list.subsets.keys()];
  const properties = [...list.properties.keys()];
  yield `${csvLine(["id", "name", "code", "parent", "parentId", "listId", "listName", ...subsets, ...properties], ",", '"')}\n`;
  for (const item of list.records()) {
    const flags = subsets.map((name) => String(item.subsets.includes(name)));
    const values = properties.map((name) => item.properties[name] ?? "");
    const head = [item.id, item.name, item.code, item.parent, item.parentId, list.definition.id, list.definition.name];
    yield `${csvLine([...head, ...flags, ...values], ",", '"')}\n`;
  }
}

function listCsv(list: ListStore, rows = Number.POSITIVE_INFINITY): string {
  let text = "";
  let line = 0;
  for (const next of listCsvLines(list)) {
    if (line > rows) break;
    text += next;
    line += 1;
  }
  return text;
}

async function postItems(call: ModelCall): Promise<Reply> {
  const action = call.exchange.query.get("action");
  if (action !== "add" && action !== "delete") throw new Refusal(400, "action must be add or delete");
  const given = await givenItems(call);
  const list = writable(call);
  if (action === "add") {
    const done = addItems(list, given);
    return changed(call, done, { added: done.done });
  }
  const done = deleteItems(list, given, call.emulation.readings.deleteItemsByName === "accepted");
  return changed(call, done, { deleted: done.done });
}

async function givenItems(call: ModelCall): Promise<ItemChange[]> {
  const body = await readJsonObject(call.exchange);
  if (!Array.isArray(body.items)) throw new Refusal(400, "items must be an array");
  if (body.items.length > call.emulation.limits.listWriteItems) {
    throw new Refusal(400, `At most ${call.emulation.limits.listWriteItems} items are allowed`);
  }
  return body.items.map((item) => (isRecord(item) ? item : {}));
}

/** A deployed model refuses changes of lists that are no production data (anaplan-api.md 4.5). */
function writable(call: ModelCall): ListStore {
  const list = listOf(call);
  const deployed = call.model.activeState === "PRODUCTION";
  if (deployed && list.definition.productionData !== true) throw new Refusal(425, "The model is deployed");
  return list;
}

function changed(
  { model, emulation }: ModelCall,
  { done, ignored, total, failures }: ItemChanges,
  counted: Record<string, number>,
): Reply {
  if (done > 0) touch(model);
  const failed = emulation.readings.listFailures === "counted as ignored" ? failures.length : 0;
  return json(200, { ...counted, ignored: ignored + failed, total, ...(failures.length > 0 ? { failures } : {}) });
}
