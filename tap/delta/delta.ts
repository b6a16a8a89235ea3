/** Of a whole file, only what is new, changed or gone since the last read. Rows are spooled to disk by the hash of their key, then each
 *  partition is compared with the same partition of the snapshot; memory holds one partition. Without a snapshot everything goes
 *  out as it comes. A snapshot counts only if the bookmark names it: whatever was not stored is sent again, never left out. */
import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../../protocol/log.ts";
import { decodeEntries, type Entry, encodeEntry, entryOf } from "./entries.ts";
import { PARTITIONS, PartitionReader, PartitionWriter, removePartitions } from "./partitions.ts";

export interface DeltaOptions {
  folder: string;
  stream: { id: string; name: string };
  keys: readonly string[];
  /** Of the last read; undefined = none. */
  snapshot: string | undefined;
  /** JSON members that mark a row that is gone, such as `"_sdc_deleted_at":"…"`. */
  deletedMember: string;
  log: Log;
  /** Records without frames. */
  send(records: readonly Buffer[]): Promise<void>;
}

export interface DeltaResult {
  snapshot: string;
  sent: number;
  unchanged: number;
  deleted: number;
}

const RECORDS_AT_ONCE = 500;
const EXAMPLES = 3;
/** Stored for a key that several rows have: equals no row, so that they are sent again. */
const NO_HASH = Buffer.alloc(8);

export class Delta {
  readonly #options: DeltaOptions;
  readonly #id = randomUUID().replaceAll("-", "").slice(0, 16);
  readonly #old: PartitionReader | undefined;
  readonly #spool: PartitionWriter | undefined;
  readonly #fresh: PartitionWriter;
  #records: Buffer[] = [];
  #result = { sent: 0, unchanged: 0, deleted: 0 };
  #nullKeys = 0;
  #repeatedKeys = 0;
  #examples: string[] = [];

  constructor(options: DeltaOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    this.#old = this.#openOld();
    this.#spool = this.#old && new PartitionWriter(`${this.#path(this.#id)}.spool`);
    this.#fresh = new PartitionWriter(this.#path(this.#id));
  }

  /** Whether there is something to compare with; otherwise this is a full read. */
  get isPartial(): boolean {
    return this.#old !== undefined;
  }

  /** Lines of JSON objects without frames. */
  async take(lines: Uint8Array): Promise<void> {
    const bytes = Buffer.from(lines);
    for (let start = 0; start < bytes.length; ) {
      const end = bytes.indexOf(10, start);
      const entry = entryOf(bytes.subarray(start, end), this.#options.keys);
      start = end + 1;
      const partition = entry.keyHash[0] as number;
      if (!entry.isWhole) {
        this.#nullKeys++;
        this.#example(entry, "null");
        await this.#send(entry.record);
      } else if (this.#spool !== undefined) this.#spool.append(partition, encodeEntry(entry));
      else {
        await this.#send(entry.record);
        this.#fresh.append(partition, encodeEntry({ ...entry, record: Buffer.alloc(0) }));
      }
    }
  }

  /** Compares, sends, stores the new snapshot beside the old one. */
  async finish(): Promise<DeltaResult> {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      if (this.#spool !== undefined && this.#old !== undefined) {
        await this.#compare(partition, this.#spool.read(partition), this.#old.read(partition));
      } else this.#countRepeated(this.#fresh.read(partition));
    }
    await this.#flush();
    this.#fresh.seal({ keys: this.#options.keys });
    this.#close();
    this.#tell();
    this.#forgetOlder();
    return { snapshot: this.#id, ...this.#result };
  }

  /** Leaves no trace of an unfinished read. */
  abandon(): void {
    this.#fresh.discard();
    this.#close();
  }

  async #compare(partition: number, spooled: Buffer, stored: Buffer): Promise<void> {
    const old = new Map<string, Entry>();
    for (const entry of decodeEntries(stored)) old.set(entry.keyHash.toString("latin1"), entry);
    const seen = new Map<string, Entry[]>();
    for (const entry of decodeEntries(spooled)) {
      const key = entry.keyHash.toString("latin1");
      const same = seen.get(key);
      if (same === undefined) seen.set(key, [entry]);
      else same.push(entry);
    }
    for (const [key, entries] of seen) {
      const [first] = entries as [Entry];
      const isRepeated = entries.length > 1;
      if (isRepeated) {
        this.#repeatedKeys++;
        this.#example(first, "repeated");
      }
      const isSame = !isRepeated && old.get(key)?.rowHash.equals(first.rowHash) === true;
      if (isSame) this.#result.unchanged++;
      else for (const { record } of entries) await this.#send(record);
      const rowHash = isRepeated ? NO_HASH : first.rowHash;
      this.#fresh.append(partition, encodeEntry({ ...first, rowHash, record: Buffer.alloc(0) }));
    }
    for (const [key, { key: values }] of old) if (!seen.has(key)) await this.#sendDelete(values);
  }

  #countRepeated(fresh: Buffer): void {
    const seen = new Set<string>();
    for (const entry of decodeEntries(fresh)) {
      const key = entry.keyHash.toString("latin1");
      if (seen.has(key)) {
        this.#repeatedKeys++;
        this.#example(entry, "repeated");
      }
      seen.add(key);
    }
  }

