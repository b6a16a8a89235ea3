import { describe, expect, it } from "vitest";
import { type Part, prefetch } from "../../../../protocol/anaplan/prefetch.ts";

const turns = async (count = 50) => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
};

/** Bodies of 100 pieces of 1000 bytes; how far each was read can be seen. */
function bodies(pieces = 100) {
  const read = new Map<string, number>();
  const ended = new Set<string>();
  const opened: string[] = [];
  const open = async function* ({ id }: { id: string }, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    opened.push(id);
    try {
      for (let index = 0; index < pieces; index++) {
        await Promise.resolve();
        if (signal.aborted) throw signal.reason;
        read.set(id, (read.get(id) ?? 0) + 1000);
        yield new Uint8Array(1000).fill(Number(id));
      }
    } finally {
      ended.add(id);
    }
  };
  return { read, ended, opened, open };
}

const chunks = (count: number) => Array.from({ length: count }, (_, index) => ({ id: String(index) }));

describe("prefetching", () => {
  it("hands out every byte in order and marks each chunk's end", async () => {
    const { open } = bodies(5);
    const parts: Part[] = [];
    for await (const part of prefetch({ chunks: chunks(7), inFlight: 3, maxBufferedBytes: 2000, open }))
      parts.push(part);
    expect(parts.map(({ chunkId }) => chunkId)).toEqual(chunks(7).flatMap(({ id }) => Array<string>(5).fill(id)));
    expect(parts.filter(({ last }) => last).map(({ chunkId }) => chunkId)).toEqual(chunks(7).map(({ id }) => id));
    expect(parts.every(({ chunkId, bytes }) => bytes.every((byte) => byte === Number(chunkId)))).toBe(true);
  });

  it("gives an empty chunk as one empty piece", async () => {
    const { open } = bodies(0);
    const parts: Part[] = [];
    for await (const part of prefetch({ chunks: chunks(2), inFlight: 1, maxBufferedBytes: 10, open })) parts.push(part);
    expect(parts).toEqual([
      { chunkId: "0", bytes: new Uint8Array(0), last: true },
      { chunkId: "1", bytes: new Uint8Array(0), last: true },
    ]);
  });

  it("opens no more than allowed and reads no further ahead than the limit", async () => {
    const { open, read, opened, ended } = bodies();
    const parts = prefetch({ chunks: chunks(9), inFlight: 4, maxBufferedBytes: 5000, open });
    await parts.next();
    await turns(500);
    expect(opened).toEqual(["0", "1", "2", "3"]);
    for (const [id, count] of read) expect(count, `chunk ${id}`).toBeLessThanOrEqual(id === "0" ? 8000 : 5000);
    await parts.return();
    expect(ended.size).toBe(4);
  });

  it("goes on reading when the consumer does", async () => {
    const { open, read } = bodies();
    let seen = 0;
    for await (const { bytes } of prefetch({ chunks: chunks(2), inFlight: 2, maxBufferedBytes: 3000, open })) {
      seen += bytes.length;
      await turns(10);
      expect((read.get("0") ?? 0) + (read.get("1") ?? 0) - seen).toBeLessThanOrEqual(8000);
    }
    expect(seen).toBe(200_000);
  });

  it("hands out what came before a failure, then the failure, and lets nothing run on", async () => {
    const { open, ended } = bodies(3);
    const failing = async function* (chunk: { id: string }, signal: AbortSignal): AsyncGenerator<Uint8Array> {
      yield* open(chunk, signal);
      if (chunk.id === "1") throw new Error("broken");
    };
    const ids: string[] = [];
    const reading = async () => {
      const plan = { chunks: chunks(4), inFlight: 4, maxBufferedBytes: 1000, open: failing };
      for await (const { chunkId } of prefetch(plan)) ids.push(chunkId);
    };
    await expect(reading()).rejects.toThrow("broken");
    expect(ids).toEqual(["0", "0", "0", "1", "1"]);
    expect(ended.size).toBe(4);
  });
});
