/** Buffers that were given back, for whoever needs one next: fresh ones of this size cost a quarter of the time in page faults, and
 *  those of many writers together more memory than all of them need. */

export interface BufferPool {
  /** A buffer of at least so many bytes and not many times as much, with anything in it. */
  take(bytes: number): Buffer;
  /** Must not be used by the giver any more. */
  give(buffer: Buffer): void;
}

/** A large one would be lost on who needs little. */
const MOST_TIMES = 4;
const MOST_KEPT_BYTES = 32 * 1024 * 1024;

export function createBufferPool(mostKeptBytes: number = MOST_KEPT_BYTES): BufferPool {
  /** Smallest first. */
  const free: Buffer[] = [];
  let kept = 0;
  return {
    take: (bytes) => {
      const at = free.findIndex(({ length }) => length >= bytes);
      if (at === -1 || (free[at]?.length ?? 0) > bytes * MOST_TIMES) return Buffer.allocUnsafeSlow(bytes);
      const [buffer] = free.splice(at, 1) as [Buffer];
      kept -= buffer.length;
      return buffer;
    },
    give: (buffer) => {
      if (kept + buffer.length > mostKeptBytes) return;
      const at = free.findIndex(({ length }) => length >= buffer.length);
      free.splice(at === -1 ? free.length : at, 0, buffer);
      kept += buffer.length;
    },
  };
}
