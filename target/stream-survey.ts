/** Looks at the records of one stream as a load would, without keeping or sending any: what does not fit its SCHEMA, what the
 *  file's encoding cannot hold, keys that come twice, texts in another form than their column. */
import { createHash } from "node:crypto";
import { cellText, columnValue } from "../protocol/csv/cells.ts";
import { uniqueNames } from "../protocol/csv/header.ts";
import type { RowColumn } from "../protocol/csv/types.ts";
import { createRowWriter } from "../protocol/csv/writer.ts";
import { type ConnectorError, isConnectorError } from "../protocol/errors.ts";
import { type Finding, findingOf } from "../protocol/findings.ts";
import { type ColumnForms, createColumnForms } from "./column-forms.ts";
import type { DirectPlace } from "./direct-load.ts";
import type { StreamSchema } from "./input.ts";
import { type Mapping, mapColumns } from "./mapping.ts";
import type { Place } from "./place.ts";
import { createRecordCheck, type RecordCheck } from "./record-check.ts";
import type { TargetSettings } from "./settings.ts";
import { createUndeclaredCheck, type UndeclaredCheck, undeclaredText } from "./undeclared.ts";

export interface StreamSurvey {
  readonly rows: number;
  /** A SCHEMA in mid-stream. */
  schema(schema: StreamSchema): Promise<void>;
  record(record: Record<string, unknown>, line: Uint8Array, lineNumber: number): void;
  findings(): Finding[];
}

/** Beyond this many, keys are not compared any more. */
const MOST_KEYS = 5_000_000;
const FLUSH_BYTES = 1 << 20;

export async function createStreamSurvey(
  first: StreamSchema,
  place: Place,
  settings: TargetSettings,
): Promise<StreamSurvey> {
  const { stream } = first;
  const given = settings.entries.find((entry) => entry.stream === stream)?.columns;
  const context = { stream, model_id: place.model.modelId, import_id: place.importId };
  const { dialect, decimalSeparator } = place;
  const seen: { findings: Finding[]; byCode: Map<string, { error: ConnectorError; count: number }> } = {
    findings: [],
    byCode: new Map(),
  };
  const keys = new Set<string>();
  let repeated = 0;
  let firstRepeat = 0;
  let rows = 0;
  let check: RecordCheck;
  let undeclared: UndeclaredCheck;
  let keyProperties: readonly string[] = [];
  let columns: readonly RowColumn[] = [];
  let writer: ReturnType<typeof createRowWriter> | undefined;
  let forms: (ColumnForms | undefined)[] = [];

  const failed = (error: unknown, lineNumber: number) => {
    if (!isConnectorError(error)) throw error;
    const key = `${error.code} ${error.context.column ?? ""}`;
    const known = seen.byCode.get(key);
    if (known !== undefined) known.count += 1;
    else seen.byCode.set(key, { error: error.at({ ...context, row: rows, line: lineNumber }), count: 1 });
  };
  const noteKey = (record: Record<string, unknown>) => {
    if (keyProperties.length === 0 || keys.size >= MOST_KEYS) return;
    const text = JSON.stringify(keyProperties.map((property) => record[property] ?? null));
    const key = text.length > 40 ? createHash("sha1").update(text).digest("base64") : text;
    if (keys.has(key)) {
      repeated += 1;
      firstRepeat ||= rows;
    } else keys.add(key);
  };
  const open = async (schema: StreamSchema) => {
    const properties = Object.keys(schema.schema.properties);
    const mapping = mapColumns(place.headerNames, properties, given);
    seen.findings.push(...mappingFindings(mapping, context));
    check = await createRecordCheck(schema, settings.validateRecords);
    undeclared = createUndeclaredCheck(schema);
    keyProperties = schema.keyProperties;
    columns = mapping.missing.length === 0 ? mapping.columns : [];
    writer = columns.length === 0 ? undefined : createRowWriter({ layout: { columns, dialect, decimalSeparator } });
    forms = columns.map((column, at) =>
      "property" in column && isText(schema.schema.properties[column.property])
        ? (forms[at] ?? createColumnForms(decimalSeparator))
        : undefined,
    );
  };
  seen.findings.push(...headerFindings(place, context));
  await open(first);
  return {
    get rows() {
      return rows;
    },
    schema: open,
    record: (record, line, lineNumber) => {
      rows += 1;
      try {
        check.check(record);
        writer?.appendRecord(record, line);
      } catch (error) {
        failed(error, lineNumber);
      }
      const fresh = undeclared(record);
      if (fresh.length > 0)
        seen.findings.push({
          code: "COLUMNS_UNDECLARED",
          level: "warning",
          what: `${undeclaredText(fresh)}.`,
          next: "Let the tap declare them in its SCHEMA.",
          context: { ...context, row: rows, line: lineNumber },
        });
      if ((writer?.bufferedBytes ?? 0) > FLUSH_BYTES) writer?.take().release?.();
      noteKey(record);
      for (const [at, form] of forms.entries()) {
        const column = columns[at];
        if (form !== undefined && column !== undefined && "property" in column)
          form.note(cellText(columnValue(column, record), decimalSeparator), rows);
      }
    },
    findings: () => [
      ...seen.findings,
      ...[...seen.byCode.values()].map(({ error, count }) => counted(findingOf(error), count)),
      ...(repeated === 0 ? [] : [repeatedKeys(keyProperties, repeated, { ...context, row: firstRepeat })]),
      ...forms.flatMap((form, at): Finding[] => {
        const doubt = form?.doubt();
        if (doubt === undefined) return [];
        return [
          {
            code: "VALUE_FORM",
            level: "warning",
            what: `${doubt.odd} values of column "${columns[at]?.header}" are not ${doubt.expected}, as nearly all others are.`,
            why: "Where the column goes to such a line item or property, Anaplan refuses these values.",
            next: "Bring them into one form in the source.",
            context: { ...context, column: columns[at]?.header ?? "", row: doubt.firstRow },
          },
        ];
      }),
    ],
  };
}

