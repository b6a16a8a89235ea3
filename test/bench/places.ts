/** Where things lie: the project, the programs that are measured, the cache between runs, scratch of this run. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** This file runs from dist/test/bench. */
export const projectFolder = join(import.meta.dirname, "../../..");
export const benchFolder = join(projectFolder, "test/bench");
const builtFolder = join(projectFolder, "dist");

export const programs = {
  tap: join(builtFolder, "tap/singer.js"),
  target: join(builtFolder, "target/singer.js"),
  source: join(builtFolder, "tap/airbyte.js"),
  destination: join(builtFolder, "target/airbyte.js"),
  upload: join(builtFolder, "test/bench/upload.js"),
  emulator: join(builtFolder, "test/emulator/cli.js"),
} as const;

/** Modules for `node --import`. */
export const variantsFolder = join(builtFolder, "test/bench/variants");

/** Peers and inputs, kept between runs. */
export function cacheFolder(name: string): string {
  const folder = join(projectFolder, ".cache", `bench-${name}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

let folder: string | undefined;

/** Goes away with this process. */
export function scratch(): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), "anaplan-bench-"));
    process.once("exit", () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return folder;
}
