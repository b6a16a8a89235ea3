/** What of a stream's JSON Schema the fast writer can check by itself: types, required and unknown properties, lengths and plain
 *  bounds. A schema that says more is left to the caller's validator: its streams go the plain way. */
import { ANY_KIND, KIND, type RecordKinds } from "./types.ts";

/** Keywords that may refuse a record. All others say nothing about validity. */
const ASSERTIONS = new Set([
  ...["$ref", "$dynamicRef", "$recursiveRef", "allOf", "anyOf", "oneOf", "not", "if", "const", "enum", "type"],
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "divisibleBy", "disallow", "extends"],
  ...["minLength", "maxLength", "pattern", "format", "properties", "required", "additionalProperties"],
  ...["patternProperties", "propertyNames", "minProperties", "maxProperties", "unevaluatedProperties"],
  ...["dependencies", "dependentRequired", "dependentSchemas"],
]);
const OF_OBJECT = new Set(["type", "properties", "required", "additionalProperties"]);
const OF_VALUE = new Set(["type", "maxLength", "minimum", "maximum", "format"]);

interface Limits {
  kinds: number;
  /** Longest text of a value that surely is within length and bounds. */
  maxBytes: number;
}

/** Undefined when the schema must be left to a validator. `isFormatChecked`: whether that validator looks at `format`. */
export function recordKinds(schema: unknown, isFormatChecked: boolean): RecordKinds | undefined {
  if (!isSchema(schema) || !says(schema, OF_OBJECT) || !typesOf(schema).includes("object")) return undefined;
  const { properties = {}, required = [], additionalProperties = true } = schema;
  if (typeof additionalProperties !== "boolean" || !isSchema(properties) || !isTextList(required)) return undefined;
  const limits = Object.entries(properties).map(([name, property]) => {
    return [name, limitsOf(property, isFormatChecked)] as const;
  });
  if (limits.some(([, limit]) => limit === undefined)) return undefined;
  const entries = limits as (readonly [string, Limits])[];
  return {
    properties: Object.fromEntries(entries.map(([name, { kinds }]) => [name, kinds])),
    required,
    closed: !additionalProperties,
    maxBytes: Object.fromEntries(
      entries.filter(([, { maxBytes }]) => Number.isFinite(maxBytes)).map(([name, { maxBytes }]) => [name, maxBytes]),
    ),
  };
}

function limitsOf(schema: unknown, isFormatChecked: boolean): Limits | undefined {
  if (schema === true) return { kinds: ANY_KIND, maxBytes: Number.POSITIVE_INFINITY };
  if (!isSchema(schema)) return undefined;
  if (Array.isArray(schema.anyOf)) return limitsOfAny(schema, schema.anyOf, isFormatChecked);
  const allowed = new Set([...OF_VALUE, ...(isNested(schema) ? ASSERTIONS : [])]);
  if (!says(schema, allowed) || (isFormatChecked && schema.format !== undefined)) return undefined;
  const { maxLength = Number.POSITIVE_INFINITY, minimum, maximum } = schema;
  if (typeof maxLength !== "number") return undefined;
  const digits = Math.min(digitsBelow(maximum), digitsBelow(minimum === undefined ? undefined : -Number(minimum)));
  return { kinds: kindsOf(schema), maxBytes: Math.min(maxLength, digits) };
}

/** Alternatives that differ in type only. */
function limitsOfAny(schema: Schema, branches: readonly unknown[], isFormatChecked: boolean): Limits | undefined {
  const limits = branches.map((branch) => limitsOf(branch, isFormatChecked));
  if (!says(schema, new Set(["anyOf"])) || limits.includes(undefined)) return undefined;
  const known = limits as Limits[];
  return {
    kinds: known.reduce((kinds, limit) => kinds | limit.kinds, 0),
    maxBytes: Math.min(...known.map(({ maxBytes }) => maxBytes)),
  };
}

/** Every number with so few digits is at most `bound`. */
function digitsBelow(bound: unknown): number {
  if (bound === undefined) return Number.POSITIVE_INFINITY;
  let digits = 0;
  while (typeof bound === "number" && digits < 300 && 10 ** (digits + 1) - 1 <= bound) digits++;
  return digits;
}

function kindsOf(schema: Schema): number {
  const types = typesOf(schema);
  if (types.length === 0) return ANY_KIND;
  // A number without fraction is an integer too, so `number` takes both.
  return types.reduce((kinds, type) => kinds | (Object.hasOwn(KIND, type) ? KIND[type as keyof typeof KIND] : 0), 0);
}

/** Objects and arrays never go the fast way: what is said about their inside does not matter here. */
function isNested(schema: Schema): boolean {
  const types = typesOf(schema).filter((type) => type !== "null");
  return types.length > 0 && types.every((type) => type === "object" || type === "array");
}

function typesOf({ type }: Schema): string[] {
  return (Array.isArray(type) ? type : [type]).filter((name) => typeof name === "string");
}

type Schema = Readonly<Record<string, unknown>>;

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function says(schema: Schema, allowed: ReadonlySet<string>): boolean {
  return Object.keys(schema).every((keyword) => allowed.has(keyword) || !ASSERTIONS.has(keyword));
}
