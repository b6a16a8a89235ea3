/** A push parser and a line writer for delimited text. Parses what Anaplan would be given, not what is correct: a
 *  record with a quoting fault is delivered together with the name of the fault. */

export type RecordFault = "unmatchedTextDelimiter" | "columnSeparatorExpected";

export type RecordSink = (fields: string[], line: number, record: number, fault: RecordFault | undefined) => void;

export type CsvParser = { write(text: string): void; end(): void };

const LF = 10;
const CR = 13;

/** Calls `sink` once per record with its first text line and its number, both from 1. Empty lines are passed on as a
 *  record of one empty field. `quote` may be empty for text without quoting. */
export function csvParser(separator: string, quote: string, sink: RecordSink): CsvParser {
  const separatorCode = separator.charCodeAt(0);
  const quoteCode = quote === "" ? -1 : quote.charCodeAt(0);
  let rest = "";
  let line = 1;
  let record = 0;

  /** Takes complete records from `text`; returns where the first incomplete one starts. */
  function take(text: string, final: boolean): number {
    let start = 0;
    const length = text.length;
    while (start < length) {
      const fields: string[] = [];
      let fault: RecordFault | undefined;
      let at = start;
      let lines = 0;
      let complete = false;
      while (!complete) {
        if (at < length && text.charCodeAt(at) === quoteCode) {
          let value = "";
          let from = at + 1;
          let close = -1;
          for (;;) {
            close = text.indexOf(quote, from);
            if (close === -1) break;
            if (close + 1 >= length && !final) return start;
            if (text.charCodeAt(close + 1) !== quoteCode) break;
            value += text.slice(from, close + 1);
            from = close + 2;
          }
          if (close === -1) {
            if (!final) return start;
            fault = "unmatchedTextDelimiter";
            close = length;
          }
          value += text.slice(from, close);
          lines += countLineFeeds(value);
          at = Math.min(close + 1, length);
          const tail = at;
          while (at < length && !isBreak(text.charCodeAt(at), separatorCode)) at += 1;
          if (at > tail) {
            fault ??= "columnSeparatorExpected";
            value += text.slice(tail, at);
          }
          fields.push(value);
        } else {
          const from = at;
          while (at < length && !isBreak(text.charCodeAt(at), separatorCode)) at += 1;
          fields.push(text.slice(from, at));
        }
        if (at >= length) {
          if (!final) return start;
          complete = true;
        } else if (text.charCodeAt(at) === separatorCode) {
          at += 1;
        } else {
          if (text.charCodeAt(at) === CR) {
            if (at + 1 >= length && !final) return start;
            if (text.charCodeAt(at + 1) === LF) at += 1;
          }
          at += 1;
          complete = true;
        }
      }
      record += 1;
      sink(fields, line, record, fault);
      line += lines + 1;
      start = at;
    }
    return length;
  }

  return {
    write(text) {
      const joined = rest === "" ? text : rest + text;
      rest = joined.slice(take(joined, false));
    },
    end() {
      const last = rest;
      rest = "";
      take(last, true);
    },
  };
}

function isBreak(code: number, separatorCode: number): boolean {
  return code === separatorCode || code === LF || code === CR;
}

function countLineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

/** One line without its end. Quotes a field only where it must be, or always. */
export function csvLine(fields: readonly string[], separator: string, quote: string, always = false): string {
  let text = "";
  for (let n = 0; n < fields.length; n += 1) {
    if (n > 0) text += separator;
    const field = fields[n]!;
    text += quote !== "" && (always || mustQuote(field, separator, quote)) ? quoted(field, quote) : field;
  }
  return text;
}

function mustQuote(field: string, separator: string, quote: string): boolean {
  return field.includes(separator) || field.includes(quote) || field.includes("\n") || field.includes("\r");
}

function quoted(field: string, quote: string): string {
  return quote + field.replaceAll(quote, quote + quote) + quote;
}
