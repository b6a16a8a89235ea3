/** Finds equal hashes of 64 bits among numbered ones. Open addressing; as many as were announced, no more. */
export class HashTable {
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(most: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, most * 2)));
    this.#slots = new Int32Array(size);
    this.#mask = size - 1;
  }

  clear(): void {
    this.#slots.fill(0);
  }

  /** Number of the earlier one with the same hash; -1 = there is none, and this one is kept. */
  place(high: Uint32Array, low: Uint32Array, at: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    for (let slot = low[at]! & mask; ; slot = (slot + 1) & mask) {
      const found = slots[slot]! - 1;
      if (found < 0) {
        slots[slot] = at + 1;
        return -1;
      }
      if (high[found] === high[at] && low[found] === low[at]) return found;
    }
  }
}
