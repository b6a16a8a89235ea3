/** An Anaplan in memory, a sink that remembers, and a clock that does not wait. */
import type {
  ActionRef,
  AnaplanClient,
  Chunk,
  ExportDefinition,
  ExportMetadata,
  LineItem,
  Model,
  ModelRef,
  TaskRef,
  TaskStatus,
} from "../../../protocol/anaplan/types.ts";
import type { Clock } from "../../../protocol/clock.ts";
import { ConnectorError } from "../../../protocol/errors.ts";
import type { Log, LogFields, Metric } from "../../../protocol/log.ts";
import { noSpans } from "../../../protocol/profile.ts";
import type { TapConfig } from "../../../schemas/generated/types.ts";
import { locate } from "../../../tap/discover.ts";
import type { TapSink, TapStream } from "../../../tap/events.ts";
import { openScope, type Scope } from "../../../tap/scope.ts";
import { tapSettings } from "../../../tap/settings.ts";
import { createStateBook, EMPTY_STATE, type State } from "../../../tap/state.ts";
import type { SelectedStream } from "../../../tap/stream.ts";
import type { Extent, SyncRun } from "../../../tap/streams/kind.ts";

export const W = "8a81b09c5f3d2e7b015f4a2c9d8e1001";
export const M = "5C1E9A7740B34D6D8F2A6B0C9D3E4F10";
export const E = "116000000012";
export const STREAM_ID = `${W}_${M}_${E}`;

export interface FakeExport {
  definition: ExportDefinition;
  metadata?: ExportMetadata;
  /** What a run writes; absent = nothing. */
  text?: string | Buffer;
  chunkBytes?: number;
}

export interface FakeModel extends Partial<Model> {
  id: string;
  name: string;
  exports?: FakeExport[];
  /** Thrown by everything below the model. */
  hidden?: ConnectorError;
}

export const METADATA: ExportMetadata = {
  rowCount: 3,
  columnCount: 3,
  separator: ",",
  delimiter: '"',
  encoding: "UTF-8",
  headerNames: ["Code", "Amount", "Posted on"],
  dataTypes: ["TEXT", "NUMBER", "DATE"],
  listNames: ["", "", ""],
};

export function definition(parts: Partial<ExportDefinition> = {}): ExportDefinition {
  return { id: E, name: "Opex flat.csv", exportType: "TABULAR_MULTI_COLUMN", exportFormat: "text/csv", ...parts };
}

export const TEXT = "Code,Amount,Posted on\nA,1.50,2026-01-01\nB,12345678901234567890.10,2026-02-01\nC,,\n";

export class FakeAnaplan {
  models: FakeModel[];
  workspaces = [{ id: W, name: "Finance" }];
  calls: string[] = [];
  clock = new FakeClock();
  /** Per export, oldest first. */
  tasks = new Map<string, TaskStatus[]>();
  files = new Map<string, Buffer[]>();
  /** Changes the outcome of the next run. */
  outcome: Partial<TaskStatus> = {};
  /** Called before each piece of a chunk goes out; may throw. */
  onPiece: (chunkId: string, piece: number) => void | Promise<void> = () => {};
  onTasks: (call: number) => void = () => {};
  onFollow: (task: TaskRef) => void | Promise<void> = () => {};
  pieceBytes = 7;
  lineItems: LineItem[] = [{ name: "Amount", moduleId: "102" }];
  calendar: Record<string, unknown> = { calendarType: "Months", pastYearsCount: 1 };
  #tasksCalls = 0;

  constructor(
    models: FakeModel[] = [
      { id: M, name: "Opex Plan", exports: [{ definition: definition(), metadata: METADATA, text: TEXT }] },
    ],
  ) {
    this.models = models;
  }

