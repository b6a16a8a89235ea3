/** Any of the three encodings → UTF-8, streaming: bytes may be cut anywhere, also inside a character. What cannot be decoded
 *  becomes U+FFFD, one per lone surrogate or odd byte at the end, as a decoder does it. */
import type { Encoding } from "./types.ts";

export interface Transcoder {
  /** UTF-8 of all characters that are whole by now. For UTF-8 the same bytes, unchecked. */
  push(bytes: Uint8Array): Uint8Array;
  /** UTF-8 of an unfinished character at the end of the file. */
  end(): Uint8Array;
}

const NOTHING = new Uint8Array(0);
const REPLACEMENT = Buffer.from("\ufffd");

export function createTranscoder(encoding: Encoding): Transcoder {
  switch (encoding) {
    case "UTF-8":
      return { push: (bytes) => bytes, end: () => NOTHING };
    case "ISO-8859-1":
      return { push: (bytes) => Buffer.from(asBuffer(bytes).toString("latin1")), end: () => NOTHING };
    case "UTF-16LE":
      return createUtf16Transcoder();
  }
}

/** Length in the original encoding of a piece of transcoded text that consists of whole characters. */
export function originalLength(utf8: Uint8Array, encoding: Encoding): number {
  if (encoding === "UTF-8") return utf8.length;
  const characters = asBuffer(utf8).toString("utf8").length;
  return encoding === "UTF-16LE" ? characters * 2 : characters;
}

export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function createUtf16Transcoder(): Transcoder {
  /** An odd byte, or a high surrogate with or without the first byte of what follows. */
  let carried: Uint8Array = NOTHING;
  return {
    push(bytes) {
      const all = carried.length === 0 ? asBuffer(bytes) : Buffer.concat([carried, bytes]);
      let whole = all.length & ~1;
      if (whole > 0 && isHighSurrogate(all.readUInt16LE(whole - 2))) whole -= 2;
      carried = Buffer.from(all.subarray(whole));
      // Buffer.from writes U+FFFD for a lone surrogate.
      return Buffer.from(all.toString("utf16le", 0, whole));
    },
    end() {
      const odd = carried.length % 2 === 1;
      const rest = Buffer.from(asBuffer(carried).toString("utf16le", 0, carried.length & ~1));
      carried = NOTHING;
      return odd ? Buffer.concat([rest, REPLACEMENT]) : rest;
    },
  };
}

function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}
