/** File slots of a model: a public definition, a default content, and private content per user
 *  (anaplan-api.md 5.1 and 5.2). */
import { join } from "node:path";
import type { Clock } from "../clock.ts";
import type { Limits } from "../limits.ts";
import type { Readings } from "../readings.ts";
import {
  type Content,
  ContentWriter,
  chunkCount,
  dropContent,
  isWhole,
  newStoredContent,
  type StoredContent,
} from "./content.ts";
import type { ExportDefinition, FileDefinition } from "./definition.ts";
import { encodeText } from "./encoding.ts";

export type PrivateContent = {
  current?: Content;
  /** An upload of unknown count that was not completed. */
  pending?: StoredContent;
  /** What the files list went on showing after a deletion, if the reading says so. */
  staleCount?: number;
};

export type FileSlot = {
  definition: FileDefinition;
  /** Set for the output of an export: same id. */
  export?: ExportDefinition;
  byUser: Map<string, PrivateContent>;
  defaultContent?: { content: StoredContent; audience: "everyone" | "admins" };
};

export type FileUser = { id: string; admin: boolean };

export type FileStore = {
  slots: Map<string, FileSlot>;
  /** Makes a slot as Anaplan does when an unknown id is posted to (anaplan-api.md 5.3). */
  createSlot(name: string): FileSlot;
  /** What the user reads: own content if not expired, else the default. Marks it as accessed. */
  visible(slot: FileSlot, user: FileUser): Content | undefined;
  /** A default content exists but is reserved to administrators, and the user has nothing else. */
  isReserved(slot: FileSlot, user: FileUser): boolean;
  shownChunkCount(slot: FileSlot, user: FileUser): number;
  /** Upload step 1. `announced` is -1 for an unknown count. */
  announce(slot: FileSlot, user: FileUser, announced: number): Promise<void>;
  /** What chunks of the user are PUT into, undefined before step 1. */
  uploading(slot: FileSlot, user: FileUser): StoredContent | undefined;
  complete(slot: FileSlot, user: FileUser): Promise<boolean>;
  /** Empty content of its own, to be filled by a single PUT or an export run. */
  fresh(slot: FileSlot): Promise<StoredContent>;
  replace(slot: FileSlot, user: FileUser, content: Content): Promise<void>;
  deletePrivate(slot: FileSlot, user: FileUser): Promise<void>;
  /** Why an import of this user cannot read the slot, undefined if it can. */
  unreadable(slot: FileSlot, user: FileUser): string | undefined;
};

export type FileStoreContext = { directory: string; clock: Clock; limits: Limits; readings: Readings };

export function createFileStore(context: FileStoreContext): FileStore {
  const { clock, limits, readings } = context;
  const slots = new Map<string, FileSlot>();
  let contents = 0;

  function own(slot: FileSlot, user: FileUser): PrivateContent {
    let found = slot.byUser.get(user.id);
    if (found === undefined) {
      found = {};
      slot.byUser.set(user.id, found);
    }
    if (found.current !== undefined && clock.now() - found.current.lastAccess > limits.privateLifeSeconds * 1000) {
      void dropContent(found.current);
      delete found.current;
    }
    promote(found);
    return found;
  }

  /** An upload of known count is the content as soon as its last chunk is there. */
  function promote(mine: PrivateContent): void {
    if (mine.pending === undefined || !isWhole(mine.pending)) return;
    void dropContent(mine.current);
    mine.current = mine.pending;
    delete mine.pending;
  }

  function nextDirectory(slot: FileSlot): string {
    contents += 1;
    return join(context.directory, slot.definition.id, `${clock.now().toString(36)}-${contents}`);
  }

  const store: FileStore = {
    slots,
    createSlot(name) {
      let number = 1;
      while (slots.has(`113${String(number).padStart(9, "0")}`)) number += 1;
      const id = `113${String(number).padStart(9, "0")}`;
      const slot: FileSlot = {
        definition: { id, name, separator: "\t", headerRow: -1, firstDataRow: -1 },
        byUser: new Map(),
      };
      slots.set(id, slot);
      return slot;
    },
    visible(slot, user) {
      const mine = own(slot, user);
      const reserved = slot.defaultContent?.audience === "admins" && !user.admin;
      const found = mine.current ?? (reserved ? undefined : slot.defaultContent?.content);
      if (found !== undefined) found.lastAccess = clock.now();
      return found;
    },
    isReserved: (slot, user) =>
      own(slot, user).current === undefined && slot.defaultContent?.audience === "admins" && !user.admin,
    shownChunkCount(slot, user) {
      const mine = own(slot, user);
      if (mine.staleCount !== undefined) return mine.staleCount;
      const reserved = slot.defaultContent?.audience === "admins" && !user.admin;
      const content = mine.current ?? (reserved ? undefined : slot.defaultContent?.content);
      return content === undefined ? 0 : chunkCount(content);
    },
    async announce(slot, user, announced) {
      const mine = own(slot, user);
      delete mine.staleCount;
      await dropContent(mine.pending);
      mine.pending = await newStoredContent(nextDirectory(slot), announced, clock.now());
      const dropsOld = readings.chunkCountDropsOldContent === "at once" && readings.incompleteUpload === "fails";
      if (dropsOld) {
        await dropContent(mine.current);
        delete mine.current;
      }
      if (dropsOld && announced >= 0) {
        mine.current = mine.pending;
        delete mine.pending;
      }
    },
    uploading(slot, user) {
      const mine = own(slot, user);
      if (mine.pending !== undefined) return mine.pending;
      return mine.current?.kind === "stored" ? mine.current : undefined;
    },
    async complete(slot, user) {
      const mine = own(slot, user);
      if (mine.pending === undefined) return mine.current !== undefined;
      const old = mine.current;
      mine.pending.growing = false;
      mine.current = mine.pending;
      delete mine.pending;
      await dropContent(old);
      return true;
    },
    fresh: (slot) => newStoredContent(nextDirectory(slot), -1, clock.now()),
    async replace(slot, user, content) {
      const mine = own(slot, user);
      const old = [mine.current, mine.pending];
      mine.current = content;
      delete mine.pending;
      delete mine.staleCount;
      await Promise.all(old.map(dropContent));
    },
    async deletePrivate(slot, user) {
      const mine = own(slot, user);
      const shown = mine.current === undefined ? 0 : chunkCount(mine.current);
      await Promise.all([dropContent(mine.current), dropContent(mine.pending)]);
      slot.byUser.set(user.id, readings.chunkCountAfterDelete === "stale" && shown > 0 ? { staleCount: shown } : {});
    },
    unreadable(slot, user) {
      const mine = own(slot, user);
      if (mine.pending !== undefined && readings.incompleteUpload === "fails") {
        return "The upload was not completed.";
      }
      const content = store.visible(slot, user);
      if (content === undefined) return "The uploaded file is no longer available.";
      return isWhole(content) ? undefined : "The upload has missing chunks.";
    },
  };
  return store;
}

export async function writeDefault(store: FileStore, slot: FileSlot, chunkBytes: number): Promise<void> {
  const given = slot.definition.defaultContent;
  if (given === undefined) return;
  const writer = new ContentWriter(await store.fresh(slot), chunkBytes);
  await writer.write(encodeText(given.text, slot.definition.encoding ?? "UTF-8"));
  await writer.end(true);
  slot.defaultContent = { content: writer.content, audience: given.audience };
}
