/** The bytes of a pipe, read into one buffer again and again. Node's own streams make a new buffer for each read; the garbage
 *  collections that follow cost the target a sixth of its CPU (`npm run bench`, target). */
import { fstatSync } from "node:fs";
import { type OnReadOpts, Socket, type SocketConstructorOpts } from "node:net";

export interface PipeInput extends AsyncIterable<Uint8Array> {
  /** Ends a read that waits. */
  close(): void;
}

/** More than a pipe gives at once. */
const BUFFER_BYTES = 256 * 1024;

export function isPipe(descriptor: number | undefined): boolean {
  if (descriptor === undefined) return false;
  const stats = fstatSync(descriptor);
  return stats.isFIFO() || stats.isSocket();
}

/** To be read once. A block is valid until the next one is asked for. */
export function openPipeInput(descriptor: number): PipeInput {
  const slot = createSlot();
  const onread: OnReadOpts = {
    buffer: Buffer.allocUnsafeSlow(BUFFER_BYTES),
    callback: (count, buffer) => {
      slot.put({ value: buffer.subarray(0, count), done: false });
      // One block at a time: `next` goes on.
      return false;
    },
  };
  const options: SocketConstructorOpts & { onread: OnReadOpts } = {
    fd: descriptor,
    readable: true,
    writable: false,
    onread,
  };
  const socket = new Socket(options);
  socket.pause();
  socket.on("end", () => slot.put(END));
  socket.on("close", () => slot.put(END));
  socket.on("error", (error) => slot.fail(error));
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        const taken = slot.take();
        socket.resume();
        return taken;
      },
    }),
    close: () => void socket.destroy(),
  };
}

type Result = IteratorResult<Uint8Array, undefined>;
const END: Result = { value: undefined, done: true };

interface Slot {
  put(result: Result): void;
  fail(error: Error): void;
  take(): Promise<Result>;
}

/** Room for one result, and for one who waits for it. The end stays. */
function createSlot(): Slot {
  let held: Promise<Result> | undefined;
  let isOver = false;
  let wake: ((result: Promise<Result>) => void) | undefined;
  const give = (result: Promise<Result>) => {
    if (wake === undefined) held = result;
    else wake(result);
    wake = undefined;
  };
  return {
    put: (result) => {
      if (isOver) return;
      isOver = result.done === true;
      give(Promise.resolve(result));
    },
    fail: (error) => {
      if (isOver) return;
      isOver = true;
      const failed = Promise.reject<Result>(error);
      failed.catch(() => {});
      give(failed);
    },
    take: () => {
      const result = held;
      held = undefined;
      if (result !== undefined) return result;
      if (isOver) return Promise.resolve(END);
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
  };
}
