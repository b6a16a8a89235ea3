/** The list of chunks of a file or a dump (anaplan-api.md 5.5, 6.5). */
import type { Reply } from "../http/exchange.ts";
import { collection, json } from "../http/replies.ts";
import type { Readings } from "../readings.ts";

export function chunkListReply(count: number, readings: Readings): Reply {
  const chunks = Array.from({ length: count }, (_, n) => ({ id: String(n), name: `Chunk ${n}` }));
  if (readings.chunksPaging === "none") return collection("chunk", "chunks", chunks, readings);
  return json(200, {
    meta: {
      schema: "https://api.anaplan.com/2/0/objects/chunk",
      paging: { currentPageSize: 1, totalSize: Math.max(0, count - 1), offset: 0 },
    },
    status: { code: 200, message: "Success" },
    ...(count > 0 ? { chunks } : {}),
  });
}
