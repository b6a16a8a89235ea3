/** The standard tests of Airbyte's CDK, which judge a connector by what its image prints. */
import { copyFileSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Emulator } from "../emulator/server.ts";
import { foreign, freshFolder, ourBinFolder, root, run, writeJson, writeText } from "./support/programs.ts";
import { airbyteConfig, startSample, tapSettings, targetSettings } from "./support/sample.ts";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startSample();
});
afterAll(() => emulator.stop());

const suite = `
from airbyte_cdk.test.standard_tests.docker_base import DockerConnectorTestSuite


class TestConnector(DockerConnectorTestSuite):
    pass
`;
const hooks = `pytest_plugins = ["airbyte_cdk.test.standard_tests.pytest_hooks"]\n`;

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

async function standardTests(name: string, folder: string): Promise<string> {
  const bin = ourBinFolder(folder);
  symlinkSync(join(import.meta.dirname, "scripts/docker"), join(bin, "docker"));
  const args = ["-m", "pytest", "tests", "-rs", "--read-from-streams=all", `--connector-image=${name}:dev`];
  const { stdout, stderr, code } = await run(foreign("airbyte-cdk", "python"), args, {
    cwd: folder,
    env: { PATH: `${bin}:${process.env.PATH}` },
  });
  expect(code, stdout + stderr).toBe(0);
  return stdout;
}

it("source-anaplan passes", async () => {
  const config = airbyteConfig({ ...tapSettings(emulator), discover: ["exports"] });
  const folder = connectorFolder("source-anaplan", config, ["spec", "connection", "discovery", "basic_read"]);
  expect(await standardTests("source-anaplan", folder)).toMatch(/\d+ passed/);
});

it("destination-anaplan passes", async () => {
  const config = airbyteConfig(targetSettings(emulator, "/tmp"));
  const folder = connectorFolder("destination-anaplan", config, ["spec", "connection"]);
  expect(await standardTests("destination-anaplan", folder)).toMatch(/\d+ passed/);
});
