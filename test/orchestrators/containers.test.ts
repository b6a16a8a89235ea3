/** The four images: built without a daemon, run as non-root on a read-only root against the emulator. */
import { spawn } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Emulator } from "../emulator/server.ts";
import { freshFolder, jsonLines, root, run, succeed, writeJson } from "./support/programs.ts";
import { airbyteConfig, sample, singerConfig, startSample, tapSettings, targetSettings } from "./support/sample.ts";

const images = join(import.meta.dirname, "scripts/images.sh");
const targets = ["tap", "target", "source", "destination"] as const;
const version = String(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
const sizes = new Map<string, { whole: number; base: number }>();
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startSample();
  for (const target of targets) {
    const { stdout } = await succeed(images, ["build", target], { env: { HOME: process.env.HOME ?? "/root" } });
    const [whole = 0, base = 0] = stdout.trim().split(" ").map(Number);
    sizes.set(target, { whole, base });
  }
}, 600_000);
afterAll(() => emulator.stop());

const oneExport = { discover: ["exports"], sync_mode: "SpecificExports" };
const selected_exports = [`${sample.workspace}_${sample.source}_${sample.exports.states}`];
const tapConfig = () => ({ ...tapSettings(emulator), ...oneExport, selected_exports });
const targetConfig = () => ({
  ...targetSettings(emulator, "/tmp"),
  streams: [{ stream: "demo_source__states", import: "states" }],
});

/** A folder that the image's user can read. */
function configFolder(files: Record<string, object>): string {
  const folder = freshFolder();
  chmodSync(folder, 0o755);
  for (const [name, value] of Object.entries(files)) chmodSync(writeJson(join(folder, name), value), 0o644);
  return folder;
}

function inImage(target: string, folder: string, args: readonly string[], input = "") {
  return succeed(images, ["run", target, "-v", `${folder}:/config`, ...args], { input });
}

describe.each(targets)("the image %s", (target) => {
  it("runs as uid 1000 on a read-only root", async () => {
    const { stdout } = await succeed(images, ["run", target, "--entrypoint", "id", "-u"]);
    expect(stdout.trim()).toBe("1000");
    const written = await run(images, ["run", target, "--entrypoint", "touch", "/app/file"]);
    expect(written.stderr).toContain("Read-only file system");
    expect((await run(images, ["run", target, "--entrypoint", "touch", "file"])).code).toBe(0);
  });

  it("adds less than 200 MB to its base, and no sources, tests or development packages", async () => {
    const { whole = 0, base = 0 } = sizes.get(target) ?? {};
    expect(base).toBeGreaterThan(50_000_000);
    expect(whole - base).toBeGreaterThan(0);
    expect(whole - base).toBeLessThan(200_000_000);
    const listing = [
      "run",
      target,
      "--entrypoint",
      "find",
      "/app",
      "-name",
      "*.ts",
      "-not",
      "-path",
      "*/node_modules/*",
    ];
    expect((await succeed(images, listing)).stdout).toBe("");
    for (const absent of ["dist/test", "node_modules/typescript", "node_modules/vitest"]) {
      expect((await run(images, ["run", target, "--entrypoint", "ls", `/app/${absent}`])).code).not.toBe(0);
    }
  });

  it("bears the package's version", async () => {
    const { OCIv1 } = JSON.parse((await succeed(images, ["inspect", target])).stdout);
    const { Labels, Env, Entrypoint } = OCIv1.config as {
      Labels: Record<string, string>;
      Env: string[];
      Entrypoint: string[];
    };
    expect(Labels["org.opencontainers.image.version"]).toBe(version);
    if (target === "source" || target === "destination") {
      expect(Labels).toMatchObject({
        "io.airbyte.version": version,
        "io.airbyte.name": expect.stringContaining(`${target}-anaplan`),
      });
      expect(Env).toContain(`AIRBYTE_ENTRYPOINT=${Entrypoint.join(" ")}`);
    }
  });
});

