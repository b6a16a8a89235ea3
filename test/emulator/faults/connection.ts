/** Connections that break or crawl: before the reply, in the middle of a body, with a promise that is not kept. */
import type { Reply } from "../http/exchange.ts";
import { anyPath, chunkPaths, type Fault, swallow } from "./fault.ts";

/** Received, not acted upon, not answered. */
export const connectionDropped: Fault = {
  match: { path: anyPath },
  async apply(exchange) {
    await swallow(exchange);
    return { status: 0, dropped: true };
  },
};

/** `content-length` promises the whole body, the connection ends after `bytes` of it. */
export const droppedMidBody: Fault = {
  match: { method: "GET", path: chunkPaths },
  async apply(exchange, next, options) {
    const reply = await next(exchange);
    return reply.status === 200 ? { ...(await withLength(reply)), droppedAfterBytes: options.bytes ?? 10 } : reply;
  },
};

/** Status 200, a right length header for what comes, but the end of the content is missing. */
export const truncated: Fault = {
  match: { method: "GET", path: chunkPaths },
  async apply(exchange, next, options) {
    const reply = await next(exchange);
    if (reply.status !== 200) return reply;
    const whole = await collect(reply);
    const cut = whole.subarray(0, Math.min(whole.length, options.bytes ?? Math.floor(whole.length / 2)));
    return { ...reply, headers: { ...reply.headers, "content-length": String(cut.length) }, body: cut };
  },
};

/** The request acts at once, the reply waits. */
export const slow: Fault = {
  match: { path: anyPath },
  async apply(exchange, next, options, { clock }) {
    const reply = await next(exchange);
    await clock.sleep(options.delayMs ?? 1000);
    return reply;
  },
};

async function withLength(reply: Reply): Promise<Reply> {
  const body = await collect(reply);
  return { ...reply, headers: { ...reply.headers, "content-length": String(body.length) }, body: single(body) };
}

async function* single(body: Buffer): AsyncGenerator<Buffer> {
  yield body;
}

async function collect(reply: Reply): Promise<Buffer> {
  if (reply.body === undefined || typeof reply.body === "string") return Buffer.from(reply.body ?? "");
  if (Buffer.isBuffer(reply.body)) return reply.body;
  const blocks: Buffer[] = [];
  for await (const block of reply.body) blocks.push(block);
  return Buffer.concat(blocks);
}
