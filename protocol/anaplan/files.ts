/** File content down and up (anaplan-api.md 5). */
import { setMaxListeners } from "node:events";
import { ConnectorError } from "../errors.ts";
import { type BytePorts, readBytes } from "./bytes.ts";
import { ENDPOINTS } from "./endpoints.ts";
import { joined, rest } from "./layers/interrupt.ts";
import { listAll } from "./pages.ts";
import { inModel } from "./places.ts";
import { prefetch } from "./prefetch.ts";
import { asObject, type JsonObject, present, textOf } from "./read.ts";
import type { AnaplanClient, Chunk, FileId, ModelRef, ServerFile, TaskRef, TaskStatus } from "./types.ts";

export type FileCalls = Pick<
  AnaplanClient,
  "chunks" | "readChunk" | "readChunks" | "openUpload" | "putChunk" | "completeUpload" | "putFile" | "deleteFileContent"
>;

export interface FilePorts extends BytePorts {
  files(model: ModelRef): Promise<ServerFile[]>;
  fresh: FreshFiles;
}

/** anaplan-api.md 5.3, 7.4 */
const mostChunkBytes = 50_000_000;
const mostChunks = 1000;
const defaultBufferBytes = 16 * 1024 * 1024;

export function fileCalls(ports: FilePorts): FileCalls {
  const { http, fresh } = ports;
  const known = knownFiles(ports);

  const readChunk: FileCalls["readChunk"] = (model, fileId, chunkId, fromByte = 0) =>
    readBytes(ports, { endpoint: ENDPOINTS.chunk, ...inModel(model, { f: fileId, n: chunkId }) }, fromByte);

  const listChunks = async (model: ModelRef, fileId: FileId): Promise<Chunk[]> =>
    (await listAll(http, { endpoint: ENDPOINTS.chunks, ...inModel(model, { f: fileId }) })).map(readChunkEntry);

  return {
    readChunk,
    chunks: async (model, fileId) => {
      const chunks = await listChunks(model, fileId);
      // Right after an export the content may be a moment behind the end of the task.
      for (let tries = 0; chunks.length === 0 && tries < 3 && fresh.has(model, fileId); tries++) {
        await rest(ports.clock, 500 * 2 ** tries, ports.signal);
        chunks.push(...(await listChunks(model, fileId)));
      }
      fresh.forget(model, fileId);
      return chunks;
    },
    readChunks: (model, fileId, chunks, { inFlight = 1, maxBufferedBytes = defaultBufferBytes, signal, onSize } = {}) =>
      prefetch({
        chunks,
        inFlight,
        maxBufferedBytes,
        open: (chunk, stop) => {
          setMaxListeners(0, stop);
          const place = inModel(model, { f: fileId, n: chunk.id });
          const call = { endpoint: ENDPOINTS.chunk, ...place, signal: joined(signal, stop) };
          return readBytes(ports, call, chunk.fromByte ?? 0, onSize && ((bytes) => onSize(chunk.id, bytes)));
        },
      }),
    openUpload: async (model, fileId, chunkCount) => {
      checkCount(model, fileId, chunkCount);
      await known.require(model, fileId);
      const body = JSON.stringify({ chunkCount });
      const { json } = await http({ endpoint: ENDPOINTS.openUpload, ...inModel(model, { f: fileId }), body });
      checkAnswer(model, fileId, textOf(asObject(asObject(json).file).id));
    },
    putChunk: async (model, fileId, index, bytes, gzip) => {
      if (!gzip) checkSize(model, fileId, bytes);
      await http({
        endpoint: ENDPOINTS.putChunk,
        ...inModel(model, { f: fileId, n: String(index) }),
        // The content type alone says that it is compressed (5.3).
        headers: { "content-type": gzip ? "application/x-gzip" : "application/octet-stream" },
        body: bytes,
      });
    },
    completeUpload: async (model, fileId) => {
      const body = JSON.stringify({ id: fileId });
      const { json } = await http({ endpoint: ENDPOINTS.completeUpload, ...inModel(model, { f: fileId }), body });
      checkAnswer(model, fileId, textOf(asObject(asObject(json).file).id));
    },
    putFile: async (model, fileId, bytes) => {
      checkSize(model, fileId, bytes);
      await known.require(model, fileId);
      const headers = { "content-type": "application/octet-stream" };
      await http({ endpoint: ENDPOINTS.putFile, ...inModel(model, { f: fileId }), headers, body: bytes });
    },
    deleteFileContent: async (model, fileId) => {
      await http({ endpoint: ENDPOINTS.deleteFile, ...inModel(model, { f: fileId }) });
    },
  };
}

