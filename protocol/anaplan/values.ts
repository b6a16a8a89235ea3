/** Row counts of an import from the words of its task (anaplan-api.md 6.3): the keys proven for lists first, the sentence
 *  in `localMessageText` for everything else. */
import { present } from "./read.ts";
import type { ImportCounts, TaskDetail, TaskResult } from "./types.ts";

/** undefined where this detail says nothing about rows. */
export function importCounts(detail: TaskDetail): ImportCounts | undefined {
  const fromText = countsOfText(detail.localMessageText ?? "");
  const fromValues = countsOfValues(detail.values);
  const counts = { ...fromText, ...fromValues };
  return Object.keys(counts).length === 0 ? undefined : counts;
}

/** A detail in Anaplan's own words: with its type where it does more than count, with its values where it has no sentence. */
export function wordsOf(detail: TaskDetail): string {
  const { type, localMessageText = "", values } = detail;
  if (localMessageText !== "")
    return importCounts(detail) === undefined ? `${localMessageText} (${type})` : localMessageText;
  const named = Object.entries(values).map(([key, value]) => `${key}: ${value}`);
  return named.length === 0 ? type : `${type} (${named.join(", ")})`;
}

/** Sums over all details of one import; undefined where none of them counts rows. Nested results are not looked into. */
export function importCountsOf(result: TaskResult): ImportCounts | undefined {
  const all = result.details.map(importCounts).filter((counts) => counts !== undefined);
  return all.length === 0 ? undefined : all.reduce(add);
}

const KEYS: Readonly<Record<keyof ImportCounts, string>> = {
  successful: "successRowCount",
  created: "successCreateCount",
  updated: "successUpdateCount",
  warnings: "warningsRowCount",
  failed: "failedCount",
  ignored: "ignoredCount",
  total: "totalRowCount",
};

function countsOfValues(values: Readonly<Record<string, string>>): ImportCounts {
  const entries = Object.entries(KEYS).map(([name, key]) => [name, toCount(values[key])]);
  return present<ImportCounts>(Object.fromEntries(entries) as Record<keyof ImportCounts, number | undefined>);
}

const number = "(\\d[\\d,]*)";
const split = `(?:\\s*\\(\\s*${number}\\s*/\\s*${number}\\s*\\))?`;
const success = new RegExp(`${number}${split}\\s*rows?\\s+(?:were\\s+)?success`, "i");
const warning = new RegExp(`${number}${split}\\s*(?:rows?\\s+)?(?:(?:has|have|had|with)\\s+)?warning`, "i");
const failure = new RegExp(`${number}\\s*(?:rows?\\s+)?(?:has\\s+|have\\s+)?fail`, "i");
const ignored = new RegExp(`${number}\\s*(?:rows?\\s+)?(?:were\\s+)?ignored`, "i");

/** "Accounts: 90 (12/78) rows successful, 0 (0/0) rows has warnings, 2 failed, 5 ignored" */
function countsOfText(text: string): ImportCounts {
  const succeeded = success.exec(text);
  return present<ImportCounts>({
    successful: toCount(succeeded?.[1]),
    created: toCount(succeeded?.[2]),
    updated: toCount(succeeded?.[3]),
    warnings: toCount(warning.exec(text)?.[1]),
    failed: toCount(failure.exec(text)?.[1]),
    ignored: toCount(ignored.exec(text)?.[1]),
    total: undefined,
  });
}

function toCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d[\d,]*$/.test(text) ? Number(text.replaceAll(",", "")) : undefined;
}

function add(left: ImportCounts, right: ImportCounts): ImportCounts {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]) as Set<keyof ImportCounts>;
  return Object.fromEntries([...names].map((name) => [name, (left[name] ?? 0) + (right[name] ?? 0)]));
}
