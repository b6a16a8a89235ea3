/** The delta of one stream: its snapshot by the bookmark, its records into the stream's frame, its mark in the schema. */
import type { TapStream } from "../events.ts";
import type { FileColumns } from "../export/columns.ts";
import type { DeltaSettings } from "../settings.ts";
import type { Bookmark } from "../state.ts";
import type { SelectedStream } from "../stream.ts";
import type { SyncRun } from "../streams/kind.ts";
import { tapStream } from "../streams/tap-stream.ts";
import { deletedColumn, deletedMember } from "./deleted.ts";
import { Delta } from "./delta.ts";

/** What a reader puts around records that a delta takes. */
export const BARE_LINES = { before: new Uint8Array(0), after: Buffer.from("\n") };

/** Undefined for a stream without keys, and where rows are compared by a column. */
export function deltaOf(
  { keyProperties, replicationKey }: SelectedStream,
  { settings, extent }: SyncRun,
): DeltaSettings | undefined {
  const isWanted = extent === "all" && keyProperties.length > 0 && replicationKey === undefined;
  return isWanted ? settings.delta : undefined;
}

/** Adds the mark of deletes to the columns that go out. */
export function addDeletedColumn(columns: FileColumns, settings: DeltaSettings): void {
  const mark = deletedColumn(settings);
  columns.properties[mark.name] = mark.schema;
}

export interface DeltaRead {
  run: SyncRun;
  before: Bookmark | undefined;
  /** Of a full read. */
  version: number;
  /** Milliseconds: when Anaplan made the data. */
  at: number;
}

/** A delta goes on with the version that is there; without anything to compare with it is a full read. */
export function openDelta(
  selected: SelectedStream,
  columns: FileColumns,
  settings: DeltaSettings,
  { run, before, version, at }: DeltaRead,
): { stream: TapStream; delta: Delta } {
  addDeletedColumn(columns, settings);
  const frameAndSend = framer(run, at);
  const delta: Delta = new Delta({
    folder: settings.folder,
    stream: selected.stream,
    keys: selected.keyProperties,
    snapshot: before?.version === undefined ? undefined : before.delta_snapshot,
    deletedMember: deletedMember(settings, at),
    log: run.log,
    send: (records) => frameAndSend(stream, records),
  });
  const stream = tapStream(selected, columns.properties, delta.isPartial ? (before?.version ?? version) : version);
  return { stream, delta };
}

/** Puts frames around records, in a buffer that is used over and over. */
function framer({ sink }: SyncRun, at: number) {
  let framed = Buffer.alloc(0);
  return async (stream: TapStream, records: readonly Uint8Array[]): Promise<void> => {
    const { before, after } = sink.frame(stream, at);
    const bytes = records.reduce((sum, { length }) => sum + before.length + length + after.length, 0);
    if (framed.length < bytes) framed = Buffer.allocUnsafeSlow(bytes * 2);
    let end = 0;
    for (const record of records) {
      for (const part of [before, record, after]) {
        framed.set(part, end);
        end += part.length;
      }
    }
    await sink.records(stream, framed.subarray(0, end), records.length);
  };
}
