/** The standard tests of Airbyte's CDK, which judge a connector by what its image prints. */
import { copyFileSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Emulator } from "../emulator/server.ts";
import { type Ended, foreign, freshFolder, ourBinFolder, root, run, writeJson, writeText } from "./support/programs.ts";
import { airbyteConfig, startSample, tapSettings, targetSettings } from "./support/sample.ts";

interface Released {
  dockerImageTag: string;
  spec: { connectionSpecification: { properties: Record<string, object> } };
}

/** What the last release printed, in the form of Airbyte's registry. */
function released(name: string): Released {
  return JSON.parse(readFileSync(join(import.meta.dirname, "released", `${name}.json`), "utf8"));
}

/** Airbyte's registry, which has `entries` in its listing of open connectors. */
async function startRegistry(entries: Record<string, Released>): Promise<Server> {
  const server = createServer(({ url = "" }, response) => {
    const [, name = "", mode] = /([^/]+)\/latest\/(\w+)\.json$/.exec(url) ?? [];
    const entry = mode === "oss" ? entries[name] : undefined;
    response.statusCode = entry === undefined ? 404 : 200;
    response.end(JSON.stringify(entry ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

let emulator: Emulator;
let registry: Server;
beforeAll(async () => {
  emulator = await startSample();
  const names = ["source-anaplan", "destination-anaplan"];
  registry = await startRegistry(Object.fromEntries(names.map((name) => [name, released(name)])));
});
afterAll(async () => {
  registry.close();
  await emulator.stop();
});

const suite = `
from airbyte_cdk.test.standard_tests.docker_base import DockerConnectorTestSuite


class TestConnector(DockerConnectorTestSuite):
    pass
`;
const hooks = `
import os

from airbyte_cdk.test.standard_tests import _spec_compatibility

pytest_plugins = ["airbyte_cdk.test.standard_tests.pytest_hooks"]
_spec_compatibility.REGISTRY_ENTRY_URL_TEMPLATE = os.environ["REGISTRY_ENTRY_URL_TEMPLATE"]
`;

/** A connector's folder as the tests want it: listing material, configs and what each of them is expected to do. */
function connectorFolder(name: string, good: object, sections: readonly string[]): string {
  const folder = join(freshFolder(), name);
  mkdirSync(folder);
  copyFileSync(join(root, "catalogs/airbyte", name, "metadata.yaml"), join(folder, "metadata.yaml"));
  writeJson(join(folder, "secrets/config.json"), good);
  writeJson(join(folder, "secrets/wrong.json"), {
    ...good,
    credentials: { ...credentialsOf(good), password: "wrong-password-1" },
  });
  const tests = { tests: [{ config_path: "secrets/config.json", status: "succeed" }] };
  const connection = { tests: [...tests.tests, { config_path: "secrets/wrong.json", status: "failed" }] };
  const plain = { tests: [{ config_path: "secrets/config.json" }] };
  const chosen = sections.map((section) => [section, section === "connection" ? connection : plain]);
  const config = { connector_image: `${name}:dev`, acceptance_tests: Object.fromEntries(chosen) };
  writeJson(join(folder, "acceptance-test-config.yml"), config);
  writeText(join(folder, "tests/conftest.py"), hooks);
  writeText(join(folder, "tests/test_standard.py"), suite);
  return folder;
}

function credentialsOf(config: object): object {
  return (config as { credentials: object }).credentials;
}

/** A config that is wrong on purpose is for `check` alone, and a destination has nothing to discover or to read. */
const NOT_MEANT = /does not run for scenario 'wrong'|Skipping (discover|read) test for destination connector/;

/** Fails with what pytest said, and where a test was skipped that need not be. */
async function passStandardTests(name: string, folder: string): Promise<void> {
  const { stdout, stderr, code } = await standardTests(name, folder, registry);
  expect(code, stdout + stderr).toBe(0);
  expect(stdout).toMatch(/\d+ passed/);
  const skipped = stdout.split("\n").filter((line) => line.startsWith("SKIPPED"));
  expect(skipped.filter((line) => !NOT_MEANT.test(line))).toEqual([]);
}

function standardTests(name: string, folder: string, from: Server, more: readonly string[] = []): Promise<Ended> {
  const bin = ourBinFolder(folder);
  symlinkSync(join(import.meta.dirname, "scripts/docker"), join(bin, "docker"));
  const args = ["-m", "pytest", "tests", "-rs", "--read-from-streams=all", `--connector-image=${name}:dev`, ...more];
  const { port } = from.address() as AddressInfo;
  const REGISTRY_ENTRY_URL_TEMPLATE = `http://127.0.0.1:${port}/{docker_repository}/{version}/{registry}.json`;
  const env = { PATH: `${bin}:${process.env.PATH}`, REGISTRY_ENTRY_URL_TEMPLATE };
  return run(foreign("airbyte-cdk", "python"), args, { cwd: folder, env });
}

it("source-anaplan passes", async () => {
  const config = airbyteConfig({ ...tapSettings(emulator), discover: ["exports"] });
  const folder = connectorFolder("source-anaplan", config, ["spec", "connection", "discovery", "basic_read"]);
  await passStandardTests("source-anaplan", folder);
});

it("destination-anaplan passes", async () => {
  const config = airbyteConfig(targetSettings(emulator, "/tmp"));
  const folder = connectorFolder("destination-anaplan", config, ["spec", "connection"]);
  await passStandardTests("destination-anaplan", folder);
});

describe("the comparison with the last release", () => {
  it("finds a setting that is gone", async () => {
    const name = "source-anaplan";
    const last = released(name);
    last.spec.connectionSpecification.properties.gone = { type: "string", title: "Gone" };
    const other = await startRegistry({ [name]: last });
    try {
      const folder = connectorFolder(name, airbyteConfig(tapSettings(emulator)), ["spec"]);
      const { code, stdout } = await standardTests(name, folder, other, ["-k", "backward_compatibility"]);
      expect(code).toBe(1);
      expect(stdout).toContain("connectionSpecification.properties.gone` was removed");
    } finally {
      other.close();
    }
  });
});
