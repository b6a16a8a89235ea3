/** Runs one import from the calling user's file: parses the bytes as the file is declared, hands each row to the
 *  loader of the import's type, keeps the book and writes the dump. */
import { breathe } from "../clock.ts";
import { type Content, ContentWriter, dropContent, readContent } from "./content.ts";
import { csvParser, type RecordFault } from "./csv.ts";
import type { FileDefinition, ImportDefinition } from "./definition.ts";
import { type DumpRow, dumpLines } from "./dump.ts";
import { byteDecoder } from "./encoding.ts";
import type { FileUser } from "./files.ts";
import {
  dumpRowOf,
  emptyBook,
  enter,
  failedResult,
  type ImportBook,
  type RowOutcome,
  resultOf,
} from "./import-book.ts";
import { bindColumns, boundTo } from "./import-columns.ts";
import { hierarchyLoader, type RowLoader } from "./import-hierarchy.ts";
import { moduleLoader } from "./import-module.ts";
import { dumpKey, type Model, memberName, touch } from "./model.ts";
import type { Task, TaskResult } from "./tasks.ts";
import type { ValueOptions } from "./values.ts";

const SLICE_CHARACTERS = 256 * 1024;

export async function runImport(
  model: Model,
  definition: ImportDefinition,
  task: Task,
  user: FileUser,
): Promise<TaskResult> {
  await dropDump(model, user, definition);
  const refusal = refusalOf(model, definition, user);
  if (refusal !== undefined) return failedResult(definition.id, refusal.type, refusal.text);
  const slot = model.files.slots.get(definition.fileId ?? "");
  const file = slot?.definition ?? { id: definition.id, name: definition.name };
  const book = emptyBook(task.id, definition.id, user.id);
  const run: ImportRun = { model, definition, task, file, book, dumped: [], header: [] };
  const content = slot === undefined ? undefined : model.files.visible(slot, user);
  if (content?.kind === "stored" && content.sunk !== undefined) countSunk(run, content.sunk);
  else {
    const failure = await (content === undefined ? loadView(run) : loadRows(run, content));
    if (failure !== undefined) return failedResult(definition.id, failure.type, failure.text);
  }
  model.books.push(book);
  if (book.created + book.updated > 0) touch(model);
  await writeDump(run, user);
  return resultOf(definition, targetName(model, definition), book, run.dumped.length > 0, model.surroundings.readings);
}

type ImportRun = {
  model: Model;
  definition: ImportDefinition;
  task: Task;
  file: FileDefinition;
  book: ImportBook;
  header: string[];
  dumped: DumpRow[];
};

type Failure = { type: string; text: string };

function refusalOf(model: Model, definition: ImportDefinition, user: FileUser): Failure | undefined {
  if (definition.fileId === undefined) {
    if (definition.fromModel === undefined)
      return { type: "failedToLocateModel", text: "The source model cannot be reached." };
  } else {
    const slot = model.files.slots.get(definition.fileId);
    const reason =
      slot === undefined ? "The uploaded file is no longer available." : model.files.unreadable(slot, user);
    if (reason !== undefined) return { type: "uploadedFileNoLongerAvailable", text: reason };
  }
  const deployed = model.activeState === "PRODUCTION" || model.activeState === "PRODUCTION_MAINTENANCE";
  const list = model.lists.get(definition.target ?? "");
  if (deployed && list !== undefined && list.definition.productionData !== true) {
    return { type: "notAuthorised", text: "The model is deployed and the list is not production data." };
  }
  return undefined;
}

function targetName(model: Model, definition: ImportDefinition): string {
  const target = definition.target ?? "";
  if (definition.importType === "USERS") return "Users";
  if (definition.importType === "VERSIONS") return "Versions";
  return model.lists.get(target)?.definition.name ?? model.modules.get(target)?.definition.name ?? definition.name;
}

function countSunk(run: ImportRun, sunk: { bytes: number; lines: number }): void {
  run.book.bytes = sunk.bytes;
  run.book.rows = Math.max(0, sunk.lines - Math.max(0, (run.file.firstDataRow ?? 2) - 1));
  run.book.updated = run.book.rows;
}

class Stopped extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.text);
    this.failure = failure;
  }
}

async function loadView(run: ImportRun): Promise<Failure | undefined> {
  const [header = [], ...rows] = run.definition.fromModel ?? [];
  run.header = header;
  const loader = loaderFor(run);
  if (loader.missing !== undefined) return missingFields(loader.missing);
  for (const [n, fields] of rows.entries()) loadRow(run, loader, fields, n + 2, n + 2, undefined);
  return undefined;
}

async function loadRows(run: ImportRun, content: Content): Promise<Failure | undefined> {
  const { file } = run;
  const headerRow = Math.max(1, file.headerRow ?? 1);
  const firstDataRow = Math.max(headerRow + 1, file.firstDataRow ?? 2);
  let loader: RowLoader | undefined;
  const parser = csvParser(file.separator || ",", file.delimiter ?? '"', (fields, line, record, fault) => {
    if (record === headerRow) {
      run.header = fields;
      loader = loaderFor(run);
      if (loader.missing !== undefined) throw new Stopped(missingFields(loader.missing));
    } else if (record >= firstDataRow && loader !== undefined) loadRow(run, loader, fields, line, record, fault);
  });
  try {
    await feed(parser, content, run);
  } catch (error) {
    if (error instanceof Stopped) {
      if (run.book.rows > 0) run.model.books.push(run.book);
      return error.failure;
    }
    throw error;
  }
  return loader === undefined ? missingFields("header") : undefined;
}

