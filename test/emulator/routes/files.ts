/** Files: list, upload whole and in chunks, download, deletion of private content (anaplan-api.md 5). */

import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { mediaType, Refusal, type Reply, readJsonObject } from "../http/exchange.ts";
import { bytes, empty, envelope, page } from "../http/replies.ts";
import {
  ChunkTooLarge,
  type Content,
  chunkCount,
  NotGzip,
  readChunk,
  readContent,
  receiveChunk,
  type StoredContent,
} from "../world/content.ts";
import type { FileSlot } from "../world/files.ts";
import { chunkListReply } from "./chunk-list.ts";
import { inModel, type ModelCall, notFound, type Route } from "./route.ts";
import { sortedLoosely } from "./sort.ts";

const changes = { changes: true };

export const fileRoutes: Route[] = [
  ...inModel("GET", "/files", ({ exchange, model, fileUser, emulation }) => {
    const slots = [...model.files.slots.values()];
    const facts = slots.map((slot) => fileFacts(slot, model.files.shownChunkCount(slot, fileUser)));
    return page(exchange, "file", "files", sortedLoosely(exchange, facts), emulation);
  }),
  ...inModel("POST", "/files/:file", announce, changes),
  ...inModel("PUT", "/files/:file", putWhole, changes),
  ...inModel("GET", "/files/:file", getWhole),
  ...inModel(
    "DELETE",
    "/files/:file",
    async (call) => {
      await call.model.files.deletePrivate(knownSlot(call), call.fileUser);
      return empty();
    },
    changes,
  ),
  ...inModel("POST", "/files/:file/complete", complete, changes),
  ...inModel("GET", "/files/:file/chunks", listChunks),
  ...inModel("GET", "/files/:file/chunks/:chunk", getChunk),
  ...inModel("PUT", "/files/:file/chunks/:chunk", putChunk, changes),
];

function fileFacts(slot: FileSlot, shownChunks: number) {
  const { definition } = slot;
  if (slot.export !== undefined) {
    return { id: definition.id, name: definition.name, chunkCount: shownChunks, firstDataRow: 0, headerRow: 0 };
  }
  return {
    id: definition.id,
    name: definition.name,
    chunkCount: shownChunks,
    delimiter: definition.delimiter ?? '"',
    encoding: definition.encoding ?? "UTF-8",
    firstDataRow: definition.firstDataRow ?? 2,
    format: "txt",
    headerRow: definition.headerRow ?? 1,
    separator: definition.separator ?? ",",
  };
}

function knownSlot({ model, params }: ModelCall): FileSlot {
  const slot = model.files.slots.get(params.file!);
  if (slot === undefined) throw notFound();
  return slot;
}

/** Step 1. An id that does not exist makes a new file under that name, with an id of its own (anaplan-api.md 5.3). */
async function announce(call: ModelCall): Promise<Reply> {
  const { model, params, fileUser, emulation } = call;
  const body = await readJsonObject(call.exchange);
  const count = body.chunkCount ?? (body.id === undefined ? undefined : -1);
  if (typeof count !== "number" || !Number.isInteger(count) || count < -1) {
    throw new Refusal(400, "chunkCount must be -1 or a count");
  }
  if (count > emulation.limits.uploadChunks)
    throw new Refusal(400, `At most ${emulation.limits.uploadChunks} chunks are allowed`);
  const slot = model.files.slots.get(params.file!) ?? model.files.createSlot(params.file!);
  const before = model.files.shownChunkCount(slot, fileUser);
  await model.files.announce(slot, fileUser, count === 0 ? -1 : count);
  const shown = emulation.readings.uploadReplyChunkCount === "old" ? before : Math.max(0, count);
  return envelope("file", { file: fileFacts(slot, shown) });
}

function uploadType(call: ModelCall, gzipAllowed: boolean): { gzip: boolean } {
  const type = mediaType(call.exchange);
  if (type === "application/octet-stream") return { gzip: false };
  if (gzipAllowed && (type === "application/x-gzip" || type === "application/gzip")) return { gzip: true };
  throw new Refusal(415, "Unsupported Media Type");
}

