import { describe, expect, it } from "vitest";
import { withSpans } from "../../../../protocol/anaplan/spans.ts";
import type { AnaplanClient } from "../../../../protocol/anaplan/types.ts";
import { createSpans } from "../../../../protocol/profile.ts";

const model = { workspaceId: "w", modelId: "m" };

function fakeClient(): AnaplanClient {
  const stats = { requests: 0, retries: 0, waitedSeconds: 0 };
  const calls: Partial<AnaplanClient> = {
    workspaces: async () => {
      stats.requests += 1;
      return [];
    },
    putChunk: async () => {},
    async *readChunks() {
      yield { chunkId: "0", bytes: new Uint8Array(3), last: true };
    },
  };
  const whole = {
    ...calls,
    get stats() {
      return { ...stats };
    },
  };
  return whole as AnaplanClient;
}

describe("a client with spans", () => {
  it("counts what waits, downloads and uploads, and answers as before", async () => {
    const spans = createSpans(() => 0);
    const client = withSpans(fakeClient(), spans);
    expect(await client.workspaces()).toEqual([]);
    await client.putChunk(model, "113", 0, new Uint8Array(1), false);
    const parts = [];
    for await (const part of client.readChunks(model, "116", [{ id: "0" }])) parts.push(part.chunkId);
    expect(parts).toEqual(["0"]);
    const counts = Object.fromEntries(spans.summary().spans.map(({ span, count }) => [span, count]));
    expect(counts).toEqual({ waiting: 1, uploading: 1, downloading: 2 });
  });

  it("shows the counters as they stand", async () => {
    const client = withSpans(
      fakeClient(),
      createSpans(() => 0),
    );
    await client.workspaces();
    expect(client.stats.requests).toBe(1);
  });
});
