/** The wire: undici's connection pool, proxy and TLS. Control calls go through the built-in fetch with that pool as
 *  dispatcher; bytes go through undici.request, which costs a third less (and can be paused). Never repeats anything. */
import { type Duplex, pipeline, Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import type { Dispatcher } from "undici";
import { ConnectorError } from "../errors.ts";
import { createDispatcher } from "./dispatcher.ts";
import type { HttpReply, HttpRequest, Send } from "./exchange.ts";
import type { ConnectionSettings } from "./settings.ts";

export interface Transport {
  send: Send;
  close(): Promise<void>;
}

export function createTransport(settings: ConnectionSettings, userAgent: string): Transport {
  // undici costs 120 ms to import: only a program that talks to Anaplan pays for it.
  let pool: Promise<Dispatcher> | undefined;
  let isClosed = false;
  const dispatcher = () => {
    pool ??= createDispatcher(settings);
    return pool;
  };
  return {
    send: async (request) => {
      // What was waiting to be repeated ends here instead of opening the pool again.
      if (isClosed) throw new ConnectorError("INTERRUPTED", { what: "The connection to Anaplan was closed." });
      const withAgent = { ...request, headers: { ...request.headers, "user-agent": userAgent } };
      return carriesBytes(request)
        ? sendBytes(withAgent, await dispatcher())
        : sendControl(withAgent, await dispatcher());
    },
    close: async () => {
      isClosed = true;
      // A pool that could not be made has nothing to close.
      await pool?.then(
        (opened) => opened.destroy(),
        () => undefined,
      );
    },
  };
}

function carriesBytes({ endpoint, body }: HttpRequest): boolean {
  return endpoint.reply === "bytes" || typeof body === "object";
}

async function sendControl(request: HttpRequest, dispatcher: Dispatcher): Promise<HttpReply> {
  const { endpoint, url, headers, body } = request;
  const signal = endpoint.repeat === "ask" ? undefined : request.signal;
  const init = {
    method: endpoint.method,
    headers,
    redirect: "manual",
    // The types of the built-in fetch name their own copy of undici.
    dispatcher: dispatcher as never,
    ...(typeof body === "string" && { body }),
    ...(typeof body === "function" && { body: body() }),
    ...(signal !== undefined && { signal }),
  } as const;
  const response = await globalThis.fetch(url, init);
  return textReply(response.status, Object.fromEntries(response.headers), await response.text());
}

async function sendBytes(request: HttpRequest, dispatcher: Dispatcher): Promise<HttpReply> {
  const { endpoint, url, headers, body, signal } = request;
  const { origin, pathname, search } = new URL(url);
  const { request: undiciRequest } = await import("undici");
  const response = await undiciRequest(`${origin}${pathname}${search}`, {
    dispatcher,
    method: endpoint.method,
    headers:
      body === undefined ? headers : { ...headers, "content-length": String(Buffer.byteLength(body as Uint8Array)) },
    body: body === undefined ? null : Readable.from(slices(body as Uint8Array)),
    ...(signal !== undefined && { signal }),
  });
  const replyHeaders = flat(response.headers);
  const isBytes = endpoint.reply === "bytes" && response.statusCode === 200 && !isHtml(replyHeaders);
  if (!isBytes) return textReply(response.statusCode, replyHeaders, await response.body.text());
  return { status: 200, headers: replyHeaders, text: "", bytes: decoded(response.body, replyHeaders) };
}

function textReply(status: number, headers: Record<string, string>, text: string): HttpReply {
  const json = parseJson(text);
  return { status, headers, text, ...(json !== undefined && { json }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

// In slices the idle timeout counts from the last slice that the network took; a whole buffer would have to be sent
// within it, which 50 MB on a slow line are not.
const sliceBytes = 256 * 1024;

function* slices(body: Uint8Array): Iterable<Uint8Array> {
  for (let start = 0; start < body.length; start += sliceBytes) yield body.subarray(start, start + sliceBytes);
}

/** Chunks come uncompressed (anaplan-api.md 5.5), unless something between has compressed them. */
function decoded(body: Readable, headers: Readonly<Record<string, string>>): AsyncIterable<Uint8Array> {
  const encoding = headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity" || encoding === "") return body;
  const decoder = DECODERS[encoding];
  if (decoder === undefined) {
    body.destroy();
    throw Object.assign(new Error(`unknown content encoding ${encoding}`), { code: "CONTENT_ENCODING" });
  }
  return pipeline(body, decoder(), () => undefined);
}

const DECODERS: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(", ") : (value ?? ""),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

function isHtml(headers: Readonly<Record<string, string>>): boolean {
  return /html/i.test(headers["content-type"] ?? "");
}
