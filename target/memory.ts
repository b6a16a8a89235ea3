/** Keeps what all streams together hold in memory under one bound: a tap may send its streams in turns, each with a chunk that is
 *  nearly full. */
import { SMALLEST_CHUNK_BYTES } from "./chunk-upload.ts";

export interface Buffered {
  readonly bufferedBytes: number;
  readonly mayFlush: boolean;
  /** Hands over what there is and gives up its memory. */
  flush(): Promise<void>;
}

/** Flushes the fullest, until the rest fits or is not worth a chunk. */
export async function relieveMemory(all: readonly Buffered[], mostBytes: number): Promise<void> {
  for (;;) {
    const total = all.reduce((sum, { bufferedBytes }) => sum + bufferedBytes, 0);
    if (total <= mostBytes) return;
    const worthy = all.filter(({ mayFlush, bufferedBytes }) => mayFlush && bufferedBytes >= SMALLEST_CHUNK_BYTES);
    const [fullest] = worthy.sort((left, right) => right.bufferedBytes - left.bufferedBytes);
    if (fullest === undefined) return;
    await fullest.flush();
  }
}
