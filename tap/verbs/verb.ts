/** What a verb for people gets to work with. */

import type { AnaplanClient } from "../../protocol/anaplan/types.ts";
import type { Io } from "../../protocol/program.ts";
import type { TapConfig } from "../../schemas/generated/types.ts";
import type { TapSettings } from "../settings.ts";
import type { Stream } from "../stream.ts";

export interface VerbRun {
  client: AnaplanClient;
  settings: TapSettings;
  /** Options and positionals by their long names. */
  values: Readonly<Record<string, unknown>>;
  io: Io;
}

/** For a verb that works without a client, or makes its own. */
export interface EarlyRun {
  values: Readonly<Record<string, unknown>>;
  io: Io;
  /** Throws CONFIG_MISSING, CONFIG_NOT_JSON, CONFIG_KEY_UNKNOWN or CONFIG_INVALID. */
  config(): TapConfig;
  hasConfig: boolean;
  /** The catalog of these streams as `--discover` prints it. */
  catalogText(streams: readonly Stream[]): string;
}
