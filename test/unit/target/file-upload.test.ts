import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { AnaplanClient } from "../../../protocol/anaplan/types.ts";
import { ConnectorError } from "../../../protocol/errors.ts";
import { factsOf } from "../../../target/chunk-facts.ts";
import { uploadFile } from "../../../target/file-upload.ts";
import type { LeftUpload } from "../../../target/upload-journal.ts";

const model = { workspaceId: "W", modelId: "M" };
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, metric: () => {} };
const chunks = ["one\n", "two\n", "three\n"].map((text) => Buffer.from(text));

/** A server that holds chunks by index; `undefined` = listed, not filled. */
function server(initial: (string | undefined)[], { refusesPutBeforeOpen = false } = {}) {
  const held = initial.map((text) => (text === undefined ? undefined : Buffer.from(text)));
  const calls: string[] = [];
  let isOpen = !refusesPutBeforeOpen;
  const read = (bytes: Buffer | undefined) => {
    if (bytes === undefined) throw new ConnectorError("FILE_MISSING", { what: "no content" });
    return bytes;
  };
  const client = {
    chunks: async () => held.map((_, index) => ({ id: String(index) })),
    async *readChunk(_model: unknown, _file: string, id: string) {
      const bytes = read(held[Number(id)]);
      yield bytes.subarray(0, 2);
      yield bytes.subarray(2);
    },
    async *readChunks() {
      for (const bytes of held) yield { chunkId: "", bytes: read(bytes), last: true };
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
      held[index] = gunzipSync(bytes);
    },
  } as unknown as AnaplanClient;
  return { client, calls, text: () => held.map(String).join("") };
}

function upload(client: AnaplanClient, left?: LeftUpload) {
  return uploadFile({
    client,
    model,
    fileId: "113000000001",
    context: {},
    log,
    clock: { now: () => 0, sleep: async () => {} },
    signal: new AbortController().signal,
    settings: { chunkBytes: 4, isSingleChunk: false, uploadParallelism: 1, compress: true },
    journal: {
      left: () => left,
      begin: () => {},
      sent: () => {},
      whole: () => {},
      starting: () => {},
      started: () => {},
      forget: () => {},
    },
    count: chunks.length,
    chunk: (index) => chunks[index]!,
  });
}

const anew = ["open 3", "put 0", "put 1", "put 2"];

describe("uploadFile", () => {
  it.each([
    ["a new file", [], anew],
    ["an upload killed behind its first chunk", ["one\n", undefined, undefined], ["put 1", "put 2"]],
    ["an upload killed in the middle of a chunk", ["one\n", "tw", undefined], ["put 1", "put 2"]],
    ["an upload killed before any chunk", [undefined, undefined, undefined], anew],
    ["a file that is there as it is", ["one\n", "two\n", "three\n"], []],
    ["other content of as many chunks", ["1\n", "2\n", "3\n"], anew],
    ["another file that begins like this one", ["one\n", "2\n", "3\n"], anew],
    ["content of another number of chunks", ["one\n", "two\n"], anew],
  ])("without a journal asks the server: %s", async (_name, there, calls) => {
    const one = server(there);
    const { kept, sent } = await upload(one.client);
    expect(one.calls).toEqual(calls);
    expect(one.text()).toBe("one\ntwo\nthree\n");
    expect([kept, sent]).toEqual([
      3 - calls.filter((call) => call !== "open 3").length,
      calls.filter((call) => call !== "open 3").length,
    ]);
  });

  it("goes by the journal, also where an unfinished upload shows no content", async () => {
    const one = server(["one\n", "two\n", undefined]);
    const left = { announced: 3, chunks: chunks.slice(0, 2).map(factsOf), isWhole: false };
    expect(await upload({ ...one.client, readChunk: undefined } as unknown as AnaplanClient, left)).toEqual({
      kept: 2,
      sent: 1,
    });
    expect(one.calls).toEqual(["put 2"]);
  });

  it("begins anew where Anaplan does not let it go on", async () => {
    const one = server(["one\n", "2\n", undefined], { refusesPutBeforeOpen: true });
    await upload(one.client);
    expect(one.calls).toEqual(anew);
    expect(one.text()).toBe("one\ntwo\nthree\n");
  });
});
