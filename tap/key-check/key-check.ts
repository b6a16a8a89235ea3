/** Looks at the keys of all records that go out: are they filled, and is each there once? Reads the finished lines byte by byte up to
 *  the last key; nothing becomes a string. All lines have the same members in the same order, which the first one tells. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { parseExactJson, printExactJson } from "../../protocol/csv/exact-json.ts";
import type { Log } from "../../protocol/log.ts";
import type { SelectedStream } from "../stream.ts";
import type { SyncRun } from "../streams/kind.ts";
import { type BlockSize, type RepeatedKey, RepeatedKeyFinder } from "./repeated-keys.ts";

export interface KeyCheckOptions {
  stream: string;
  keys: readonly string[];
  /** Bytes of a line before its JSON object. */
  before: number;
  /** For what does not fit memory. */
  folder: string;
  /** Records that went out in an interrupted read: they are not looked at again. */
  recordsBefore?: number;
  log: Log;
  blockSize?: BlockSize;
}

const LF = 10;
const QUOTATION_MARK = 34;
const COMMA = 44;
const BACKSLASH = 92;
const LETTER_N = 110;
const CLOSING_BRACE = 125;
/** Stands between two values of a key: no byte of JSON's texts. */
const UNIT_SEPARATOR = 31;
/** Tell `\\n` from `n`, and the number 1 from the text "1". */
const ESCAPED = 256;
const NO_TEXT = 512;

const EXAMPLES = 3;
const LONGEST_EXAMPLE = 120;

function endOfValue(buffer: Uint8Array, start: number): number {
  let at = start;
  if (buffer[at] !== QUOTATION_MARK) {
    while (buffer[at] !== COMMA && buffer[at] !== CLOSING_BRACE) at++;
    return at;
  }
  for (at++; buffer[at] !== QUOTATION_MARK; at++) if (buffer[at] === BACKSLASH) at++;
  return at + 1;
}

export class KeyCheck {
  readonly #options: KeyCheckOptions;
  /** Bytes of each member's name with its colon, up to the last key. */
  #nameLengths: readonly number[] = [];
  #isKey: readonly boolean[] = [];
  readonly #finder: RepeatedKeyFinder;
  #record: number;
  #nulls = 0;
  #nullExamples: string[] = [];
  #isOver = false;

  constructor(options: KeyCheckOptions) {
    const { folder, recordsBefore = 0, blockSize } = options;
    this.#options = options;
    this.#finder = new RepeatedKeyFinder(join(folder, `anaplan-keys-${randomUUID()}`), blockSize);
    this.#record = recordsBefore;
  }

