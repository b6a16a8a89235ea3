/** What the client hands out: Anaplan's objects under Anaplan's names, read defensively (every field that any source of
 *  `anaplan-api.md` section 4 saw missing is optional). Ids are strings, branded, so that a task id is never a file id. */

declare const brand: unique symbol;
type Id<Kind extends string> = string & { readonly [brand]?: Kind };
export type WorkspaceId = Id<"workspace">;
export type ModelId = Id<"model">;
export type TaskId = Id<"task">;
/** An export's id is also the id of its output file (anaplan-api.md 1.3). */
export type FileId = Id<"file">;
export type ActionId = Id<"action">;

/** Every call inside a model names both: bulk calls use the long path form (anaplan-api.md 1.2). */
export interface ModelRef {
  workspaceId: WorkspaceId;
  modelId: ModelId;
}

export interface User {
  id: string;
  email?: string;
  firstName?: string;
  lastName?: string;
  active?: boolean;
  lastLoginDate?: string;
  customerId?: string;
}

export interface Workspace {
  id: WorkspaceId;
  name: string;
  active?: boolean;
  /** Bytes. */
  sizeAllowance?: number;
  /** Bytes; needs a tenant role. */
  currentSize?: number;
}

export interface Model {
  id: ModelId;
  name: string;
  /** Open set: UNLOCKED, LOCKED, ARCHIVED, MAINTENANCE, PRODUCTION, PRODUCTION_MAINTENANCE, ACTIVE, … */
  activeState: string;
  currentWorkspaceId?: WorkspaceId;
  currentWorkspaceName?: string;
  /** `2024-03-05T09:41:07.000+0000` */
  lastModified?: string;
  isoCreationDate?: string;
  memoryUsage?: number;
  lastModifiedByUserGuid?: string;
  lastSavedSerialNumber?: number;
  modelUrl?: string;
  modelTransactionRunning?: boolean;
}

export interface NamedObject {
  id: string;
  name: string;
}

export interface ExportDefinition extends NamedObject {
  exportType?: string;
  exportFormat?: string;
  encoding?: string;
  layout?: string;
}

/** anaplan-api.md 4.3; the arrays may differ in length: the file's own header rules. */
export interface ExportMetadata {
  columnCount?: number;
  rowCount?: number;
  exportFormat?: string;
  encoding?: string;
  separator?: string;
  delimiter?: string;
  headerNames: string[];
  dataTypes: string[];
  listNames: string[];
  layout?: string;
}

export interface ImportDefinition extends NamedObject {
  importType?: string;
  /** "" or absent for an import that reads no file; begins with 113 for a file import. */
  importDataSourceId?: string;
  /** "FILE", "MODEL", … where the server says so. */
  sourceType?: string;
}

export interface ImportMetadata {
  name?: string;
  /** FILE, MODEL, … */
  type?: string;
  source?: {
    textEncoding?: string;
    columnSeparator?: string;
    textDelimiter?: string;
    headerRow?: number;
    firstDataRow?: number;
    decimalSeparator?: string;
    headerNames: string[];
    columnCount?: number;
  };
}

export interface ProcessMetadata {
  name?: string;
  /** In run order. */
  actions: ProcessStep[];
}

export interface ProcessStep extends NamedObject {
  /** IMPORT, EXPORT or an action type. */
  actionType?: string;
  importDataSourceId?: string;
  sourceType?: string;
}

export interface ActionDefinition extends NamedObject {
  actionType?: string;
}

/** anaplan-api.md 5.1; an export's entry has none of separator, delimiter, encoding. */
export interface ServerFile extends NamedObject {
  chunkCount?: number;
  delimiter?: string;
  encoding?: string;
  firstDataRow?: number;
  format?: string;
  headerRow?: number;
  separator?: string;
}

export interface ModelModule extends NamedObject {
  code?: string;
}

