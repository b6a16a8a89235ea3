/** Log lines for stderr: text for people, JSON lines for orchestrators (protocols.md 3.6). Every line passes the redactor. */
import { createRequire } from "node:module";
import type { Logger, pino as Pino } from "pino";
import type { Redactor } from "./redact.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFields = Record<string, unknown>;

/** As the Meltano SDK writes them; a counter is a delta, a timer is seconds. */
export interface Metric {
  type: "counter" | "timer";
  metric: string;
  value: number;
  tags: Record<string, string | number | boolean | undefined>;
}

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  metric(metric: Metric, level?: "debug" | "info"): void;
}

export interface LogSettings {
  program: string;
  level: LogLevel;
  format: "text" | "json";
  redact: Redactor;
  pid: number;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Takes one line with its line feed. */
  write(line: string): void;
}

export function createLog(settings: LogSettings): Log {
  let made: Logger | undefined;
  const logger = (): Logger => {
    made ??= createLogger(settings);
    return made;
  };
  const log =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      const { stream, ...extra } = fields;
      logger()[level]({ ...(typeof stream === "string" && { stream_name: stream }), extra }, message);
    };
  return {
    debug: log("debug"),
    info: log("info"),
    warn: log("warn"),
    error: log("error"),
    metric: (metric, level = "info") => logger()[level]({ metric_info: metric, extra: {} }, "METRIC"),
  };
}

function createLogger({ program, level, format, redact, pid, now, write }: LogSettings): Logger {
  const send = format === "json" ? write : (line: string) => write(textLine(JSON.parse(line) as Line));
  return loadPino()(
    {
      level,
      messageKey: "message",
      base: {
        pid,
        logger_name: program,
        thread_name: "main",
        app_name: program,
      },
      timestamp: () => `,"ts":${now() / 1000}`,
      formatters: {
        level: (label) => ({ level: label === "warn" ? "warning" : label }),
      },
    },
    { write: (line: string) => send(redact(line)) },
  );
}

/** With the first line, not with the program: it takes as long to load as all that `--version` and `spec` need. */
function loadPino(): typeof Pino {
  return (createRequire(import.meta.url)("pino") as { pino: typeof Pino }).pino;
}

interface Line {
  level: string;
  ts: number;
  message: string;
  stream_name?: string;
  metric_info?: Metric;
  extra: LogFields;
}

function textLine({ level, ts, message, stream_name, metric_info, extra }: Line): string {
  const text = metric_info ? `METRIC: ${JSON.stringify(metric_info)}` : message;
  // The message of an error holds its ids already.
  const shown = extra.code === undefined ? { ...(stream_name !== undefined && { stream: stream_name }), ...extra } : {};
  const fields = Object.entries(shown)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => ` ${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  return `${new Date(ts * 1000).toISOString()} ${level.toUpperCase().padEnd(7)} ${text}${fields.join("")}\n`;
}
