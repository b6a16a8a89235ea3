/** Streams of exported files: get the file that this run made, read it, prove that it stayed the same, move the bookmark. */
import { toConnectorError } from "../../protocol/errors.ts";
import { fileColumns, missingKeys, selectedColumns } from "../export/columns.ts";
import { discoverExports, locateExports } from "../export/discover.ts";
import { canGoOn, type Download, download } from "../export/download.ts";
import { unsupportedError } from "../export/format.ts";
import { hasReplaced, isRunning, newerTasks, replacedError } from "../export/freshness.ts";
import { METADATA_COLUMN_NAMES, metadataColumns } from "../export/metadata-columns.ts";
import { type ExportFile, obtainFile } from "../export/obtain.ts";
import { type ExportRead, openRead } from "../export/read.ts";
import type { TapSettings } from "../settings.ts";
import type { Bookmark } from "../state.ts";
import { type ExportSource, objectKind, type SelectedStream } from "../stream.ts";
import type { TypedColumn } from "../typing.ts";
import type { Begun, StreamKind, SyncRun } from "./kind.ts";
import { announcementOf, tapStream } from "./tap-stream.ts";

export const exportKind: StreamKind<ExportSource> = {
  discover: async (scope) => {
    const isWanted = scope.settings.listsExports || scope.settings.syncMode === "SpecificExports";
    return isWanted ? discoverExports(scope) : { streams: [], problems: [] };
  },
  locate: locateExports,
  owns: (streamId) => objectKind(streamId) === "export",
  sync: (selected, run) => {
    const read = openRead(selected, run);
    return syncExport(read, () => obtainFile(read));
  },
  begin: beginExport,
};

/** Runs the export; its file waits on the server. */
function beginExport(selected: SelectedStream<ExportSource>, quietRun: SyncRun): Begun | undefined {
  if (selected.stream.unsupportedBecause !== undefined) return undefined;
  const read = openRead(selected, quietRun);
  const file = obtainFile(read);
  // A failure is the stream's, and told when its turn comes.
  const isThere = file.then(
    () => true,
    () => false,
  );
  return {
    sync: (run) => {
      read.run = run;
      return syncExport(read, () => file);
    },
    abandon: async () => {
      if (!(await isThere)) await read.dropResume();
    },
  };
}

async function syncExport(read: ExportRead, obtain: () => Promise<ExportFile | undefined>): Promise<void> {
  const { selected, run } = read;
  const { unsupportedBecause } = selected.stream;
  if (unsupportedBecause !== undefined) throw unsupportedError(selected.stream, unsupportedBecause, read.ids);
  const announced = await announce(read);
  if (run.extent === "schema") return;
  let file: ExportFile | undefined;
  try {
    file = await obtain();
    if (file === undefined) return;
    const done = await download(read, file, announced);
    await requireUnreplaced(read, file);
    await finish(read, file, done);
  } catch (thrown) {
    const error = toConnectorError(thrown).at({
      ...read.ids,
      ...(file?.taskId !== undefined && { task_id: file.taskId }),
    });
    const isCancelled = error.code === "INTERRUPTED" && file === undefined;
    if (error.code !== "OUTPUT_CLOSED" && (isCancelled || !canGoOn(error))) await read.dropResume();
    throw error;
  }
}

/** The columns that the metadata promises go out before the export runs, so that a target can object before the wait. */
async function announce({ selected, run, version }: ExportRead): Promise<string | undefined> {
  const columns = expectedColumns(selected, run.settings);
  if (columns.typed.length === 0 || missingKeys(selected, columns).length > 0) return undefined;
  const stream = tapStream(selected, columns.properties, version);
  await run.sink.schema(stream);
  return announcementOf(stream);
}

/** Of the long form the catalog tells the columns; the file may add dimensions. */
function expectedColumns(selected: SelectedStream<ExportSource>, settings: TapSettings) {
  const { source, columns } = selected.stream;
  if (settings.layout === "as_is") return fileColumns(source.metadata?.headerNames ?? [], selected, settings);
  const typed = columns.filter(({ name }) => !METADATA_COLUMN_NAMES.includes(name)) as TypedColumn[];
  return selectedColumns(typed, selected, settings.hasMetadataColumns ? metadataColumns() : []);
}

/** Throws EXPORT_REPLACED if the file was written anew since the task that was read. */
async function requireUnreplaced(
  { run, action, fileId, ids }: ExportRead,
  { taskId, createdAt, chunks }: ExportFile,
): Promise<void> {
  if (taskId === undefined || run.extent !== "all") return;
  const newer = newerTasks(await run.client.tasks(action), taskId, createdAt);
  const context = { ...ids, task_id: taskId };
  const replacing = newer.find(hasReplaced);
  if (replacing !== undefined) throw replacedError(context, replacing.taskId);
  if (!newer.some(isRunning)) return;
  const now = await run.client.chunks(action, fileId);
  const isSame = now.length === chunks.length && now.every(({ id }, index) => id === chunks[index]?.id);
  if (!isSame) throw replacedError(context, newer.find(isRunning)?.taskId);
}

async function finish(read: ExportRead, file: ExportFile, done: Download): Promise<void> {
  const { run, selected, ids, before } = read;
  const { stream, rows, bytes } = done;
  const tags = { stream: stream.name, ...ids, ...(file.taskId !== undefined && { task_id: file.taskId }) };
  const sent =
    done.delta !== undefined
      ? done.delta.sent + done.delta.deleted
      : rows - (file.from !== undefined && done.increment === undefined ? file.from.rows : 0);
  run.log.metric({ type: "counter", metric: "record_count", value: sent, tags });
  if (run.extent !== "all") return;
  warnOfNoRows(read, rows, done);
  // A delta adds to what is there.
  if (stream.version !== undefined && done.delta?.isPartial !== true) await run.sink.activate(stream);
  run.log.info("Stream read", { ...tags, rows, bytes });
  run.state.setBookmark(selected.stream.id, bookmarkOf(read, file, done, before));
}

function bookmarkOf(
  { selected, version }: ExportRead,
  file: ExportFile,
  done: Download,
  before: Bookmark | undefined,
): Bookmark {
  const { replicationKey, stream } = selected;
  const lastModified = stream.source.model.model.lastModified;
  const highest = done.increment?.highest();
  return {
    ...(replicationKey === undefined
      ? { version: done.stream.version ?? version }
      : before?.version !== undefined && { version: before.version }),
    ...(lastModified !== undefined && { model_last_modified: lastModified }),
    ...(file.taskId !== undefined && { task_id: file.taskId }),
    ...(file.exportedAt !== undefined && { exported_at: new Date(file.exportedAt).toISOString() }),
    rows: done.rows,
    columns: [...done.columns],
    ...(done.delta !== undefined && { delta_snapshot: done.delta.snapshot }),
    ...(replicationKey !== undefined && { replication_key: replicationKey }),
    ...(highest !== undefined && { replication_key_value: highest }),
  };
}

/** The estimate in the metadata ignores the export's filters, so an empty table may be right (anaplan-api.md 4.3). */
function warnOfNoRows({ run, selected, ids }: ExportRead, rows: number, { increment }: Download): void {
  const expected = selected.stream.rowCount ?? 0;
  if (rows > 0 || expected === 0 || increment !== undefined) return;
  run.log.warn(
    `The exported file has a header and no rows, where the metadata promises about ${expected}. Its filters let nothing through, or this user may see none of the rows (selective access).`,
    { stream: selected.stream.name, ...ids },
  );
}
