/** List items and module cells written without an import (anaplan-api.md 4.5, 4.6). */
import { ENDPOINTS, type Endpoint } from "./endpoints.ts";
import type { Http } from "./http.ts";
import { inModel } from "./places.ts";
import { asObject, asObjects, numberOf, textOf } from "./read.ts";
import type { AnaplanClient, ListItemWrite, ModelRef, WriteReply } from "./types.ts";

export type WriteCalls = Pick<AnaplanClient, "addItems" | "updateItems" | "deleteItems" | "writeCells">;

export function writeCalls(http: Http): WriteCalls {
  const send = async (
    endpoint: Endpoint,
    place: { model: ModelRef; params: Record<string, string> },
    body: string,
    query: Readonly<Record<string, string>> = {},
  ): Promise<WriteReply> =>
    readReply((await http({ endpoint, ...inModel(place.model, place.params), body, query })).json);
  const items = (all: readonly object[]) => JSON.stringify({ items: all });
  return {
    addItems: (model, listId, all) => {
      const endpoint = all.every(isNamed) ? ENDPOINTS.addItems : ENDPOINTS.addUnnamedItems;
      return send(endpoint, { model, params: { l: listId } }, items(all), { action: "add" });
    },
    // Several identifiers in one item are an error; an item that has a code is addressed by it (4.5).
    updateItems: (model, listId, all) => {
      const identified = all.map(({ name, code, ...rest }) =>
        code === undefined ? { name, ...rest } : { code, ...rest },
      );
      return send(ENDPOINTS.updateItems, { model, params: { l: listId } }, items(identified));
    },
    deleteItems: (model, listId, all) =>
      send(ENDPOINTS.deleteItems, { model, params: { l: listId } }, items(all), { action: "delete" }),
    writeCells: (model, moduleId, all) => {
      const cells = all.map(({ value, ...cell }) => `${JSON.stringify(cell).slice(0, -1)},"value":${value}}`);
      return send(ENDPOINTS.writeCells, { model, params: { mod: moduleId } }, `[${cells.join(",")}]`);
    },
  };
}

function isNamed({ name, code }: ListItemWrite): boolean {
  return name !== undefined || code !== undefined;
}

const DONE_KEYS = ["added", "updated", "deleted", "numberOfCellsChanged"];

function readReply(json: unknown): WriteReply {
  const body = asObject(json);
  return {
    done: DONE_KEYS.reduce((sum, key) => sum + (numberOf(body[key]) ?? 0), 0),
    failures: asObjects(body.failures).map((failure) => ({
      index: numberOf(failure.requestIndex) ?? -1,
      type: textOf(failure.failureType) ?? "",
      details: textOf(failure.failureMessageDetails) ?? "",
    })),
  };
}
