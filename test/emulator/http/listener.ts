/** node:http on one side, `Handler` on the other. Writes replies, and breaks connections where a reply asks for it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../clock.ts";
import type { Journal, JournalEntry } from "../journal.ts";
import type { Exchange, Handler, Reply } from "./exchange.ts";

export type Listener = { port: number; close(): Promise<void> };

export async function listen(port: number, handler: Handler, journal: Journal, clock: Clock): Promise<Listener> {
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 30_000 }, (request, response) => {
    void answer(request, response, handler, journal, clock);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address() as AddressInfo;
  return { port: address.port, close: () => closeServer(server) };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handler: Handler,
  journal: Journal,
  clock: Clock,
): Promise<void> {
  const exchange = openExchange(request, journal, clock);
  const started = performance.now();
  response.on("error", () => {});
  const reply = await handler(exchange);
  try {
    await write(reply, request, response, { entry: exchange.journal, clock });
  } catch {
    response.destroy();
  }
  exchange.journal.durationMs = Math.round(performance.now() - started);
}

function openExchange(request: IncomingMessage, journal: Journal, clock: Clock): Exchange {
  const url = new URL(request.url ?? "/", "http://emulator");
  const path = url.pathname.length > 1 ? url.pathname.replace(/\/+$/, "") : url.pathname;
  const entry = journal.open({
    time: clock.now(),
    method: request.method ?? "GET",
    path,
    query: url.search,
    ...(request.headers["content-type"] === undefined ? {} : { contentType: request.headers["content-type"] }),
    ...(request.headers["user-agent"] === undefined ? {} : { userAgent: request.headers["user-agent"] }),
  });
  return {
    method: request.method ?? "GET",
    path,
    query: url.searchParams,
    headers: request.headers,
    body: counted(request, entry),
    request,
    journal: entry,
    taskPlan: {},
  };
}

async function* counted(request: IncomingMessage, entry: JournalEntry): AsyncGenerator<Buffer> {
  for await (const block of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    entry.requestBytes += block.length;
    yield block;
  }
}

type Books = { entry: JournalEntry; clock: Clock };

async function write(reply: Reply, request: IncomingMessage, response: ServerResponse, books: Books): Promise<void> {
  const { entry } = books;
  entry.status = reply.dropped === true ? 0 : reply.status;
  if (reply.dropped === true) {
    request.socket.destroy();
    return;
  }
  // What a refused upload still sends must be read, or the connection hangs.
  if (!request.readableEnded) request.resume();
  if (reply.body === undefined || typeof reply.body === "string" || Buffer.isBuffer(reply.body)) {
    const body = Buffer.from(reply.body ?? "");
    const withBody = reply.status !== 204 && reply.status !== 304;
    response.writeHead(reply.status, { ...reply.headers, ...(withBody ? { "content-length": body.length } : {}) });
    await writeBlocks(response, [body], reply, books);
  } else {
    response.writeHead(reply.status, reply.headers);
    await writeBlocks(response, reply.body, reply, books);
  }
}

async function writeBlocks(
  response: ServerResponse,
  blocks: Iterable<Buffer> | AsyncIterable<Buffer>,
  reply: Reply,
  { entry, clock }: Books,
): Promise<void> {
  const allowed = reply.droppedAfterBytes ?? Number.POSITIVE_INFINITY;
  for await (const block of blocks) {
    if (reply.pauseMs !== undefined) await clock.sleep(reply.pauseMs);
    const part = block.subarray(0, Math.max(0, allowed - entry.replyBytes));
    entry.replyBytes += part.length;
    if (part.length > 0 && !response.write(part)) await drained(response);
    if (entry.replyBytes >= allowed || response.destroyed) break;
  }
  if (reply.droppedAfterBytes === undefined) {
    response.end();
    return;
  }
  // Let the bytes leave before the connection breaks.
  await clock.sleep(20);
  response.destroy();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    };
    response.once("drain", done);
    response.once("close", done);
  });
}
