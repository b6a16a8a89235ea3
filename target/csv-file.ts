/** One file of one stream: records become rows, rows become chunks cut at row ends; the lines they came from wait in the spool.
 *  Knows nothing of HTTP: whole chunks go to `chunk-upload.ts`. */
import type { BufferPool } from "../protocol/csv/buffer-pool.ts";
import { cellText, columnValue } from "../protocol/csv/cells.ts";
import { parseExactJson } from "../protocol/csv/exact-json.ts";
import type { LineEnvelope, RecordKinds, RowBlock, RowLayout, RowWriter } from "../protocol/csv/types.ts";
import { createRowWriter } from "../protocol/csv/writer.ts";
import type { SentFile } from "./rejects.ts";
import { openSpool, type Spool } from "./spool.ts";

export interface CsvFileOptions {
  layout: RowLayout;
  hasHeaderRow: boolean;
  kinds: RecordKinds | undefined;
  envelope: LineEnvelope;
  pool: BufferPool;
  /** Told once if records cannot be kept for the rejects file. */
  onLoss(error: unknown): void;
}

export interface CsvFile {
  readonly writer: RowWriter;
  /** Rows of records. */
  readonly rows: number;
  /** Writes the row of a line whose shape is known and keeps the line. False = nothing done. */
  appendLine(buffer: Uint8Array, start: number, end: number): boolean;
  appendRecord(record: Record<string, unknown>, line: Uint8Array): void;
  /** The record of a row, as it came; undefined if it could not be kept. */
  record(row: number): Record<string, unknown> | undefined;
  readonly sent: SentFile;
  /** The first rows once more, in blocks of these sizes; in other sizes where they could not be kept. */
  again(sizes: readonly number[]): Generator<RowBlock>;
  close(): void;
}

export function openCsvFile({ layout, hasHeaderRow, kinds, envelope, pool, onLoss }: CsvFileOptions): CsvFile {
  const newWriter = () => {
    const fresh = createRowWriter({ layout, envelope, pool, ...(kinds !== undefined && { kinds }) });
    if (hasHeaderRow) fresh.appendHeader();
    return fresh;
  };
  const writer = newWriter();
  const spool: Spool = openSpool(onLoss);
  const record = (row: number) => {
    const line = spool.line(row);
    return line === undefined ? undefined : recordIn(line, envelope);
  };
  const cellsOf = (value: Record<string, unknown>) =>
    layout.columns.map((column) => cellText(columnValue(column, value), layout.decimalSeparator ?? "."));
  return {
    writer,
    get rows() {
      return spool.lines;
    },
    appendLine: (buffer, start, end) => {
      if (!writer.appendLine(buffer, start, end)) return false;
      spool.append(buffer, start, end);
      return true;
    },
    appendRecord: (value, line) => {
      writer.appendRecord(value, line);
      // A schema that says more than kinds of values has every record looked at.
      if (kinds !== undefined) writer.learn(line);
      spool.append(line, 0, line.length);
    },
    record,
    sent: {
      columns: layout.columns,
      headerLines: hasHeaderRow ? 1 : 0,
      get rows() {
        return spool.lines;
      },
      lines: writer.lines,
      cells: (row) => {
        const kept = record(row);
        return kept === undefined ? undefined : cellsOf(kept);
      },
      *allCells() {
        for (const line of spool.all()) yield cellsOf(recordIn(line, envelope));
      },
    },
    *again(sizes) {
      const copy = newWriter();
      const left = [...sizes];
      for (const line of spool.all()) {
        if (!copy.appendLine(line, 0, line.length)) {
          copy.appendRecord(recordIn(line, envelope), line);
          if (kinds !== undefined) copy.learn(line);
        }
        while (left.length > 0 && copy.bufferedBytes > (left[0] ?? 0)) yield copy.take(left.shift());
        if (left.length === 0) return;
      }
      for (const size of left) yield copy.take(size);
    },
    close: () => spool.close(),
  };
}

/** With the digits of its numbers. */
function recordIn(line: Buffer, { recordPath }: LineEnvelope): Record<string, unknown> {
  let value: unknown = parseExactJson(line.toString());
  for (const key of recordPath) value = (value as Record<string, unknown>)[key];
  return value as Record<string, unknown>;
}
