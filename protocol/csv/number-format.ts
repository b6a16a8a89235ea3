/** Numbers written for people → JSON numbers with exactly their digits: grouping, decimal comma, percent, units, parentheses, dash for
 *  zero (anaplan-api.md 4.4 formatMetadata, 8.3, 11 no. 1). Text in, text out, never through a float. Pure. */

export interface NumberFormat {
  decimal: "." | ",";
  /** What may stand between groups of three digits; "" = nothing may. A blank stands for any kind of blank. */
  grouping: "," | "." | " " | "'" | "";
  /** Texts before or after the digits; currency signs and codes besides when `hasCurrency`. */
  units: readonly string[];
  hasCurrency: boolean;
  /** `12.5 %` is 0.125. */
  isPercent: boolean;
  /** A lone dash is zero. */
  hasDashForZero: boolean;
  /** Told by a person, not by metadata: a text that plain digits could be, too, is read in this format. */
  isCertain: boolean;
}

const PLAIN = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const DASHES = /^[-\u2010-\u2015\u2212]$/;

/** A sample such as `1.234,56`, `1 234,56`, `1,234.56 %`, `1'234.56` → format; undefined for what is no sample. */
export function numberFormatOf(sample: string): NumberFormat | undefined {
  const match = /^(?:1([.,' \u00a0\u202f]?)234|0)(?:([.,])\d+)?( ?%)?$/.exec(sample.trim());
  if (match === null) return undefined;
  const [, group = "", decimal, percent] = match;
  const grouping = /[ \u00a0\u202f]/.test(group) ? " " : (group as NumberFormat["grouping"]);
  if (grouping !== "" && grouping === decimal) return undefined;
  return {
    decimal: (decimal ?? (grouping === "." ? "," : ".")) as NumberFormat["decimal"],
    grouping,
    units: [],
    hasCurrency: true,
    isPercent: percent !== undefined,
    hasDashForZero: true,
    isCertain: true,
  };
}

/** JSON number text, or undefined for what is no number of this format. */
export function readFormattedNumber(text: string, format: NumberFormat): string | undefined {
  const trimmed = text.trim();
  if (format.hasDashForZero && DASHES.test(trimmed)) return "0";
  const hasPlainForm = PLAIN.test(trimmed);
  const formatted = readInFormat(trimmed, format);
  if (!hasPlainForm) return formatted;
  // `1.234` is 1.234 for a machine and 1234 for a person with a decimal comma: only a person can tell.
  if (format.isCertain) return formatted ?? normalized(trimmed);
  return formatted === undefined || formatted === normalized(trimmed) ? normalized(trimmed) : undefined;
}

function readInFormat(text: string, format: NumberFormat): string | undefined {
  const parenthesized = /^\((.*)\)$/su.exec(text);
  let rest = (parenthesized?.[1] ?? text).replace(/[\u2212\u2010-\u2015]/g, "-");
  rest = withoutUnits(rest, format)
    .replace(/[\u00a0\u202f\u2009\t]/g, " ")
    .trim();
  let isPercent = false;
  if (format.isPercent && rest.endsWith("%")) {
    isPercent = true;
    rest = rest.slice(0, -1).trim();
  }
  const signed = /^(-)?\s*(.*?)\s*(-)?$/s.exec(rest);
  const [, leading, digits = "", trailing] = signed ?? [];
  const minuses = [leading, trailing, parenthesized === null ? undefined : "("].filter((sign) => sign !== undefined);
  if (minuses.length > 1) return undefined;
  const plain = ungroup(withoutUnits(digits, format).trim(), format);
  if (plain === undefined) return undefined;
  const number = isPercent ? shifted(plain, -2) : plain;
  return normalized(minuses.length === 1 ? `-${number}` : number);
}

function withoutUnits(text: string, { units, hasCurrency }: NumberFormat): string {
  let rest = text.trim();
  for (const unit of units) {
    if (unit === "") continue;
    if (rest.startsWith(unit)) rest = rest.slice(unit.length).trim();
    if (rest.endsWith(unit)) rest = rest.slice(0, -unit.length).trim();
  }
  return hasCurrency ? rest.replace(/^(?:\p{Sc}|[A-Z]{3}\b)\s*|\s*(?:\p{Sc}|\b[A-Z]{3})$/gu, "") : rest;
}

/** Groups must be of three digits: `1,23` is no number with grouping commas. */
function ungroup(digits: string, { decimal, grouping }: NumberFormat): string | undefined {
  const [whole = "", ...fractions] = digits.split(decimal);
  const fraction = fractions[0];
  if (fractions.length > 1 || (fraction !== undefined && !/^\d+$/.test(fraction))) return undefined;
  const isGrouped = grouping !== "" && whole.includes(grouping);
  const groups = isGrouped ? whole.split(grouping) : [whole];
  const areWhole = isGrouped
    ? /^\d{1,3}$/.test(groups[0] ?? "") && groups.slice(1).every((group) => /^\d{3}$/.test(group))
    : /^\d*$/.test(whole) && (whole !== "" || fraction !== undefined);
  return areWhole ? `${groups.join("")}${fraction === undefined ? "" : `.${fraction}`}` : undefined;
}

function shifted(plain: string, places: number): string {
  const [whole = "", fraction = ""] = plain.split(".");
  const padded = whole.padStart(1 - places, "0");
  return `${padded.slice(0, places)}.${padded.slice(places)}${fraction}`;
}

/** `007.50` → `7.50`: digits as written, in JSON's form. */
function normalized(text: string): string {
  const [, sign = "", whole = "", tail = ""] = /^(-?)(\d*)(.*)$/.exec(text) ?? [];
  return `${sign}${whole.replace(/^0+(?=\d)/, "") || "0"}${tail}`;
}
