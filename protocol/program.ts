/** The thin line between a program and its process: output with back-pressure, signals, one printed error, the exit code.
 *  Only a bin hands in the real process. */
import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { type Clock, systemClock } from "./clock.ts";
import { ConnectorError, toConnectorError } from "./errors.ts";
import { createLog, type Log, type LogLevel, type LogSettings } from "./log.ts";
import { isPipe, openPipeInput, type PipeInput } from "./pipe-input.ts";
import { noSpans, type Profile, type Spans, startProfile } from "./profile.ts";
import { createRedactor, type Redactor } from "./redact.ts";

/** stdout: protocol messages only. */
export interface Output {
  /** Resolves once the bytes are handed to the system and their buffer may be reused; rejects with OUTPUT_CLOSED. */
  write(data: Uint8Array | string): Promise<void>;
}

/** stderr as a screen. */
export interface Screen {
  isTerminal: boolean;
  /** stdout is a pipe: the program behind it may draw on the same terminal, so we do not. */
  isShared: boolean;
  columns: number;
  color: boolean;
  stream: Writable;
}

export interface LogChoice {
  level: LogLevel;
  format: "text" | "json";
  /** Texts that must never be printed. */
  secrets: readonly string[];
}

export interface Io {
  program: string;
  env: Readonly<Record<string, string | undefined>>;
  stdin: Readable;
  /** stdin as bytes, to be read once: a block is valid until the next one is asked for. */
  input(): AsyncIterable<Uint8Array>;
  stdout: Output;
  screen: Screen;
  clock: Clock;
  /** Aborts on SIGINT and SIGTERM (INTERRUPTED) and when stdout is closed (OUTPUT_CLOSED). */
  signal: AbortSignal;
  /** Stays the same object; `configureLog` changes what stands behind it. */
  log: Log;
  redact: Redactor;
  /** Count something only with --profile. */
  spans: Spans;
  configureLog(choice: LogChoice): void;
  /** Set while something live is drawn, so that log lines do not run into it. */
  aroundLogLine: ((write: () => void) => void) | undefined;
}

export type Main = (argv: readonly string[], io: Io) => Promise<number>;

/** Whether the process was started with this module; a bin is started through a link as a rule. */
export function isStarted(host: NodeJS.Process, moduleUrl: string): boolean {
  const path = host.argv[1];
  return path !== undefined && existsSync(path) && realpathSync(path) === fileURLToPath(moduleUrl);
}

/** Runs `main` and sets the exit code. A thrown error is printed once, here; a signal is raised again after the clean-up,
 *  so that a parent sees how the program ended; a second signal ends it at once. */
export async function runProgram(host: NodeJS.Process, program: string, main: Main): Promise<void> {
  const abort = new AbortController();
  let received: NodeJS.Signals | undefined;
  const onSignal = (name: NodeJS.Signals) => {
    if (received) return endBy(host, name, onSignal);
    received = name;
    abort.abort(
      new ConnectorError("INTERRUPTED", {
        what: `Stopped by ${name}.`,
        next: "Run again: it goes on from the last state.",
      }),
    );
  };
  host.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  host.stderr.on("error", () => {});
  const inputs: PipeInput[] = [];
  const io = createIo(host, program, abort, inputs);
  const profile = host.argv.includes("--profile") ? await profileOf(host, program) : undefined;
  io.spans = profile?.spans ?? noSpans;
  const crash = (error: unknown) => {
    host.exitCode = printFailure(error, io, host.argv);
    host.exit();
  };
  host.on("uncaughtException", crash).on("unhandledRejection", crash);
  host.exitCode = await main(host.argv.slice(2), io).catch((error: unknown) => printFailure(error, io, host.argv));
  await profile?.stop();
  for (const input of inputs) input.close();
  host.stdin.destroy();
  if (received) endBy(host, received, onSignal);
}

/** Its files go to the working folder. */
function profileOf(host: NodeJS.Process, program: string): Promise<Profile> {
  return startProfile(`${program}-${host.pid}`, {
    now: () => performance.now(),
    keep: (name, text) => {
      const path = join(host.cwd(), name);
      writeFileSync(path, text);
      return path;
    },
    tell: (text) => void host.stderr.write(`${text}\n`),
  });
}