function missingFields(name: string): Failure {
  return { type: "missingFields", text: `A field the import needs is missing: ${name}` };
}

async function feed(parser: ReturnType<typeof csvParser>, content: Content, run: ImportRun): Promise<void> {
  const decoder = byteDecoder(run.file.encoding ?? "UTF-8");
  for await (const bytes of readContent(content)) {
    run.book.bytes += bytes.length;
    const text = decoder.write(bytes);
    for (let at = 0; at < text.length; at += SLICE_CHARACTERS) {
      parser.write(text.slice(at, at + SLICE_CHARACTERS));
      await breathe();
    }
  }
  parser.write(decoder.end());
  parser.end();
}

function loadRow(
  run: ImportRun,
  loader: RowLoader,
  fields: string[],
  line: number,
  record: number,
  fault: RecordFault | undefined,
): void {
  const outcome = plannedOutcome(run) ?? (fault === undefined ? loader.load(fields) : refused(fault));
  enter(run.book, outcome);
  const shown = run.model.surroundings.readings.dumpLineNumber === "physical" ? line : record;
  const dumped = dumpRowOf(outcome, fields, shown);
  if (dumped !== undefined) run.dumped.push(dumped);
}

function refused(fault: RecordFault): RowOutcome {
  const text = fault === "unmatchedTextDelimiter" ? "Unmatched text delimiter" : "Column separator expected";
  return { kind: "rejected", errors: [text] };
}

function plannedOutcome(run: ImportRun): RowOutcome | undefined {
  const planned = run.task.plan.outcome;
  if (planned?.kind === "partial" && (run.book.rows + 1) % planned.rejectEvery === 0) {
    return { kind: "rejected", errors: ["Refused by a planned fault"] };
  }
  if (planned?.kind === "dies" && run.book.rows >= planned.afterRows) {
    throw new Stopped({ type: "importFailedGeneralError", text: "The import ended unexpectedly." });
  }
  return undefined;
}

function loaderFor(run: ImportRun): RowLoader {
  const { model, definition, file } = run;
  const columns = bindColumns(definition, run.header);
  const options: ValueOptions = {
    decimalSeparator: file.decimalSeparator ?? ".",
    dateOrder: definition.dateFormat ?? "YMD",
  };
  const list = model.lists.get(definition.target ?? "");
  const module = model.modules.get(definition.target ?? "");
  if (definition.importType === "HIERARCHY_DATA" && list !== undefined) {
    return hierarchyLoader(definition, columns, list, options, model.surroundings.readings);
  }
  if (definition.importType === "MODULE_DATA" && module !== undefined) {
    const members = (item: Parameters<typeof memberName>[1], text: string) => memberName(model, item, text);
    return moduleLoader(definition, columns, module, options, members, run.task.mappingParameters);
  }
  if (definition.importType === "USERS") return userLoader(model, boundTo(columns, "email")[0]?.at ?? -1);
  if (definition.importType === "VERSIONS") return versionLoader(model, boundTo(columns, "name")[0]?.at ?? -1);
  throw new Stopped({ type: "failedToLocateModule", text: "The target of the import does not exist." });
}

function userLoader(model: Model, emailAt: number): RowLoader {
  return {
    missing: emailAt < 0 ? "Email" : undefined,
    load(fields) {
      const email = (fields[emailAt] ?? "").trim().toLowerCase();
      if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) return { kind: "rejected", errors: [`Invalid email: ${email}`] };
      if (model.users.has(email)) return { kind: "ignored" };
      model.users.add(email);
      return { kind: "created", warnings: [] };
    },
  };
}

function versionLoader(model: Model, nameAt: number): RowLoader {
  return {
    missing: nameAt < 0 ? "Name" : undefined,
    load(fields) {
      const name = (fields[nameAt] ?? "").trim();
      if (name === "") return { kind: "rejected", errors: ["Invalid name: "] };
      if (model.versions.some((version) => version.name === name)) return { kind: "ignored" };
      model.versions.push({ id: `107${String(model.versions.length + 1).padStart(9, "0")}`, name });
      return { kind: "created", warnings: [] };
    },
  };
}

async function dropDump(model: Model, user: FileUser, definition: ImportDefinition): Promise<void> {
  const key = dumpKey(user.id, definition.id);
  await dropContent(model.dumps.get(key)?.content);
  model.dumps.delete(key);
}

async function writeDump(run: ImportRun, user: FileUser): Promise<void> {
  if (run.dumped.length === 0) return;
  const { model, definition, file, task } = run;
  const { limits, readings } = model.surroundings;
  const slot = model.files.slots.get(file.id) ?? { definition: file, byUser: new Map() };
  const writer = new ContentWriter(await model.files.fresh(slot), limits.dumpChunkBytes);
  for (const line of dumpLines(run.header, run.dumped, file.separator || ",", readings))
    await writer.write(Buffer.from(line));
  await writer.end();
  model.dumps.set(dumpKey(user.id, definition.id), { taskId: task.id, content: writer.content });
}
