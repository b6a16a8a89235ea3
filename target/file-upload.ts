/** Sends a file whose parts are known beforehand. Killed in the middle and called again, it goes on at the first chunk whose content
 *  is not there: the journal of the killed run tells, and without one the server. */
import type { AnaplanClient, ModelRef } from "../protocol/anaplan/types.ts";
import type { Clock } from "../protocol/clock.ts";
import type { RowBlock } from "../protocol/csv/types.ts";
import type { ErrorContext } from "../protocol/errors.ts";
import type { Log } from "../protocol/log.ts";
import { chunksOnServer } from "./chunk-facts.ts";
import { createChunkUpload, type UploadSettings } from "./chunk-upload.ts";
import type { LeftUpload, UploadJournal } from "./upload-journal.ts";

export interface FileUpload {
  client: AnaplanClient;
  model: ModelRef;
  fileId: string;
  context: ErrorContext;
  log: Log;
  clock: Clock;
  signal: AbortSignal;
  settings: UploadSettings;
  journal: UploadJournal;
  count: number;
  /** Of CSV before gzip, in order; the same bytes each time it is asked for. */
  chunk(index: number): Uint8Array;
}

export interface UploadedFile {
  /** Chunks that were there already. */
  kept: number;
  sent: number;
}

/** The count is known, so no call completes the upload (anaplan-api.md 5.3). Throws FILE_REPLACED when what is on the server is
 *  something else in the end. */
export async function uploadFile(upload: FileUpload): Promise<UploadedFile> {
  const { count, chunk, journal, signal } = upload;
  const block = (index: number): RowBlock => ({ bytes: chunk(index), rows: 0 });
  const uploading = createChunkUpload({
    ...upload,
    left: await leftOf(upload),
    *again(sizes) {
      for (const index of sizes.keys()) yield block(index);
    },
  });
  for (let index = 0; index < count - 1; index++) {
    signal.throwIfAborted();
    await uploading.add(block(index));
  }
  await uploading.finish(block(count - 1));
  await uploading.confirm();
  journal.forget();
  return { kept: Math.max(0, count - uploading.sent), sent: uploading.sent };
}

async function leftOf(upload: FileUpload): Promise<LeftUpload | undefined> {
  const { client, model, fileId, count, journal, settings } = upload;
  if (settings.isSingleChunk) return undefined;
  const noted = journal.left();
  if (noted !== undefined && (noted.announced === count || noted.isWhole)) return noted;
  const chunks = await chunksOnServer(client, model, fileId, count);
  if (chunks.length === 0) return undefined;
  journal.begin(count);
  for (const [index, facts] of chunks.entries()) journal.sent(index, facts);
  return { announced: count, chunks, isWhole: chunks.length === count };
}
