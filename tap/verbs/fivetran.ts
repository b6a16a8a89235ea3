/** A connection of Fivetran's API (the request that makes one, or the response that shows one) → our config and a word on
 *  every key that is not carried over. Pure. */

import { ConnectorError } from "../../protocol/errors.ts";
import type { TapConfig } from "../../schemas/generated/types.ts";

export interface Conversion {
  config: TapConfig;
  /** Keys that concern what runs the tap or where its data goes: path → what takes their place. */
  runner: Note[];
  /** Keys nobody here knows; not carried over. */
  unknown: Note[];
  /** Settings that were masked or empty and have to be filled in. */
  missing: Note[];
}

export interface Note {
  /** Path in the given JSON: `config.schema`. */
  key: string;
  note: string;
}

type Json = Readonly<Record<string, unknown>>;

/** Throws CONFIG_INVALID for JSON that is no connection, or one to another service. */
export function convertFivetran(given: unknown): Conversion {
  const connection = connectionOf(asObject(given));
  const conversion: Conversion = { config: {}, runner: [], unknown: [], missing: [] };
  for (const key of envelopeKeys(asObject(given))) note(conversion, key, ENVELOPE);
  for (const [key, value] of Object.entries(connection.fields)) {
    if (key === "config") convertConfig(asObject(value), connection.path, conversion);
    else if (key === "auth") convertAuth(asObject(value), `${connection.path}auth`, conversion);
    else note(conversion, connection.path + key, CONNECTION);
  }
  requireCredentials(conversion);
  return conversion;
}

function connectionOf(given: Json): { fields: Json; path: string } {
  const isResponse = Object.hasOwn(given, "data");
  const fields = isResponse ? asObject(given.data) : Object.hasOwn(given, "config") ? given : { config: given };
  const { service, config } = fields;
  if (service !== undefined && service !== "anaplan")
    throw invalid(`The connection is one to the service ${JSON.stringify(service)}, not to Anaplan.`);
  if (typeof config !== "object" || config === null || !looksLikeConfig(asObject(config)))
    throw invalid('There is no "config" of an Anaplan connection in it.');
  const path = isResponse ? "data." : "";
  return { fields, path };
}

function looksLikeConfig(config: Json): boolean {
  return Object.keys(config).some((key) => CARRIED.has(key));
}

function envelopeKeys(given: Json): string[] {
  return Object.hasOwn(given, "data") ? Object.keys(given).filter((key) => key !== "data") : [];
}

/** Keys that mean the same in both configs. */
const CARRIED = new Set([
  "auth_mode",
  "username",
  "password",
  "certificate",
  "private_key",
  "region",
  "sync_mode",
  "selected_exports",
]);
const SECRET = new Set(["password", "certificate", "private_key", "client_secret", "refresh_token"]);

function convertConfig(fields: Json, path: string, conversion: Conversion): void {
  const config = conversion.config as Record<string, unknown>;
  for (const [key, value] of Object.entries(fields)) {
    const where = `${path}config.${key}`;
    if (!CARRIED.has(key)) note(conversion, where, CONFIG, key);
    else if (isMasked(key, value)) conversion.missing.push({ key, note: `${where} is masked: fill in the real value` });
    else if (value === null || value === "") conversion.missing.push({ key, note: `${where} is empty` });
    else config[key] = key === "selected_exports" ? exportsOf(value) : value;
  }
}

/** Fivetran shows secrets as asterisks. */
function isMasked(key: string, value: unknown): boolean {
  return SECRET.has(key) && typeof value === "string" && /^\*+$/.test(value.trim());
}

/** A list, or a text with commas as forms give it. */
function exportsOf(value: unknown): string[] {
  const entries: unknown[] = Array.isArray(value) ? value : String(value).split(",");
  return entries.map((entry) => String(entry).trim()).filter((entry) => entry !== "");
}

const AUTH: Readonly<Record<string, keyof TapConfig>> = {
  client_id: "client_id",
  client_secret: "client_secret",
  refresh_token: "refresh_token",
};

