/** Date texts → ISO 8601 (`date`) and RFC 3339 (`date-time`), by ISO rules or by a format of tokens:
 *  YYYY, YY (69–99 → 19xx, 00–68 → 20xx), MMM (English, any case), MM, M, DD, D, HH, H, hh, h, mm, m, ss, s, SSS (fraction, any
 *  number of digits), A (AM/PM, any case), Z (Z or ±hh:mm, ±hhmm). Anything else in a format stands for itself. A doubled
 *  token takes exactly two digits, a single one takes one or two. Times without a zone are taken as UTC. */

export type DateReader = (text: string) => string | undefined;

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const ISO_DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?([Zz]|[+-]\d{2}:?\d{2})?)?$/;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const TOKEN = /YYYY|YY|MMM|MM|M|DD|D|HH|H|hh|h|mm|m|ss|s|SSS|A|Z/g;
const TOKEN_PATTERN: Readonly<Record<string, string>> = {
  YYYY: "\\d{4}",
  YY: "\\d{2}",
  MMM: "[A-Za-z]{3}",
  MM: "\\d{2}",
  M: "\\d{1,2}",
  DD: "\\d{2}",
  D: "\\d{1,2}",
  HH: "\\d{2}",
  H: "\\d{1,2}",
  hh: "\\d{2}",
  h: "\\d{1,2}",
  mm: "\\d{2}",
  m: "\\d{1,2}",
  ss: "\\d{2}",
  s: "\\d{1,2}",
  SSS: "\\d+",
  A: "[AaPp][Mm]",
  Z: "[Zz]|[+-]\\d{2}:?\\d{2}",
};

/** Text as it stands in the file, by part. Absent parts are at their start (first of the month, midnight, UTC). */
interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  fraction: string;
  zone: string;
}

/** A reader for a column: ISO when there is no format. It answers undefined for a text that does not fit or names no day. */
export function createDateReader(type: "date" | "date-time", format?: string): DateReader {
  const parse = format === undefined ? (type === "date" ? parseIsoDate : parseIsoDateTime) : createFormatParser(format);
  const print = type === "date" ? printDate : printDateTime;
  return (text) => {
    const parts = parse(text);
    return parts !== undefined && exists(parts) ? print(parts) : undefined;
  };
}

/** The reverse: ISO dates and times → a format of the same tokens, the clock as it stands there. A text that is neither stays as it is. */
export function createDatePrinter(format: string): (text: string) => string {
  return (text) => {
    const parts = parseIsoDate(text) ?? parseIsoDateTime(text);
    return parts !== undefined && exists(parts) ? format.replace(TOKEN, (token) => printed(token, parts)) : text;
  };
}

function printed(token: string, { year, month, day, hour, minute, second, fraction, zone }: Parts): string {
  const hour12 = hour % 12 === 0 ? 12 : hour % 12;
  const numbers = { YY: year % 100, MM: month, DD: day, HH: hour, hh: hour12, mm: minute, ss: second };
  switch (token) {
    case "YYYY":
      return pad(year, 4);
    case "MMM": {
      const name = MONTHS[month - 1] ?? "";
      return name.slice(0, 1).toUpperCase() + name.slice(1);
    }
    case "SSS":
      return fraction === "" ? "000" : fraction;
    case "A":
      return hour < 12 ? "AM" : "PM";
    case "Z":
      return zone;
    default: {
      const number = numbers[(token.length === 2 ? token : token + token) as keyof typeof numbers];
      return pad(number, token.length);
    }
  }
}

function parseIsoDate(text: string): Parts | undefined {
  const match = ISO_DATE.exec(text);
  return match === null ? undefined : partsOf({ YYYY: match[1], MM: match[2], DD: match[3] });
}

function parseIsoDateTime(text: string): Parts | undefined {
  const match = ISO_DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [, YYYY, MM, DD, HH, mm, ss, SSS, Z] = match;
  return partsOf({ YYYY, MM, DD, HH, mm, ss, SSS, Z });
}

function createFormatParser(format: string): (text: string) => Parts | undefined {
  const tokens: string[] = [];
  let pattern = "";
  let end = 0;
  for (const match of format.matchAll(TOKEN)) {
    pattern += `${literal(format.slice(end, match.index))}(${TOKEN_PATTERN[match[0]]})`;
    tokens.push(match[0]);
    end = match.index + match[0].length;
  }
  const whole = new RegExp(`^${pattern}${literal(format.slice(end))}$`);
  return (text) => {
    const match = whole.exec(text);
    if (match === null) return undefined;
    return partsOf(Object.fromEntries(tokens.map((token, index) => [token, match[index + 1]])));
  };
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function partsOf(texts: Readonly<Record<string, string | undefined>>): Parts {
  const number = (...names: string[]) => {
    const text = names.map((name) => texts[name]).find((value) => value !== undefined);
    return text === undefined ? undefined : Number(text);
  };
  return {
    year: number("YYYY") ?? century(number("YY")),
    month: texts.MMM === undefined ? (number("MM", "M") ?? 1) : MONTHS.indexOf(texts.MMM.toLowerCase()) + 1,
    day: number("DD", "D") ?? 1,
    hour: hourOf(number("HH", "H"), number("hh", "h"), texts.A),
    minute: number("mm", "m") ?? 0,
    second: number("ss", "s") ?? 0,
    fraction: texts.SSS ?? "",
    zone: zoneOf(texts.Z),
  };
}

function century(year: number | undefined): number {
  return year === undefined ? Number.NaN : year + (year >= 69 ? 1900 : 2000);
}

function hourOf(hour24: number | undefined, hour12: number | undefined, half: string | undefined): number {
  if (hour12 === undefined) return hour24 ?? 0;
  if (half === undefined) return hour12;
  if (hour12 < 1 || hour12 > 12) return Number.NaN;
  return (hour12 % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
}

function zoneOf(text: string | undefined): string {
  if (text === undefined || text.toUpperCase() === "Z") return "Z";
  return text.includes(":") ? text : `${text.slice(0, 3)}:${text.slice(3)}`;
}

function exists({ year, month, day, hour, minute, second, zone }: Parts): boolean {
  const isDay = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  const isTime = hour >= 0 && hour <= 23 && minute <= 59 && second <= 59;
  const isZone = zone === "Z" || (Number(zone.slice(1, 3)) <= 23 && Number(zone.slice(4)) <= 59);
  return isDay && isTime && isZone;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function printDate({ year, month, day }: Parts): string {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function printDateTime(parts: Parts): string {
  const { hour, minute, second, fraction, zone } = parts;
  const time = `${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}${fraction === "" ? "" : `.${fraction}`}`;
  return `${printDate(parts)}T${time}${zone}`;
}

function pad(number: number, width: number): string {
  return String(number).padStart(width, "0");
}
