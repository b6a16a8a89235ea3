/** Sends one file to Anaplan in chunks while it is being written, and goes on where an earlier run was killed: a chunk that is
 *  there already is not sent again. What was gone on with is read back in the end; where it is not what was meant, the whole
 *  upload begins anew (anaplan-api.md 5.3). */
import type { AnaplanClient, ModelRef } from "../protocol/anaplan/types.ts";
import type { Clock } from "../protocol/clock.ts";
import type { RowBlock } from "../protocol/csv/types.ts";
import { ConnectorError, type ErrorContext, isConnectorError } from "../protocol/errors.ts";
import type { Log } from "../protocol/log.ts";
import { factsOf, holdsContent, isSame } from "./chunk-facts.ts";
import { createChunkLine } from "./chunk-line.ts";
import type { ChunkFacts, LeftUpload, UploadJournal } from "./upload-journal.ts";

/** anaplan-api.md 5.3 */
export const MOST_CHUNKS = 1000;
/** Of CSV before gzip, for a chunk and for a file that is sent in one call (anaplan-api.md 5.3). */
export const LARGEST_CHUNK_BYTES = 50_000_000;
/** The list of chunks may be a moment behind the upload. */
const LOOKS_AFTER_MS = [0, 500, 1000, 2000];
/** Except for the last one (5.3). */
export const SMALLEST_CHUNK_BYTES = 1_000_000;
const UNKNOWN = -1;
/** What Anaplan, or a look at the file, says where an upload cannot be gone on with. */
const LOST = ["REQUEST_REFUSED", "FILE_REPLACED", "FILE_MISSING", "SERVER_ERROR"] as const;

export interface UploadSettings {
  chunkBytes: number;
  isSingleChunk: boolean;
  uploadParallelism: number;
  compress: boolean;
  /** Reads the file back and compares its content. */
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
  /** Of chunks, where it is known beforehand: no call completes the upload then. */
  count?: number;
  journal: Pick<UploadJournal, "begin" | "sent" | "whole" | "forget">;
  /** What an earlier run left, as it stands in the journal. */
  left: LeftUpload | undefined;
  /** The first chunks once more, of these sizes; what cannot be made again comes out in another size. */
  again(sizes: readonly number[]): Iterable<RowBlock>;
}

export interface ChunkUpload {
  /** Bytes that the next chunk shall have at most. */
  readonly nextBytes: number;
  /** Nothing but chunks that were there already has come in so far. */
  readonly isKeeping: boolean;
  /** A full chunk; resolves when there is room for the next one. */
  add(block: RowBlock): Promise<void>;
  /** The last chunk; resolves when the file is whole on the server, checked by its chunk count. */
  finish(block: RowBlock): Promise<void>;
  /** After `finish`: an earlier run has uploaded this very file, and nothing was sent. Only the journal says so. */
  readonly wasThere: boolean;
  /** Makes sure of a file that was there: reads it back, and sends it if it is gone. */
  confirm(): Promise<void>;
  /** Bytes of CSV handed over. */
  readonly bytes: number;
  /** Chunks handed over. */
  readonly chunks: number;
  /** Of them, those that were sent by this run. */
  readonly sent: number;
}

