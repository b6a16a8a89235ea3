/** Records that lie in files beside the stream → lines as if they had come in it. */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { LineCursor } from "../protocol/csv/lines.ts";
import { ConnectorError } from "../protocol/errors.ts";
import type { Batch, InputFormat } from "./input.ts";

/** Throws MESSAGE_INVALID for a file that cannot be read to its end. */
export async function* batchLines({ stream, files, isGzip }: Batch, format: InputFormat): AsyncGenerator<Buffer> {
  const frame = format.frame?.(stream);
  if (frame === undefined) return;
  for (const [index, path] of files.entries()) {
    const cursor = new LineCursor();
    try {
      for await (const block of blocksOf(path, isGzip)) {
        cursor.push(block);
        yield* framed(cursor, frame);
      }
      cursor.finish();
    } catch (cause) {
      if (cause instanceof ConnectorError) throw cause;
      throw unreadable(stream, index + 1, files.length, cause);
    }
    yield* framed(cursor, frame);
  }
}

function* framed(cursor: LineCursor, { before, after }: { before: Uint8Array; after: Uint8Array }): Generator<Buffer> {
  while (cursor.next()) {
    const { buffer, start, end } = cursor;
    if (end > start) yield Buffer.concat([before, buffer.subarray(start, end), after]);
  }
}

function blocksOf(path: string, isGzip: boolean): AsyncIterable<Buffer> {
  const file = createReadStream(path);
  return isGzip ? pipeline(file, createGunzip(), () => {}) : file;
}

function unreadable(stream: string, number: number, of: number, cause: unknown): ConnectorError {
  return new ConnectorError("MESSAGE_INVALID", {
    what: `File ${number} of ${of} of a batch cannot be read: ${reasonOf(cause)}.`,
    why: "It was deleted, lies on another machine, or is cut off.",
    next: "Run the pair again; both programs must see the same folder.",
    context: { stream },
    cause,
  });
}

/** zlib's codes say nothing to a reader. */
function reasonOf(cause: unknown): string {
  const { code = "" } = cause as NodeJS.ErrnoException;
  return /^E[A-Z]+$/.test(code) ? code : "it is not whole";
}
