/** What a verb for people gets to work with. */
import type { AnaplanClient } from "../../protocol/anaplan/types.ts";
import type { Io } from "../../protocol/program.ts";
import type { TapSettings } from "../settings.ts";

export interface VerbRun {
  client: AnaplanClient;
  settings: TapSettings;
  /** Options and positionals by their long names. */
  values: Readonly<Record<string, unknown>>;
  io: Io;
}
