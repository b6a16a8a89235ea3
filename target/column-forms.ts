/** In which forms the texts of a column come: where nearly all are numbers, dates or booleans, the others are worth a look before
 *  Anaplan refuses them. Pure. */

type Form = "number" | "other number" | "date" | "other date" | "boolean" | "text";

export interface ColumnForms {
  /** Empty texts are not looked at. */
  note(text: string, row: number): void;
  /** Undefined where there is nothing to say. */
  doubt(): { expected: string; odd: number; firstRow: number } | undefined;
}

/** So many of a hundred texts make the form of a column. */
const MOST = 90;

export function createColumnForms(decimalSeparator: "." | ","): ColumnForms {
  const counts = new Map<Form, { count: number; firstRow: number }>();
  let total = 0;
  return {
    note: (text, row) => {
      const bare = text.trim();
      if (bare === "") return;
      total += 1;
      const form = formOf(bare, decimalSeparator);
      const known = counts.get(form);
      if (known === undefined) counts.set(form, { count: 1, firstRow: row });
      else known.count += 1;
    },
    doubt: () => {
      const numbers = share(counts, "number") + share(counts, "other number");
      const dates = share(counts, "date") + share(counts, "other date");
      const main = (
        [
          [numbers, "number"],
          [dates, "date"],
          [share(counts, "boolean"), "boolean"],
        ] as const
      ).find(([count]) => count * 100 >= total * MOST && total > 0);
      if (main === undefined) return undefined;
      const odd = [...counts].filter(([form]) => form !== main[1]).map(([, entry]) => entry);
      if (odd.length === 0) return undefined;
      return {
        expected: EXPECTED[main[1]](decimalSeparator),
        odd: odd.reduce((sum, { count }) => sum + count, 0),
        firstRow: Math.min(...odd.map(({ firstRow }) => firstRow)),
      };
    },
  };
}

function share(counts: ReadonlyMap<Form, { count: number }>, form: Form): number {
  return counts.get(form)?.count ?? 0;
}

const EXPECTED = {
  number: (separator: string) => `numbers with the decimal separator "${separator}"`,
  date: () => "dates in the form YYYY-MM-DD",
  boolean: () => "true or false",
} as const;

function formOf(text: string, decimalSeparator: "." | ","): Form {
  if (/^[+-]?\d+$/.test(text)) return "number";
  if (/^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i.test(text))
    return text.includes(decimalSeparator) ? "number" : "other number";
  if (/^[+-]?\d{1,3}([., ' ]\d{3})+([.,]\d+)?$/.test(text)) return "other number";
  if (/^\d{4}-\d{2}-\d{2}([T ].*)?$/.test(text)) return "date";
  if (/^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/.test(text)) return "other date";
  return /^(true|false)$/i.test(text) ? "boolean" : "text";
}
