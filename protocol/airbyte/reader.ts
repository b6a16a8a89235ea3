/** Lines of a destination's input → what they say (protocols.md 5, 7.3). Members and message types of newer versions pass. */
import { membersOf, memberText } from "../json-text.ts";
import { isObject, type Members } from "../json-value.ts";
import { readMessageLine } from "../message-line.ts";
import { type Stats, statsText } from "./messages.ts";
import type { StreamStatus } from "./trace.ts";

export type AirbyteInput =
  | { kind: "record"; stream: string; record: Record<string, unknown> }
  /** `text` = the state object as it came; without a stream it is global or of an old platform. */
  | { kind: "state"; stream: string | undefined; text: string }
  | { kind: "status"; stream: string; status: StreamStatus }
  | { kind: "nothing" };

const FAULTS = {
  notJson: {
    why: "The source died in the middle of a line, or something else is piped into this program.",
    next: "Look at the source's own log; run the sync again when it works.",
  },
  notMessage: "Each line must be a message of the Airbyte protocol.",
  badMember: "Each line must be a message of the Airbyte protocol.",
};

/** Throws LINE_NOT_JSON, MESSAGE_INVALID. */
export function parseAirbyteLine(line: Uint8Array, lineNumber: number): AirbyteInput {
  const read = readMessageLine(line, lineNumber, FAULTS);
  if (read === undefined) return { kind: "nothing" };
  const { text, message, textOf, objectOf, invalid } = read;
  switch (message.type) {
    case "RECORD": {
      const record = objectOf(message, "record");
      return { kind: "record", stream: textOf(record, "stream"), record: objectOf(record, "data") };
    }
    case "STATE":
      return stateOf(objectOf(message, "state"), text);
    case "TRACE":
      return statusOf(message.trace);
    default:
      if (typeof message.type === "string") return { kind: "nothing" };
      throw invalid('the member "type" is missing');
  }
}

function stateOf({ stream }: Members, text: string): AirbyteInput {
  const descriptor = isObject(stream) ? stream.stream_descriptor : undefined;
  const name = isObject(descriptor) && typeof descriptor.name === "string" ? descriptor.name : undefined;
  return { kind: "state", stream: name, text: memberText(text, "state") };
}

function statusOf(trace: unknown): AirbyteInput {
  const status = isObject(trace) && isObject(trace.stream_status) ? trace.stream_status : {};
  const descriptor = isObject(status.stream_descriptor) ? status.stream_descriptor : {};
  if (typeof descriptor.name !== "string" || typeof status.status !== "string") return { kind: "nothing" };
  return { kind: "status", stream: descriptor.name, status: status.status as StreamStatus };
}

/** The STATE to give back: the object as it came, whatever is in it, with our counts (protocols.md 9). */
export function returnedStateLine(stateText: string, stored: Stats): string {
  const members = membersOf(stateText)
    .filter(({ key }) => key !== "destinationStats")
    .map(({ key, value }) => `${JSON.stringify(key)}:${value}`);
  return `{"type":"STATE","state":{${[...members, `"destinationStats":${statsText(stored)}`].join(",")}}}\n`;
}
