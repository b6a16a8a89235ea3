import { expect, it } from "vitest";
import { type About, formatAbout } from "../../../protocol/about.ts";
import { TARGET_CONFIG_SCHEMA } from "../../../schemas/generated/settings.ts";

const about: About = {
  name: "target-anaplan",
  description: "Writes to Anaplan.",
  version: "1.2.3",
  capabilities: ["about", "validate-records"],
  schema: TARGET_CONFIG_SCHEMA,
  envPrefix: "TARGET_ANAPLAN_",
};

it("prints one JSON object with the settings as a JSON Schema", () => {
  const value = JSON.parse(formatAbout(about, "json"));
  expect(value).toMatchObject({
    name: "target-anaplan",
    version: "1.2.3",
    capabilities: ["about", "validate-records"],
  });
  expect(value.settings.type).toBe("object");
  const { chunk_size_mb, password } = value.settings.properties;
  expect(chunk_size_mb).toMatchObject({ type: "number", maximum: 50, default: 10 });
  expect(password).toMatchObject({ type: "string", secret: true });
});

it.each(["text", "markdown"] as const)("names every setting and capability as %s", (format) => {
  const text = formatAbout(about, format);
  for (const word of [...Object.keys(TARGET_CONFIG_SCHEMA.properties), ...about.capabilities])
    expect(text).toContain(word);
});
