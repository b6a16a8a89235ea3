#!/usr/bin/env node
/** target-anaplan: the target in Singer's words. Loads the rest on demand: `--version` answers at once. */
import { type Io, isStarted, runProgram } from "../protocol/program.ts";
import { packageVersion } from "../protocol/version.ts";

const PROGRAM = "target-anaplan";

export async function main(argv: readonly string[], io: Io): Promise<number> {
  if (argv.includes("--version")) {
    await io.stdout.write(`${PROGRAM} ${packageVersion()}\n`);
    return 0;
  }
  const { runTarget } = await import("./singer/run.ts");
  return runTarget(argv, io);
}

if (isStarted(process, import.meta.url)) await runProgram(process, PROGRAM, main);
