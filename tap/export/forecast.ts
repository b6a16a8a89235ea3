/** How large an exported file may become, by the export's metadata alone. Rows are counted there without running filters
 *  (anaplan-api.md 4.3), so nothing is certain before the file is there. Pure. */
import type { ExportMetadata } from "../../protocol/anaplan/types.ts";
import { encodingOf } from "./format.ts";

export interface Forecast {
  rows: number;
  columns: number;
  cells: number;
  /** Of so many cells as text: each is followed by a separator or a line end. */
  leastBytes: number;
}

/** Undefined where the metadata counts nothing. */
export function forecastOf(metadata: ExportMetadata | undefined): Forecast | undefined {
  const rows = metadata?.rowCount ?? 0;
  const columns = metadata?.columnCount ?? metadata?.headerNames.length ?? 0;
  if (rows <= 0 || columns <= 0) return undefined;
  const cells = rows * columns;
  return { rows, columns, cells, leastBytes: encodingOf(metadata?.encoding) === "UTF-16LE" ? cells * 2 : cells };
}

/** `about 60,000,000 rows of 7 columns (420,000,000 cells)`. */
export function forecastText({ rows, columns, cells }: Forecast): string {
  const [r, c, all] = [rows, columns, cells].map((count) => count.toLocaleString("en-US"));
  return `about ${r} ${rows === 1 ? "row" : "rows"} of ${c} columns (${all} cells)`;
}

/** What the sizes that servers promise for chunks prove of the whole file: chunks that nothing is known of hold a byte at least. */
export class PromisedSizes {
  readonly #chunks: number;
  readonly #known = new Map<string, number>();
  #sum = 0;

  constructor(chunks: number) {
    this.#chunks = chunks;
  }

  promise(chunkId: string, bytes: number): void {
    this.#sum += bytes - (this.#known.get(chunkId) ?? 0);
    this.#known.set(chunkId, bytes);
  }

  /** Bytes of all chunks. */
  get least(): number {
    return this.#known.size === 0 ? 0 : this.#sum + Math.max(0, this.#chunks - this.#known.size);
  }
}