/** Raw line item as the server gives it with `includeAll=true` (anaplan-api.md 4.4). */
export interface LineItem {
  id?: string;
  name: string;
  moduleId?: string;
  moduleName?: string;
  format?: string;
  formatMetadata?: Record<string, unknown>;
  summary?: string;
  timeScale?: string;
  formula?: string;
  code?: string;
  notes?: string;
  [key: string]: unknown;
}

export interface View extends NamedObject {
  moduleId?: string;
  code?: string;
}

export interface Member extends NamedObject {
  code?: string;
}

/** One member of a list, as `includeAll=true` gives it (anaplan-api.md 4.5). */
export interface ListItem extends Member {
  parent?: string;
  parentId?: string;
  /** By the subset's name. */
  subsets: Readonly<Record<string, boolean>>;
  /** By the property's name; the server's texts. */
  properties: Readonly<Record<string, string>>;
}

/** How a view is laid out (anaplan-api.md 4.6). An axis that the server leaves out is empty. */
export interface ViewAxes {
  rows: NamedObject[];
  columns: NamedObject[];
  pages: NamedObject[];
}

/** What a large-volume read reads. */
export interface ReadSubject extends ModelRef {
  kind: "list" | "view";
  id: string;
}

/** Fields that are absent stay as they are on an update. */
export interface ListItemWrite {
  name?: string;
  code?: string;
  /** Name or code. */
  parent?: string;
  properties?: Record<string, string>;
  subsets?: Record<string, boolean>;
}

/** All dimensions of the module. `value` as JSON text: numbers keep their digits. */
export interface CellWrite {
  lineItemName: string;
  dimensions: (({ dimensionId: string } | { dimensionName: string }) & ({ itemName: string } | { itemCode: string }))[];
  value: string;
}

/** Answer to a direct write: HTTP is 200 even when items fail (anaplan-api.md 4.5, 4.6). */
export interface WriteReply {
  /** Added, updated, deleted or changed. */
  done: number;
  /** By position in the call. */
  failures: { index: number; type: string; details: string }[];
}

/** The four kinds of definitions that run as tasks. */
export type ActionKind = "import" | "export" | "process" | "action";

export interface ActionRef extends ModelRef {
  kind: ActionKind;
  actionId: ActionId;
}

export interface TaskRef extends ActionRef {
  taskId: TaskId;
}

export type TaskState = "NOT_STARTED" | "IN_PROGRESS" | "COMPLETE" | "CANCELLING" | "CANCELLED";

export interface TaskStatus {
  taskId: TaskId;
  /** An unknown word of the server counts as IN_PROGRESS until the deadline. */
  taskState: TaskState;
  /** 0…1 */
  progress?: number;
  currentStep?: string;
  /** Epoch milliseconds. */
  creationTime?: number;
  result?: TaskResult;
}

/** anaplan-api.md 6.3, 6.4 */
export interface TaskResult {
  successful: boolean;
  failureDumpAvailable: boolean;
  objectId?: string;
  objectName?: string;
  details: TaskDetail[];
  /** Steps of a process in run order; a step that never ran may lack an entry. */
  nestedResults: TaskResult[];
}

export interface TaskDetail {
  type: string;
  localMessageText?: string;
  /** The flat key, value, key, value… list as a map; verbatim texts. */
  values: Record<string, string>;
}

/** Row counts of one import, from `details` (the hierarchy keys are proven, others read from localMessageText);
 *  undefined where the server does not say. */
export interface ImportCounts {
  successful?: number;
  created?: number;
  updated?: number;
  warnings?: number;
  failed?: number;
  ignored?: number;
  total?: number;
}

/** A value chosen at run time (anaplan-api.md 6.1). */
export interface MappingParameter {
  entityType: string;
  entityName: string;
  importId?: string;
}

export interface Chunk {
  id: string;
  name?: string;
}

/** Counters of one client since it was made; goes into the run report. */
export interface ClientStats {
  requests: number;
  retries: number;
  waitedSeconds: number;
}

