import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { AnaplanClient } from "../../../protocol/anaplan/types.ts";
import type { RowBlock } from "../../../protocol/csv/types.ts";
import { ConnectorError } from "../../../protocol/errors.ts";
import type { Log } from "../../../protocol/log.ts";
import { factsOf } from "../../../target/chunk-facts.ts";
import { createChunkUpload, LARGEST_CHUNK_BYTES, type UploadSettings } from "../../../target/chunk-upload.ts";
import type { LeftUpload } from "../../../target/upload-journal.ts";

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
  /** What an earlier run left, and where it is more, what the server still holds. */
  left?: LeftUpload;
  held?: string[];
  /** Whether the rows can be made once more. */
  isSpooled?: boolean;
}

function start(settings: Partial<UploadSettings> = {}, world: Partial<World> = {}) {
  const all: World = { calls: [], chunks: new Map(world.held?.entries()), whole: undefined, most: 0, ...world };
  const noted: string[] = [];
  const journal = {
    begin: (announced: number) => void noted.push(`begin ${announced}`),
    sent: (index: number) => void noted.push(`sent ${index}`),
    whole: () => void noted.push("whole"),
    forget: () => void noted.push("forget"),
  };
  const given: string[] = [];
  const again = (sizes: readonly number[]) => {
    const text = Buffer.from(world.isSpooled === false ? "" : given.join(""));
    let from = 0;
    return sizes.map((size) => {
      from += size;
      return { bytes: text.subarray(from - size, from), rows: 1 };
    });
  };
  let underway = 0;
  const note = async (call: string) => {
    all.calls.push(call);
    await all.before?.(call);
  };
  const client = {
    openUpload: async (_model, file, count) => {
      await note(`open ${file} ${count}`);
      all.chunks.clear();
    },
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
      all.chunks.clear();
      all.chunks.set(0, all.whole);
    },
    chunks: async () => {
      await note("list");
      const count =
        all.listed === undefined ? all.chunks.size : all.listed.length > 1 ? all.listed.shift() : all.listed[0];
      return Array.from({ length: count ?? 0 }, (_, n) => ({ id: String(n) }));
    },
    async *readChunks() {
      await note("read");
      const text = [...all.chunks].sort(([a], [b]) => a - b).map(([, chunk]) => chunk);
      for (const piece of text.join("").match(/[\s\S]{1,3}/g) ?? [])
        yield { chunkId: "", bytes: Buffer.from(piece), last: false };
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
    journal,
    left: world.left,
    again,
  });
  const send = async (...texts: string[]) => {
    given.push(...texts);
    for (const text of texts.slice(0, -1)) await upload.add(block(text));
    await upload.finish(block(texts.at(-1) ?? ""));
  };
  return { upload, world: all, waits, noted, send, content: () => [...all.chunks.values()].join("") };
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
    let arrived = 0;
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    // The gate opens behind the third, with time for one too many to come through.
    const before = async (call: string) => {
      if (!call.startsWith("put")) return;
      arrived += 1;
      if (arrived === 3) setTimeout(open, 50);
      await gate;
    };
    const { upload, world } = start({ uploadParallelism: 3 }, { before });
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
    expect(world.calls).toEqual(["whole", "list"]);
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

