import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { flatten, loadAirbyteConfig } from "../../../../protocol/airbyte/config.ts";
import type { Validator } from "../../../../protocol/config.ts";
import { TAP_CONFIG_SCHEMA } from "../../../../schemas/generated/settings.ts";
import type { TapConfig } from "../../../../schemas/generated/types.ts";
import { validateTapConfig } from "../../../../schemas/generated/validators.ts";

describe("flatten", () => {
  it("lifts the credentials out, without nulls", () => {
    const config = { credentials: { auth_mode: "Basic", username: "a", password: null }, region: "eu3", locale: null };
    expect(flatten(config)).toEqual({ auth_mode: "Basic", username: "a", region: "eu3" });
  });

  it("takes what stands twice alike", () => {
    expect(flatten({ credentials: { username: "a" }, username: "a" })).toEqual({ username: "a" });
  });

  it("refuses what stands twice, differently, and never shows the values", () => {
    const config = { credentials: { username: "a", password: "first-password" }, password: "second-password" };
    expect(() => flatten(config)).toThrow(/CONFIG_INVALID.*"password" twice/);
    expect(() => flatten(config)).not.toThrow(/first-password|second-password/);
  });

  it.each([[[]], ["x"], [7]])("refuses credentials that are %j", (credentials) => {
    expect(() => flatten({ credentials })).toThrow(/CONFIG_INVALID/);
  });
});

function load(config: object) {
  const path = join(mkdtempSync(join(tmpdir(), "airbyte-config-")), "config.json");
  writeFileSync(path, JSON.stringify(config));
  const warnings: string[] = [];
  const validate = validateTapConfig as unknown as Validator;
  const log = { warn: (text: string) => warnings.push(text) };
  return { ...loadAirbyteConfig<TapConfig>({ path, schema: TAP_CONFIG_SCHEMA, validate }, log), warnings };
}

describe("loadAirbyteConfig", () => {
  it("turns texts into what the schema wants, finds the secrets, warns of strange keys", () => {
    const credentials = { username: "a", password: "my-password" };
    const { config, secrets, warnings } = load({
      credentials,
      max_retries: "5",
      metadata_columns: "true",
      modles: ["x"],
    });
    expect(config).toMatchObject({ max_retries: 5, metadata_columns: true, password: "my-password" });
    expect(config).not.toHaveProperty("modles");
    expect(secrets).toContain("my-password");
    expect(warnings).toEqual([expect.stringContaining('"models"')]);
  });

  it("puts a new refresh token where the old one stood", () => {
    const nested = load({ credentials: { auth_mode: "OAuth2", client_id: "c", refresh_token: "old" }, region: "eu3" });
    expect(nested.withRefreshToken("new")).toEqual({
      credentials: { auth_mode: "OAuth2", client_id: "c", refresh_token: "new" },
      region: "eu3",
    });
    const flat = load({ auth_mode: "OAuth2", client_id: "c", refresh_token: "old" });
    expect(flat.withRefreshToken("new")).toEqual({ auth_mode: "OAuth2", client_id: "c", refresh_token: "new" });
  });
});
