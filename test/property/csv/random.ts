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

/** For tests of many cases: `FUZZ_CASES` may ask for hours. */
export const UNLIMITED = 24 * 60 * 60 * 1000;

/** Calls `check` with so many seeds and answers how many; the first failure is rethrown with the seed that repeats it.
 *  `FUZZ_CASES` makes longer runs. */
export function forSeeds(defaultCases: number, check: (random: Random) => void): number {
  const first = Number(process.env.FUZZ_SEED ?? 1);
  const cases = Number(process.env.FUZZ_CASES ?? defaultCases);
  for (let seed = first; seed < first + cases; seed++) {
    try {
      check(new Random(seed * 2654435761));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(`FUZZ_SEED=${seed} FUZZ_CASES=1: ${message}`, { cause: error });
    }
  }
  return cases;
}

/** Cuts bytes into pieces: every byte, or anywhere. Large inputs are not cut into more than some hundred pieces. */
export function cut(random: Random, bytes: Uint8Array): Uint8Array[] {
  const longest = random.pick([1, 3, 20, 100]) + Math.floor(bytes.length / 200);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + random.below(longest);
    pieces.push(bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}

/** A character for generated texts that `breakUtf8` may turn into bytes that are no UTF-8. */
export const BREAKABLE = "\ue000";

export function breakUtf8(random: Random, bytes: Buffer): Buffer {
  const text = bytes.toString("latin1");
  const broken = text.replaceAll("\xee\x80\x80", () =>
    random.pick(["\xff", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\xf0\x9f\x98", "\x80"]),
  );
  return Buffer.from(broken, "latin1");
}
