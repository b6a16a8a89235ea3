/** Several bodies ahead, handed out in order. Each body that is ahead is buffered up to a limit and then paused: its
 *  connection stops reading, so memory is bounded by `inFlight` times the limit however slow the consumer is. */

export interface Part {
  chunkId: string;
  bytes: Uint8Array;
  /** The last piece of its chunk; an empty chunk is one empty piece. */
  last: boolean;
}

export interface PrefetchPlan {
  chunks: readonly { id: string; fromByte?: number }[];
  inFlight: number;
  maxBufferedBytes: number;
  open(chunk: { id: string; fromByte?: number }, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

export async function* prefetch(plan: PrefetchPlan): AsyncGenerator<Part, void, void> {
  const stop = new AbortController();
  const bodies: Body[] = [];
  const openUpTo = (count: number): void => {
    while (bodies.length < Math.min(count, plan.chunks.length)) {
      const chunk = plan.chunks[bodies.length]!;
      bodies.push(startBody(chunk.id, plan.open(chunk, stop.signal), plan.maxBufferedBytes));
    }
  };
  try {
    for (let index = 0; index < plan.chunks.length; index++) {
      openUpTo(index + Math.max(1, plan.inFlight));
      yield* parts(bodies[index]!);
    }
  } finally {
    stop.abort(new Error("no longer wanted"));
    await Promise.all(bodies.map((body) => body.close()));
  }
}

/** One piece is held back, so that the last one is known when it goes out. */
async function* parts(body: Body): AsyncGenerator<Part, void, void> {
  let held: Uint8Array | undefined;
  for (;;) {
    const next = await body.next();
    if (next === undefined) break;
    if (held !== undefined) yield { chunkId: body.chunkId, bytes: held, last: false };
    held = next;
  }
  yield { chunkId: body.chunkId, bytes: held ?? new Uint8Array(0), last: true };
}

interface Body {
  chunkId: string;
  /** undefined at the end; throws what broke the body, after the bytes before it. */
  next(): Promise<Uint8Array | undefined>;
  /** Resolves when nothing of it runs any more. */
  close(): Promise<void>;
}

/** Begins to read at once. */
function startBody(chunkId: string, source: AsyncIterable<Uint8Array>, maxBufferedBytes: number): Body {
  const queue: Uint8Array[] = [];
  let buffered = 0;
  let isClosed = false;
  let end: { error?: unknown } | undefined;
  let wakeReader = (): void => {};
  let wakeWriter = (): void => {};

  const pump = async (): Promise<void> => {
    try {
      for await (const piece of source) {
        if (isClosed) break;
        queue.push(piece);
        buffered += piece.length;
        wakeReader();
        if (buffered >= maxBufferedBytes && !isClosed) await new Promise<void>((resolve) => (wakeWriter = resolve));
        if (isClosed) break;
      }
      end = {};
    } catch (error) {
      end = { error };
    }
    wakeReader();
  };
  const running = pump();

  return {
    chunkId,
    next: async () => {
      while (queue.length === 0 && end === undefined) await new Promise<void>((resolve) => (wakeReader = resolve));
      const piece = queue.shift();
      if (piece === undefined) {
        if (end?.error !== undefined) throw end.error;
        return undefined;
      }
      buffered -= piece.length;
      // Half empty before it goes on: a pause and a resume for every piece would cost more than they save.
      if (buffered <= maxBufferedBytes / 2) wakeWriter();
      return piece;
    },
    close: () => {
      isClosed = true;
      queue.length = 0;
      wakeWriter();
      return running;
    },
  };
}
