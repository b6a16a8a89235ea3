/** `tap-anaplan convert`: from a connection written for Fivetran to a run. */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { tiny } from "../emulator/models/tiny.ts";
import { type Emulator, startEmulator } from "../emulator/server.ts";
import { freshFolder, runBin, writeJson } from "../support/bins.ts";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.stop());

const config = {
  schema: "anaplan",
  auth_mode: "Basic",
  username: tiny.user,
  password: tiny.password,
  region: "Default",
  sync_mode: "SpecificExports",
  selected_exports: [`${tiny.workspace}_${tiny.model}_${tiny.flatExport}`],
};

it("writes a config that runs, and tells of every other key", async () => {
  const folder = freshFolder();
  const connection = writeJson(folder, "connection.json", {
    service: "anaplan",
    group_id: "a_group",
    sync_frequency: 360,
    paused: false,
    proxy_agent_id: "an_agent",
    novelty: true,
    config,
  });
  const output = join(folder, "config.json");
  const run = await runBin("tap-anaplan", ["convert", connection, "--output", output]);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stdout).toBe("");
  for (const key of ["service", "group_id", "sync_frequency", "paused", "proxy_agent_id", "config.schema"])
    expect(run.stderr).toContain(`Belongs to what runs the tap: ${key} – `);
  expect(run.stderr).toContain("Not carried over: novelty");
  expect(run.stderr).not.toContain(tiny.password);
  expect(statSync(output).mode & 0o777).toBe(0o600);
  const { schema: _, ...carried } = config;
  expect(JSON.parse(readFileSync(output, "utf8"))).toEqual(carried);

  const args = [
    "--config",
    output,
    "--config",
    JSON.stringify({ api_url: emulator.url, auth_url: emulator.url }),
    "--discover",
  ];
  const discovered = await runBin("tap-anaplan", args);
  expect(discovered.code, discovered.stderr).toBe(0);
  expect(discovered.stdout).toContain(config.selected_exports[0]);
});

it("prints the config where no file is named, without what Fivetran masks", async () => {
  const data = { id: "an_id", status: {}, config: { ...config, password: "******" } };
  const connection = writeJson(freshFolder(), "connection.json", { code: "Success", data });
  const run = await runBin("tap-anaplan", ["convert", connection]);
  expect(run.code, run.stderr).toBe(0);
  expect(JSON.parse(run.stdout)).not.toHaveProperty("password");
  expect(run.stderr).toContain("To fill in: password – data.config.password is masked");
});

it.each([
  ["not JSON", '{"config": {"password": "half-a-secret', "CONFIG_NOT_JSON"],
  ["another service", '{"service":"salesforce","config":{"username":"u"}}', "CONFIG_INVALID"],
])("refuses what is %s", async (_, text, code) => {
  const path = join(freshFolder(), "connection.json");
  writeFileSync(path, text);
  const run = await runBin("tap-anaplan", ["convert", path]);
  expect([run.code, run.stderr]).toEqual([2, expect.stringContaining(code)]);
  expect(run.stderr).not.toContain("half-a-secret");
});
