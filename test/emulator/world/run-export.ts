/** Runs one export: writes the table as text into the private content of the calling user, cut into chunks at exact
 *  byte counts. A generated export writes nothing; its chunks are computed when they are read. */
import { breathe } from "../clock.ts";
import { type Content, ContentWriter } from "./content.ts";
import { csvLine } from "./csv.ts";
import type { ExportDefinition } from "./definition.ts";
import { byteOrderMark, encodeText } from "./encoding.ts";
import type { FileSlot, FileUser } from "./files.ts";
import { failedResult } from "./import-book.ts";
import { exportLayout } from "./layout.ts";
import type { Model } from "./model.ts";
import type { Task, TaskResult } from "./tasks.ts";

const BLOCK_CHARACTERS = 128 * 1024;

export async function runExport(
  model: Model,
  definition: ExportDefinition,
  task: Task,
  user: FileUser,
): Promise<TaskResult> {
  const slot = model.files.slots.get(definition.id);
  if (slot === undefined) return failedResult(definition.id, "failedToLocateEntity", "The export does not exist.");
  const { readings, clock } = model.surroundings;
  if (definition.adminsOnly === true && !user.admin) {
    await model.files.deletePrivate(slot, user);
    if (readings.adminDefaultFile === "empty") await writeEmpty(model, slot, user, task);
  } else {
    const content = await contentOf(model, slot, definition, task);
    content.taskId = task.id;
    content.writtenAt = clock.now();
    await model.files.replace(slot, user, content);
  }
  const result: TaskResult = { failureDumpAvailable: false, objectId: definition.id, successful: true };
  if (readings.resultDetails === "present") {
    result.details = [{ localMessageText: "Export succeeded.", occurrences: 0, type: "exportSucceeded", values: [] }];
  }
  return result;
}

async function writeEmpty(model: Model, slot: FileSlot, user: FileUser, task: Task): Promise<void> {
  const writer = new ContentWriter(await model.files.fresh(slot), 1);
  await writer.end(true);
  await model.files.replace(slot, user, { ...writer.content, taskId: task.id });
}

async function contentOf(model: Model, slot: FileSlot, definition: ExportDefinition, task: Task): Promise<Content> {
  const { clock, limits } = model.surroundings;
  const now = clock.now();
  const { source } = definition;
  const planned = task.plan.outcome?.kind;
  if (source.kind === "generated" && planned !== "empty export" && planned !== "header-only export") {
    return { kind: "generated", definition, generate: source.generate, writtenAt: now, lastAccess: now };
  }
  const writer = new ContentWriter(await model.files.fresh(slot), limits.exportChunkBytes);
  if (planned !== "empty export") await writeText(model, definition, writer, planned === "header-only export");
  await writer.end(true);
  return writer.content;
}

async function writeText(
  model: Model,
  definition: ExportDefinition,
  writer: ContentWriter,
  headerOnly: boolean,
): Promise<void> {
  const encoding = definition.encoding ?? "UTF-8";
  if (definition.bom === true) await writer.write(byteOrderMark(encoding));
  if (definition.source.kind === "text") {
    const text = definition.source.text;
    await writer.write(encodeText(headerOnly ? text.slice(0, text.indexOf("\n") + 1) : text, encoding));
    return;
  }
  let block = "";
  for (const line of exportTextLines(model, definition)) {
    block += line;
    if (headerOnly) break;
    if (block.length < BLOCK_CHARACTERS) continue;
    await writer.write(encodeText(block, encoding));
    block = "";
    await breathe();
  }
  await writer.write(encodeText(block, encoding));
}

/** Lines with their line ends, as the export writes them. */
export function* exportTextLines(model: Model, definition: ExportDefinition): Generator<string> {
  const lineEnd = (definition.lineEnd ?? model.surroundings.readings.exportLineEnd) === "CRLF" ? "\r\n" : "\n";
  const separator = definition.separator ?? ",";
  const quote = definition.delimiter ?? '"';
  for (const line of exportLayout(model, definition).lines()) yield csvLine(line, separator, quote) + lineEnd;
}
