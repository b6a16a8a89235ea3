/** Wrong files on the Airbyte command line: one TRACE ERROR that names the file and the fault, and nothing is done. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ofType, runAirbyte, traces } from "../support/airbyte.ts";
import { catalogFile, destinationConfig, type Side, sourceConfig } from "../support/airbyte-pair.ts";
import { freshFolder } from "../support/bins.ts";
import { pair, startPair } from "../support/pair.ts";

interface Files {
  config: string;
  catalog: string;
  state?: string;
}

interface Case {
  files(one: Side): Partial<Files>;
  /** Of the state, which a destination does not get. */
  isOfSource?: true;
  says: RegExp;
}

const nowhere = "/nowhere.json";
const file = ({ folder }: Side, text: string) => {
  const path = join(folder, "wrong.json");
  writeFileSync(path, text);
  return path;
};
const both = {
  credentials: { auth_mode: "Basic", username: pair.user, password: pair.password },
  username: "b@example.com",
};

const cases: Record<string, Case> = {
  "a config that is not there": { files: () => ({ config: nowhere }), says: /^CONFIG_MISSING: .*nowhere\.json/ },
  "a config that is not JSON": {
    files: (one) => ({ config: file(one, '{"credentials":') }),
    says: /^CONFIG_NOT_JSON: .*wrong\.json/,
  },
  "credentials that are a text": {
    files: (one) => ({ config: file(one, '{"credentials":"secret-text-1"}') }),
    says: /^CONFIG_INVALID: "credentials" must be an object/,
  },
  "credentials both flat and nested": {
    files: (one) => ({ config: file(one, JSON.stringify(both)) }),
    says: /^CONFIG_INVALID: .*"username" twice/,
  },
  "credentials that lack a part": {
    files: (one) => ({ config: file(one, JSON.stringify({ credentials: { auth_mode: "Basic", username: "a" } })) }),
    says: /^CONFIG_INVALID: .*"?password"?/,
  },
  "an unknown way to sign in": {
    files: (one) => ({ config: file(one, JSON.stringify({ credentials: { auth_mode: "Magic" } })) }),
    says: /^CONFIG_INVALID: .*auth_mode/,
  },
  "a catalog that is not there": { files: () => ({ catalog: nowhere }), says: /^CATALOG_INVALID: .*nowhere\.json/ },
  "a catalog that is not JSON": {
    files: (one) => ({ catalog: file(one, "streams") }),
    says: /^CATALOG_INVALID: .*wrong\.json is not JSON/,
  },
  "a catalog of another kind": {
    files: (one) => ({ catalog: file(one, '{"streams":[{"name":"s"}]}') }),
    says: /^CATALOG_INVALID: .*wrong\.json is no configured catalog/,
  },
  "a catalog with a stream twice": {
    files: (one) => ({ catalog: catalogFile(one, {}, {}) }),
    says: new RegExp(`^CATALOG_INVALID: .*"${pair.stream}" twice`),
  },
  "a state that is not there": {
    files: () => ({ state: nowhere }),
    isOfSource: true,
    says: /^STATE_INVALID: .*nowhere\.json/,
  },
  "a state that is not JSON": {
    files: (one) => ({ state: file(one, "{") }),
    isOfSource: true,
    says: /^STATE_INVALID: .*wrong\.json is not JSON/,
  },
};

async function side(): Promise<Side> {
  const emulator = await startPair({ rows: 1 });
  onTestFinished(() => emulator.stop());
  return { folder: freshFolder(), emulator };
}

for (const [bin, verb] of [
  ["source-anaplan", "read"],
  ["destination-anaplan", "write"],
] as const) {
  const fitting = Object.entries(cases).filter(([, { isOfSource }]) => isOfSource !== true || verb === "read");
  it.each(fitting)(`${bin} ${verb}: %s`, async (_, { files, says }) => {
    const one = await side();
    const good = { config: verb === "read" ? sourceConfig(one) : destinationConfig(one), catalog: catalogFile(one) };
    const { config, catalog, state } = { ...good, ...files(one) } as Files;
    const args = [verb, "--config", config, "--catalog", catalog, ...(state === undefined ? [] : ["--state", state])];
    const { code, messages } = await runAirbyte(bin, args);
    expect(code).toBe(2);
    const errors = traces(messages, "ERROR").map(
      ({ error }) => error as { failure_type: string; internal_message: string; message: string },
    );
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ failure_type: "config_error", internal_message: expect.stringMatching(says) });
    // People read a sentence, not a code.
    expect(errors[0]?.message).not.toMatch(/^[A-Z_]+:/);
    expect(errors[0]?.message).toMatch(/Next: /);
    expect(ofType(messages, "RECORD").concat(ofType(messages, "STATE"))).toEqual([]);
    expect(one.emulator.journal.find("POST", /\/tasks$/)).toEqual([]);
  });

  it.each(fitting.filter(([name]) => name.includes("config") || name.startsWith("credentials")))(
    `${bin} check: %s`,
    async (_, { files }) => {
      const one = await side();
      const { config = "" } = files(one);
      const { code, messages } = await runAirbyte(bin, ["check", "--config", config]);
      expect(code).toBe(0);
      const answers = ofType(messages, "CONNECTION_STATUS");
      expect(answers).toMatchObject([
        { connectionStatus: { status: "FAILED", message: expect.stringContaining("Next: ") } },
      ]);
    },
  );
}
