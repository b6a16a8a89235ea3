/** What every verb of source-anaplan works with. */
import type { AirbyteWriter } from "../../protocol/airbyte/writer.ts";
import type { Log } from "../../protocol/log.ts";
import type { Io } from "../../protocol/program.ts";

export interface SourceRun {
  io: Io;
  /** LOG messages on stdout. */
  log: Log;
  writer: AirbyteWriter;
  userAgent: string;
}
