/** Where in a file of chunks a byte lies. Counts from the first byte of the first chunk that is read. */

export interface ChunkPosition {
  chunk: string;
  /** Byte in that chunk. */
  offset: number;
}

export class ChunkPositions {
  readonly #ids: readonly string[];
  /** Start of each chunk begun so far. */
  readonly #starts: number[] = [0];
  #end: number;

  /** `offset`: bytes of the first chunk that are not read again. */
  constructor(ids: readonly string[], offset = 0) {
    this.#ids = ids;
    this.#end = offset;
  }

  advance(bytes: number): void {
    this.#end += bytes;
  }

  /** The chunk that is being read is at its end. */
  endChunk(): void {
    this.#starts.push(this.#end);
  }

  /** Bytes so far. */
  get end(): number {
    return this.#end;
  }

  get isInLastChunk(): boolean {
    return this.#starts.length >= this.#ids.length;
  }

  at(byte: number): ChunkPosition {
    let index = this.#starts.findLastIndex((start) => start <= byte);
    index = Math.max(0, Math.min(index, this.#ids.length - 1));
    return { chunk: this.#ids[index] ?? "0", offset: byte - (this.#starts[index] ?? 0) };
  }
}
