/** Makes everything that is derived from the schemas: types, validators compiled ahead, the settings lists that feed
 *  `--help`, `--about` and the redaction, and the tables in the guides. `--check` writes nothing and fails on any drift. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import standaloneModule from "ajv/dist/standalone/index.js";
import { compileFromFile } from "json-schema-to-typescript";
import { hubSettings } from "./meltano-hub.ts";
import type { SettingSchema } from "./setting.ts";

const root = new URL(import.meta.url.includes("/dist/") ? "../../" : "../", import.meta.url).pathname;
const schemaDir = join(root, "schemas");
const banner = "// Generated from schemas/*.schema.json by `npm run generate`; never edited.\n";

interface Schema {
  $id?: string;
  title?: string;
  description?: string;
  default?: unknown;
  examples?: unknown[];
  type?: string | string[];
  enum?: unknown[];
  airbyte_secret?: boolean;
  required?: string[];
  properties?: Record<string, Schema>;
  allOf?: { $ref: string }[];
  group?: string;
  items?: Schema;
  definitions?: Record<string, Schema>;
}

/** One settings list: the program's own schema with what it refers to, in order; `group` tells where each comes from. */
const programs = [
  { name: "TAP", schema: "tap-config.schema.json" },
  { name: "TARGET", schema: "target-config.schema.json" },
] as const;

const validators = {
  validateTapConfig: "tap-config.schema.json",
  validateTargetConfig: "target-config.schema.json",
  validateState: "state.schema.json",
  validateCatalog: "catalog.schema.json",
  validateSingerMessage: "singer-message.schema.json",
  validateConfiguredCatalog: "airbyte-catalog.schema.json",
  validateRunReport: "report.schema.json",
};

const schemas = new Map<string, Schema>(
  readdirSync(schemaDir)
    .filter((name) => name.endsWith(".schema.json"))
    .map((name) => [name, JSON.parse(readFileSync(join(schemaDir, name), "utf8")) as Schema]),
);

const outputs = new Map<string, string>([
  ["schemas/generated/types.ts", await types()],
  ["schemas/generated/validators.ts", validatorSource()],
  ["schemas/generated/settings.ts", settingsSource()],
]);
for (const guide of ["README.md", "tap/README.md", "target/README.md"]) {
  if (existsSync(join(root, guide))) outputs.set(guide, withTables(readFileSync(join(root, guide), "utf8")));
}
for (const definition of ["catalogs/meltano-hub/tap-anaplan.yml", "catalogs/meltano-hub/target-anaplan.yml"]) {
  outputs.set(definition, withHubSettings(readFileSync(join(root, definition), "utf8")));
}

const drifted = [...outputs].filter(([path, text]) => current(path) !== text).map(([path]) => path);
if (process.argv.includes("--check")) {
  if (drifted.length > 0) {
    console.error(`Out of date: ${drifted.join(", ")}. Run \`npm run generate\` and commit the result.`);
    process.exitCode = 1;
  }
} else {
  mkdirSync(join(schemaDir, "generated"), { recursive: true });
  for (const path of drifted) writeFileSync(join(root, path), outputs.get(path) ?? "");
  console.log(drifted.length === 0 ? "Nothing to do." : `Wrote ${drifted.join(", ")}`);
}

function current(path: string): string | undefined {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined;
}

async function types(): Promise<string> {
  // A titled property would become a type alias of its own, so the titles of properties are left out here.
  const folder = mkdtempSync(join(tmpdir(), "schemas-"));
  try {
    for (const [name, schema] of schemas) writeFileSync(join(folder, name), JSON.stringify(withoutTitles(schema)));
    return (
      banner +
      (await compileFromFile(join(folder, "index.schema.json"), {
        cwd: folder,
        additionalProperties: false,
        bannerComment: "",
        format: false,
      }))
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function withoutTitles(schema: Schema): Schema {
  const properties = Object.entries(schema.properties ?? {}).map(([key, { title: _, ...rest }]) => [key, rest]);
  const definitions = Object.entries(schema.definitions ?? {}).map(([key, value]) => [key, withoutTitles(value)]);
  return {
    ...schema,
    ...(schema.properties && { properties: Object.fromEntries(properties) }),
    ...(schema.definitions && { definitions: Object.fromEntries(definitions) }),
  };
}

function validatorSource(): string {
  const ajv = new Ajv({
    allErrors: true,
    coerceTypes: true,
    strict: false,
    unicodeRegExp: true,
    code: { source: true, esm: true, lines: true },
    schemas: [...schemas.values()],
  });
  // The package's CommonJS default export arrives wrapped or bare, by the loader's mood.
  const standalone = (standaloneModule as unknown as { default?: typeof standaloneModule }).default ?? standaloneModule;
  const source = (standalone as unknown as (ajv: Ajv, names: Record<string, string>) => string)(ajv, validators);
  // ajv's ES module output still calls require() for some keywords (formats, minLength, deep enums): not usable.
  if (source.includes("require(")) throw new Error("A schema uses a keyword that ajv cannot compile ahead.");
  return `${banner}// @ts-nocheck\n${source.replace(/^"use strict";/, "")}\n`;
}

function settingsOf(file: string): [string, Schema][] {
  const schema = schemas.get(file);
  if (!schema) throw new Error(`No schema ${file}`);
  const group = file.replace(".schema.json", "");
  return [
    ...(schema.allOf ?? []).flatMap(({ $ref }) => settingsOf($ref)),
    ...Object.entries(schema.properties ?? {}).map(([key, setting]): [string, Schema] => [key, { ...setting, group }]),
  ];
}

function settingsSource(): string {
  const parts = programs.map(({ name, schema: file }) => {
    const properties = Object.fromEntries(settingsOf(file));
    const own = schemas.get(file);
    const whole = {
      $schema: "http://json-schema.org/draft-07/schema#",
      title: own?.title,
      description: own?.description,
      type: "object",
      properties,
      ...(own?.definitions && { definitions: own.definitions }),
    };
    return `export const ${name}_CONFIG_SCHEMA: ConfigSchema = ${JSON.stringify(whole, null, 2)};\n`;
  });
  const shape = JSON.stringify("../setting.ts");
  return `${banner}import type { ConfigSchema } from ${shape};\n\n${parts.join("\n")}`;
}

/** Fills the regions between `<!-- settings:NAME -->` and `<!-- /settings -->`. */
function withTables(text: string): string {
  return text.replace(/<!-- settings:(\S+) -->[\s\S]*?<!-- \/settings -->/g, (_, file: string) => {
    const rows = Object.entries(Object.fromEntries(settingsOf(`${file}.schema.json`))).map(([key, schema]) => {
      const fallback =
        schema.default === undefined ? "" : `\`${JSON.stringify(schema.default).replace(/^"|"$/g, "")}\``;
      const secret = schema.airbyte_secret ? " **Secret.**" : "";
      return `| \`${key}\` | ${fallback} | ${(schema.description ?? "").replaceAll("|", "\\|")}${secret} |`;
    });
    const head = "| Key | Default | Meaning |\n|---|---|---|";
    return `<!-- settings:${file} -->\n${head}\n${rows.join("\n")}\n<!-- /settings -->`;
  });
}

/** Fills the region between `# settings:NAME` and `# /settings`. */
function withHubSettings(text: string): string {
  return text.replace(/# settings:(\S+)\n[\s\S]*?# \/settings/, (_, file: string) => {
    const settings = Object.entries(Object.fromEntries(settingsOf(`${file}.schema.json`))) as [string, SettingSchema][];
    return `# settings:${file}\n${hubSettings(settings)}\n# /settings`;
  });
}
