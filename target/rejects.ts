/** Dumps → refused rows, each joined to the record it came from (anaplan-api.md 6.5). A dump may be comma or tab, with or
 *  without `_Status_`, and may count lines of text or records: the values decide. */
import type { RowColumn, RowLines } from "../protocol/csv/types.ts";

/** One row of a dump. */
export interface DumpRow {
  /** E: refused. W: loaded with a warning. Undefined in older dumps. */
  status: "E" | "W" | undefined;
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
    status: statusAt === -1 ? undefined : fields[statusAt]?.trim().toUpperCase() === "W" ? "W" : "E",
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
  /** Lines before the first row of data. */
  headerLines: number;
  lines: RowLines;
  /** Texts of the cells of a row (from 1), in the order of `columns`; undefined if they could not be kept. */
  cells(row: number): string[] | undefined;
  /** Cells of all rows, in order. */
  allCells(): Iterable<string[]>;
}

/** Hears of each refused row that is found: how many rows of that stream were given before it, plus one. */
export type OnRefused = (stream: string, row: number) => void;

/** Answers the row (from 1) that a dump row speaks of, or undefined if none fits. */
export type RowFinder = (dump: DumpRow) => number | undefined;

/** Share of a dump row's values that must be those of the row: Anaplan may have brought one or the other into its own form. */
const ENOUGH_ALIKE = 0.5;

/** Whether a line break inside quotes counts as a line is not settled: the row whose values fit is the one. Where both fit, or the
 *  dump shows no values, the reading that was right for the rows before. */
export function createRowFinder(file: SentFile): RowFinder {
  const votes = { physical: 0, record: 0 };
  return (dump) => {
    if (dump.line === undefined) return undefined;
    const line = dump.line - file.headerLines;
    const physical = file.lines.rowAt(line + 1);
    const record = line;
    const candidates = votes.record > votes.physical ? [record, physical] : [physical, record];
    const scored = [...new Set(candidates)]
      .filter((row) => row >= 1 && row <= file.rows)
      .map((row) => ({ row, alike: likeness(dump, file.cells(row), file.columns) }));
    const [first, second] = scored;
    if (first === undefined) return undefined;
    const best = second !== undefined && second.alike > first.alike ? second : first;
    if (best.alike < ENOUGH_ALIKE) return undefined;
    if (second !== undefined && first.alike !== second.alike) votes[best.row === record ? "record" : "physical"] += 1;
    return best.row;
  };
}

/** For a dump without line numbers: rows that were refused, by their content. Each row is given away once. */
export function matchByContent(dumps: readonly DumpRow[], file: SentFile): (number | undefined)[] {
  const [first] = dumps;
  if (first === undefined) return [];
  const at = columnPositions(first, file.columns);
  const known = at.flatMap((position, n) => (position === undefined ? [] : [{ position, n }]));
  const found: (number | undefined)[] = dumps.map(() => undefined);
  if (known.length === 0) return found;
  const waiting = new Map<string, number[]>();
  dumps.forEach(({ values }, index) => {
    const key = JSON.stringify(known.map(({ n }) => comparable(values[n])));
    const others = waiting.get(key);
    if (others === undefined) waiting.set(key, [index]);
    else others.push(index);
  });
  let row = 0;
  for (const cells of file.allCells()) {
    row += 1;
    const key = JSON.stringify(known.map(({ position }) => comparable(cells[position])));
    const index = waiting.get(key)?.shift();
    if (index !== undefined) found[index] = row;
  }
  return found;
}

/** 0 to 1; 1 where there is nothing that could be compared. */
function likeness(dump: DumpRow, cells: readonly string[] | undefined, columns: readonly RowColumn[]): number {
  if (cells === undefined) return 1;
  const at = columnPositions(dump, columns);
  const compared = dump.values.flatMap((value, n) => {
    const position = at[n];
    return position === undefined ? [] : [comparable(value) === comparable(cells[position])];
  });
  return compared.length === 0 ? 1 : compared.filter(Boolean).length / compared.length;
}

/** Position in the sent file of each source column of the dump; by name, or by order where the dump only numbers them. */
function columnPositions({ names }: DumpRow, columns: readonly RowColumn[]): (number | undefined)[] {
  const headers = columns.map(({ header }) => header.trim());
  return names.map((name, n) => {
    if (names.length === headers.length && headers[n] === name) return n;
    const position = headers.indexOf(name);
    if (position !== -1) return position;
    const numbered = /^Column (\d+)$/.exec(name)?.[1];
    if (numbered !== undefined && Number(numbered) <= headers.length) return Number(numbered) - 1;
    return names.length === headers.length ? n : undefined;
  });
}

function comparable(text: string | undefined): string {
  return (text ?? "").trim().replace(/\r\n?/g, "\n");
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
  /** Absent where rows went straight into a list or a module. */
  import_id?: string;
  process_id?: string;
  task_id?: string;
  list_id?: string;
  module_id?: string;
}
