/** Log lines as LOG messages on stdout: the platform shows whatever stands on stderr as an error (protocols.md 6). */
import type { Log, LogFields, LogLevel } from "../log.ts";
import type { Redactor } from "../redact.ts";
import { type LogWord, logLine } from "./messages.ts";

const WORDS: Record<LogLevel, LogWord> = { debug: "DEBUG", info: "INFO", warn: "WARN", error: "ERROR" };

export interface AirbyteLogPorts {
  /** Debug lines are left out otherwise. */
  isVerbose: boolean;
  /** Asked for each line: the secrets are known only once the config is read. */
  redact: Redactor;
  /** Takes one whole line; must not fail. */
  write(line: string): void;
}

export function createAirbyteLog({ isVerbose, redact, write }: AirbyteLogPorts): Log {
  const log = (level: LogLevel) => (message: string, fields?: LogFields) => {
    if (level === "debug" && !isVerbose) return;
    write(logLine(WORDS[level], redact(message + fieldsText(fields))));
  };
  return {
    debug: log("debug"),
    info: log("info"),
    warn: log("warn"),
    error: log("error"),
    metric: ({ metric, value, tags }) => log("debug")(`METRIC ${metric}=${value}`, tags),
  };
}

/** ` [model_id=… task_id=…]` */
function fieldsText(fields: LogFields = {}): string {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  const text = known.map(
    ([key, value]) => `${key}=${typeof value === "object" ? JSON.stringify(value) : String(value)}`,
  );
  return text.length === 0 ? "" : ` [${text.join(" ")}]`;
}
