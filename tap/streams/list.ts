/** Streams of lists: members with code, parent, subsets and properties, read in one call or, where they are many, by a
 *  large-volume read (anaplan-api.md 4.5, 4.8). */
import type { ListItem, NamedObject } from "../../protocol/anaplan/types.ts";
import { isConnectorError } from "../../protocol/errors.ts";
import type { Scope, ScopedModel } from "../scope.ts";
import type { ExpectedColumn, ListSource, SelectedStream } from "../stream.ts";
import { objectKind } from "../stream.ts";
import { discoverTables, locateTables, type TableObjects } from "../table/discover.ts";
import { readTable, type TableContent } from "../table/read.ts";
import type { StreamKind, SyncRun } from "./kind.ts";

/** The one-call limit of the server is 1,000,000; the reply to one call is held in memory whole. */
const MOST_ITEMS_IN_ONE_CALL = 1_000_000;
const MOST_ITEMS_IN_MEMORY = 200_000;

/** Header of the CSV form, before subsets and properties. */
const OWN_COLUMNS = ["id", "name", "code", "parent", "parentId", "listId", "listName"];

const lists: TableObjects<ListSource, NamedObject> = {
  noun: "list",
  list: ({ client }, model) => client.lists(model.ref),
  describe: describeList,
  keys: ["id"],
  dimensionCount: () => 0,
  isSelectedByDefault: () => true,
};

export const listKind: StreamKind<ListSource> = {
  discover: async (scope, taken) =>
    scope.settings.listsLists ? discoverTables(scope, lists, taken) : { streams: [], problems: [] },
  locate: (scope, wanted) => locateTables(scope, wanted, lists),
  owns: (streamId) => objectKind(streamId) === "list",
  sync: (selected, run) => readTable(selected, run, () => openList(selected, run)),
};

async function describeList({ client }: Scope, model: ScopedModel, object: NamedObject): Promise<ListSource> {
  const facts = await client.listMetadata(model.ref, object.id);
  const subsets = objectsOf(facts.subsets).map(({ name }) => String(name ?? ""));
  const properties = objectsOf(facts.properties);
  const itemCount = Number(facts.itemCount);
  return {
    kind: "list",
    model,
    object,
    itemCount: Number.isFinite(itemCount) ? itemCount : undefined,
    subsets,
    properties: properties.map(({ name }) => String(name ?? "")),
    expected: [
      ...OWN_COLUMNS.map((header) => ({ header, dataType: "TEXT" })),
      ...subsets.map((header) => ({ header, dataType: "BOOLEAN" })),
      ...properties.map(propertyColumn),
    ],
  };
}

function propertyColumn({ name, format, formatMetadata }: Record<string, unknown>): ExpectedColumn {
  const [metadata] = objectsOf(formatMetadata);
  const dataType = metadata?.dataType ?? format;
  return { header: String(name ?? ""), ...(typeof dataType === "string" && { dataType }) };
}

function objectsOf(value: unknown): Record<string, unknown>[] {
  const entries: unknown[] = Array.isArray(value) ? value : [value];
  return entries.filter((entry): entry is Record<string, unknown> => typeof entry === "object" && entry !== null);
}

async function openList({ stream: { source } }: SelectedStream<ListSource>, run: SyncRun): Promise<TableContent> {
  const { itemCount = 0 } = source;
  if (itemCount > MOST_ITEMS_IN_MEMORY) {
    try {
      return await openPages(source, run);
    } catch (error) {
      // Large-volume reads may be kept for administrators; one call may still do.
      if (!isConnectorError(error, "FORBIDDEN") || itemCount > MOST_ITEMS_IN_ONE_CALL) throw error;
    }
  }
  try {
    const items = await run.client.listItems(source.model.ref, source.object.id);
    return { kind: "rows", rows: rowsOf(items, source) };
  } catch (error) {
    const isTooLong = isConnectorError(error, "REQUEST_REFUSED") && error.context.status === 400;
    if (!isTooLong || itemCount > MOST_ITEMS_IN_MEMORY) throw error;
    run.log.info("The list is too long for one call: it is read page by page", { stream: source.object.name });
    return openPages(source, run);
  }
}

/** Throws what creating the read throws, before anything is handed out. */
async function openPages({ model, object }: ListSource, { client, signal }: SyncRun): Promise<TableContent> {
  const pieces = client.readPages({ ...model.ref, kind: "list", id: object.id }, { signal })[Symbol.asyncIterator]();
  const first = await pieces.next();
  return {
    kind: "pages",
    pieces: (async function* () {
      try {
        for (let next = first; !next.done; next = await pieces.next()) yield next.value;
      } finally {
        await pieces.return?.();
      }
    })(),
  };
}

function* rowsOf(items: readonly ListItem[], { object, subsets, properties }: ListSource): Generator<string[]> {
  for (const item of items) {
    yield [
      item.id,
      item.name,
      item.code ?? "",
      item.parent ?? "",
      item.parentId ?? "",
      object.id,
      object.name,
      ...subsets.map((subset) => String(item.subsets[subset] === true)),
      ...properties.map((property) => item.properties[property] ?? ""),
    ];
  }
}
