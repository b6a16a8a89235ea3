/** Entries on disk in 256 partitions by the first byte of their hash: written in any order, read partition by partition, so that
 *  memory stays flat however many there are. One file and, once sealed, its index beside it. */
import { closeSync, openSync, readFileSync, readSync, renameSync, rmSync, writeFileSync, writeSync } from "node:fs";

export const PARTITIONS = 256;
const PIECE_BYTES = 32 * 1024;

/** Offset and length of each written piece. */
type Extents = [number, number][];

export class PartitionWriter {
  readonly #path: string;
  readonly #fd: number;
  readonly #pieces: Buffer[][] = Array.from({ length: PARTITIONS }, () => []);
  readonly #waiting = new Array<number>(PARTITIONS).fill(0);
  readonly #extents: Extents[] = Array.from({ length: PARTITIONS }, () => []);
  #end = 0;

  constructor(path: string) {
    this.#path = path;
    this.#fd = openSync(path, "w+", 0o600);
  }

  append(partition: number, entry: Buffer): void {
    (this.#pieces[partition] as Buffer[]).push(entry);
    this.#waiting[partition] = (this.#waiting[partition] ?? 0) + entry.length;
    if ((this.#waiting[partition] ?? 0) >= PIECE_BYTES) this.#write(partition);
  }

  /** All entries of one partition, those not yet written included. */
  read(partition: number): Buffer {
    this.#write(partition);
    return readExtents(this.#fd, this.#extents[partition] as Extents);
  }

  /** From here on a reader can open it. */
  seal(facts: object): void {
    for (let partition = 0; partition < PARTITIONS; partition++) this.#write(partition);
    closeSync(this.#fd);
    const index = JSON.stringify({ ...facts, bytes: this.#end, extents: this.#extents });
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
    const pieces = this.#pieces[partition] as Buffer[];
    if (pieces.length === 0) return;
    const bytes = Buffer.concat(pieces.splice(0));
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.#fd, bytes, done, bytes.length - done, this.#end + done);
    }
    (this.#extents[partition] as Extents).push([this.#end, bytes.length]);
    this.#end += bytes.length;
    this.#waiting[partition] = 0;
  }
}

export class PartitionReader {
  readonly #fd: number;
  readonly #extents: readonly Extents[];
  readonly facts: Readonly<Record<string, unknown>>;

  /** Throws where there is none, or only part of one. */
  constructor(path: string) {
    const { extents, ...facts } = JSON.parse(readFileSync(`${path}.index`, "utf8")) as Record<string, unknown>;
    this.facts = facts;
    this.#extents = extents as Extents[];
    this.#fd = openSync(path, "r");
  }

  read(partition: number): Buffer {
    return readExtents(this.#fd, this.#extents[partition] ?? []);
  }

  close(): void {
    closeSync(this.#fd);
  }
}

export function removePartitions(path: string): void {
  for (const one of [path, `${path}.index`, `${path}.index.part`]) rmSync(one, { force: true });
}

function readExtents(fd: number, extents: readonly [number, number][]): Buffer {
  const all = Buffer.allocUnsafe(extents.reduce((sum, [, length]) => sum + length, 0));
  let at = 0;
  for (const [offset, length] of extents) {
    for (let done = 0; done < length; ) {
      const count = readSync(fd, all, at + done, length - done, offset + done);
      if (count === 0) throw new Error("The snapshot is shorter than its index says.");
      done += count;
    }
    at += length;
  }
  return all;
}
