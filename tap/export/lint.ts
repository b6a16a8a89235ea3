/** What somebody who reads an export should know about how it was saved: traps of this tap and rules of other readers. Pure. */
import type { Finding } from "../../protocol/findings.ts";
import { createPeriodReader } from "../periods.ts";
import type { ExportSource } from "../stream.ts";
import { formatOf, isGrid, layoutOf } from "./format.ts";

export interface LintFacts {
  source: Pick<ExportSource, "definition" | "metadata">;
  /** `refused`: its run ended well, and this user finds no file. `missing`: it was not run, and there is none. */
  file: "read" | "missing" | "refused";
  /** Milliseconds since the last run of whatever user; undefined where none is listed. */
  lastRunMs: number | undefined;
  /** As in the file, or as the metadata promises where there is none. */
  headers: readonly string[];
  /** Records of the file's first rows; undefined where a record is not a row. */
  rows: readonly Readonly<Record<string, unknown>>[] | undefined;
  /** Whether `rows` are all there are. */
  isWhole: boolean;
}

/** In the order in which they matter. */
export function lintExport(facts: LintFacts): Finding[] {
  const rules = [adminsOnly, format, layout, headerOnly, hidden, page, origin, differs, doubled, periods, mixed, empty];
  return rules.map((rule) => rule(facts)).filter((finding) => finding !== undefined);
}

type Rule = (facts: LintFacts) => Finding | undefined;

const READERS = "Other readers of exports (Fivetran's among them)";

/** Private content lives this long after its last use (anaplan-api.md 5.2). */
const PRIVATE_MS = 48 * 3600_000;

/** No call tells who may use a default file: its absence is the only sign. */
const adminsOnly: Rule = ({ file, lastRunMs }) => {
  if (file === "read") return undefined;
  const code = "LINT_ADMINS_ONLY";
  if (file === "refused") {
    return {
      code,
      level: "warning",
      what: "The export ran, but its file is not there for this user.",
      why: "It is reserved to administrators.",
      next: "Have a model builder open the export's file to everyone, or use a user who is a workspace administrator.",
    };
  }
  if (lastRunMs === undefined || lastRunMs > PRIVATE_MS) return undefined;
  return {
    code,
    level: "info",
    what: "The export was run within 48 hours, and this user finds no file of it.",
    why: "Another user ran it, whose files are private, or it is reserved to administrators; which of these cannot be known without a run.",
    next: "Run it once as this user.",
  };
};

/** Where this user's own content expired, the default file is read in its place (anaplan-api.md 5.2). */
const origin: Rule = ({ file, lastRunMs }) => {
  if (file !== "read" || (lastRunMs !== undefined && lastRunMs <= PRIVATE_MS)) return undefined;
  return {
    code: "LINT_DEFAULT_FILE",
    level: "info",
    what:
      lastRunMs === undefined
        ? "No run of the export is listed, and there is a file."
        : "The last run of the export is older than 48 hours, and there is a file.",
    why: "It may be the default file that a model builder stored: how old that is cannot be known.",
    next: "Run the export to see what it holds now.",
  };
};

const page: Rule = (facts) => {
  if (layoutOf(facts.source) !== "GRID_CURRENT_PAGE") return undefined;
  return {
    code: "LINT_CURRENT_PAGE",
    level: "info",
    what: "The file holds one page only, the one that was chosen when the export was saved.",
    why: "Rows of all other pages are left out without a sign.",
    next: 'Save it as Tabular Multiple Column, or as a grid with all pages and set "layout": "long".',
  };
};

const format: Rule = ({ source }) => {
  const word = formatOf(source);
  if (word === undefined || /csv/i.test(word)) return undefined;
  return {
    code: "LINT_NOT_CSV",
    level: "warning",
    what: `The export writes ${word}.`,
    why: `${READERS} take text/csv only.`,
    next: "Have a model builder save it as CSV.",
  };
};

const layout: Rule = ({ source }) => {
  const word = layoutOf(source);
  if (word === undefined || word === "TABULAR_SINGLE_COLUMN" || word === "GRID_CURRENT_PAGE") return undefined;
  return {
    code: "LINT_LAYOUT",
    level: "info",
    what: `The layout is ${word}.`,
    why: `${READERS} take Tabular Single Column and Grid Current Page only.`,
    next: "Nothing to do as long as this tap reads it.",
  };
};

const headerOnly: Rule = ({ file, headers, rows, isWhole }) => {
  if (file !== "read" || headers.length === 0 || rows?.length !== 0 || !isWhole) return undefined;
  return {
    code: "LINT_HEADER_ONLY",
    level: "warning",
    what: "The file has a header and no rows.",
    why: "Its filters let nothing through, or this user may see none of the rows (selective access).",
    next: "Look at the saved export's filters, and at the user's role in the model.",
  };
};

