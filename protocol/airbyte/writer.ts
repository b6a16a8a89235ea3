/** Airbyte messages of a source → an output that pushes back. Keeps count of what each STATE covers. */
import type { ConnectorError } from "../errors.ts";
import type { Redactor } from "../redact.ts";
import { controlLine, stateLine } from "./messages.ts";
import { errorLine, estimateLine, type StreamStatus, streamStatusLine } from "./trace.ts";

/** Only RECORD and STATE count as a sign of life; three hours without one end a sync (protocols.md 6). */
export const HEARTBEAT_MILLISECONDS = 5 * 60_000;

export interface WriterPorts {
  write(data: Uint8Array | string): Promise<void>;
  now(): number;
  redact: Redactor;
}

/** One stream of one run, in calling order. */
export interface StreamWriter {
  started(): Promise<void>;
  /** Rows in all; said once, when the number is known. */
  estimate(rows: number): Promise<void>;
  /** Whole RECORD lines. */
  records(lines: Uint8Array, count: number): Promise<void>;
  /** Covers all records before it. */
  state(bookmark: object): Promise<void>;
  /** The same, unless that is what stands already. */
  lastState(bookmark: object): Promise<void>;
  /** Repeats the last state, or `bookmark` of the last run, when nothing was said for long. */
  heartbeat(bookmark: object): Promise<void>;
  ended(status: Extract<StreamStatus, "COMPLETE" | "INCOMPLETE">): Promise<void>;
}

export interface AirbyteWriter {
  /** `name` is the stream's Airbyte name. */
  stream(name: string): StreamWriter;
  error(error: ConnectorError, stream?: string): Promise<void>;
  control(config: Record<string, unknown>): Promise<void>;
}

export function createAirbyteWriter(ports: WriterPorts): AirbyteWriter {
  const { write, now, redact } = ports;
  return {
    stream: (name) => createStreamWriter(name, ports),
    error: (error, stream) => write(errorLine(error, redact, now(), stream)),
    control: (config) => write(controlLine(config, now())),
  };
}

function createStreamWriter(name: string, { write, now }: WriterPorts): StreamWriter {
  let sinceState = 0;
  let lastState: object | undefined;
  let lastSign = now();
  let isRunning = false;
  let hasEstimate = false;

  const sign = (data: Uint8Array | string) => {
    lastSign = now();
    return write(data);
  };
  const state = (bookmark: object) => {
    const line = stateLine(name, bookmark, { records: sinceState });
    sinceState = 0;
    lastState = bookmark;
    return sign(line);
  };
  const status = (word: StreamStatus) => write(streamStatusLine(name, word, now()));
  return {
    started: () => status("STARTED"),
    estimate: async (rows) => {
      if (hasEstimate) return;
      hasEstimate = true;
      await write(estimateLine(name, rows, now()));
    },
    records: async (lines, count) => {
      if (!isRunning) {
        isRunning = true;
        await status("RUNNING");
      }
      sinceState += count;
      await sign(lines);
    },
    state,
    lastState: async (bookmark) => {
      const isSaid = sinceState === 0 && JSON.stringify(lastState) === JSON.stringify(bookmark);
      if (!isSaid) await state(bookmark);
    },
    heartbeat: async (bookmark) => {
      if (now() - lastSign >= HEARTBEAT_MILLISECONDS) await state(lastState ?? bookmark);
    },
    ended: status,
  };
}