export function createChunkUpload(ports: UploadPorts): ChunkUpload {
  const { client, model, fileId, context, settings, journal, log } = ports;
  const left = usable(ports);
  const line = createChunkLine(ports);
  const facts: ChunkFacts[] = [];
  let bytes = 0;
  let sent = 0;
  /** Keeping: all chunks so far are those that were left. Resumed: some are, and others were sent. */
  let phase: "keeping" | "resumed" | "own" = left === undefined ? "own" : "keeping";
  let announced: number | undefined;
  let isSealed = false;
  let wasThere = false;

  const admit = (block: RowBlock) => {
    bytes += block.bytes.length;
    if (block.bytes.length > LARGEST_CHUNK_BYTES && !settings.isSingleChunk) throw rowTooLong(context);
    if (facts.length >= MOST_CHUNKS) throw tooManyChunks(settings.chunkBytes, context);
    facts.push(factsOf(block.bytes));
  };
  const open = async () => {
    announced = ports.count ?? (isSealed ? facts.length : UNKNOWN);
    if (!settings.isSingleChunk) await client.openUpload(model, fileId, announced);
    journal.begin(announced);
  };
  const send = async (block: RowBlock, index: number) => {
    sent += 1;
    const onSent = () => journal.sent(index, facts[index] as ChunkFacts);
    if (!settings.isSingleChunk) return line.send(block, index, onSent);
    await client.putFile(model, fileId, block.bytes);
    onSent();
    block.release?.();
  };

  const startOver = async () => {
    log.info("What an earlier run uploaded is not the beginning of this file, or gone; the upload begins anew", {
      ...context,
      file_id: fileId,
    });
    phase = "own";
    wasThere = false;
    await line.clear();
    await open();
    let index = 0;
    for (const block of ports.again(facts.map((chunk) => chunk.bytes))) {
      if (!isSame(facts[index], factsOf(block.bytes))) break;
      await send(block, index++);
      await line.room(settings.uploadParallelism);
    }
    if (index === facts.length) return;
    journal.forget();
    throw notRepeatable({ ...context, file_id: fileId });
  };

  /** Of what was gone on with nobody knows for sure what is there: Anaplan may refuse it, too. */
  const guarded = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (phase !== "resumed" || !LOST.some((code) => isConnectorError(error, code))) throw error;
      await startOver();
      await work();
    }
  };

  const take = async (block: RowBlock) => {
    const index = facts.length;
    admit(block);
    if (phase === "keeping") {
      if (isSame(left?.chunks[index], facts[index] as ChunkFacts)) return block.release?.();
      if (index > 0 && left?.isWhole === true) {
        block.release?.();
        return startOver();
      }
      phase = index > 0 ? "resumed" : "own";
      if (index > 0) {
        announced = left?.announced;
        log.info(`${index} chunks are there already, the upload goes on behind them`, { ...context, file_id: fileId });
      }
    }
    if (phase === "own" && index === 0) await open();
    await send(block, index);
    await guarded(() => line.room(settings.uploadParallelism));
  };

  const settle = async () => {
    await line.room(0);
    if (announced === UNKNOWN) await complete(ports, facts.length);
    await checkCount(ports, facts.length);
    if (phase === "resumed" || settings.verifiesContent === true) await verify();
    journal.whole();
  };
  const verify = async () => {
    if (!(await holdsContent(client, model, fileId, facts))) throw contentDiffers({ ...context, file_id: fileId });
  };

  return {
    get nextBytes() {
      return chunkBytesAt(facts.length, phase === "keeping" ? left : undefined, settings.chunkBytes);
    },
    get isKeeping() {
      return phase === "keeping";
    },
    get wasThere() {
      return wasThere;
    },
    get bytes() {
      return bytes;
    },
    get chunks() {
      return facts.length;
    },
    get sent() {
      return sent;
    },
    add: async (block) => {
      if (settings.isSingleChunk) throw tooLargeForOne(context);
      await take(block);
    },
    finish: async (block) => {
      isSealed = true;
      if (settings.isSingleChunk && block.bytes.length > LARGEST_CHUNK_BYTES) throw tooLargeForOne(context);
      // All rows may be on their way already; an empty chunk is none.
      if (block.bytes.length > 0 || facts.length === 0) await take(block);
      const surplus = (left?.chunks.length ?? 0) > facts.length;
      if (phase === "keeping" && left?.isWhole === true && !surplus) {
        wasThere = true;
        return;
      }
      if (phase !== "own" && surplus) await startOver();
      else if (phase === "keeping") {
        phase = "resumed";
        announced = left?.announced;
      }
      await guarded(settle);
    },
    confirm: async () => {
      if (!wasThere || (await holdsContent(client, model, fileId, facts))) return;
      await startOver();
      await settle();
    },
  };
}

/** Cut where an earlier run has cut, a chunk can be the same. */
export function chunkBytesAt(index: number, left: LeftUpload | undefined, chunkBytes: number): number {
  const before = left?.chunks[index]?.bytes ?? 0;
  return before < SMALLEST_CHUNK_BYTES ? chunkBytes : before;
}

/** An upload that was opened for another number of chunks cannot be gone on with. */
function usable({ left, count = UNKNOWN }: UploadPorts): LeftUpload | undefined {
  if (left === undefined || left.chunks.length === 0) return undefined;
  return left.isWhole || left.announced === count ? left : undefined;
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

function contentDiffers(context: ErrorContext): ConnectorError {
  return new ConnectorError("FILE_REPLACED", {
    what: "After the upload the file on the server has another content than what was sent; nothing was imported.",
    why: "Somebody else uploads to the same file as the same user, or something on the way has changed it.",
    next: "Make sure that only one run writes to this file, then run again.",
    context,
  });
}

function notRepeatable(context: ErrorContext): ConnectorError {
  return new ConnectorError("FILE_REPLACED", {
    what: "What an earlier run uploaded is not there any more, and this run cannot send it again; nothing was imported.",
    why: "The records before it could not be kept on disk, or the file is being changed.",
    next: "Run again: the upload then begins anew. Give the folder for temporary files more space.",
    context,
  });
}
