/** A signed-in user of an emulator, speaking plain HTTP: what a test sees is what is on the wire. */

import { tiny } from "../../emulator/models/tiny.ts";
import type { Emulator } from "../../emulator/server.ts";

// biome-ignore lint/suspicious/noExplicitAny: replies are judged by the assertions of each test
export type Body = any;

export type Answer = { status: number; headers: Headers; bytes: Buffer; text: string; body: Body };

export type Session = {
  token: string;
  /** Path after the origin. */
  call(
    method: string,
    path: string,
    options?: { body?: string | Buffer | object; type?: string; accept?: string },
  ): Promise<Answer>;
  /** Path after the tiny model. */
  inModel(method: string, path: string, body?: object): Promise<Answer>;
  /** Starts a task of the tiny model, waits for its end, gives it. */
  run(kind: string, id: string, body?: object): Promise<Body>;
  /** Uploads as one chunk of known count. */
  upload(file: string, content: string | Buffer): Promise<void>;
  download(file: string): Promise<Buffer>;
};

export const modelRoot = `/2/0/workspaces/${tiny.workspace}/models/${tiny.model}`;

export async function signIn(
  emulator: Emulator,
  email: string = tiny.user,
  password: string = tiny.password,
): Promise<Session> {
  const basic = Buffer.from(`${email}:${password}`).toString("base64");
  const reply = await fetch(`${emulator.url}/token/authenticate`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
  });
  const { tokenInfo } = (await reply.json()) as Body;
  return sessionOf(emulator, tokenInfo.tokenValue);
}

export function sessionOf(emulator: Emulator, token: string): Session {
  const session: Session = {
    token,
    async call(method, path, { body, type, accept } = {}) {
      const isPlain = body === undefined || typeof body === "string" || Buffer.isBuffer(body);
      const contentType = type ?? (isPlain ? undefined : "application/json");
      const reply = await fetch(`${emulator.url}${path}`, {
        method,
        redirect: "manual",
        headers: {
          authorization: `AnaplanAuthToken ${token}`,
          ...(contentType === undefined ? {} : { "content-type": contentType }),
          ...(accept === undefined ? {} : { accept }),
        },
        ...(body === undefined
          ? {}
          : { body: isPlain ? new Uint8Array(Buffer.from(body as string)) : JSON.stringify(body) }),
      });
      return answerOf(reply);
    },
    inModel: (method, path, body) => session.call(method, modelRoot + path, body === undefined ? {} : { body }),
    async run(kind, id, body = { localeName: "en_US" }) {
      const started = await session.inModel("POST", `/${kind}/${id}/tasks`, body);
      await emulator.world.idle();
      const { taskId } = started.body.task;
      return (await session.inModel("GET", `/${kind}/${id}/tasks/${taskId}`)).body.task;
    },
    async upload(file, content) {
      await session.inModel("POST", `/files/${file}`, { chunkCount: 1 });
      await session.call("PUT", `${modelRoot}/files/${file}/chunks/0`, {
        body: content,
        type: "application/octet-stream",
      });
    },
    async download(file) {
      const { body } = await session.inModel("GET", `/files/${file}/chunks`);
      const parts: Buffer[] = [];
      for (const { id } of body.chunks ?? [])
        parts.push((await session.inModel("GET", `/files/${file}/chunks/${id}`)).bytes);
      return Buffer.concat(parts);
    },
  };
  return session;
}

export async function answerOf(reply: Response): Promise<Answer> {
  const bytes = Buffer.from(await reply.arrayBuffer());
  const text = bytes.toString("utf8");
  const isJson = reply.headers.get("content-type")?.includes("json") === true && text !== "";
  return { status: reply.status, headers: reply.headers, bytes, text, body: isJson ? JSON.parse(text) : undefined };
}
