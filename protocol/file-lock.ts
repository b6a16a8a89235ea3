/** A lock between processes: a symbolic link whose text names its owner. Making it is atomic and carries that text at once,
 *  so that a killed owner is recognised without waiting. Not a package: the usual one (proper-lockfile) tells a dead owner
 *  by age alone, and lets two waiters break the same old lock. */
import { randomUUID } from "node:crypto";
import { lstat, readFile, readlink, symlink, unlink } from "node:fs/promises";
import { hostname } from "node:os";
import type { Clock } from "./clock.ts";
import { ConnectorError } from "./errors.ts";

export interface LockPorts {
  clock: Clock;
  /** How long a living owner is waited for. */
  patienceMs: number;
  signal?: AbortSignal | undefined;
}

/** Runs `action` while no other process (nor another call here) holds the lock at `path`. Throws FILE_LOCKED when a living owner
 *  keeps it longer than the patience, or when no lock can be made there. */
export async function withFileLock<Result>(
  path: string,
  ports: LockPorts,
  action: () => Promise<Result>,
): Promise<Result> {
  const give = await holdFileLock(path, ports);
  try {
    return await action();
  } finally {
    await give();
  }
}

/** The same for as long as the caller wants; resolves with what gives the lock back. */
export async function holdFileLock(path: string, ports: LockPorts): Promise<() => Promise<void>> {
  const owner = await acquire(path, ports);
  return () => release(path, owner);
}

export interface LockOwner {
  machine: string;
  pid: string;
}

/** Undefined where nobody holds the lock. */
export async function ownerOf(path: string): Promise<LockOwner | undefined> {
  const holder = await readOwner(path);
  return holder === undefined ? undefined : parsed(holder);
}

function parsed(holder: string): LockOwner {
  const [where = "", pid = ""] = holder.split(" ");
  return { machine: where.split("/")[0] ?? "", pid };
}

/** An owner whose life cannot be looked up (another machine) is given up after this long. Actions must be shorter. */
const oldestMs = 10 * 60_000;
const lookAgainMs = 25;

async function acquire(path: string, ports: LockPorts): Promise<string> {
  const { clock, patienceMs, signal } = ports;
  const me = await newOwner();
  const until = clock.now() + patienceMs;
  for (;;) {
    if (await link(me, path)) return me;
    const holder = await readOwner(path);
    if (holder === undefined) continue;
    if (await isGone(holder, path, clock)) {
      await breakLock(path, holder, ports);
      continue;
    }
    if (clock.now() >= until) throw locked(path, holder);
    await clock.sleep(lookAgainMs * (1 + Math.random()), signal);
  }
}

/** Only whoever holds the lock named after the dead owner removes that owner's lock, and only if it is still there: two
 *  waiters can never remove a lock that a third one has made since. */
async function breakLock(path: string, holder: string, ports: LockPorts): Promise<void> {
  const nonce = holder.split(" ").at(-1) ?? "";
  await withFileLock(`${path}.${nonce}`, ports, () => release(path, holder));
}

async function release(path: string, owner: string): Promise<void> {
  if ((await readOwner(path)) === owner) await unlink(path);
}

async function link(owner: string, path: string): Promise<boolean> {
  try {
    await symlink(owner, path);
    return true;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    throw new ConnectorError("FILE_LOCKED", {
      what: `No lock can be made at ${path} (${code ?? "unknown reason"}).`,
      why: "The folder does not exist, cannot be written to, or its file system knows no symbolic links.",
      next: "Put the file into a folder of this user on a local disk.",
      cause,
    });
  }
}

async function readOwner(path: string): Promise<string | undefined> {
  return readlink(path).catch(() => undefined);
}

/** `<machine> <pid> <start of the process> <nonce>` */
async function newOwner(): Promise<string> {
  const { pid } = process;
  return [await machine(), pid, await startOf(pid), randomUUID()].join(" ");
}

async function isGone(holder: string, path: string, clock: Clock): Promise<boolean> {
  const [where, pid, start] = holder.split(" ");
  if (where === (await machine()) && /^\d+$/.test(pid ?? "")) {
    return !isAlive(Number(pid)) || (await startOf(Number(pid))) !== start;
  }
  const made = await lstat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
  return made !== undefined && clock.now() - made > oldestMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Containers may share a host name and still number their processes apart. */
async function machine(): Promise<string> {
  const space = await readlink("/proc/self/ns/pid").catch(() => "");
  return `${hostname()}/${space}`.replaceAll(" ", "_");
}

/** Ticks since boot, so that a number given to a new process is not taken for the old one; "-" where the system does not
 *  tell. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return (
    stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .at(19) ?? "-"
  );
}

function locked(path: string, holder: string): ConnectorError {
  const { machine: where, pid } = parsed(holder);
  return new ConnectorError("FILE_LOCKED", {
    what: `Process ${pid} on ${where} holds the lock ${path}.`,
    why: "Another run is using the same file and waits for an answer.",
    next: "Run again when it has ended; remove the lock only if that process is surely gone.",
  });
}
