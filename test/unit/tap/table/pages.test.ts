import { describe, expect, it } from "vitest";
import { joinPages, type PagePiece } from "../../../../tap/table/pages.ts";

const header = Buffer.from("A,B\r\n");

async function joined(pages: readonly string[], pieceBytes = 3): Promise<string> {
  async function* pieces(): AsyncGenerator<PagePiece> {
    for (const [page, text] of pages.entries()) {
      const bytes = Buffer.from(text);
      const count = Math.max(1, Math.ceil(bytes.length / pieceBytes));
      for (let n = 0; n < count; n++) {
        yield { page, bytes: bytes.subarray(n * pieceBytes, (n + 1) * pieceBytes), last: n === count - 1 };
      }
    }
  }
  const out: Uint8Array[] = [];
  for await (const bytes of joinPages(pieces(), () => header)) out.push(bytes);
  return Buffer.concat(out).toString();
}

describe("joinPages", () => {
  const cases: [string, string[], string][] = [
    ["without repeated headers, byte by byte", ["A,B\r\n1,", "2\r\n3,4\r\n"], "A,B\r\n1,2\r\n3,4\r\n"],
    ["with a header on each page", ["A,B\r\n1,2\r\n", "A,B\r\n3,4\r\n"], "A,B\r\n1,2\r\n3,4\r\n"],
    ["with another line end after it", ["A,B\r\n1,2\r\n", "A,B\n3,4\n"], "A,B\r\n1,2\r\n3,4\n"],
    ["with a byte order mark on each page", ["A,B\r\n1,2\r\n", "\ufeffA,B\r\n3,4\r\n"], "A,B\r\n1,2\r\n3,4\r\n"],
    ["where the page before ends without a line end", ["A,B\r\n1,2", "A,B\r\n3,4"], "A,B\r\n1,2\n3,4"],
    ["with a page that holds a header only", ["A,B\r\n1,2\r\n", "A,B", "3,4\r\n"], "A,B\r\n1,2\r\n3,4\r\n"],
    ["with a row that only begins like the header", ["A,B\r\n1,2\r\n", "A,Berta\r\n"], "A,B\r\n1,2\r\nA,Berta\r\n"],
    ["with an empty page", ["A,B\r\n1,2\r\n", "", "3,4\r\n"], "A,B\r\n1,2\r\n3,4\r\n"],
  ];
  for (const [name, pages, expected] of cases) {
    for (const pieceBytes of [1, 3, 1000]) {
      it(`${name}, pieces of ${pieceBytes} bytes`, async () => {
        expect(await joined(pages, pieceBytes)).toBe(expected);
      });
    }
  }
});
