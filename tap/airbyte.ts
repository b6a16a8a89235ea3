#!/usr/bin/env node
/** source-anaplan: the tap in Airbyte's words. What a `spec` needs is loaded at once, everything else on demand. */
import { parseAirbyteArgs } from "../protocol/airbyte/args.ts";
import { specLine } from "../protocol/airbyte/messages.ts";
import { connectorSpec } from "../protocol/airbyte/spec.ts";
import { errorLine } from "../protocol/airbyte/trace.ts";
import { toConnectorError } from "../protocol/errors.ts";
import { type Io, isStarted, runProgram } from "../protocol/program.ts";
import { packageVersion } from "../protocol/version.ts";
import { TAP_CONFIG_SCHEMA } from "../schemas/generated/settings.ts";

const PROGRAM = "source-anaplan";

/** Whatever fails is told once, as a TRACE on stdout, unless a signal or a closed stdout ended the run. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await answer(argv, io);
  } catch (thrown) {
    const error = toConnectorError(thrown);
    if (error.code === "OUTPUT_CLOSED") return error.exitCode;
    if (error.code !== "INTERRUPTED") await io.stdout.write(errorLine(error, io.redact, io.clock.now()));
    return error.exitCode;
  }
}

async function answer(argv: readonly string[], io: Io): Promise<number> {
  const request = parseAirbyteArgs(argv, PROGRAM, ["spec", "check", "discover", "read"]);
  switch (request.kind) {
    case "help":
      await io.stdout.write(request.text);
      return 0;
    case "version":
      await io.stdout.write(`${PROGRAM} ${packageVersion()}\n`);
      return 0;
    case "spec":
      await io.stdout.write(specLine(sourceSpec()));
      return 0;
    case "check":
    case "discover":
    case "read": {
      const { runSource } = await import("./airbyte/run.ts");
      return runSource(request, io, `${PROGRAM}/${packageVersion()}`);
    }
    case "write":
      throw new Error("A source does not write.");
    default:
      return request satisfies never;
  }
}

export function sourceSpec() {
  return connectorSpec({
    title: "Anaplan",
    schema: TAP_CONFIG_SCHEMA,
    ownGroup: "Streams",
    supportsIncremental: true,
  });
}

if (isStarted(process, import.meta.url)) await runProgram(process, PROGRAM, main);
