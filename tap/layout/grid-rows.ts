/** Rows of a grid's file with what stands above them: page items and header rows come anew on each page (anaplan-api.md 8.2). A row
 *  is understood with the next one in sight: a page line is the one before a header. */
import { rowLengthError } from "../../protocol/csv/framing.ts";
import { type TextRow, TextRows } from "../../protocol/csv/text-rows.ts";
import type { CsvDialect } from "../../protocol/csv/types.ts";

export interface GridRow {
  fields: readonly string[];
  /** Of its page. */
  pages: readonly string[];
  /** Header rows of its page. */
  levels: readonly (readonly string[])[];
}

export class GridRows {
  readonly #rows: TextRows;
  readonly #labels: number;
  #pending: TextRow | undefined;
  #count = 0;
  #pages: readonly string[] = [];
  #levels: string[][] = [];
  #isInHeader = false;

  /** `labels`: columns of row labels. */
  constructor(dialect: CsvDialect, labels: number) {
    this.#rows = new TextRows(dialect);
    this.#labels = labels;
  }

  /** Rows that are understood, and what is wrong after them: CSV_INVALID, CSV_ROW_LENGTH. */
  push(bytes: Uint8Array): { rows: GridRow[]; error: unknown } {
    return this.#take(this.#rows.push(bytes));
  }

  end(): { rows: GridRow[]; error: unknown } {
    const { rows, error } = this.#take(this.#rows.end());
    if (error !== undefined || this.#pending === undefined) return { rows, error };
    const last = this.#take({ rows: [], error: undefined }, true);
    return { rows: [...rows, ...last.rows], error: last.error };
  }

  #take(
    { rows, error }: { rows: readonly TextRow[]; error: unknown },
    isEnd = false,
  ): { rows: GridRow[]; error: unknown } {
    const found: GridRow[] = [];
    const next = isEnd ? [undefined] : rows.filter(({ fields }) => fields.length > 1 || fields[0] !== "");
    try {
      for (const row of next) {
        const understood = this.#pending && this.#understand(this.#pending, row);
        if (understood !== undefined) found.push(understood);
        this.#pending = row;
      }
    } catch (thrown) {
      return { rows: found, error: thrown };
    }
    return { rows: found, error };
  }

  #understand({ fields, offset, number }: TextRow, next: TextRow | undefined): GridRow | undefined {
    if (this.#isHeader(fields)) {
      this.#levels = this.#isInHeader ? [...this.#levels, fields] : [fields];
      this.#isInHeader = true;
      return undefined;
    }
    this.#isInHeader = false;
    if (next !== undefined && this.#isHeader(next.fields)) {
      this.#pages = fields;
      return undefined;
    }
    const width = this.#levels[0]?.length ?? 0;
    if (fields.length !== width) {
      throw rowLengthError({ row: this.#count + 1, offset, line: number }, width, fields.length);
    }
    this.#count++;
    return { fields, pages: this.#pages, levels: this.#levels };
  }

  /** Blank above the row labels, and something above the values. */
  #isHeader(fields: readonly string[]): boolean {
    if (fields.length <= this.#labels || fields.every((text) => text === "")) return false;
    return fields.slice(0, this.#labels).every((text) => text === "");
  }
}

/** Columns of row labels: blank in the first header row, and one at least. */
export function labelCount([first = []]: readonly (readonly string[])[]): number {
  return Math.max(
    1,
    first.findIndex((text) => text !== ""),
  );
}
