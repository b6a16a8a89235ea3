/** The Airbyte command line: `spec`, `check`, `discover`, `read`, `write` with their files (protocols.md 5). Reads nothing. */
import { parseArgs } from "node:util";
import { ConnectorError } from "../errors.ts";

export type Verb = "spec" | "check" | "discover" | "read" | "write";

export type AirbyteRequest =
  | { kind: "help"; text: string }
  | { kind: "version" }
  | { kind: "spec" }
  | { kind: "check" | "discover"; config: string; isVerbose: boolean }
  | { kind: "read" | "write"; config: string; catalog: string; state: string | undefined; isVerbose: boolean };

const USAGE: Record<Verb, string> = {
  spec: "spec",
  check: "check --config FILE",
  discover: "discover --config FILE",
  read: "read --config FILE --catalog FILE [--state FILE]",
  write: "write --config FILE --catalog FILE < messages",
};

/** Throws ARGUMENT_INVALID for anything else than `verbs` and their files. */
export function parseAirbyteArgs(argv: readonly string[], program: string, verbs: readonly Verb[]): AirbyteRequest {
  const { values, positionals } = parse(argv);
  if (values.version) return { kind: "version" };
  if (values.help) return { kind: "help", text: usage(program, verbs) };
  const verb = verbs.find((one) => one === positionals[0]);
  if (verb === undefined || positionals.length !== 1) {
    throw invalid(
      positionals.length === 0 ? "No verb was given" : `"${positionals.join(" ")}" is not a verb of ${program}`,
      `Use one of: ${verbs.join(", ")}.`,
    );
  }
  if (verb === "spec") return { kind: verb };
  const config = need(values.config, "--config", verb);
  const isVerbose = values.debug === true;
  if (verb === "check" || verb === "discover") return { kind: verb, config, isVerbose };
  return { kind: verb, config, catalog: need(values.catalog, "--catalog", verb), state: values.state, isVerbose };
}

function parse(argv: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { config: text, catalog: text, state: text, debug: flag, profile: flag, version: flag, help: flag },
    });
  } catch (cause) {
    throw invalid((cause as Error).message.split(".")[0] ?? "", "--help lists what there is.");
  }
}

function need(value: string | undefined, flag: string, verb: Verb): string {
  if (value !== undefined) return value;
  throw invalid(`"${verb}" needs ${flag}`, `${USAGE[verb]}`);
}

function usage(program: string, verbs: readonly Verb[]): string {
  const lines = verbs.map((verb) => `  ${program} ${USAGE[verb]}`);
  return `Speaks the Airbyte protocol.\n\n${lines.join("\n")}\n\n  --debug    also log each request\n`;
}

function invalid(what: string, next: string): ConnectorError {
  return new ConnectorError("ARGUMENT_INVALID", { what: `${what}.`, next });
}
