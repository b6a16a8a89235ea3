/** Types of columns: Anaplan's words → the reader's types → JSON Schema, and back from a schema that a user changed. Pure. */
import type { NumberFormat } from "../protocol/csv/number-format.ts";
import type { ColumnType } from "../protocol/csv/types.ts";
import type { TypeRule } from "./settings.ts";

export type PropertySchema = Record<string, unknown>;

/** Every value may be null: an empty cell is. */
export function propertySchema(type: ColumnType): PropertySchema {
  switch (type) {
    case "date":
    case "date-time":
      return { type: ["null", "string"], format: type };
    default:
      return { type: ["null", type] };
  }
}

/** Word of `exportMetadata.dataTypes` (anaplan-api.md 4.3) → type. DATE stays text: how dates are written is not documented
 *  (anaplan-api.md 11, no. 1). MIXED and what is missing or unknown is text. */
export function typeOfDataType(dataType: string | undefined): ColumnType {
  switch (dataType?.toUpperCase()) {
    case "NUMBER":
      return "number";
    case "BOOLEAN":
      return "boolean";
    default:
      return "string";
  }
}

/** Whether rows can be put in order by such a column. Periods are labels (`Jan 26`), truth has no order. */
export function canReplicate(type: ColumnType, dataType: string | undefined): boolean {
  if (type === "number" || type === "integer" || type === "date" || type === "date-time") return true;
  return type === "string" && dataType?.toUpperCase() === "DATE";
}

export interface TypedColumn {
  /** Unique JSON key. */
  name: string;
  type: ColumnType;
  /** Of a date's text; absent = ISO. */
  format?: string;
  dataType?: string;
  listName?: string;
  codes?: CodeColumn;
  /** How its line item writes numbers. */
  number?: NumberFormat;
  /** JSON of an empty cell; absent = null. */
  empty?: string;
}

/** The column behind one of list members that holds their codes. */
export interface CodeColumn {
  name: string;
  list: { id: string; name: string };
}

export interface DeclaredTypes {
  dataTypes: readonly string[];
  listNames: readonly string[];
  rules: readonly TypeRule[];
}

/** Declared types count by position, and only where there is one for each column: the arrays of an export's metadata may
 *  differ in length (anaplan-api.md 4.3). Rules count by name. */
export function typeColumns(names: readonly string[], { dataTypes, listNames, rules }: DeclaredTypes): TypedColumn[] {
  const areTypesKnown = dataTypes.length === names.length;
  const areListsKnown = listNames.length === names.length;
  return names.map((name, index) => {
    const dataType = areTypesKnown ? dataTypes[index] : undefined;
    const listName = areListsKnown ? listNames[index] : undefined;
    const rule = rules.find(({ column }) => column === name);
    return {
      name,
      type: rule?.type ?? typeOfDataType(dataType),
      ...(rule?.format !== undefined && { format: rule.format }),
      ...(dataType !== undefined && { dataType }),
      ...(listName !== undefined && listName !== "" && { listName }),
    };
  });
}

/** The type to read a column by when a catalog gives its property another schema: `own` if the schema admits it, else the first
 *  type that it names. */
export function typeOfSchema(schema: PropertySchema, own: ColumnType): ColumnType {
  const admitted = admittedTypes(schema);
  if (admitted.includes(own)) return own;
  if (own === "integer" && admitted.includes("number")) return own;
  return admitted[0] ?? own;
}

function admittedTypes(schema: PropertySchema): ColumnType[] {
  const alternatives = [schema, ...listOf(schema.anyOf), ...listOf(schema.oneOf)] as PropertySchema[];
  return alternatives.flatMap(({ type, format }) =>
    listOf(type)
      .filter((word): word is "string" | "number" | "integer" | "boolean" => SCALARS.has(word as string))
      .map((word) => (word === "string" && (format === "date" || format === "date-time") ? format : word)),
  );
}

const SCALARS = new Set(["string", "number", "integer", "boolean"]);

function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** The schema, made to admit null: an empty cell becomes null whatever the catalog says. */
export function nullable(schema: PropertySchema): PropertySchema {
  const types = listOf(schema.type);
  return types.length === 0 || types.includes("null") ? schema : { ...schema, type: ["null", ...types] };
}

/** Same types and format, in whatever order. */
export function isSameSchema(one: PropertySchema, other: PropertySchema): boolean {
  const types = (schema: PropertySchema) => JSON.stringify(listOf(schema.type).toSorted());
  return types(one) === types(other) && one.format === other.format && one.anyOf === undefined;
}
