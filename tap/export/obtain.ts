/** Gets hold of the file to read: by going on with an interrupted read, by running the export, or as it lies there. */
import type { Chunk, TaskId, TaskRef, TaskStatus } from "../../protocol/anaplan/types.ts";
import { isConnectorError } from "../../protocol/errors.ts";
import type { TapSettings } from "../settings.ts";
import { type Bookmark, type Resume, withoutResume } from "../state.ts";
import { forecastOf, forecastText } from "./forecast.ts";
import {
  adminsOnlyError,
  cancelledError,
  failedError,
  hasReplaced,
  lastComplete,
  newerTasks,
  noFileError,
  replacedError,
} from "./freshness.ts";
import type { ExportRead } from "./read.ts";
import { sizeText } from "./size-limit.ts";

export interface ExportFile {
  /** The task that wrote it; unknown where a file was found lying there without any task listed. */
  taskId: TaskId | undefined;
  /** Milliseconds, by the server: when that task was made. */
  createdAt: number | undefined;
  /** Milliseconds: the same, or by our clock where the server does not tell. Unknown for a file that was found. */
  exportedAt: number | undefined;
  chunks: readonly Chunk[];
  /** Where an interrupted read goes on. */
  from: Resume | undefined;
}

export type Plan = "unchanged" | "run" | "last";

/** What a run does with an export, unless it goes on with an interrupted read. */
export function planRead(
  before: Bookmark | undefined,
  runExports: TapSettings["runExports"],
  modelLastModified: string | undefined,
): Plan {
  if (runExports === "never") return "last";
  const isUnchanged = modelLastModified !== undefined && before?.model_last_modified === modelLastModified;
  return runExports === "when_model_changed" && isUnchanged && before?.task_id !== undefined ? "unchanged" : "run";
}

/** Undefined = the model has not changed, nothing is read. */
export async function obtainFile(read: ExportRead): Promise<ExportFile | undefined> {
  const { selected, run, before, ids } = read;
  const { settings, log, extent } = run;
  const lastModified = selected.stream.source.model.model.lastModified;
  if (extent === "record") return (await findLast(read)) ?? (await runExport(read));
  if (before?.resume !== undefined) {
    const file = await resumeFile(read, before, before.resume);
    if (file !== undefined) return file;
  }
  switch (planRead(before && withoutResume(before), settings.runExports, lastModified)) {
    case "unchanged":
      log.info("The model has not changed since the last read: the export is not run", {
        stream: selected.stream.name,
        ...ids,
      });
      return undefined;
    case "last": {
      const file = await findLast(read);
      if (file === undefined) throw noFileError(ids);
      return file;
    }
    default:
      return runExport(read);
  }
}

async function runExport(read: ExportRead): Promise<ExportFile> {
  const { run, action } = read;
  tellForecast(read);
  const task = await run.client.startTask(action, { signal: run.signal });
  // From here on a run that is killed finds its task again instead of exporting twice.
  await read.setResume({ task_id: task.taskId, chunk: "0", rows: 0, offset: 0 });
  return fileOfTask(read, task, undefined);
}

/** Never a refusal: filters and omitted empty rows may make the file much smaller. */
function tellForecast({ selected: { stream }, run: { settings, log }, ids }: ExportRead): void {
  const forecast = forecastOf(stream.source.metadata);
  if (forecast === undefined) return;
  const context = { stream: stream.name, ...ids };
  const limit = settings.maxDownloadBytes;
  const text = `The export is run: ${forecastText(forecast)}, as its metadata counts without filters`;
  if (limit === undefined || forecast.leastBytes <= limit) log.info(text, context);
  else {
    log.warn(
      `${text}. That is more than the ${sizeText(limit)} of "max_download_bytes", so unless filters or omitted empty rows make it smaller it will be refused once its size is known`,
      context,
    );
  }
}

/** Follows a task to its end and lists the chunks of its file. */
async function fileOfTask(read: ExportRead, task: TaskRef, from: Resume | undefined): Promise<ExportFile> {
  const { run, ids, fileId } = read;
  const status = await follow(read, task);
  const context = { ...ids, task_id: task.taskId };
  if (status.taskState === "CANCELLED") throw cancelledError(context);
  if (status.result?.successful === false) throw failedError(context, status);
  const chunks = await run.client.chunks(task, fileId);
  if (chunks.length === 0) throw adminsOnlyError(context);
  await requireFresh(read, task.taskId, status.creationTime);
  const createdAt = status.creationTime;
  return { taskId: task.taskId, createdAt, exportedAt: createdAt ?? run.clock.now(), chunks, from };
}

