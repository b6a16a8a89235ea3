import { describe, expect, test } from "vitest";
import { createTranscoder, originalLength } from "../../../../protocol/csv/transcode.ts";
import type { Encoding } from "../../../../protocol/csv/types.ts";

function transcode(encoding: Encoding, bytes: Buffer, step: number): string {
  const transcoder = createTranscoder(encoding);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += step)
    pieces.push(Buffer.from(transcoder.push(bytes.subarray(at, at + step))));
  return Buffer.concat([...pieces, transcoder.end()]).toString();
}

describe("UTF-16LE", () => {
  const text = "a,Zürich,日本,😀\u0100\u0a00\n";

  test.each([1, 2, 3, 5, 100])("is cut anywhere, %i bytes at a time", (step) => {
    expect(transcode("UTF-16LE", Buffer.from(text, "utf16le"), step)).toBe(text);
  });

  test.each([1, 2, 3, 100])("lone surrogates become U+FFFD, %i bytes at a time", (step) => {
    const bytes = Buffer.from("x\ud800y\udc00z\ud83d", "utf16le");
    expect(transcode("UTF-16LE", bytes, step)).toBe("x\ufffdy\ufffdz\ufffd");
  });

  test("an odd byte at the end becomes U+FFFD", () => {
    expect(transcode("UTF-16LE", Buffer.from([0x61, 0, 0x62]), 2)).toBe("a\ufffd");
  });
});

test("ISO-8859-1 is bytes as characters, not windows-1252", () => {
  const bytes = Buffer.from([0x41, 0x80, 0x9f, 0xe9, 0xff]);
  expect(transcode("ISO-8859-1", bytes, 2)).toBe("A\u0080\u009féÿ");
});

test.each([
  ["UTF-8", 12],
  ["UTF-16LE", 12],
  ["ISO-8859-1", 6],
] as const)("length in %s", (encoding, length) => {
  expect(originalLength(Buffer.from("aéb😀日"), encoding)).toBe(encoding === "UTF-8" ? 11 : length);
});
