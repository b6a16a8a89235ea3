/** What a verb for people gets to work with. */
import type { AnaplanClient } from "../../protocol/anaplan/types.ts";
import { ConnectorError } from "../../protocol/errors.ts";
import type { Io } from "../../protocol/program.ts";
import type { RunReport, TargetConfig } from "../../schemas/generated/types.ts";
import type { InputFormat } from "../input.ts";
import type { TargetSettings } from "../settings.ts";

/** For a verb that makes its own client. */
export interface EarlyRun {
  values: Readonly<Record<string, unknown>>;
  io: Io;
  /** Throws CONFIG_MISSING, CONFIG_NOT_JSON, CONFIG_KEY_UNKNOWN or CONFIG_INVALID. */
  config(): TargetConfig;
}

export interface VerbRun {
  client: AnaplanClient;
  /** `--workspace` and `--model` of the command line have replaced those of the config. */
  settings: TargetSettings;
  /** Options and positionals by their long names. */
  values: Readonly<Record<string, unknown>>;
  io: Io;
  /** How the messages on stdin, or in `--input`, are written. */
  format: InputFormat;
  /** A whole load, with its report and its summary. */
  load(settings: TargetSettings, format: InputFormat, blocks: AsyncIterable<Uint8Array>): Promise<LoadEnd>;
}

export interface LoadEnd {
  report: RunReport;
  /** The first one; undefined when all went well. */
  failure: ConnectorError | undefined;
}

/** Undefined when the option was not given. */
export function textOption(values: VerbRun["values"], name: string): string | undefined {
  const value = values[name];
  return value === undefined ? undefined : String(value);
}

/** All values of an option that may be repeated. */
export function textsOption(values: VerbRun["values"], name: string): string[] {
  return [values[name] ?? []].flat().map(String);
}

export function wrongArgument(what: string, next: string, cause?: unknown): ConnectorError {
  return new ConnectorError("ARGUMENT_INVALID", { what, next, ...(cause !== undefined && { cause }) });
}
