/** What a program says of itself, in the three forms that users of the Meltano SDK know. */
import type { ConfigSchema } from "../schemas/setting.ts";

export interface About {
  name: string;
  description: string;
  version: string;
  capabilities: string[];
  schema: ConfigSchema;
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
    settings: schema,
  };
}

function aboutMarkdown({ name, description, capabilities, schema }: About): string {
  const settings = Object.entries(schema.properties).map(
    ([key, { title, description: text, default: fallback }]) =>
      `| ${key} | ${fallback === undefined ? "" : `\`${JSON.stringify(fallback)}\``} | ${title ?? ""}: ${(text ?? "").replaceAll("|", "\\|")} |`,
  );
  const lines = [
    `# \`${name}\``,
    "",
    description,
    "",
    "## Capabilities",
    "",
    ...capabilities.map((word) => `* \`${word}\``),
    "",
    "## Settings",
    "",
    "| Setting | Default | Description |",
    "|:--------|:--------|:------------|",
    ...settings,
    "",
  ];
  return lines.join("\n");
}

function aboutText({ name, description, version, capabilities, schema }: About): string {
  const settings = Object.entries(schema.properties).map(
    ([key, { description: text, default: fallback }]) =>
      `  ${key}: ${text ?? ""}${fallback === undefined ? "" : ` (default ${JSON.stringify(fallback)})`}`,
  );
  const lines = [`Name: ${name}`, `Description: ${description}`, `Version: ${version}`, "Capabilities:"];
  return `${[...lines, ...capabilities.map((word) => `  ${word}`), "Settings:", ...settings].join("\n")}\n`;
}
