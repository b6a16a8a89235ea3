/** Records → CSV rows, value by value: the judge of what the fast writer must give, and where it sends what it does not know. */
import {
  type CellQuoter,
  cellText,
  columnValue,
  countLineEnds,
  createCellQuoter,
  encodeText,
  needsQuotesError,
  unencodable,
  unencodableError,
} from "./cells.ts";
import { ExactNumber, parseExactJson } from "./exact-json.ts";
import { RowBuffer } from "./row-buffer.ts";
import { RowLineIndex } from "./row-lines.ts";
import { asBuffer } from "./transcode.ts";
import type { RowBlock, RowWriter, RowWriterOptions } from "./types.ts";

export class PlainWriter implements RowWriter {
  readonly lines = new RowLineIndex();
  rows = 0;
  readonly #options: RowWriterOptions;
  readonly #quote: CellQuoter;
  readonly #buffer: RowBuffer;

  constructor(options: RowWriterOptions, buffer: RowBuffer = new RowBuffer(options.pool)) {
    this.#options = options;
    this.#quote = createCellQuoter(options.layout.dialect);
    this.#buffer = buffer;
  }

  get bufferedBytes(): number {
    return this.#buffer.length;
  }

  appendLine(): boolean {
    return false;
  }

  learn(): void {}

  appendHeader(): void {
    const cells = this.#options.layout.columns.map(({ header }) => this.#cell(header, header, 0));
    this.#buffer.append(this.#encode(cells), 0);
  }

  appendRecord(record: Readonly<Record<string, unknown>>, line?: Uint8Array): void {
    const exact = line === undefined || !hasNumber(record) ? record : this.#exactRecord(record, line);
    const { layout } = this.#options;
    const row = this.rows + 1;
    const cells = layout.columns.map((column) => {
      const text = cellText(columnValue(column, exact), layout.decimalSeparator ?? ".");
      return this.#cell(text, column.header, row);
    });
    const lineEnds = cells.reduce((count, cell) => count + countLineEnds(cell), 0);
    this.#buffer.append(this.#encode(cells), 1);
    this.rows = row;
    if (lineEnds > 0) this.lines.add(row, lineEnds);
  }

  take(maxBytes?: number): RowBlock {
    return this.#buffer.take(maxBytes);
  }

  #cell(text: string, column: string, row: number): string {
    const { dialect } = this.#options.layout;
    const alien = unencodable(text, dialect.encoding);
    if (alien !== undefined) throw unencodableError(alien, dialect.encoding, column, row);
    const cell = this.#quote(text);
    if (cell === undefined) throw needsQuotesError(column, row);
    return cell;
  }

  #encode(cells: readonly string[]): Buffer {
    const { separator, quote, encoding } = this.#options.layout.dialect;
    // A row of one empty cell would be a blank line, which readers skip: a row unaccounted for.
    const row = cells.join(separator) || quote + quote;
    return encodeText(`${row}\n`, encoding);
  }

  #exactRecord(record: Readonly<Record<string, unknown>>, line: Uint8Array): Readonly<Record<string, unknown>> {
    let value: unknown = parseExactJson(asBuffer(line).toString());
    for (const key of this.#options.envelope?.recordPath ?? ["record"]) {
      value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    }
    return isObject(value) ? value : record;
  }
}

function hasNumber(value: unknown): boolean {
  if (typeof value === "number") return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(hasNumber);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}
