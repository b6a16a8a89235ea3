/** One model at run time: its definitions, the content of its lists and modules, its files, tasks and dumps. */
import { join } from "node:path";
import type { Clock } from "../clock.ts";
import type { Limits } from "../limits.ts";
import type { Readings } from "../readings.ts";
import { type Calendar, createCalendar } from "./calendar.ts";
import type { StoredContent } from "./content.ts";
import {
  type ActiveState,
  type ExportDefinition,
  type LineItemDefinition,
  type ModelDefinition,
  type ModuleDefinition,
  TIME,
  VERSIONS,
  type VersionDefinition,
  type WorkspaceDefinition,
} from "./definition.ts";
import { type Dimension, listDimension, timeDimension, versionDimension } from "./dimensions.ts";
import { createFileStore, type FileStore, writeDefault } from "./files.ts";
import type { ImportBook } from "./import-book.ts";
import { ListStore, NONE } from "./list-store.ts";
import { ModuleStore } from "./module-store.ts";
import type { TaskQueue } from "./tasks.ts";
import { parseNumber } from "./values.ts";

export type ModelSurroundings = { directory: string; clock: Clock; limits: Limits; readings: Readings };

export type Dump = { taskId: string; content: StoredContent };

export type ReadRequest = {
  id: string;
  kind: "view" | "list";
  subjectId: string;
  pages: string[];
  state: "NOT_STARTED" | "IN_PROGRESS" | "COMPLETE" | "CANCELLED";
  polls: number;
  /** Milliseconds since the epoch. */
  lastAccess: number;
};

export type Model = {
  definition: ModelDefinition;
  workspace: WorkspaceDefinition;
  surroundings: ModelSurroundings;
  activeState: ActiveState;
  isOpen: boolean;
  /** A person's structural change is going on in it. */
  isHeld: boolean;
  /** Set while the model is being loaded. */
  opening?: Promise<void>;
  calendar: Calendar;
  versions: VersionDefinition[];
  users: Set<string>;
  lists: Map<string, ListStore>;
  modules: Map<string, ModuleStore>;
  files: FileStore;
  queue: TaskQueue;
  /** By user and import: `dumpKey`. */
  dumps: Map<string, Dump>;
  readRequests: Map<string, ReadRequest>;
  /** One per import run, oldest first. */
  books: ImportBook[];
  /** Grows with every change; shown as lastSavedSerialNumber. */
  serial: number;
  lastModified: number;
};

export function dumpKey(userId: string, importId: string): string {
  return `${userId}|${importId}`;
}

/** Builds the content a definition describes. The caller adds the queue. */
export async function buildModel(
  definition: ModelDefinition,
  workspace: WorkspaceDefinition,
  surroundings: ModelSurroundings,
): Promise<Omit<Model, "queue">> {
  const calendar = createCalendar(definition.calendar ?? { startMonth: "2026-01", years: 1 });
  const versions = [
    ...(definition.versions ?? [{ id: "107000000001", name: "Actual", isActual: true, isCurrent: true }]),
  ];
  const lists = buildLists(definition);
  const modules = new Map(
    (definition.modules ?? []).map((module) => [module.id, buildModule(module, lists, calendar, versions)]),
  );
  return {
    definition,
    workspace,
    surroundings,
    activeState: definition.activeState ?? "UNLOCKED",
    isOpen: definition.closed !== true,
    isHeld: false,
    calendar,
    versions,
    users: new Set(),
    lists,
    modules,
    files: await buildFiles(definition, surroundings),
    dumps: new Map(),
    readRequests: new Map(),
    books: [],
    serial: 1,
    lastModified: surroundings.clock.now(),
  };
}

export function touch(model: Model): void {
  model.serial += 1;
  model.lastModified = model.surroundings.clock.now();
}

function buildLists(definition: ModelDefinition): Map<string, ListStore> {
  const lists = new Map((definition.lists ?? []).map((list, n) => [list.id, new ListStore(list, n)]));
  for (const list of lists.values()) {
    const parent = list.definition.parent;
    if (parent !== undefined) list.parentStore = lists.get(parent) ?? list;
  }
  for (const list of lists.values()) seedItems(list);
  // Parents may stand after their children, in the file or in the order of lists.
  for (const list of lists.values()) seedParents(list);
  return lists;
}

function seedItems(list: ListStore): void {
  for (const seed of list.definition.items ?? []) {
    const index = list.add(seed.name ?? "", seed.code ?? "", NONE);
    for (const [name, value] of Object.entries(seed.properties ?? {})) list.setProperty(index, name, value);
    for (const subset of seed.subsets ?? []) list.subsets.get(subset)?.add(index);
  }
}

function seedParents(list: ListStore): void {
  for (const [index, seed] of (list.definition.items ?? []).entries()) {
    if (seed.parent !== undefined) list.parents[index] = list.parentStore.withNameOrCode(seed.parent);
  }
}

function buildModule(
  definition: ModuleDefinition,
  lists: Map<string, ListStore>,
  calendar: Calendar,
  versions: VersionDefinition[],
): ModuleStore {
  const dimensions = definition.appliesTo.map((id): Dimension => {
    if (id === TIME) return timeDimension(calendar, definition.timeScale ?? "MONTH");
    if (id === VERSIONS) return versionDimension(versions);
    const list = lists.get(id);
    if (list === undefined) throw new Error(`module ${definition.name} applies to an unknown dimension ${id}`);
    return listDimension(list);
  });
  const store = new ModuleStore(definition, dimensions);
  for (const { at, values } of definition.cells ?? []) seedCells(store, at, values);
  return store;
}

function seedCells(store: ModuleStore, at: string[], values: Record<string, string | number | boolean>): void {
  const place = at.map((name, n) => store.dimensions[n]!.find(name, "any"));
  if (place.some((index) => index < 0)) throw new Error(`no such member in ${store.definition.name}: ${at.join(", ")}`);
  for (const [name, value] of Object.entries(values)) {
    const item = store.lineItem(name);
    if (item === undefined) throw new Error(`no line item ${name} in ${store.definition.name}`);
    store.set(place, item, item.format.type === "NUMBER" ? (parseNumber(String(value)) ?? 0) : value);
  }
}

async function buildFiles(definition: ModelDefinition, surroundings: ModelSurroundings): Promise<FileStore> {
  const store = createFileStore({ ...surroundings, directory: join(surroundings.directory, "files") });
  for (const file of definition.files ?? []) {
    const slot = { definition: file, byUser: new Map() };
    store.slots.set(file.id, slot);
    await writeDefault(store, slot, surroundings.limits.exportChunkBytes);
  }
  for (const exported of definition.exports ?? []) store.slots.set(exported.id, exportSlot(exported));
  return store;
}

function exportSlot(exported: ExportDefinition) {
  return {
    definition: { id: exported.id, name: exported.name, headerRow: 0, firstDataRow: 0 },
    export: exported,
    byUser: new Map(),
  };
}

/** Name of the member a LIST or TIME_PERIOD formatted cell may hold. */
export function memberName(model: Model, item: LineItemDefinition, text: string): string | undefined {
  const format = item.format;
  if (format.type === "LIST") {
    const list = model.lists.get(format.listId);
    const index = list?.withNameOrCode(text.trim()) ?? NONE;
    return index === NONE ? undefined : list!.names[index];
  }
  if (format.type !== "TIME_PERIOD") return undefined;
  const scale = format.period ?? "MONTH";
  const index = model.calendar.indexOf(scale, text);
  return index < 0 ? undefined : model.calendar.periods(scale)[index]!.label;
}