export interface RunOptions {
  mapping?: MappingParameter[];
  signal?: AbortSignal;
  /** Called once for each step of progress. */
  onProgress?(status: TaskStatus): void;
  /** Called before the start, with the tasks of the action that are there already. */
  onStarting?(known: readonly TaskId[]): void;
  /** Called as soon as the id of the task is known. */
  onStarted?(task: TaskRef): void;
}

export interface UploadChunk {
  /** Uncompressed bytes; at most 50 MB. */
  bytes: Uint8Array;
}

/** The one door to Anaplan. Every method repeats what is safe to repeat and throws ConnectorError; none logs a secret.
 *  Safe to share: one token, one token bucket, one connection pool for the whole process. */
export interface AnaplanClient {
  readonly stats: ClientStats;
  /** Of the API, without version. */
  readonly root: string;

  // metadata (anaplan-api.md 4)
  me(): Promise<User>;
  users(): Promise<User[]>;
  workspaces(): Promise<Workspace[]>;
  /** All models the user sees, or those of a workspace; ARCHIVED ones included. */
  models(workspaceId?: WorkspaceId): Promise<Model[]>;
  model(modelId: ModelId): Promise<Model>;
  exports(model: ModelRef): Promise<ExportDefinition[]>;
  exportMetadata(model: ModelRef, exportId: ActionId): Promise<ExportMetadata>;
  imports(model: ModelRef): Promise<ImportDefinition[]>;
  importMetadata(model: ModelRef, importId: ActionId): Promise<ImportMetadata>;
  processes(model: ModelRef): Promise<NamedObject[]>;
  processMetadata(model: ModelRef, processId: ActionId): Promise<ProcessMetadata>;
  actions(model: ModelRef): Promise<ActionDefinition[]>;
  files(model: ModelRef): Promise<ServerFile[]>;
  modules(model: ModelRef): Promise<ModelModule[]>;
  lineItems(model: ModelRef, moduleId?: string): Promise<LineItem[]>;
  lists(model: ModelRef): Promise<NamedObject[]>;
  listMetadata(model: ModelRef, listId: string): Promise<Record<string, unknown>>;
  views(model: ModelRef): Promise<View[]>;
  /** All members; REQUEST_REFUSED above the one-call limit of 1,000,000. */
  listItems(model: ModelRef, listId: string): Promise<ListItem[]>;
  /** Names and codes alone, of a list or a subset (109…); REQUEST_REFUSED above 1,000,000. */
  members(model: ModelRef, listId: string): Promise<Member[]>;
  viewAxes(model: ModelRef, viewId: string): Promise<ViewAxes>;
  /** Members of a dimension as seen through the view's filter. */
  viewDimensionItems(model: ModelRef, viewId: string, dimensionId: string): Promise<NamedObject[]>;
  /** As the server gives them, with `id` and `name`. */
  versions(model: ModelRef): Promise<(NamedObject & Record<string, unknown>)[]>;
  calendar(model: ModelRef): Promise<Record<string, unknown>>;
  /** Free text such as "Open", "Closed"; undefined where the server does not tell. */
  modelStatus(model: ModelRef): Promise<string | undefined>;
  /** Opens a closed model and waits until it is open and online and no task holds it: calls would be refused or hang meanwhile.
   *  Throws MODEL_ARCHIVED, MODEL_OFFLINE, MODEL_BUSY. */
  awaitModel(model: ModelRef): Promise<void>;

  // direct writes (anaplan-api.md 4.5, 4.6): at most 100,000 items or cells a call
  addItems(model: ModelRef, listId: string, items: readonly ListItemWrite[]): Promise<WriteReply>;
  /** Each item by its code, else by its name. */
  updateItems(model: ModelRef, listId: string, items: readonly ListItemWrite[]): Promise<WriteReply>;
  deleteItems(
    model: ModelRef,
    listId: string,
    items: readonly ({ id: string } | { code: string })[],
  ): Promise<WriteReply>;
  writeCells(model: ModelRef, moduleId: string, cells: readonly CellWrite[]): Promise<WriteReply>;

