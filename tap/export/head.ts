/** Everything before the data rows of an exported file. A tabular file has one header row. A grid (anaplan-api.md 8.2) may begin
 *  with its page items, then has one header row per dimension on columns, each with a blank cell above the row labels. */
import { createHeaderReader } from "../../protocol/csv/header.ts";
import type { CsvDialect, Encoding } from "../../protocol/csv/types.ts";

export interface FileHead {
  /** Header texts as they stand; of several header rows joined by " / ". */
  fields: string[];
  /** Bytes used up: data rows begin here. */
  bytes: number;
  /** Rows used up. */
  lines: number;
  encoding: Encoding;
  /** The header rows one by one. */
  headerRows: string[][];
  /** Page items of a grid. */
  pageItems: string[];
}

export interface HeadReader {
  /** Undefined as long as the head is not whole. */
  push(bytes: Uint8Array): FileHead | undefined;
  /** No more bytes follow. Undefined = the file is empty. */
  end(): FileHead | undefined;
}

export function createHeadReader(dialect: CsvDialect, isGrid: boolean): HeadReader {
  return isGrid ? createGridReader(dialect) : createTabularReader(dialect);
}

function createTabularReader(dialect: CsvDialect): HeadReader {
  const reader = createHeaderReader(dialect);
  const asHead = (header: ReturnType<typeof reader.end>) =>
    header && { ...header, lines: 1, headerRows: [header.fields], pageItems: [] };
  return { push: (bytes) => asHead(reader.push(bytes)), end: () => asHead(reader.end()) };
}

function createGridReader(dialect: CsvDialect): HeadReader {
  let pushed = Buffer.alloc(0);
  return {
    push(bytes) {
      pushed = Buffer.concat([pushed, bytes]);
      return readGridHead(rowsOf(pushed, dialect, false));
    },
    end: () => readGridHead(rowsOf(pushed, dialect, true), true),
  };
}

export interface Row {
  fields: string[];
  /** Offset of the byte after it. */
  end: number;
  encoding: Encoding;
}

/** Undefined while more rows are needed to tell header from data. */
export function readGridHead(rows: Iterable<Row>, isEnd = false): FileHead | undefined {
  const all = [...rows];
  const start = all.findIndex(({ fields }) => !isBlank(fields));
  const [first, second] = [all[start], all[start + 1]];
  if (first === undefined || (second === undefined && !isEnd)) return undefined;
  const hasPages = second !== undefined && isPageLine(first.fields, second.fields);
  const headerStart = hasPages ? start + 1 : start;
  const header = all[headerStart] as Row;
  let end = headerStart + 1;
  while (all[end] !== undefined && continuesHeader(header.fields, (all[end] as Row).fields)) end++;
  if (all[end] === undefined && !isEnd) return undefined;
  const last = all[end - 1] as Row;
  const headerRows = all.slice(headerStart, end).map(({ fields }) => fields);
  return {
    fields: joinHeaders(headerRows),
    headerRows,
    bytes: last.end,
    lines: end,
    encoding: header.encoding,
    pageItems: hasPages ? first.fields : [],
  };
}

/** A header row begins blank, above the row labels; the line of page items does not, and is of another length as a rule. */
function isPageLine(first: readonly string[], second: readonly string[]): boolean {
  if (first.length !== second.length) return true;
  return first[0] !== "" && second[0] === "";
}

function continuesHeader(header: readonly string[], next: readonly string[]): boolean {
  return header.length > 1 && header.length === next.length && header[0] === "" && next[0] === "";
}

function isBlank(fields: readonly string[]): boolean {
  return fields.length === 1 && fields[0] === "";
}

/** One text per column. */
export function joinHeaders(rows: readonly (readonly string[])[]): string[] {
  const [first = []] = rows;
  return first.map((_, column) =>
    rows
      .map((row) => row[column] ?? "")
      .filter((text) => text !== "")
      .join(" / "),
  );
}

/** A grid's head is a handful of rows; more are not looked at. */
const MOST_ROWS = 24;

export function* rowsOf(bytes: Buffer, dialect: CsvDialect, isEnd: boolean): Iterable<Row> {
  let start = 0;
  let encoding = dialect.encoding;
  for (let count = 0; count < MOST_ROWS && start < bytes.length; count++) {
    const reader = createHeaderReader({ ...dialect, encoding });
    const rest = bytes.subarray(start);
    const header = reader.push(rest) ?? (isEnd ? reader.end() : undefined);
    if (header === undefined) return;
    encoding = header.encoding;
    start += header.bytes;
    yield { fields: header.fields, end: start, encoding };
  }
}
