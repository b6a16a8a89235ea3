/** API 1.3 in front of the routes of 2.0 (anaplan-api.md 1.4): credentials with each request, paths below a workspace, bare
 *  bodies, `guid` of workspaces, chunks always gzip. */
import { X509Certificate } from "node:crypto";
import { type Exchange, type Handler, isRecord, mediaType, type Reply } from "../http/exchange.ts";
import { errorReply } from "../http/replies.ts";
import type { User } from "../world/accounts.ts";
import { authorization } from "./guard.ts";
import type { Emulation } from "./route.ts";

const lifeSeconds = 600;

export function withLegacyApi(next: Handler, emulation: Emulation): Handler {
  return async (exchange) => {
    if (!exchange.path.startsWith("/1/3/")) return next(exchange);
    const refuse = (status: number, message: string) => errorReply(exchange.path, status, message, emulation.clock);
    const tail = exchange.path.slice("/1/3".length);
    if (!tail.startsWith("/workspaces") && tail !== "/users/me") return refuse(404, "Not Found");
    const user = userOf(exchange, emulation);
    if (user === undefined) return refuse(401, "Unauthorized");
    const isChunk = exchange.method === "PUT" && /\/chunks\/\d+$/.test(tail);
    if (isChunk && mediaType(exchange) !== "application/x-gzip") return refuse(415, "Unsupported Media Type");
    const { value } = emulation.world.accounts.issue(user, lifeSeconds);
    exchange.headers.authorization = `AnaplanAuthToken ${value}`;
    exchange.path = `/2/0${tail}`;
    return bare(await next(exchange), exchange.method === "POST" && tail.endsWith("/tasks"));
  };
}

function userOf(exchange: Exchange, { world }: Emulation): User | undefined {
  const given = authorization(exchange);
  const text = Buffer.from(given?.value ?? "", "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (given?.scheme === "Basic") {
    const signIn = world.accounts.signInByPassword(text.slice(0, colon), text.slice(colon + 1));
    return "refused" in signIn ? undefined : signIn.token.user;
  }
  if (given?.scheme !== "AnaplanCertificate") return undefined;
  return world.accounts.users.find(({ certificates = [] }) => certificates.some((pem) => isClaim(text, pem)));
}

/** `CN:PEM` of a registered certificate. */
function isClaim(text: string, registered: string): boolean {
  try {
    const pem = text.slice(text.indexOf("-----BEGIN"));
    const certificate = new X509Certificate(pem);
    const name = /^CN=(.*)$/m.exec(certificate.subject)?.[1];
    const isSame = certificate.fingerprint256 === new X509Certificate(registered).fingerprint256;
    return isSame && text === `${name}:${pem}`;
  } catch {
    return false;
  }
}

function bare(reply: Reply, isStart: boolean): Reply {
  if (typeof reply.body !== "string" || reply.status >= 400) return reply;
  const body = parsed(reply.body);
  if (!isRecord(body)) return reply;
  const key = Object.keys(body).find((name) => name !== "meta" && name !== "status");
  const payload = key === undefined ? [] : body[key];
  const { "content-length": _, ...headers } = reply.headers ?? {};
  return {
    ...reply,
    headers,
    body: JSON.stringify(isStart ? onlyId(payload) : key === "workspaces" ? guids(payload) : payload),
  };
}

function onlyId(task: unknown): unknown {
  return isRecord(task) ? { taskId: task.taskId } : task;
}

function guids(workspaces: unknown): unknown {
  if (!Array.isArray(workspaces)) return workspaces;
  return workspaces.map((workspace) => {
    const { id, ...rest } = workspace as Record<string, unknown>;
    return { guid: id, ...rest };
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
