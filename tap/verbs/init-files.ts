/** What `init` writes: the config, its secrets apart from it, and the catalog. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { replacePrivateFile } from "../../protocol/private-file.ts";
import { TAP_CONFIG_SCHEMA } from "../../schemas/generated/settings.ts";
import type { TapConfig } from "../../schemas/generated/types.ts";

/** `json`: a second config file; `env`: variables for a shell or an orchestrator. */
export type SecretsForm = "json" | "env";

export interface InitFiles {
  config: string;
  /** Absent where nothing is secret. */
  secrets?: string;
  catalog: string;
}

/** Beside the config: secrets.json or .env, and catalog.json. */
export function fileNames(config: string, form: SecretsForm): Required<InitFiles> {
  const folder = dirname(config);
  return {
    config,
    secrets: join(folder, form === "json" ? "secrets.json" : ".env"),
    catalog: join(folder, "catalog.json"),
  };
}

export function existing(files: Required<InitFiles>): string[] {
  return Object.values(files).filter((path) => existsSync(path));
}

export async function writeInitFiles(
  names: Required<InitFiles>,
  form: SecretsForm,
  config: TapConfig,
  catalog: string,
): Promise<InitFiles> {
  const { open, secret } = splitSecrets(config);
  await writeFile(names.config, jsonText(open));
  await writeFile(names.catalog, catalog);
  if (Object.keys(secret).length === 0) return { config: names.config, catalog: names.catalog };
  await replacePrivateFile(names.secrets, form === "json" ? jsonText(secret) : envText(secret));
  return names;
}

/** By the schema's marks. */
export function splitSecrets(config: TapConfig): { open: TapConfig; secret: TapConfig } {
  const isSecret = (key: string) => TAP_CONFIG_SCHEMA.properties[key]?.airbyte_secret === true;
  const entries = Object.entries(config);
  return {
    open: Object.fromEntries(entries.filter(([key]) => !isSecret(key))),
    secret: Object.fromEntries(entries.filter(([key]) => isSecret(key))),
  };
}

/** Lines for a shell; readers of .env files take them as well, unless a value holds a single quote. */
export function envText(secret: TapConfig): string {
  const lines = Object.entries(secret).map(
    ([key, value]) => `TAP_ANAPLAN_${key.toUpperCase()}='${String(value).replaceAll("'", "'\\''")}'`,
  );
  return `${lines.join("\n")}\n`;
}

/** How the tap is called with them. */
export function commandLine({ config, secrets, catalog }: InitFiles, form: SecretsForm): string {
  const loaded = secrets === undefined ? "" : form === "json" ? ` --config ${secrets}` : " --config ENV";
  const prefix = secrets !== undefined && form === "env" ? `set -a; . ${secrets}; set +a\n` : "";
  return `${prefix}tap-anaplan --config ${config}${loaded} --catalog ${catalog}`;
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
