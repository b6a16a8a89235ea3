/** From a row of the endpoint table to a reply: builds the request and sends it through the layers. */
import { type ErrorContext, isConnectorError } from "../errors.ts";
import { type Endpoint, type PathParams, pathOf } from "./endpoints.ts";
import { compose, type HttpReply, type Layer, type RequestBody, type Send } from "./exchange.ts";
import type { Roots } from "./regions.ts";

export interface Call {
  endpoint: Endpoint;
  params?: PathParams;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: RequestBody;
  context?: ErrorContext;
  signal?: AbortSignal | undefined;
}

/** Resolves with a reply the endpoint promises, or one of its `none` statuses; throws ConnectorError otherwise. */
export type Http = (call: Call) => Promise<HttpReply>;

export function createHttp(roots: Roots, send: Send, ...layers: readonly Layer[]): Http {
  const through = compose(send, ...layers);
  return async ({ endpoint, params = {}, query = {}, headers = {}, body, context = {}, signal }) => {
    const path = pathOf(endpoint, params);
    try {
      return await through({
        endpoint,
        url: `${roots[endpoint.root]}${path}${queryText(query)}`,
        headers: { accept: acceptOf(endpoint), ...contentType(body), ...headers },
        context,
        attempt: 1,
        ...(body !== undefined && { body }),
        ...(signal !== undefined && { signal }),
      });
    } catch (error) {
      throw isConnectorError(error) ? error.at({ ...context, path }) : error;
    }
  };
}

function queryText(query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  return text === "" ? "" : `?${text}`;
}

/** No special Accept is needed for bytes (anaplan-api.md 5.5). */
function acceptOf({ reply }: Endpoint): string {
  return reply === "bytes" ? "*/*" : "application/json";
}

function contentType(body: RequestBody | undefined): Record<string, string> {
  return typeof body === "string" || typeof body === "function" ? { "content-type": "application/json" } : {};
}
