/** Which physical line a row begins on. Only rows with line ends inside cost memory. */
import type { RowLines } from "./types.ts";

export class RowLineIndex implements RowLines {
  /** Rows (from 1) with line ends inside, ascending. */
  readonly #rows: number[] = [];
  /** Line ends inside of rows up to and including that row. */
  readonly #totals: number[] = [];

  add(row: number, lineEnds: number): void {
    this.#rows.push(row);
    this.#totals.push((this.#totals.at(-1) ?? 0) + lineEnds);
  }

  lineOf(row: number): number {
    return row + 1 + this.#extraBefore(this.#count((index) => (this.#rows[index] ?? 0) < row));
  }

  rowAt(line: number): number {
    const before = this.#count((index) => this.lineOf((this.#rows[index] ?? 0) + 1) <= line);
    const row = line - 1 - this.#extraBefore(before);
    const next = this.#rows[before];
    return next === undefined ? row : Math.min(row, next);
  }

  /** How many entries, from the first on, satisfy a condition that never comes back once it fails. */
  #count(isBefore: (index: number) => boolean): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #extraBefore(count: number): number {
    return count === 0 ? 0 : (this.#totals[count - 1] ?? 0);
  }
}
