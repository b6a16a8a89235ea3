/** Pages of a large-volume read → one CSV file. Pages are joined byte by byte, and a header line that a later page repeats
 *  is dropped: whether they do is not documented (anaplan-api.md 4.8, 11 no. 27). */

export interface PagePiece {
  page: number;
  bytes: Uint8Array;
  last: boolean;
}

const LF = 10;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** `headerBytes` answers the header line as page 0 has it, line end included and without a byte order mark, once known. */
export async function* joinPages(
  pieces: AsyncIterable<PagePiece>,
  headerBytes: () => Uint8Array | undefined,
): AsyncGenerator<Uint8Array> {
  let held = Buffer.alloc(0);
  let isStart = false;
  let lastByte = LF;
  for await (const { page, bytes, last } of pieces) {
    const header = page === 0 ? undefined : headerBytes();
    held = held.length === 0 ? Buffer.from(bytes) : Buffer.concat([held, bytes]);
    if (isStart && header !== undefined && !last && held.length < header.length + BOM.length) continue;
    const out = isStart && header !== undefined ? withoutHeader(held, header, lastByte) : held;
    held = Buffer.alloc(0);
    isStart = last;
    lastByte = out.at(-1) ?? lastByte;
    if (out.length > 0) yield out;
  }
}

/** Where pages bear headers, a page that ends without a line end ends a row all the same. */
function withoutHeader(bytes: Buffer, header: Uint8Array, lastByte: number): Buffer {
  const start = bytes.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0;
  const line = trimEnd(Buffer.from(header));
  const after = bytes.subarray(start + line.length);
  const isRepeated =
    bytes.subarray(start, start + line.length).equals(line) &&
    /^(\r?\n|\r|$)/.test(after.subarray(0, 2).toString("latin1"));
  if (!isRepeated) return bytes;
  const end = /^(\r\n|\n|\r|)/.exec(after.subarray(0, 2).toString("latin1"))?.[0].length ?? 0;
  const rest = after.subarray(end);
  return lastByte === LF || lastByte === 13 || rest.length === 0 ? rest : Buffer.concat([Buffer.from("\n"), rest]);
}

function trimEnd(line: Buffer): Buffer {
  let end = line.length;
  while (end > 0 && (line[end - 1] === LF || line[end - 1] === 13)) end--;
  return line.subarray(0, end);
}
