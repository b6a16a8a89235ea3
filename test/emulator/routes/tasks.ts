/** Tasks of the four kinds: start, list, look, cancel (anaplan-api.md 6.1 and 6.2). */
import { isRecord, Refusal, type Reply, readJsonText } from "../http/exchange.ts";
import { empty, envelope, json, page } from "../http/replies.ts";
import type { Model } from "../world/model.ts";
import type { MappingParameter, Task, TaskKind } from "../world/tasks.ts";
import { type Emulation, inModel, type ModelCall, notFound, type Route, required } from "./route.ts";
import { sortedLoosely } from "./sort.ts";

const KINDS: TaskKind[] = ["imports", "exports", "processes", "actions"];

export const taskRoutes: Route[] = KINDS.flatMap((kind) => [
  ...inModel("POST", `/${kind}/:id/tasks`, (call) => start(call, kind), { answersWhenBusy: true, changes: true }),
  ...inModel("GET", `/${kind}/:id/tasks`, (call) => list(call, kind), {
    answersWhenBusy: true,
    // An unknown parent or NO ACCESS gives an empty list, not a 404 (anaplan-api.md 6.2).
    noAccess: ({ exchange, emulation }) => page(exchange, "task", emulation.readings.taskListKey, [], emulation),
  }),
  ...inModel("GET", `/${kind}/:id/tasks/:task`, (call) => taskReply(found(call, kind)), { answersWhenBusy: true }),
  ...inModel("DELETE", `/${kind}/:id/tasks/:task`, (call) => cancel(call, kind), { answersWhenBusy: true }),
]);

export function found({ model, params }: ModelCall, kind: TaskKind): Task {
  const task = model.queue.tasks.find(({ id }) => id === params.task);
  if (task === undefined || task.kind !== kind || task.actionId !== params.id) throw notFound();
  return task;
}

async function start(call: ModelCall, kind: TaskKind): Promise<Reply> {
  const { exchange, model, params, user, emulation } = call;
  const { text, value } = await readJsonText(exchange);
  const body = isRecord(value) ? value : {};
  refuseBadLocale(body, text, emulation);
  required(definitionsOf(model, kind), params.id!);
  const mappingParameters = parametersOf(body.mappingParameters);
  const task = emulation.world.startTask(model, {
    kind,
    actionId: params.id!,
    user,
    mappingParameters,
    plan: exchange.taskPlan,
  });
  exchange.journal.startedTasks.push(task.id);
  return startReply(task, emulation);
}

function refuseBadLocale(body: Record<string, unknown>, text: string, emulation: Emulation): void {
  if (typeof body.localeName !== "string" || body.localeName === "") throw new Refusal(400, "localeName is required");
  if (emulation.readings.localeName === "en_US only" && body.localeName !== "en_US") {
    throw new Refusal(400, `Unsupported localeName: ${body.localeName}`);
  }
  const parameters = text.indexOf('"mappingParameters"');
  if (parameters >= 0 && parameters < text.indexOf('"localeName"')) {
    throw new Refusal(400, "localeName must come before mappingParameters");
  }
}

function parametersOf(value: unknown): MappingParameter[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Refusal(400, "mappingParameters must be an array");
  return value.filter(isRecord).map((entry) => ({
    entityType: String(entry.entityType ?? ""),
    entityName: String(entry.entityName ?? ""),
    ...(entry.importId === undefined ? {} : { importId: String(entry.importId) }),
  }));
}

function definitionsOf(model: Model, kind: TaskKind): { id: string }[] | undefined {
  return model.definition[kind];
}

function startReply(task: Task, { readings }: Emulation): Reply {
  const shown =
    readings.taskStartFields === "id"
      ? { taskId: task.id }
      : { taskId: task.id, taskState: "NOT_STARTED", creationTime: task.creationTime };
  return readings.taskStartForm === "bare" ? json(200, shown) : envelope("task", { task: shown });
}

function list({ exchange, model, params, emulation }: ModelCall, kind: TaskKind): Reply {
  const tasks = model.queue.tasks.filter((task) => task.kind === kind && task.actionId === params.id);
  const shown = tasks.map(({ id, state, creationTime }) => ({ taskId: id, taskState: state, creationTime }));
  return page(exchange, "task", emulation.readings.taskListKey, sortedLoosely(exchange, shown), emulation);
}

function taskReply(task: Task): Reply {
  return envelope("task", {
    task: {
      type: "taskInformation",
      taskId: task.id,
      ...(task.currentStep === undefined ? {} : { currentStep: task.currentStep }),
      progress: task.progress,
      creationTime: task.creationTime,
      ...(task.result === undefined ? {} : { result: task.result }),
      taskState: task.state,
    },
  });
}

function cancel(call: ModelCall, kind: TaskKind): Reply {
  const task = found(call, kind);
  call.model.queue.cancel(task);
  return call.emulation.readings.cancelReply === "task" ? taskReply(task) : empty(200);
}
