/** Keys of one partition on both sides of a comparison. What they hold is made once, as large as the largest partition needs. */
import { type Entry, entryAt, entryStarts } from "./entries.ts";
import { KeyTable } from "./key-table.ts";
import { mostOf, type PartitionReader, type PartitionSource } from "./partitions.ts";

/** Of the snapshot, and which of them were met. */
export class StoredKeys {
  readonly #source: PartitionReader;
  readonly #space: Buffer;
  readonly #keys: KeyTable;
  readonly #starts: Uint32Array;
  readonly #isMet: Uint8Array;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(source: PartitionReader) {
    const most = mostOf((partition) => source.count(partition));
    this.#source = source;
    this.#space = Buffer.allocUnsafeSlow(mostOf((partition) => source.bytes(partition)));
    this.#keys = new KeyTable(most);
    this.#starts = new Uint32Array(most);
    this.#isMet = new Uint8Array(most);
  }

  load(partition: number): void {
    this.#keys.clear();
    this.#isMet.fill(0);
    this.#bytes = this.#source.read(partition, this.#space);
    for (const at of entryStarts(this.#bytes)) this.#starts[this.#keys.add(this.#bytes, at)] = at;
  }

  /** Notes the key that stands there; answers whether its row is the same. */
  meets(bytes: Buffer, at: number, { rowHash }: Entry): boolean {
    const key = this.#keys.find(bytes, at);
    if (key < 0) return false;
    this.#isMet[key] = 1;
    return entryAt(this.#bytes, this.#starts[key] as number).rowHash.equals(rowHash);
  }

  /** Values of the keys that were not met. */
  *unmet(): Generator<Buffer> {
    for (let key = 0; key < this.#keys.size; key++) {
      if (this.#isMet[key] === 0) yield entryAt(this.#bytes, this.#starts[key] as number).key;
    }
  }
}

/** Of the file that was read, and which of them come more than once. */
export class ReadKeys {
  readonly #source: PartitionSource;
  readonly #keys: KeyTable;
  /** 2 stands for more, too. */
  readonly #times: Uint8Array;
  readonly #isMet: Uint8Array;

  constructor(source: PartitionSource) {
    const most = mostOf((partition) => source.count(partition));
    this.#source = source;
    this.#keys = new KeyTable(most);
    this.#times = new Uint8Array(most);
    this.#isMet = new Uint8Array(most);
  }

  load(partition: number): void {
    this.#keys.clear();
    this.#times.fill(0);
    this.#isMet.fill(0);
    for (const piece of this.#source.pieces(partition)) {
      for (const at of entryStarts(piece)) {
        const key = this.#keys.add(piece, at);
        this.#times[key] = Math.min(2, (this.#times[key] as number) + 1);
      }
    }
  }

  meets(bytes: Buffer, at: number): { isRepeated: boolean; isFirst: boolean } {
    const key = this.#keys.find(bytes, at);
    const isFirst = this.#isMet[key] === 0;
    this.#isMet[key] = 1;
    return { isRepeated: (this.#times[key] as number) > 1, isFirst };
  }
}
