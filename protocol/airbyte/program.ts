/** The life of an Airbyte program: what needs no config is answered at once, everything else is loaded on demand. */
import type { AirbyteSpecMessage } from "../../schemas/generated/types.ts";
import { toConnectorError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Io, Main } from "../program.ts";
import { packageVersion } from "../version.ts";
import { type AirbyteRequest, parseAirbyteArgs, type Verb } from "./args.ts";
import { specLine, statusLine } from "./messages.ts";
import { errorLine, humanMessage } from "./trace.ts";

export type RunRequest = Extract<AirbyteRequest, { config: string }>;

export interface AirbyteProgram {
  program: string;
  verbs: readonly Verb[];
  spec(): AirbyteSpecMessage["spec"];
  /** A verb with a config. */
  run(request: RunRequest, io: Io, userAgent: string): Promise<number>;
}

/** Whatever fails is told once, as a TRACE on stdout, unless a signal or a closed stdout ended the run. */
export function airbyteMain(parts: AirbyteProgram): Main {
  return async (argv, io) => {
    try {
      return await answer(parts, argv, io);
    } catch (thrown) {
      const error = toConnectorError(thrown);
      const isQuiet = error.code === "OUTPUT_CLOSED" || error.code === "INTERRUPTED";
      if (!isQuiet) await io.stdout.write(errorLine(error, io.redact, io.clock.now(), error.context.stream));
      return error.exitCode;
    }
  };
}

async function answer({ program, verbs, spec, run }: AirbyteProgram, argv: readonly string[], io: Io): Promise<number> {
  const request = parseAirbyteArgs(argv, program, verbs);
  switch (request.kind) {
    case "help":
      await io.stdout.write(request.text);
      return 0;
    case "version":
      await io.stdout.write(`${program} ${packageVersion()}\n`);
      return 0;
    case "spec":
      await io.stdout.write(specLine(spec()));
      return 0;
    default:
      return run(request, io, `${program}/${packageVersion()}`);
  }
}

/** `check`: one that fails is an operation that succeeds (protocols.md 5). `find` answers what it found, for people. */
export async function answerCheck(io: Io, log: Log, find: () => Promise<string>): Promise<number> {
  try {
    const found = await find();
    await io.stdout.write(statusLine("SUCCEEDED", found));
  } catch (thrown) {
    const error = toConnectorError(thrown);
    if (error.code === "OUTPUT_CLOSED" || error.code === "INTERRUPTED") throw error;
    log.debug(error.message);
    await io.stdout.write(statusLine("FAILED", io.redact(humanMessage(error))));
  }
  return 0;
}
