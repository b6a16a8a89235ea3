/** The npm package: what is in it, and that it installs globally in an empty folder and runs there. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, run, succeed } from "./support/programs.ts";

interface Packed {
  filename: string;
  size: number;
  unpackedSize: number;
  files: { path: string }[];
}

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const folder = mkdtempSync(join(tmpdir(), "anaplan-package-"));
const prefix = join(folder, "global");
/** npm reaches its registry as this machine is set up to. */
const env = { ...(process.env as Record<string, string>), npm_config_update_notifier: "false" };
let packed: Packed;

beforeAll(async () => {
  const { stdout } = await succeed("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: root,
    env,
  });
  [packed] = JSON.parse(stdout.slice(stdout.indexOf("["))) as [Packed];
  const args = ["install", "--global", "--prefix", prefix, join(folder, packed.filename)];
  await succeed("npm", args, { cwd: folder, env });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the package", () => {
  it("holds the programs with their types, schemas, catalogs and guides, and no tests or sources", () => {
    const paths = packed.files.map(({ path }) => path);
    for (const path of Object.values<string>(manifest.bin)) expect(paths).toContain(path);
    for (const path of [
      "dist/tap/events.d.ts",
      "schemas/tap-config.schema.json",
      "README.md",
      "LICENSE",
      "CHANGELOG.md",
    ]) {
      expect(paths).toContain(path);
    }
    expect(paths.filter((path) => path.startsWith("catalogs/guides/")).length).toBeGreaterThan(3);
    const stray = paths.filter(
      (path) =>
        /(^|\/)test\//.test(path) ||
        (path.endsWith(".ts") && !path.endsWith(".d.ts")) ||
        path.includes("dist/schemas/generate."),
    );
    expect(stray).toEqual([]);
    expect(packed.size).toBeLessThan(2_000_000);
  });

  it("names no dependency that it does not load", () => {
    const code = packed.files
      .filter(({ path }) => path.endsWith(".js"))
      .map(({ path }) => readFileSync(join(root, path), "utf8"))
      .join("\n");
    const isLoaded = (name: string) => new RegExp(`["']${name}(/|["'])`).test(code);
    expect(Object.keys(manifest.dependencies).filter((name) => !isLoaded(name))).toEqual([]);
  });
});

describe("installed globally in an empty folder", () => {
  const bin = (name: string) => join(prefix, "bin", name);

  it.each(Object.keys(manifest.bin))("%s runs", async (name) => {
    expect(existsSync(bin(name))).toBe(true);
    const { stdout } = await succeed(bin(name), ["--version"]);
    expect(stdout.trim()).toBe(`${name} ${manifest.version}`);
    expect((await succeed(bin(name), ["--help"])).stdout).toContain(name);
  });

  it.each(["tap-anaplan", "target-anaplan"])("%s tells about itself as Meltano's SDK does", async (name) => {
    const { stdout } = await succeed(bin(name), ["--about", "--format=json"]);
    const about = JSON.parse(stdout);
    expect(about).toMatchObject({ name, version: manifest.version, settings: { type: "object" } });
    expect(about.capabilities).toContain("about");
  });

  it.each(["source-anaplan", "destination-anaplan"])("%s prints its spec", async (name) => {
    expect(JSON.parse((await succeed(bin(name), ["spec"])).stdout)).toMatchObject({ type: "SPEC" });
  });

  it("says what a config lacks, with exit code 2", async () => {
    expect((await run(bin("tap-anaplan"), ["--config", "{}", "--discover"])).code).toBe(2);
  });
});
