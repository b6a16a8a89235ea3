/** Labels of time periods → dates through the model calendar (anaplan-api.md 4.7, 8.3). What cannot be settled stays a label:
 *  labels are English, and half years, weeks and days were never seen documented. Pure. */

export type TimeScale = "DAY" | "WEEK" | "MONTH" | "QUARTER" | "HALF_YEAR" | "YEAR";

export interface Period {
  scale: TimeScale;
  /** ISO dates, both inclusive. */
  start: string;
  end: string;
}

/** `modelCalendar` as the server gives it; everything may be missing. */
export type CalendarFacts = Readonly<Record<string, unknown>>;

/** From fine to coarse. */
export const TIME_SCALES: readonly TimeScale[] = ["DAY", "WEEK", "MONTH", "QUARTER", "HALF_YEAR", "YEAR"];

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAY_MS = 86_400_000;

const MONTH_LABEL = /^([a-z]{3})[a-z]* (\d{4}|\d{2})$/;
const DAY_LABEL = /^(\d{1,2}) ([a-z]{3})[a-z]* (\d{4}|\d{2})$/;
const FISCAL_LABEL = /^(?:(q|h|w|p|wk|week|period)\s*(\d{1,2}) )?fy\s?(\d{4}|\d{2})$/;

export interface PeriodReader {
  /** Undefined for a text that is no label of this calendar. */
  read(label: string): Period | undefined;
  /** The scale that others are totals of, as far as the calendar tells. */
  leafScale: TimeScale;
}

export function createPeriodReader(calendar: CalendarFacts = {}): PeriodReader {
  const type = String(calendar.calendarType ?? "");
  const year = fiscalYearOf(calendar);
  const isWeekly = /^weeks/i.test(type);
  const pattern = patternOf(type);
  const read = (label: string): Period | undefined => {
    const text = label.trim().toLowerCase();
    const day = DAY_LABEL.exec(text);
    if (day !== null) return dayOf(Number(day[1]), monthIndex(day[2]), fullYear(day[3], year));
    const month = MONTH_LABEL.exec(text);
    if (month !== null) {
      const index = monthIndex(month[1]);
      if (index < 0) return undefined;
      const calendarYear = fullYear(month[2], year);
      return isWeekly ? weeklyMonth(index, calendarYear, year, pattern) : monthsFrom("MONTH", calendarYear, index, 1);
    }
    const fiscal = FISCAL_LABEL.exec(text);
    if (fiscal === null || year === undefined) return undefined;
    const [, word, number, label2 = ""] = fiscal;
    const delta = yearDelta(label2, year);
    const part = word === undefined ? undefined : { word: word[0] as string, number: Number(number) };
    return isWeekly ? weeklyPart(part, delta, year) : calendarPart(part, delta, year);
  };
  return { read, leafScale: isWeekly ? "WEEK" : "MONTH" };
}

interface FiscalYear {
  /** Two or four digits as labels have them. */
  label: number;
  start: number;
  /** Last day. */
  end: number;
}

function fiscalYearOf({ fiscalYear }: CalendarFacts): FiscalYear | undefined {
  const { year, startDate, endDate } = (fiscalYear ?? {}) as Record<string, unknown>;
  const label = /(\d{2,4})$/.exec(String(year ?? ""))?.[1];
  const [start, end] = [dateOf(startDate), dateOf(endDate)];
  if (label === undefined || start === undefined || end === undefined) return undefined;
  return { label: Number(label), start, end };
}

