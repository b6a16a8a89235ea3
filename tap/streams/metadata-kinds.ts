/** The metadata streams: what each reads and which columns it has. Columns bear the server's own names; `workspace_id` and
 *  `model_id` are added where rows come from a model. */
import type { ActionKind, AnaplanClient, ModelRef, NamedObject, TaskStatus } from "../../protocol/anaplan/types.ts";
import type { Scope, ScopedModel } from "../scope.ts";

export type MetadataType = "string" | "integer" | "number" | "boolean" | "date-time" | "object" | "array";
export type MetadataRow = Readonly<Record<string, unknown>>;

export interface MetadataKind {
  keys: readonly string[];
  columns: Readonly<Record<string, MetadataType>>;
  /** Once for all, or once per model. */
  read: { all(scope: Scope): Promise<readonly object[]> } | { perModel: ModelReader };
}

type ModelReader = (client: AnaplanClient, ref: ModelRef, model: ScopedModel) => Promise<readonly object[]>;

/** One request per definition besides the four lists. */
async function readTasks(client: AnaplanClient, ref: ModelRef): Promise<object[]> {
  const rows: object[] = [];
  const listed: [ActionKind, readonly NamedObject[]][] = [
    ["import", await client.imports(ref)],
    ["export", await client.exports(ref)],
    ["process", await client.processes(ref)],
    ["action", await client.actions(ref)],
  ];
  for (const [kind, definitions] of listed) {
    for (const { id, name } of definitions) {
      const tasks = await client.tasks({ ...ref, kind, actionId: id });
      rows.push(...tasks.map((task) => taskRow(task, { action_kind: kind, action_id: id, action_name: name })));
    }
  }
  return rows;
}

function taskRow({ taskId, creationTime, result, ...task }: TaskStatus, action: object): object {
  return {
    ...action,
    ...task,
    id: taskId,
    ...(creationTime !== undefined && { created_at: new Date(creationTime).toISOString() }),
    ...(result && { successful: result.successful, failureDumpAvailable: result.failureDumpAvailable }),
  };
}

const named = { id: "string", name: "string" } as const;

function perModel(columns: MetadataKind["columns"], read: ModelReader, keys = ["id", "model_id"]): MetadataKind {
  return { keys, columns: { ...columns, workspace_id: "string", model_id: "string" }, read: { perModel: read } };
}

