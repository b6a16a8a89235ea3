/** What the sink is told of a stream, and the version of a full read. */
import type { Clock } from "../../protocol/clock.ts";
import type { TapStream } from "../events.ts";
import type { Bookmark } from "../state.ts";
import type { SelectedStream } from "../stream.ts";

/** `version` is left out for an incremental stream: its records add to what is there. */
export function tapStream(
  { stream, keyProperties, replicationKey }: SelectedStream,
  properties: Record<string, unknown>,
  version: number,
): TapStream {
  return {
    id: stream.id,
    name: stream.name,
    schema: { type: "object", properties },
    keyProperties,
    ...(replicationKey === undefined ? { version } : { replicationKey }),
  };
}

/** What a SCHEMA says: another one goes out where it changes. */
export function announcementOf({ schema, keyProperties }: TapStream): string {
  return JSON.stringify([schema, keyProperties]);
}

/** Milliseconds of now, and always above the last one. */
export function nextVersion(bookmark: Bookmark | undefined, clock: Clock): number {
  return Math.max(clock.now(), (bookmark?.version ?? 0) + 1);
}
