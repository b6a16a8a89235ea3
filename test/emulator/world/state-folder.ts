/** Keeps the content of models in a folder, so that a later emulator goes on where this one stopped: list items, cells,
 *  files, dumps, tasks, books, refresh tokens. Definitions come from the world, never from the folder. */
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Content } from "./content.ts";
import type { ActiveState, ExportDefinition, FileDefinition, VersionDefinition } from "./definition.ts";
import type { PrivateContent } from "./files.ts";
import type { ImportBook } from "./import-book.ts";
import type { ListStore } from "./list-store.ts";
import type { Dump, Model } from "./model.ts";
import type { ModuleStore } from "./module-store.ts";
import type { RefreshToken } from "./oauth.ts";
import type { Task } from "./tasks.ts";
import type { CellValue } from "./values.ts";
import type { World } from "./world.ts";

export type StateFolder = {
  /** After a task: everything of the model that may have changed. */
  save(model: Model): Promise<void>;
  saveAll(world: World): Promise<void>;
  load(world: World): Promise<void>;
};

type SavedContent =
  | Content
  | { kind: "generated again"; exportId: string; taskId?: string; writtenAt: number; lastAccess: number };

type SavedModel = {
  activeState: ActiveState;
  serial: number;
  lastModified: number;
  versions: VersionDefinition[];
  users: string[];
  books: ImportBook[];
  tasks: Task[];
  dumps: [string, Dump][];
  files: {
    definition: FileDefinition;
    exported: boolean;
    byUser: [string, { current?: SavedContent; pending?: SavedContent }][];
  }[];
};

type SavedItem = { n: string; c: string; p: number; v: string[]; s: string[] } | null;

/** Saves nothing unless `isKept`: a temporary folder is thrown away anyway. */
export function createStateFolder(directory: string, isKept: boolean): StateFolder {
  const savedSerials = new Map<Model, number>();

  async function save(model: Model): Promise<void> {
    if (!isKept) return;
    const folder = join(directory, model.definition.id);
    await mkdir(folder, { recursive: true });
    if (savedSerials.get(model) !== model.serial) {
      for (const list of model.lists.values())
        await writeLines(join(folder, `${list.definition.id}.list`), itemLines(list));
      for (const module of model.modules.values()) {
        await writeLines(join(folder, `${module.definition.id}.cells`), cellLines(module));
      }
      savedSerials.set(model, model.serial);
    }
    await writeWhole(join(folder, "model.json"), JSON.stringify(savedModel(model)));
  }

  return {
    save,
    async saveAll(world) {
      if (!isKept) return;
      for (const model of world.models.values()) await save(model);
      await writeWhole(join(directory, "refresh-tokens.json"), JSON.stringify([...world.oauth.refreshTokens.values()]));
    },
    async load(world) {
      if (!isKept) return;
      for (const model of world.models.values()) {
        const folder = join(directory, model.definition.id);
        if (existsSync(join(folder, "model.json"))) await loadModel(model, folder);
        savedSerials.set(model, -1);
      }
      const tokens = join(directory, "refresh-tokens.json");
      if (!existsSync(tokens)) return;
      for (const token of JSON.parse(await readFile(tokens, "utf8")) as RefreshToken[])
        world.oauth.refreshTokens.set(token.value, token);
    },
  };
}

