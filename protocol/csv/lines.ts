/** Finds lines in a stream of blocks without copying the ones that lie whole in a block. A cursor, not an iterator: millions of
 *  lines, no object for each. */
import { ConnectorError } from "../errors.ts";
import { asBuffer } from "./transcode.ts";

const LF = 10;
const CR = 13;
const DEFAULT_MAX_LINE_BYTES = 256 * 1024 * 1024;
const FIRST_CARRY_BYTES = 64 * 1024;
/** One huge line must not cost its memory for ever. */
const LARGEST_KEPT_CARRY_BYTES = 4 * 1024 * 1024;
/** Room after a carried line, so that readers of several bytes at once may look past its end. */
const SLACK = 16;

/** Usage: `push(block); while (next()) use(buffer, start, end)` for every block, then `finish()` and the loop once more.
 *  A line ends at LF, a CR before it is left out; so is the line end of the last line. `buffer` is valid until the next
 *  call of `next`, `push` or `finish`; the pushed block must stay unchanged as long. */
export class LineCursor {
  buffer: Uint8Array = Buffer.alloc(0);
  start = 0;
  end = 0;
  /** Number of the current line, from 1. */
  line = 0;
  readonly #maxLineBytes: number;
  #block: Buffer = Buffer.alloc(0);
  #at = 0;
  /** The beginning of a line whose end has not come yet. */
  #carry: Buffer = Buffer.alloc(0);
  #carried = 0;
  #isFinished = false;

  constructor(maxLineBytes: number = DEFAULT_MAX_LINE_BYTES) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** All lines of the block before must have been read. */
  push(block: Uint8Array): void {
    this.#block = asBuffer(block);
    this.#at = 0;
    if (this.#carried === 0 && this.#carry.length > LARGEST_KEPT_CARRY_BYTES) this.#carry = Buffer.alloc(0);
  }

  /** The rest, if there is any, is a line of its own. */
  finish(): void {
    this.#block = Buffer.alloc(0);
    this.#at = 0;
    this.#isFinished = true;
  }

  /** Moves to the next whole line; false = more bytes are needed. Throws LINE_TOO_LONG. */
  next(): boolean {
    const lineEnd = this.#at < this.#block.length ? this.#block.indexOf(LF, this.#at) : -1;
    if (lineEnd === -1) return this.#carryRest();
    if (this.#carried > 0) {
      this.#append(lineEnd + 1);
      this.#moveTo(this.#carry, 0, this.#carried - 1);
      this.#carried = 0;
    } else {
      this.#checkLength(lineEnd - this.#at);
      this.#moveTo(this.#block, this.#at, lineEnd);
      this.#at = lineEnd + 1;
    }
    return true;
  }

  #carryRest(): boolean {
    if (this.#at < this.#block.length) this.#append(this.#block.length);
    if (!this.#isFinished || this.#carried === 0) return false;
    this.#carry[this.#carried] = LF;
    this.#moveTo(this.#carry, 0, this.#carried);
    this.#carried = 0;
    return true;
  }

  /** Copies the block up to `to` behind what is carried. The carry doubles: linear work for a line of many blocks. */
  #append(to: number): void {
    const length = this.#carried + to - this.#at;
    this.#checkLength(length - 1);
    if (length + SLACK > this.#carry.length) {
      const larger = Buffer.alloc(Math.max(FIRST_CARRY_BYTES, (length + SLACK) * 2));
      this.#carry.copy(larger, 0, 0, this.#carried);
      this.#carry = larger;
    }
    this.#block.copy(this.#carry, this.#carried, this.#at, to);
    this.#carried = length;
    this.#at = to;
  }

  #checkLength(length: number): void {
    if (length <= this.#maxLineBytes) return;
    throw new ConnectorError("LINE_TOO_LONG", {
      what: `A line of the input is longer than ${this.#maxLineBytes} bytes.`,
      why: "The input has no line ends, or holds a value of extraordinary size.",
      next: "Check what is piped into this program.",
      context: { line: this.line + 1 },
    });
  }

  #moveTo(buffer: Buffer, start: number, end: number): void {
    this.buffer = buffer;
    this.start = start;
    this.end = end > start && buffer[end - 1] === CR ? end - 1 : end;
    this.line++;
  }
}
