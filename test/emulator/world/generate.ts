/** Export files that are computed when read: chunk n depends on the definition and n alone, so a 5 GB file costs no
 *  memory. Chunks hold a fixed number of rows, then every border is moved a few bytes into the next row, so that rows,
 *  quotes and multibyte characters are cut. */

import { csvLine } from "./csv.ts";
import type { ExportDefinition, GenerateColumn, GenerateDefinition } from "./definition.ts";
import { byteOrderMark, encodeText } from "./encoding.ts";

const PERIODS = ["Jan 26", "Feb 26", "Mar 26", "Apr 26", "May 26", "Jun 26", "Jul 26", "Aug 26", "Sep 26"];
const DATES = Array.from({ length: 3000 }, (_, n) => new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10));
const DEFAULT_ROWS_PER_CHUNK = 100_000;

export function generatedChunkCount(generate: GenerateDefinition): number {
  return Math.max(1, Math.ceil(generate.rows / (generate.rowsPerChunk ?? DEFAULT_ROWS_PER_CHUNK)));
}

/** Values of row `n` (from 0). */
export function generatedRow(generate: GenerateDefinition, n: number): string[] {
  const salt = saltOf(generate, n);
  return generate.columns.map((column, position) => cellOf(column, mix(n, position + salt), n));
}

function saltOf({ seed = 1, changedEvery }: GenerateDefinition, n: number): number {
  const isChanged = changedEvery !== undefined && n % changedEvery === 0;
  return (isChanged ? seed + 1 : seed) * 977;
}

function mix(n: number, salt: number): number {
  let hash = Math.imul(n ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function cellOf(column: GenerateColumn, hash: number, n: number): string {
  switch (column.type) {
    case "index":
      return String(n + 1);
    case "code":
      return `R${String(n + 1).padStart(9, "0")}`;
    case "integer":
      return String(hash % 1_000_000);
    case "number":
      return `${hash % 2 === 0 ? "" : "-"}${hash % 1_000_000}.${String((hash % 99) + 1).padStart(2, "0")}`;
    case "boolean":
      return hash % 3 === 0 ? "false" : "true";
    case "date":
      return DATES[hash % DATES.length]!;
    case "period":
      return PERIODS[hash % PERIODS.length]!;
    case "word":
      return column.words?.[hash % column.words.length] ?? `Item ${hash % (column.size ?? 1000)}`;
    case "text":
      return mix(hash, 3) % 1000 < (column.filled ?? 1) * 1000 ? textCell(hash, column.size ?? 20) : "";
  }
}

const SPICE = ["", ", and", ' "so"', " é", " 漢字", " 🚀", "\n", ""];

function textCell(hash: number, size: number): string {
  const base = `t${hash.toString(36)}${SPICE[hash % SPICE.length]!} `;
  const text = base
    .repeat(Math.ceil(size / base.length))
    .slice(0, size)
    .trimEnd();
  // A surrogate pair cut in half is no text.
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}

/** Bytes of chunk `n`, or undefined beyond the last one. */
export function generatedChunk(
  definition: ExportDefinition,
  generate: GenerateDefinition,
  n: number,
): Buffer | undefined {
  const count = generatedChunkCount(generate);
  if (n < 0 || n >= count) return undefined;
  const perChunk = generate.rowsPerChunk ?? DEFAULT_ROWS_PER_CHUNK;
  const head = n === 0 ? headBytes(definition, generate) : Buffer.alloc(0);
  const rows = rowBytes(definition, generate, n, Math.min(perChunk, generate.rows - n * perChunk));
  if (generate.repeat === true && n > 0) return rows;
  const skipped = n === 0 ? 0 : borderShift(generate, n);
  const borrowed =
    n + 1 < count
      ? firstRowBytes(definition, generate, n + 1).subarray(0, borderShift(generate, n + 1))
      : Buffer.alloc(0);
  return Buffer.concat([head, rows.subarray(skipped), borrowed]);
}

function borderShift(generate: GenerateDefinition, n: number): number {
  return generate.repeat === true ? 0 : 1 + (mix(n, 7) % 11);
}

function headBytes(definition: ExportDefinition, generate: GenerateDefinition): Buffer {
  const encoding = definition.encoding ?? "UTF-8";
  const header = lineText(
    definition,
    generate.columns.map((column) => column.header),
  );
  const text = encodeText(header, encoding);
  return definition.bom === true ? Buffer.concat([byteOrderMark(encoding), text]) : text;
}

function lineText(definition: ExportDefinition, fields: string[]): string {
  const end = definition.lineEnd === "CRLF" ? "\r\n" : "\n";
  return csvLine(fields, definition.separator ?? ",", definition.delimiter ?? '"') + end;
}

/** Writes row `n`. Only texts and given words can hold what must be quoted, as long as the separator is a usual one. */
function rowWriter(definition: ExportDefinition, generate: GenerateDefinition): (n: number) => string {
  const separator = definition.separator ?? ",";
  const quote = definition.delimiter ?? '"';
  if (!/^[,;|\t]$/.test(separator)) return (n) => lineText(definition, generatedRow(generate, n));
  const end = definition.lineEnd === "CRLF" ? "\r\n" : "\n";
  return (n) => {
    const salt = saltOf(generate, n);
    let line = "";
    for (let position = 0; position < generate.columns.length; position += 1) {
      const column = generate.columns[position]!;
      const cell = cellOf(column, mix(n, position + salt), n);
      if (position > 0) line += separator;
      line += column.type === "text" || column.words !== undefined ? csvLine([cell], separator, quote) : cell;
    }
    return line + end;
  };
}

function firstRowBytes(definition: ExportDefinition, generate: GenerateDefinition, n: number): Buffer {
  const perChunk = generate.rowsPerChunk ?? DEFAULT_ROWS_PER_CHUNK;
  return encodeText(lineText(definition, generatedRow(generate, n * perChunk)), definition.encoding ?? "UTF-8");
}

const repeatedRows = new WeakMap<GenerateDefinition, Buffer>();

function rowBytes(definition: ExportDefinition, generate: GenerateDefinition, n: number, rows: number): Buffer {
  const perChunk = generate.rowsPerChunk ?? DEFAULT_ROWS_PER_CHUNK;
  const repeats = generate.repeat === true && rows === perChunk;
  const known = repeats ? repeatedRows.get(generate) : undefined;
  if (known !== undefined) return known;
  const first = generate.repeat === true ? 0 : n * perChunk;
  const write = rowWriter(definition, generate);
  let text = "";
  for (let row = first; row < first + rows; row += 1) text += write(row);
  const bytes = encodeText(text, definition.encoding ?? "UTF-8");
  if (repeats) repeatedRows.set(generate, bytes);
  return bytes;
}
