/** The file that keeps an OAuth refresh token between runs (mode 0600). Used under its lock; a start of a refresh is noted
 *  in it before the exchange, so that a run cut off in the middle can be told from a revoked token. */
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Clock } from "../../clock.ts";
import { ConnectorError } from "../../errors.ts";
import { withFileLock } from "../../file-lock.ts";
import { isOpenToOthers, replacePrivateFile } from "../../private-file.ts";
import { asObject, flagOf, numberOf, present, textOf } from "../read.ts";

export interface StoredToken {
  clientId: string;
  refreshToken: string;
  /** A refresh has answered with another refresh token. */
  isRotating?: boolean;
  /** Epoch milliseconds; absent where nobody knows. */
  expiresAt?: number;
  /** Life of each refresh token, as the administrator set it for the client. */
  lifeSeconds?: number;
  savedAt: number;
  /** Set while a refresh is under way: a run that was killed leaves it behind. */
  refreshStartedAt?: number;
}

export interface TokenStore {
  path: string;
  /** One process at a time. */
  locked<Result>(action: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /** Undefined if there is no such file yet. Throws TOKEN_STORE_EXPOSED, TOKEN_STORE_EMPTY, TOKEN_STORE_BROKEN or
   *  TOKEN_STORE_FOREIGN. */
  read(): Promise<StoredToken | undefined>;
  /** On disk for good when this resolves. Throws TOKEN_STORE_BROKEN. */
  write(token: StoredToken): Promise<void>;
}

/** A refresh with its repeats is over before this. */
const patienceMs = 5 * 60_000;

export function createTokenStore(path: string, clientId: string, clock: Clock): TokenStore {
  return {
    path,
    locked: (action, signal) => withFileLock(`${path}.lock`, { clock, patienceMs, signal }, action),
    read: async () => {
      await requirePrivate(path);
      const text = await readText(path);
      return text === undefined ? undefined : parse(path, text, clientId);
    },
    write: async (token) => {
      try {
        await replacePrivateFile(path, `${JSON.stringify(toFile(token), undefined, 2)}\n`);
      } catch (cause) {
        throw broken(path, `cannot be written (${codeOf(cause)})`, `Let this user write to ${dirname(path)}.`, cause);
      }
    },
  };
}

async function requirePrivate(path: string): Promise<void> {
  if ((await isOpenToOthers(path).catch((cause: unknown) => Promise.reject(unreadable(path, cause)))) !== true) return;
  throw new ConnectorError("TOKEN_STORE_EXPOSED", {
    what: `The token store ${path} can be read or written by other users.`,
    why: "Whoever reads it can act in Anaplan as the user who signed in.",
    next: `Run: chmod 600 ${shellQuoted(path)}`,
  });
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return undefined;
    throw unreadable(path, cause);
  }
}

/** The parser's own message quotes the text: it is not passed on. */
function parse(path: string, text: string, clientId: string): StoredToken {
  if (text.trim() === "") throw empty(path);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw broken(path, "is not JSON", signInAgain);
  }
  const fields = asObject(json);
  const refreshToken = textOf(fields.refresh_token) ?? "";
  const storedFor = textOf(fields.client_id) ?? "";
  if (refreshToken === "") throw empty(path);
  if (storedFor !== clientId) throw foreign(path, storedFor, clientId);
  return present<StoredToken>({
    clientId,
    refreshToken,
    isRotating: flagOf(fields.is_rotating),
    expiresAt: timeOf(fields.expires_at),
    lifeSeconds: numberOf(fields.life_seconds),
    savedAt: timeOf(fields.saved_at) ?? 0,
    refreshStartedAt: timeOf(fields.refresh_started_at),
  });
}

function toFile(token: StoredToken): Record<string, unknown> {
  return {
    client_id: token.clientId,
    refresh_token: token.refreshToken,
    is_rotating: token.isRotating,
    expires_at: isoTime(token.expiresAt),
    life_seconds: token.lifeSeconds,
    saved_at: isoTime(token.savedAt),
    refresh_started_at: isoTime(token.refreshStartedAt),
  };
}

function isoTime(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds).toISOString();
}

function timeOf(value: unknown): number | undefined {
  const time = Date.parse(textOf(value) ?? "");
  return Number.isNaN(time) ? undefined : time;
}

export const signInAgain = "Sign in again: tap-anaplan login --config FILE";

function empty(path: string): ConnectorError {
  return new ConnectorError("TOKEN_STORE_EMPTY", {
    what: `The token store ${path} holds no refresh token.`,
    why: "Nobody has signed in yet, or the file was emptied.",
    next: signInAgain,
  });
}

export function missing(path: string): ConnectorError {
  return new ConnectorError("TOKEN_STORE_EMPTY", {
    what: `There is no token store at ${path}, and the config holds no refresh_token.`,
    why: "Nobody has signed in yet, or token_store names another file.",
    next: "Sign in: tap-anaplan login --config FILE",
  });
}

function foreign(path: string, storedFor: string, clientId: string): ConnectorError {
  return new ConnectorError("TOKEN_STORE_FOREIGN", {
    what: `The token store ${path} belongs to another OAuth client (${storedFor || "unnamed"}), not to ${clientId}.`,
    why: "client_id was changed, or two configs name the same file.",
    next: `Give each client_id a token_store of its own. ${signInAgain}`,
  });
}

function unreadable(path: string, cause: unknown): ConnectorError {
  return broken(path, `cannot be read (${codeOf(cause)})`, "Let this user read it, or correct token_store.", cause);
}

function broken(path: string, fault: string, next: string, cause?: unknown): ConnectorError {
  return new ConnectorError("TOKEN_STORE_BROKEN", {
    what: `The token store ${path} ${fault}.`,
    why: "Another program changed it, or its disk or folder is at fault.",
    next,
    ...(cause !== undefined && { cause }),
  });
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "unknown reason";
}

function shellQuoted(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
