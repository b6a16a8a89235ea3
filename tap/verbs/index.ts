/** The verbs of tap-anaplan. A new one is a file beside this one and an entry in both tables. */
import { ConnectorError } from "../../protocol/errors.ts";
import { download } from "./download.ts";
import { LIST_KINDS, list } from "./list.ts";
import type { VerbRun } from "./verb.ts";

export const VERBS = [
  {
    usage: "list <kind>",
    description: `Lists ${LIST_KINDS.join(", ")}`,
    options: {
      format: { choices: ["table", "json", "csv"], default: "table", description: "Form of the list" },
    },
  },
  {
    usage: "download <stream>",
    description: "Runs an export and stores its file as it is",
    options: {
      output: {
        type: "string",
        alias: "o",
        requiresArg: true,
        demandOption: true,
        description: "File, or - for stdout",
      },
    },
  },
] as const;

const RUN: Readonly<Record<string, (run: VerbRun) => Promise<number>>> = { list, download };

export async function runVerb(verb: string, run: VerbRun): Promise<number> {
  const found = RUN[verb];
  if (found !== undefined) return found(run);
  throw new ConnectorError("ARGUMENT_INVALID", {
    what: `There is no verb "${verb}".`,
    next: "--help lists what there is.",
  });
}
