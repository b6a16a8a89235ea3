/** Events of one stream's sync → Airbyte messages. */
import { changedRecordEnd, recordFrame } from "../../protocol/airbyte/messages.ts";
import type { StreamWriter } from "../../protocol/airbyte/writer.ts";
import type { TapSink } from "../events.ts";
import type { Bookmark, State } from "../state.ts";

export interface SinkPorts {
  writer: StreamWriter;
  /** Airbyte's name of the stream. */
  name: string;
  streamId: string;
  /** As it was given to this run. */
  before: Bookmark | undefined;
  now(): number;
}

/** The bookmark goes out each time it has moved; the start of a stream, where it has not, is no state. */
export function createAirbyteSink({ writer, name, streamId, before, now }: SinkPorts): TapSink {
  let written = JSON.stringify(before);
  let emittedAt = now();
  return {
    schema: async () => {},
    frame: () => {
      emittedAt = now();
      return recordFrame(name, emittedAt);
    },
    nulledEnd: (_, columns) => changedRecordEnd(columns, emittedAt),
    records: (_, lines, count) => writer.records(lines, count),
    activate: async () => {},
    checkpoint: async (state) => {
      const bookmark = bookmarkOf(state, streamId);
      const text = JSON.stringify(bookmark);
      if (text === written) return;
      written = text;
      await writer.state(bookmark ?? {});
    },
    progress: ({ totalRows }) => {
      // A stdout that is closed ends the run by itself.
      if (totalRows !== undefined) writer.estimate(totalRows).catch(() => {});
    },
  };
}

export function bookmarkOf(state: State, streamId: string): Bookmark | undefined {
  return state.bookmarks[streamId];
}
