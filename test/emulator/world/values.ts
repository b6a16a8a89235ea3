/** Anaplan values as text and back: what an import accepts (anaplan-api.md 8.3, REF moduleImport…Format) and how an
 *  export prints it. A number beyond the exact range of a double is kept as its decimal text. */
import type { ValueFormat } from "./definition.ts";

export type CellValue = string | number | boolean;

export type DateOrder = "YMD" | "DMY" | "MDY";

export type ValueOptions = { decimalSeparator: "." | ","; dateOrder: DateOrder };

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A number if a double holds every digit, its normalised text if not, undefined if it is no number. */
export function parseNumber(text: string, decimalSeparator: "." | "," = "."): number | string | undefined {
  const trimmed = text.trim();
  const dotted = decimalSeparator === "," ? trimmed.replace(",", ".") : trimmed;
  if (!NUMBER.test(dotted) || (decimalSeparator === "," && trimmed.includes("."))) return undefined;
  const value = Number(dotted);
  if (dotted.length <= 15) return value;
  const plain = normaliseDecimal(dotted);
  return plain === undefined || plain === plainText(value) ? value : plain;
}

function normaliseDecimal(text: string): string | undefined {
  if (/[eE]/.test(text)) return undefined;
  const negative = text.startsWith("-");
  const [whole = "", fraction = ""] = text.replace(/^[+-]/, "").split(".");
  const digits = `${whole.replace(/^0+(?=\d)/, "") || "0"}${fraction.replace(/0+$/, "") && `.${fraction.replace(/0+$/, "")}`}`;
  return negative && digits !== "0" ? `-${digits}` : digits;
}

function plainText(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 20 }) : text;
}

export function parseBoolean(text: string): boolean | undefined {
  switch (text.trim().toLowerCase()) {
    case "true":
    case "yes":
      return true;
    case "false":
    case "no":
    case "":
      return false;
    default:
      return undefined;
  }
}

/** ISO text of a date written in the given order with any of `-/. ` between, undefined if it is none. */
export function parseDate(text: string, order: DateOrder): string | undefined {
  const parts = /^(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})$/.exec(text.trim());
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text.trim());
  const found = parts ?? (order === "YMD" ? compact : null);
  if (found === null) return undefined;
  const [a, b, c] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const [year, month, day] = order === "YMD" ? [a, b, c] : order === "DMY" ? [c, b, a] : [c, a, b];
  const date = new Date(Date.UTC(year, month - 1, day));
  date.setUTCFullYear(year);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year < 1000) return undefined;
  return date.toISOString().slice(0, 10);
}

export function emptyValue(format: ValueFormat): CellValue {
  return format.type === "NUMBER" ? 0 : format.type === "BOOLEAN" ? false : "";
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export type PrintOptions = { date: string; number: "plain" | "grouped"; boolean: "lower" | "upper" | "title" };

export const plainPrint: PrintOptions = { date: "YYYY-MM-DD", number: "plain", boolean: "lower" };

export function printValue(value: CellValue, format: ValueFormat, options: PrintOptions): string {
  if (typeof value === "boolean") return printBoolean(value, options.boolean);
  if (format.type === "DATE" && typeof value === "string") return printDate(value, options.date);
  if (format.type === "NUMBER") {
    const text = typeof value === "number" ? plainText(value) : value;
    return options.number === "grouped" ? groupDigits(text) : text;
  }
  return String(value);
}

function printBoolean(value: boolean, form: PrintOptions["boolean"]): string {
  const text = value ? "true" : "false";
  if (form === "lower") return text;
  return form === "upper" ? text.toUpperCase() : text[0]!.toUpperCase() + text.slice(1);
}

function printDate(iso: string, pattern: string): string {
  const [year = "", month = "", day = ""] = iso.split("-");
  if (day === "" || pattern === "YYYY-MM-DD") return iso;
  if (pattern === "DD/MM/YYYY") return `${day}/${month}/${year}`;
  if (pattern === "MM/DD/YYYY") return `${month}/${day}/${year}`;
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

function groupDigits(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
