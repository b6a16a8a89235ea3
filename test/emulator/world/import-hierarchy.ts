/** HIERARCHY_DATA: rows add or update list items. An unchanged row is ignored; an unknown parent or a value that does
 *  not fit a property is a warning and the rest of the row is loaded (anaplan-api.md 6.3, 6.5). */
import type { Readings } from "../readings.ts";
import type { ImportDefinition, ValueFormat } from "./definition.ts";
import type { RowOutcome } from "./import-book.ts";
import { type BoundColumn, boundTo } from "./import-columns.ts";
import { type ListStore, NONE } from "./list-store.ts";
import { parseBoolean, parseDate, parseNumber, plainPrint, printValue, type ValueOptions } from "./values.ts";

export type RowLoader = { missing: string | undefined; load(fields: string[]): RowOutcome };

const LONGEST_NAME = 60;

export function hierarchyLoader(
  definition: ImportDefinition,
  columns: BoundColumn[],
  list: ListStore,
  options: ValueOptions,
  readings: Readings,
): RowLoader {
  const nameAt = boundTo(columns, "name")[0]?.at ?? NONE;
  const codeAt = boundTo(columns, "code")[0]?.at ?? NONE;
  const parentAt = boundTo(columns, "parent")[0]?.at ?? NONE;
  const properties = boundTo(columns, "property").map(({ at, to }) => ({
    at,
    name: to.property,
    format: formatOf(list, to.property),
  }));
  const subsets = boundTo(columns, "subset").map(({ at, to }) => ({ at, name: to.subset }));
  const keyedByCode =
    (definition.key ?? (definition.columns.some(({ to }) => to.kind === "code") ? "code" : "name")) === "code";
  const numbered = list.definition.numbered === true;
  const seen = new Set<string>();

  function load(fields: string[]): RowOutcome {
    const name = nameAt === NONE ? "" : (fields[nameAt] ?? "").trim();
    const code = codeAt === NONE ? "" : (fields[codeAt] ?? "").trim();
    const key = keyedByCode ? code : name;
    if (key === "")
      return { kind: "rejected", errors: [keyedByCode ? `Invalid code: ${code}` : `Invalid name: ${name}`] };
    if (seen.has(key) && readings.repeatedKey !== "updated") {
      return readings.repeatedKey === "ignored"
        ? { kind: "ignored" }
        : { kind: "rejected", errors: [`Duplicate key: ${key}`] };
    }
    seen.add(key);
    const found = keyedByCode ? list.withCode(code) : list.withName(name);
    const parent = parentOf(fields);
    if (parent.rejected !== undefined) return parent.rejected;
    return found === NONE ? create(fields, name, code, parent) : update(found, fields, name, code, parent);
  }

  function parentOf(fields: string[]): { index: number; warnings: string[]; rejected?: RowOutcome } {
    const text = parentAt === NONE ? "" : (fields[parentAt] ?? "").trim();
    if (text === "") return { index: NONE, warnings: [] };
    const index = list.parentStore.withNameOrCode(text);
    if (index !== NONE) return { index, warnings: [] };
    if (readings.unknownParent === "warning") return { index: NONE, warnings: ["Invalid parent"] };
    return { index: NONE, warnings: [], rejected: { kind: "rejected", errors: ["Invalid parent"] } };
  }

  function create(
    fields: string[],
    name: string,
    code: string,
    parent: { index: number; warnings: string[] },
  ): RowOutcome {
    const errors = creationErrors(name, code);
    if (errors.length > 0) return { kind: "rejected", errors };
    const index = list.add(name, code, parent.index);
    const warnings = [...parent.warnings];
    setDetails(index, fields, warnings);
    return { kind: "created", warnings };
  }

  function creationErrors(name: string, code: string): string[] {
    const errors: string[] = [];
    if (!numbered && (name === "" || name.length > LONGEST_NAME)) errors.push(`Invalid name: ${name}`);
    else if (!numbered && list.withName(name) !== NONE) errors.push(`Name or code exists: ${name}`);
    if (code.length > LONGEST_NAME) errors.push(`Invalid code: ${code}`);
    else if (code !== "" && list.withCode(code) !== NONE) errors.push(`Name or code exists: ${code}`);
    return errors;
  }

  function update(
    index: number,
    fields: string[],
    name: string,
    code: string,
    parent: { index: number; warnings: string[] },
  ): RowOutcome {
    const warnings = [...parent.warnings];
    let changed = false;
    if (!numbered && keyedByCode && nameAt !== NONE && name !== list.names[index]) {
      const other = list.withName(name);
      if (name === "" || name.length > LONGEST_NAME) return { kind: "rejected", errors: [`Invalid name: ${name}`] };
      if (other !== NONE && other !== index) return { kind: "rejected", errors: [`Name or code exists: ${name}`] };
      list.rename(index, name);
      changed = true;
    }
    if (!keyedByCode && codeAt !== NONE && code !== "" && code !== list.codes[index]) {
      if (list.withCode(code) !== NONE) return { kind: "rejected", errors: [`Name or code exists: ${code}`] };
      list.recode(index, code);
      changed = true;
    }
    if (parent.index !== NONE && parent.index !== list.parents[index]) {
      list.parents[index] = parent.index;
      changed = true;
    }
    changed = setDetails(index, fields, warnings) || changed;
    return changed || warnings.length > 0 ? { kind: "updated", warnings } : { kind: "ignored" };
  }

  function setDetails(index: number, fields: string[], warnings: string[]): boolean {
    let changed = false;
    for (const { at, name, format } of properties) {
      const text = propertyText(fields[at] ?? "", format, options, warnings);
      if (text === undefined || text === list.property(index, name)) continue;
      list.setProperty(index, name, text);
      changed = true;
    }
    for (const { at, name } of subsets) {
      const members = list.subsets.get(name);
      const wanted = parseBoolean(fields[at] ?? "");
      if (wanted === undefined) warnings.push(`Invalid boolean: ${fields[at]}`);
      else if (members !== undefined && wanted !== members.has(index)) {
        if (wanted) members.add(index);
        else members.delete(index);
        changed = true;
      }
    }
    return changed;
  }

  const keyBound = keyedByCode ? codeAt !== NONE : nameAt !== NONE;
  return { missing: keyBound ? undefined : keyedByCode ? "Code" : "Name", load };
}

function formatOf(list: ListStore, property: string): ValueFormat {
  return list.definition.properties?.find(({ name }) => name === property)?.format ?? { type: "TEXT" };
}

/** Text to keep, or undefined after a warning. */
function propertyText(
  text: string,
  format: ValueFormat,
  options: ValueOptions,
  warnings: string[],
): string | undefined {
  if (text === "" || format.type === "TEXT" || format.type === "NONE") return text;
  switch (format.type) {
    case "NUMBER": {
      const value = parseNumber(text, options.decimalSeparator);
      if (value !== undefined) return printValue(value, format, plainPrint);
      warnings.push(`Invalid number: ${text}`);
      return undefined;
    }
    case "BOOLEAN": {
      const value = parseBoolean(text);
      if (value !== undefined) return String(value);
      warnings.push(`Invalid boolean: ${text}`);
      return undefined;
    }
    case "DATE": {
      const value = parseDate(text, options.dateOrder);
      if (value !== undefined) return value;
      warnings.push(`Invalid date: ${text}`);
      return undefined;
    }
    case "LIST":
    case "TIME_PERIOD":
      return text;
  }
}