  async #send(record: Buffer): Promise<void> {
    this.#result.sent++;
    await this.#queue(record);
  }

  async #sendDelete(values: Buffer): Promise<void> {
    const { keys, deletedMember } = this.#options;
    const texts = elementsOf(values.toString());
    const members = keys.map((key, at) => `${JSON.stringify(key)}:${texts[at] ?? "null"}`);
    this.#result.deleted++;
    await this.#queue(Buffer.from(`{${[...members, deletedMember].join(",")}}`));
  }

  async #queue(record: Buffer): Promise<void> {
    this.#records.push(record);
    if (this.#records.length >= RECORDS_AT_ONCE) await this.#flush();
  }

  async #flush(): Promise<void> {
    if (this.#records.length > 0) await this.#options.send(this.#records.splice(0));
  }

  #openOld(): PartitionReader | undefined {
    const { snapshot, keys, log, stream } = this.#options;
    if (snapshot === undefined) return undefined;
    const lost = (why: string) =>
      log.warn(`${why}: all rows are read and sent as a full load`, { stream: stream.name });
    try {
      const reader = new PartitionReader(this.#path(snapshot));
      if (JSON.stringify(reader.facts.keys) === JSON.stringify(keys)) return reader;
      reader.close();
      lost("The snapshot of the last read was made with other keys");
    } catch {
      lost("The snapshot of the last read is not there or cannot be read");
    }
    return undefined;
  }

  #path(id: string): string {
    return join(this.#options.folder, `${this.#prefix()}-${id}`);
  }

  #prefix(): string {
    return `anaplan-delta-${createHash("sha256").update(this.#options.stream.id).digest("hex").slice(0, 16)}`;
  }

  /** The one before stays until the next read: the target may not have stored the new bookmark yet. */
  #forgetOlder(): void {
    const keep = [this.#id, this.#options.snapshot].map((id) => `${this.#prefix()}-${id}`);
    for (const name of readdirSync(this.#options.folder)) {
      const base = name.replace(/\.(index|index\.part|spool)$/, "");
      if (name.startsWith(`${this.#prefix()}-`) && !keep.includes(base)) {
        removePartitions(join(this.#options.folder, base));
      }
    }
  }

  #close(): void {
    this.#spool?.discard();
    this.#old?.close();
  }

  #example({ key }: Entry, why: string): void {
    if (this.#examples.length < EXAMPLES) this.#examples.push(`${key.toString()} (${why})`);
  }

  #tell(): void {
    const { log, stream, keys } = this.#options;
    const { sent, unchanged, deleted } = this.#result;
    log.info(`Delta: ${sent} new or changed, ${deleted} gone, ${unchanged} unchanged`, { stream: stream.name });
    if (this.#nullKeys + this.#repeatedKeys === 0) return;
    log.warn(
      `The key ${keys.map((key) => `"${key}"`).join(", ")} does not identify rows: ${this.#nullKeys} rows have a null in it, ${this.#repeatedKeys} are repeated. Examples: ${this.#examples.join(", ")}. Such rows are sent each time.`,
      { stream: stream.name },
    );
  }
}

/** Texts of the elements of a flat JSON array: numbers keep their digits. */
function elementsOf(array: string): string[] {
  return [...array.slice(1, -1).matchAll(/"(?:[^"\\]|\\.)*"|[^,\s]+/g)].map(([text]) => text);
}
