/** Chunks on their way: gzip on the thread pool, a bounded number of requests at a time, the first failure kept. */
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { AnaplanClient, ModelRef } from "../protocol/anaplan/types.ts";
import type { RowBlock } from "../protocol/csv/types.ts";

const compressed = promisify(gzip);
/** Level 1 costs a third of the default and sends a sixth more (performance.md B2). */
const GZIP_LEVEL = 1;

export interface ChunkLine {
  /** Gives the block's buffer back when it is not needed any more; `onSent` is called once Anaplan has the chunk. */
  send(block: RowBlock, index: number, onSent: () => void): void;
  /** Resolves when at most so many are under way. Throws the first failure. */
  room(limit: number): Promise<void>;
  /** Resolves when nothing is under way; what failed is forgotten. */
  clear(): Promise<void>;
}

export interface ChunkLinePorts {
  client: AnaplanClient;
  model: ModelRef;
  fileId: string;
  settings: { uploadParallelism: number; compress: boolean };
}

export function createChunkLine({ client, model, fileId, settings }: ChunkLinePorts): ChunkLine {
  const { uploadParallelism, compress } = settings;
  const underway = new Set<Promise<void>>();
  /** The last ones sent, at most as many as may be on the line. */
  const recent: Promise<void>[] = [];
  let failure: unknown;

  const fall = async (limit: number) => {
    while (underway.size > limit) await Promise.race([...underway].map((sent) => sent.catch(() => {})));
  };
  return {
    send: (block, index, onSent) => {
      // One chunk is compressed while as many as the settings say are on the line.
      const before = recent.at(-uploadParallelism);
      const sent = (async () => {
        const body = compress ? await compressed(block.bytes, { level: GZIP_LEVEL }) : block.bytes;
        if (compress) block.release?.();
        await before;
        await client.putChunk(model, fileId, index, body, compress);
        onSent();
        if (!compress) block.release?.();
      })();
      underway.add(sent);
      recent.push(sent);
      recent.splice(0, recent.length - uploadParallelism);
      sent
        .catch((error: unknown) => {
          failure ??= error;
        })
        .finally(() => underway.delete(sent));
    },
    room: async (limit) => {
      await fall(limit);
      if (failure !== undefined) throw failure;
    },
    clear: async () => {
      await fall(0);
      recent.length = 0;
      failure = undefined;
    },
  };
}
