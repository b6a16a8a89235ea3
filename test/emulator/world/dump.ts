/** The file of rows an import rejected or warned about (anaplan-api.md 6.5). */
import type { Readings } from "../readings.ts";
import { csvLine } from "./csv.ts";

export type DumpRow = { status: "E" | "W"; fields: string[]; line: number; errors: string[] };

/** Lines of the dump as text, every field quoted, in the order of the rows. */
export function* dumpLines(
  header: string[],
  rows: DumpRow[],
  sourceSeparator: string,
  readings: Readings,
): Generator<string> {
  const separator = dumpSeparator(sourceSeparator, readings);
  const end = readings.dumpLineEnd === "CRLF" ? "\r\n" : "\n";
  const errorColumns = rows.reduce((most, row) => Math.max(most, row.errors.length), 1);
  const withStatus = readings.dumpStatusColumn === "present";
  const names = header.map((name, n) =>
    readings.dumpColumnNames === "numbered" || name === "" ? `Column ${n + 1}` : name,
  );
  const errorNames = Array.from({ length: errorColumns }, (_, n) => `_Error_${n + 1}_`);
  const status = (value: string): string[] => (withStatus ? [value] : []);
  yield csvLine([...status("_Status_"), ...names, "_Line_", ...errorNames], separator, '"', true) + end;
  for (const row of rows) {
    const fields = names.map((_, n) => row.fields[n] ?? "");
    const errors = errorNames.map((_, n) => row.errors[n] ?? "");
    yield csvLine([...status(row.status), ...fields, String(row.line), ...errors], separator, '"', true) + end;
  }
}

function dumpSeparator(sourceSeparator: string, readings: Readings): string {
  if (readings.dumpSeparator === "source") return sourceSeparator;
  return readings.dumpSeparator === "tab" ? "\t" : ",";
}
