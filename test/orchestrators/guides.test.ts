/** The guides' commands, run as they are written: each `bash` block of a guide in turn, in one shell, in an empty folder. */
import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Emulator } from "../emulator/server.ts";
import { type Ended, foreign, freshFolder, ourBinFolder, root, run, succeed, writeText } from "./support/programs.ts";
import { sample, startSample } from "./support/sample.ts";

const guides = join(root, "catalogs/guides");
let emulator: Emulator;
beforeEach(async () => {
  emulator = await startSample();
});
afterEach(() => emulator.stop());

function blocks(guide: string, language: string): string[] {
  const text = readFileSync(join(guides, guide), "utf8");
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    ([, block]) => block ?? "",
  );
}

/** The only thing that is not as written: the region's addresses are those of the emulator. */
function onEmulator(script: string): string {
  const { url } = emulator;
  return script
    .replace(/"region": "us1"/g, `"api_url": "${url}", "auth_url": "${url}"`)
    .replace(/^( *)region: us1$/gm, `$1api_url: ${url}\n$1auth_url: ${url}`);
}

interface Followed extends Ended {
  folder: string;
}

async function follow(guide: string, programs: Record<string, string>): Promise<Followed> {
  const folder = freshFolder();
  const bin = ourBinFolder(folder);
  // A link would take Python out of its virtual environment.
  for (const [name, path] of Object.entries(programs))
    writeText(join(bin, name), `#!/bin/sh\nexec '${path}' "$@"\n`, 0o755);
  symlinkSync(root, join(folder, "anaplan-connectors"));
  const script = writeText(join(folder, "guide.sh"), onEmulator(blocks(guide, "bash").join("\n")));
  const env = {
    ...(process.env as Record<string, string>),
    PATH: `${bin}:${process.env.PATH}`,
    HOME: folder,
    ANAPLAN_USER: sample.user,
    ANAPLAN_PASSWORD: sample.password,
    MELTANO_SEND_ANONYMOUS_USAGE_STATS: "false",
  };
  const ended = await run("bash", ["-eux", script], { cwd: folder, env });
  expect(ended.code, `${ended.stdout.slice(-3000)}\n${ended.stderr.slice(-6000)}`).toBe(0);
  return { ...ended, folder };
}

/** The guides leave the target's list of states complete: its items bear the same codes as the source's. */
function expectStatesLoaded(): void {
  const codes = (model: string) => emulator.world.listItems(model, "States").map(({ code }) => code);
  expect(codes(sample.target)).toEqual(expect.arrayContaining(codes(sample.source)));
}

it("every guide is linked", () => {
  const files = readdirSync(guides).filter((name) => name !== "README.md");
  const index = readFileSync(join(guides, "README.md"), "utf8");
  for (const name of files) expect(index).toContain(`(${name})`);
  expect(readFileSync(join(root, "README.md"), "utf8")).toContain("catalogs/guides/README.md");
});

describe("the guide to", () => {
  it("the shell", async () => {
    const { folder } = await follow("shell.md", {});
    expectStatesLoaded();
    expect(JSON.parse(readFileSync(join(folder, "state.json"), "utf8"))).toHaveProperty("bookmarks");
    // The second run moved nothing: two exports, two imports in all.
    expect(emulator.journal.find("POST", /\/tasks$/)).toHaveLength(4);
  });

  it("Meltano", async () => {
    await follow("meltano.md", { meltano: foreign("meltano", "meltano") });
    expectStatesLoaded();
    // Its test of the tap has started one export more; the second run moved nothing.
    expect(emulator.journal.find("POST", /imports.*\/tasks$/)).toHaveLength(2);
    expect(emulator.journal.find("POST", /exports.*\/tasks$/)).toHaveLength(3);
  });

  it("PyAirbyte", async () => {
    const { stdout } = await follow("pyairbyte.md", { python: foreign("pyairbyte", "python") });
    expect(stdout).toContain("rows of states: 61");
    expectStatesLoaded();
  });

  it("Airbyte", async () => {
    const { stdout, folder } = await follow("airbyte.md", {});
    expect(stdout).toContain('"destinationStats"');
    expectStatesLoaded();
    // The second sync moved nothing: two exports, two imports in all, and the states come back.
    expect(emulator.journal.find("POST", /\/tasks$/)).toHaveLength(4);
    expect(
      readFileSync(join(folder, "again.jsonl"), "utf8").split('"recordCount":0.0,"rejectedRecordCount"'),
    ).toHaveLength(3);
  });

  it("containers", async () => {
    const docker = join(import.meta.dirname, "scripts/docker-images");
    const { folder } = await follow("containers.md", { docker });
    expect(readFileSync(join(folder, "state.jsonl"), "utf8")).toContain("bookmarks");
    expectStatesLoaded();
    for (const manifest of blocks("containers.md", "yaml")) {
      const parse = "import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin)))";
      const { stdout } = await succeed(foreign("meltano", "python"), ["-c", parse], { input: manifest });
      expect(JSON.parse(stdout)).toMatchObject({ kind: "CronJob" });
    }
  });
});

it("Meltano takes the Hub's definitions of both plugins, with all settings", async () => {
  const folder = freshFolder();
  const env = {
    ...(process.env as Record<string, string>),
    HOME: folder,
    PATH: `${ourBinFolder(folder)}:${process.env.PATH}`,
  };
  writeText(join(folder, "meltano.yml"), "default_environment: dev\nenvironments:\n- name: dev\n");
  for (const name of ["tap-anaplan", "target-anaplan"]) {
    const definition = join(root, `catalogs/meltano-hub/${name}.yml`);
    await succeed(foreign("meltano", "meltano"), ["add", name, "--from-ref", definition, "--no-install"], {
      cwd: folder,
      env,
    });
    const { stdout } = await succeed(foreign("meltano", "meltano"), ["config", "list", name, "--all"], {
      cwd: folder,
      env,
    });
    expect(stdout).toContain("poll_interval_seconds");
  }
});
