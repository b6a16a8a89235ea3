/** The verbs of tap-anaplan. A new one is a file beside this one and an entry in both tables. */
import { ConnectorError } from "../../protocol/errors.ts";
import { CHECK_OPTIONS, check } from "./check.ts";
import { CONVERT_OPTIONS, convert } from "./convert.ts";
import { download } from "./download.ts";
import { INIT_OPTIONS, init } from "./init.ts";
import { LIST_KINDS, list } from "./list.ts";
import { LOGIN_OPTIONS, login } from "./login.ts";
import { PREVIEW_OPTIONS, preview } from "./preview.ts";
import type { EarlyRun, VerbRun } from "./verb.ts";

export const VERBS = [
  {
    usage: "list <kind>",
    description: `Lists ${LIST_KINDS.join(", ")}`,
    options: {
      format: { choices: ["table", "json", "csv"], default: "table", description: "Form of the list" },
    },
  },
  {
    usage: "preview <stream>",
    description: "Shows the first rows of the last exported file, its age, layout and what to know about it",
    options: PREVIEW_OPTIONS,
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
  {
    usage: "init",
    description: "Asks step by step and writes config, secrets and catalog",
    options: INIT_OPTIONS,
  },
  {
    usage: "login",
    description: "Signs a person in by OAuth and fills token_store",
    options: LOGIN_OPTIONS,
  },
  {
    usage: "check",
    description: "Finds out what is wrong: sign-in, certificate, rights, models, exports",
    options: CHECK_OPTIONS,
  },
  {
    usage: "convert <file>",
    description: "Turns a connection JSON written for Fivetran into a config",
    options: CONVERT_OPTIONS,
  },
] as const;

/** Verbs that work without a client, or make their own. */
const EARLY: Readonly<Record<string, (run: EarlyRun) => Promise<number>>> = { init, login, check, convert };

/** Undefined for a verb that wants a client. */
export function earlyVerb(verb: string | undefined): ((run: EarlyRun) => Promise<number>) | undefined {
  return verb === undefined ? undefined : EARLY[verb];
}

const RUN: Readonly<Record<string, (run: VerbRun) => Promise<number>>> = { list, preview, download };

export async function runVerb(verb: string, run: VerbRun): Promise<number> {
  const found = RUN[verb];
  if (found !== undefined) return found(run);
  throw new ConnectorError("ARGUMENT_INVALID", {
    what: `There is no verb "${verb}".`,
    next: "--help lists what there is.",
  });
}
