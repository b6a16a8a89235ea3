/** The forms Anaplan's replies have: envelope, paging, errors (anaplan-api.md 3 and 7.1). */
import type { Clock } from "../clock.ts";
import type { Limits } from "../limits.ts";
import type { Readings } from "../readings.ts";
import type { Exchange, Reply } from "./exchange.ts";

const SCHEMA_HOST = "https://api.anaplan.com";

const REASONS: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  413: "Payload Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Entity",
  423: "Locked",
  424: "Failed Dependency",
  425: "Too Early",
  429: "Too Many Requests",
  500: "Internal Server Error",
};

export function json(status: number, value: unknown): Reply {
  return { status, headers: { "content-type": "application/json;charset=UTF-8" }, body: JSON.stringify(value) };
}

export function empty(status = 204): Reply {
  return { status };
}

export function bytes(body: Buffer | AsyncIterable<Buffer>, type = "application/octet-stream"): Reply {
  return { status: 200, headers: { "content-type": type }, body };
}

export function csv(text: string): Reply {
  return { status: 200, headers: { "content-type": "text/csv;charset=UTF-8" }, body: text };
}

export function errorReply(path: string, status: number, message: string, clock: Clock): Reply {
  return json(status, {
    status: { code: status, message: message === "" ? (REASONS[status] ?? "Error") : message },
    path,
    timestamp: new Date(clock.now()).toISOString().replace("Z", "198115Z"),
  });
}

/** `{meta, status, [key]: value}`. */
export function envelope(schema: string, payload: Record<string, unknown>): Reply {
  return json(200, {
    meta: { schema: `${SCHEMA_HOST}/2/0/objects/${schema}` },
    status: { code: 200, message: "Success" },
    ...payload,
  });
}

/** A whole collection without paging: an empty one loses its key (anaplan-api.md 3.3). */
export function collection(schema: string, key: string, items: unknown[], readings: Readings): Reply {
  const keeps = items.length > 0 || readings.emptyCollections === "empty array";
  return envelope(schema, keeps ? { [key]: items } : {});
}

/** One page of a collection by `limit` and `offset` (anaplan-api.md 3.2). */
export function page(
  exchange: Exchange,
  schema: string,
  key: string,
  items: unknown[],
  { limits, readings }: { limits: Limits; readings: Readings },
): Reply {
  const limit = Math.min(limits.listPageSize, positive(exchange.query.get("limit")) ?? limits.listPageSize);
  const offset = positive(exchange.query.get("offset")) ?? 0;
  const shown = items.slice(offset, offset + limit);
  const keeps = shown.length > 0 || readings.emptyCollections === "empty array";
  const url = `${SCHEMA_HOST}${exchange.path}`;
  const meta: Record<string, unknown> = { schema: `${SCHEMA_HOST}/2/0/objects/${schema}` };
  if (readings.pagingBlock === "present") {
    meta.paging = pagingBlock(url, shown.length, items.length, offset, readings);
  }
  return json(200, { meta, status: { code: 200, message: "Success" }, ...(keeps ? { [key]: shown } : {}) });
}

function pagingBlock(url: string, shown: number, total: number, offset: number, readings: Readings): unknown {
  const claimed = readings.pagingTotal === "right" ? total : readings.pagingTotal === "page" ? shown : total + 7;
  const hasNext = readings.pagingNext === "always" || (readings.pagingNext === "truthful" && offset + shown < total);
  // Anaplan gives a `next` of limit 20 whatever was asked for, also on the last page (anaplan-api.md 3.2).
  const next = readings.pagingNext === "truthful" ? `${url}?offset=${offset + shown}` : `${url}?limit=20&offset=20`;
  return {
    currentPageSize: shown,
    totalSize: claimed,
    offset,
    ...(hasNext ? { next } : {}),
    ...(offset > 0 ? { previous: `${url}?limit=20&offset=0` } : {}),
  };
}

function positive(text: string | null): number | undefined {
  const value = Number(text);
  return text === null || !Number.isInteger(value) || value < 0 ? undefined : value;
}

/** `2024-03-05T09:41:07.000+0000`, the offset without colon. */
export function stamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "+0000");
}
