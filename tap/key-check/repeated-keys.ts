/** Which of very many keys come more than once, by 64 bits of hash each. Memory holds one block of them and its texts; full blocks go
 *  to disk, 12 bytes a key, in 256 parts by the first bits of the hash, and each part is compared at the end. Two different keys among
 *  50 million are taken for one in less than one of ten thousand reads. */
import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { HashTable } from "./hash-table.ts";

export interface RepeatedKeys {
  /** Different keys that come more than once. */
  keys: number;
  /** Records that bear one of them. */
  records: number;
  examples: RepeatedKey[];
}

export interface RepeatedKey {
  /** Absent where its records are far apart. */
  text?: string;
  /** Numbers of two records. */
  records: [number, number];
}

export interface BlockSize {
  keys: number;
  textBytes: number;
}

const USUAL: BlockSize = { keys: 1 << 16, textBytes: 8 * 1024 * 1024 };
const PARTS = 256;
const PART_SHIFT = 24;
const MEMBERS = 3;
const EXAMPLES = 3;

export class RepeatedKeyFinder {
  readonly #path: string;
  readonly #size: BlockSize;
  readonly #high: Uint32Array;
  readonly #low: Uint32Array;
  readonly #record: Uint32Array;
  readonly #textEnd: Uint32Array;
  readonly #table: HashTable;
  #tally: Tally;
  #text = Buffer.alloc(64 * 1024);
  #textAt = 0;
  #count = 0;
  #fd: number | undefined;
  #written = 0;
  /** Of each block on disk: where its parts begin, and its end. */
  readonly #blocks: Float64Array[] = [];
  readonly #examples: RepeatedKey[] = [];

  /** `path`: of a file that is made when the first block is full, and gone at the end. */
  constructor(path: string, size: BlockSize = USUAL) {
    this.#path = path;
    this.#size = size;
    this.#high = new Uint32Array(size.keys);
    this.#low = new Uint32Array(size.keys);
    this.#record = new Uint32Array(size.keys);
    this.#textEnd = new Uint32Array(size.keys);
    this.#table = new HashTable(size.keys);
    this.#tally = new Tally(size.keys);
  }

