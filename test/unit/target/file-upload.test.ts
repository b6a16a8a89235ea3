import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { AnaplanClient } from "../../../protocol/anaplan/types.ts";
import { ConnectorError } from "../../../protocol/errors.ts";
import { createChunkUpload } from "../../../target/chunk-upload.ts";
import { type FileUpload, hashOnServer, uploadFile } from "../../../target/file-upload.ts";

const model = { workspaceId: "W", modelId: "M" };
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, metric: () => {} };
const chunks = ["one\n", "two\n", "three\n"].map((text) => Buffer.from(text));

/** A server that holds chunks by index; `undefined` = listed, not filled. */
function server(initial: (string | undefined)[], { refusesPutBeforeOpen = false, corrupts = false } = {}) {
  const held = initial.map((text) => (text === undefined ? undefined : Buffer.from(text)));
  const calls: string[] = [];
  let isOpen = !refusesPutBeforeOpen;
  const client = {
    chunks: async () => held.map((_, index) => ({ id: String(index) })),
    async *readChunk(_model: unknown, _file: string, id: string) {
      const bytes = held[Number(id)];
      if (bytes === undefined) throw new ConnectorError("FILE_MISSING", { what: "no content" });
      yield bytes.subarray(0, 2);
      yield bytes.subarray(2);
    },
    async *readChunks() {
      for (const bytes of held) yield { chunkId: "", bytes: bytes ?? Buffer.alloc(0), last: true };
    },
    openUpload: async (_model: unknown, _file: string, count: number) => {
      calls.push(`open ${count}`);
      isOpen = true;
      held.length = 0;
      for (let n = 0; n < count; n++) held.push(undefined);
    },
    putChunk: async (_model: unknown, _file: string, index: number, bytes: Uint8Array) => {
      if (!isOpen) throw new ConnectorError("REQUEST_REFUSED", { what: "not opened" });
      calls.push(`put ${index}`);
      held[index] = corrupts ? Buffer.from("other\n") : gunzipSync(bytes);
    },
    completeUpload: async () => {},
  } as unknown as AnaplanClient;
  return { client, calls, text: () => held.map(String).join("") };
}

function upload(client: AnaplanClient): FileUpload {
  return {
    client,
    model,
    fileId: "113000000001",
    context: {},
    log: quiet,
    signal: new AbortController().signal,
    chunks: chunks.length,
    chunk: (index) => chunks[index]!,
    compress: true,
  };
}

describe("uploadFile", () => {
  it.each([
    ["a new file", [], ["open 3", "put 0", "put 1", "put 2"]],
    ["an upload killed behind its first chunk", ["one\n", undefined, undefined], ["put 1", "put 2"]],
    ["an upload killed in the middle of a chunk", ["one\n", "tw", undefined], ["put 1", "put 2"]],
    ["an upload killed before any chunk", [undefined, undefined, undefined], ["open 3", "put 0", "put 1", "put 2"]],
    ["a file that is there as it is", ["one\n", "two\n", "three\n"], []],
    ["other content of as many chunks", ["1\n", "2\n", "3\n"], ["open 3", "put 0", "put 1", "put 2"]],
    ["content of another number of chunks", ["one\n", "two\n"], ["open 3", "put 0", "put 1", "put 2"]],
  ])("%s", async (_name, there, calls) => {
    const one = server(there);
    await uploadFile(upload(one.client));
    expect(one.calls).toEqual(calls);
    expect(one.text()).toBe("one\ntwo\nthree\n");
  });

  it("begins anew where what it read was somebody else's", async () => {
    const one = server(["one\n", "2\n", "3\n"], { refusesPutBeforeOpen: true });
    expect(await uploadFile(upload(one.client))).toEqual({ kept: 0, sent: 3 });
    expect(one.calls).toEqual(["open 3", "put 0", "put 1", "put 2"]);
  });
});

describe("verify: full", () => {
  const block = (text: string) => ({ bytes: Buffer.from(text), rows: 1 });
  const load = async (corrupts: boolean) => {
    const { client } = server([], { corrupts });
    const settings = {
      chunkBytes: 1,
      isSingleChunk: false,
      uploadParallelism: 1,
      compress: true,
      verifiesContent: true,
    };
    const clock = { now: () => 0, sleep: async () => {} };
    const sending = createChunkUpload({ client, model, fileId: "F", context: {}, settings, clock, log: quiet });
    await sending.add(block("one\n"));
    await sending.finish(block("two\n"));
    return hashOnServer(client, model, "F");
  };

  it("takes what is the same", async () => {
    expect(await load(false)).toMatch(/^[0-9a-f]{64}$/);
  });

  it("refuses what is not", async () => {
    await expect(load(true)).rejects.toMatchObject({
      code: "FILE_REPLACED",
      message: expect.stringContaining("content"),
    });
  });
});