function convertAuth(auth: Json, path: string, conversion: Conversion): void {
  const { client_access: access, ...rest } = auth;
  const config = conversion.config as Record<string, unknown>;
  const flat = { ...rest, ...asObject(access) };
  for (const [key, value] of Object.entries(flat)) {
    const target = AUTH[key];
    const where = Object.hasOwn(asObject(access), key) ? `${path}.client_access.${key}` : `${path}.${key}`;
    if (target === undefined) note(conversion, where, AUTH_NOTES, key);
    else if (isMasked(key, value))
      conversion.missing.push({ key: target, note: `${where} is masked: fill in the real value` });
    else config[target] = value;
  }
  if (config.client_id !== undefined) config.auth_mode ??= "OAuth2";
}

function note(
  { runner, unknown }: Conversion,
  path: string,
  known: Readonly<Record<string, string>>,
  key = path.split(".").at(-1) ?? path,
): void {
  const text = Object.hasOwn(known, key) ? known[key] : undefined;
  if (text === undefined) unknown.push({ key: path, note: "not known here; not carried over" });
  else runner.push({ key: path, note: text });
}

function requireCredentials({ config, missing }: Conversion): void {
  const mode = (config.auth_mode ?? "Basic").toLowerCase();
  const needed: (keyof TapConfig)[] =
    mode === "certificate"
      ? ["certificate", "private_key"]
      : mode === "basic"
        ? ["username", "password"]
        : ["client_id"];
  for (const key of needed) {
    if (config[key] === undefined && !missing.some((entry) => entry.key === key))
      missing.push({ key, note: `is not in the connection: auth_mode ${config.auth_mode ?? "Basic"} needs it` });
  }
}

const schedule = "when to run is up to the scheduler or orchestrator";
const identity = "names the connection in Fivetran; nothing here";
const history = "says how the connection fares in Fivetran; nothing here";
const setup = "concerns setting it up in Fivetran; `tap-anaplan check` tests a config";
const network = "how Fivetran reaches the source; here: proxy_url, or the network of the machine";
const trust = "which servers Fivetran trusts; here: ca_certificate, server_fingerprints";
const loader = "where the data goes is up to the target that reads the tap";
const charges = "concerns billing in Fivetran; nothing here";

const ENVELOPE = { code: history, message: history };
const CONFIG = { schema: loader, schema_prefix: loader, table: loader };
const AUTH_NOTES = { access_token: "lives minutes only; a new one is fetched", user_access: identity };
const CONNECTION: Readonly<Record<string, string>> = {
  sync_frequency: schedule,
  schedule_type: schedule,
  daily_sync_time: schedule,
  paused: schedule,
  pause_after_trial: schedule,
  data_delay_sensitivity: schedule,
  data_delay_threshold: schedule,
  id: identity,
  name: identity,
  service: identity,
  group_id: identity,
  destination_id: identity,
  external_id: identity,
  connected_by: identity,
  created_by: identity,
  created_at: identity,
  service_version: identity,
  succeeded_at: history,
  failed_at: history,
  sync_started: history,
  status: history,
  source_sync_details: history,
  setup_tests: setup,
  run_setup_tests: setup,
  connect_card: setup,
  connect_card_config: setup,
  networking_method: network,
  proxy_agent_id: network,
  private_link_id: network,
  hybrid_deployment_agent_id: network,
  local_processing_agent_id: network,
  trust_certificates: trust,
  trust_fingerprints: trust,
  schema: loader,
  schema_status: loader,
  schema_change_handling: loader,
  destination_schema_names: loader,
  destination_configuration: loader,
  is_historical_sync: "starts anew; here: run without --state",
  platform_connector_version: identity,
  is_free_trial: charges,
};

function asObject(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function invalid(what: string): ConnectorError {
  return new ConnectorError("CONFIG_INVALID", {
    what,
    next: "Give the JSON that Fivetran's API takes or answers for one Anaplan connection.",
  });
}
