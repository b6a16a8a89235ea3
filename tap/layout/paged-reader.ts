/** A grid with all pages as it is: the columns of its first page, with the page items before them, row after row through all page
 *  blocks. */
import { createRecordPrinter, type RecordPrinter } from "../../protocol/csv/record-text.ts";
import type { JsonLinesOptions, JsonLinesReader, LineBlock } from "../../protocol/csv/types.ts";
import { ConnectorError } from "../../protocol/errors.ts";
import { joinHeaders } from "../export/head.ts";
import { type GridRow, GridRows, labelCount } from "./grid-rows.ts";
import { LineBlocks } from "./line-blocks.ts";

export interface PagedOptions extends JsonLinesOptions {
  /** `columns` are those of the page items, then those of the file. */
  pageCount: number;
  headerRows: readonly (readonly string[])[];
}

/** Names for the page items of a grid, whose file names no dimension. */
export function pageNames(pageItems: readonly string[]): string[] {
  return pageItems.map((_, at) => `page_${at + 1}`);
}

export class PagedReader implements JsonLinesReader {
  rows = 0;
  rowsRead = 0;
  /** Pages and headers are known from the start of the file only: nobody goes on in its middle. */
  consumedBytes = 0;
  readonly #options: PagedOptions;
  readonly #rows: GridRows;
  readonly #print: RecordPrinter;
  readonly #headers: readonly string[];
  /** Positions in the first page's columns, by the header rows of the page in hand. */
  #levels: readonly (readonly string[])[];
  #order: readonly number[] | undefined;
  readonly #blocks = new LineBlocks();

  constructor(options: PagedOptions) {
    this.#options = options;
    this.#rows = new GridRows(options.dialect, labelCount(options.headerRows));
    this.#print = createRecordPrinter(options);
    this.#headers = joinHeaders(options.headerRows);
    this.#levels = options.headerRows;
  }

  push(bytes: Uint8Array): Iterable<LineBlock> {
    return this.#blocks.writeEach<GridRow>(this.#rows.push(bytes), (row) => this.#write(row));
  }

  flush(): Iterable<LineBlock> {
    return this.#blocks.flush();
  }

  *end(): Iterable<LineBlock> {
    yield* this.#blocks.writeEach<GridRow>(this.#rows.end(), (row) => this.#write(row));
    yield* this.flush();
  }

  #write({ fields, pages, levels }: GridRow): void {
    const { pageCount } = this.#options;
    const items = Array.from({ length: pageCount }, (_, at) => pages[at] ?? "");
    const line = this.#print([...items, ...this.#inOrder(fields, levels)], this.rowsRead + 1);
    this.rowsRead++;
    if (line === undefined) return;
    this.#blocks.add(line);
    this.rows++;
  }

  /** A page may have fewer columns than the first one, or others. */
  #inOrder(fields: readonly string[], levels: readonly (readonly string[])[]): readonly string[] {
    if (levels !== this.#levels) {
      this.#levels = levels;
      this.#order = orderOf(joinHeaders(levels), this.#headers, this.rowsRead + 1);
    }
    return this.#order?.map((at) => fields[at] ?? "") ?? fields;
  }
}

/** Undefined where both are the same. Throws GRID_PAGES_DIFFER. */
function orderOf(headers: readonly string[], first: readonly string[], row: number): number[] | undefined {
  if (headers.length === first.length && headers.every((header, at) => header === first[at])) return undefined;
  const unknown = headers.find((header) => !first.includes(header));
  const repeated = headers.find((header, at) => header !== "" && headers.indexOf(header) !== at);
  const odd = unknown ?? repeated;
  if (odd === undefined) return first.map((header) => headers.indexOf(header));
  throw new ConnectorError("GRID_PAGES_DIFFER", {
    what: `A page of the grid has a column "${odd}" that ${unknown === undefined ? "comes twice" : "its first page does not have"}.`,
    why: "The export leaves out empty columns, page by page, or its columns depend on the page.",
    next: 'Set "layout": "long", which takes pages as they are, or save the export as Tabular Multiple Column.',
    context: { row },
  });
}