  get client(): AnaplanClient {
    const own: Partial<AnaplanClient> = {
      workspaces: async () => this.#note("workspaces", this.workspaces),
      models: async (workspaceId) =>
        this.#note(
          `models ${workspaceId ?? ""}`.trim(),
          this.models.map((model) => this.#model(model)),
        ),
      model: async (id) => {
        const found = this.models.find((model) => model.id === id);
        if (!found) throw new ConnectorError("MODEL_NOT_FOUND", { what: "No such model." });
        return this.#note("model", this.#model(found));
      },
      exports: async (ref) =>
        this.#note(
          "exports",
          this.#exports(ref).map(({ definition: one }) => one),
        ),
      exportMetadata: async (ref, id) => {
        const metadata = this.#export(ref, id)?.metadata;
        if (!metadata) throw new ConnectorError("SERVER_ERROR", { what: "500.", context: { status: 500 } });
        return this.#note("exportMetadata", metadata);
      },
      startTask: async (action) => this.#start(action),
      followTask: async (task, options) => {
        await this.onFollow(task);
        options?.signal?.throwIfAborted();
        const status = this.tasks.get(task.actionId)?.find(({ taskId }) => taskId === task.taskId);
        if (!status) throw new Error("no such task");
        options?.onProgress?.({ ...status, currentStep: "Running", progress: 0.5 });
        return this.#note("followTask", status);
      },
      cancelTask: async (task) => this.#note("cancelTask", { taskId: task.taskId, taskState: "CANCELLED" }),
      tasks: async (action) => {
        this.onTasks(++this.#tasksCalls);
        return this.#note("tasks", [...(this.tasks.get(action.actionId) ?? [])]);
      },
      chunks: async (_, fileId) => this.#note("chunks", this.#chunks(fileId)),
      readChunks: (_, fileId, chunks) => this.#read(fileId, chunks),
      close: async () => {},
      lineItems: async () => this.#note("lineItems", this.lineItems),
      calendar: async () => this.#note("calendar", this.calendar),
    };
    return new Proxy(own as AnaplanClient, {
      get: (target, key) => {
        const method = target[key as keyof AnaplanClient];
        if (method === undefined && key !== "then") throw new Error(`the fake has no ${String(key)}`);
        return method;
      },
    });
  }

  count(call: string): number {
    return this.calls.filter((one) => one === call).length;
  }

  /** As a run of this tap, or of somebody else, leaves it. */
  addTask(exportId = E, parts: Partial<TaskStatus> = {}): TaskStatus {
    const list = this.tasks.get(exportId) ?? [];
    const task: TaskStatus = {
      taskId: `T${list.length + 1}`,
      taskState: "COMPLETE",
      creationTime: this.clock.now(),
      result: { successful: true, failureDumpAvailable: false, details: [], nestedResults: [] },
      ...parts,
    };
    this.tasks.set(exportId, [...list, task]);
    return task;
  }

  writeFile(exportId: string, content: string | Buffer, chunkBytes = 30): void {
    const bytes = Buffer.from(content as string);
    const chunks: Buffer[] = [];
    for (let start = 0; start < bytes.length || start === 0; start += chunkBytes) {
      chunks.push(bytes.subarray(start, start + chunkBytes));
    }
    this.files.set(exportId, chunks);
  }

  #model({ exports: _, hidden: __, ...model }: FakeModel): Model {
    return { activeState: "UNLOCKED", currentWorkspaceId: W, currentWorkspaceName: "Finance", ...model };
  }

  #exports({ modelId }: ModelRef): FakeExport[] {
    const model = this.models.find(({ id }) => id === modelId);
    if (model?.hidden) throw model.hidden;
    return model?.exports ?? [];
  }

  #export(ref: ModelRef, id: string): FakeExport | undefined {
    return this.#exports(ref).find(({ definition: one }) => one.id === id);
  }

  #start(action: ActionRef): TaskRef {
    this.calls.push("startTask");
    const found = this.#export(action, action.actionId);
    if (!found) throw new ConnectorError("ACTION_MISSING", { what: "No such export." });
    const task = this.addTask(action.actionId, this.outcome);
    if (found.text !== undefined) this.writeFile(action.actionId, found.text, found.chunkBytes);
    return { ...action, taskId: task.taskId };
  }

  #chunks(fileId: string): Chunk[] {
    return (this.files.get(fileId) ?? []).map((_, index) => ({ id: String(index) }));
  }

  async *#read(fileId: string, chunks: readonly { id: string; fromByte?: number }[]) {
    for (const { id, fromByte } of chunks) {
      this.calls.push(`read ${id}`);
      const content = this.files.get(fileId)?.[Number(id)];
      if (content === undefined) throw new ConnectorError("FILE_MISSING", { what: "No such chunk." });
      const rest = content.subarray(fromByte ?? 0);
      const count = Math.max(1, Math.ceil(rest.length / this.pieceBytes));
      for (let piece = 0; piece < count; piece++) {
        await this.onPiece(id, piece);
        const bytes = rest.subarray(piece * this.pieceBytes, (piece + 1) * this.pieceBytes);
        yield { chunkId: id, bytes, last: piece === count - 1 };
      }
    }
  }

  #note<T>(call: string, answer: T): T {
    this.calls.push(call);
    return answer;
  }
}