export function readChunkEntry(row: JsonObject, index: number): Chunk {
  return present<Chunk>({ id: textOf(row.id) ?? String(index), name: textOf(row.name) });
}

/** Files that a task of this client has just written. */
export interface FreshFiles {
  note(task: TaskRef, status: TaskStatus): void;
  has(model: ModelRef, fileId: FileId): boolean;
  forget(model: ModelRef, fileId: FileId): void;
}

export function createFreshFiles(): FreshFiles {
  const keys = new Set<string>();
  const keyOf = ({ modelId }: ModelRef, fileId: string) => `${modelId}/${fileId}`;
  return {
    note: (task, { result }) => {
      if (task.kind === "export") keys.add(keyOf(task, task.actionId));
      for (const { objectId } of result?.nestedResults ?? [])
        if (objectId !== undefined) keys.add(keyOf(task, objectId));
    },
    has: (model, fileId) => keys.has(keyOf(model, fileId)),
    forget: (model, fileId) => keys.delete(keyOf(model, fileId)),
  };
}

/** An id that is not there would make a new file under that name (5.3), so it is looked up before anything is sent. */
function knownFiles({ files }: FilePorts): { require(model: ModelRef, fileId: FileId): Promise<void> } {
  const known = new Set<string>();
  return {
    require: async (model, fileId) => {
      if (known.has(`${model.modelId}/${fileId}`)) return;
      for (const { id } of await files(model)) known.add(`${model.modelId}/${id}`);
      if (known.has(`${model.modelId}/${fileId}`)) return;
      throw new ConnectorError("FILE_MISSING", {
        what: `The model has no import file ${fileId}.`,
        why: "The file was deleted, the id is wrong, or the user may not see it.",
        next: "`tap-anaplan list files` shows the files; those of imports begin with 113.",
        context: inModel(model, { f: fileId }).context,
      });
    },
  };
}

function checkAnswer(model: ModelRef, fileId: FileId, answered: string | undefined): void {
  if (answered === undefined || answered === fileId) return;
  throw new ConnectorError("FILE_REPLACED", {
    what: `Anaplan opened file ${answered} instead of ${fileId}; nothing was imported.`,
    why: "The file was deleted meanwhile, and an upload to an unknown id makes a new file.",
    next: "Have a model builder check the import's file and delete the stray one, then run again.",
    context: inModel(model, { f: fileId }).context,
  });
}

function checkCount(model: ModelRef, fileId: FileId, chunkCount: number): void {
  if (chunkCount === -1 || (Number.isInteger(chunkCount) && chunkCount >= 1 && chunkCount <= mostChunks)) return;
  throw new ConnectorError("CHUNK_SIZE_INVALID", {
    what: `An upload of ${chunkCount} chunks is not possible; Anaplan takes 1 to ${mostChunks}.`,
    next: "Raise chunk_size_mb (up to 50), or split the load with batch_rows.",
    context: inModel(model, { f: fileId }).context,
  });
}

function checkSize(model: ModelRef, fileId: FileId, bytes: Uint8Array): void {
  if (bytes.length <= mostChunkBytes) return;
  throw new ConnectorError("CHUNK_SIZE_INVALID", {
    what: `A chunk of ${bytes.length} bytes is larger than the 50 MB Anaplan takes.`,
    next: "Lower chunk_size_mb.",
    context: inModel(model, { f: fileId }).context,
  });
}
