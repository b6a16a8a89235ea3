/** The life of a Singer program: what needs no config is answered here. */
import { formatAbout } from "../about.ts";
import type { Io } from "../program.ts";
import { packageVersion } from "../version.ts";
import { type CommandLine, parseArgs, type Request } from "./args.ts";

export type RunRequest = Extract<Request, { kind: "run" | "verb" }>;

export interface SingerProgram {
  commandLine: CommandLine;
  /** Words of Meltano's SDK. */
  capabilities: string[];
  /** `TAP_ANAPLAN_` */
  envPrefix: string;
  run(request: RunRequest): Promise<number>;
}

export async function runSinger(
  argv: readonly string[],
  io: Io,
  { commandLine, capabilities, envPrefix, run }: SingerProgram,
): Promise<number> {
  const { program: name, description, schema } = commandLine;
  const request = await parseArgs(argv, commandLine);
  switch (request.kind) {
    case "help":
      await io.stdout.write(`${request.text}\n`);
      return 0;
    case "version":
      await io.stdout.write(`${name} ${packageVersion()}\n`);
      return 0;
    case "about": {
      const about = { name, description, version: packageVersion(), capabilities, schema, envPrefix };
      await io.stdout.write(formatAbout(about, request.format));
      return 0;
    }
    default:
      return run(request);
  }
}
