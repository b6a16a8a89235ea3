/** The book of one import run: how each row ended, and the result Anaplan would report from it
 *  (anaplan-api.md 6.3: total = successful + warnings + failed + ignored). */
import type { Readings } from "../readings.ts";
import type { ImportDefinition } from "./definition.ts";
import type { DumpRow } from "./dump.ts";
import type { ResultDetail, TaskResult } from "./tasks.ts";

export type RowOutcome =
  | { kind: "created"; warnings: string[] }
  | { kind: "updated"; warnings: string[] }
  | { kind: "ignored" }
  | { kind: "rejected"; errors: string[] };

/** Counts of one run. `created` and `updated` hold the rows with warnings too. */
export type ImportBook = {
  taskId: string;
  importId: string;
  userId: string;
  rows: number;
  created: number;
  updated: number;
  ignored: number;
  failed: number;
  warned: number;
  warnedCreated: number;
  bytes: number;
};

export function emptyBook(taskId: string, importId: string, userId: string): ImportBook {
  return {
    taskId,
    importId,
    userId,
    rows: 0,
    created: 0,
    updated: 0,
    ignored: 0,
    failed: 0,
    warned: 0,
    warnedCreated: 0,
    bytes: 0,
  };
}

export function enter(book: ImportBook, outcome: RowOutcome): void {
  book.rows += 1;
  if (outcome.kind === "ignored") book.ignored += 1;
  else if (outcome.kind === "rejected") book.failed += 1;
  else {
    book[outcome.kind] += 1;
    if (outcome.warnings.length === 0) return;
    book.warned += 1;
    if (outcome.kind === "created") book.warnedCreated += 1;
  }
}

export function dumpRowOf(outcome: RowOutcome, fields: string[], line: number): DumpRow | undefined {
  if (outcome.kind === "rejected") return { status: "E", fields, line, errors: outcome.errors };
  if (outcome.kind === "ignored" || outcome.warnings.length === 0) return undefined;
  return { status: "W", fields, line, errors: outcome.warnings };
}

type Counts = { success: number; successCreated: number; warned: number; warnedCreated: number };

function countsOf(book: ImportBook): Counts {
  return {
    success: book.created + book.updated - book.warned,
    successCreated: book.created - book.warnedCreated,
    warned: book.warned,
    warnedCreated: book.warnedCreated,
  };
}

export function resultOf(
  definition: ImportDefinition,
  targetName: string,
  book: ImportBook,
  dumped: boolean,
  readings: Readings,
): TaskResult {
  const result: TaskResult = {
    failureDumpAvailable: dumped || readings.dumpFlag === "always",
    objectId: definition.id,
    successful: true,
  };
  if (readings.resultObjectName === "present") result.objectName = definition.name;
  if (readings.resultDetails === "present") result.details = [detailOf(definition, targetName, book, readings)];
  return result;
}

function detailOf(
  definition: ImportDefinition,
  targetName: string,
  book: ImportBook,
  readings: Readings,
): ResultDetail {
  const { success, successCreated, warned, warnedCreated } = countsOf(book);
  const successUpdated = success - successCreated;
  const warnedUpdated = warned - warnedCreated;
  const detail: ResultDetail = {
    localMessageText:
      `${targetName}: ${success} (${successCreated}/${successUpdated}) rows successful, ` +
      `${warned} (${warnedCreated}/${warnedUpdated}) rows has warnings, ${book.failed} failed, ${book.ignored} ignored`,
    occurrences: 0,
    type: detailType(definition, book),
  };
  if (definition.importType !== "HIERARCHY_DATA" && readings.moduleResultValues !== "counts") {
    return readings.moduleResultValues === "empty" ? { ...detail, values: [] } : detail;
  }
  const pairs: [string, string | number][] = [
    [nameKey(definition), targetName],
    ["successRowCount", success],
    ["successCreateCount", successCreated],
    ["successUpdateCount", successUpdated],
    ["warningsRowCount", warned],
    ["warningsCreateCount", warnedCreated],
    ["warningsUpdateCount", warnedUpdated],
    ["failedCount", book.failed],
    ["ignoredCount", book.ignored],
    ["totalRowCount", book.rows],
    ["totalCreateCount", book.created],
    ["totalUpdateCount", book.updated],
    ["invalidCount", 0],
    ["updatedCount", book.updated],
    ["renamedCount", book.updated],
    ["createdCount", book.created],
  ];
  return { ...detail, values: pairs.flatMap(([key, value]) => [key, String(value)]) };
}

function nameKey(definition: ImportDefinition): string {
  return definition.importType === "HIERARCHY_DATA" ? "hierarchyName" : "moduleName";
}

function detailType(definition: ImportDefinition, book: ImportBook): string {
  const failures = book.failed + book.warned > 0;
  switch (definition.importType) {
    case "HIERARCHY_DATA":
      if (failures) return "hierarchyRowsProcessedWithFailures";
      return book.created + book.updated === 0 ? "hierarchyNoChanges" : "hierarchyRowsProcessed";
    case "USERS":
      return "usersRowsProcessed";
    case "VERSIONS":
      return "versionsRowsProcessed";
    case "MODULE_DATA":
    case "LINE_ITEM_DEFINITION":
      return failures ? "lineItemRowsProcessedWithFailures" : "lineItemRowsProcessed";
  }
}

/** An import, export or action that did not do its work. */
export function failedResult(objectId: string, type: string, text: string): TaskResult {
  return {
    details: [{ localMessageText: text, occurrences: 0, type, values: [] }],
    failureDumpAvailable: false,
    objectId,
    successful: false,
  };
}
