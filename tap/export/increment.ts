/** Incremental reading: rows at or above a bookmark, and the highest value seen. Numbers are compared by all their digits. */
import { createDateReader } from "../../protocol/csv/dates.ts";
import type { CsvColumn } from "../../protocol/csv/types.ts";
import { createValueReader, readNumber } from "../../protocol/csv/values.ts";
import { ConnectorError } from "../../protocol/errors.ts";
import type { Log } from "../../protocol/log.ts";
import type { Bookmark } from "../state.ts";
import type { SelectedStream } from "../stream.ts";
import type { FileColumns } from "./columns.ts";

export interface Increment {
  /** For the reader's filter. A value that cannot be compared (empty, unreadable) is kept. */
  keep(text: string): boolean;
  /** As it goes into the bookmark; undefined before any value was seen. */
  highest(): string | undefined;
}

/** `isDateText`: Anaplan calls the column a date, and no setting says how it is written: only ISO can be put in order. */
export function createIncrement(column: CsvColumn, bookmark: string | undefined, isDateText = false): Increment {
  const order = orderOf(column, isDateText);
  const start = bookmark === undefined ? undefined : order.normalize(bookmark);
  let highest = start;
  return {
    keep(text) {
      if (text === "") return true;
      const value = order.read(text);
      if (value === undefined) return true;
      if (highest === undefined || order.compare(value, highest) > 0) highest = value;
      return start === undefined || order.compare(value, start) >= 0;
    },
    highest: () => highest,
  };
}

/** Of a stream's replication key; undefined for a stream that is read in full. */
export function openIncrement(
  { stream, replicationKey }: SelectedStream,
  { forReader, typed }: FileColumns,
  before: Bookmark | undefined,
  log: Log,
): Increment | undefined {
  const column = forReader.find(({ name }) => name === replicationKey);
  if (replicationKey === undefined || column === undefined) return undefined;
  const isSameKey = before?.replication_key === undefined || before.replication_key === replicationKey;
  if (!isSameKey) {
    log.info(`The replication key is now "${replicationKey}": all rows are read`, { stream: stream.name });
  }
  const isDateText = typed.find(({ name }) => name === replicationKey)?.dataType?.toUpperCase() === "DATE";
  return createIncrement(column, isSameKey ? before?.replication_key_value : undefined, isDateText);
}

interface Order {
  /** Cell text → comparable text; undefined if it is not of the column's type. */
  read(text: string): string | undefined;
  /** Bookmark → comparable text. */
  normalize(bookmark: string): string | undefined;
  compare(one: string, other: string): number;
}

function orderOf({ name, type, format }: CsvColumn, isDateText: boolean): Order {
  switch (type) {
    case "number":
      return {
        read: createValueReader({ name, type, ...(format !== undefined && { format }) }),
        normalize: readNumber,
        compare: compareNumbers,
      };
    case "integer":
      return { read: readNumber, normalize: readNumber, compare: compareNumbers };
    case "date":
      return { read: createDateReader("date", format), normalize: (text) => text, compare: compareTexts };
    case "date-time":
      return { read: createDateReader("date-time", format), normalize: (text) => text, compare: compareInstants };
    default:
      return {
        read: isDateText ? isoDateReader(name) : (text) => text,
        normalize: (text) => text,
        compare: compareTexts,
      };
  }
}

function isoDateReader(column: string): (text: string) => string {
  const readDate = createDateReader("date");
  const readDateTime = createDateReader("date-time");
  return (text) => {
    const iso = readDate(text) ?? readDateTime(text);
    if (iso !== undefined) return text;
    throw new ConnectorError("VALUE_INVALID", {
      what: "The replication key holds dates that are not written as YYYY-MM-DD, so they cannot be put in order.",
      why: "The export writes dates in the format of its line item or locale.",
      next: `Tell the format in "types": {"stream": …, "column": ${JSON.stringify(column)}, "type": "date", "format": "DD/MM/YYYY"}.`,
      context: { column },
    });
  };
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function compareInstants(one: string, other: string): number {
  return Date.parse(one) - Date.parse(other) || compareTexts(one, other);
}

/** Texts of JSON numbers; exact, however many digits they have. */
export function compareNumbers(one: string, other: string): number {
  const [a, b] = [partsOf(one), partsOf(other)];
  if (a.sign !== b.sign) return a.sign - b.sign;
  const [less, more] = a.sign < 0 ? [b, a] : [a, b];
  return less.places - more.places || compareTexts(less.digits, more.digits);
}

/** Sign, position of the first digit that is not zero, and the digits from there on without zeros at the end. */
function partsOf(text: string): { sign: number; places: number; digits: string } {
  const [, minus, whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const all = whole + fraction;
  const leading = /^0*/.exec(all)?.[0].length ?? 0;
  const digits = all.slice(leading).replace(/0+$/, "");
  if (digits === "") return { sign: 0, places: 0, digits: "" };
  return { sign: minus === "-" ? -1 : 1, places: whole.length - leading + Number(exponent), digits };
}
