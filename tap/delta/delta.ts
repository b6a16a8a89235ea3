/** Of a whole file, only what is new, changed or gone since the last read. Rows are spooled to disk by the hash of their key, then each
 *  partition is compared with the same partition of the snapshot; memory holds the keys of one partition. Without a snapshot everything goes
 *  out as it comes. A snapshot counts only if the bookmark names it: whatever was not stored is sent again, never left out. */
import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../../protocol/log.ts";
import { type Entry, entryAt, entryOf, entryStarts } from "./entries.ts";
import { KeyTable } from "./key-table.ts";
import { ReadKeys, StoredKeys } from "./keys-of-partition.ts";
import {
  mostOf,
  PARTITIONS,
  PartitionReader,
  type PartitionSource,
  PartitionWriter,
  removePartitions,
} from "./partitions.ts";

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
const NOTHING = Buffer.alloc(0);

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
    const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.length);
    for (let start = 0; start < bytes.length; ) {
      const end = bytes.indexOf(10, start);
      const entry = entryOf(bytes.subarray(start, end), this.#options.keys);
      start = end + 1;
      const partition = entry.keyHash[0] as number;
      if (!entry.isWhole) {
        this.#nullKeys++;
        this.#example(entry, "null");
        await this.#send(entry.record);
      } else if (this.#spool !== undefined) this.#spool.append(partition, entry);
      else {
        this.#fresh.append(partition, { ...entry, record: NOTHING });
        await this.#send(entry.record);
      }
    }
    // Records are views of lines that are no longer ours.
    await this.#flush();
  }

  /** Compares, sends, stores the new snapshot beside the old one. */
  async finish(): Promise<DeltaResult> {
    if (this.#spool !== undefined && this.#old !== undefined) await this.#compare(this.#spool, this.#old);
    else this.#countRepeated(this.#fresh);
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

  async #compare(spool: PartitionSource, old: PartitionReader): Promise<void> {
    const before = new StoredKeys(old);
    const now = new ReadKeys(spool);
    for (let partition = 0; partition < PARTITIONS; partition++) {
      before.load(partition);
      now.load(partition);
      for (const piece of spool.pieces(partition)) {
        for (const at of entryStarts(piece)) {
          const entry = entryAt(piece, at);
          const { isRepeated, isFirst } = now.meets(piece, at);
          const isSame = before.meets(piece, at, entry) && !isRepeated;
          if (isRepeated && isFirst) this.#noteRepeated(entry);
          if (isSame) this.#result.unchanged++;
          else await this.#send(entry.record);
          const rowHash = isRepeated ? NO_HASH : entry.rowHash;
          if (isFirst) this.#fresh.append(partition, { ...entry, rowHash, record: NOTHING });
        }
        await this.#flush();
      }
      for (const values of before.unmet()) await this.#sendDelete(values);
    }
  }

  #countRepeated(fresh: PartitionSource): void {
    const keys = new KeyTable(mostOf((partition) => fresh.count(partition)));
    for (let partition = 0; partition < PARTITIONS; partition++) {
      keys.clear();
      for (const piece of fresh.pieces(partition)) {
        for (const at of entryStarts(piece)) {
          const known = keys.size;
          if (keys.add(piece, at) < known) this.#noteRepeated(entryAt(piece, at));
        }
      }
    }
  }

  #noteRepeated(entry: Entry): void {
    this.#repeatedKeys++;
    this.#example(entry, "repeated");
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