describe("the programs in them", () => {
  it("move rows by Singer", async () => {
    const folder = configFolder({ "tap.json": singerConfig(tapConfig()), "target.json": singerConfig(targetConfig()) });
    const { stdout } = await inImage("tap", folder, ["--config", "/config/tap.json"]);
    expect(stdout.split("\n").filter((line) => line.startsWith('{"type":"RECORD"'))).toHaveLength(61);
    const loaded = await inImage("target", folder, ["--config", "/config/target.json"], stdout);
    expect(JSON.parse(loaded.stdout.trim().split("\n").at(-1) ?? "")).toHaveProperty("bookmarks");
  });

  it("move rows by Airbyte", async () => {
    const files = { "source.json": airbyteConfig(tapConfig()), "destination.json": airbyteConfig(targetConfig()) };
    const folder = configFolder(files);
    const check = await inImage("source", folder, ["check", "--config", "/config/source.json"]);
    expect(check.stdout).toContain('"SUCCEEDED"');
    const discovered = await inImage("source", folder, ["discover", "--config", "/config/source.json"]);
    const { catalog } = jsonLines<{ type: string; catalog: { streams: object[] } }>(discovered.stdout).find(
      ({ type }) => type === "CATALOG",
    )!;
    const streams = catalog.streams.map((stream) => ({
      stream,
      sync_mode: "full_refresh",
      destination_sync_mode: "append",
    }));
    chmodSync(writeJson(join(folder, "catalog.json"), { streams }), 0o644);
    const catalogArgs = ["--catalog", "/config/catalog.json"];
    const read = await inImage("source", folder, ["read", "--config", "/config/source.json", ...catalogArgs]);
    const written = await inImage(
      "destination",
      folder,
      ["write", "--config", "/config/destination.json", ...catalogArgs],
      read.stdout,
    );
    expect(written.stdout).toContain('"destinationStats":{"recordCount":61.0,"rejectedRecordCount":0.0}');
  });

  it.each(["source", "destination"] as const)(
    "%s answers the way that Airbyte's platform starts it",
    async (target) => {
      const platform = `
      for tool in sh kill sleep mv; do command -v $tool >/dev/null || exit 1; done
      mkdir work && cd work && eval "$AIRBYTE_ENTRYPOINT spec"`;
      const { stdout } = await succeed(images, ["run", target, "--entrypoint", "sh", "-c", platform]);
      expect(JSON.parse(stdout)).toMatchObject({ type: "SPEC" });
    },
  );

  it("are the first process of their container", async () => {
    const { stdout } = await succeed(images, ["run", "tap", "--entrypoint", "sh", "-c", "echo $$"]);
    expect(stdout.trim()).toBe("1");
  });
});

/** The kernel does not end the first process of a container by its own signal: it must leave by itself, as by the signal. */
describe("SIGTERM to the first process", () => {
  const TERMINATED = 128 + 15;
  const state = { type: "STREAM", stream: { stream_descriptor: { name: "s" }, stream_state: { a: 1 } } };

  async function terminated(target: string, folder: string, args: readonly string[], input: string, isUp: RegExp) {
    const child = spawn(images, ["run", target, "-v", `${folder}:/config`, ...args]);
    let said = "";
    const ended = new Promise((resolve) => child.on("close", (code, signal) => resolve(signal ?? code)));
    const up = new Promise<void>((resolve) => {
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (bytes: Buffer) => {
          said += bytes.toString();
          if (isUp.test(said)) resolve();
        });
    });
    child.stdin.write(input);
    await Promise.race([up, ended]);
    child.kill("SIGTERM");
    expect(await ended, said).toBe(TERMINATED);
    return said;
  }

  it("ends target and destination, which wait for input; their STATE is out", async () => {
    const catalog = {
      streams: [{ stream: { name: "s" }, sync_mode: "full_refresh", destination_sync_mode: "append" }],
    };
    const folder = configFolder({
      "target.json": singerConfig(targetConfig()),
      "destination.json": airbyteConfig(targetConfig()),
      "catalog.json": catalog,
    });
    const singer = `${JSON.stringify({ type: "STATE", value: { bookmarks: {} } })}\n`;
    await terminated("target", folder, ["--config", "/config/target.json"], singer, /"bookmarks"/);
    const args = ["write", "--config", "/config/destination.json", "--catalog", "/config/catalog.json"];
    const airbyte = `${JSON.stringify({ type: "STATE", state })}\n`;
    await terminated("destination", folder, args, airbyte, /"destinationStats"/);
  });

  it("ends tap and source, whose export runs, and cancels the export", async () => {
    const name = "demo_source__states";
    const catalog = { streams: [{ stream: { name }, sync_mode: "full_refresh", destination_sync_mode: "append" }] };
    const folder = configFolder({
      "tap.json": singerConfig({ ...tapConfig(), run_exports: "always" }),
      "source.json": airbyteConfig({ ...tapConfig(), run_exports: "always" }),
      "catalog.json": catalog,
    });
    emulator.faults.add({ fault: "task-slow", delayMs: 3_600_000, times: 0 });
    try {
      await terminated("tap", folder, ["--config", "/config/tap.json"], "", /Task started/);
      const args = ["read", "--config", "/config/source.json", "--catalog", "/config/catalog.json"];
      const said = await terminated("source", folder, args, "", /Task started/);
      expect(said).toContain('"INCOMPLETE"');
      expect(emulator.journal.find("DELETE", /\/tasks\//)).toHaveLength(2);
    } finally {
      emulator.faults.clear();
    }
  });
});
