/** Bytes of whole rows, waiting to be taken as chunks. */
import { type BufferPool, createBufferPool } from "./buffer-pool.ts";
import type { RowBlock } from "./types.ts";

const FIRST_BYTES = 1024 * 1024;

export class RowBuffer {
  bytes: Buffer;
  view: DataView;
  /** End of what was written. */
  length = 0;
  rows = 0;
  readonly #pool: BufferPool;
  #lastRowStart = 0;
  #lastRowCount = 0;

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
    this.#lastRowStart = this.length;
    this.#lastRowCount = rows;
    this.length = end;
    this.rows += rows;
  }

  take(maxBytes = Number.POSITIVE_INFINITY): RowBlock {
    const keepsLast = this.length > maxBytes && this.#lastRowStart > 0;
    const end = keepsLast ? this.#lastRowStart : this.length;
    const full = this.bytes;
    let isReleased = false;
    const block: RowBlock = {
      bytes: full.subarray(0, end),
      rows: keepsLast ? this.rows - this.#lastRowCount : this.rows,
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
    this.#lastRowStart = 0;
    this.reserve(rest);
    full.copy(this.bytes, 0, end, end + rest);
    this.length = rest;
    return block;
  }

  #use(bytes: Buffer): void {
    this.bytes = bytes;
    this.view = viewOf(bytes);
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
