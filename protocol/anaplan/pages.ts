/** Collections, page by page, by what came back and not by what the reply says of itself (anaplan-api.md 3.2, 3.3). */
import type { ListEndpoint } from "./endpoints.ts";
import type { Call, Http } from "./http.ts";
import { asObject, asObjects, type JsonObject, numberOf } from "./read.ts";

/** Default and maximum of the server; more is cut without a word. */
const pageSize = 5000;

export interface Page {
  rows: JsonObject[];
  /** undefined = the reply has no paging block, or one without a total. */
  totalSize: number | undefined;
}

/** A missing key is an empty collection; a docs sample has the singular (`task`) with one object. */
export function readPage(json: unknown, key: string): Page {
  const body = asObject(json);
  const rows = Array.isArray(json) ? asObjects(json) : asObjects(body[key] ?? body[key.replace(/s$/, "")]);
  return { rows, totalSize: numberOf(asObject(asObject(body.meta).paging).totalSize) };
}

/** All rows. `next` is neither followed nor missed; a short page is no end; a page that brings nothing new is. */
export async function listAll(http: Http, call: Call & { endpoint: ListEndpoint }): Promise<JsonObject[]> {
  const rows: JsonObject[] = [];
  const known = new Set<string>();
  for (;;) {
    const isFirst = rows.length === 0;
    const range = { limit: String(pageSize), offset: String(rows.length) };
    const query = isFirst && call.endpoint.paging === "told" ? call.query : { ...call.query, ...range };
    const { json } = await http({ ...call, ...(query !== undefined && { query }) });
    const page = readPage(json, call.endpoint.key);
    // Rows move up when one is deleted between two pages, and a server may ignore the offset.
    const fresh = isFirst ? page.rows : page.rows.filter((row) => !known.has(identity(row)));
    rows.push(...fresh);
    const claimed = page.totalSize ?? (call.endpoint.paging === "asked" && page.rows.length >= pageSize ? Infinity : 0);
    if (fresh.length === 0 || rows.length >= claimed) return rows;
    for (const row of fresh) known.add(identity(row));
  }
}

function identity(row: JsonObject): string {
  return String(row.id ?? row.taskId ?? JSON.stringify(row));
}
