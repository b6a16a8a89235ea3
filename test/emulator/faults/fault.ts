/** What a fault is: a name, the requests it means unless told otherwise, and what it does to one of them. */

import type { Clock } from "../clock.ts";
import type { Exchange, Handler, Reply } from "../http/exchange.ts";
import type { World } from "../world/world.ts";

export type FaultName =
  | "rate-limit"
  | "unauthorized"
  | "bad-gateway"
  | "unavailable"
  | "connection-dropped"
  | "dropped-mid-body"
  | "start-reply-lost"
  | "start-never-arrived"
  | "slow"
  | "truncated"
  | "task-fails"
  | "task-cancelled"
  | "task-stuck"
  | "task-slow"
  | "partial-load"
  | "import-dies"
  | "private-file-expired"
  | "empty-export"
  | "header-only-export"
  | "model-locked"
  | "model-offline"
  | "model-archived"
  | "model-busy"
  | "login-page"
  | "other-file-id"
  | "chunk-lost"
  | "stale-dump"
  | "export-deleted"
  | "file-newer"
  | "upload-replaced"
  | "not-found"
  | "server-error"
  | "busy-conflict"
  | "chaos";

/** Further options; each fault's file says which it reads. */
export type FaultOptions = {
  /** Of an error reply. */
  status?: number;
  /** `rate-limit`: seconds, an HTTP date that far ahead, or no header. */
  retryAfterSeconds?: number;
  retryAfter?: "seconds" | "date" | "missing";
  /** `dropped-mid-body`, `truncated`: bytes of the body that still arrive. */
  bytes?: number;
  delayMs?: number;
  /** `model-locked`, `model-offline`, `model-archived`: how long. */
  forMs?: number;
  /** `partial-load`. */
  rejectEvery?: number;
  /** `import-dies`. */
  afterRows?: number;
  /** `task-fails`: type and text of the detail. */
  type?: string;
  text?: string;
  /** `chaos`. */
  seed?: number;
  /** `chaos`: share of requests that are hit, 0 to 1. */
  rate?: number;
};

export type FaultSpec = FaultOptions & {
  fault: FaultName;
  /** Requests it may hit, in place of the fault's own. `path` is a regular expression. */
  match?: { method?: string; path?: string };
  /** So many matching requests pass first. Default 0. */
  after?: number;
  /** How many requests are hit. Default 1; 0 means every one. */
  times?: number;
};

export type FaultContext = { world: World; clock: Clock };

export type Fault = {
  /** The requests it is about. */
  match: { method?: string; path: RegExp };
  apply(exchange: Exchange, next: Handler, options: FaultOptions, context: FaultContext): Promise<Reply>;
};

export const anyPath = /^\/2\/0\//;
export const taskStarts = /\/(imports|exports|processes|actions)\/[^/]+\/tasks$/;
export const importStarts = /\/(imports|processes)\/[^/]+\/tasks$/;
export const exportStarts = /\/(exports|processes)\/[^/]+\/tasks$/;
export const chunkPaths = /\/chunks\/\d+$/;

/** Reads what the client still sends, so that the request has really been received. */
export async function swallow(exchange: Exchange): Promise<void> {
  for await (const _ of exchange.body);
}
