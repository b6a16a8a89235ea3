/** The form that Airbyte draws: made from the settings list of a program, nothing of it written down twice. */
import type { AirbyteSpecMessage } from "../../schemas/generated/types.ts";
import type { ConfigSchema, SettingSchema } from "../../schemas/setting.ts";
import type { DestinationSyncMode } from "./catalog.ts";

export interface SpecParts {
  title: string;
  schema: ConfigSchema;
  /** Names of the programs' own group. */
  ownGroup: string;
  supportsIncremental?: boolean;
  destinationSyncModes?: DestinationSyncMode[];
}

export const DOCUMENTATION_URL = "https://www.npmjs.com/package/anaplan-connectors";

/** The number of the protocol, not of its packages: a platform takes 0.0.0 to 0.3.0 (protocols.md, fact 7). */
const PROTOCOL_VERSION = "0.2.0";

export function connectorSpec(parts: SpecParts): AirbyteSpecMessage["spec"] {
  const { schema, supportsIncremental, destinationSyncModes } = parts;
  return {
    protocol_version: PROTOCOL_VERSION,
    documentationUrl: DOCUMENTATION_URL,
    ...(supportsIncremental !== undefined && { supportsIncremental }),
    ...(destinationSyncModes !== undefined && { supported_destination_sync_modes: destinationSyncModes }),
    connectionSpecification: {
      $schema: "http://json-schema.org/draft-07/schema#",
      title: parts.title,
      type: "object",
      required: ["credentials"],
      groups: [
        { id: "auth", title: "Sign-in" },
        { id: "own", title: parts.ownGroup },
        { id: "connection", title: "Network" },
      ],
      properties: properties(schema),
    },
  };
}

/** Order of the form: sign-in, what the program is about, network. */
const GROUPS = ["auth", "own", "connection"] as const;

function properties(schema: ConfigSchema): Record<string, unknown> {
  const settings = Object.entries(schema.properties).filter(([, { singer_only }]) => singer_only !== true);
  const groupOf = ({ group }: SettingSchema) => (group === "auth" || group === "connection" ? group : "own");
  const ordered = GROUPS.slice(1).flatMap((wanted) => settings.filter(([, setting]) => groupOf(setting) === wanted));
  const credentials = credentialsProperty(settings.filter(([, setting]) => groupOf(setting) === "auth"));
  const others = ordered.map(([key, setting], index) => [
    key,
    { ...formSetting(setting, schema), group: groupOf(setting), order: index + 1 },
  ]);
  return { credentials, ...Object.fromEntries(others) };
}

function credentialsProperty(settings: readonly [string, SettingSchema][]): Record<string, unknown> {
  const modes = [...new Set(settings.flatMap(([, { sign_in }]) => sign_in ?? []))];
  const mode = settings.find(([key]) => key === "auth_mode")?.[1];
  return {
    type: "object",
    title: mode?.title ?? "Sign-in",
    description: "How the connector signs in to Anaplan.",
    group: "auth",
    order: 0,
    oneOf: modes.map((word) =>
      variant(
        word,
        settings.filter(([, { sign_in }]) => sign_in === word),
      ),
    ),
  };
}

function variant(mode: string, settings: readonly [string, SettingSchema][]): Record<string, unknown> {
  const needed = settings.filter(([, { needed_to_sign_in }]) => needed_to_sign_in === true).map(([key]) => key);
  return {
    type: "object",
    title: mode,
    required: ["auth_mode", ...needed],
    properties: {
      auth_mode: { type: "string", const: mode, title: "Sign-in method", order: 0 },
      ...Object.fromEntries(
        settings.map(([key, setting], index) => [key, { ...formSetting(setting), order: index + 1 }]),
      ),
    },
  };
}

/** Without our own marks and without references. */
function formSetting(setting: SettingSchema, root?: ConfigSchema): Record<string, unknown> {
  const { group: _, sign_in: __, needed_to_sign_in: ___, ...rest } = resolve(setting, root) as SettingSchema;
  return rest;
}

/** Of several types a form has one field: the list, else the text. */
function oneType(type: unknown): unknown {
  if (!Array.isArray(type)) return type;
  return ["array", "string"].find((word) => type.includes(word)) ?? type[0];
}

function resolve(value: unknown, root: ConfigSchema | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, root));
  if (typeof value !== "object" || value === null) return value;
  const { $ref, ...members } = value as Record<string, unknown>;
  if (typeof $ref !== "string") {
    return Object.fromEntries(
      Object.entries(members).map(([key, member]) => [
        key,
        key === "type" ? oneType(resolve(member, root)) : resolve(member, root),
      ]),
    );
  }
  const definitions = (root?.definitions ?? {}) as Record<string, unknown>;
  return resolve(definitions[$ref.replace("#/definitions/", "")], root);
}
