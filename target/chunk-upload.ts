/** Sends one file to Anaplan in chunks while it is being written: gzip on the thread pool, a bounded number of chunks on
 *  their way, the count set or completed as the API wants it (anaplan-api.md 5.3). */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { AnaplanClient, ModelRef } from "../protocol/anaplan/types.ts";
import type { Clock } from "../protocol/clock.ts";
import type { RowBlock } from "../protocol/csv/types.ts";
import { ConnectorError, type ErrorContext, isConnectorError } from "../protocol/errors.ts";
import type { Log } from "../protocol/log.ts";
import { contentDiffers, hashOnServer } from "./file-upload.ts";

const compressed = promisify(gzip);
/** Level 1 costs a third of the default and sends a sixth more (performance.md B2). */
const GZIP_LEVEL = 1;
/** anaplan-api.md 5.3 */
export const MOST_CHUNKS = 1000;
/** Of CSV before gzip, for a chunk and for a file that is sent in one call (anaplan-api.md 5.3). */
export const LARGEST_CHUNK_BYTES = 50_000_000;
/** The list of chunks may be a moment behind the upload. */
const LOOKS_AFTER_MS = [0, 500, 1000, 2000];

export interface UploadSettings {
  chunkBytes: number;
  isSingleChunk: boolean;
  uploadParallelism: number;
  compress: boolean;
  /** Reads the file back and compares its hash. */
  verifiesContent?: boolean;
}

export interface UploadPorts {
  client: AnaplanClient;
  model: ModelRef;
  fileId: string;
  context: ErrorContext;
  settings: UploadSettings;
  clock: Clock;
  log: Log;
}

export interface ChunkUpload {
  /** A full chunk; resolves when there is room for the next one. */
  add(block: RowBlock): Promise<void>;
  /** The last chunk; resolves when the file is whole on the server, checked by its chunk count. */
  finish(block: RowBlock): Promise<void>;
  /** Bytes of CSV handed over. */
  readonly bytes: number;
  /** Chunks handed over. */
  readonly chunks: number;
}

export function createChunkUpload(ports: UploadPorts): ChunkUpload {
  const { client, model, fileId, context, settings } = ports;
  let index = 0;
  let bytes = 0;
  const underway = new Set<Promise<void>>();
  /** The last ones sent, at most as many as may be on the line. */
  const recent: Promise<void>[] = [];
  let failure: unknown;

  const send = (block: RowBlock, n: number): Promise<void> => {
    // One chunk is compressed while as many as the settings say are on the line.
    const before = recent.at(-settings.uploadParallelism);
    const sent = (async () => {
      const body = settings.compress ? await compressed(block.bytes, { level: GZIP_LEVEL }) : block.bytes;
      if (settings.compress) block.release?.();
      await before;
      await client.putChunk(model, fileId, n, body, settings.compress);
      if (!settings.compress) block.release?.();
    })();
    underway.add(sent);
    recent.push(sent);
    recent.splice(0, recent.length - settings.uploadParallelism);
    sent
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => underway.delete(sent));
    return sent;
  };
  const room = async (limit: number) => {
    while (underway.size > limit) await Promise.race([...underway].map((sent) => sent.catch(() => {})));
    if (failure !== undefined) throw failure;
  };
  const hash = settings.verifiesContent ? createHash("sha256") : undefined;
  const verify = async () => {
    if (hash === undefined || hash.digest("hex") === (await hashOnServer(client, model, fileId))) return;
    throw contentDiffers({ ...context, file_id: fileId });
  };
  const admit = (block: RowBlock) => {
    bytes += block.bytes.length;
    hash?.update(block.bytes);
    if (block.bytes.length > LARGEST_CHUNK_BYTES && !settings.isSingleChunk) throw rowTooLong(context);
    if (index >= MOST_CHUNKS) throw tooManyChunks(settings.chunkBytes, context);
  };

  return {
    get bytes() {
      return bytes;
    },
    get chunks() {
      return index;
    },
    add: async (block) => {
      admit(block);
      if (settings.isSingleChunk) throw tooLargeForOne(context);
      if (index === 0) await client.openUpload(model, fileId, -1);
      void send(block, index++).catch(() => {});
      await room(settings.uploadParallelism);
    },
    finish: async (block) => {
      admit(block);
      if (settings.isSingleChunk) {
        if (bytes > LARGEST_CHUNK_BYTES) throw tooLargeForOne(context);
        await client.putFile(model, fileId, block.bytes);
        block.release?.();
        return verify();
      }
      const isOnly = index === 0;
      if (isOnly) await client.openUpload(model, fileId, 1);
      // All rows may be on their way already; an empty chunk is none.
      if (isOnly || block.bytes.length > 0) void send(block, index++).catch(() => {});
      await room(0);
      if (!isOnly) await complete(ports, index);
      await checkCount(ports, index);
      await verify();
    },
  };
}

/** `complete` was seen failing with 500 although the content was there (5.3): the chunk list is the judge. */
async function complete({ client, model, fileId, log, context }: UploadPorts, chunks: number): Promise<void> {
  try {
    await client.completeUpload(model, fileId);
  } catch (error) {
    if (!isConnectorError(error, "SERVER_ERROR")) throw error;
    if ((await client.chunks(model, fileId)).length !== chunks) throw error;
    log.warn("Anaplan failed to confirm the upload, but all chunks are there", { ...context, file_id: fileId });
  }
}

async function checkCount({ client, model, fileId, context, clock }: UploadPorts, wanted: number): Promise<void> {
  let found = 0;
  for (const milliseconds of LOOKS_AFTER_MS) {
    await clock.sleep(milliseconds);
    found = (await client.chunks(model, fileId)).length;
    if (found === wanted) return;
  }
  throw new ConnectorError("FILE_REPLACED", {
    what: `After the upload the file has ${found} chunks instead of ${wanted}.`,
    why: "Somebody else uploads to the same file as the same user, or Anaplan lost a chunk.",
    next: "Make sure that only one run writes to this file, then run again: nothing was imported.",
    context: { ...context, file_id: fileId },
  });
}

function tooManyChunks(chunkBytes: number, context: ErrorContext): ConnectorError {
  const next =
    Math.ceil(chunkBytes / 1e6) < 50 ? "Raise chunk_size_mb (up to 50), or set batch_rows." : "Set batch_rows.";
  return new ConnectorError("CHUNK_SIZE_INVALID", {
    what: `The file has more than ${MOST_CHUNKS} chunks.`,
    next,
    context,
  });
}

function rowTooLong(context: ErrorContext): ConnectorError {
  return new ConnectorError("CHUNK_SIZE_INVALID", {
    what: "One row has more than the 50 MB that Anaplan takes in a chunk.",
    next: "Look for a value of extraordinary size in the stream.",
    context,
  });
}

function tooLargeForOne(context: ErrorContext): ConnectorError {
  return new ConnectorError("CHUNK_SIZE_INVALID", {
    what: "The file is larger than 50 MB and cannot be sent in one chunk.",
    next: "Leave single_chunk out, or set batch_rows.",
    context,
  });
}
