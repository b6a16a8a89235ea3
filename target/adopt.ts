/** Whether a file on the server holds exactly these bytes. */
import type { AnaplanClient, ModelRef } from "../protocol/anaplan/types.ts";

export async function isSameAsServer(
  client: AnaplanClient,
  model: ModelRef,
  fileId: string,
  bytes: Uint8Array,
): Promise<boolean> {
  const chunks = await client.chunks(model, fileId);
  let at = 0;
  for await (const part of client.readChunks(model, fileId, chunks)) {
    const end = at + part.bytes.length;
    if (end > bytes.length || Buffer.compare(bytes.subarray(at, end), part.bytes) !== 0) return false;
    at = end;
  }
  return chunks.length > 0 && at === bytes.length;
}
