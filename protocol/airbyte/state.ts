/** Airbyte's state file ↔ bookmarks by stream name. `stream_state` is ours alone, but comes back through others: with nulls,
 *  twice, as the file of an old platform, or as one that a Singer orchestrator kept (protocols.md 5, 7.2). */
import { ConnectorError } from "../errors.ts";
import { isObject, type Members, withoutNulls } from "../json-value.ts";
import type { Log } from "../log.ts";

/** Bookmarks by Airbyte stream name, or by the tap's stream id where a Singer state was given. */
export interface AirbyteState {
  byName: ReadonlyMap<string, Record<string, unknown>>;
  byId: ReadonlyMap<string, Record<string, unknown>>;
}

/** `where` names the source in errors. Throws STATE_INVALID. */
export function parseAirbyteState(text: string, where: string, log: Pick<Log, "info" | "warn">): AirbyteState {
  const value = parse(text, where);
  const byName = new Map<string, Members>();
  const byId = new Map<string, Members>();
  for (const [index, entry] of (Array.isArray(value) ? value : [value]).entries()) {
    if (entry === null) continue;
    if (!isObject(entry)) throw invalid(`${where} is no Airbyte state: entry ${index + 1} is not an object.`);
    readEntry(entry, { where, byName, byId, log });
  }
  return { byName, byId };
}

interface Reading {
  where: string;
  byName: Map<string, Members>;
  byId: Map<string, Members>;
  log: Pick<Log, "info" | "warn">;
}

function readEntry(entry: Members, reading: Reading): void {
  const { type, stream, global, data, bookmarks, ...rest } = messageState(entry);
  if (isObject(stream)) readStream(stream, reading);
  else if (isObject(global)) readGlobal(global, reading);
  else if (isObject(data)) readLegacy(data, reading);
  else if (isObject(bookmarks)) readLegacy({ bookmarks }, reading);
  else if (type !== "LEGACY" && Object.values(rest).some((member) => member !== null)) {
    throw invalid(`${reading.where} is no Airbyte state: it has neither "stream" nor "global" nor "data".`);
  }
}

/** A whole STATE message is taken for its state. */
function messageState(entry: Members): Members {
  return entry.type === "STATE" ? (objectOf(entry.state) ?? objectOf(entry.value) ?? {}) : entry;
}

function readStream({ stream_descriptor, stream_state }: Members, { where, byName }: Reading): void {
  const name = objectOf(stream_descriptor)?.name;
  if (typeof name !== "string") throw invalid(`${where} is no Airbyte state: a stream has no name.`);
  const bookmark = withoutNulls(objectOf(stream_state) ?? {}) as Members;
  if (Object.keys(bookmark).length > 0) byName.set(name, bookmark);
}

function readGlobal({ stream_states }: Members, reading: Reading): void {
  for (const stream of Array.isArray(stream_states) ? stream_states : []) {
    if (isObject(stream)) readStream(stream, reading);
  }
}

/** The legacy form is one free object for all streams: ours if it has bookmarks, as a Singer state does. */
function readLegacy(data: Members, { where, byId, log }: Reading): void {
  if (Object.values(data).every((member) => member === null)) return;
  const bookmarks = objectOf(data.bookmarks);
  if (bookmarks === undefined) {
    throw invalid(`${where} is a legacy state of another connector: it has no bookmarks.`);
  }
  log.info("The state is in the Singer form; its bookmarks are used.");
  for (const [id, bookmark] of Object.entries(bookmarks)) {
    if (isObject(bookmark)) byId.set(id, withoutNulls(bookmark) as Members);
  }
}

function parse(text: string, where: string): unknown {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(`${where} is not JSON.`);
  }
}

function objectOf(value: unknown): Members | undefined {
  return isObject(value) ? value : undefined;
}

function invalid(what: string): ConnectorError {
  return new ConnectorError("STATE_INVALID", {
    what,
    why: "The file was written by something else, or only in part.",
    next: "Give the list of states that the last sync ended with, or reset the stream to read everything again.",
  });
}
