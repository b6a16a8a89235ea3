/** The programs we are compared with, from PyPI, each in a virtual environment of its own under `.cache`. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { benchFolder, cacheFolder } from "./places.ts";

export const packages = {
  "singer-python": "singer-python==6.8.0",
  duckdb: "duckdb==2.0.0",
  "meltanolabs-target-csv": "meltanolabs-target-csv==0.5.0",
  "anaplan-sdk": "anaplan-sdk==0.5.22",
  "airbyte-cdk": "airbyte-cdk[file-based]==7.39.1",
} as const;
export type Peer = keyof typeof packages;

/** Small enough to be installed by every CI run. */
export const lightPeers: readonly Peer[] = ["singer-python", "duckdb"];

export interface Peers {
  has(peer: Peer): boolean;
  /** Path of a program of the peer's environment. */
  program(peer: Peer, name: string): string;
}

export function peerScript(name: string): string {
  return join(benchFolder, "peers", name);
}

/** A peer that cannot be installed is told and left out. */
export async function installPeers(wanted: readonly Peer[], tell: (line: string) => void): Promise<Peers> {
  const installed = new Set<Peer>();
  for (const peer of wanted) {
    try {
      await install(peer, tell);
      installed.add(peer);
    } catch (error) {
      tell(`${peer} is left out, it cannot be installed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { has: (peer) => installed.has(peer), program: (peer, name) => join(cacheFolder(peer), "bin", name) };
}

async function install(peer: Peer, tell: (line: string) => void): Promise<void> {
  const folder = cacheFolder(peer);
  const done = join(folder, "installed.txt");
  if (existsSync(done) && readFileSync(done, "utf8") === packages[peer]) return;
  tell(`installing ${packages[peer]}`);
  const run = promisify(execFile);
  await run("python3", ["-m", "venv", "--clear", folder]);
  await run(join(folder, "bin/python"), ["-m", "pip", "install", "--quiet", packages[peer]]);
  writeFileSync(done, packages[peer]);
}
