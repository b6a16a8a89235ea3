/** Key hashes of one partition → numbers from 0 in the order of adding. Typed arrays, used again for each partition: of a large table
 *  one holds hundreds of thousands of keys, and objects for them would be what the memory of a read is made of. */
import { KEY_HASH_BYTES } from "./entries.ts";

const WORDS = KEY_HASH_BYTES / 4;

export class KeyTable {
  readonly #words: Int32Array;
  /** Number + 1; 0 = free. */
  readonly #slots: Int32Array;
  #size = 0;

  /** `capacity`: most keys that will be added before it is cleared. */
  constructor(capacity: number) {
    this.#words = new Int32Array(capacity * WORDS);
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(8, capacity * 2))));
  }

  clear(): void {
    this.#slots.fill(0);
    this.#size = 0;
  }

  get size(): number {
    return this.#size;
  }

  /** Number of the key whose hash stands there; the old one if it has been added before. */
  add(bytes: Buffer, at: number): number {
    const slot = this.#slotOf(bytes, at);
    const taken = this.#slots[slot] as number;
    if (taken > 0) return taken - 1;
    for (let word = 0; word < WORDS; word++) {
      this.#words[this.#size * WORDS + word] = bytes.readInt32LE(at + word * 4);
    }
    this.#slots[slot] = ++this.#size;
    return this.#size - 1;
  }

  /** -1 for one that was never added. */
  find(bytes: Buffer, at: number): number {
    return (this.#slots[this.#slotOf(bytes, at)] as number) - 1;
  }

  /** The first byte is the same in all of a partition. */
  #slotOf(bytes: Buffer, at: number): number {
    const mask = this.#slots.length - 1;
    let slot = bytes.readUInt32LE(at + 1) & mask;
    while (!this.#isFreeOr(this.#slots[slot] as number, bytes, at)) slot = (slot + 1) & mask;
    return slot;
  }

  #isFreeOr(taken: number, bytes: Buffer, at: number): boolean {
    if (taken === 0) return true;
    const start = (taken - 1) * WORDS;
    for (let word = 0; word < WORDS; word++) {
      if (this.#words[start + word] !== bytes.readInt32LE(at + word * 4)) return false;
    }
    return true;
  }
}
