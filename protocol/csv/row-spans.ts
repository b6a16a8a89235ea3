/** Follows rows through text that was fed in pieces: how long each was in the file's own encoding, and how many lines. */
import { originalLength } from "./transcode.ts";
import type { Encoding } from "./types.ts";

export interface RowSpan {
  /** Bytes in the file's own encoding. */
  bytes: number;
  /** Line ends in it (LF, CRLF or CR), its own one included. */
  lines: number;
  /** It begins with a line end: a blank line. */
  isBlank: boolean;
}

const LF = 10;
const CR = 13;

export class RowSpans {
  readonly #encoding: Encoding;
  readonly #pieces: Uint8Array[] = [];
  /** Bytes of the first piece that were taken already. */
  #taken = 0;

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
  }

  push(utf8: Uint8Array): void {
    if (utf8.length > 0) this.#pieces.push(utf8);
  }

  /** The next `length` bytes of UTF-8 are one row. */
  take(length: number): RowSpan {
    const span: RowSpan = { bytes: 0, lines: 0, isBlank: false };
    let left = length;
    let previous = 0;
    while (left > 0 && this.#pieces[0] !== undefined) {
      const piece = this.#pieces[0];
      const part = piece.subarray(this.#taken, this.#taken + left);
      if (left === length) span.isBlank = part[0] === LF || part[0] === CR;
      span.bytes += originalLength(part, this.#encoding);
      for (const byte of part) {
        if (byte === CR || (byte === LF && previous !== CR)) span.lines++;
        previous = byte;
      }
      left -= part.length;
      this.#taken += part.length;
      if (this.#taken === piece.length) {
        this.#pieces.shift();
        this.#taken = 0;
      }
    }
    return span;
  }
}

/** Line ends in bytes that hold whole rows. */
export function countLines(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let lines = 0;
  for (let index = start; index < end; index++) {
    if (bytes[index] === CR || (bytes[index] === LF && (index === start || bytes[index - 1] !== CR))) lines++;
  }
  return lines;
}
