/** The tenant at run time: accounts, workspaces, models with their queues. Pure of HTTP; tests look into it. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Clock } from "../clock.ts";
import type { Limits } from "../limits.ts";
import type { Readings } from "../readings.ts";
import { type Accounts, createAccounts, type User } from "./accounts.ts";
import type { WorkspaceDefinition, WorldDefinition } from "./definition.ts";
import type { ImportBook } from "./import-book.ts";
import type { ItemRecord } from "./list-store.ts";
import { buildModel, type Model } from "./model.ts";
import { createOAuth, type OAuth } from "./oauth.ts";
import { performTask } from "./run-task.ts";
import { createTaskQueue, type MappingParameter, type Task, type TaskKind, type TaskPlan } from "./tasks.ts";
import type { CellValue } from "./values.ts";

export type World = {
  definition: WorldDefinition;
  tenantId: string;
  accounts: Accounts;
  oauth: OAuth;
  workspaces: WorkspaceDefinition[];
  models: Map<string, Model>;
  /** Throws if there is no such model, list, module or line item: a test asked for the wrong thing. */
  model(idOrName: string): Model;
  listItems(model: string, list: string): ItemRecord[];
  /** Value at member names in the order of the module's dimensions. */
  cell(model: string, module: string, lineItem: string, at: string[]): CellValue;
  /** One book per import run of the model, oldest first. */
  books(model: string): ImportBook[];
  tasks(model: string): Task[];
  startTask(model: Model, start: TaskStart): Task;
  /** Resolves when no task runs or waits in any model. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

export type TaskStart = {
  kind: TaskKind;
  actionId: string;
  user: User;
  mappingParameters: MappingParameter[];
  plan: TaskPlan;
};

export type WorldContext = {
  directory: string;
  clock: Clock;
  limits: Limits;
  readings: Readings;
  taskDurationMs: number;
  /** Called after each task, for saving. */
  settled(model: Model): Promise<void>;
};

export async function buildWorld(definition: WorldDefinition, context: WorldContext): Promise<World> {
  const { clock, limits, readings } = context;
  const accounts = createAccounts(definition.users, context);
  const oauth = createOAuth(definition.oauthClients ?? [], { clock, limits, readings, accounts });
  const models = new Map<string, Model>();
  for (const workspace of definition.workspaces) {
    for (const modelDefinition of workspace.models) {
      const directory = join(context.directory, modelDefinition.id);
      const built = await buildModel(modelDefinition, workspace, { directory, clock, limits, readings });
      models.set(modelDefinition.id, withQueue(built, accounts, context));
    }
  }
  const world: World = {
    definition,
    tenantId: definition.tenantId ?? "8a81b09c00112233445566778899aabb",
    accounts,
    oauth,
    workspaces: definition.workspaces,
    models,
    model(idOrName) {
      const found = models.get(idOrName) ?? [...models.values()].find((model) => model.definition.name === idOrName);
      if (found === undefined) throw new Error(`no model ${idOrName}`);
      return found;
    },
    listItems(model, list) {
      const lists = [...world.model(model).lists.values()];
      const found = lists.find(({ definition: { id, name } }) => id === list || name === list);
      if (found === undefined) throw new Error(`no list ${list}`);
      return [...found.records()];
    },
    cell: (model, module, lineItem, at) => cellOf(world.model(model), module, lineItem, at),
    books: (model) => world.model(model).books,
    tasks: (model) => world.model(model).queue.tasks,
    startTask(model, start) {
      const task = newTask(start, clock, context.taskDurationMs);
      model.queue.enqueue(task);
      return task;
    },
    idle: async () => {
      await Promise.all([...models.values()].map((model) => model.queue.idle()));
    },
    close: async () => {
      await Promise.all([...models.values()].map((model) => model.queue.close()));
    },
  };
  return world;
}

function withQueue(built: Omit<Model, "queue">, accounts: Accounts, context: WorldContext): Model {
  const model: Model = {
    ...built,
    queue: createTaskQueue({
      clock: context.clock,
      perform: (task) => {
        const user = accounts.users.find(({ id }) => id === task.userId);
        return performTask(model, task, user ?? { id: task.userId, admin: false });
      },
      settled: () => context.settled(model),
    }),
  };
  return model;
}

function newTask(start: TaskStart, clock: Clock, durationMs: number): Task {
  return {
    id: randomBytes(16).toString("hex").toUpperCase(),
    kind: start.kind,
    actionId: start.actionId,
    userId: start.user.id,
    creationTime: clock.now(),
    state: "NOT_STARTED",
    progress: 0,
    mappingParameters: start.mappingParameters,
    plan: { durationMs, ...start.plan },
  };
}

function cellOf(model: Model, moduleName: string, lineItem: string, at: string[]): CellValue {
  const modules = [...model.modules.values()];
  const module = modules.find(({ definition: { id, name } }) => id === moduleName || name === moduleName);
  const item = module?.lineItem(lineItem);
  if (module === undefined || item === undefined) throw new Error(`no line item ${moduleName}.${lineItem}`);
  const place = at.map((name, n) => module.dimensions[n]?.find(name, "any") ?? -1);
  if (place.some((index) => index < 0)) throw new Error(`no such members: ${at.join(", ")}`);
  return module.get(place, item);
}
