/** The retired API 1.3, for settings that still name it (anaplan-api.md 1.4): everything that differs from 2.0, and nothing
 *  else. Anaplan has switched it off for its tenants; 2.0 is used unless `api_version` or `api_url` asks for this one. */
import { gzipSync } from "node:zlib";
import type { Clock } from "../clock.ts";
import { ConnectorError } from "../errors.ts";
import { readKeyPair } from "./auth/key-pair.ts";
import { emailOf } from "./doctor/client-certificate.ts";
import { ENDPOINTS, type Endpoint } from "./endpoints.ts";
import type { HttpReply, HttpRequest, Layer, Send } from "./exchange.ts";
import { asObject, asObjects, type JsonObject, textOf } from "./read.ts";
import type { AuthSettings } from "./settings.ts";

/** Takes the place of `authorize`: credentials go with each request. Throws AUTH_MODE_UNSUPPORTED for OAuth2. */
export function legacyDialect(auth: AuthSettings, clock: Clock): Layer {
  const identity = identityOf(auth, clock);
  return (next) => async (request) => {
    const { header, name } = await identity();
    const send = async (sent: HttpRequest): Promise<HttpReply> => {
      const reply = await next({ ...sent, headers: { ...sent.headers, authorization: header } });
      if (reply.status === 401) throw rejected(auth.mode);
      return reply;
    };
    switch (request.endpoint) {
      case ENDPOINTS.models:
        return modelsOfAll(send, request);
      case ENDPOINTS.model:
        return oneModel(send, request);
      case ENDPOINTS.me:
        return me(send, request, name);
      default:
        return wrapped(await send(legacyRequest(request)), request.endpoint);
    }
  };
}

interface Identity {
  /** Value of the Authorization header. */
  header: string;
  name: string;
}

function identityOf(auth: AuthSettings, clock: Clock): () => Promise<Identity> {
  if (auth.mode === "OAuth2") throw noOAuth();
  if (auth.mode === "Basic") {
    const header = `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString("base64")}`;
    return async () => ({ header, name: auth.username });
  }
  let identity: Promise<Identity> | undefined;
  return () => {
    identity ??= readKeyPair(auth, clock.now()).then(({ certificate }) => {
      const name = /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? "";
      const value = Buffer.from(`${name}:${certificate.toString()}`).toString("base64");
      return { header: `AnaplanCertificate ${value}`, name: emailOf(certificate) ?? name };
    });
    return identity;
  };
}

/** Long paths only, no query, chunks always gzip. */
function legacyRequest(request: HttpRequest): HttpRequest {
  const { url, context, headers, body } = request;
  const { origin, pathname } = new URL(url);
  const tail = pathname.replace(/^.*?\/2\/0\//, "/");
  const path = tail.startsWith("/models/") ? `/workspaces/${context.workspace_id ?? ""}${tail}` : tail;
  const root = origin + pathname.slice(0, pathname.indexOf("/2/0/"));
  const sent = { ...request, url: `${root}/1/3${path}` };
  if (headers["content-type"] !== "application/octet-stream" || !(body instanceof Uint8Array)) return sent;
  return { ...sent, headers: { ...headers, "content-type": "application/x-gzip" }, body: gzipSync(body) };
}

/** Bare bodies get the key that 2.0 gives them. */
function wrapped(reply: HttpReply, { key }: Endpoint): HttpReply {
  const { json, status } = reply;
  if (key === undefined || json === undefined || status >= 400) return reply;
  if (!Array.isArray(json) && Object.hasOwn(asObject(json), key)) return reply;
  const payload = Array.isArray(json) ? asObjects(json).map(withId) : withId(asObject(json));
  return { ...reply, json: { [key]: payload } };
}

function withId(row: JsonObject): JsonObject {
  return row.id === undefined && row.guid !== undefined ? { ...row, id: row.guid } : row;
}

/** 1.3 lists models below a workspace only. */
async function modelsOfAll(send: Send, request: HttpRequest): Promise<HttpReply> {
  const list = (endpoint: Endpoint, path: string): Promise<HttpReply> =>
    send(legacyRequest({ ...request, endpoint, url: request.url.replace(/\/2\/0\/.*$/, `/2/0${path}`) })).then(
      (reply) => wrapped(reply, endpoint),
    );
  const reply = await list(ENDPOINTS.workspaces, "/workspaces");
  if (reply.status >= 400) return reply;
  const models: JsonObject[] = [];
  for (const { id, name } of asObjects(asObject(reply.json).workspaces)) {
    const below = await list(ENDPOINTS.workspaceModels, `/workspaces/${textOf(id) ?? ""}/models`);
    if (below.status >= 400) return below;
    const home = { currentWorkspaceId: id, currentWorkspaceName: name };
    models.push(...asObjects(asObject(below.json).models).map((model) => ({ ...home, ...model })));
  }
  return { ...reply, json: { models } };
}

async function oneModel(send: Send, request: HttpRequest): Promise<HttpReply> {
  const wanted = request.context.model_id ?? "";
  const reply = await modelsOfAll(send, request);
  if (reply.status >= 400) return reply;
  const model = asObjects(asObject(reply.json).models).find(({ id }) => textOf(id) === wanted);
  return model === undefined ? { status: 404, headers: {}, text: "" } : { ...reply, json: { model } };
}

/** Not every 1.3 server tells who asks. */
async function me(send: Send, request: HttpRequest, name: string): Promise<HttpReply> {
  const reply = await send(legacyRequest(request));
  if (reply.status === 404) return { ...reply, status: 200, json: { user: { id: name, email: name } } };
  return wrapped(reply, request.endpoint);
}

function rejected(mode: AuthSettings["mode"]): ConnectorError {
  const what = mode === "Basic" ? "user and password" : "certificate";
  return new ConnectorError("AUTH_REJECTED", {
    what: `Anaplan's API 1.3 refused the ${what}.`,
    why: "They are wrong, the user is under single sign-on, or the tenant's 1.3 is switched off.",
    next: "Leave api_version out and try API 2.0.",
  });
}

function noOAuth(): ConnectorError {
  return new ConnectorError("AUTH_MODE_UNSUPPORTED", {
    what: "API 1.3 knows no OAuth.",
    next: "Use auth_mode Basic or Certificate, or leave api_version out.",
  });
}
