#!/usr/bin/env node
/** destination-anaplan: the target in Airbyte's words. What a `spec` needs is loaded at once, everything else on demand. */
import { parseAirbyteArgs } from "../protocol/airbyte/args.ts";
import { specLine } from "../protocol/airbyte/messages.ts";
import { connectorSpec } from "../protocol/airbyte/spec.ts";
import { errorLine } from "../protocol/airbyte/trace.ts";
import { toConnectorError } from "../protocol/errors.ts";
import { type Io, isStarted, runProgram } from "../protocol/program.ts";
import { packageVersion } from "../protocol/version.ts";
import { TARGET_CONFIG_SCHEMA } from "../schemas/generated/settings.ts";

const PROGRAM = "destination-anaplan";

/** Whatever fails is told once, as a TRACE on stdout, unless a signal or a closed stdout ended the run. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await answer(argv, io);
  } catch (thrown) {
    const error = toConnectorError(thrown);
    const isQuiet = error.code === "OUTPUT_CLOSED" || error.code === "INTERRUPTED";
    if (!isQuiet) await io.stdout.write(errorLine(error, io.redact, io.clock.now(), error.context.stream));
    return error.exitCode;
  }
}

async function answer(argv: readonly string[], io: Io): Promise<number> {
  const request = parseAirbyteArgs(argv, PROGRAM, ["spec", "check", "write"]);
  switch (request.kind) {
    case "help":
      await io.stdout.write(request.text);
      return 0;
    case "version":
      await io.stdout.write(`${PROGRAM} ${packageVersion()}\n`);
      return 0;
    case "spec":
      await io.stdout.write(specLine(destinationSpec()));
      return 0;
    case "check":
    case "write": {
      const { runDestination } = await import("./airbyte/run.ts");
      return runDestination(request, io, `${PROGRAM}/${packageVersion()}`);
    }
    case "discover":
    case "read":
      throw new Error("A destination does not read.");
    default:
      return request satisfies never;
  }
}

export function destinationSpec() {
  return connectorSpec({
    title: "Anaplan",
    schema: TARGET_CONFIG_SCHEMA,
    ownGroup: "Loading",
    supportsIncremental: true,
    destinationSyncModes: ["append", "overwrite", "append_dedup"],
  });
}

if (isStarted(process, import.meta.url)) await runProgram(process, PROGRAM, main);