async function putChunk(call: ModelCall): Promise<Reply> {
  const { model, params, fileUser, emulation } = call;
  const slot = knownSlot(call);
  const { gzip } = uploadType(call, true);
  const content = model.files.uploading(slot, fileUser);
  if (content === undefined) throw new Refusal(400, "The chunk count must be set before chunks are uploaded");
  const number = chunkNumber(params.chunk!, content, emulation.limits.uploadChunks);
  await receive(call, content, number, gzip, slot);
  return empty();
}

function chunkNumber(text: string, content: StoredContent, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : -1;
  const end = content.growing ? most : content.sizes.length;
  if (number < 0 || number >= end) throw new Refusal(400, `Invalid chunk number: ${text}`);
  return number;
}

async function receive(
  call: ModelCall,
  content: StoredContent,
  number: number,
  gzip: boolean,
  slot: FileSlot,
): Promise<void> {
  const { limits, clock } = call.emulation;
  const options = { gzip, maxBytes: limits.uploadChunkBytes, sink: slot.definition.sink === true };
  try {
    await receiveChunk(content, number, call.exchange.body, options);
  } catch (error) {
    if (error instanceof ChunkTooLarge)
      throw new Refusal(413, `A chunk may hold at most ${limits.uploadChunkBytes} bytes`);
    if (error instanceof NotGzip) throw new Refusal(400, "The chunk is not valid gzip");
    throw error;
  }
  content.writtenAt = clock.now();
  content.lastAccess = content.writtenAt;
}

async function putWhole(call: ModelCall): Promise<Reply> {
  const { model, fileUser } = call;
  const slot = knownSlot(call);
  uploadType(call, false);
  const content = await model.files.fresh(slot);
  await receive(call, content, 0, false, slot);
  content.growing = false;
  await model.files.replace(slot, fileUser, content);
  return empty();
}

async function complete(call: ModelCall): Promise<Reply> {
  const { model, fileUser, emulation } = call;
  await readJsonObject(call.exchange);
  const slot = knownSlot(call);
  if (emulation.readings.completeStatus === 500) throw new Refusal(500, "Internal Server Error");
  const done = await model.files.complete(slot, fileUser);
  if (!done) throw new Refusal(400, "No upload to complete");
  return envelope("file", { file: fileFacts(slot, model.files.shownChunkCount(slot, fileUser)) });
}

function listChunks(call: ModelCall): Reply {
  const { model, fileUser, emulation } = call;
  const slot = knownSlot(call);
  const content = model.files.uploading(slot, fileUser) ?? model.files.visible(slot, fileUser);
  const shown = model.files.visible(slot, fileUser) ?? content;
  return chunkListReply(shown === undefined ? 0 : chunkCount(shown), emulation.readings);
}

/** What the user reads, or a 404 that also means "no content" and, by reading, "reserved to administrators". */
function readable(call: ModelCall): Content {
  const { model, fileUser } = call;
  const content = model.files.visible(knownSlot(call), fileUser);
  if (content === undefined || chunkCount(content) === 0) throw notFound();
  return content;
}

function isReservedEmpty(call: ModelCall): boolean {
  const { model, fileUser, emulation } = call;
  return emulation.readings.adminDefaultFile === "empty" && model.files.isReserved(knownSlot(call), fileUser);
}

function getWhole(call: ModelCall): Reply {
  if (isReservedEmpty(call)) return bytes(Buffer.alloc(0));
  return bytes(readContent(readable(call)));
}

function getChunk(call: ModelCall): Reply {
  const { params, exchange, emulation } = call;
  if (isReservedEmpty(call)) return bytes(Buffer.alloc(0));
  const chunk = /^\d+$/.test(params.chunk!) ? readChunk(readable(call), Number(params.chunk)) : undefined;
  if (chunk === undefined) throw notFound();
  const accepts = String(exchange.headers["accept-encoding"] ?? "").includes("gzip");
  if (emulation.readings.chunkReplyEncoding === "gzip" && accepts) {
    const reply = bytes(Readable.from(chunk.bytes()).pipe(createGzip()));
    return { ...reply, headers: { ...reply.headers, "content-encoding": "gzip" } };
  }
  const reply = bytes(chunk.bytes());
  return { ...reply, headers: { ...reply.headers, "content-length": String(chunk.size) } };
}
