/** Every call this client makes: method, path, key of the payload and whether it may be repeated, in one table.
 *  Source of paths and keys: anaplan-api.md 2 to 6. Bulk calls use the long path form (1.2). */
import type { ErrorCode } from "../errors.ts";

/** Values for the `{…}` of a path. `kind` is a path segment such as `imports`, see actions/index.ts. */
export type PathParams = Readonly<Record<string, string>>;

export interface Endpoint {
  method: "GET" | "POST" | "PUT" | "DELETE";
  root: "api" | "auth" | "oauth";
  path: string;
  /** What the reply carries: JSON that must be there, JSON that may be missing, bytes, nothing of interest. */
  reply: "json" | "maybe-json" | "bytes" | "nothing";
  /** `freely`: doing it twice is doing it once. `ask`: a lost reply leaves open whether it was done. */
  repeat: "freely" | "ask";
  /** Payload key of a collection or an object (anaplan-api.md 3.1). */
  key?: string;
  /** `asked`: sends limit and offset; `told`: goes on only if the reply claims more than it holds (3.2). */
  paging?: "asked" | "told";
  /** Statuses that say "nothing there" and are no failure. */
  none?: readonly number[];
  /** A 404 right after the thing was made is tried again a few times. */
  mayLag?: boolean;
  /** What a 404 means here. */
  missing: ErrorCode;
}

const model = "/workspaces/{w}/models/{m}";
const shortModel = "/models/{m}";
const action = `${model}/{kind}/{a}`;
const task = `${action}/tasks/{t}`;
const file = `${model}/files/{f}`;
const readRequest = `${model}/{kind}/{l}/readRequests/{t}`;

type Row = Partial<Endpoint> & Pick<Endpoint, "path">;

function read(row: Row): Endpoint {
  return { method: "GET", root: "api", reply: "json", repeat: "freely", missing: "MODEL_FORBIDDEN", ...row };
}
function list(row: Row & { key: string }): Endpoint & { key: string } {
  return { ...read(row), paging: row.paging ?? "asked", key: row.key };
}
function bytes(row: Row): Endpoint {
  return read({ reply: "bytes", missing: "FILE_MISSING", ...row });
}
function write(method: Endpoint["method"], row: Row): Endpoint {
  return { ...read({ reply: "maybe-json", missing: "FILE_MISSING", ...row }), method };
}
/** Repeating a refresh whose answer was lost is all that can be done: the old token may still work. */
function oauth(path: string): Endpoint {
  const none = [400, 401, 403, 422, 429];
  return write("POST", { root: "oauth", path, reply: "json", none, missing: "CONFIG_INVALID" });
}

