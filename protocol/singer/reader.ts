/** Lines of a Singer stream → parsed messages (protocols.md 2, 4.1). Tolerates what real taps send: extra members, absent
 *  key_properties, an empty first STATE. */
import { fileURLToPath } from "node:url";
import { memberText } from "../json-text.ts";
import { type MessageLine, readMessageLine } from "../message-line.ts";

export type SingerInput =
  | {
      kind: "schema";
      stream: string;
      schema: Record<string, unknown> & { properties: Record<string, unknown> };
      keyProperties: string[];
    }
  | { kind: "record"; stream: string; record: Record<string, unknown> }
  /** `payload` = the text of STATE's value, as it came. */
  | { kind: "checkpoint"; payload: string }
  | { kind: "activate"; stream: string; version: number }
  /** Records in files: one JSON object a line. */
  | { kind: "batch"; stream: string; files: string[]; isGzip: boolean }
  | { kind: "nothing" };

const NOT_MESSAGE = "Check what is piped into this program: each line must be a Singer message.";
const FAULTS = {
  notJson: {
    why: "The tap prints something else on its stdout, or it died in the middle of a line.",
    next: "Look at the tap's own log; run the pair again when it works.",
  },
  notMessage: NOT_MESSAGE,
  badMember: "Report it to the maintainers of the tap.",
};

/** Throws LINE_NOT_JSON, MESSAGE_INVALID. */
export function parseMessage(line: Uint8Array, lineNumber: number): SingerInput {
  const read = readMessageLine(line, lineNumber, FAULTS);
  if (read === undefined) return { kind: "nothing" };
  const { text, message, textOf, objectOf, invalid } = read;
  switch (message.type) {
    case "RECORD":
      return { kind: "record", stream: textOf(message, "stream"), record: objectOf(message, "record") };
    case "SCHEMA":
      return schemaOf(read);
    case "STATE":
      objectOf(message, "value");
      return { kind: "checkpoint", payload: memberText(text, "value") };
    case "ACTIVATE_VERSION":
      return { kind: "activate", stream: textOf(message, "stream"), version: Number(message.version) };
    case "BATCH":
      return batchOf(read);
    default:
      throw invalid(
        typeof message.type === "string" ? `"${message.type}" is no message type` : 'the member "type" is missing',
        NOT_MESSAGE,
      );
  }
}

function schemaOf({ message, textOf, objectOf, invalid }: MessageLine): SingerInput {
  const stream = textOf(message, "stream");
  const schema = objectOf(message, "schema");
  if (typeof schema.properties !== "object" || schema.properties === null) {
    throw invalid(`the schema of stream "${stream}" has no properties`);
  }
  const keys = message.key_properties ?? [];
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === "string")) {
    throw invalid('"key_properties" is not a list of names');
  }
  return { kind: "schema", stream, schema: schema as { properties: Record<string, unknown> }, keyProperties: keys };
}

/** Files of this machine only; what a tap of the Meltano SDK writes (protocols.md 2). */
function batchOf({ message, textOf, objectOf, invalid }: MessageLine): SingerInput {
  const next = "Set the tap's batch_config to jsonl with gzip in a local folder, or switch batches off.";
  const stream = textOf(message, "stream");
  const { format, compression } = objectOf(message, "encoding");
  const { manifest } = message;
  if (format !== "jsonl") throw invalid(`the batch has the format "${String(format)}"`, next);
  if (compression !== "gzip" && compression !== undefined && compression !== null && compression !== "none")
    throw invalid(`the batch has the compression "${String(compression)}"`, next);
  if (!Array.isArray(manifest) || !manifest.every((file) => typeof file === "string"))
    throw invalid('"manifest" is not a list of files');
  const files = manifest.map((file) => localPath(file));
  if (files.includes(undefined)) throw invalid("a file of the batch is not on this machine", next);
  return { kind: "batch", stream, files: files as string[], isGzip: compression === "gzip" };
}

function localPath(file: string): string | undefined {
  if (file.startsWith("file://")) return fileURLToPath(file);
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(file) ? undefined : file;
}
