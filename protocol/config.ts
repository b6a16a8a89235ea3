/** Files, environment or JSON text → one validated wire config, and the secrets in it for the redactor. */
import { readFileSync } from "node:fs";
import type { ErrorObject } from "ajv";
import { closest } from "fastest-levenshtein";
import type { ConfigSchema, SettingSchema } from "../schemas/setting.ts";
import { ConnectorError } from "./errors.ts";

/** A validator that ajv compiled ahead. */
export interface Validator {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
}

export interface ConfigRequest {
  /** Values of --config in order: a file's path, `ENV`, or JSON text. Later ones win. */
  sources: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** `TAP_ANAPLAN_` */
  envPrefix: string;
  schema: ConfigSchema;
  validate: Validator;
}

/** Throws CONFIG_MISSING, CONFIG_NOT_JSON, CONFIG_KEY_UNKNOWN (naming the nearest key) or CONFIG_INVALID (all faults at
 *  once). Texts become numbers, booleans, lists and objects where the schema wants them, as orchestrators send texts; nulls count
 *  as absent. */
export function loadConfig<Config>(request: ConfigRequest): {
  config: Config;
  secrets: string[];
} {
  const { schema, validate } = request;
  const parts = request.sources.map((source) => readSource(source, request));
  const merged = Object.assign({}, ...parts) as Record<string, unknown>;
  const config = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
  for (const [key, value] of Object.entries(config)) {
    const setting = schema.properties[key];
    if (setting === undefined) throw unknownKey(key, schema);
    if (typeof value === "string") config[key] = fromJson(value, setting) ?? value;
  }
  if (!validate(config)) throw invalid(validate.errors ?? []);
  return { config: config as Config, secrets: secretsOf(config, schema) };
}

/** Texts of all settings that are marked as secret. */
export function secretsOf(config: Readonly<Record<string, unknown>>, schema: ConfigSchema): string[] {
  return Object.entries(schema.properties)
    .filter(([, setting]) => setting.airbyte_secret === true)
    .map(([key]) => config[key])
    .filter((value): value is string => typeof value === "string")
    .flatMap((value) => [value, ...urlCredentials(value)]);
}

function urlCredentials(value: string): string[] {
  if (!URL.canParse(value)) return [];
  const { username, password } = new URL(value);
  return [password, decodeURIComponent(password), decodeURIComponent(username)].filter((text) => text !== "");
}

function readSource(source: string, { env, envPrefix, schema }: ConfigRequest): Record<string, unknown> {
  if (source === "ENV") return readEnvironment(env, envPrefix, schema);
  const text = source.trimStart().startsWith("{") ? source : readConfigFile(source);
  const where = text === source ? "the JSON text given to --config" : `the config file ${source}`;
  return parseObject(text, where);
}

/** One config file as it stands. Throws CONFIG_MISSING, CONFIG_NOT_JSON. */
export function readConfigObject(path: string): Record<string, unknown> {
  return parseObject(readConfigFile(path), `the config file ${path}`);
}

function readConfigFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new ConnectorError("CONFIG_MISSING", {
      what: `The config file ${path} cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
      next: "Check the path given to --config; `--config ENV` reads the environment instead.",
    });
  }
}

/** The parser's own message may quote the text, and with it a secret: only the position is passed on. */
function parseObject(text: string, where: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const position = /position (\d+)/.exec((cause as Error).message)?.[1];
    throw new ConnectorError("CONFIG_NOT_JSON", {
      what: `${capitalize(where)} is not JSON${position === undefined ? "" : ` (at character ${position})`}.`,
      next: "Correct it: one JSON object, double quotes, no comments, no comma after the last entry.",
    });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ConnectorError("CONFIG_NOT_JSON", {
    what: `${capitalize(where)} is not a JSON object.`,
    next: "Write one object with the settings as its keys.",
  });
}

function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  prefix: string,
  schema: ConfigSchema,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(schema.properties)) {
    const text = env[prefix + key.toUpperCase()];
    if (text !== undefined && text !== "") found[key] = fromText(prefix + key.toUpperCase(), text, setting);
  }
  return found;
}

function fromText(name: string, text: string, setting: SettingSchema): unknown {
  const types = typesOf(setting);
  const isJson = types.includes("array") || types.includes("object");
  const value = fromJson(text, setting) ?? (!isJson || types.includes("string") ? text : undefined);
  if (value !== undefined) return value;
  throw new ConnectorError("CONFIG_NOT_JSON", {
    what: `The environment variable ${name} is not JSON.`,
    next: `Write ${types[0] === "array" ? 'a JSON array such as ["a","b"]' : "a JSON object"}.`,
  });
}

/** Undefined where the setting takes no list and no object, or the text is none. */
function fromJson(text: string, setting: SettingSchema): unknown {
  const types = typesOf(setting);
  if (!types.includes("array") && !types.includes("object")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function typesOf({ type }: SettingSchema): string[] {
  return [type ?? "string"].flat();
}

function unknownKey(key: string, schema: ConfigSchema): ConnectorError {
  const near = closest(key, Object.keys(schema.properties));
  return new ConnectorError("CONFIG_KEY_UNKNOWN", {
    what: `There is no setting "${key}".`,
    next: `Did you mean "${near}"? --about lists all settings.`,
  });
}

function invalid(errors: readonly ErrorObject[]): ConnectorError {
  const faults = [...new Set(errors.filter(({ keyword }) => keyword !== "oneOf").map((error) => fault(error)))];
  return new ConnectorError("CONFIG_INVALID", {
    what: `The config is not valid: ${faults.join("; ")}.`,
    next: "Correct these settings; --about tells what each of them takes.",
  });
}

/** Never shows a value: it may be a secret in the wrong place. */
function fault({ instancePath, keyword, params, message }: ErrorObject): string {
  const where =
    instancePath
      .slice(1)
      .replace(/\/(\d+)/g, "[$1]")
      .replaceAll("/", ".") || "the config";
  const values =
    keyword === "enum" ? ` (${(params.allowedValues as unknown[]).map((v) => JSON.stringify(v)).join(", ")})` : "";
  return `"${where}" ${message ?? "is wrong"}${values}`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
