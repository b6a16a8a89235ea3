/** A file that a command line names. */
import { readFileSync } from "node:fs";
import { ConnectorError } from "./errors.ts";

const NOUNS = { CATALOG_INVALID: "catalog", STATE_INVALID: "state" } as const;

/** Its text. Throws `code`, which tells what the file is. */
export function readInputFile(path: string, code: keyof typeof NOUNS): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new ConnectorError(code, {
      what: `The ${NOUNS[code]} file ${path} cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
      next: `Check the path given to --${NOUNS[code]}.`,
    });
  }
}
