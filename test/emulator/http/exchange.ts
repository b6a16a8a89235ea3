/** One HTTP request and the reply to it, as routes and faults see them. */
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { JournalEntry } from "../journal.ts";
import type { TaskPlan } from "../world/tasks.ts";

export type Exchange = {
  method: string;
  /** Decoded nothing, a trailing slash taken off. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The body, counted for the journal as it is read. */
  body: AsyncIterable<Buffer>;
  request: IncomingMessage;
  journal: JournalEntry;
  /** Wishes of faults for the task this request may start. */
  taskPlan: TaskPlan;
};

export type Reply = {
  status: number;
  headers?: Record<string, string>;
  body?: Buffer | string | AsyncIterable<Buffer>;
  /** The connection is closed instead of answering. */
  dropped?: true;
  /** The connection is closed after so many bytes of the body, whose length was promised in full. */
  droppedAfterBytes?: number;
  /** Bytes are held back that long between blocks. */
  pauseMs?: number;
};

export type Handler = (exchange: Exchange) => Promise<Reply>;

/** Ends a request with an error reply. `body` overrides the usual one. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;

  constructor(status: number, message: string, options: { headers?: Record<string, string>; body?: string } = {}) {
    super(message);
    this.status = status;
    this.headers = options.headers ?? {};
    this.body = options.body;
  }
}

const LARGEST_TEXT_BYTES = 64 * 1024 * 1024;

export async function readText(exchange: Exchange): Promise<string> {
  const blocks: Buffer[] = [];
  let bytes = 0;
  for await (const block of exchange.body) {
    bytes += block.length;
    if (bytes > LARGEST_TEXT_BYTES) throw new Refusal(413, "Payload Too Large");
    blocks.push(block);
  }
  return Buffer.concat(blocks).toString("utf8");
}

/** The media type of the request without parameters, lower case; empty if there is none. */
export function mediaType(exchange: Exchange): string {
  return (exchange.headers["content-type"] ?? "").split(";")[0]!.trim().toLowerCase();
}

/** The body as JSON object and as text. Refuses other media types (415) and text that is no JSON object (400). */
export async function readJsonText(exchange: Exchange): Promise<{ text: string; value: unknown }> {
  if (mediaType(exchange) !== "application/json") throw new Refusal(415, "Unsupported Media Type");
  const text = await readText(exchange);
  try {
    return { text, value: text.trim() === "" ? {} : JSON.parse(text) };
  } catch {
    throw new Refusal(400, "Malformed JSON in request body");
  }
}

export async function readJsonObject(exchange: Exchange): Promise<Record<string, unknown>> {
  const { value } = await readJsonText(exchange);
  if (!isRecord(value)) throw new Refusal(400, "The request body must be a JSON object");
  return value;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
