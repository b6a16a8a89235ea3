/** Values that do not fit their column's type: counted, the first ones logged by row and column. The values themselves are
 *  data and are never logged. */
import type { InvalidValue } from "../../protocol/csv/types.ts";
import { ConnectorError } from "../../protocol/errors.ts";
import type { Log } from "../../protocol/log.ts";

const LOGGED = 10;

export interface InvalidValues {
  /** Throws VALUE_INVALID when such values are to fail the stream. */
  handle(value: InvalidValue): Uint8Array | undefined;
  /** Logs the totals. */
  summarize(): void;
}

export function createInvalidValues(
  policy: "null" | "fail",
  types: ReadonlyMap<string, string>,
  stream: string,
  log: Log,
  nulledEnd?: (columns: readonly string[]) => Uint8Array,
): InvalidValues {
  const counts = new Map<string, number>();
  let total = 0;
  let rowColumns: string[] = [];
  let lastRow = 0;
  return {
    handle({ column, row }) {
      if (policy === "fail") throw invalidValueError(column, types.get(column) ?? "value", row);
      total++;
      counts.set(column, (counts.get(column) ?? 0) + 1);
      if (total <= LOGGED)
        log.warn(`A value is no ${types.get(column) ?? "value"}; it goes out as null`, { stream, column, row });
      if (nulledEnd === undefined) return undefined;
      rowColumns = row === lastRow ? [...rowColumns, column] : [column];
      lastRow = row;
      return nulledEnd(rowColumns);
    },
    summarize() {
      if (total === 0) return;
      const columns = [...counts].map(([column, count]) => `"${column}" ${count}`).join(", ");
      log.warn(`${total} values did not fit the types of their columns and went out as null: ${columns}`, { stream });
    },
  };
}

function invalidValueError(column: string, type: string, row: number): ConnectorError {
  return new ConnectorError("VALUE_INVALID", {
    what: `A value is no ${type}, which is the type of its column.`,
    why: "The export writes the column in another form (grouped digits, a decimal comma, another date format), or it holds text.",
    next: 'Tell the column\'s type or format in "types", or set "invalid_values" to "null".',
    context: { column, row },
  });
}
