/** Sends a file whose parts are known beforehand. Killed in the middle and called again, it goes on at the first chunk whose content
 *  is not there: the server is asked, nothing is kept in between. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { AnaplanClient, ModelRef } from "../protocol/anaplan/types.ts";
import { ConnectorError, type ErrorContext, isConnectorError } from "../protocol/errors.ts";
import type { Log } from "../protocol/log.ts";

const compressed = promisify(gzip);
const GZIP_LEVEL = 1;

export interface FileUpload {
  client: AnaplanClient;
  model: ModelRef;
  fileId: string;
  context: ErrorContext;
  log: Log;
  signal: AbortSignal;
  /** Of CSV before gzip, in order. */
  chunks: number;
  /** The same bytes each time it is asked for. */
  chunk(index: number): Uint8Array;
  compress: boolean;
}

export interface UploadedFile {
  /** Chunks that were there already. */
  kept: number;
  sent: number;
}

/** The count is known, so no call completes the upload (anaplan-api.md 5.3). Throws FILE_REPLACED when the chunks on the server are
 *  not as many in the end. */
export async function uploadFile(upload: FileUpload): Promise<UploadedFile> {
  const { client, model, fileId, chunks, log, context } = upload;
  const kept = await chunksThere(upload);
  if (kept > 0) log.info(`${kept} of ${chunks} chunks are there already`, { ...context });
  try {
    if (kept === 0) await client.openUpload(model, fileId, chunks);
    await sendFrom(kept, upload);
  } catch (error) {
    // What was read was not this upload's own: it begins anew.
    if (kept === 0 || !isConnectorError(error, "REQUEST_REFUSED")) throw error;
    await client.openUpload(model, fileId, chunks);
    await sendFrom(0, upload);
    return { kept: 0, sent: chunks };
  }
  return { kept, sent: chunks - kept };
}

async function sendFrom(first: number, { client, model, fileId, chunks, chunk, compress, signal }: FileUpload) {
  for (let index = first; index < chunks; index++) {
    signal.throwIfAborted();
    const bytes = chunk(index);
    const body = compress ? await compressed(bytes, { level: GZIP_LEVEL }) : bytes;
    await client.putChunk(model, fileId, index, body, compress);
  }
  const found = (await client.chunks(model, fileId)).length;
  if (found !== chunks) throw notWhole(found, chunks, { model_id: model.modelId, file_id: fileId });
}

/** An upload of this very file was opened if as many chunks are listed; those that are not filled yet have no content. */
async function chunksThere({ client, model, fileId, chunks, chunk }: FileUpload): Promise<number> {
  const listed = await client.chunks(model, fileId);
  if (listed.length !== chunks) return 0;
  for (const [index, { id }] of listed.entries()) {
    const isThere = await isSame(client.readChunk(model, fileId, id), chunk(index)).catch((error: unknown) => {
      if (isConnectorError(error, "FILE_MISSING")) return false;
      throw error;
    });
    if (!isThere) return index;
  }
  return chunks;
}

async function isSame(parts: AsyncIterable<Uint8Array>, bytes: Uint8Array): Promise<boolean> {
  let at = 0;
  for await (const part of parts) {
    const end = at + part.length;
    if (end > bytes.length || Buffer.compare(bytes.subarray(at, end), part) !== 0) return false;
    at = end;
  }
  return at === bytes.length;
}

/** Hash of what is on the server, as `sha256` in hex. */
export async function hashOnServer(client: AnaplanClient, model: ModelRef, fileId: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const { bytes } of client.readChunks(model, fileId, await client.chunks(model, fileId)))
    hash.update(bytes);
  return hash.digest("hex");
}

export function contentDiffers(context: ErrorContext): ConnectorError {
  return new ConnectorError("FILE_REPLACED", {
    what: "After the upload the file on the server has another content than what was sent; nothing was imported.",
    why: "Somebody else uploads to the same file as the same user, or something on the way has changed it.",
    next: "Make sure that only one run writes to this file, then run again.",
    context,
  });
}

function notWhole(found: number, wanted: number, context: ErrorContext): ConnectorError {
  return new ConnectorError("FILE_REPLACED", {
    what: `After the upload the file has ${found} chunks instead of ${wanted}.`,
    why: "Somebody else uploads to the same file as the same user, or Anaplan lost a chunk.",
    next: "Make sure that only one run writes to this file, then run again: nothing was imported.",
    context,
  });
}
