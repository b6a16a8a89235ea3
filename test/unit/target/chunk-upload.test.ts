import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { AnaplanClient } from "../../../protocol/anaplan/types.ts";
import type { RowBlock } from "../../../protocol/csv/types.ts";
import { ConnectorError } from "../../../protocol/errors.ts";
import type { Log } from "../../../protocol/log.ts";
import { createChunkUpload, LARGEST_CHUNK_BYTES, type UploadSettings } from "../../../target/chunk-upload.ts";

const usual: UploadSettings = { chunkBytes: 10, isSingleChunk: false, uploadParallelism: 1, compress: true };
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, metric: () => {} };

interface World {
  calls: string[];
  chunks: Map<number, string>;
  whole: string | undefined;
  /** Chunk counts that the list claims, the last one for ever; what was put if absent. */
  listed?: number[];
  most: number;
  before?(call: string): Promise<void> | void;
}

function start(settings: Partial<UploadSettings> = {}, world: Partial<World> = {}) {
  const all: World = { calls: [], chunks: new Map(), whole: undefined, most: 0, ...world };
  let underway = 0;
  const note = async (call: string) => {
    all.calls.push(call);
    await all.before?.(call);
  };
  const client = {
    openUpload: (_model, file, count) => note(`open ${file} ${count}`),
    putChunk: async (_model, _file, index, bytes, isGzip) => {
      underway += 1;
      all.most = Math.max(all.most, underway);
      await note(`put ${index}`);
      all.chunks.set(index, (isGzip ? gunzipSync(bytes) : Buffer.from(bytes)).toString());
      underway -= 1;
    },
    completeUpload: () => note("complete"),
    putFile: async (_model, _file, bytes) => {
      await note("whole");
      all.whole = Buffer.from(bytes).toString();
    },
    chunks: async () => {
      await note("list");
      const count =
        all.listed === undefined ? all.chunks.size : all.listed.length > 1 ? all.listed.shift() : all.listed[0];
      return Array.from({ length: count ?? 0 }, (_, n) => ({ id: String(n) }));
    },
  } satisfies Partial<AnaplanClient>;
  const waits: number[] = [];
  const clock = { now: () => 0, sleep: async (milliseconds: number) => void waits.push(milliseconds) };
  const upload = createChunkUpload({
    client: client as unknown as AnaplanClient,
    model: { workspaceId: "W", modelId: "M" },
    fileId: "113",
    context: { stream: "s" },
    settings: { ...usual, ...settings },
    clock,
    log: silent,
  });
  return { upload, world: all, waits };
}

function block(text: string): RowBlock & { released: number } {
  const made = { bytes: Buffer.from(text), rows: 1, released: 0, release: () => void made.released++ };
  return made;
}

describe("a file", () => {
  it("that is one chunk is announced as one and needs no completion", async () => {
    const { upload, world } = start();
    await upload.finish(block("a\n"));
    expect(world.calls).toEqual(["open 113 1", "put 0", "list"]);
    expect(world.chunks).toEqual(new Map([[0, "a\n"]]));
    expect(upload.bytes).toBe(2);
  });

  it("of several chunks is announced as unknown and completed", async () => {
    const { upload, world } = start();
    await upload.add(block("a\n"));
    await upload.add(block("b\n"));
    await upload.finish(block("c\n"));
    expect(world.calls.filter((call) => !call.startsWith("put"))).toEqual(["open 113 -1", "complete", "list"]);
    expect([...world.chunks].sort()).toEqual([
      [0, "a\n"],
      [1, "b\n"],
      [2, "c\n"],
    ]);
  });

  it("has no empty chunk at its end", async () => {
    const { upload, world } = start();
    await upload.add(block("a\n"));
    await upload.finish(block(""));
    expect(world.chunks.size).toBe(1);
  });

  it("goes as it is where compression is off", async () => {
    const { upload, world } = start({ compress: false });
    await upload.finish(block("ä\n"));
    expect(world.chunks.get(0)).toBe("ä\n");
  });

  it("gives its buffers back", async () => {
    for (const compress of [true, false]) {
      const { upload } = start({ compress });
      const [first, last] = [block("a\n"), block("b\n")];
      await upload.add(first);
      await upload.finish(last);
      expect([first.released, last.released]).toEqual([1, 1]);
    }
  });
});

