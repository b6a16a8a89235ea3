/** What a program says of itself, in the forms that Meltano's SDK prints (protocols.md 4.3), its spelling of values included. */
import type { ConfigSchema, SettingSchema } from "../schemas/setting.ts";

export interface About {
  name: string;
  description: string;
  version: string;
  capabilities: string[];
  schema: ConfigSchema;
  /** `TAP_ANAPLAN_` */
  envPrefix: string;
}

export function formatAbout(about: About, format: "text" | "json" | "markdown"): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(aboutObject(about), null, 2)}\n`;
    case "markdown":
      return aboutMarkdown(about);
    case "text":
      return aboutText(about);
    default:
      return format satisfies never;
  }
}

function aboutObject({ name, description, version, capabilities, schema }: About): unknown {
  return {
    name,
    description,
    version,
    sdk_version: null,
    supported_python_versions: null,
    capabilities,
    settings: { ...schema, properties: mapValues(schema.properties, settingForSdk) },
  };
}

/** The SDK's mark of a secret in place of our own marks. */
function settingForSdk(setting: SettingSchema): SettingSchema {
  const { group: _, sign_in: __, needed_to_sign_in: ___, airbyte_secret, singer_only: ____, ...rest } = setting;
  return airbyte_secret === true ? { ...rest, secret: true, writeOnly: true } : rest;
}

function aboutMarkdown({ name, description, capabilities, schema }: About): string {
  const lines = [
    `# \`${name}\``,
    "",
    description,
    "",
    "## Capabilities",
    "",
    ...capabilities.map((word) => `- \`${word}\``),
    "",
    "## Settings",
    "",
    "| Setting | Required | Default | Description |",
    "|:--------|:--------:|:-------:|:------------|",
    ...settingRows(schema, ""),
    "",
    `A full list of supported settings and capabilities is available by running: \`${name} --about\``,
    "",
    "",
  ];
  return lines.join("\n");
}

/** Settings within a setting are named with a dot. */
function settingRows({ properties, required = [] }: Pick<SettingSchema, string>, parent: string): string[] {
  return Object.entries((properties ?? {}) as Record<string, SettingSchema>).flatMap(([key, setting]) => {
    const { default: fallback, description = "" } = setting;
    const isRequired = (required as string[]).includes(key);
    const cells = [parent + key, pythonText(isRequired), pythonText(fallback), description.replaceAll("\n", "<BR/>")];
    return [`| ${cells.join(" | ")} |`, ...settingRows(setting, `${parent}${key}.`)];
  });
}

function aboutText({ name, description, version, capabilities, schema, envPrefix }: About): string {
  const settings = Object.entries(schema.properties).flatMap(([key, { type }]) => [
    `  - Name: ${key}`,
    `    Type: ${pythonText(type)}`,
    `    Environment Variable: ${envPrefix}${key.toUpperCase()}`,
  ]);
  return [
    `Name: ${name}`,
    `Description: ${description}`,
    `Version: ${version}`,
    "SDK Version: None",
    "Capabilities:",
    ...capabilities.map((word) => `  - ${word}`),
    "Settings:",
    ...settings,
    "",
    "",
  ].join("\n");
}

/** As Python's `str` shows a value. */
function pythonText(value: unknown): string {
  if (value === undefined || value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value))
    return `[${value.map((item) => (typeof item === "string" ? `'${item}'` : pythonText(item))).join(", ")}]`;
  return String(value);
}

function mapValues<From, To>(record: Record<string, From>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
