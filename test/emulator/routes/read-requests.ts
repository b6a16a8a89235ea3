/** Large-volume reads of views and lists (anaplan-api.md 4.8). */
import { randomBytes } from "node:crypto";
import { mediaType, Refusal, type Reply, readJsonObject } from "../http/exchange.ts";
import { csv, envelope } from "../http/replies.ts";
import { csvLine } from "../world/csv.ts";
import type { ExportType } from "../world/definition.ts";
import { printOptions, viewLayout } from "../world/layout.ts";
import type { ReadRequest } from "../world/model.ts";
import { showView } from "../world/views.ts";
import { listCsvLines, listOf } from "./lists.ts";
import { type Emulation, inModel, type ModelCall, notFound, type Route } from "./route.ts";
import { findView } from "./views.ts";

const EXPORT_TYPES = [
  "TABULAR_MULTI_COLUMN",
  "TABULAR_SINGLE_COLUMN",
  "TABULAR_SINGLE_ITEMS",
  "GRID_ALL_PAGES",
  "GRID_CURRENT_PAGE",
];

const roots = [
  { kind: "view", path: "/views/:subject/readRequests" },
  { kind: "list", path: "/lists/:subject/readRequests" },
] as const;

export const readRequestRoutes: Route[] = roots.flatMap(({ kind, path }) => [
  ...inModel("POST", path, (call) => (kind === "view" ? readView(call) : readList(call)), {}),
  ...inModel("GET", `${path}/:request`, (call) => poll(call, kind)),
  ...inModel("GET", `${path}/:request/pages/:page`, (call) => onePage(call, kind)),
  ...inModel("DELETE", `${path}/:request`, (call) => {
    const request = known(call, kind);
    if (request.state !== "COMPLETE") request.state = "CANCELLED";
    call.model.readRequests.delete(request.id);
    return shown(request, true);
  }),
]);

async function readView(call: ModelCall): Promise<Reply> {
  const { exportType } =
    mediaType(call.exchange) === "application/json" ? await readJsonObject(call.exchange) : { exportType: undefined };
  const asked = String(exportType ?? "GRID_ALL_PAGES");
  if (!EXPORT_TYPES.includes(asked)) throw new Refusal(400, `Invalid exportType: ${asked}`);
  const layout = (asked === "TABULAR_SINGLE_ITEMS" ? "TABULAR_SINGLE_COLUMN" : asked) as ExportType;
  const { readings } = call.emulation;
  const { module, view } = findView(call.model, call.params.subject!);
  const lines = viewLayout(showView(module, view, undefined, printOptions(readings)), layout, false, readings).lines();
  return begin(call, "view", textLines(lines));
}

function readList(call: ModelCall): Reply {
  const list = listOf({ ...call, params: { ...call.params, list: call.params.subject! } });
  return begin(call, "list", listCsvLines(list));
}

function* textLines(lines: Iterable<string[]>): Generator<string> {
  for (const line of lines) yield `${csvLine(line, ",", '"')}\n`;
}

function begin(call: ModelCall, kind: ReadRequest["kind"], lines: Iterable<string>): Reply {
  const request: ReadRequest = {
    id: randomBytes(16).toString("hex").toUpperCase(),
    kind,
    subjectId: call.params.subject!,
    pages: pagesOf(lines, call.emulation),
    state: "NOT_STARTED",
    polls: 0,
    lastAccess: call.emulation.clock.now(),
  };
  call.model.readRequests.set(request.id, request);
  return shown(request, false);
}

function pagesOf(lines: Iterable<string>, { limits, readings }: Emulation): string[] {
  const pages: string[] = [];
  let header = "";
  let page = "";
  let rows = 0;
  for (const line of lines) {
    if (header === "") {
      header = line;
      page = line;
      continue;
    }
    if (rows === limits.readRequestPageRows) {
      pages.push(page);
      page = readings.readRequestHeader === "each page" ? header : "";
      rows = 0;
    }
    page += line;
    rows += 1;
  }
  return [...pages, page];
}

/** Forgets it when it was left alone for too long. */
function known({ model, params, emulation }: ModelCall, kind: ReadRequest["kind"]): ReadRequest {
  const request = model.readRequests.get(params.request!);
  if (request === undefined || request.kind !== kind || request.subjectId !== params.subject) throw notFound();
  const { clock, limits, readings } = emulation;
  if (clock.now() - request.lastAccess > limits.readRequestLifeSeconds * 1000) {
    model.readRequests.delete(request.id);
    throw notFound();
  }
  const counts = readings.readRequestAccess === "any" || (params.page !== undefined && Number(params.page) % 100 === 0);
  if (counts) request.lastAccess = clock.now();
  return request;
}

/** NOT_STARTED, then IN_PROGRESS, then COMPLETE, one step per look. */
function poll(call: ModelCall, kind: ReadRequest["kind"]): Reply {
  const request = known(call, kind);
  request.polls += 1;
  request.state = request.polls > 1 ? "COMPLETE" : "IN_PROGRESS";
  return shown(request, true);
}

function available(request: ReadRequest): number {
  if (request.state === "COMPLETE") return request.pages.length;
  return request.state === "IN_PROGRESS" ? Math.floor(request.pages.length / 2) : 0;
}

function shown(request: ReadRequest, withState: boolean): Reply {
  const key = request.kind === "view" ? "viewReadRequest" : "listReadRequest";
  const subject = request.kind === "view" ? "viewId" : "listId";
  const done = request.state === "COMPLETE";
  return envelope(key, {
    [key]: {
      requestId: request.id,
      requestState: request.state,
      url: `https://api.anaplan.com/2/0/readRequests/${request.id}`,
      // Ids arrive as JSON numbers here (anaplan-api.md 1.3).
      ...(withState
        ? {
            [subject]: Number(request.subjectId),
            availablePages: available(request),
            ...(done ? { successful: true } : {}),
          }
        : {}),
    },
  });
}

function onePage(call: ModelCall, kind: ReadRequest["kind"]): Reply {
  const request = known(call, kind);
  const number = /^\d+$/.test(call.params.page!) ? Number(call.params.page) : -1;
  const text = number < available(request) ? request.pages[number] : undefined;
  if (text === undefined) throw notFound();
  return csv(text);
}
