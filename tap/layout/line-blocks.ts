/** Finished lines as texts → blocks of bytes, for readers that work row by row. */
import type { LineBlock } from "../../protocol/csv/types.ts";

const BLOCK_CHARACTERS = 256 * 1024;

export class LineBlocks {
  #text = "";
  #count = 0;

  add(line: string): void {
    this.#text += line;
    this.#count++;
  }

  *flush(): Iterable<LineBlock> {
    if (this.#count === 0) return;
    const block = { bytes: Buffer.from(this.#text), count: this.#count };
    this.#text = "";
    this.#count = 0;
    yield block;
  }

  /** Writes each row; what is wrong in one, or after all, is thrown once the lines before it are out. */
  *writeEach<Row>(
    { rows, error }: { rows: Iterable<Row>; error: unknown },
    write: (row: Row) => void,
  ): Iterable<LineBlock> {
    let failure = error;
    for (const row of rows) {
      try {
        write(row);
      } catch (thrown) {
        failure = thrown;
        break;
      }
      if (this.#text.length >= BLOCK_CHARACTERS) yield* this.flush();
    }
    if (failure === undefined) return;
    yield* this.flush();
    throw failure;
  }
}
