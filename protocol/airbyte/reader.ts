/** Lines of a destination's input → what they say (protocols.md 5, 7.3). Members and message types of newer versions pass. */
import { ConnectorError } from "../errors.ts";
import { membersOf, memberText } from "../json-text.ts";
import { type Stats, statsText } from "./messages.ts";
import type { StreamStatus } from "./trace.ts";

export type AirbyteInput =
  | { kind: "record"; stream: string; record: Record<string, unknown> }
  /** `text` = the state object as it came; without a stream it is global or of an old platform. */
  | { kind: "state"; stream: string | undefined; text: string }
  | { kind: "status"; stream: string; status: StreamStatus }
  | { kind: "nothing" };

type Members = Record<string, unknown>;

/** Throws LINE_NOT_JSON, MESSAGE_INVALID. */
export function parseAirbyteLine(line: Uint8Array, lineNumber: number): AirbyteInput {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString();
  if (text.trim() === "") return { kind: "nothing" };
  const message = parseObject(text, lineNumber);
  switch (message.type) {
    case "RECORD": {
      const record = objectOf(message, "record", lineNumber);
      return {
        kind: "record",
        stream: nameOf(record, "stream", lineNumber),
        record: objectOf(record, "data", lineNumber),
      };
    }
    case "STATE":
      return stateOf(objectOf(message, "state", lineNumber), text);
    case "TRACE":
      return statusOf(message.trace);
    default:
      if (typeof message.type === "string") return { kind: "nothing" };
      throw invalid('the member "type" is missing', lineNumber);
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

function parseObject(text: string, line: number): Members {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ConnectorError("LINE_NOT_JSON", {
      what: "A line of the input is not JSON.",
      why: "The source died in the middle of a line, or something else is piped into this program.",
      next: "Look at the source's own log; run the sync again when it works.",
      context: { line },
    });
  }
  if (isObject(value)) return value;
  throw invalid("it is not a JSON object", line);
}

function nameOf(members: Members, member: string, line: number): string {
  const value = members[member];
  if (typeof value === "string") return value;
  throw invalid(`"${member}" is missing or not a text`, line);
}

function objectOf(members: Members, member: string, line: number): Members {
  const value = members[member];
  if (isObject(value)) return value;
  throw invalid(`"${member}" is missing or not an object`, line);
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(what: string, line: number): ConnectorError {
  return new ConnectorError("MESSAGE_INVALID", {
    what: `A line of the input is no valid message: ${what}.`,
    next: "Each line must be a message of the Airbyte protocol.",
    context: { line },
  });
}
