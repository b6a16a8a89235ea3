/** A few hashes of a column's first values: enough to tell how many of them another column has, too, too few to tell the values.
 *  Pure. */
import { textHash } from "../text-hash.ts";

const HASHES = 64;
const HASH_BYTES = 3;

/** The smallest hashes, so that two sketches of the same values hold the same hashes whatever the order of rows. Empty cells tell
 *  nothing; undefined where nothing is told. */
export function sketchOf(values: readonly string[]): string | undefined {
  const smallest = [...hashesOf(values)].sort((one, other) => one - other).slice(0, HASHES);
  if (smallest.length === 0) return undefined;
  const bytes = Buffer.alloc(smallest.length * HASH_BYTES);
  for (const [at, hash] of smallest.entries()) bytes.writeUIntBE(hash, at * HASH_BYTES, HASH_BYTES);
  return bytes.toString("base64");
}

/** Percent of the sketched values that are among these; undefined where one of both is silent. */
export function percentFound(sketch: string | undefined, values: readonly string[]): number | undefined {
  if (sketch === undefined) return undefined;
  const bytes = Buffer.from(sketch, "base64");
  const count = Math.floor(bytes.length / HASH_BYTES);
  const found = hashesOf(values);
  if (count === 0 || found.size === 0) return undefined;
  let shared = 0;
  for (let at = 0; at < count; at++) if (found.has(bytes.readUIntBE(at * HASH_BYTES, HASH_BYTES))) shared++;
  return Math.floor((100 * shared) / count);
}

/** The second "Travel" of a column is another value than the first: columns of few words differ by how often they have them. */
function hashesOf(values: readonly string[]): Set<number> {
  const counts = new Map<string, number>();
  const hashes = new Set<number>();
  for (const value of values) {
    if (value === "") continue;
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    hashes.add(textHash(`${value}\u0000${count}`) >>> 8);
  }
  return hashes;
}
