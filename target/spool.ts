/** Keeps the lines of records until their import is settled, so that a rejected row can be given back as it came. On disk, in a
 *  file that has no name any more: nothing stays behind, not even after SIGKILL. A disk that is full costs the records of
 *  rejected rows, not the load. */
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const WRITE_BYTES = 1 << 18;
/** An index entry for every so many lines: 16 MB for a hundred million rows. */
const LINES_PER_ENTRY = 64;
const READ_BYTES = 1 << 18;
const LF = 10;

export interface Spool {
  /** Lines given so far. */
  readonly lines: number;
  append(buffer: Uint8Array, start: number, end: number): void;
  /** The nth line (from 1); cheap for ascending numbers. Undefined when the lines could not be kept. */
  line(n: number): Buffer | undefined;
  /** All lines in order; none when they could not be kept. */
  all(): Iterable<Buffer>;
  close(): void;
}

/** `onLoss` is told once why lines cannot be kept; nothing is thrown. */
export function openSpool(onLoss: (error: unknown) => void, folder = tmpdir()): Spool {
  let fd: number | undefined;
  const buffer = Buffer.allocUnsafe(WRITE_BYTES);
  let used = 0;
  let written = 0;
  let lines = 0;
  let entries = new Float64Array(1024);

  const attempt = (work: () => void) => {
    try {
      work();
    } catch (error) {
      close();
      onLoss(error);
    }
  };
  const close = () => {
    if (fd !== undefined) closeSync(fd);
    fd = undefined;
  };
  const write = (file: number, source: Uint8Array, start: number, end: number) => {
    for (let at = start; at < end; ) {
      const count = writeSync(file, source, at, end - at, written);
      at += count;
      written += count;
    }
  };
  const flush = (file: number) => {
    write(file, buffer, 0, used);
    used = 0;
  };
  const note = () => {
    if (lines % LINES_PER_ENTRY !== 0) return;
    const entry = lines / LINES_PER_ENTRY;
    if (entry === entries.length) {
      const larger = new Float64Array(entries.length * 2);
      larger.set(entries);
      entries = larger;
    }
    entries[entry] = written + used;
  };
  const keep = (file: number, source: Uint8Array, start: number, end: number) => {
    note();
    const length = end - start;
    if (used + length + 1 > buffer.length) flush(file);
    if (length + 1 > buffer.length) {
      write(file, source, start, end);
    } else {
      buffer.set(source.subarray(start, end), used);
      used += length;
    }
    buffer[used++] = LF;
  };
  attempt(() => {
    fd = openNameless(folder);
  });
  const reader = createReader();

  return {
    get lines() {
      return lines;
    },
    append: (source, start, end) => {
      const file = fd;
      if (file !== undefined) attempt(() => keep(file, source, start, end));
      lines += 1;
    },
    line: (n) => {
      if (n < 1 || n > lines) throw new RangeError(`no line ${n} of ${lines}`);
      if (fd !== undefined && used > 0) attempt(() => flush(fd as number));
      return fd === undefined ? undefined : reader.line(fd, n - 1, entries);
    },
    *all() {
      if (fd !== undefined && used > 0) attempt(() => flush(fd as number));
      for (let n = 0; fd !== undefined && n < lines; n++) yield reader.line(fd, n, entries);
    },
    close,
  };
}

/** A file with no name, readable by nobody else. Where an open file cannot be removed it goes when the process ends well. */
function openNameless(folder: string): number {
  const own = mkdtempSync(join(folder, "anaplan-spool-"));
  const fd = openSync(join(own, "records"), "wx+", 0o600);
  rmSync(own, { recursive: true, force: true });
  return fd;
}

interface LineReader {
  line(fd: number, n: number, entries: Float64Array): Buffer;
}

function createReader(): LineReader {
  let block: Buffer = Buffer.alloc(0);
  /** Offset in the file of the block's first byte. */
  let from = 0;
  /** Line that begins at `at` in the block. */
  let next = -1;
  let at = 0;

  const load = (fd: number, offset: number, size: number) => {
    block = Buffer.alloc(Math.min(size, fstatSync(fd).size - offset));
    readSync(fd, block, 0, block.length, offset);
    from = offset;
    at = 0;
  };
  const take = (fd: number): Buffer => {
    for (let size = READ_BYTES; ; size *= 4) {
      const end = block.indexOf(LF, at);
      if (end !== -1) {
        const line = block.subarray(at, end);
        at = end + 1;
        next += 1;
        return line;
      }
      load(fd, from + at, size);
    }
  };
  return {
    line: (fd, n, entries) => {
      if (n < next || n >= next + LINES_PER_ENTRY || next === -1) {
        const entry = Math.floor(n / LINES_PER_ENTRY);
        load(fd, entries[entry]!, READ_BYTES);
        next = entry * LINES_PER_ENTRY;
      }
      while (next < n) take(fd);
      return take(fd);
    },
  };
}