export class FakeClock implements Clock {
  time = Date.UTC(2026, 4, 20);
  now(): number {
    return this.time++;
  }
  async sleep(): Promise<void> {}
}

export interface LogLine {
  level: string;
  message: string;
  fields: LogFields;
}

export class FakeLog implements Log {
  lines: LogLine[] = [];
  metrics: Metric[] = [];
  debug = (message: string, fields: LogFields = {}) => this.#add("debug", message, fields);
  info = (message: string, fields: LogFields = {}) => this.#add("info", message, fields);
  warn = (message: string, fields: LogFields = {}) => this.#add("warn", message, fields);
  error = (message: string, fields: LogFields = {}) => this.#add("error", message, fields);
  metric(metric: Metric): void {
    this.metrics.push(metric);
  }
  said(level: string): string[] {
    return this.lines.filter((line) => line.level === level).map(({ message }) => message);
  }
  #add(level: string, message: string, fields: LogFields): void {
    this.lines.push({ level, message, fields });
  }
}

export type Event =
  | { kind: "schema"; stream: TapStream }
  | { kind: "record"; line: string }
  | { kind: "activate"; version: number | undefined }
  | { kind: "state"; state: State };

/** Frames records as `<version>{…}`. */
export class FakeSink implements TapSink {
  events: Event[] = [];
  steps = new Set<string>();
  /** May throw. */
  onRecords: () => void = () => {};
  async schema(stream: TapStream): Promise<void> {
    this.events.push({ kind: "schema", stream: structuredClone(stream) });
  }
  frame({ version }: TapStream) {
    return { before: Buffer.from(`${version ?? ""}`), after: Buffer.from("\n") };
  }
  async records(_: TapStream, lines: Uint8Array, count: number): Promise<void> {
    this.onRecords();
    const all = Buffer.from(lines).toString().trimEnd().split("\n");
    if (all.length !== count) throw new Error(`${count} lines announced, ${all.length} came`);
    for (const line of all) this.events.push({ kind: "record", line });
  }
  async activate({ version }: TapStream): Promise<void> {
    this.events.push({ kind: "activate", version });
  }
  async checkpoint(state: State): Promise<void> {
    this.events.push({ kind: "state", state });
  }
  progress({ step }: { step: string }): void {
    this.steps.add(step);
  }
  get kinds(): string[] {
    return this.events.map(({ kind }) => kind);
  }
  get lines(): string[] {
    return this.events.flatMap((event) => (event.kind === "record" ? [event.line.replace(/^\d*/, "")] : []));
  }
  get versions(): string[] {
    return [
      ...new Set(this.events.flatMap((event) => (event.kind === "record" ? [/^\d*/.exec(event.line)?.[0] ?? ""] : []))),
    ];
  }
  get states(): State[] {
    return this.events.flatMap((event) => (event.kind === "state" ? [event.state] : []));
  }
  get schemas(): TapStream[] {
    return this.events.flatMap((event) => (event.kind === "schema" ? [event.stream] : []));
  }
}

export interface FakeRun extends SyncRun {
  sink: FakeSink;
  log: FakeLog;
  abort: AbortController;
}

export async function openFakeScope(anaplan: FakeAnaplan, config: TapConfig = {}, log = new FakeLog()): Promise<Scope> {
  return openScope({ client: anaplan.client, settings: tapSettings(config), log });
}

export async function fakeRun(
  anaplan: FakeAnaplan,
  { config = {}, state = EMPTY_STATE, extent = "all" }: { config?: TapConfig; state?: State; extent?: Extent } = {},
): Promise<FakeRun> {
  const log = new FakeLog();
  const scope = await openFakeScope(anaplan, config, log);
  const abort = new AbortController();
  return {
    client: scope.client,
    settings: scope.settings,
    scope,
    sink: new FakeSink(),
    state: createStateBook(state),
    log,
    clock: anaplan.clock,
    signal: abort.signal,
    spans: noSpans,
    abort,
    extent,
  };
}

/** One export, all its columns. */
export async function selectOne(
  run: SyncRun,
  parts: Partial<SelectedStream> = {},
  id = STREAM_ID,
): Promise<SelectedStream> {
  const { streams, problems } = await locate(run.scope, [{ id, name: undefined }]);
  const stream = streams[0];
  if (stream === undefined) throw problems[0] ?? new Error("no stream");
  return { stream, keyProperties: stream.keyProperties, wants: () => true, schemaOf: () => undefined, ...parts };
}

export function interruption(): ConnectorError {
  return new ConnectorError("INTERRUPTED", { what: "Stopped." });
}
