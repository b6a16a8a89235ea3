/** Airbyte's lines as inputs of a load. A stream is opened by its first record: only that shows whether its members bear the
 *  catalog's names or folded ones (protocols.md 7.3). */
import type { ConfiguredStream } from "../../protocol/airbyte/catalog.ts";
import { foldName } from "../../protocol/airbyte/names.ts";
import { parseAirbyteLine } from "../../protocol/airbyte/reader.ts";
import type { StreamStatus } from "../../protocol/airbyte/trace.ts";
import { ConnectorError } from "../../protocol/errors.ts";
import type { InputFormat, StreamSchema } from "../input.ts";

export interface FormatEvents {
  /** A STATE came, after all records before it; undefined for one that is not of a stream. */
  onState(stream: string | undefined): void;
  onStatus(stream: string, status: StreamStatus): void;
}

/** `parse` must see every line that the fast path did not take, in order. The end of a stream in `sweeping` makes obsolete what
 *  it did not hold. */
export function createAirbyteFormat(
  streams: readonly ConfiguredStream[],
  sweeping: ReadonlySet<string>,
  { onState, onStatus }: FormatEvents,
): InputFormat {
  const configured = new Map(streams.map((stream) => [stream.name, stream]));
  const opened = new Set<string>();
  return {
    envelope: (stream) => ({
      recordPath: ["record", "data"],
      constants: [
        { path: ["type"], value: "RECORD" },
        { path: ["record", "stream"], value: stream },
      ],
    }),
    parse: (line, lineNumber) => {
      const input = parseAirbyteLine(line, lineNumber);
      switch (input.kind) {
        case "record": {
          const stream = configured.get(input.stream);
          if (stream === undefined) throw notConfigured(input.stream);
          if (opened.has(input.stream)) return input;
          opened.add(input.stream);
          return { ...input, opens: schemaOf(stream, input.record) };
        }
        case "state":
          onState(input.stream);
          return { kind: "checkpoint", payload: input.text };
        case "status":
          onStatus(input.stream, input.status);
          if (input.status !== "COMPLETE" || !sweeping.has(input.stream)) return { kind: "nothing" };
          return { kind: "activate", stream: input.stream, version: 0 };
        default:
          return input;
      }
    },
  };
}

/** Values are not checked: what comes through a cache has numbers and dates as text, and Anaplan judges them all. */
function schemaOf({ name, properties, primaryKey }: ConfiguredStream, record: Record<string, unknown>): StreamSchema {
  const declared = Object.keys(properties);
  const names = declared.length === 0 ? Object.keys(record) : memberNames(declared, record);
  const schema = { type: "object", properties: Object.fromEntries(names.map((member) => [member, {}])) };
  const keyProperties = primaryKey.flatMap((key) => names[declared.indexOf(key)] ?? []);
  return { kind: "schema", stream: name, schema, keyProperties };
}

/** The name under which records carry each property: its own, or its folded one. A record need not hold every property: those
 *  that it lacks are named as the others are. */
export function memberNames(properties: readonly string[], record: Record<string, unknown>): string[] {
  const has = (name: string) => Object.hasOwn(record, name);
  const isFolded = (property: string) =>
    !has(property) && has(foldName(property)) && !properties.includes(foldName(property));
  const isEachFolded = properties.some(isFolded);
  return properties.map((property) => {
    if (has(property) || properties.includes(foldName(property))) return property;
    return isEachFolded ? foldName(property) : property;
  });
}

function notConfigured(stream: string): ConnectorError {
  return new ConnectorError("MESSAGE_INVALID", {
    what: `A record belongs to the stream "${stream}", which the configured catalog does not hold.`,
    next: "Refresh the connection's schema.",
    context: { stream },
  });
}