export const METADATA_KINDS = {
  workspaces: {
    keys: ["id"],
    columns: { ...named, active: "boolean", sizeAllowance: "integer", currentSize: "integer" },
    read: { all: async ({ workspaces }) => workspaces },
  },
  models: {
    keys: ["id"],
    columns: {
      ...named,
      activeState: "string",
      currentWorkspaceId: "string",
      currentWorkspaceName: "string",
      lastModified: "date-time",
      isoCreationDate: "date-time",
      memoryUsage: "integer",
      lastModifiedByUserGuid: "string",
      lastSavedSerialNumber: "integer",
      modelUrl: "string",
    },
    read: { all: async ({ allModels }) => allModels.map(({ model }) => model) },
  },
  exports: perModel(
    { ...named, exportType: "string", exportFormat: "string", encoding: "string", layout: "string" },
    (client, ref) => client.exports(ref),
  ),
  imports: perModel(
    { ...named, importType: "string", importDataSourceId: "string", sourceType: "string" },
    (client, ref) => client.imports(ref),
  ),
  files: perModel(
    {
      ...named,
      chunkCount: "integer",
      delimiter: "string",
      encoding: "string",
      firstDataRow: "integer",
      format: "string",
      headerRow: "integer",
      separator: "string",
    },
    (client, ref) => client.files(ref),
  ),
  processes: perModel(named, (client, ref) => client.processes(ref)),
  actions: perModel({ ...named, actionType: "string" }, (client, ref) => client.actions(ref)),
  modules: perModel({ ...named, code: "string" }, (client, ref) => client.modules(ref)),
  line_items: perModel(
    {
      ...named,
      moduleId: "string",
      moduleName: "string",
      format: "string",
      formatMetadata: "object",
      formula: "string",
      summary: "string",
      timeScale: "string",
      timeRange: "string",
      formulaScope: "string",
      style: "string",
      code: "string",
      notes: "string",
      isSummary: "boolean",
      startOfSection: "boolean",
      broughtForward: "boolean",
      useSwitchover: "boolean",
      breakback: "boolean",
      cellCount: "integer",
      version: "object",
      appliesTo: "array",
      dataTags: "array",
      referencedBy: "array",
      parent: "object",
      readAccessDriver: "object",
      writeAccessDriver: "object",
    },
    async (client, ref) =>
      // The id is not promised (anaplan-api.md 4.4), and a key must be there.
      (await client.lineItems(ref)).map((item) => ({ ...item, id: item.id ?? `${item.moduleId ?? ""}.${item.name}` })),
  ),
  lists: perModel(named, (client, ref) => client.lists(ref)),
  views: perModel({ ...named, moduleId: "string", code: "string" }, (client, ref) => client.views(ref)),
  versions: perModel(
    {
      ...named,
      isCurrent: "boolean",
      isActual: "boolean",
      editFrom: "object",
      editTo: "object",
      switchover: "object",
      formula: "string",
      notes: "string",
    },
    (client, ref) => client.versions(ref),
  ),
  /** What the server still lists; for how long is not documented (anaplan-api.md 11, no. 25). */
  tasks: perModel(
    {
      id: "string",
      action_kind: "string",
      action_id: "string",
      action_name: "string",
      taskState: "string",
      currentStep: "string",
      progress: "number",
      created_at: "date-time",
      successful: "boolean",
      failureDumpAvailable: "boolean",
    },
    readTasks,
    ["id", "model_id"],
  ),
  users: {
    keys: ["id"],
    columns: {
      id: "string",
      email: "string",
      firstName: "string",
      lastName: "string",
      active: "boolean",
      lastLoginDate: "date-time",
      customerId: "string",
    },
    read: { all: ({ client }) => client.users() },
  },
  calendar: perModel(
    {
      id: "string",
      calendarType: "string",
      fiscalYear: "object",
      pastYearsCount: "integer",
      futureYearsCount: "integer",
      currentPeriod: "object",
      totalsSelection: "object",
    },
    // One per model, without an id of its own.
    async (client, ref, model) => [{ ...(await client.calendar(ref)), id: model.id }],
    ["id"],
  ),
} as const satisfies Record<string, MetadataKind>;

export type MetadataName = keyof typeof METADATA_KINDS;
export const METADATA_NAMES = Object.keys(METADATA_KINDS) as MetadataName[];

export function isMetadataName(text: string): text is MetadataName {
  return Object.hasOwn(METADATA_KINDS, text);
}

/** A row with exactly the stream's columns, each of its type or null: what a server adds later never breaks a consumer. */
export function conformRow(row: MetadataRow, columns: MetadataKind["columns"]): MetadataRow {
  return Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, conform(row[name], type)]));
}

function conform(value: unknown, type: MetadataType): unknown {
  if (value === undefined || value === null) return null;
  switch (type) {
    case "string":
      return typeof value === "object" ? JSON.stringify(value) : String(value);
    case "integer":
      return Number.isSafeInteger(Number(value)) && value !== "" ? Number(value) : null;
    case "number":
      return Number.isFinite(Number(value)) && value !== "" ? Number(value) : null;
    case "boolean":
      return typeof value === "boolean" ? value : null;
    case "date-time":
      return conformDateTime(value);
    case "array":
      return Array.isArray(value) ? value : null;
    case "object":
      return typeof value === "object" && !Array.isArray(value) ? value : null;
  }
}

/** `2024-03-05T09:41:07.000+0000` → RFC 3339. */
function conformDateTime(value: unknown): string | null {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?)(?:Z|([+-]\d{2}):?(\d{2}))$/.exec(String(value));
  if (match === null) return null;
  const [, time, hours, minutes] = match;
  return hours === undefined || `${hours}${minutes}` === "+0000" ? `${time}Z` : `${time}${hours}:${minutes}`;
}
