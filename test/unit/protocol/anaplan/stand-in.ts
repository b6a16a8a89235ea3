/** A few lines of Anaplan on a real socket: signs in, answers what a test lays down, notes what it saw. Bodies may be cut,
 *  delayed or trickled, which no mock of an HTTP library can do. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { createClient } from "../../../../protocol/anaplan/client.ts";
import { type ConnectionConfig, connectionSettings } from "../../../../protocol/anaplan/settings.ts";
import type { ActionRef, AnaplanClient, ModelRef } from "../../../../protocol/anaplan/types.ts";
import type { Clock } from "../../../../protocol/clock.ts";
import { systemClock } from "../../../../protocol/clock.ts";

export const model: ModelRef = {
  workspaceId: "8a81b09c5f3d2e7b015f4a2c9d8e1001",
  modelId: "5C1E9A7740B34D6D8F2A6B0C9D3E4F10",
};
export const modelPath = `/workspaces/${model.workspaceId}/models/${model.modelId}`;
export const importAction: ActionRef = { ...model, kind: "import", actionId: "112000000034" };
export const exportAction: ActionRef = { ...model, kind: "export", actionId: "116000000012" };

export interface Seen {
  method: string;
  /** Without `/2/0`, with its query. */
  path: string;
  authorization: string;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

export type Answer = (request: Seen, response: ServerResponse) => void | Promise<void>;

export interface StandIn {
  url: string;
  seen: Seen[];
  /** Calls that are not about the token, as "METHOD path". */
  calls(): string[];
  /** The next such requests are met before their body is read. */
  early(key: string, ...answers: ((request: IncomingMessage, response: ServerResponse) => void)[]): void;
  /** The last answer of a list stays. Key: "METHOD path" without query. */
  on(key: string, ...answers: Answer[]): void;
  close(): Promise<void>;
}

export async function standIn(): Promise<StandIn> {
  const seen: Seen[] = [];
  const answers = new Map<string, Answer[]>();
  let tokens = 0;
  const on: StandIn["on"] = (key, ...list) => {
    answers.set(key, list);
  };
  on("POST /token/authenticate", (request, response) => {
    tokens += 1;
    return json(201, token(`token-${tokens}`))(request, response);
  });
  const early = new Map<string, ((request: IncomingMessage, response: ServerResponse) => void)[]>();
  const server = createServer((request, response) => {
    const first = early.get(`${request.method} ${request.url?.replace(/^\/2\/0/, "")}`)?.shift();
    if (first !== undefined) return first(request, response);
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const entry: Seen = {
        method: request.method ?? "",
        path: (request.url ?? "").replace(/^\/2\/0/, ""),
        authorization: request.headers.authorization ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks),
      };
      seen.push(entry);
      const list = answers.get(`${entry.method} ${entry.path.split("?")[0]}`);
      const answer = list === undefined ? undefined : list.length > 1 ? list.shift() : list[0];
      void (answer ?? status(404))(entry, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    calls: () => seen.filter(({ path }) => !path.startsWith("/token/")).map(({ method, path }) => `${method} ${path}`),
    on,
    early: (key, ...list) => void early.set(key, list),
    close: () => closed(server),
  };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

export function token(value: string, lifeMs = 30 * 60_000): unknown {
  return { status: "SUCCESS", tokenInfo: { expiresAt: Date.now() + lifeMs, tokenValue: value } };
}

export function json(code: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (_, response) => {
    response.writeHead(code, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
}

export function status(code: number, headers: Record<string, string> = {}): Answer {
  const body = { status: { code, message: `status ${code}` }, path: "/", timestamp: "2026-07-14T13:55:12.198115662Z" };
  return json(code, body, headers);
}

export function bytes(body: Uint8Array, headers: Record<string, string> = {}): Answer {
  return (_, response) => {
    response.writeHead(200, { "content-type": "application/octet-stream", "content-length": body.length, ...headers });
    response.end(body);
  };
}

/** Promises the whole body, sends the first bytes and hangs up. */
export function cut(body: Uint8Array, after: number): Answer {
  return (_, response) => {
    response.writeHead(200, { "content-type": "application/octet-stream", "content-length": body.length });
    response.write(body.subarray(0, after), () => response.destroy());
  };
}

export const hangUp: Answer = (_, response) => {
  response.destroy();
};

export const never: Answer = () => {};

export function page(key: string, rows: unknown[], paging?: unknown): Answer {
  return json(200, {
    meta: paging === undefined ? {} : { paging },
    status: { code: 200, message: "Success" },
    [key]: rows,
  });
}

export function bodyText({ body, headers }: Seen): string {
  return (headers["content-type"] === "application/x-gzip" ? gunzipSync(body) : body).toString();
}

/** Real time, but no wait lasts: what would have been waited is noted. */
export function hastyClock(): Clock & { waits: number[] } {
  const waits: number[] = [];
  let ahead = 0;
  return {
    waits,
    now: () => Date.now() + ahead,
    sleep: async (milliseconds, signal) => {
      waits.push(milliseconds);
      ahead += milliseconds;
      await systemClock.sleep(0, signal);
    },
  };
}

export interface LogLine {
  level: string;
  message: string;
  fields: Record<string, unknown> | undefined;
}

export function lineLog() {
  const lines: LogLine[] = [];
  const at = (level: string) => (message: string, fields?: Record<string, unknown>) => {
    lines.push({ level, message, fields });
  };
  return {
    lines,
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    metric: (metric: object) => {
      lines.push({ level: "metric", message: "", fields: { ...metric } });
    },
  };
}

export function clientOf(
  server: { url: string },
  config: ConnectionConfig = {},
  ports: Partial<Parameters<typeof createClient>[1]> = {},
): AnaplanClient {
  const settings = connectionSettings({
    username: "ada@example.com",
    password: "s3cret-Passw0rd",
    api_url: server.url,
    auth_url: server.url,
    max_retries: 3,
    ...config,
  });
  return createClient(settings, { clock: hastyClock(), log: lineLog(), ...ports });
}

export async function collected(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}
