/** The members of a list: in one call or, where they are many, by a large-volume read (anaplan-api.md 4.5, 4.8). */
import type { AnaplanClient, ModelRef } from "../../protocol/anaplan/types.ts";
import { isConnectorError } from "../../protocol/errors.ts";
import type { Log } from "../../protocol/log.ts";
import type { PagePiece } from "./pages.ts";

/** The one-call limit of the server is 1,000,000; the reply to one call is held in memory whole. */
const MOST_ITEMS_IN_ONE_CALL = 1_000_000;
const MOST_ITEMS_IN_MEMORY = 200_000;

export interface ListPorts {
  client: AnaplanClient;
  log: Log;
  signal: AbortSignal;
}

export interface ListPlace {
  model: ModelRef;
  list: { id: string; name: string };
  /** As far as the server tells. */
  itemCount: number | undefined;
}

export type ListContent<T> = { kind: "items"; items: T } | { kind: "pages"; pieces: AsyncIterable<PagePiece> };

/** `oneCall` reads the members in one reply. Throws what it throws, and what a large-volume read throws. */
export async function openListContent<T>(
  ports: ListPorts,
  { model, list, itemCount = 0 }: ListPlace,
  oneCall: () => Promise<T>,
): Promise<ListContent<T>> {
  if (itemCount > MOST_ITEMS_IN_MEMORY) {
    try {
      return await openPages(ports, model, list.id);
    } catch (error) {
      // Large-volume reads may be kept for administrators; one call may still do.
      if (!isConnectorError(error, "FORBIDDEN") || itemCount > MOST_ITEMS_IN_ONE_CALL) throw error;
    }
  }
  try {
    return { kind: "items", items: await oneCall() };
  } catch (error) {
    const isTooLong = isConnectorError(error, "REQUEST_REFUSED") && error.context.status === 400;
    if (!isTooLong || itemCount > MOST_ITEMS_IN_MEMORY) throw error;
    ports.log.info("The list is too long for one call: it is read page by page", { stream: list.name });
    return openPages(ports, model, list.id);
  }
}

/** Throws what creating the read throws, before anything is handed out. */
async function openPages<T>({ client, signal }: ListPorts, model: ModelRef, id: string): Promise<ListContent<T>> {
  const pieces = client.readPages({ ...model, kind: "list", id }, { signal })[Symbol.asyncIterator]();
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
