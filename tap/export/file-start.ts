/** The begin of an exported file: its head, and where they are wanted the first rows after it, as far as the first chunk goes.
 *  Keeps the bytes that it was given. */
import { TextRows } from "../../protocol/csv/text-rows.ts";
import type { CsvDialect } from "../../protocol/csv/types.ts";
import { createHeadReader, type FileHead, type HeadReader } from "./head.ts";

const SAMPLE_BYTES = 256 * 1024;
const SAMPLE_ROWS = 1000;
const LF = 10;

export interface FileStart {
  head: FileHead;
  /** Texts of the first data rows; none unless they were wanted. */
  sample: readonly (readonly string[])[];
  /** All bytes so far. */
  bytes: Buffer;
}

export class FileStartReader {
  readonly #dialect: CsvDialect;
  readonly #wantsSample: boolean;
  readonly #reader: HeadReader;
  #head: FileHead | undefined;
  #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(dialect: CsvDialect, { isGrid, wantsSample }: { isGrid: boolean; wantsSample: boolean }) {
    this.#dialect = dialect;
    this.#wantsSample = wantsSample;
    this.#reader = createHeadReader(dialect, isGrid);
  }

  /** Undefined as long as more is needed. Throws what is wrong in the head. */
  push(bytes: Uint8Array, isChunkEnd: boolean): FileStart | undefined {
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    this.#head ??= this.#reader.push(bytes);
    if (this.#head === undefined) return undefined;
    if (!this.#wantsSample || this.#length >= this.#head.bytes + SAMPLE_BYTES) return this.#take(this.#head);
    const start = isChunkEnd ? this.#take(this.#head) : undefined;
    return start !== undefined && start.sample.length > 0 ? start : undefined;
  }

  /** No more bytes follow, or none that are waited for. Undefined = there is no head. */
  end(isWhole: boolean): FileStart | undefined {
    if (isWhole) this.#head ??= this.#reader.end();
    return this.#head && this.#take(this.#head);
  }

  #take(head: FileHead): FileStart {
    const bytes = Buffer.concat(this.#pieces);
    return { head, bytes, sample: this.#wantsSample ? this.#rows(head, bytes) : [] };
  }

  /** What is wrong in a row is for its reader to say. */
  #rows({ bytes: start, encoding }: FileHead, bytes: Buffer): string[][] {
    const reader = new TextRows({ ...this.#dialect, encoding });
    const first = bytes.subarray(start, start + SAMPLE_BYTES);
    const { rows, error } = reader.push(first);
    const isWhole = error === undefined && (first.at(-1) === LF || (first.at(-2) === LF && first.at(-1) === 0));
    const last = isWhole ? reader.end().rows : [];
    return [...rows, ...last].slice(0, SAMPLE_ROWS).map(({ fields }) => fields);
  }
}
