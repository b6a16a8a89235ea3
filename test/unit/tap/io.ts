/** A program's outside, remembered: stdout as text, log lines as text. */
import { PassThrough, Readable } from "node:stream";
import { systemClock } from "../../../protocol/clock.ts";
import type { ConnectorError } from "../../../protocol/errors.ts";
import { createLog } from "../../../protocol/log.ts";
import { noSpans } from "../../../protocol/profile.ts";
import { type Io, type Main, printFailure } from "../../../protocol/program.ts";
import { createRedactor } from "../../../protocol/redact.ts";

export interface FakeIo extends Io {
  readonly out: string;
  err: string;
  abort(reason: ConnectorError): void;
}

export function fakeIo(env: Record<string, string> = {}): FakeIo {
  const abort = new AbortController();
  const written: Uint8Array[] = [];
  const makeLog = (level: "debug" | "info" | "warn" | "error", format: "text" | "json") =>
    createLog({
      program: "tap-anaplan",
      level,
      format,
      redact: (text) => io.redact(text),
      pid: 1,
      now: () => systemClock.now(),
      write: (line) => {
        io.err += line;
      },
    });
  const io: FakeIo = {
    program: "tap-anaplan",
    env,
    stdin: Readable.from([]),
    input: () => Readable.from([]),
    get out() {
      return Buffer.concat(written).toString();
    },
    err: "",
    stdout: {
      write: async (data) => {
        written.push(Buffer.from(data as Uint8Array));
      },
    },
    screen: { isTerminal: false, isShared: false, columns: 80, color: false, stream: new PassThrough() },
    clock: systemClock,
    signal: abort.signal,
    spans: noSpans,
    log: undefined as never,
    redact: (text) => text,
    configureLog: ({ level, format, secrets }) => {
      io.redact = createRedactor(secrets);
      io.log = makeLog(level, format);
    },
    aroundLogLine: undefined,
    abort: (reason) => abort.abort(reason),
  };
  io.log = makeLog("info", "text");
  return io;
}

export interface Ended {
  code: number;
  io: FakeIo;
  /** stdout, line by line. */
  messages: Record<string, unknown>[];
}

/** As the program's frame runs it: a thrown error is printed and becomes the exit code. */
export async function runMain(main: Main, argv: readonly string[], io = fakeIo()): Promise<Ended> {
  const code = await main(argv, io).catch((error: unknown) => printFailure(error, io, argv));
  const lines = io.out.split("\n").filter((line) => line.startsWith("{") && line.endsWith("}"));
  return { code, io, messages: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}
