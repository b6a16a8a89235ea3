/** Streams of lists: members with code, parent, subsets and properties, read in one call or, where they are many, by a
 *  large-volume read (anaplan-api.md 4.5, 4.8). */
import type { ListItem, NamedObject } from "../../protocol/anaplan/types.ts";
import type { Scope, ScopedModel } from "../scope.ts";
import type { ExpectedColumn, ListSource, SelectedStream } from "../stream.ts";
import { objectKind } from "../stream.ts";
import { discoverTables, locateTables, type TableObjects } from "../table/discover.ts";
import { openListContent } from "../table/list-content.ts";
import { readTable, type TableContent } from "../table/read.ts";
import type { StreamKind, SyncRun } from "./kind.ts";

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
  const { model, object, itemCount } = source;
  const content = await openListContent(run, { model: model.ref, list: object, itemCount }, () =>
    run.client.listItems(model.ref, object.id),
  );
  return content.kind === "pages" ? content : { kind: "rows", rows: rowsOf(content.items, source) };
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
