/** The Singer command line (contract.md section 1) → what was asked for. Decides nothing, reads nothing. */
import type { Argv, Options } from "yargs";
import type { ConfigSchema } from "../../schemas/setting.ts";
import { ConnectorError } from "../errors.ts";

/** What one program offers. */
export interface CommandLine {
  program: string;
  description: string;
  schema: ConfigSchema;
  /** Options of the plain run, besides those that every program has. */
  options: Record<string, Options>;
  verbs: readonly Verb[];
}

export interface Verb {
  /** As yargs takes it: `list <kind>`. */
  usage: string;
  description: string;
  options?: Record<string, Options>;
}

export interface CommonArgs {
  config: string[];
  logFormat: "text" | "json" | undefined;
  verbose: boolean;
  quiet: boolean;
  /** Every option and positional by its long name. */
  values: Readonly<Record<string, unknown>>;
}

export type Request =
  | { kind: "help"; text: string }
  | { kind: "version" }
  | { kind: "about"; format: "text" | "json" | "markdown" }
  | ({ kind: "run" } & CommonArgs)
  | ({ kind: "verb"; verb: string } & CommonArgs);

const common: Record<string, Options> = {
  config: {
    type: "string",
    requiresArg: true,
    description: "Config: a file, ENV or JSON text; repeat it, later ones win",
  },
  "log-format": { choices: ["text", "json"], description: "Form of the log lines on stderr" },
  verbose: { type: "boolean", default: false, description: "Log every request, and stack traces of errors" },
  quiet: { type: "boolean", default: false, description: "Log warnings and errors only" },
  profile: {
    type: "boolean",
    default: false,
    description: "Tell where the time went; write a CPU profile and the spans into this folder",
  },
};

const plain: Record<string, Options> = {
  about: { type: "boolean", default: false, description: "Print name, capabilities and settings" },
  format: { choices: ["text", "json", "markdown"], default: "text", description: "Form of --about" },
};

/** Throws ARGUMENT_INVALID for anything the command line does not offer. */
export async function parseArgs(argv: readonly string[], commandLine: CommandLine): Promise<Request> {
  if (argv.includes("--version")) return { kind: "version" };
  const { default: yargs } = await import("yargs");
  let failure: string | undefined;
  const parser = declare(yargs([...argv]), commandLine).fail((message, error) => {
    failure ??= message ?? error?.message;
  });
  const values = (await parser.parseAsync()) as Record<string, unknown> & { _: (string | number)[] };
  if (values.help === true) return { kind: "help", text: await parser.getHelp() };
  if (failure !== undefined) {
    throw new ConnectorError("ARGUMENT_INVALID", {
      what: `The command line is not understood: ${failure}.`,
      next: "--help lists what there is.",
    });
  }
  if (values.about === true) return { kind: "about", format: values.format as "text" | "json" | "markdown" };
  const args: CommonArgs = {
    config: [values.config ?? []].flat() as string[],
    logFormat: values["log-format"] as "text" | "json" | undefined,
    verbose: values.verbose === true,
    quiet: values.quiet === true,
    values,
  };
  const verb = values._[0];
  return verb === undefined ? { kind: "run", ...args } : { kind: "verb", verb: String(verb), ...args };
}

function declare(parser: Argv, { program, description, schema, options, verbs }: CommandLine): Argv {
  const declared = parser
    .scriptName(program)
    .usage(`${description}\n\n$0 --config FILE [options]\n$0 --version`)
    .options({ ...common, ...plain, ...options })
    .option("help", { type: "boolean", description: "Print this help" })
    .help(false)
    .version(false)
    .exitProcess(false)
    .strict()
    .wrap(110)
    .epilogue(settingsHelp(schema));
  for (const { usage, description: text, options: own } of verbs)
    declared.command(usage, text, (verb) => verb.options(own ?? {}));
  return declared;
}

function settingsHelp({ properties }: ConfigSchema): string {
  const lines = Object.entries(properties).map(
    ([key, { description, default: fallback }]) =>
      `  ${key.padEnd(28)}${description ?? ""}${fallback === undefined ? "" : ` [${JSON.stringify(fallback)}]`}`,
  );
  return `Settings (keys of the config):\n${lines.join("\n")}`;
}
