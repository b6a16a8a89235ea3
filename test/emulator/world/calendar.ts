/** A model's time dimension: calendar months, quarters and years with Anaplan's labels (anaplan-api.md 4.7, 8.3). */
import type { CalendarDefinition, TimeScale } from "./definition.ts";

export type Period = { id: string; label: string; firstDay: string; lastDay: string };

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export type Calendar = {
  definition: CalendarDefinition;
  periods(scale: TimeScale): Period[];
  /** Position of a label, compared without case, or -1. */
  indexOf(scale: TimeScale, label: string): number;
  currentPeriod(): Period;
  setCurrentMonth(month: string | undefined): void;
};

export function createCalendar(definition: CalendarDefinition): Calendar {
  const byScale = new Map<TimeScale, Period[]>();
  const lookups = new Map<TimeScale, Map<string, number>>();
  let currentMonth = definition.currentMonth ?? definition.startMonth;

  function periods(scale: TimeScale): Period[] {
    let found = byScale.get(scale);
    if (found === undefined) {
      found = scale === "DAY" ? dayPeriods(definition) : monthPeriods(definition, monthsOf(scale));
      byScale.set(scale, found);
    }
    return found;
  }

  return {
    definition,
    periods,
    indexOf(scale, label) {
      let lookup = lookups.get(scale);
      if (lookup === undefined) {
        lookup = new Map(periods(scale).map((period, index) => [period.label.toLowerCase(), index]));
        lookups.set(scale, lookup);
      }
      return lookup.get(label.trim().toLowerCase()) ?? -1;
    },
    currentPeriod: () => {
      const months = periods("MONTH");
      return months.find((period) => period.firstDay.startsWith(currentMonth)) ?? months[0]!;
    },
    setCurrentMonth: (month) => {
      currentMonth = month ?? definition.startMonth;
    },
  };
}

function monthsOf(scale: TimeScale): number {
  return scale === "MONTH" ? 1 : scale === "QUARTER" ? 3 : 12;
}

function startOf(definition: CalendarDefinition): { year: number; month: number } {
  const [year = "2020", month = "1"] = definition.startMonth.split("-");
  return { year: Number(year), month: Number(month) - 1 };
}

function monthPeriods(definition: CalendarDefinition, width: number): Period[] {
  const { year, month } = startOf(definition);
  const result: Period[] = [];
  for (let n = 0; n < definition.years * 12; n += width) {
    const first = new Date(Date.UTC(year, month + n, 1));
    const last = new Date(Date.UTC(year, month + n + width, 0));
    result.push({
      id: `${200000 + width}${String(n).padStart(6, "0")}`,
      label: monthLabel(definition, n, width, first),
      firstDay: first.toISOString().slice(0, 10),
      lastDay: last.toISOString().slice(0, 10),
    });
  }
  return result;
}

function monthLabel(definition: CalendarDefinition, n: number, width: number, first: Date): string {
  if (width === 1) return `${MONTHS[first.getUTCMonth()]} ${yearDigits(first.getUTCFullYear())}`;
  const { year, month } = startOf(definition);
  // A fiscal year is named after the calendar year it ends in.
  const fiscal = `FY${yearDigits(year + Math.floor(n / 12) + (month === 0 ? 0 : 1))}`;
  return width === 12 ? fiscal : `Q${Math.floor((n % 12) / 3) + 1} ${fiscal}`;
}

function yearDigits(year: number): string {
  return String(year % 100).padStart(2, "0");
}

function dayPeriods(definition: CalendarDefinition): Period[] {
  const { year, month } = startOf(definition);
  const result: Period[] = [];
  const end = Date.UTC(year + definition.years, month, 1);
  for (let at = Date.UTC(year, month, 1), n = 0; at < end; at += 86_400_000, n += 1) {
    const day = new Date(at);
    const iso = day.toISOString().slice(0, 10);
    const label = `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${yearDigits(day.getUTCFullYear())}`;
    result.push({ id: `200000${String(n).padStart(6, "0")}`, label, firstDay: iso, lastDay: iso });
  }
  return result;
}