/** The old file stands until the new one is complete. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(lines), createWriteStream(`${path}.new`));
  await rename(`${path}.new`, path);
}

async function* readLines<Value>(path: string): AsyncGenerator<Value> {
  if (!existsSync(path)) return;
  for await (const line of createInterface({ input: createReadStream(path) })) yield JSON.parse(line) as Value;
}

function* itemLines(list: ListStore): Generator<string> {
  const columns = [...list.properties.values()];
  for (let index = 0; index < list.span; index += 1) {
    const item: SavedItem = list.has(index)
      ? {
          n: list.names[index]!,
          c: list.codes[index]!,
          p: list.parents[index]!,
          v: columns.map((column) => column[index] ?? ""),
          s: [...list.subsets].filter(([, members]) => members.has(index)).map(([name]) => name),
        }
      : null;
    yield `${JSON.stringify(item)}\n`;
  }
}

function* cellLines(module: ModuleStore): Generator<string> {
  for (const row of module.written()) yield `${JSON.stringify(row)}\n`;
}

function savedModel(model: Model): SavedModel {
  return {
    activeState: model.activeState,
    serial: model.serial,
    lastModified: model.lastModified,
    versions: model.versions,
    users: [...model.users],
    books: model.books,
    tasks: model.queue.tasks,
    dumps: [...model.dumps],
    files: [...model.files.slots.values()].map((slot) => ({
      definition: slot.definition,
      exported: slot.export !== undefined,
      byUser: [...slot.byUser].map(([user, content]) => [user, savedPrivate(content)]),
    })),
  };
}

function savedPrivate({ current, pending }: PrivateContent): { current?: SavedContent; pending?: SavedContent } {
  return {
    ...(current === undefined ? {} : { current: savedContent(current) }),
    ...(pending === undefined ? {} : { pending }),
  };
}

function savedContent(content: Content): SavedContent {
  if (content.kind === "stored") return content;
  const { definition, writtenAt, lastAccess, taskId } = content;
  return {
    kind: "generated again",
    exportId: definition.id,
    writtenAt,
    lastAccess,
    ...(taskId === undefined ? {} : { taskId }),
  };
}

async function loadModel(model: Model, folder: string): Promise<void> {
  const saved = JSON.parse(await readFile(join(folder, "model.json"), "utf8")) as SavedModel;
  model.activeState = saved.activeState;
  model.serial = saved.serial;
  model.lastModified = saved.lastModified;
  model.versions.splice(0, model.versions.length, ...saved.versions);
  for (const user of saved.users) model.users.add(user);
  model.books.push(...saved.books);
  model.dumps = new Map(saved.dumps);
  for (const task of saved.tasks) model.queue.tasks.push(settledTask(task));
  loadFiles(model, saved);
  for (const list of model.lists.values()) await loadList(list, join(folder, `${list.definition.id}.list`));
  for (const module of model.modules.values()) await loadCells(module, join(folder, `${module.definition.id}.cells`));
}

/** A task that was under way when the emulator ended is over: nobody carries it on. */
function settledTask(task: Task): Task {
  if (task.state === "COMPLETE" || task.state === "CANCELLED") return task;
  return { ...task, state: "CANCELLED", currentStep: "Cancelled." };
}

function loadFiles(model: Model, saved: SavedModel): void {
  for (const file of saved.files) {
    const known = model.files.slots.get(file.definition.id);
    if (known === undefined && file.exported) continue;
    const slot = known ?? { definition: file.definition, byUser: new Map<string, PrivateContent>() };
    model.files.slots.set(file.definition.id, slot);
    for (const [user, content] of file.byUser) slot.byUser.set(user, loadedPrivate(content, slot.export));
  }
}

function loadedPrivate(
  { current, pending }: { current?: SavedContent; pending?: SavedContent },
  exported: ExportDefinition | undefined,
): PrivateContent {
  const loaded = current === undefined ? undefined : loadedContent(current, exported);
  return {
    ...(loaded === undefined ? {} : { current: loaded }),
    ...(pending?.kind === "stored" ? { pending: restoredSizes(pending) } : {}),
  };
}

function loadedContent(content: SavedContent, exported: ExportDefinition | undefined): Content | undefined {
  if (content.kind === "stored") return restoredSizes(content);
  if (content.kind !== "generated again" || exported?.source.kind !== "generated") return undefined;
  const { kind: _, exportId: __, ...facts } = content;
  return { ...facts, kind: "generated", definition: exported, generate: exported.source.generate };
}

/** JSON turns the hole of an unsent chunk into null. */
function restoredSizes<Stored extends { sizes: (number | undefined)[] }>(content: Stored): Stored {
  return { ...content, sizes: content.sizes.map((size) => size ?? undefined) };
}

async function loadList(list: ListStore, path: string): Promise<void> {
  if (!existsSync(path)) return;
  list.clear();
  const properties = [...list.properties.keys()];
  for await (const item of readLines<SavedItem>(path)) {
    const index = list.add(item?.n ?? "", item?.c ?? "", item?.p ?? -1);
    if (item === null) {
      list.remove(index);
      continue;
    }
    for (const [n, name] of properties.entries()) list.setProperty(index, name, item.v[n] ?? "");
    for (const subset of item.s) list.subsets.get(subset)?.add(index);
  }
}

async function loadCells(module: ModuleStore, path: string): Promise<void> {
  for await (const { at, values } of readLines<{ at: number[]; values: Record<string, CellValue> }>(path)) {
    for (const [id, value] of Object.entries(values)) {
      const item = module.lineItem(id);
      if (item !== undefined) module.set(at, item, value);
    }
  }
}
