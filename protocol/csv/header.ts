/** The header row of a CSV file, read from bytes cut anywhere. Grid exports have other lines before it
 *  (anaplan-api.md 8.2): those are the caller's. */
import { ConnectorError } from "../errors.ts";
import type { CsvDialect, Encoding } from "./types.ts";

export interface Header {
  /** Field texts as they stand in the file; see `uniqueNames`. */
  fields: string[];
  /** Bytes used up, byte order mark and line end included: data rows begin here. */
  bytes: number;
  /** A byte order mark rules over the declared encoding. */
  encoding: Encoding;
}

export interface HeaderReader {
  /** Answers undefined as long as the header is not whole. */
  push(bytes: Uint8Array): Header | undefined;
  /** No more bytes follow. Undefined = the file is empty. */
  end(): Header | undefined;
}

const MAX_HEADER_BYTES = 16 * 1024 * 1024;
const LF = 10;
const CR = 13;

/** Throws CSV_INVALID for a quote out of place or never closed. */
export function createHeaderReader(dialect: CsvDialect): HeaderReader {
  let pushed = Buffer.alloc(0);
  /** Nothing is tried again before so many bytes are there: linear work however small the pieces. */
  let tryAt = 0;
  return {
    push(bytes) {
      pushed = Buffer.concat([pushed, bytes]);
      if (pushed.length < tryAt) return undefined;
      const header = readHeader(pushed, dialect, false);
      if (header === undefined) tryAt = pushed.length > 4096 ? pushed.length * 2 : 0;
      if (header === undefined && pushed.length > MAX_HEADER_BYTES) {
        throw invalidHeader(`The header row is longer than ${MAX_HEADER_BYTES} bytes.`);
      }
      return header;
    },
    end: () => readHeader(pushed, dialect, true),
  };
}

/** Stand-ins as in contract.md section 4: `column_<position>` for an empty name, `<name>_2`, `<name>_3`… for a repeated one.
 *  A name that stands in the header itself is never given to another column. */
export function uniqueNames(fields: readonly string[]): string[] {
  const wanted = new Set(fields.filter((field) => field !== ""));
  const used = new Set<string>();
  return fields.map((field, index) => {
    const name = field === "" ? `column_${index + 1}` : field;
    let unique = name;
    const isFree = () => !used.has(unique) && (unique === field || !wanted.has(unique));
    for (let number = 2; !isFree(); number++) unique = `${name}_${number}`;
    used.add(unique);
    return unique;
  });
}

function readHeader(bytes: Buffer, dialect: CsvDialect, isEnd: boolean): Header | undefined {
  const mark = byteOrderMark(bytes, isEnd);
  if (mark === undefined) return undefined;
  const encoding = mark.encoding ?? dialect.encoding;
  const text = decodeUnits(bytes.subarray(mark.length), encoding);
  if (text.length === 0) return undefined;
  const row = readRow(text, encodeUnits(dialect.separator, encoding), encodeUnits(dialect.quote, encoding), isEnd);
  if (row === undefined) return undefined;
  const unitBytes = encoding === "UTF-16LE" ? 2 : 1;
  return {
    fields: row.fields.map((field) => decodeField(field, encoding)),
    bytes: Math.min(bytes.length, mark.length + row.end * unitBytes),
    encoding,
  };
}

/** Undefined while too few bytes are there to tell. */
function byteOrderMark(bytes: Buffer, isEnd: boolean): { length: number; encoding?: Encoding } | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { length: 2, encoding: "UTF-16LE" };
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { length: 3, encoding: "UTF-8" };
  const mayBecomeOne = bytes.length < 3 && [0xef, 0xff, undefined].includes(bytes[0]);
  return mayBecomeOne && !isEnd ? undefined : { length: 0 };
}

/** One character of the string per byte, or per 16 bits in UTF-16: positions stay positions of the file. */
function decodeUnits(bytes: Buffer, encoding: Encoding): string {
  return encoding === "UTF-16LE" ? bytes.toString("utf16le") : bytes.toString("latin1");
}

function encodeUnits(text: string, encoding: Encoding): string {
  return encoding === "UTF-8" ? Buffer.from(text).toString("latin1") : text;
}

function decodeField(units: string, encoding: Encoding): string {
  return encoding === "UTF-8" ? Buffer.from(units, "latin1").toString() : Buffer.from(units).toString();
}

/** Undefined when more text is needed. */
function readRow(
  text: string,
  separator: string,
  quote: string,
  isEnd: boolean,
): { fields: string[]; end: number } | undefined {
  const fields: string[] = [];
  let at = 0;
  while (true) {
    const field = readField(text, at, separator, quote, isEnd);
    if (field === undefined) return undefined;
    fields.push(field.text);
    at = field.end;
    if (at < text.length && text.startsWith(separator, at)) {
      at += separator.length;
      continue;
    }
    return { fields, end: at + lineEndLength(text, at) };
  }
}

function readField(
  text: string,
  start: number,
  separator: string,
  quote: string,
  isEnd: boolean,
): { text: string; end: number } | undefined {
  if (quote !== "" && text.startsWith(quote, start)) return readQuoted(text, start, separator, quote, isEnd);
  let at = start;
  while (at < text.length && !text.startsWith(separator, at) && !isLineEnd(text, at)) {
    if (quote !== "" && text.startsWith(quote, at)) throw invalidHeader("The header row has a quote out of place.");
    at++;
  }
  return isSettled(text, at, separator, isEnd) ? { text: text.slice(start, at), end: at } : undefined;
}

function readQuoted(
  text: string,
  start: number,
  separator: string,
  quote: string,
  isEnd: boolean,
): { text: string; end: number } | undefined {
  let at = start + 1;
  let content = "";
  while (true) {
    const close = text.indexOf(quote, at);
    if (close === -1 && isEnd) throw invalidHeader("The header row has a quote that is never closed.");
    if (close === -1 || (close + 1 === text.length && !isEnd)) return undefined;
    content += text.slice(at, close);
    at = close + 1;
    if (!text.startsWith(quote, at)) break;
    content += quote;
    at++;
  }
  if (!isSettled(text, at, separator, isEnd)) return undefined;
  if (at < text.length && !text.startsWith(separator, at) && !isLineEnd(text, at)) {
    throw invalidHeader("The header row has a quote out of place.");
  }
  return { text: content, end: at };
}

/** Enough text to see whether a line end is CR or CRLF, and a separator of several bytes. */
function isSettled(text: string, at: number, separator: string, isEnd: boolean): boolean {
  return isEnd || text.charCodeAt(at) === LF || text.length - at >= Math.max(2, separator.length);
}

function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === LF || code === CR;
}

function lineEndLength(text: string, at: number): number {
  if (at >= text.length) return 0;
  return text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF ? 2 : 1;
}

function invalidHeader(what: string): ConnectorError {
  return new ConnectorError("CSV_INVALID", {
    what,
    why: "The declared quote character or separator is wrong, or the file is damaged.",
    next: "Look at the first line of the exported file.",
    context: { line: 1, offset: 0 },
  });
}