  // tasks (anaplan-api.md 6)
  /** Starts a task and never blindly twice: after an unknown outcome the task list is asked first. */
  startTask(action: ActionRef, options?: RunOptions): Promise<TaskRef>;
  /** Oldest first. */
  tasks(action: ActionRef): Promise<TaskStatus[]>;
  task(task: TaskRef): Promise<TaskStatus>;
  /** Follows a task to COMPLETE or CANCELLED. Only reads, so safe to call again after a crash. Never throws for an
   *  unsuccessful task; throws TASK_TIMEOUT after `task_timeout_minutes` (having cancelled it). */
  followTask(task: TaskRef, options?: RunOptions): Promise<TaskStatus>;
  /** Asks to cancel, then follows to the end; COMPLETE is possible. */
  cancelTask(task: TaskRef): Promise<TaskStatus>;

  // files (anaplan-api.md 5)
  /** Ids in the server's order; empty when there is no content (404, missing key and [] alike). */
  chunks(model: ModelRef, fileId: FileId): Promise<Chunk[]>;
  /** The bytes of one chunk as they arrive, from `fromByte` on. A connection lost in mid-body is repeated and the bytes
   *  already handed out are skipped, so a consumer sees each byte once. */
  readChunk(model: ModelRef, fileId: FileId, chunkId: string, fromByte?: number): AsyncIterable<Uint8Array>;
  /** All chunks in order, up to `inFlight` requests ahead under `maxBufferedBytes` a body (default 1, 16 MB). */
  readChunks(
    model: ModelRef,
    fileId: FileId,
    chunks: readonly { id: string; fromByte?: number }[],
    options?: {
      inFlight?: number;
      maxBufferedBytes?: number;
      signal?: AbortSignal;
      /** Bytes of a whole chunk as the server promises them, where it does, before the first of them is handed out. */
      onSize?(chunkId: string, bytes: number): void;
    },
  ): AsyncIterable<{ chunkId: string; bytes: Uint8Array; last: boolean }>;
  /** Opens a file for upload: sets the chunk count (-1 = not known yet) and checks that the answered id is the one asked
   *  for (anaplan-api.md 5.3: an unknown id makes a new file). */
  openUpload(model: ModelRef, fileId: FileId, chunkCount: number): Promise<void>;
  /** One chunk; `gzip` = `bytes` are a complete gzip member. Repeats freely. */
  putChunk(model: ModelRef, fileId: FileId, index: number, bytes: Uint8Array, gzip: boolean): Promise<void>;
  /** Needed after openUpload(…, -1) only. */
  completeUpload(model: ModelRef, fileId: FileId): Promise<void>;
  /** The one-call upload: uncompressed, at most 50 MB. */
  putFile(model: ModelRef, fileId: FileId, bytes: Uint8Array): Promise<void>;
  deleteFileContent(model: ModelRef, fileId: FileId): Promise<void>;

  // large-volume reads (anaplan-api.md 4.8)
  /** The CSV of a list or a view (one column per dimension and line item), page by page in order, each from its first byte;
   *  pages are fetched while the server still works. The request is kept alive while the consumer is slow and is always
   *  deleted in the end, also when the consumer breaks off. `last` ends a page. Throws READ_REQUEST_FAILED, READ_REQUEST_LOST. */
  readPages(
    subject: ReadSubject,
    options?: { signal?: AbortSignal },
  ): AsyncIterable<{ page: number; bytes: Uint8Array; last: boolean }>;

  // dumps (anaplan-api.md 6.5)
  /** Bytes of the dump of a task, or of one nested step of a process; undefined when there is none (404, 204, 400 and an
   *  empty reply alike). */
  dump(task: TaskRef, nestedObjectId?: string): Promise<AsyncIterable<Uint8Array> | undefined>;

  close(): Promise<void>;
}
