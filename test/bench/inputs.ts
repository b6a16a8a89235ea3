/** The same rows as files: what the emulator exports as CSV, and the same as Singer messages, for programs that read no
 *  Anaplan. Made once, kept in the cache. */
import { execFile } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { measure } from "./measure.ts";
import { type Peers, peerScript } from "./peers.ts";
import { cacheFolder } from "./places.ts";
import { exportBytes, exportId, login, model, type Shape, workspace } from "./world.ts";

/** Singer messages of a shape: the records can be repeated between head and tail. */
export interface Messages {
  /** The SCHEMA. */
  head: string;
  records: string;
  /** The STATE. */
  tail: string;
}

/** Stands for all message files: it is written last. */
const TAIL = "tail.jsonl";

function cached(shape: Shape, name: string): string {
  const folder = join(cacheFolder("data"), `${shape.rows}x${shape.columns}`);
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
}

export async function csvFile(shape: Shape, shapes: readonly Shape[], url: string): Promise<string> {
  const path = cached(shape, "rows.csv");
  if (existsSync(path) && fileBytes(path) === exportBytes(shape)) return path;
  rmSync(cached(shape, TAIL), { force: true });
  await pipeline(Readable.from(exportedBytes(shape, shapes, url)), createWriteStream(`${path}.part`));
  renameSync(`${path}.part`, path);
  return path;
}

function fileBytes(path: string): number {
  return statSync(path).size;
}

async function* exportedBytes(shape: Shape, shapes: readonly Shape[], url: string): AsyncGenerator<Buffer> {
  const basic = Buffer.from(`${login.username}:${login.password}`).toString("base64");
  const signIn = await call(`${url}/token/authenticate`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
  });
  const { tokenInfo } = (await signIn.json()) as { tokenInfo: { tokenValue: string } };
  const headers = { authorization: `AnaplanAuthToken ${tokenInfo.tokenValue}`, "content-type": "application/json" };
  const id = exportId(shape, shapes);
  const inModel = `${url}/2/0/workspaces/${workspace}/models/${model}`;
  const start = { method: "POST", headers, body: JSON.stringify({ localeName: "en_US" }) };
  const started = (await (await call(`${inModel}/exports/${id}/tasks`, start)).json()) as { task: { taskId: string } };
  for (;;) {
    const status = await call(`${inModel}/exports/${id}/tasks/${started.task.taskId}`, { headers });
    if (((await status.json()) as { task: { taskState: string } }).task.taskState === "COMPLETE") break;
  }
  const listed = await call(`${inModel}/files/${id}/chunks`, { headers });
  const { chunks } = (await listed.json()) as { chunks: { id: string }[] };
  for (const chunk of chunks) {
    const body = await call(`${inModel}/files/${id}/chunks/${chunk.id}`, { headers });
    yield Buffer.from(await body.arrayBuffer());
  }
}

async function call(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}

/** As the minimal singer-python tap prints them: any tap may be upstream of a target. */
export async function messageFiles(shape: Shape, csv: string, peers: Peers): Promise<Messages> {
  const files = {
    head: cached(shape, "head.jsonl"),
    records: cached(shape, "records.jsonl"),
    tail: cached(shape, TAIL),
  };
  if (existsSync(files.tail)) return files;
  const all = cached(shape, "all.jsonl");
  await measure({ argv: [peers.program("singer-python", "python"), peerScript("minimal_tap.py"), csv], stdout: all });
  const split = 'head -n 1 "$1" > "$2"; sed "1d;\\$d" "$1" > "$3"; tail -n 1 "$1" > "$4"; rm "$1"';
  await promisify(execFile)("sh", ["-c", split, "sh", all, files.head, files.records, files.tail]);
  return files;
}
