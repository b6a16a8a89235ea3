/** One row of texts → one framed JSON line. Object keys stay in file order (an object would move integer-like keys), digits
 *  stay as written, so the text is put together by hand. */
import { asBuffer } from "./transcode.ts";
import type { InvalidValue, JsonLinesOptions } from "./types.ts";
import { createValueReader, emptyValue, memberName, unfitValue } from "./values.ts";

/** Answers undefined for a row that the filter keeps back. `row` counts from 1 in the file. */
export type RecordPrinter = (fields: readonly string[], row: number) => string | undefined;

export function createRecordPrinter(options: JsonLinesOptions): RecordPrinter {
  const { columns, filter, onInvalidValue, rowNumberMember } = options;
  const before = asBuffer(options.before).toString();
  const after = asBuffer(options.after).toString();
  const keys = columns.map((column) => `${JSON.stringify(memberName(column))}:`);
  const empties = columns.map(emptyValue);
  const readers = columns.map(createValueReader);
  const filterAt = filter === undefined ? -1 : columns.findIndex(({ name }) => name === filter.column);
  const constants = options.constantMembers ?? "";
  return (fields, row) => {
    if (filter !== undefined && !filter.keep(fields[filterAt] ?? "")) return undefined;
    const members: string[] = [];
    const invalid: InvalidValue[] = [];
    columns.forEach((column, index) => {
      if (column.skip) return;
      const text = fields[index] ?? "";
      const value = text === "" ? empties[index] : readers[index]?.(text);
      if (value === undefined) invalid.push({ column: column.name, text, row });
      members.push(`${keys[index]}${value ?? unfitValue(column, text)}`);
    });
    if (constants !== "") members.push(constants);
    if (rowNumberMember !== undefined) members.push(`${JSON.stringify(rowNumberMember)}:${row}`);
    return `${before}{${members.join(",")}}${endOfLine(after, invalid, onInvalidValue)}`;
  };
}

/** Tells the handler of each value that does not fit; its last answer replaces what ends the line. */
export function endOfLine(
  after: string,
  invalid: readonly InvalidValue[],
  onInvalidValue: JsonLinesOptions["onInvalidValue"],
): string {
  let end = after;
  for (const value of invalid) {
    const replacement = onInvalidValue(value);
    if (replacement !== undefined) end = asBuffer(replacement).toString();
  }
  return end;
}
