/** One HTTP exchange as the layers see it. */
import type { ErrorContext } from "../errors.ts";
import type { Endpoint } from "./endpoints.ts";

export type RequestBody = string | Uint8Array | (() => string);

export interface HttpRequest {
  endpoint: Endpoint;
  /** Full URL; never holds a secret. */
  url: string;
  headers: Readonly<Record<string, string>>;
  /** A function gives a new text for each attempt. */
  body?: RequestBody;
  /** Where in Anaplan this is, for errors and logs. */
  context: ErrorContext;
  signal?: AbortSignal;
  /** From 1; set by the retry layer. */
  attempt: number;
  /** A token that was just refused: do not send it again. */
  refusedToken?: string;
}

export interface HttpReply {
  status: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  /** Text of a JSON reply or of a refusal; "" where there was none. */
  text: string;
  /** The parsed text, if it is JSON. */
  json?: unknown;
  /** Of a successful reply to an endpoint that carries bytes. Read it to its end or destroy it. */
  bytes?: AsyncIterable<Uint8Array>;
  /** The token that was sent. */
  token?: string;
}

/** Throws whatever went wrong before a whole reply was there. */
export type Send = (request: HttpRequest) => Promise<HttpReply>;
export type Layer = (next: Send) => Send;

/** The first layer is the outermost one. */
export function compose(send: Send, ...layers: readonly Layer[]): Send {
  return layers.reduceRight((next, layer) => layer(next), send);
}