  /** `bytes` from `start` to `end`: the key as an example shows it. Throws what the disk throws. */
  add(high: number, low: number, record: number, bytes: Uint8Array, start: number, end: number): void {
    const isFull = this.#count === this.#size.keys || this.#textAt + end - start > this.#size.textBytes;
    if (isFull && this.#count > 0) this.#spill();
    const at = this.#count++;
    this.#high[at] = high;
    this.#low[at] = low;
    this.#record[at] = record;
    this.#textEnd[at] = this.#addText(bytes, start, end);
    const first = this.#table.place(this.#high, this.#low, at);
    if (first < 0) return;
    this.#tally.add(first);
    if (this.#examples.length < EXAMPLES) this.#addExample(first, at);
  }

  /** Throws what the disk throws. */
  finish(): RepeatedKeys {
    try {
      if (this.#fd === undefined) return { ...this.#tally.sums, examples: this.#examples };
      this.#spill();
      return this.#compareOnDisk(this.#fd);
    } finally {
      this.abandon();
    }
  }

  abandon(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
    rmSync(this.#path, { force: true });
  }

  #addText(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (this.#textAt + length > this.#text.length) {
      const text = Buffer.alloc(Math.max(this.#textAt + length, this.#text.length * 2));
      this.#text.copy(text, 0, 0, this.#textAt);
      this.#text = text;
    }
    const text = this.#text;
    let to = this.#textAt;
    for (let from = start; from < end; from++) text[to++] = bytes[from]!;
    this.#textAt = to;
    return to;
  }

  #addExample(first: number, second: number): void {
    const text = this.#text.toString("utf8", first === 0 ? 0 : this.#textEnd[first - 1], this.#textEnd[first]);
    if (this.#examples.some((example) => example.text === text)) return;
    this.#examples.push({ text, records: [this.#record[first]!, this.#record[second]!] });
  }

  /** The block goes to disk part by part. */
  #spill(): void {
    this.#fd ??= openSync(this.#path, "w+", 0o600);
    const next = this.#partStarts();
    const starts = Float64Array.from(next, (start) => (this.#written + start) * MEMBERS * 4);
    const block = new Uint32Array(this.#count * MEMBERS);
    for (let at = 0; at < this.#count; at++) {
      const to = next[this.#high[at]! >>> PART_SHIFT]!++ * MEMBERS;
      block[to] = this.#high[at]!;
      block[to + 1] = this.#low[at]!;
      block[to + 2] = this.#record[at]!;
    }
    writeAll(this.#fd, new Uint8Array(block.buffer), starts[0]!);
    this.#blocks.push(starts);
    this.#written += this.#count;
    this.#count = 0;
    this.#textAt = 0;
    this.#table.clear();
    this.#tally = new Tally(this.#size.keys);
  }

  /** Of each part the number of keys before it, and of all. */
  #partStarts(): Uint32Array {
    const starts = new Uint32Array(PARTS + 1);
    for (let at = 0; at < this.#count; at++) starts[(this.#high[at]! >>> PART_SHIFT) + 1]!++;
    for (let part = 0; part < PARTS; part++) starts[part + 1]! += starts[part]!;
    return starts;
  }

  #compareOnDisk(fd: number): RepeatedKeys {
    const sums = { keys: 0, records: 0 };
    const hasTexts = this.#examples.length > 0;
    for (let part = 0; part < PARTS; part++) {
      const { high, low, record } = this.#readPart(fd, part);
      const table = new HashTable(high.length);
      const tally = new Tally(high.length);
      for (let at = 0; at < high.length; at++) {
        const first = table.place(high, low, at);
        if (first < 0) continue;
        tally.add(first);
        if (hasTexts || this.#examples.length >= EXAMPLES) continue;
        this.#examples.push({ records: [record[first]!, record[at]!] });
      }
      sums.keys += tally.sums.keys;
      sums.records += tally.sums.records;
    }
    return { ...sums, examples: this.#examples };
  }

  #readPart(fd: number, part: number): { high: Uint32Array; low: Uint32Array; record: Uint32Array } {
    const pieces = this.#blocks.map((starts) => readAll(fd, starts[part]!, starts[part + 1]!));
    const count = pieces.reduce((sum, piece) => sum + piece.length / MEMBERS, 0);
    const [high, low, record] = [new Uint32Array(count), new Uint32Array(count), new Uint32Array(count)];
    let to = 0;
    for (const piece of pieces) {
      for (let from = 0; from < piece.length; from += MEMBERS, to++) {
        high[to] = piece[from]!;
        low[to] = piece[from + 1]!;
        record[to] = piece[from + 2]!;
      }
    }
    return { high, low, record };
  }
}

/** Counts repetitions by the number of the first one. */
class Tally {
  readonly sums = { keys: 0, records: 0 };
  readonly #isKnown: Uint8Array;

  constructor(most: number) {
    this.#isKnown = new Uint8Array(most);
  }

  add(first: number): void {
    if (this.#isKnown[first] === 0) {
      this.#isKnown[first] = 1;
      this.sums.keys++;
      this.sums.records++;
    }
    this.sums.records++;
  }
}

function writeAll(fd: number, bytes: Uint8Array, offset: number): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, offset + done);
}

function readAll(fd: number, start: number, end: number): Uint32Array {
  const bytes = new Uint8Array(end - start);
  for (let done = 0; done < bytes.length; ) {
    const count = readSync(fd, bytes, done, bytes.length - done, start + done);
    if (count === 0) throw new Error("The file of key hashes is shorter than what was written.");
    done += count;
  }
  return new Uint32Array(bytes.buffer);
}
