/** The text of one cell → JSON text of its column's type. Pure; the rules are told in README.md. Numbers are handled as text
 *  from end to end: a planning number may have more digits than a float can hold. */
import { createDateReader } from "./dates.ts";
import { numberFormatOf, readFormattedNumber } from "./number-format.ts";
import type { Companion, CsvColumn } from "./types.ts";

/** Answers undefined when the text does not fit. Never called for an empty cell. */
export type ValueReader = (text: string) => string | undefined;

const STRICT_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const LOOSE_NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** Longest integer that an exponent may write out: beyond any double, far below a memory trap. */
const MAX_WRITTEN_OUT_DIGITS = 400;

export function createValueReader(column: CsvColumn): ValueReader {
  const read = createOwnReader(column);
  const { companion } = column;
  if (companion === undefined) return read;
  if (companion.isAlone) return (text) => companionText(companion, text);
  return (text) => {
    const own = read(text);
    return own === undefined ? undefined : `${own},${companionMember(companion, text)}`;
  };
}

/** Name of the member that a column's value begins. */
export function memberName({ name, companion }: CsvColumn): string {
  return companion?.isAlone ? companion.name : name;
}

/** What stands for an empty cell, after the member's name. */
export function emptyValue({ empty = "null", companion }: CsvColumn): string {
  if (companion === undefined) return empty;
  return companion.isAlone ? "null" : `${empty},${JSON.stringify(companion.name)}:null`;
}

/** What stands for a text that does not fit, after the member's name. */
export function unfitValue({ companion }: CsvColumn, text: string): string {
  return companion === undefined || companion.isAlone ? "null" : `null,${companionMember(companion, text)}`;
}

function companionMember(companion: Companion, text: string): string {
  return `${JSON.stringify(companion.name)}:${companionText(companion, text)}`;
}

function companionText({ of }: Companion, text: string): string {
  const found = of(text);
  return found === undefined ? "null" : JSON.stringify(found);
}

function createOwnReader(column: CsvColumn): ValueReader {
  switch (column.type) {
    case "string":
      return JSON.stringify;
    case "number": {
      const format = column.format === undefined ? column.number : numberFormatOf(column.format);
      return format === undefined ? readNumber : (text) => readFormattedNumber(text, format);
    }
    case "integer":
      return readInteger;
    case "boolean":
      return readBoolean;
    case "date":
    case "date-time": {
      const read = createDateReader(column.type, column.format);
      return (text) => {
        const iso = read(text);
        return iso === undefined ? undefined : `"${iso}"`;
      };
    }
  }
}

/** Digits as written where JSON allows them; `+5`, `007`, `.5`, `5.` and blanks around are brought into JSON's form. */
export function readNumber(text: string): string | undefined {
  if (STRICT_NUMBER.test(text)) return text;
  const match = LOOSE_NUMBER.exec(text.trim());
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent] = match;
  if (whole === "" && fraction === "") return undefined;
  const digits = whole.replace(/^0+(?=\d)/, "") || "0";
  const tail = (fraction === "" ? "" : `.${fraction}`) + (exponent === undefined ? "" : `e${exponent}`);
  return `${sign === "-" ? "-" : ""}${digits}${tail}`;
}

/** A number without fraction: `3.0` → 3, `1e3` → 1000, `1.5` does not fit. */
export function readInteger(text: string): string | undefined {
  const number = readNumber(text);
  if (number === undefined) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = LOOSE_NUMBER.exec(number) ?? [];
  const shift = Number(exponent);
  const digits = whole + fraction;
  const pointAt = whole.length + shift;
  if (!/[1-9]/.test(digits)) return `${sign}0`;
  if (pointAt > MAX_WRITTEN_OUT_DIGITS + whole.length) return undefined;
  const integral = pointAt <= 0 ? "" : digits.slice(0, pointAt).padEnd(pointAt, "0");
  const rest = pointAt <= 0 ? digits : digits.slice(pointAt);
  if (/[1-9]/.test(rest)) return undefined;
  return `${sign}${integral.replace(/^0+(?=\d)/, "")}`;
}

export function readBoolean(text: string): string | undefined {
  if (text.length > 5) return undefined;
  const word = text.toLowerCase();
  return word === "true" || word === "false" ? word : undefined;
}