function dateOf(value: unknown): number | undefined {
  const text = String(value ?? "").slice(0, 10);
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** `4-4-5` and its kin, where the calendar's name holds exactly one of them. */
function patternOf(type: string): number[] | undefined {
  const found = [...type.matchAll(/\b(\d)-(\d)-(\d)\b/g)];
  return found.length === 1 ? found[0]?.slice(1).map(Number) : undefined;
}

function monthIndex(word: string | undefined): number {
  return MONTHS.indexOf(word ?? "");
}

/** Two digits mean the year closest to the model's own. */
function fullYear(digits: string | undefined, year: FiscalYear | undefined): number {
  const number = Number(digits);
  if (digits?.length === 4) return number;
  const near = year === undefined ? 2026 : new Date(year.start).getUTCFullYear();
  const century = Math.round((near - number) / 100) * 100;
  return century + number;
}

function yearDelta(digits: string, { label }: FiscalYear): number {
  const short = (Number(digits) % 100) - (label % 100);
  return short > 50 ? short - 100 : short < -50 ? short + 100 : short;
}

function dayOf(day: number, month: number, year: number): Period | undefined {
  const time = Date.UTC(year, month, day);
  const date = new Date(time);
  if (month < 0 || date.getUTCDate() !== day || date.getUTCMonth() !== month) return undefined;
  return period("DAY", time, time);
}

function monthsFrom(scale: TimeScale, year: number, month: number, count: number): Period {
  return period(scale, Date.UTC(year, month, 1), Date.UTC(year, month + count, 0));
}

type Part = { word: string; number: number } | undefined;

/** Months, quarters, halves and years of a calendar whose years begin with a month. */
function calendarPart(part: Part, delta: number, { start }: FiscalYear): Period | undefined {
  const first = new Date(start);
  if (first.getUTCDate() !== 1) return undefined;
  const [year, month] = [first.getUTCFullYear() + delta, first.getUTCMonth()];
  if (part === undefined) return monthsFrom("YEAR", year, month, 12);
  const { word, number } = part;
  if (word === "q" && number >= 1 && number <= 4) return monthsFrom("QUARTER", year, month + 3 * (number - 1), 3);
  if (word === "h" && number >= 1 && number <= 2) return monthsFrom("HALF_YEAR", year, month + 6 * (number - 1), 6);
  return undefined;
}

/** A year of whole weeks: only the one whose dates the calendar tells is settled, because others may have 52 or 53. */
function weeklyPart(part: Part, delta: number, { start, end }: FiscalYear): Period | undefined {
  if (delta !== 0) return undefined;
  if (part === undefined) return period("YEAR", start, end);
  const { word, number } = part;
  const weeks = Math.round((end - start + DAY_MS) / (7 * DAY_MS));
  const between = (scale: TimeScale, from: number, count: number, isLast: boolean): Period | undefined =>
    from < 0 || from >= weeks
      ? undefined
      : period(scale, start + from * 7 * DAY_MS, isLast ? end : start + (from + count) * 7 * DAY_MS - DAY_MS);
  if (word === "w") return between("WEEK", number - 1, 1, false);
  if (word === "q") return number <= 4 ? between("QUARTER", 13 * (number - 1), 13, number === 4) : undefined;
  if (word === "h") return number <= 2 ? between("HALF_YEAR", 26 * (number - 1), 26, number === 2) : undefined;
  return number <= 13 ? between("MONTH", 4 * (number - 1), 4, number === 13) : undefined;
}

/** The n-th month of the told fiscal year, by the 4-4-5 pattern; the last one takes a 53rd week. */
function weeklyMonth(
  month: number,
  calendarYear: number,
  year: FiscalYear | undefined,
  pattern: number[] | undefined,
): Period | undefined {
  if (year === undefined || pattern === undefined) return undefined;
  // The middle of the first month names it: the year begins up to two weeks off the first of a month.
  const middle = new Date(year.start + 14 * DAY_MS);
  const index = (calendarYear - middle.getUTCFullYear()) * 12 + month - middle.getUTCMonth();
  if (index < 0 || index > 11) return undefined;
  const weeksBefore = (count: number) =>
    Array.from({ length: count }, (_, n) => pattern[n % 3] ?? 0).reduce((sum, weeks) => sum + weeks, 0);
  const from = year.start + weeksBefore(index) * 7 * DAY_MS;
  return period("MONTH", from, index === 11 ? year.end : year.start + weeksBefore(index + 1) * 7 * DAY_MS - DAY_MS);
}

function period(scale: TimeScale, start: number, end: number): Period {
  return { scale, start: isoDay(start), end: isoDay(end) };
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
