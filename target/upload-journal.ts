/** What a run has done to a file of Anaplan, kept on disk while it goes on: a run that is killed leaves it behind, and the next one
 *  goes on there. Holds sizes, hashes and ids, no content. Its word is a claim: who goes on by it reads the content back. */
import { createHash, randomUUID } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import type { TaskId } from "../protocol/anaplan/types.ts";
import type { Clock } from "../protocol/clock.ts";
import type { Log } from "../protocol/log.ts";

/** Of CSV before gzip. */
export interface ChunkFacts {
  bytes: number;
  /** Hex. */
  sha256: string;
}

/** A task that an earlier run started, or was about to start. */
export interface LeftTask {
  /** What was started, run-time values included. */
  start: string;
  /** Unknown where the run was killed before Anaplan's answer was noted. */
  taskId?: TaskId;
  /** Tasks that were there before. */
  known: TaskId[];
}

/** What an earlier run left of a file. */
export interface LeftUpload {
  /** Chunks that step 1 of the upload told, -1 for an unknown count. */
  announced: number;
  /** Those that Anaplan took, from the first on without a gap. */
  chunks: ChunkFacts[];
  /** All chunks are there, and the upload was completed where that was due. */
  isWhole: boolean;
  task?: LeftTask;
}

type Line =
  | { announced: number; at: number }
  | { chunk: number; bytes: number; sha256: string }
  | { isWhole: true }
  | { start: string; known: TaskId[] }
  | { started: TaskId };

export interface UploadJournal {
  left(): LeftUpload | undefined;
  /** A new upload: what was there before is forgotten. */
  begin(announced: number): void;
  sent(chunk: number, facts: ChunkFacts): void;
  whole(): void;
  starting(start: string, known: readonly TaskId[]): void;
  started(taskId: TaskId): void;
  /** Nothing is to be gone on with any more. */
  forget(): void;
}

export interface JournalPlace {
  /** Root of the API. */
  root: string;
  modelId: string;
  fileId: string;
}

/** The next day's run is not the rest of this one, even where it has the same rows. */
const OLDEST_MS = 12 * 3_600_000;

/** A journal that cannot be written costs the resumption, not the load. */
export function openUploadJournal(
  { root, modelId, fileId }: JournalPlace,
  { clock, log }: { clock: Pick<Clock, "now">; log: Log },
  folder = tmpdir(),
): UploadJournal {
  const name = createHash("sha256")
    .update(JSON.stringify([root, modelId, fileId]))
    .digest("hex")
    .slice(0, 32);
  const path = join(folder, `anaplan-upload-${name}.jsonl`);
  let fd: number | undefined;
  let isLost = false;

  const attempt = (work: () => void) => {
    if (isLost) return;
    try {
      work();
    } catch (error) {
      isLost = true;
      close();
      remove();
      const reason = (error as NodeJS.ErrnoException).code ?? String(error);
      log.warn(
        "The upload cannot be noted on disk: should this run be killed, the next one sends it from its beginning",
        {
          model_id: modelId,
          file_id: fileId,
          reason,
        },
      );
    }
  };
  const close = () => {
    if (fd !== undefined) closeSync(fd);
    fd = undefined;
  };
  /** One that stays although nothing is to be gone on with costs a look at the file. */
  const remove = () => {
    try {
      rmSync(path, { force: true });
    } catch {
      // Not ours: it is not believed either.
    }
  };
  const append = (line: Line) =>
    attempt(() => {
      fd ??= openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW);
      // A line that was cut off by a crash must not swallow this one.
      writeSync(fd, `\n${JSON.stringify(line)}`);
    });

  return {
    left: () => {
      const lines = readOwn(path);
      return lines === undefined ? undefined : leftIn(lines, clock.now() - OLDEST_MS);
    },
    begin: (announced) =>
      attempt(() => {
        close();
        const fresh = `${path}.${randomUUID()}`;
        fd = openSync(fresh, "wx", 0o600);
        writeSync(fd, JSON.stringify({ announced, at: clock.now() } satisfies Line));
        renameSync(fresh, path);
      }),
    sent: (chunk, facts) => append({ chunk, ...facts }),
    whole: () => append({ isWhole: true }),
    starting: (start, known) => append({ start, known: [...known] }),
    started: (taskId) => append({ started: taskId }),
    forget: () => {
      close();
      remove();
    },
  };
}

/** Undefined without a file, or with one that another user of this machine may have written. */
function readOwn(path: string): Line[] | undefined {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch {
    return undefined;
  }
  try {
    // What nobody but its owner may read, and we can, is ours. Windows has a folder for each user instead.
    if (platform() !== "win32" && (fstatSync(fd).mode & 0o077) !== 0) return undefined;
    return readFileSync(fd, "utf8").split("\n").flatMap(parsed);
  } finally {
    closeSync(fd);
  }
}

function parsed(line: string): Line[] {
  try {
    return [JSON.parse(line) as Line];
  } catch {
    return [];
  }
}

function leftIn(lines: readonly Line[], oldest: number): LeftUpload | undefined {
  const [first] = lines;
  if (first === undefined || !("announced" in first) || first.at < oldest) return undefined;
  const byIndex: ChunkFacts[] = [];
  const left: LeftUpload = { announced: first.announced, chunks: [], isWhole: false };
  let task: LeftTask | undefined;
  for (const line of lines) {
    if ("chunk" in line) byIndex[line.chunk] = { bytes: line.bytes, sha256: line.sha256 };
    else if ("isWhole" in line) left.isWhole = true;
    else if ("start" in line) task = { start: line.start, known: line.known };
    else if ("started" in line && task !== undefined) task = { ...task, taskId: line.started };
  }
  for (const facts of byIndex) {
    if (facts === undefined) break;
    left.chunks.push(facts);
  }
  return { ...left, ...(task !== undefined && { task }) };
}
