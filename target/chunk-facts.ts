/** What a file on the server consists of, read back. */
import { createHash } from "node:crypto";
import type { AnaplanClient, ModelRef } from "../protocol/anaplan/types.ts";
import { isConnectorError } from "../protocol/errors.ts";
import type { ChunkFacts } from "./upload-journal.ts";

export function factsOf(bytes: Uint8Array): ChunkFacts {
  return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

export function isSame(left: ChunkFacts | undefined, right: ChunkFacts): boolean {
  return left !== undefined && left.bytes === right.bytes && left.sha256 === right.sha256;
}

/** Chunks that are there, from the first on; none where not so many are listed. Those without content are listed, too
 *  (anaplan-api.md 5.3). */
export async function chunksOnServer(
  client: AnaplanClient,
  model: ModelRef,
  fileId: string,
  wanted: number,
): Promise<ChunkFacts[]> {
  const listed = await client.chunks(model, fileId);
  const chunks: ChunkFacts[] = [];
  if (listed.length !== wanted) return chunks;
  for (const { id } of listed) {
    const hash = createHash("sha256");
    let bytes = 0;
    try {
      for await (const part of client.readChunk(model, fileId, id)) {
        hash.update(part);
        bytes += part.length;
      }
    } catch (error) {
      if (isConnectorError(error, "FILE_MISSING")) break;
      throw error;
    }
    chunks.push({ bytes, sha256: hash.digest("hex") });
  }
  return chunks;
}

/** Whether the file's content is these chunks, one after another, wherever the server has its own borders. */
export async function holdsContent(
  client: AnaplanClient,
  model: ModelRef,
  fileId: string,
  wanted: readonly ChunkFacts[],
): Promise<boolean> {
  try {
    return await isMadeOf(client.readChunks(model, fileId, await client.chunks(model, fileId)), wanted);
  } catch (error) {
    if (isConnectorError(error, "FILE_MISSING")) return false;
    throw error;
  }
}

async function isMadeOf(parts: AsyncIterable<{ bytes: Uint8Array }>, wanted: readonly ChunkFacts[]): Promise<boolean> {
  const total = wanted.reduce((sum, { bytes }) => sum + bytes, 0);
  let read = 0;
  let at = 0;
  let hash = createHash("sha256");
  let missing = wanted[0]?.bytes ?? 0;
  for await (const { bytes } of parts) {
    read += bytes.length;
    if (read > total) return false;
    for (let from = 0; from < bytes.length; ) {
      const part = bytes.subarray(from, from + missing);
      hash.update(part);
      from += part.length;
      missing -= part.length;
      if (missing > 0) continue;
      if (hash.digest("hex") !== wanted[at]?.sha256) return false;
      hash = createHash("sha256");
      at += 1;
      missing = wanted[at]?.bytes ?? 0;
    }
  }
  return read === total;
}
