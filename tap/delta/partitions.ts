/** Entries on disk in 256 partitions by the first byte of their hash: written in any order, read partition by partition in pieces
 *  of whole entries, so that memory stays flat however many there are. One file and, once sealed, its index beside it. */
import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { type Entry, encodedLength, encodeEntry } from "./entries.ts";

export const PARTITIONS = 256;
const PIECE_BYTES = 32 * 1024;

/** Offset and length of each written piece, one after the other. */
type Extents = number[];

export interface PartitionSource {
  count(partition: number): number;
  /** Whole entries each. A piece stands until the next one is asked for. */
  pieces(partition: number): Iterable<Buffer>;
}

export class PartitionWriter implements PartitionSource {
  readonly #path: string;
  readonly #fd: number;
  readonly #waiting: Buffer[] = [];
  readonly #used = new Array<number>(PARTITIONS).fill(0);
  readonly #counts = new Array<number>(PARTITIONS).fill(0);
  readonly #extents: Extents[] = Array.from({ length: PARTITIONS }, () => []);
  #end = 0;

  constructor(path: string) {
    this.#path = path;
    this.#fd = openSync(path, "w+", 0o600);
  }

  append(partition: number, entry: Entry): void {
    const length = encodedLength(entry);
    if ((this.#used[partition] ?? 0) + length > PIECE_BYTES) this.#write(partition);
    this.#counts[partition] = (this.#counts[partition] ?? 0) + 1;
    if (length > PIECE_BYTES) {
      const bytes = Buffer.allocUnsafe(length);
      encodeEntry(entry, bytes, 0);
      this.#put(partition, bytes);
      return;
    }
    this.#waiting[partition] ??= Buffer.allocUnsafeSlow(PIECE_BYTES);
    this.#used[partition] = encodeEntry(entry, this.#waiting[partition] as Buffer, this.#used[partition] ?? 0);
  }

  count(partition: number): number {
    return this.#counts[partition] ?? 0;
  }

  pieces(partition: number): Iterable<Buffer> {
    this.#write(partition);
    return readPieces(this.#fd, this.#extents[partition] as Extents);
  }

  /** From here on a reader can open it. */
  seal(facts: object): void {
    for (let partition = 0; partition < PARTITIONS; partition++) this.#write(partition);
    closeSync(this.#fd);
    const index = JSON.stringify({ ...facts, bytes: this.#end, counts: this.#counts, extents: this.#extents });
    writeFileSync(`${this.#path}.index.part`, index, { mode: 0o600 });
    renameSync(`${this.#path}.index.part`, `${this.#path}.index`);
  }

  discard(): void {
    try {
      closeSync(this.#fd);
    } catch {
      // It was sealed.
    }
    removePartitions(this.#path);
  }

  #write(partition: number): void {
    const used = this.#used[partition] ?? 0;
    if (used === 0) return;
    this.#put(partition, (this.#waiting[partition] as Buffer).subarray(0, used));
    this.#used[partition] = 0;
  }

  #put(partition: number, bytes: Buffer): void {
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.#fd, bytes, done, bytes.length - done, this.#end + done);
    }
    (this.#extents[partition] as Extents).push(this.#end, bytes.length);
    this.#end += bytes.length;
  }
}

export class PartitionReader implements PartitionSource {
  readonly #fd: number;
  readonly #extents: readonly Extents[];
  readonly #counts: readonly number[];
  readonly facts: Readonly<Record<string, unknown>>;

  /** Throws where there is none, or only part of one. */
  constructor(path: string) {
    const { extents, counts, ...facts } = JSON.parse(readFileSync(`${path}.index`, "utf8")) as Record<string, unknown>;
    this.facts = facts;
    this.#extents = extents as Extents[];
    this.#counts = counts as number[];
    this.#fd = openSync(path, "r");
    if (Array.isArray(counts) && fstatSync(this.#fd).size === facts.bytes) return;
    closeSync(this.#fd);
    throw new Error("The snapshot is not what its index says.");
  }

  count(partition: number): number {
    return this.#counts[partition] ?? 0;
  }

  pieces(partition: number): Iterable<Buffer> {
    return readPieces(this.#fd, this.#extents[partition] ?? []);
  }

  bytes(partition: number): number {
    return (this.#extents[partition] ?? []).reduce((sum, part, at) => sum + (at % 2 === 1 ? part : 0), 0);
  }

  /** All entries of one partition, as a part of `into`. */
  read(partition: number, into: Buffer): Buffer {
    let end = 0;
    for (const piece of this.pieces(partition)) end += piece.copy(into, end);
    return into.subarray(0, end);
  }

  close(): void {
    closeSync(this.#fd);
  }
}

export function mostOf(size: (partition: number) => number): number {
  return Math.max(...Array.from({ length: PARTITIONS }, (_, partition) => size(partition)));
}

export function removePartitions(path: string): void {
  for (const one of [path, `${path}.index`, `${path}.index.part`]) rmSync(one, { force: true });
}

function* readPieces(fd: number, extents: Extents): Iterable<Buffer> {
  let held = Buffer.allocUnsafeSlow(PIECE_BYTES);
  for (let at = 0; at < extents.length; at += 2) {
    const [offset, length] = [extents[at] ?? 0, extents[at + 1] ?? 0];
    if (length > held.length) held = Buffer.allocUnsafeSlow(length);
    for (let done = 0; done < length; ) {
      const count = readSync(fd, held, done, length - done, offset + done);
      if (count === 0) throw new Error("The snapshot is shorter than its index says.");
      done += count;
    }
    yield held.subarray(0, length);
  }
}
