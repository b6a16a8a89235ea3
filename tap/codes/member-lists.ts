/** Which lists of a model have members with codes, and which columns hold such members (anaplan-api.md 4.3, 4.4, 4.5). One request
 *  for lists per model and run, besides what model-facts.ts asks. */
import type { AnaplanClient, NamedObject } from "../../protocol/anaplan/types.ts";
import { isConnectorError } from "../../protocol/errors.ts";
import type { Log } from "../../protocol/log.ts";
import { type ListFacts, modelFacts } from "../layout/model-facts.ts";
import type { ScopedModel } from "../scope.ts";

/** A list (101…) or a subset of one (109…). */
export type MemberList = NamedObject;

/** Names in lower case. */
export interface MemberLists {
  byName: ReadonlyMap<string, MemberList>;
  /** Of line items whose values are members of a list. */
  byLineItem: ReadonlyMap<string, MemberList>;
}

/** What a column holds, as metadata tells it. */
export interface MemberColumn {
  header: string;
  dataType?: string | undefined;
  listName?: string | undefined;
}

/** Fixed dimensions: no lists, no codes. */
const FIXED = /^(time|versions?|users?|line items?)$/i;

const known = new WeakMap<AnaplanClient, Map<string, Promise<MemberLists>>>();

export function memberLists(client: AnaplanClient, model: ScopedModel, log: Log): Promise<MemberLists> {
  const ofClient = known.get(client) ?? new Map<string, Promise<MemberLists>>();
  known.set(client, ofClient);
  const found = ofClient.get(model.id) ?? readLists(client, model, log);
  ofClient.set(model.id, found);
  return found;
}

async function readLists(client: AnaplanClient, model: ScopedModel, log: Log): Promise<MemberLists> {
  const lists = await listsOf(client, model, log);
  return indexLists(lists, (await modelFacts(client, model, log)).lists);
}

async function listsOf(client: AnaplanClient, model: ScopedModel, log: Log): Promise<NamedObject[]> {
  try {
    return await client.lists(model.ref);
  } catch (error) {
    if (!isConnectorError(error) || (error.class === "transient" && error.code !== "SERVER_ERROR")) throw error;
    log.warn(`The lists of the model "${model.name}" cannot be read, so members go without codes: ${error.what}`, {
      ...error.context,
    });
    return [];
  }
}

/** Pure. */
export function indexLists(lists: readonly NamedObject[], { subsets, ofLineItems }: ListFacts): MemberLists {
  const named = [...subsets].map(([name, id]) => ({ id, name }));
  const byName = new Map([...named, ...lists].map((list) => [list.name.toLowerCase(), list]));
  const byId = new Map([...named, ...lists].map((list) => [list.id, list]));
  const byLineItem = [...ofLineItems].flatMap(([name, id]) => {
    const list = byId.get(id);
    return list === undefined ? [] : [[name, list] as const];
  });
  return { byName, byLineItem: new Map(byLineItem) };
}

/** Undefined for a column without members, and where their list is not known. */
export function listOfColumn({ header, dataType, listName }: MemberColumn, lists: MemberLists): MemberList | undefined {
  if (dataType?.toUpperCase() !== "ENTITY") return undefined;
  if (listName === undefined || listName === "") return lists.byLineItem.get(header.toLowerCase());
  return lists.byName.get(listName.toLowerCase());
}

/** In words for the catalog, why members of a column have no codes; undefined where they have, or cannot have any. */
export function whyNoCodes(column: MemberColumn, lists: MemberLists): string | undefined {
  const { dataType, listName = "" } = column;
  if (dataType?.toUpperCase() !== "ENTITY" || FIXED.test(listName) || listOfColumn(column, lists)) return undefined;
  return listName === ""
    ? "Neither the export nor a line item of this name tells the list of its members."
    : `The model has no list "${listName}" that this user can read.`;
}
