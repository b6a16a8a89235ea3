/** Seeded randomness for generated cases. A failing case is named by its seed: `FUZZ_SEED=<seed> FUZZ_CASES=1` runs it alone. */

export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1); mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  }

  /** An integer from 0 to `limit` - 1. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  list<T>(length: number, make: (index: number) => T): T[] {
    return Array.from({ length }, (_, index) => make(index));
  }
}

/** Calls `check` with so many seeds; the first failure is rethrown with the seed that repeats it. */
export function forSeeds(defaultCases: number, check: (random: Random, seed: number) => void): void {
  const first = Number(process.env.FUZZ_SEED ?? 1);
  const cases = Number(process.env.FUZZ_CASES ?? defaultCases);
  for (let seed = first; seed < first + cases; seed++) {
    try {
      check(new Random(seed * 2654435761), seed);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(`FUZZ_SEED=${seed} FUZZ_CASES=1: ${message}`, { cause: error });
    }
  }
}

/** Cuts bytes into pieces: whole, every byte, or anywhere. */
export function cut(random: Random, bytes: Uint8Array): Uint8Array[] {
  const style = random.below(4);
  if (style === 0) return [bytes];
  const pieces: Uint8Array[] = [];
  const longest = style === 1 ? 1 : 1 + random.below(style === 2 ? 8 : 100);
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + random.below(longest);
    pieces.push(bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}