/** The same for a stream that goes directly into a list or a module. */
export async function createDirectSurvey(
  first: StreamSchema,
  { model, target }: DirectPlace,
  settings: TargetSettings,
): Promise<StreamSurvey> {
  const context = { stream: first.stream, workspace_id: model.workspaceId, model_id: model.modelId };
  const problems = new Map<string, Finding & { count: number }>();
  let check: RecordCheck;
  let rows = 0;
  const note = (finding: Finding) => {
    const known = problems.get(finding.what);
    if (known !== undefined) known.count += 1;
    else problems.set(finding.what, { ...finding, count: 1 });
  };
  const open = async (schema: StreamSchema) => {
    check = await createRecordCheck(schema, settings.validateRecords);
    target.open(schema);
  };
  await open(first);
  return {
    get rows() {
      return rows;
    },
    schema: open,
    record: (record, _line, lineNumber) => {
      rows += 1;
      const where = { ...context, row: rows, line: lineNumber };
      try {
        check.check(record);
      } catch (error) {
        if (!isConnectorError(error)) throw error;
        note(findingOf(error.at(where)));
      }
      const what = target.problemOf(record);
      if (what !== undefined) note({ code: "ROWS_REJECTED", level: "problem", what, context: where });
    },
    findings: () => [...problems.values()].map(({ count, ...finding }) => counted(finding, count)),
  };
}

function isText(schema: unknown): boolean {
  const { type } = (schema ?? {}) as { type?: unknown };
  return type === undefined || [type].flat().includes("string");
}

function counted(finding: Finding, count: number): Finding {
  return count === 1 ? finding : { ...finding, what: `${finding.what} (${count} records; this is the first.)` };
}

function repeatedKeys(
  keyProperties: readonly string[],
  repeated: number,
  context: Finding["context"] & object,
): Finding {
  return {
    code: "KEY_REPEATED",
    level: "warning",
    what: `${repeated} records have a key (${keyProperties.join(", ")}) that came before.`,
    why: "An import takes one row of a key and ignores, refuses or overwrites with the others.",
    next: "Let the source send each key once, or expect these rows as ignored or rejected.",
    context,
  };
}

function headerFindings({ headerNames }: Place, context: Finding["context"] & object): Finding[] {
  const names = uniqueNames(headerNames);
  const odd = headerNames.flatMap((name, at) => (name === names[at] ? [] : [`"${name}" is taken as "${names[at]}"`]));
  if (odd.length === 0) return [];
  return [
    {
      code: "HEADER_AMBIGUOUS",
      level: "warning",
      what: `The import's header has empty or repeated names: ${odd.join(", ")}.`,
      next: "Give each column of the sample file a name of its own.",
      context,
    },
  ];
}

function mappingFindings({ missing, wrong, unused, folded }: Mapping, context: Finding["context"] & object): Finding[] {
  const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");
  const findings: Finding[] = [];
  if (missing.length > 0)
    findings.push({
      code: "IMPORT_MAPPING_BROKEN",
      level: "problem",
      what: `The import needs columns that the stream lacks: ${missing
        .map(({ header, nearest }) => `"${header}"${nearest === undefined ? "" : ` (nearest property: "${nearest}")`}`)
        .join(", ")}.`,
      why: "A column was renamed, or is not selected.",
      next: 'Map it in the entry of the stream: "columns": {"<header>": "<property>"}.',
      context,
    });
  for (const { header, why } of wrong)
    findings.push({
      code: "MAPPING_INVALID",
      level: "problem",
      what: `"columns": "${header}": ${why}.`,
      next: 'Write "header in Anaplan": "property of the record".',
      context,
    });
  if (unused.length > 0)
    findings.push({
      code: "COLUMNS_UNUSED",
      level: "warning",
      what: `Not in the import, so not sent: ${quoted(unused)}.`,
      next: "Add the columns to the import, or leave them out of the stream.",
      context,
    });
  if (folded.length > 0)
    findings.push({
      code: "COLUMNS_FOLDED",
      level: "info",
      what: `Filled from properties that are spelt otherwise: ${folded
        .map(({ header, property }) => `"${header}" from "${property}"`)
        .join(", ")}.`,
      context,
    });
  return findings;
}
