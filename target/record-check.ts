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

export async function createRecordCheck(schema: StreamSchema, isWanted: boolean): Promise<RecordCheck> {
  const required = requiredOf(schema);
  const checkRequired = (record: Record<string, unknown>) => {
    for (const property of required) if (!(property in record)) throw missing(property);
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

function requiredOf({ schema, keyProperties }: StreamSchema): string[] {
  const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
  return [...new Set([...required, ...keyProperties])];
}

/** Keys must be there, whether the schema says so or not. */
function withRequired(kinds: RecordKinds | undefined, required: string[]): RecordKinds | undefined {
  return kinds === undefined ? undefined : { ...kinds, required };
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
