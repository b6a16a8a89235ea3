/** One row in a snapshot: hash of its key, hash of its record, the key itself; in the spool the record, too. Pure. */
import { hash } from "node:crypto";
import { parseExactJson, printExactJson } from "../../protocol/csv/exact-json.ts";

export const KEY_HASH_BYTES = 16;
export const ROW_HASH_BYTES = 8;
const HEAD_BYTES = KEY_HASH_BYTES + ROW_HASH_BYTES + 8;

export interface Entry {
  keyHash: Buffer;
  rowHash: Buffer;
  /** JSON array of the key's values. */
  key: Buffer;
  /** JSON object; empty in a snapshot. */
  record: Buffer;
}

export function encodedLength({ key, record }: Entry): number {
  return HEAD_BYTES + key.length + record.length;
}

/** Answers where the next one may stand. */
export function encodeEntry({ keyHash, rowHash, key, record }: Entry, into: Buffer, at: number): number {
  keyHash.copy(into, at);
  rowHash.copy(into, at + KEY_HASH_BYTES);
  into.writeUInt32LE(key.length, at + KEY_HASH_BYTES + ROW_HASH_BYTES);
  into.writeUInt32LE(record.length, at + KEY_HASH_BYTES + ROW_HASH_BYTES + 4);
  key.copy(into, at + HEAD_BYTES);
  record.copy(into, at + HEAD_BYTES + key.length);
  return at + HEAD_BYTES + key.length + record.length;
}

/** Where each entry begins: its key hash is the first thing in it. */
export function* entryStarts(bytes: Buffer): Generator<number> {
  for (let at = 0; at < bytes.length; at += lengthAt(bytes, at)) yield at;
}

function lengthAt(bytes: Buffer, at: number): number {
  const lengths = at + KEY_HASH_BYTES + ROW_HASH_BYTES;
  return HEAD_BYTES + bytes.readUInt32LE(lengths) + bytes.readUInt32LE(lengths + 4);
}

/** Views into `bytes`. */
export function entryAt(bytes: Buffer, at: number): Entry {
  const key = at + HEAD_BYTES;
  const record = key + bytes.readUInt32LE(at + KEY_HASH_BYTES + ROW_HASH_BYTES);
  return {
    keyHash: bytes.subarray(at, at + KEY_HASH_BYTES),
    rowHash: bytes.subarray(at + KEY_HASH_BYTES, at + KEY_HASH_BYTES + ROW_HASH_BYTES),
    key: bytes.subarray(key, record),
    record: bytes.subarray(record, at + lengthAt(bytes, at)),
  };
}

/** Written anew for each row: two buffers a row would be most of what a long read allocates. */
const keyDigest = Buffer.alloc(32);
const rowDigest = Buffer.alloc(32);

/** `isWhole` is false where a value of the key is null. Numbers keep their digits. The hashes stand until the next call. */
export function entryOf(record: Buffer, keys: readonly string[]): Entry & { isWhole: boolean } {
  const text = record.toString();
  let values = keyValues(JSON.parse(text) as Record<string, unknown>, keys);
  if (values.some((value) => typeof value === "number" && !Number.isSafeInteger(value))) {
    values = keyValues(parseExactJson(text) as Record<string, unknown>, keys);
  }
  const key = Buffer.from(printExactJson(values));
  keyDigest.write(hash("sha256", key, "binary"), "latin1");
  rowDigest.write(hash("sha256", record, "binary"), "latin1");
  return {
    keyHash: keyDigest.subarray(0, KEY_HASH_BYTES),
    rowHash: rowDigest.subarray(0, ROW_HASH_BYTES),
    key,
    record,
    isWhole: values.every((value) => value !== null),
  };
}

function keyValues(record: Readonly<Record<string, unknown>>, keys: readonly string[]): unknown[] {
  return keys.map((key) => record[key] ?? null);
}
