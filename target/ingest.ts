/** Input blocks → lines → streams, in order and with back-pressure; nothing else. A line whose shape is known never becomes an
 *  object: the streams seen last are asked first whether it is theirs. */

import type { Clock } from "../protocol/clock.ts";
import { LineCursor } from "../protocol/csv/lines.ts";
import { isConnectorError } from "../protocol/errors.ts";
import type { Spans } from "../protocol/profile.ts";
import type { Input, InputFormat } from "./input.ts";
import type { StreamLoad } from "./stream-load.ts";

/** Streams that take turns on the hot path; more of them than this is rare, and only slower. */
const MOST_RECENT = 4;

export interface IngestTarget {
  /** A line that had to be parsed. `line` is valid until the promise resolves. */
  take(input: Input, line: Uint8Array, lineNumber: number): Promise<StreamLoad | undefined>;
  /** A row was added to `load` on the hot path; answers whether something must be awaited now. */
  isFull(load: StreamLoad): boolean;
  relieve(): Promise<void>;
  /** Between blocks of input, and when the time of `dueInMs` is over though no block has come. */
  pause(): Promise<void>;
  /** When something must be done that does not wait for input; undefined = nothing. */
  dueInMs(): number | undefined;
  clock: Clock;
  spans: Spans;
}

/** Resolves at the end of the input, or as soon as the signal aborts. */
export async function ingest(
  blocks: AsyncIterable<Uint8Array>,
  format: InputFormat,
  target: IngestTarget,
  signal: AbortSignal,
): Promise<void> {
  const cursor = new LineCursor();
  const recent: StreamLoad[] = [];
  const readLines = async () => {
    while (cursor.next()) {
      const { buffer, start, end, line } = cursor;
      if (end === start) continue;
      const owner = takenBy(recent, buffer, start, end);
      if (owner !== undefined) {
        if (target.isFull(owner)) await target.relieve();
        continue;
      }
      const bytes = buffer.subarray(start, end);
      const load = await target.take(parse(format, bytes, line), bytes, line).catch((error: unknown) => {
        throw isConnectorError(error) && error.class === "input" ? error.at({ line }) : error;
      });
      if (load !== undefined) moveToFront(recent, load);
    }
  };
  for await (const block of untilAborted(blocks, target, signal)) {
    cursor.push(block);
    await target.spans.during("parsing", readLines);
    await target.pause();
  }
  if (signal.aborted) return;
  cursor.finish();
  await readLines();
}

function parse(format: InputFormat, line: Uint8Array, lineNumber: number): Input {
  return format.parse(line, lineNumber);
}

function takenBy(recent: StreamLoad[], buffer: Uint8Array, start: number, end: number): StreamLoad | undefined {
  for (const load of recent) {
    if (!load.appendLine(buffer, start, end)) continue;
    if (load !== recent[0]) moveToFront(recent, load);
    return load;
  }
  return undefined;
}

function moveToFront(recent: StreamLoad[], load: StreamLoad): void {
  const at = recent.indexOf(load);
  if (at === 0) return;
  if (at > 0) recent.splice(at, 1);
  recent.unshift(load);
  if (recent.length > MOST_RECENT) recent.pop();
}

/** A waiting read holds up neither the end nor what is due meanwhile. */
async function* untilAborted(
  blocks: AsyncIterable<Uint8Array>,
  target: IngestTarget,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const iterator = blocks[Symbol.asyncIterator]();
  for (;;) {
    const coming = iterator.next();
    await keepingTime(coming, target, signal);
    const next = await orAborted(coming, signal);
    if (next === undefined || next.done === true) return;
    yield next.value;
  }
}

/** Does what falls due until the read is over. */
async function keepingTime(coming: Promise<unknown>, target: IngestTarget, signal: AbortSignal): Promise<void> {
  for (let due = target.dueInMs(); due !== undefined && !signal.aborted; due = target.dueInMs()) {
    const stop = new AbortController();
    const onAbort = () => stop.abort();
    signal.addEventListener("abort", onAbort, { once: true });
    const isRead = coming.then(
      () => true,
      () => true,
    );
    const isDue = target.clock.sleep(due, stop.signal).then(
      () => false,
      () => true,
    );
    const isOver = await Promise.race([isRead, isDue]);
    signal.removeEventListener("abort", onAbort);
    stop.abort();
    if (isOver) return;
    await target.pause();
  }
}

/** Undefined = aborted. Not `Promise.race` with one promise for the whole run: that one would keep every block it ever raced. */
function orAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined);
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
