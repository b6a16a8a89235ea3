/** What is wrong behind the second gigabyte of a file, or in a row beyond any size, is told with the right place. The
 *  bytes are made while they are read; they go the whole way of a download. */
import { describe, expect, it } from "vitest";
import type { AnaplanClient } from "../../../../protocol/anaplan/types.ts";
import type { TapSink } from "../../../../tap/events.ts";
import { sync } from "../../../../tap/sync.ts";
import { definition, FakeAnaplan, fakeRun, M, METADATA, selectOne } from "../stand-in.ts";

const HEADER = Buffer.from("Code,Remark\n");
const ROW_BYTES = 1 << 20;
const ROWS_PER_CHUNK = 64;
/** A row of one megabyte, most of it one long text. */
const ROW = Buffer.concat([Buffer.from("A,"), Buffer.alloc(ROW_BYTES - 3, "x"), Buffer.from("\n")]);

/** Chunk 0 begins with the header; each other one holds whole rows. */
async function errorOf(chunks: readonly (readonly Buffer[])[]) {
  const metadata = { ...METADATA, headerNames: ["Code", "Remark"], dataTypes: ["TEXT", "TEXT"], listNames: ["", ""] };
  const anaplan = new FakeAnaplan([
    { id: M, name: "Opex Plan", exports: [{ definition: definition(), metadata, text: "Code,Remark\n" }] },
  ]);
  const run = await fakeRun(anaplan);
  let bytes = 0;
  const own: Partial<AnaplanClient> = {
    chunks: async () => chunks.map((_, index) => ({ id: String(index) })),
    readChunks: async function* () {
      for (const [index, pieces] of chunks.entries()) {
        for (const [at, piece] of pieces.entries()) {
          yield { chunkId: String(index), bytes: piece, last: at === pieces.length - 1 };
        }
      }
    },
  };
  const client = new Proxy(run.client, {
    get: (target, key) => own[key as keyof AnaplanClient] ?? target[key as keyof AnaplanClient],
  });
  const nothing = async () => {};
  const sink: TapSink = {
    schema: nothing,
    frame: () => ({ before: new Uint8Array(0), after: Buffer.from("\n") }),
    records: async (_, lines) => {
      bytes += lines.length;
    },
    activate: nothing,
    checkpoint: nothing,
    progress: () => {},
  };
  const errors: string[] = [];
  await sync([await selectOne(run)], { ...run, client, sink }, (error) => errors.push(error.message));
  expect(errors).toHaveLength(1);
  return {
    message: errors[0]?.replace(/\[workspace_id=\w+ model_id=\w+ export_id=\d+ stream=\w+ task_id=T1 /, "["),
    bytes,
  };
}

const whole = Array.from({ length: ROWS_PER_CHUNK }, () => ROW);

describe("a file of gigabytes", () => {
  it("with a lone quote behind two of them tells row, line, byte and chunk", { timeout: 120_000 }, async () => {
    const before = 34;
    const chunks = Array.from({ length: before }, (_, index) => (index === 0 ? [HEADER, ...whole] : whole));
    const { message, bytes } = await errorOf([...chunks, [ROW, Buffer.from('B,a lone " quote\nC,x\n')], [ROW]]);
    const rows = before * ROWS_PER_CHUNK + 1;
    const offset = HEADER.length + rows * ROW_BYTES;
    expect(offset).toBeGreaterThan(2 ** 31);
    expect(bytes).toBeGreaterThan(2 ** 31);
    expect(message).toBe(
      `CSV_INVALID: A row has a quote out of place, or one that is never closed. [row=${rows + 1} line=${rows + 2} offset=${offset} chunk=${before}] Cause: A quote inside a value must be doubled and the value quoted; or the file was cut; or the declared quote character is wrong. Next: Look at that row of the exported file; run the export again if the file is damaged.`,
    );
  });

  it("with a quote that opens and swallows the rest is told where it opens, not where the row got too long", async () => {
    const { message } = await errorOf([[HEADER, ROW], [ROW, Buffer.from('B,"opened\n')], whole, whole]);
    expect(message).toBe(
      `CSV_INVALID: A row is longer than 67108864 bytes. [row=3 line=4 offset=${HEADER.length + 2 * ROW_BYTES} chunk=1] Cause: Most likely a quote was opened and never closed. Next: Look at that row of the exported file.`,
    );
  });

  it("with a row of more than 64 MB without any quote is told the same way", async () => {
    const long = [
      Buffer.from("B,"),
      ...Array.from({ length: 80 }, () => Buffer.alloc(1 << 20, "y")),
      Buffer.from("\nC,x\n"),
    ];
    const { message } = await errorOf([[HEADER, ROW], long]);
    expect(message).toBe(
      `CSV_INVALID: A row is longer than 67108864 bytes. [row=2 line=3 offset=${HEADER.length + ROW_BYTES} chunk=1] Cause: Most likely a quote was opened and never closed. Next: Look at that row of the exported file.`,
    );
  });
});
