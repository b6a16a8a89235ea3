/** Text ↔ bytes in the encodings files are declared in. Written by hand for ISO-8859-1, which `TextDecoder` takes for
 *  windows-1252. */
import type { TextEncoding } from "./definition.ts";

export type ByteDecoder = { write(bytes: Buffer): string; end(): string };

/** Decodes a stream cut anywhere, dropping a leading byte order mark. */
export function byteDecoder(encoding: TextEncoding): ByteDecoder {
  if (encoding === "ISO-8859-1") return { write: (bytes) => bytes.toString("latin1"), end: () => "" };
  const decoder = new TextDecoder(encoding === "UTF-16LE" ? "utf-16le" : "utf-8");
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

export function encodeText(text: string, encoding: TextEncoding): Buffer {
  if (encoding === "UTF-16LE") return Buffer.from(text, "utf16le");
  return Buffer.from(text, encoding === "ISO-8859-1" ? "latin1" : "utf8");
}

export function byteOrderMark(encoding: TextEncoding): Buffer {
  if (encoding === "UTF-16LE") return Buffer.from([0xff, 0xfe]);
  return encoding === "UTF-8" ? Buffer.from([0xef, 0xbb, 0xbf]) : Buffer.alloc(0);
}
