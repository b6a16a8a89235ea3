import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const CLI = fileURLToPath(new URL("../../../dist/test/emulator/cli.js", import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "emulator-cli-"));
});
afterEach(() => rm(folder, { recursive: true }));

function run(...args: string[]): { child: ChildProcess; errors: () => string } {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr?.on("data", (block) => {
    errors += block;
  });
  return { child, errors: () => errors };
}

test("prints its URL first, the users on stderr, and ends by the signal", async () => {
  const faults = join(folder, "faults.json");
  await writeFile(faults, '[{"fault":"unavailable"}]');
  const { child, errors } = run(
    "--port",
    "0",
    "--model",
    "tiny",
    "--faults",
    faults,
    "--state-dir",
    join(folder, "state"),
  );
  const [line] = (await once(createInterface({ input: child.stdout! }), "line")) as [string];
  expect(line).toMatch(/^Anaplan emulator on http:\/\/127\.0\.0\.1:\d+$/);
  const url = line.slice(line.indexOf("http"));
  expect((await fetch(`${url}/2/0/users/me`)).status).toBe(503);
  expect((await fetch(`${url}/2/0/users/me`)).status).toBe(401);
  expect(errors()).toContain("user ada@example.com");
  child.kill("SIGTERM");
  const [, signal] = await once(child, "exit");
  expect(signal).toBe("SIGTERM");
});

test("an unknown option or file ends with 2 and a word", async () => {
  for (const args of [["--nonsense"], ["--model", join(folder, "missing.json")]]) {
    const { child, errors } = run(...args);
    const [code] = await once(child, "exit");
    expect(code).toBe(2);
    expect(errors()).toContain("emulator: ");
  }
});