function endBy(host: NodeJS.Process, name: NodeJS.Signals, listener: (name: NodeJS.Signals) => void): void {
  host.off("SIGINT", listener).off("SIGTERM", listener);
  host.kill(host.pid, name);
  // Still here: the first process of a container is not ended by its own signal.
  host.exit(128 + constants.signals[name]);
}

function createIo(host: NodeJS.Process, program: string, abort: AbortController, inputs: PipeInput[]): Io {
  const base = { program, pid: host.pid, now: () => systemClock.now() };
  let log = createLog({
    ...base,
    level: "info",
    format: "text",
    redact: (text) => text,
    write: (line) => writeLine(line),
  });
  const io: Io = {
    program,
    env: host.env,
    stdin: host.stdin,
    input: () => {
      const { fd } = host.stdin;
      if (!isPipe(fd)) return host.stdin;
      const input = openPipeInput(fd);
      inputs.push(input);
      return input;
    },
    stdout: createOutput(host.stdout, abort, () => io.spans),
    screen: {
      isTerminal: host.stderr.isTTY === true,
      isShared: isPipe(host.stdout.fd),
      columns: host.stderr.columns ?? 80,
      color: host.stderr.isTTY === true && !host.env.NO_COLOR,
      stream: host.stderr,
    },
    clock: systemClock,
    signal: abort.signal,
    log: {
      debug: (...line) => log.debug(...line),
      info: (...line) => log.info(...line),
      warn: (...line) => log.warn(...line),
      error: (...line) => log.error(...line),
      metric: (...line) => log.metric(...line),
    },
    redact: (text) => text,
    spans: noSpans,
    configureLog: ({ level, format, secrets }) => {
      io.redact = createRedactor(secrets);
      const settings: LogSettings = { ...base, level, format, redact: (text) => io.redact(text), write: writeLine };
      log = createLog(settings);
    },
    aroundLogLine: undefined,
  };
  function writeLine(line: string): void {
    const write = () => void host.stderr.write(line);
    if (io.aroundLogLine) io.aroundLogLine(write);
    else write();
  }
  return io;
}

function createOutput(stdout: Writable, abort: AbortController, spans: () => Spans): Output {
  let closed: ConnectorError | undefined;
  const close = (cause: unknown): ConnectorError => {
    closed ??= new ConnectorError("OUTPUT_CLOSED", { what: "The reader of our output went away.", cause });
    abort.abort(closed);
    return closed;
  };
  stdout.on("error", close);
  return {
    write: (data) =>
      spans().during(
        "writing",
        () =>
          new Promise((resolve, reject) => {
            if (closed) return reject(closed);
            stdout.write(data, (error) => (error ? reject(close(error)) : resolve()));
          }),
      ),
  };
}

/** Prints one error and answers its exit code. No stack trace unless --verbose; a closed stdout is quiet. */
export function printFailure(thrown: unknown, io: Io, argv: readonly string[] = []): number {
  const error = toConnectorError(thrown);
  if (error.code !== "OUTPUT_CLOSED") {
    io.log.error(error.message, { code: error.code, ...error.context, stream: error.context.stream });
    if (argv.includes("--verbose")) io.log.error(stackOf(error));
  }
  return error.exitCode;
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCaused by: ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}

/** How an orchestrator wants the log: SINGER_SDK_LOG_CONFIG names a JSON file in Python's logging format (protocols.md 3.2). */
export function orchestratorLogChoice(env: Io["env"]): { format: "json" | undefined; level: LogLevel | undefined } {
  const path = env.SINGER_SDK_LOG_CONFIG;
  if (!path) return { format: undefined, level: undefined };
  try {
    const config = JSON.parse(readFileSync(path, "utf8")) as PythonLogging;
    const structured = Object.values(config.formatters ?? {}).some((formatter) =>
      Object.values(formatter).includes("singer_sdk.logging.StructuredFormatter"),
    );
    return { format: structured ? "json" : undefined, level: levelOf(config.root?.level) };
  } catch {
    return { format: undefined, level: undefined };
  }
}

interface PythonLogging {
  formatters?: Record<string, Record<string, unknown>>;
  root?: { level?: string };
}

function levelOf(word: string | undefined): LogLevel | undefined {
  const levels: Record<string, LogLevel> = {
    DEBUG: "debug",
    INFO: "info",
    WARNING: "warn",
    ERROR: "error",
    CRITICAL: "error",
  };
  return word === undefined ? undefined : levels[word.toUpperCase()];
}
