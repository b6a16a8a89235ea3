import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { connectorSpec } from "../../../../protocol/airbyte/spec.ts";
import { TAP_CONFIG_SCHEMA, TARGET_CONFIG_SCHEMA } from "../../../../schemas/generated/settings.ts";
import type { ConfigSchema } from "../../../../schemas/setting.ts";

interface Form {
  type?: string;
  title?: string;
  description?: string;
  order?: number;
  group?: string;
  airbyte_secret?: boolean;
  properties?: Record<string, Form>;
  required?: string[];
  oneOf?: Form[];
  const?: string;
}

const formOf = (schema: ConfigSchema) =>
  connectorSpec({ title: "Anaplan", schema, ownGroup: "Own" }).connectionSpecification as unknown as Form & {
    groups: { id: string }[];
  };
const cases = [
  ["tap", TAP_CONFIG_SCHEMA],
  ["target", TARGET_CONFIG_SCHEMA],
] as const;

describe.each(cases)("the form of the %s", (_, schema) => {
  const form = formOf(schema);
  const properties = Object.entries(form.properties ?? {});
  const variants = form.properties?.credentials?.oneOf ?? [];

  it("holds every setting once: credentials below their sign-in, all others beside", () => {
    const inside = new Set(variants.flatMap(({ properties: own }) => Object.keys(own ?? {})));
    const beside = properties.map(([key]) => key).filter((key) => key !== "credentials");
    const wanted = Object.entries(schema.properties).filter(([, { singer_only }]) => !singer_only);
    expect([...inside, ...beside].sort()).toEqual(wanted.map(([key]) => key).sort());
  });

  it("has a variant for each sign-in, told apart by one constant that is required", () => {
    expect(variants.map(({ properties: own }) => own?.auth_mode?.const)).toEqual(["Basic", "Certificate", "OAuth2"]);
    for (const { required } of variants) expect(required).toContain("auth_mode");
  });

  it("gives everything a title, a description, an order and a group of the form", () => {
    const groups = form.groups.map(({ id }) => id);
    for (const [key, { title, description, order, group }] of properties) {
      expect([title, description, order, group].includes(undefined), key).toBe(false);
      expect(groups).toContain(group);
    }
    const orders = properties.map(([, { order }]) => order);
    expect(new Set(orders).size).toBe(orders.length);
  });

  it("marks secrets, and only texts", () => {
    const all = [...properties, ...variants.flatMap(({ properties: own }) => Object.entries(own ?? {}))];
    const secret = all.filter(([, { airbyte_secret }]) => airbyte_secret).map(([key]) => key);
    expect(secret.sort()).toEqual(
      [
        "certificate",
        "client_secret",
        "password",
        "private_key",
        "private_key_passphrase",
        "proxy_url",
        "refresh_token",
      ].filter((key) => schema.properties[key]?.airbyte_secret),
    );
    expect(secret.length).toBeGreaterThan(5);
    expect(form.properties?.credentials?.airbyte_secret).toBeUndefined();
    for (const [key, { airbyte_secret, type }] of all) if (airbyte_secret) expect(type, key).toBe("string");
  });

  it("needs no references and one type each, and is a valid draft-07 schema", () => {
    const text = JSON.stringify(form);
    expect(text).not.toContain("$ref");
    for (const word of ["anyOf", "allOf"]) expect(text).not.toContain(`"${word}"`);
    for (const [key, { type }] of properties) expect(typeof type, key).toBe("string");
    expect(new Ajv({ strict: false, validateFormats: false }).validateSchema(form)).toBe(true);
  });
});

it("names a protocol version that platforms take", () => {
  const spec = connectorSpec({ title: "x", schema: TAP_CONFIG_SCHEMA, ownGroup: "y" });
  expect(spec.protocol_version).toBe("0.2.0");
  expect(URL.canParse(spec.documentationUrl)).toBe(true);
});

it("knows the sign-in of every credential of the schema", () => {
  const path = new URL("../../../../schemas/auth.schema.json", import.meta.url);
  const { properties } = JSON.parse(readFileSync(path, "utf8")) as { properties: Record<string, { sign_in?: string }> };
  for (const [key, { sign_in }] of Object.entries(properties))
    expect(sign_in === undefined, key).toBe(key === "auth_mode");
});
