/** What both verbs of destination-anaplan work with. */
import type { AnaplanClient } from "../../protocol/anaplan/types.ts";
import type { Log } from "../../protocol/log.ts";
import type { Io } from "../../protocol/program.ts";
import type { TargetConfig } from "../../schemas/generated/types.ts";

export interface DestinationRun {
  io: Io;
  /** LOG messages on stdout. */
  log: Log;
  config: TargetConfig;
  client: AnaplanClient;
}
