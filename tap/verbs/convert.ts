/** `tap-anaplan convert FILE`: a connection written for Fivetran → our config. The config goes to stdout or, with --output,
 *  into a file of mode 0600; what was not carried over goes to stderr. */
import { readFile } from "node:fs/promises";
import { ConnectorError } from "../../protocol/errors.ts";
import { replacePrivateFile } from "../../protocol/private-file.ts";
import { convertFivetran, type Note } from "./fivetran.ts";
import type { EarlyRun } from "./verb.ts";

export const CONVERT_OPTIONS = {
  output: { type: "string", alias: "o", requiresArg: true, description: "File for the config instead of stdout" },
} as const;

/** Throws CONFIG_MISSING, CONFIG_NOT_JSON or CONFIG_INVALID. */
export async function convert({ values, io }: EarlyRun): Promise<number> {
  const file = String(values.file);
  const output = values.output === undefined ? undefined : String(values.output);
  const { config, runner, unknown, missing } = convertFivetran(parse(file, await read(file)));
  const text = `${JSON.stringify(config, undefined, 2)}\n`;
  if (output === undefined) await io.stdout.write(text);
  else await replacePrivateFile(output, text);
  const count = Object.keys(config).length;
  io.log.info(`${count} settings carried over${output === undefined ? "" : ` to ${output} (mode 0600)`}.`);
  tell(runner, io.log.info, "Belongs to what runs the tap");
  tell(unknown, io.log.warn, "Not carried over");
  tell(missing, io.log.warn, "To fill in");
  return 0;
}

function tell(notes: readonly Note[], say: (text: string) => void, head: string): void {
  for (const { key, note } of notes) say(`${head}: ${key} – ${note}`);
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new ConnectorError("CONFIG_MISSING", {
      what: `The file ${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
      next: "Check the path given to convert.",
    });
  }
}

/** The parser's own message quotes the text, and with it a secret. */
function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConnectorError("CONFIG_NOT_JSON", {
      what: `The file ${file} is not JSON.`,
      next: "Give the JSON that Fivetran's API takes or answers for one connection.",
    });
  }
}
