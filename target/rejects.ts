/** Dumps → refused rows, each joined to the record it came from (anaplan-api.md 6.5). A dump may be comma or tab, with or
 *  without `_Status_`, and may count lines of text or records: the values decide. */
import type { RowColumn, RowLines } from "../protocol/csv/types.ts";

/** One row of a dump. */
export interface DumpRow {
  /** E: refused. W: loaded with a warning. Older dumps have no status, all their rows were refused. */
  status: "E" | "W";
  /** Line in the source file, the header being 1; undefined where the dump does not say. */
  line: number | undefined;
  errors: string[];
  /** Text of each source column, by its position in the dump. */
  values: string[];
  /** Names of these columns. */
  names: readonly string[];
}

/** Rows of a dump, whatever its form. A dump without a header row yields nothing. */
export async function* readDump(rows: AsyncIterable<string[]>): AsyncGenerator<DumpRow> {
  let form: DumpForm | undefined;
  for await (const fields of rows) {
    if (form === undefined) form = formOf(fields);
    else yield dumpRow(fields, form);
  }
}

interface DumpForm {
  statusAt: number;
  lineAt: number;
  errorsAt: number[];
  valuesAt: number[];
  names: string[];
}

function formOf(header: readonly string[]): DumpForm {
  const names = header.map((name) => name.trim());
  const errorsAt = positions(names, (name) => /^_Error_\d+_$/.test(name));
  const statusAt = names.indexOf("_Status_");
  const lineAt = names.indexOf("_Line_");
  const own = new Set([statusAt, lineAt, ...errorsAt]);
  const valuesAt = names.map((_, at) => at).filter((at) => !own.has(at));
  return { statusAt, lineAt, errorsAt, valuesAt, names: valuesAt.map((at) => names[at] ?? "") };
}

function positions(names: readonly string[], fits: (name: string) => boolean): number[] {
  return names.flatMap((name, at) => (fits(name) ? [at] : []));
}

function dumpRow(fields: readonly string[], { statusAt, lineAt, errorsAt, valuesAt, names }: DumpForm): DumpRow {
  const line = Number(fields[lineAt]);
  return {
    status: fields[statusAt]?.trim() === "W" ? "W" : "E",
    line: lineAt !== -1 && Number.isInteger(line) && line > 0 ? line : undefined,
    errors: errorsAt.map((at) => fields[at] ?? "").filter((text) => text !== ""),
    values: valuesAt.map((at) => fields[at] ?? ""),
    names,
  };
}

/** What is needed to look into the file that was sent. */
export interface SentFile {
  columns: readonly RowColumn[];
  rows: number;
  lines: RowLines;
  /** Texts of the cells of a row (from 1), in the order of `columns`. */
  cells(row: number): string[];
  /** Cells of all rows, in order. */
  allCells(): Iterable<string[]>;
}

/** The row (from 1) that a dump row speaks of, or undefined if none fits. */
export function rowOf(dump: DumpRow, file: SentFile): number | undefined {
  const { line } = dump;
  if (line === undefined) return undefined;
  // Whether a line break inside quotes counts as a line is not settled: the row whose values fit is the one.
  const candidates = [...new Set([line - 1, file.lines.rowAt(line)])].filter((row) => row >= 1 && row <= file.rows);
  if (candidates.length <= 1) return candidates[0];
  return candidates.find((row) => fits(dump, file.cells(row), file.columns)) ?? candidates[0];
}

/** For a dump without line numbers: rows that were refused, by their content. Each row is given away once. */
export function matchByContent(dumps: readonly DumpRow[], file: SentFile): (number | undefined)[] {
  const [first] = dumps;
  if (first === undefined) return [];
  const at = columnPositions(first, file.columns);
  const waiting = new Map<string, number[]>();
  dumps.forEach((dump, index) => {
    const key = JSON.stringify(dump.values.filter((_, n) => at[n] !== undefined));
    waiting.set(key, [...(waiting.get(key) ?? []), index]);
  });
  const found: (number | undefined)[] = dumps.map(() => undefined);
  let row = 0;
  for (const cells of file.allCells()) {
    row += 1;
    const key = JSON.stringify(at.flatMap((position) => (position === undefined ? [] : [cells[position] ?? ""])));
    const index = waiting.get(key)?.shift();
    if (index !== undefined) found[index] = row;
  }
  return found;
}

function fits(dump: DumpRow, cells: readonly string[], columns: readonly RowColumn[]): boolean {
  const at = columnPositions(dump, columns);
  return dump.values.every((value, n) => at[n] === undefined || sameText(value, cells[at[n]] ?? ""));
}

/** Position in the sent file of each source column of the dump; by name, or by order where the dump only numbers them. */
function columnPositions({ names }: DumpRow, columns: readonly RowColumn[]): (number | undefined)[] {
  const headers = columns.map(({ header }) => header);
  return names.map((name, n) => {
    const position = headers.indexOf(name);
    if (position !== -1) return position;
    const numbered = /^Column (\d+)$/.exec(name)?.[1];
    if (numbered !== undefined) return Number(numbered) - 1;
    return names.length === headers.length ? n : undefined;
  });
}

function sameText(left: string, right: string): boolean {
  return left.trim().replace(/\r\n?/g, "\n") === right.trim().replace(/\r\n?/g, "\n");
}

/** One line of a rejects file (contract.md section 5). */
export interface Reject {
  stream: string;
  record: unknown;
  line: number | null;
  status: "E" | "W";
  errors: string[];
  workspace_id: string;
  model_id: string;
  import_id: string;
  process_id?: string;
  task_id: string;
}
