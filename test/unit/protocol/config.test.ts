import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../../protocol/config.ts";
import { ConnectorError } from "../../../protocol/errors.ts";
import { TAP_CONFIG_SCHEMA, TARGET_CONFIG_SCHEMA } from "../../../schemas/generated/settings.ts";
import type { TapConfig, TargetConfig } from "../../../schemas/generated/types.ts";
import { validateTapConfig, validateTargetConfig } from "../../../schemas/generated/validators.ts";

const env: Record<string, string | undefined> = {};
const tap = (...sources: string[]) =>
  loadConfig<TapConfig>({
    sources,
    env,
    envPrefix: "TAP_ANAPLAN_",
    schema: TAP_CONFIG_SCHEMA,
    validate: validateTapConfig,
  });
const target = (...sources: string[]) =>
  loadConfig<TargetConfig>({
    sources,
    env,
    envPrefix: "TARGET_ANAPLAN_",
    schema: TARGET_CONFIG_SCHEMA,
    validate: validateTargetConfig,
  });
const file = (text: string) => {
  const path = join(mkdtempSync(join(tmpdir(), "config-")), "c.json");
  writeFileSync(path, text);
  return path;
};
const failure = (run: () => unknown): ConnectorError => {
  try {
    run();
  } catch (error) {
    if (error instanceof ConnectorError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

describe("loadConfig", () => {
  it("reads lists from the environment as JSON, and a word where the setting takes one, too", () => {
    env.TAP_ANAPLAN_KEYS = "auto";
    expect(tap("ENV").config.keys).toBe("auto");
    env.TAP_ANAPLAN_KEYS = '[{"stream":"s","columns":["a"]}]';
    expect(tap("ENV").config.keys).toEqual([{ stream: "s", columns: ["a"] }]);
    delete env.TAP_ANAPLAN_KEYS;
  });

  it("lets later sources win and takes nulls as absent", () => {
    const first = file('{"username":"ada","locale":"en_GB","password":null}');
    expect(tap(first, '{"username":"bo"}').config).toEqual({ username: "bo", locale: "en_GB" });
  });

  it("reads the environment with texts for numbers and JSON for arrays", () => {
    env.TAP_ANAPLAN_MAX_RETRIES = "3";
    env.TAP_ANAPLAN_METADATA_COLUMNS = "true";
    env.TAP_ANAPLAN_SELECTED_EXPORTS = '["a_b_c"]';
    try {
      expect(tap("ENV").config).toEqual({ max_retries: 3, metadata_columns: true, selected_exports: ["a_b_c"] });
    } finally {
      for (const key of Object.keys(env)) delete env[key];
    }
  });

  it("takes texts from a file, too, as an orchestrator writes them", () => {
    const texts = {
      max_retries: "5",
      metadata_columns: "true",
      poll_interval_seconds: "0.5",
      models: '["a"]',
      keys: "auto",
    };
    expect(tap(file(JSON.stringify(texts))).config).toEqual({
      max_retries: 5,
      metadata_columns: true,
      poll_interval_seconds: 0.5,
      models: ["a"],
      keys: "auto",
    });
    const wrong = { max_retries: "five", metadata_columns: "yes", models: "a" };
    const { message } = failure(() => tap(file(JSON.stringify(wrong))));
    for (const [key, type] of [
      ["max_retries", "integer"],
      ["metadata_columns", "boolean"],
      ["models", "array"],
    ])
      expect(message).toContain(`"${key}" must be ${type}`);
  });

  it("offers the nearest name for an unknown setting", () => {
    const error = failure(() => tap('{"pasword":"x"}'));
    expect(error.code).toBe("CONFIG_KEY_UNKNOWN");
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain('Did you mean "password"?');
  });

  it("names every fault at once and shows no value", () => {
    const error = failure(() => target('{"chunk_size_mb":80,"on_rejected_rows":"s3cret","streams":[{"import":"x"}]}'));
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toContain('"chunk_size_mb" must be <= 50');
    expect(error.message).toContain('"on_rejected_rows" must be equal to one of the allowed values ("fail", "warn")');
    expect(error.message).toContain(`"streams[0]" must have required property 'stream'`);
    expect(error.message).not.toContain("s3cret");
  });

  it("says where text is not JSON without quoting it", () => {
    const error = failure(() => tap(file('{"password":"s3cret",}')));
    expect(error.code).toBe("CONFIG_NOT_JSON");
    expect(error.message).not.toContain("s3cret");
    expect(`${error.stack}${error.cause ?? ""}`).not.toContain("s3cret");
  });

  it("refuses a file that is not there", () => {
    expect(failure(() => tap("/no/such/file.json")).code).toBe("CONFIG_MISSING");
  });

  it("collects the secrets, those inside URLs too", () => {
    const { secrets } = tap('{"password":"pw-1","proxy_url":"http://me:p%40ss@proxy:3128","username":"ada"}');
    expect(secrets).toEqual(expect.arrayContaining(["pw-1", "p%40ss", "p@ss"]));
    expect(secrets).not.toContain("ada");
  });
});
