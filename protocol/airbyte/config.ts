/** Airbyte's form of a config: credentials in an object of their own, everything else beside it; and back, for CONTROL. */
import { closest } from "fastest-levenshtein";
import type { ConfigSchema } from "../../schemas/setting.ts";
import { loadConfig, readConfigObject, type Validator } from "../config.ts";
import { ConnectorError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Io } from "../program.ts";

export interface AirbyteConfig<Config> {
  config: Config;
  secrets: string[];
  /** The same with another refresh token, in the form in which it came. */
  withRefreshToken(token: string): Record<string, unknown>;
}

export interface AirbyteConfigRequest {
  path: string;
  schema: ConfigSchema;
  validate: Validator;
}

type Members = Record<string, unknown>;

export interface OpenedConfig<Config> {
  config: Config;
  /** For the client: the new token is hidden from the log, and the whole new config is told. */
  onRotatedToken(token: string): void;
}

/** The config of a run, its secrets hidden from the log. `tell` hands a changed config to the platform. Throws what
 *  `loadAirbyteConfig` throws. */
export function openAirbyteConfig<Config>(
  request: AirbyteConfigRequest,
  ports: { io: Pick<Io, "configureLog">; log: Pick<Log, "warn">; tell(config: Members): Promise<void> },
): OpenedConfig<Config> {
  const { config, secrets, withRefreshToken } = loadAirbyteConfig<Config>(request, ports.log);
  const hide = () => ports.io.configureLog({ level: "warn", format: "text", secrets });
  hide();
  return {
    config,
    onRotatedToken: (token) => {
      secrets.push(token);
      hide();
      // A stdout that is closed ends the run by itself.
      ports.tell(withRefreshToken(token)).catch(() => {});
    },
  };
}

/** Unknown keys are only warned about: a newer platform may send more. Throws CONFIG_MISSING, CONFIG_NOT_JSON, CONFIG_INVALID. */
export function loadAirbyteConfig<Config>(
  { path, schema, validate }: AirbyteConfigRequest,
  log: Pick<Log, "warn">,
): AirbyteConfig<Config> {
  const given = readConfigObject(path);
  const flat = known(flatten(given), schema, log);
  const { config, secrets } = loadConfig<Config>({
    sources: [JSON.stringify(flat)],
    env: {},
    envPrefix: "",
    schema,
    validate,
  });
  return { config, secrets, withRefreshToken: (token) => replaceToken(given, token) };
}

/** A credential that stands in both places, differently, is refused: nobody could tell which account is meant. */
export function flatten({ credentials, ...beside }: Members): Members {
  if (credentials === undefined || credentials === null) return withoutNulls(beside);
  if (typeof credentials !== "object" || Array.isArray(credentials)) throw notAnObject();
  const [inside, outside] = [withoutNulls(credentials as Members), withoutNulls(beside)];
  const twice = Object.keys(inside).filter((key) => key in outside && outside[key] !== inside[key]);
  if (twice.length > 0) throw contradiction(twice);
  return { ...outside, ...inside };
}

function withoutNulls(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

function known(flat: Members, { properties }: ConfigSchema, log: Pick<Log, "warn">): Members {
  const strange = Object.keys(flat).filter((key) => !(key in properties) && !key.startsWith("__"));
  for (const key of strange) {
    log.warn(`There is no setting "${key}"; it is not used. Did you mean "${closest(key, Object.keys(properties))}"?`);
  }
  return Object.fromEntries(Object.entries(flat).filter(([key]) => key in properties));
}

function replaceToken(given: Members, token: string): Members {
  const { credentials } = given;
  const isNested = typeof credentials === "object" && credentials !== null;
  return {
    ...given,
    ...(isNested && { credentials: { ...credentials, refresh_token: token } }),
    ...((!isNested || "refresh_token" in given) && { refresh_token: token }),
  };
}

function notAnObject(): ConnectorError {
  return new ConnectorError("CONFIG_INVALID", {
    what: '"credentials" must be an object.',
    next: 'Write for instance {"credentials": {"auth_mode": "Basic", "username": "…", "password": "…"}}.',
  });
}

function contradiction(keys: readonly string[]): ConnectorError {
  const names = keys.map((key) => `"${key}"`).join(", ");
  return new ConnectorError("CONFIG_INVALID", {
    what: `The config gives ${names} twice, differently: under "credentials" and beside it.`,
    why: "A Singer config and an Airbyte config were put together.",
    next: 'Keep those under "credentials" and delete the others.',
  });
}
