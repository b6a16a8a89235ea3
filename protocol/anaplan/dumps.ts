/** Rejected rows of a task (anaplan-api.md 6.5). A dump that is gone or never was is no failure. */
import { type BytePorts, readBytes } from "./bytes.ts";
import { ENDPOINTS, type Endpoint, type ListEndpoint } from "./endpoints.ts";
import { readChunkEntry } from "./files.ts";
import { listAll } from "./pages.ts";
import { ofTask } from "./places.ts";
import type { AnaplanClient, Chunk } from "./types.ts";

export function dumpCalls(ports: BytePorts): Pick<AnaplanClient, "dump"> {
  return {
    dump: async (task, nestedObjectId) => {
      const { list, chunk, whole } = nestedObjectId === undefined ? OUTER : NESTED;
      const place = (n?: string) =>
        ofTask(task, {
          ...(nestedObjectId !== undefined && { obj: nestedObjectId }),
          ...(n !== undefined && { n }),
        });
      const chunks = (await listAll(ports.http, { endpoint: list, ...place() })).map(readChunkEntry);
      if (chunks.length === 0) return peeked(readBytes(ports, { endpoint: whole, ...place() }));
      return inOrder(chunks, (id) => readBytes(ports, { endpoint: chunk, ...place(id) }));
    },
  };
}

const OUTER = { list: ENDPOINTS.dumpChunks, chunk: ENDPOINTS.dumpChunk, whole: ENDPOINTS.dump };
const NESTED: { list: ListEndpoint; chunk: Endpoint; whole: Endpoint } = {
  list: ENDPOINTS.nestedDumpChunks,
  chunk: ENDPOINTS.nestedDumpChunk,
  whole: ENDPOINTS.nestedDump,
};

async function* inOrder(
  chunks: readonly Chunk[],
  read: (id: string) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  for (const { id } of chunks) yield* read(id);
}

/** undefined if there is not a single byte. */
async function peeked(source: AsyncGenerator<Uint8Array>): Promise<AsyncIterable<Uint8Array> | undefined> {
  const first = await source.next();
  if (first.done === true) return undefined;
  return (async function* () {
    try {
      yield first.value;
      yield* source;
    } finally {
      await source.return(undefined);
    }
  })();
}
