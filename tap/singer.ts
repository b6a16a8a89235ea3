#!/usr/bin/env node
/** tap-anaplan: the tap in Singer's words. Loads the rest on demand: `--version` answers at once. */
import { existsSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Io, runProgram } from "../protocol/program.ts";
import { packageVersion } from "../protocol/version.ts";

const PROGRAM = "tap-anaplan";

export async function main(argv: readonly string[], io: Io): Promise<number> {
  if (argv.includes("--version")) {
    await io.stdout.write(`${PROGRAM} ${packageVersion()}\n`);
    return 0;
  }
  const { runTap } = await import("./singer/run.ts");
  return runTap(argv, io);
}

if (isStarted(process.argv[1])) await runProgram(process, PROGRAM, main);

/** A bin is started through a link as a rule. */
function isStarted(path: string | undefined): boolean {
  return path !== undefined && existsSync(path) && realpathSync(path) === fileURLToPath(import.meta.url);
}
