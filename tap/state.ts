/** The tap's bookmarks (contract.md section 4) and their life during a run. */

import { ConnectorError } from "../protocol/errors.ts";
import { withoutNulls } from "../protocol/json-value.ts";
import type { Bookmark } from "../schemas/generated/types.ts";
import { validateState } from "../schemas/generated/validators.ts";

export type { Bookmark, Resume } from "../schemas/generated/types.ts";

export interface State {
  currently_syncing: string | null;
  bookmarks: Record<string, Bookmark>;
}

/** Bookmarks of streams that are not read this time are kept: whoever stores the state stores all of it. */
export interface StateBook {
  readonly currentlySyncing: string | null;
  bookmark(streamId: string): Bookmark | undefined;
  /** `undefined` removes it. */
  setBookmark(streamId: string, bookmark: Bookmark | undefined): void;
  setCurrentlySyncing(streamId: string | null): void;
  /** A copy, whatever happens later. */
  snapshot(): State;
}

export function createStateBook(start: State): StateBook {
  const { bookmarks, currently_syncing, ...rest } = structuredClone(start);
  let current = currently_syncing;
  return {
    get currentlySyncing() {
      return current;
    },
    bookmark: (streamId) => bookmarks[streamId],
    setBookmark(streamId, bookmark) {
      if (bookmark === undefined) delete bookmarks[streamId];
      else bookmarks[streamId] = bookmark;
    },
    setCurrentlySyncing(streamId) {
      current = streamId;
    },
    snapshot: () => structuredClone({ ...rest, currently_syncing: current, bookmarks }),
  };
}

export const EMPTY_STATE: State = { currently_syncing: null, bookmarks: {} };

/** A state file: its JSON value, or the last line where a target printed several states. `null`s count as absent.
 *  Throws STATE_INVALID. `where` names the source in errors. */
export function parseState(text: string, where: string): State {
  const value = unwrap(parseLast(text, where));
  if (value === null) return structuredClone(EMPTY_STATE);
  const clean = withoutNulls(value);
  if (!validateState(clean)) {
    const [error] = (validateState as { errors?: { instancePath: string; message?: string }[] | null }).errors ?? [];
    throw invalid(`${where} is no state: ${error?.instancePath || "the top level"} ${error?.message ?? "is wrong"}.`);
  }
  const { currently_syncing, bookmarks, ...rest } = clean as Partial<State>;
  return { ...rest, currently_syncing: currently_syncing ?? null, bookmarks: bookmarks ?? {} };
}

/** The bookmark as it was before the unfinished download. */
export function withoutResume({ resume: _, ...bookmark }: Bookmark): Bookmark {
  return bookmark;
}

function parseLast(text: string, where: string): unknown {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    const last = text.trimEnd().split("\n").at(-1) ?? "";
    try {
      return JSON.parse(last);
    } catch {
      throw invalid(`${where} is not JSON.`);
    }
  }
}

/** A whole STATE message is taken for its value. */
function unwrap(value: unknown): unknown {
  const isMessage = typeof value === "object" && value !== null && "type" in value && value.type === "STATE";
  return isMessage && "value" in value ? value.value : value;
}

function invalid(what: string): ConnectorError {
  return new ConnectorError("STATE_INVALID", {
    what,
    why: "The file was written by something else, or only in part.",
    next: "Give the last state that the target printed, or run without --state to read everything again.",
  });
}
