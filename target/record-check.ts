/** A stream's SCHEMA → what the path without objects may check by itself, and the whole check for everything else. */
import type { ErrorObject } from "ajv";
import { ANY_KIND, KIND, type RecordKinds } from "../protocol/csv/types.ts";
import { ConnectorError } from "../protocol/errors.ts";
import type { StreamSchema } from "./input.ts";

export interface RecordCheck {
  /** Undefined: the schema says more than kinds of values, every record must be looked at. */
  kinds: RecordKinds | undefined;
  /** Throws RECORD_INVALID naming property and expectation, never a value. */
  check(record: Record<string, unknown>): void;
}

/** Says nothing about a value's kind; formats are annotations (CONTRIBUTING D-5). */
const SILENT = new Set([
  "type",
  "title",
  "description",
  "format",
  "default",
  "examples",
  "$comment",
  "airbyte_type",
  "additionalProperties",
  "contentMediaType",
  "contentEncoding",
]);
const SILENT_AT_ROOT = new Set([...SILENT, "properties", "required", "$schema", "$id", "definitions", "$defs"]);

export async function createRecordCheck(schema: StreamSchema, isWanted: boolean): Promise<RecordCheck> {
  const required = requiredOf(schema);
  const checkRequired = (record: Record<string, unknown>) => {
    for (const property of required) if (!(property in record)) throw missing(property);
  };
  if (!isWanted) return { kinds: { properties: {}, required }, check: checkRequired };
  const validate = await compile(schema);
  return {
    kinds: kindsOf(schema, required),
    check: (record) => {
      checkRequired(record);
      if (!validate(record)) throw invalid(validate.errors ?? []);
    },
  };
}

function requiredOf({ schema, keyProperties }: StreamSchema): string[] {
  const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
  return [...new Set([...required, ...keyProperties])];
}

/** Pure. */
export function kindsOf(
  { schema }: Pick<StreamSchema, "schema">,
  required: readonly string[],
): RecordKinds | undefined {
  if (!Object.keys(schema).every((keyword) => SILENT_AT_ROOT.has(keyword))) return undefined;
  const extra = schema.additionalProperties;
  if (extra !== undefined && typeof extra !== "boolean") return undefined;
  const properties: Record<string, number> = {};
  for (const [name, property] of Object.entries(schema.properties)) {
    const kinds = kindsOfProperty(property);
    if (kinds === undefined) return undefined;
    properties[name] = kinds;
  }
  return { properties, required, ...(extra === false && { closed: true }) };
}

/** Undefined: needs the whole check. A kind of 0 = only nested values are allowed, which the fast path never takes. */
function kindsOfProperty(property: unknown): number | undefined {
  if (property === true) return ANY_KIND;
  if (typeof property !== "object" || property === null) return undefined;
  const { type, anyOf, items, properties, ...rest } = property as Record<string, unknown>;
  if (!Object.keys(rest).every((keyword) => SILENT.has(keyword))) return undefined;
  if (Array.isArray(anyOf)) {
    const each = type === undefined ? anyOf.map(kindsOfProperty) : [undefined];
    return each.includes(undefined) ? undefined : (each as number[]).reduce((all, kinds) => all | kinds, 0);
  }
  if (type === undefined) return items === undefined && properties === undefined ? ANY_KIND : undefined;
  return [type].flat().reduce<number>((all, word) => all | kindOf(word), 0);
}

function kindOf(word: unknown): number {
  switch (word) {
    case "number":
      return KIND.number | KIND.integer;
    case "string":
    case "integer":
    case "boolean":
    case "null":
      return KIND[word];
    default:
      return 0;
  }
}

type Validate = { (value: unknown): boolean; errors?: ErrorObject[] | null };

/** Taps name all sorts of drafts; the keywords mean the same, so `$schema` is left out. Boolean exclusive bounds of draft 4
 *  are brought into today's form. */
async function compile({ schema, stream }: StreamSchema): Promise<Validate> {
  const { Ajv } = await import("ajv");
  const ajv = new Ajv({
    strict: false,
    validateFormats: false,
    allErrors: false,
    multipleOfPrecision: 9,
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

function modern(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(modern);
  if (typeof schema !== "object" || schema === null) return schema;
  const { $schema: _, $id: __, exclusiveMinimum, exclusiveMaximum, ...rest } = schema as Record<string, unknown>;
  const bounds: Record<string, unknown> = {};
  if (exclusiveMinimum === true) bounds.exclusiveMinimum = rest.minimum;
  else if (exclusiveMinimum !== undefined && exclusiveMinimum !== false) bounds.exclusiveMinimum = exclusiveMinimum;
  if (exclusiveMaximum === true) bounds.exclusiveMaximum = rest.maximum;
  else if (exclusiveMaximum !== undefined && exclusiveMaximum !== false) bounds.exclusiveMaximum = exclusiveMaximum;
  return { ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, modern(value)])), ...bounds };
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
