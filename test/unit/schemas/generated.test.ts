import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { TAP_CONFIG_SCHEMA, TARGET_CONFIG_SCHEMA } from "../../../schemas/generated/settings.ts";

const root = join(import.meta.dirname, "../../..");
const check = (folder: string) =>
  execFileSync(process.execPath, [join(folder, "dist/schemas/generate.js"), "--check"], {
    encoding: "utf8",
    stdio: "pipe",
  });

it("matches the schemas: types, validators, settings and the tables in the guides", () => {
  expect(() => check(root)).not.toThrow();
});

it("notices a schema that moved on", () => {
  const copy = mkdtempSync(join(tmpdir(), "generated-"));
  for (const part of [
    "schemas",
    "dist/schemas",
    "README.md",
    "tap/README.md",
    "target/README.md",
    "package.json",
    "catalogs",
  ]) {
    if (existsSync(join(root, part))) cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  expect(() => check(copy)).not.toThrow();
  const path = join(copy, "schemas/tap-config.schema.json");
  writeFileSync(path, readFileSync(path, "utf8").replace('"Which exports"', '"Which of the exports"'));
  expect(() => check(copy)).toThrow(/Out of date/);
});

it("describes and titles every setting, and stays open", () => {
  for (const { properties } of [TAP_CONFIG_SCHEMA, TARGET_CONFIG_SCHEMA]) {
    for (const [key, setting] of Object.entries(properties)) {
      expect(setting.title, key).toBeTruthy();
      expect(setting.description, key).toMatch(/\.$/);
    }
  }
  expect(JSON.stringify([TAP_CONFIG_SCHEMA, TARGET_CONFIG_SCHEMA])).not.toContain('"additionalProperties":false');
});

it("marks as secret what a name calls secret", () => {
  for (const { properties } of [TAP_CONFIG_SCHEMA, TARGET_CONFIG_SCHEMA]) {
    for (const key of Object.keys(properties)) {
      if (/password|secret|private_key|passphrase|refresh_token/.test(key))
        expect(properties[key]?.airbyte_secret, key).toBe(true);
    }
  }
});