describe("what an earlier run left", () => {
  const left = (chunks: string[], more: Partial<LeftUpload> = {}): LeftUpload => ({
    announced: -1,
    chunks: chunks.map((text) => factsOf(Buffer.from(text))),
    isWhole: false,
    ...more,
  });
  const calls = (...more: string[]) => more;

  it("is not sent again: the upload goes on behind it, and is read back", async () => {
    const { send, world, noted, upload, content } = start({}, { left: left(["a\n", "b\n"]), held: ["a\n", "b\n"] });
    await send("a\n", "b\n", "c\n", "d\n");
    expect(world.calls).toEqual(calls("put 2", "put 3", "complete", "list", "list", "read"));
    expect(noted).toEqual(["sent 2", "sent 3", "whole"]);
    expect([upload.sent, upload.chunks, content()]).toEqual([2, 4, "a\nb\nc\nd\n"]);
  });

  it("is completed where only that was missing", async () => {
    const { send, world } = start({}, { left: left(["a\n", "b\n"]), held: ["a\n", "b\n"] });
    await send("a\n", "b\n");
    expect(world.calls).toEqual(calls("complete", "list", "list", "read"));
  });

  it("and is not the beginning of this file is written over, where the upload is still open", async () => {
    const { send, world, content } = start({}, { left: left(["a\n", "b\n"]), held: ["a\n", "b\n"] });
    await send("a\n", "B\n", "c\n");
    expect(world.calls).toEqual(calls("put 1", "put 2", "complete", "list", "list", "read"));
    expect(content()).toBe("a\nB\nc\n");
  });

  it.each([
    [
      "has nothing of this file",
      left(["x\n", "b\n"]),
      ["a\n", "b\n"],
      calls("open 113 -1", "put 0", "put 1", "complete", "list"),
    ],
    [
      "is more than this file",
      left(["a\n", "b\n", "c\n"]),
      ["a\n", "b\n"],
      calls("open 113 2", "put 0", "put 1", "list"),
    ],
    [
      "is a whole file that begins as this one does",
      left(["a\n", "b\n"], { isWhole: true }),
      ["a\n", "b\n", "c\n"],
      calls("open 113 3", "put 0", "put 1", "put 2", "list"),
    ],
    [
      "was announced with another count",
      left(["a\n"], { announced: 7 }),
      ["a\n", "b\n"],
      calls("open 113 -1", "put 0", "put 1", "complete", "list"),
    ],
  ])("and %s costs a whole upload", async (_name, before, texts, wanted) => {
    const { send, world, content } = start({}, { left: before, held: before.chunks.map(() => "?") });
    await send(...texts);
    expect(world.calls).toEqual(wanted);
    expect(content()).toBe(texts.join(""));
  });

  it("and is gone, or another's, costs a whole upload: nothing else than this file is let through", async () => {
    for (const held of [[], ["x\n"], ["a\n", "y\n", "z\n"]]) {
      const { send, world, content, noted } = start({}, { left: left(["a\n"]), held });
      await send("a\n", "b\n");
      expect(content(), held.join()).toBe("a\nb\n");
      expect(world.calls.slice(-4)).toEqual(["open 113 2", "put 0", "put 1", "list"]);
      expect(noted.slice(-4)).toEqual(["begin 2", "sent 0", "sent 1", "whole"]);
    }
  });

  it("and that Anaplan does not let us go on with costs a whole upload", async () => {
    let isOpen = false;
    const before = (call: string) => {
      isOpen ||= call.startsWith("open");
      if (call.startsWith("put") && !isOpen) throw new ConnectorError("REQUEST_REFUSED", { what: "400" });
    };
    const { send, content } = start({}, { left: left(["a\n"]), held: ["a\n"], before });
    await send("a\n", "b\n", "c\n");
    expect(content()).toBe("a\nb\nc\n");
  });

  it("and is gone ends the run where the rows cannot be made once more; the next one begins anew", async () => {
    const { send, noted } = start({}, { left: left(["a\n"]), held: [], isSpooled: false });
    await expect(send("a\n", "b\n")).rejects.toMatchObject({
      code: "FILE_REPLACED",
      message: expect.stringContaining("cannot send it again"),
    });
    expect(noted.at(-1)).toBe("forget");
  });

  it("and is whole and the same is only looked at, and sent where it is gone", async () => {
    const whole = left(["a\n", "b\n"], { isWhole: true });
    const there = start({}, { left: whole, held: ["a\n", "b\n"] });
    await there.send("a\n", "b\n");
    expect([there.upload.wasThere, there.world.calls]).toEqual([true, []]);
    await there.upload.confirm();
    expect(there.world.calls).toEqual(["list", "read"]);

    const gone = start({}, { left: whole, held: ["a\n", "X\n"] });
    await gone.send("a\n", "b\n");
    await gone.upload.confirm();
    expect(gone.world.calls).toEqual(["list", "read", "open 113 2", "put 0", "put 1", "list"]);
    expect(gone.content()).toBe("a\nb\n");
  });

  it("is cut where it was cut then, as long as it goes on like that", async () => {
    const chunk = "x".repeat(1_200_000);
    const { upload } = start({ chunkBytes: 3_000_000 }, { left: left([chunk, "y"]) });
    expect(upload.nextBytes).toBe(1_200_000);
    await upload.add(block(chunk));
    // A small one is the last of its file.
    expect([upload.isKeeping, upload.nextBytes]).toEqual([true, 3_000_000]);
    await upload.add(block("z"));
    expect([upload.isKeeping, upload.nextBytes]).toEqual([false, 3_000_000]);
  });

  it("goes for a file that is sent in one call, too", async () => {
    const whole = left(["a\n"], { isWhole: true });
    const { send, upload, world } = start({ isSingleChunk: true }, { left: whole, held: [] });
    await send("a\n");
    await upload.confirm();
    expect(world.calls).toEqual(["list", "read", "whole", "list"]);
  });
});

describe("verify: full", () => {
  it("takes what is the same, wherever the server cuts it", async () => {
    const { send, world } = start({ verifiesContent: true });
    await send("one\n", "two\n");
    expect(world.calls.slice(-2)).toEqual(["list", "read"]);
  });

  it("refuses what is not", async () => {
    const { send, world } = start({ verifiesContent: true });
    world.before = (call) => void (call === "list" && world.chunks.set(0, "One\n"));
    await expect(send("one\n", "two\n")).rejects.toMatchObject({
      code: "FILE_REPLACED",
      message: expect.stringContaining("content"),
    });
  });
});
