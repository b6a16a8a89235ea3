/** A stream's SCHEMA → what the path without objects may check by itself, and the whole check for everything else. */
import type { ErrorObject } from "ajv";
import { recordKinds } from "../protocol/csv/record-kinds.ts";
import type { RecordKinds } from "../protocol/csv/types.ts";
import { ConnectorError } from "../protocol/errors.ts";
import type { StreamSchema } from "./input.ts";

export interface RecordCheck {
  /** Undefined: the schema says more than kinds of values, every record must be looked at. */
  kinds: RecordKinds | undefined;
  /** Throws RECORD_INVALID naming property and expectation, never a value. */
  check(record: Record<string, unknown>): void;
}

/** Whether records of both are checked, and told apart, alike. */
export function isSameSchema(left: StreamSchema, right: StreamSchema): boolean {
  return JSON.stringify([left.schema, left.keyProperties]) === JSON.stringify([right.schema, right.keyProperties]);
}

export async function createRecordCheck(schema: StreamSchema, isWanted: boolean): Promise<RecordCheck> {
  const required = requiredOf(schema, isWanted);
  const checkRequired = (record: Record<string, unknown>) => {
    for (const property of required) if (!Object.hasOwn(record, property)) throw missing(property);
  };
  if (!isWanted) return { kinds: { properties: {}, required }, check: checkRequired };
  const validate = await compile(schema);
  return {
    kinds: withRequired(recordKinds({ type: "object", ...schema.schema }, false), required),
    check: (record) => {
      checkRequired(record);
      if (!validate(record)) throw invalid(validate.errors ?? []);
    },
  };
}

/** Without its key a row cannot be told from others, whether records are checked or not. */
function requiredOf({ schema, keyProperties }: StreamSchema, isWanted: boolean): string[] {
  const required = isWanted && Array.isArray(schema.required) ? (schema.required as string[]) : [];
  return [...new Set([...required, ...keyProperties])];
}

/** Keys must be there, whether the schema says so or not. */
function withRequired(kinds: RecordKinds | undefined, required: string[]): RecordKinds | undefined {
  return kinds === undefined ? undefined : { ...kinds, required };
}

type Validate = { (value: unknown): boolean; errors?: ErrorObject[] | null };

async function compile({ schema, stream }: StreamSchema): Promise<Validate> {
  const { Ajv } = await import("ajv");
  const ajv = new Ajv({
    strict: false,
    validateFormats: false,
    allErrors: false,
    multipleOfPrecision: 9,
    unicodeRegExp: false,
    logger: false,
  });
  try {
    return ajv.compile(modern(schema) as object) as Validate;
  } catch (cause) {
    throw new ConnectorError("MESSAGE_INVALID", {
      what: `The SCHEMA of stream "${stream}" is not a valid JSON Schema: ${(cause as Error).message}.`,
      next: "Report it to the maintainers of the tap; validate_records: false skips the check.",
      context: { stream },
    });
  }
}

/** Names to schemas: what stands there as a key is no keyword. */
const MAPS = new Set(["properties", "patternProperties", "definitions", "$defs", "dependentSchemas"]);
const DATA = new Set(["enum", "const", "default", "examples"]);

/** Taps name all sorts of drafts, and the keywords mean the same in all of them but a few, which are brought into today's form:
 *  names of schemas (`id`), boolean `required` of a property, boolean exclusive bounds. A pattern in another language's
 *  dialect is left out. */
export function modern(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(modern);
  if (typeof schema !== "object" || schema === null) return schema;
  const all = schema as Record<string, unknown>;
  const members = Object.entries(all).flatMap(([keyword, value]): [string, unknown][] => {
    if (keyword === "$schema" || keyword === "$id" || (keyword === "id" && typeof value === "string")) return [];
    if (keyword === "required" && typeof value === "boolean") return [];
    if (keyword === "pattern" && !isPattern(value)) return [];
    if (keyword === "exclusiveMinimum" || keyword === "exclusiveMaximum") return bound(keyword, value, all);
    if (DATA.has(keyword)) return [[keyword, value]];
    return [[keyword, MAPS.has(keyword) ? mapValues(value, modern) : modern(value)]];
  });
  return Object.fromEntries(members);
}

function bound(keyword: string, value: unknown, { minimum, maximum }: Record<string, unknown>): [string, unknown][] {
  if (typeof value !== "boolean") return [[keyword, value]];
  const limit = keyword === "exclusiveMinimum" ? minimum : maximum;
  return value && limit !== undefined ? [[keyword, limit]] : [];
}

function isPattern(value: unknown): boolean {
  try {
    return typeof value === "string" && new RegExp(value) instanceof RegExp;
  } catch {
    return false;
  }
}

function mapValues(value: unknown, change: (value: unknown) => unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member)]));
}

function missing(property: string): ConnectorError {
  return new ConnectorError("RECORD_INVALID", {
    what: `A record lacks the property "${property}", which its SCHEMA requires.`,
    next: "Correct the tap, or leave the property out of required and key_properties.",
    context: { column: property },
  });
}

function invalid(errors: readonly ErrorObject[]): ConnectorError {
  const [error] = errors;
  const column = error?.instancePath.slice(1).replaceAll("~1", "/").replaceAll("~0", "~") ?? "";
  return new ConnectorError("RECORD_INVALID", {
    what: `A record does not match its SCHEMA: ${column === "" ? "it" : `"${column}"`} ${error?.message ?? "is wrong"}.`,
    next: "Correct the tap or its SCHEMA; validate_records: false sends such values on.",
    context: column === "" ? {} : { column },
  });
}