/** The API tells nothing of the filters that are saved with an export. */
const hidden: Rule = ({ source: { metadata }, file, rows, isWhole }) => {
  const expected = metadata?.rowCount ?? 0;
  if (file !== "read" || rows?.length === 0) return undefined;
  if (rows === undefined || !isWhole || expected === 0) {
    return {
      code: "LINT_FILTERS_UNKNOWN",
      level: "info",
      what: "Whether filters hide rows cannot be known.",
      why: "Neither the metadata nor the file tells which filters are saved with the export, and its rows were not counted to the end.",
      next: "Ask the model builder; filters and this user's access rights apply to each run.",
    };
  }
  if (rows.length >= expected) return undefined;
  return {
    code: "LINT_FILTERED",
    level: "info",
    what: `The file has ${rows.length} rows, where the metadata counts about ${expected} before filters.`,
    why: "The export omits empty rows, or its filters or this user's access rights hide rows.",
    next: "Ask the model builder which filters are saved with the export.",
  };
};

const differs: Rule = ({ source: { metadata }, headers }) => {
  const promised = metadata?.headerNames ?? [];
  if (headers.length === 0 || promised.length === 0) return undefined;
  const isSame = promised.length === headers.length && promised.every((name, index) => name === headers[index]);
  if (isSame) return undefined;
  return {
    code: "LINT_HEADER_DIFFERS",
    level: "info",
    what: `The header row has ${headers.length} columns and the metadata ${promised.length}, or their names differ.`,
    why: "The export was changed since it last ran, or the metadata tells of the first page only.",
    next: "The header row of the file rules; types of columns count only where the numbers agree.",
  };
};

const doubled: Rule = ({ source, headers: all }) => {
  // The headers above a grid's row labels are blank by design.
  const labels = isGrid(source) ? all.findIndex((name) => name !== "") : 0;
  const headers = all.slice(Math.max(0, labels));
  const repeated = headers.filter((name, index) => name === "" || headers.indexOf(name) !== index);
  if (repeated.length === 0) return undefined;
  const named = [...new Set(repeated)].map((name) => (name === "" ? "an empty name" : `"${name}"`));
  return {
    code: "LINT_HEADERS_REPEATED",
    level: "warning",
    what: `Headers are empty or repeated: ${named.join(", ")}.`,
    why: "Two dimensions use the same list, or a line item is called like a list; the first column of a list export has no name.",
    next: "The tap names them column_1, <name>_2 and so on; other readers may take one for the other.",
  };
};

const periods: Rule = ({ headers }) => {
  const reader = createPeriodReader({ fiscalYear: { year: "FY26", startDate: "2026-01-01", endDate: "2026-12-31" } });
  const labels = headers.filter((header) => reader.read(header.split(" / ").at(-1) ?? "") !== undefined);
  if (labels.length < 2) return undefined;
  return {
    code: "LINT_PERIOD_COLUMNS",
    level: "warning",
    what: `${labels.length} columns are periods ("${labels[0]}" to "${labels.at(-1)}").`,
    why: "Columns come and go as months roll, and with them the table's schema.",
    next: 'Put Time on rows, or set "layout": "long".',
  };
};

const mixed: Rule = ({ source: { metadata } }) => {
  const count = (metadata?.dataTypes ?? []).filter((type) => type === "MIXED").length;
  if (count === 0) return undefined;
  return {
    code: "LINT_MIXED",
    level: "info",
    what: `${count === 1 ? "A column is" : `${count} columns are`} MIXED: values of several types stand in one column.`,
    why: "Line items are not on columns.",
    next: 'Save it as Tabular Multiple Column, or tell the type of the column in "types".',
  };
};

const empty: Rule = ({ source: { metadata }, headers, rows = [] }) => {
  const types = metadata?.dataTypes ?? [];
  const values = headers.map((_, index) => index).filter((index) => !/^(ENTITY|TIME_ENTITY)$/.test(types[index] ?? ""));
  if (types.length !== headers.length || values.length === 0 || values.length === headers.length) return undefined;
  const isEmpty = (row: NonNullable<LintFacts["rows"]>[number]) =>
    values.every((index) => Object.values(row)[index] === null);
  const count = rows.filter(isEmpty).length;
  if (count === 0) return undefined;
  return {
    code: "LINT_EMPTY_ROWS",
    level: "info",
    what: `${count} of the first ${rows.length} rows hold no value.`,
    why: `The export keeps empty rows; ${READERS} want them omitted.`,
    next: 'Save it with "Omit empty rows" if they say nothing.',
  };
};
