/** One run at a time writes to a file of Anaplan: a second one would put its chunks among the first one's, as file content has no
 *  lock of its own (anaplan-api.md 5.2). Between processes of one machine; across machines the tasks that read the file tell. */
import { createHash } from "node:crypto";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { Clock } from "../protocol/clock.ts";
import { ConnectorError, type ErrorContext, isConnectorError } from "../protocol/errors.ts";
import { holdFileLock, type LockOwner, ownerOf } from "../protocol/file-lock.ts";
import type { Log } from "../protocol/log.ts";

export interface LockedFile {
  /** Root of the API. */
  root: string;
  modelId: string;
  fileId: string;
}

/** A run that is just ending is waited for so long. */
const PATIENCE_MS = 2000;

/** Resolves with what gives the file free again. Throws FILE_IN_USE; where no lock can be made the run goes on without. */
export async function lockUpload(
  { root, modelId, fileId }: LockedFile,
  context: ErrorContext,
  { clock, log, signal }: { clock: Clock; log: Log; signal?: AbortSignal },
  folder = tmpdir(),
): Promise<() => Promise<void>> {
  const name = createHash("sha256")
    .update(JSON.stringify([userInfo().uid, root, modelId, fileId]))
    .digest("hex")
    .slice(0, 32);
  const path = join(folder, `anaplan-upload-${name}.lock`);
  const where = { ...context, model_id: modelId, file_id: fileId };
  try {
    return await holdFileLock(path, { clock, patienceMs: PATIENCE_MS, signal });
  } catch (error) {
    if (!isConnectorError(error, "FILE_LOCKED")) throw error;
    const owner = await ownerOf(path);
    if (owner !== undefined) throw inUse(owner, where);
    log.warn("No lock can be made: nothing keeps a second run from writing to the same file", { ...where });
    return async () => {};
  }
}

function inUse({ machine, pid }: LockOwner, context: ErrorContext): ConnectorError {
  return new ConnectorError("FILE_IN_USE", {
    what: `Another run is loading the file ${context.file_id} (process ${pid} on ${machine}).`,
    why: "The same config was started twice, or two configs write to the same file: each would overwrite what the other sends.",
    next: "Run again when that process has ended; let runs that go side by side have files of their own.",
    context,
  });
}
