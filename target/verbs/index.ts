/** The verbs of target-anaplan. A new one is a file beside this one and an entry in both tables. */
import { ConnectorError } from "../../protocol/errors.ts";
import { CHECK_OPTIONS, check } from "./check.ts";
import { DUMP_OPTIONS, dump } from "./dump.ts";
import { LIST_KINDS, list } from "./list.ts";
import { FORMAT_OPTION } from "./output.ts";
import { PLAN_OPTIONS, plan } from "./plan.ts";
import { replay } from "./replay.ts";
import { RUN_OPTIONS, run } from "./run.ts";
import { UPLOAD_OPTIONS, upload } from "./upload.ts";
import { type EarlyRun, textOption, type VerbRun } from "./verb.ts";

const PLACE_OPTIONS = {
  workspace: { type: "string", requiresArg: true, description: "Id or name; instead of that of the config" },
  model: { type: "string", requiresArg: true, description: "Id or name; instead of that of the config" },
} as const;

export const VERBS = [
  {
    usage: "check",
    description: "Finds out what is wrong: sign-in, certificate, rights, models, imports",
    options: CHECK_OPTIONS,
  },
  {
    usage: "plan",
    description: "Looks at everything a load would meet, and at the messages if there are any; writes nothing",
    options: { ...PLACE_OPTIONS, ...PLAN_OPTIONS },
  },
  {
    usage: "list <kind>",
    description: `Lists ${LIST_KINDS.join(", ")}`,
    options: { ...PLACE_OPTIONS, ...FORMAT_OPTION },
  },
  {
    usage: "run <action>",
    description: "Runs an import, process, delete or any other action",
    options: { ...PLACE_OPTIONS, ...RUN_OPTIONS },
  },
  {
    usage: "upload <path>",
    description: "Sends a ready CSV to the file of an import",
    options: { ...PLACE_OPTIONS, ...UPLOAD_OPTIONS },
  },
  {
    usage: "dump",
    description: "Gets the rejected rows of a task",
    options: { ...PLACE_OPTIONS, ...DUMP_OPTIONS },
  },
  {
    usage: "replay <path>",
    description: "Sends the rejected records of a rejects file again, after somebody has corrected them",
    options: FORMAT_OPTION,
  },
] as const;

/** Verbs that make their own client. */
export function earlyVerb(verb: string): ((run: EarlyRun) => Promise<number>) | undefined {
  return verb === "check" ? check : undefined;
}

const RUN: Readonly<Record<string, (run: VerbRun) => Promise<number>>> = {
  dump,
  list,
  plan,
  replay,
  run,
  upload,
};

export async function runVerb(verb: string, verbRun: VerbRun): Promise<number> {
  const found = RUN[verb];
  if (found === undefined)
    throw new ConnectorError("ARGUMENT_INVALID", {
      what: `There is no verb "${verb}".`,
      next: "--help lists what there is.",
    });
  const { settings, values } = verbRun;
  const workspace = textOption(values, "workspace") ?? settings.workspace;
  const model = textOption(values, "model") ?? settings.model;
  return found({ ...verbRun, settings: { ...settings, workspace, model } });
}