describe("chunks on their way", () => {
  it("go one after another", async () => {
    const { upload, world } = start({}, { before: () => new Promise((resolve) => setImmediate(resolve)) });
    for (let n = 0; n < 6; n++) await upload.add(block(`${n}\n`));
    await upload.finish(block("end\n"));
    expect(world.most).toBe(1);
    expect(world.calls.filter((call) => call.startsWith("put"))).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => `put ${n}`));
  });

  it("are at most as many as the settings say", async () => {
    const { upload, world } = start(
      { uploadParallelism: 3 },
      { before: () => new Promise((resolve) => setImmediate(resolve)) },
    );
    for (let n = 0; n < 12; n++) await upload.add(block(`${n}\n`));
    await upload.finish(block("end\n"));
    expect(world.most).toBe(3);
    expect(world.chunks.size).toBe(13);
  });

  it("end the upload with the first failure", async () => {
    const failing = (call: string) => {
      if (call === "put 0") throw new ConnectorError("NETWORK_LOST", { what: "gone" });
    };
    const { upload, world } = start({}, { before: failing });
    await upload.add(block("a\n"));
    await expect(upload.finish(block("b\n"))).rejects.toMatchObject({ code: "NETWORK_LOST" });
    expect(world.calls).not.toContain("complete");
  });
});

describe("the count of chunks", () => {
  it("is asked for again where the list lags behind", async () => {
    const { upload, waits } = start({}, { listed: [0, 0, 1] });
    await upload.finish(block("a\n"));
    expect(waits).toEqual([0, 500, 1000]);
  });

  it("must be right in the end", async () => {
    const { upload } = start({}, { listed: [2] });
    await expect(upload.finish(block("a\n"))).rejects.toMatchObject({
      code: "FILE_REPLACED",
      context: { file_id: "113", stream: "s" },
    });
  });

  it("is the judge when the completion fails", async () => {
    const failing = (call: string) => {
      if (call === "complete") throw new ConnectorError("SERVER_ERROR", { what: "500" });
    };
    const whole = start({}, { before: failing });
    await whole.upload.add(block("a\n"));
    await whole.upload.finish(block("b\n"));
    const broken = start({}, { before: failing, listed: [1] });
    await broken.upload.add(block("a\n"));
    await expect(broken.upload.finish(block("b\n"))).rejects.toMatchObject({ code: "SERVER_ERROR" });
  });
});

describe("limits", () => {
  it("sends the whole file in one call where that is wanted", async () => {
    const { upload, world } = start({ isSingleChunk: true });
    await upload.finish(block("a\n"));
    expect(world.calls).toEqual(["whole"]);
    expect(world.whole).toBe("a\n");
  });

  it("refuses a file that does not fit one call", async () => {
    const { upload } = start({ isSingleChunk: true });
    await expect(upload.add(block("a\n"))).rejects.toMatchObject({ code: "CHUNK_SIZE_INVALID" });
  });

  it("refuses a row that no chunk can hold", async () => {
    const { upload, world } = start();
    const huge = { bytes: Buffer.alloc(LARGEST_CHUNK_BYTES + 1), rows: 1 };
    await expect(upload.add(huge)).rejects.toMatchObject({ code: "CHUNK_SIZE_INVALID" });
    expect(world.calls).toEqual([]);
  });

  it("refuses more than a thousand chunks", async () => {
    const { upload } = start({ compress: false });
    for (let n = 0; n < 1000; n++) await upload.add(block("a\n"));
    await expect(upload.add(block("a\n"))).rejects.toMatchObject({ code: "CHUNK_SIZE_INVALID" });
  });
});
