import { describe, expect, it } from "vitest";
import { ConnectorError } from "../../../../protocol/errors.ts";
import { type CommandLine, parseArgs } from "../../../../protocol/singer/args.ts";
import { TAP_CONFIG_SCHEMA } from "../../../../schemas/generated/settings.ts";

const commandLine: CommandLine = {
  program: "tap-anaplan",
  description: "Reads Anaplan.",
  schema: TAP_CONFIG_SCHEMA,
  options: { discover: { type: "boolean" }, catalog: { type: "string", alias: "properties", requiresArg: true } },
  verbs: [{ usage: "list <kind>", description: "Lists things" }],
};
const parse = (...argv: string[]) => parseArgs(argv, commandLine);

describe("parseArgs", () => {
  it("keeps repeated configs in order, before and after a verb", async () => {
    expect(await parse("--config", "a", "--config=b", "--discover")).toMatchObject({ kind: "run", config: ["a", "b"] });
    expect(await parse("--config", "a", "list", "models")).toMatchObject({
      kind: "verb",
      verb: "list",
      config: ["a"],
      values: { kind: "models" },
    });
  });

  it("takes --properties for --catalog", async () => {
    expect(await parse("--config", "a", "--properties", "k.json")).toMatchObject({ values: { catalog: "k.json" } });
  });

  it("refuses what it does not know", async () => {
    for (const argv of [["--discovr"], ["--config"], ["--catalog"], ["dance"]]) {
      const error = await parse(...argv).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ConnectorError);
      expect((error as ConnectorError).code).toBe("ARGUMENT_INVALID");
    }
  });

  it("explains every setting in its help", async () => {
    const request = await parse("--help");
    if (request.kind !== "help") throw new Error(request.kind);
    for (const key of Object.keys(TAP_CONFIG_SCHEMA.properties)) expect(request.text).toContain(`  ${key}`);
  });

  it("answers --version and --about", async () => {
    expect(await parse("--version")).toEqual({ kind: "version" });
    expect(await parse("--version", "--verbose")).toEqual({ kind: "version" });
    expect(await parse("--about", "--format", "json")).toEqual({ kind: "about", format: "json" });
    expect(await parse("--about")).toEqual({ kind: "about", format: "text" });
  });
});