  /** Whole lines. */
  take(bytes: Uint8Array): void {
    if (this.#isOver) return;
    try {
      this.#scan(bytes);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  #scan(bytes: Uint8Array): void {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.#nameLengths.length === 0 && !this.#learn(buffer)) {
      this.abandon();
      return;
    }
    const nameLengths = this.#nameLengths;
    const isKey = this.#isKey;
    const count = nameLengths.length;
    const before = this.#options.before;
    for (let line = 0; line < buffer.length; ) {
      let high = 0x811c9dc5;
      let low = 0x2f0b4c47;
      let at = line + before;
      let isNull = false;
      const start = at + 1;
      for (let member = 0; member < count; member++) {
        // The brace or the comma, then the name.
        at += 1 + nameLengths[member]!;
        if (!isKey[member]) {
          at = endOfValue(buffer, at);
          continue;
        }
        let byte = buffer[at]!;
        if (byte === LETTER_N) isNull = true;
        if (byte === QUOTATION_MARK) {
          for (byte = buffer[++at]!; byte !== QUOTATION_MARK; byte = buffer[++at]!) {
            if (byte === BACKSLASH) byte = buffer[++at]! | ESCAPED;
            high = Math.imul(high ^ byte, 0x9e3779b1);
            low = Math.imul(low ^ byte ^ (high >>> 15), 0x85ebca6b);
          }
          at++;
        } else {
          for (; byte !== COMMA && byte !== CLOSING_BRACE; byte = buffer[++at]!) {
            high = Math.imul(high ^ byte ^ NO_TEXT, 0x9e3779b1);
            low = Math.imul(low ^ byte ^ (high >>> 15), 0x85ebca6b);
          }
        }
        high = Math.imul(high ^ UNIT_SEPARATOR, 0x9e3779b1);
        low = Math.imul(low ^ UNIT_SEPARATOR ^ (high >>> 15), 0x85ebca6b);
      }
      this.#record++;
      if (isNull) this.#noteNull(buffer.toString("utf8", start, at));
      else this.#finder.add((high ^ (low >>> 16)) >>> 0, (low ^ (low >>> 13)) >>> 0, this.#record, buffer, start, at);
      line = buffer.indexOf(LF, at) + 1;
      if (line === 0) return;
    }
  }

  /** Members up to the last key. Answers whether all keys are there. */
  #learn(buffer: Buffer): boolean {
    const left = new Set(this.#options.keys);
    const nameLengths: number[] = [];
    const isKey: boolean[] = [];
    for (let at = this.#options.before; left.size > 0 && buffer[at] !== CLOSING_BRACE; ) {
      const start = at + 1;
      const end = endOfValue(buffer, start);
      const name = JSON.parse(buffer.toString("utf8", start, end)) as string;
      nameLengths.push(end - start + 1);
      isKey.push(left.delete(name));
      at = endOfValue(buffer, end + 1);
    }
    this.#nameLengths = nameLengths;
    this.#isKey = isKey;
    return left.size === 0;
  }

  /** All records are out. */
  finish(): void {
    if (this.#isOver) return;
    try {
      const { keys, records, examples } = this.#finder.finish();
      this.#isOver = true;
      this.#tell(keys, records, examples);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** Leaves nothing on disk. */
  abandon(): void {
    if (!this.#isOver) this.#finder.abandon();
    this.#isOver = true;
  }

  #noteNull(members: string): void {
    this.#nulls++;
    if (this.#nullExamples.length < EXAMPLES) {
      this.#nullExamples.push(`${this.#exampleText(members)} (null, record ${this.#record})`);
    }
  }

  #tell(keys: number, records: number, examples: readonly RepeatedKey[]): void {
    if (this.#nulls + keys === 0) return;
    const { stream, log, keys: names, recordsBefore = 0 } = this.#options;
    const repeated = examples.map(({ text, records: [first, second] }) =>
      text === undefined
        ? `records ${first} and ${second} (repeated)`
        : `${this.#exampleText(text)} (repeated, records ${first} and ${second})`,
    );
    const since = recordsBefore === 0 ? "" : ` Looked at from record ${recordsBefore + 1} on, where the read went on.`;
    log.warn(
      `The key ${names.map((name) => `"${name}"`).join(", ")} does not identify rows: ${this.#nulls} records have a null in it, ${keys} keys are repeated (${records} records). Examples: ${[...this.#nullExamples, ...repeated].join(", ")}.${since} All records are sent; a target that merges by the key keeps one of each.`,
      { stream },
    );
  }

  /** The key's values as a JSON array, out of the members up to the last of them. */
  #exampleText(members: string): string {
    const { keys } = this.#options;
    const record = parseExactJson(`{${members}}`) as Record<string, unknown>;
    const text = printExactJson(keys.map((key) => record[key] ?? null));
    return text.length > LONGEST_EXAMPLE ? `${text.slice(0, LONGEST_EXAMPLE)}…` : text;
  }

  /** A full disk is no reason to lose the read. */
  #giveUp(error: unknown): void {
    this.abandon();
    const { stream, log, folder } = this.#options;
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    log.warn(
      `Whether keys are repeated is not known beyond record ${this.#record}: the folder ${folder} cannot be written (${reason}). Set "spool_dir" to one that can.`,
      { stream },
    );
  }
}

/** Undefined where there is nothing to look at. */
export function openKeyCheck(
  { stream, keyProperties }: SelectedStream,
  { settings, log, extent }: SyncRun,
  before: number,
  recordsBefore = 0,
): KeyCheck | undefined {
  if (extent !== "all" || keyProperties.length === 0) return undefined;
  return new KeyCheck({
    stream: stream.name,
    keys: keyProperties,
    before,
    folder: settings.spoolFolder,
    recordsBefore,
    log,
  });
}
