#!/usr/bin/env node
/** tap-anaplan: the tap in Singer's words. Loads the rest on demand: `--version` answers at once. */
import { type Io, isStarted, runProgram } from "../protocol/program.ts";
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

if (isStarted(process, import.meta.url)) await runProgram(process, PROGRAM, main);
