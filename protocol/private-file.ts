/** Files that hold secrets: one user's only, replaced as a whole. */
import { constants } from "node:fs";
import { mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Replaces the file at `path` (mode 0600). When this resolves, the content survives a power cut: the new file is synced
 *  before it takes the old one's place, and its folder after. Not for two writers at a time. */
export async function replacePrivateFile(path: string, text: string): Promise<void> {
  // A link to the file stays a link.
  const target = await realpath(path).catch(() => path);
  const folder = dirname(target);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const next = join(folder, `.${basename(target)}.new`);
  await rm(next, { force: true });
  const file = await open(next, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(next, target);
  await syncFolder(folder);
}

/** Whether anybody but its owner may read or write the file; undefined if there is none. */
export async function isOpenToOthers(path: string): Promise<boolean | undefined> {
  const { mode } = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return { mode: undefined };
    throw error;
  });
  return mode === undefined ? undefined : (mode & 0o077) !== 0;
}

/** Some file systems cannot sync a folder; the rename is then as safe as they make it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY).catch(() => undefined);
  try {
    await handle?.sync().catch(() => undefined);
  } finally {
    await handle?.close();
  }
}