export const ENDPOINTS = {
  // sign-in (2.2, 2.4)
  authenticate: write("POST", { root: "auth", path: "/token/authenticate", reply: "json", missing: "CONFIG_INVALID" }),
  refresh: write("POST", { root: "auth", path: "/token/refresh", reply: "json", missing: "CONFIG_INVALID" }),
  // OAuth (2.6): every refusal is read by its word, so none of these statuses is final
  oauthToken: oauth("/oauth/token"),
  oauthDevice: oauth("/oauth/device/code"),

  // users, workspaces, models (4.1, 4.2)
  me: read({ path: "/users/me", key: "user", missing: "FORBIDDEN" }),
  users: list({ path: "/users", key: "users", missing: "FORBIDDEN" }),
  workspaces: list({ path: "/workspaces", key: "workspaces", missing: "FORBIDDEN" }),
  models: list({ path: "/models", key: "models", missing: "FORBIDDEN" }),
  workspaceModels: list({ path: "/workspaces/{w}/models", key: "models", missing: "WORKSPACE_NOT_FOUND" }),
  model: read({ path: shortModel, key: "model", missing: "MODEL_NOT_FOUND" }),
  modelStatus: read({ path: `${shortModel}/status`, none: [400, 403, 404, 405, 422] }),
  modelStatusPost: write("POST", {
    path: `${shortModel}/status`,
    reply: "json",
    none: [400, 403, 404, 405, 422],
    missing: "MODEL_FORBIDDEN",
  }),
  // Who may not open it leaves that to the first call.
  openModel: write("POST", { path: `${shortModel}/open`, none: [400, 403, 404, 405, 409, 422, 424] }),
  versions: list({ path: `${shortModel}/versions`, key: "versionMetadata", paging: "told" }),
  calendar: read({ path: `${shortModel}/modelCalendar`, key: "modelCalendar" }),

  // definitions (4.3 to 4.6)
  exports: list({ path: `${model}/exports`, key: "exports" }),
  imports: list({ path: `${model}/imports`, key: "imports" }),
  processes: list({ path: `${model}/processes`, key: "processes" }),
  actions: list({ path: `${model}/actions`, key: "actions" }),
  files: list({ path: `${model}/files`, key: "files" }),
  exportMetadata: read({ path: `${model}/exports/{a}`, key: "exportMetadata", missing: "ACTION_MISSING" }),
  importMetadata: read({ path: `${model}/imports/{a}`, key: "importMetadata", missing: "ACTION_MISSING" }),
  processMetadata: read({ path: `${model}/processes/{a}`, key: "processMetadata", missing: "ACTION_MISSING" }),
  modules: list({ path: `${shortModel}/modules`, key: "modules" }),
  lineItems: list({ path: `${shortModel}/lineItems`, key: "items", paging: "told" }),
  moduleLineItems: list({
    path: `${shortModel}/modules/{mod}/lineItems`,
    key: "items",
    paging: "told",
    missing: "NAME_UNKNOWN",
  }),
  views: list({ path: `${shortModel}/views`, key: "views" }),
  lists: list({ path: `${model}/lists`, key: "lists" }),
  list: read({ path: `${model}/lists/{l}`, key: "metadata", missing: "NAME_UNKNOWN" }),
  listItems: list({ path: `${model}/lists/{l}/items`, key: "listItems", paging: "told", missing: "NAME_UNKNOWN" }),
  dimensionItems: list({
    path: `${model}/dimensions/{d}/items`,
    key: "items",
    paging: "told",
    missing: "NAME_UNKNOWN",
  }),
  view: read({ path: `${shortModel}/views/{v}`, missing: "NAME_UNKNOWN" }),
  viewDimensionItems: list({
    path: `${shortModel}/views/{v}/dimensions/{d}/items`,
    key: "items",
    paging: "told",
    missing: "NAME_UNKNOWN",
  }),

  // large-volume reads (4.8); a request whose reply was lost is reclaimed by the server
  startRead: write("POST", { path: `${model}/{kind}/{l}/readRequests`, reply: "json", missing: "NAME_UNKNOWN" }),
  readRequest: read({ path: readRequest, missing: "READ_REQUEST_LOST" }),
  readPage: bytes({ path: `${readRequest}/pages/{n}`, missing: "READ_REQUEST_LOST" }),
  endRead: write("DELETE", { path: readRequest, none: [400, 404, 410], missing: "READ_REQUEST_LOST" }),

  // direct writes (4.5, 4.6). Adding again what is there is ignored, save for items without name and code
  addItems: write("POST", { path: `${model}/lists/{l}/items`, reply: "json", missing: "NAME_UNKNOWN" }),
  addUnnamedItems: write("POST", {
    path: `${model}/lists/{l}/items`,
    reply: "json",
    repeat: "ask",
    missing: "NAME_UNKNOWN",
  }),
  updateItems: write("PUT", { path: `${model}/lists/{l}/items`, reply: "json", missing: "NAME_UNKNOWN" }),
  deleteItems: write("POST", { path: `${model}/lists/{l}/items`, reply: "json", missing: "NAME_UNKNOWN" }),
  writeCells: write("POST", { path: `${shortModel}/modules/{mod}/data`, reply: "json", missing: "NAME_UNKNOWN" }),

  // tasks (6.1, 6.2)
  startTask: write("POST", { path: `${action}/tasks`, reply: "json", repeat: "ask", missing: "ACTION_MISSING" }),
  tasks: list({ path: `${action}/tasks`, key: "tasks", missing: "ACTION_MISSING" }),
  task: read({ path: task, key: "task", mayLag: true, missing: "TASK_OUTCOME_UNKNOWN" }),
  cancelTask: write("DELETE", { path: task, none: [404], missing: "ACTION_MISSING" }),

  // files (5)
  openUpload: write("POST", { path: file }),
  putChunk: write("PUT", { path: `${file}/chunks/{n}`, reply: "nothing" }),
  completeUpload: write("POST", { path: `${file}/complete` }),
  putFile: write("PUT", { path: file, reply: "nothing" }),
  deleteFile: write("DELETE", { path: file, reply: "nothing", none: [404] }),
  chunks: list({ path: `${file}/chunks`, key: "chunks", paging: "told", none: [404], missing: "FILE_MISSING" }),
  chunk: bytes({ path: `${file}/chunks/{n}`, mayLag: true }),

  // dumps (6.5)
  dump: bytes({ path: `${task}/dump`, none: [400, 404] }),
  dumpChunks: list({ path: `${task}/dump/chunks`, key: "chunks", paging: "told", none: [400, 404] }),
  dumpChunk: bytes({ path: `${task}/dump/chunks/{n}` }),
  nestedDump: bytes({ path: `${task}/dumps/{obj}`, none: [400, 404] }),
  nestedDumpChunks: list({ path: `${task}/dumps/{obj}/chunks`, key: "chunks", paging: "told", none: [400, 404] }),
  nestedDumpChunk: bytes({ path: `${task}/dumps/{obj}/chunks/{n}` }),
} satisfies Record<string, Endpoint>;

/** The list endpoints also name their payload key. */
export type ListEndpoint = Endpoint & { key: string };

/** `/2/0/workspaces/…` with every placeholder filled and escaped. The auth service has no version in its path. */
export function pathOf(endpoint: Endpoint, params: PathParams): string {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  return endpoint.root === "api" ? `/2/0${path}` : path;
}
