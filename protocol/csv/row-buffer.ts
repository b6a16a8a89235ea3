/** Bytes of whole rows, waiting to be taken as chunks. */
import { type BufferPool, createBufferPool } from "./buffer-pool.ts";
import type { RowBlock } from "./types.ts";

const FIRST_BYTES = 1024 * 1024;
const FIRST_ROWS = 4096;

export class RowBuffer {
  bytes: Buffer;
  view: DataView;
  /** End of what was written. */
  length = 0;
  rows = 0;
  readonly #pool: BufferPool;
  /** Ends of the rows, and of the header where there is one. */
  #ends: Uint32Array = new Uint32Array(FIRST_ROWS);
  #count = 0;

  constructor(pool: BufferPool = createBufferPool()) {
    this.#pool = pool;
    this.bytes = pool.take(FIRST_BYTES);
    this.view = viewOf(this.bytes);
  }

  /** Makes room for so many more bytes; `bytes` may be another buffer afterwards. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    let size = this.bytes.length;
    while (size < this.length + count) size *= 2;
    const smaller = this.bytes;
    const larger = this.#pool.take(size);
    smaller.copy(larger, 0, 0, this.length);
    this.#use(larger);
    this.#pool.give(smaller);
  }

  append(bytes: Uint8Array, rows: number): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.commit(this.length + bytes.length, rows);
  }

  /** What lies between `length` and `end` is a row (or a header: none). */
  commit(end: number, rows: number): void {
    if (this.#count === this.#ends.length) this.#ends = grown(this.#ends);
    this.#ends[this.#count++] = end;
    this.length = end;
    this.rows += rows;
  }

  take(maxBytes = Number.POSITIVE_INFINITY): RowBlock {
    const kept = this.length > maxBytes ? this.#count - this.#fitting(maxBytes) : 0;
    const taken = this.#count - kept;
    const end = kept === 0 ? this.length : this.#ends[taken - 1]!;
    const full = this.bytes;
    let isReleased = false;
    const block: RowBlock = {
      bytes: full.subarray(0, end),
      rows: this.rows - kept,
      release: () => {
        if (!isReleased) this.#pool.give(full);
        isReleased = true;
      },
    };
    // Who takes all there is does not need as much again at once.
    this.#use(this.#pool.take(Number.isFinite(maxBytes) ? full.length : FIRST_BYTES));
    this.rows -= block.rows;
    const rest = this.length - end;
    this.length = 0;
    for (let row = 0; row < kept; row++) this.#ends[row] = this.#ends[taken + row]! - end;
    this.#count = kept;
    this.reserve(rest);
    full.copy(this.bytes, 0, end, end + rest);
    this.length = rest;
    return block;
  }

  /** How many of the rows fit, at least one. */
  #fitting(maxBytes: number): number {
    let [fits, tooMany] = [1, this.#count];
    while (tooMany - fits > 1) {
      const middle = (fits + tooMany) >> 1;
      if (this.#ends[middle - 1]! <= maxBytes) fits = middle;
      else tooMany = middle;
    }
    return fits;
  }

  #use(bytes: Buffer): void {
    this.bytes = bytes;
    this.view = viewOf(bytes);
  }
}

function grown(ends: Uint32Array): Uint32Array {
  const larger = new Uint32Array(ends.length * 2);
  larger.set(ends);
  return larger;
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
