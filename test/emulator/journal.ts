/** Every request the emulator saw, in order of arrival. Holds no header and no body, so no secret gets in. */

export type JournalEntry = {
  seq: number;
  /** Milliseconds since the epoch. */
  time: number;
  method: string;
  /** Path without the query. */
  path: string;
  query: string;
  /** Undefined until answered; 0 when the connection was dropped without a reply. */
  status?: number;
  requestBytes: number;
  replyBytes: number;
  durationMs?: number;
  contentType?: string;
  userAgent?: string;
  user?: string;
  /** Ids of the tasks this request started. */
  startedTasks: string[];
  /** No route knew this path: a client asks for something Anaplan does not have, or the emulator does not. */
  unknown?: true;
  /** Names of the faults that touched the request. */
  faults: string[];
};

export type Journal = {
  entries: JournalEntry[];
  open(entry: Omit<JournalEntry, "seq" | "requestBytes" | "replyBytes" | "startedTasks" | "faults">): JournalEntry;
  /** Entries whose method and path fit; a string path must be equal, a RegExp must match. */
  find(method: string, path: string | RegExp): JournalEntry[];
  unknown(): JournalEntry[];
  clear(): void;
};

export function createJournal(): Journal {
  const entries: JournalEntry[] = [];
  let seq = 0;
  return {
    entries,
    open(facts) {
      seq += 1;
      const entry: JournalEntry = { ...facts, seq, requestBytes: 0, replyBytes: 0, startedTasks: [], faults: [] };
      entries.push(entry);
      return entry;
    },
    find: (method, path) =>
      entries.filter(
        (entry) => entry.method === method && (typeof path === "string" ? entry.path === path : path.test(entry.path)),
      ),
    unknown: () => entries.filter((entry) => entry.unknown === true),
    clear: () => {
      entries.length = 0;
    },
  };
}