async function follow(read: ExportRead, task: TaskRef): Promise<TaskStatus> {
  const { run, selected, ids } = read;
  const { name, rowCount } = selected.stream;
  const startedAt = run.clock.now();
  const seconds = () => (run.clock.now() - startedAt) / 1000;
  const tags = { ...ids, task_id: task.taskId };
  let outcome = "failed";
  try {
    const status = await run.client.followTask(task, {
      signal: run.signal,
      onProgress: ({ currentStep, taskState, progress }) =>
        read.run.sink.progress({
          stream: name,
          step: currentStep ?? taskState,
          rows: 0,
          bytes: 0,
          ...(progress !== undefined && progress >= 0 && { share: progress }),
          ...(rowCount !== undefined && { totalRows: rowCount }),
        }),
    });
    outcome = status.taskState === "CANCELLED" ? "cancelled" : hasReplaced(status) ? "succeeded" : "failed";
    run.log.info("Task ended", { stream: name, ...tags, outcome, seconds: seconds() });
    return status;
  } catch (error) {
    if (run.signal.aborted) await cancel(read, task);
    throw error;
  } finally {
    run.log.metric({
      type: "timer",
      metric: "task_duration",
      value: seconds(),
      tags: { stream: name, ...tags, status: outcome },
    });
  }
}

const CANCEL_PATIENCE_MS = 10_000;

/** Nobody will read what this task makes. Best effort: the program is about to end. */
async function cancel({ run, ids }: ExportRead, task: TaskRef): Promise<void> {
  run.log.info("Cancelling the task", { ...ids, task_id: task.taskId });
  await Promise.race([
    run.client.cancelTask(task).catch(() => undefined),
    run.clock.sleep(CANCEL_PATIENCE_MS).catch(() => undefined),
  ]);
}

/** Throws EXPORT_REPLACED if a newer task has written the file since. */
export async function requireFresh(read: ExportRead, taskId: TaskId, createdAt: number | undefined): Promise<void> {
  const tasks = await read.run.client.tasks(read.action);
  const replacing = newerTasks(tasks, taskId, createdAt).find(hasReplaced);
  if (replacing !== undefined) throw replacedError({ ...read.ids, task_id: taskId }, replacing.taskId);
}

/** Undefined = there is nothing to go on from; the log tells why. */
async function resumeFile(read: ExportRead, before: Bookmark, resume: Resume): Promise<ExportFile | undefined> {
  const { run, selected, ids, action } = read;
  const task: TaskRef = { ...action, taskId: resume.task_id };
  const context = { stream: selected.stream.name, ...ids, task_id: resume.task_id };
  const obstacle = await whyNotResumable(read, task, resume);
  if (obstacle !== undefined) {
    run.log.info(`The interrupted read cannot go on: ${obstacle}`, context);
    return undefined;
  }
  const wholeVersion = read.version;
  read.version = before.version ?? wholeVersion;
  try {
    const file = await fileOfTask(read, task, resume.rows > 0 ? resume : undefined);
    run.log.info(`Going on after row ${resume.rows} of the file of the interrupted read`, context);
    return file;
  } catch (error) {
    if (
      run.signal.aborted ||
      !isConnectorError(error) ||
      (error.class === "transient" && error.code !== "EXPORT_REPLACED")
    )
      throw error;
    run.log.info(`The interrupted read cannot go on: ${error.what}`, context);
    read.version = wholeVersion;
    return undefined;
  }
}

async function whyNotResumable(
  { run, action, fileId }: ExportRead,
  task: TaskRef,
  resume: Resume,
): Promise<string | undefined> {
  const tasks = await run.client.tasks(action);
  const own = tasks.find(({ taskId }) => taskId === task.taskId);
  if (own === undefined) return "its task is no longer listed";
  if (newerTasks(tasks, task.taskId).some(hasReplaced)) return "the export has been run again since";
  if (own.taskState === "CANCELLED" || own.taskState === "CANCELLING") return "its task was cancelled";
  if (own.taskState !== "COMPLETE" || resume.rows === 0) return undefined;
  const chunks = await run.client.chunks(task, fileId);
  if (chunks.length === 0) return "its file has expired";
  return chunks.some(({ id }) => id === resume.chunk) ? undefined : "its file has other chunks now";
}

/** The file as it lies there, with the last task that may have written it. */
async function findLast(read: ExportRead): Promise<ExportFile | undefined> {
  const { run, selected, ids, action, fileId } = read;
  const chunks = await run.client.chunks(action, fileId);
  if (chunks.length === 0) return undefined;
  const task = lastComplete(await run.client.tasks(action));
  const age = task?.creationTime === undefined ? undefined : run.clock.now() - task.creationTime;
  const said = age === undefined ? "at an unknown time" : `${Math.max(0, Math.round(age / 60_000))} minutes ago`;
  run.log.info(`Reading the last exported file, made ${said}`, {
    stream: selected.stream.name,
    ...ids,
    ...(task && { task_id: task.taskId }),
  });
  const createdAt = task?.creationTime;
  return { taskId: task?.taskId, createdAt, exportedAt: createdAt, chunks, from: undefined };
}
