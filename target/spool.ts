/** Keeps the lines of records until their import is settled, so that a rejected row can be given back as it came. On disk, in a
 *  file that has no name any more: nothing stays behind, not even after SIGKILL. */
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const WRITE_BYTES = 1 << 20;
/** An index entry for every so many lines: 16 MB for a hundred million rows. */
const LINES_PER_ENTRY = 64;
const READ_BYTES = 1 << 18;
const LF = 10;

export interface Spool {
  /** Lines kept so far. */
  readonly lines: number;
  append(buffer: Uint8Array, start: number, end: number): void;
  /** The nth line (from 1); cheap for ascending numbers. */
  line(n: number): Buffer;
  /** All lines in order. */
  all(): Iterable<Buffer>;
  close(): void;
}

export function openSpool(folder = tmpdir()): Spool {
  const fd = openNameless(folder);
  const buffer = Buffer.allocUnsafe(WRITE_BYTES);
  let used = 0;
  let written = 0;
  let lines = 0;
  let entries = new Float64Array(1024);

  const flush = () => {
    for (let at = 0; at < used; ) at += writeSync(fd, buffer, at, used - at, written + at);
    written += used;
    used = 0;
  };
  const note = () => {
    if (lines % LINES_PER_ENTRY === 0) {
      const entry = lines / LINES_PER_ENTRY;
      if (entry === entries.length) {
        const larger = new Float64Array(entries.length * 2);
        larger.set(entries);
        entries = larger;
      }
      entries[entry] = written + used;
    }
    lines += 1;
  };
  const reader = createReader(fd);

  return {
    get lines() {
      return lines;
    },
    append: (source, start, end) => {
      note();
      const length = end - start;
      if (used + length + 1 > buffer.length) flush();
      if (length + 1 > buffer.length) {
        for (let at = start; at < end; ) at += writeSync(fd, source, at, end - at, written + at - start);
        written += length;
      } else {
        buffer.set(source.subarray(start, end), used);
        used += length;
      }
      buffer[used++] = LF;
    },
    line: (n) => {
      flush();
      if (n < 1 || n > lines) throw new RangeError(`no line ${n} of ${lines}`);
      return reader.line(n - 1, entries);
    },
    *all() {
      flush();
      for (let n = 0; n < lines; n++) yield reader.line(n, entries);
    },
    close: () => closeSync(fd),
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
  line(n: number, entries: Float64Array): Buffer;
}

function createReader(fd: number): LineReader {
  let block: Buffer = Buffer.alloc(0);
  /** Offset in the file of the block's first byte. */
  let from = 0;
  /** Line that begins at `at` in the block. */
  let next = -1;
  let at = 0;

  const load = (offset: number, size: number) => {
    block = Buffer.alloc(Math.min(size, fstatSync(fd).size - offset));
    readSync(fd, block, 0, block.length, offset);
    from = offset;
    at = 0;
  };
  const take = (): Buffer => {
    for (let size = READ_BYTES; ; size *= 4) {
      const end = block.indexOf(LF, at);
      if (end !== -1) {
        const line = block.subarray(at, end);
        at = end + 1;
        next += 1;
        return line;
      }
      load(from + at, size);
    }
  };
  return {
    line: (n, entries) => {
      if (n < next || n >= next + LINES_PER_ENTRY || next === -1) {
        const entry = Math.floor(n / LINES_PER_ENTRY);
        load(entries[entry]!, READ_BYTES);
        next = entry * LINES_PER_ENTRY;
      }
      while (next < n) take();
      return take();
    },
  };
}
