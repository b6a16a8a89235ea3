/** Lines of a Singer stream → parsed messages (protocols.md 2, 4.1). Tolerates what real taps send: extra members, absent
 *  key_properties, an empty first STATE. */
import { fileURLToPath } from "node:url";
import { ConnectorError } from "../errors.ts";
import { memberText } from "../json-text.ts";

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

/** Throws LINE_NOT_JSON, MESSAGE_INVALID. */
export function parseMessage(line: Uint8Array, lineNumber: number): SingerInput {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString();
  if (text.trim() === "") return { kind: "nothing" };
  const message = parseObject(text, lineNumber);
  switch (message.type) {
    case "RECORD":
      return {
        kind: "record",
        stream: textOf(message, "stream", lineNumber),
        record: objectOf(message, "record", lineNumber),
      };
    case "SCHEMA":
      return schemaOf(message, lineNumber);
    case "STATE":
      objectOf(message, "value", lineNumber);
      return { kind: "checkpoint", payload: memberText(text, "value") };
    case "ACTIVATE_VERSION":
      return { kind: "activate", stream: textOf(message, "stream", lineNumber), version: Number(message.version) };
    case "BATCH":
      return batchOf(message, lineNumber);
    default:
      throw invalid(
        typeof message.type === "string" ? `"${message.type}" is no message type` : 'the member "type" is missing',
        "Check what is piped into this program: each line must be a Singer message.",
        lineNumber,
      );
  }
}

function parseObject(text: string, line: number): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ConnectorError("LINE_NOT_JSON", {
      what: "A line of the input is not JSON.",
      why: "The tap prints something else on its stdout, or it died in the middle of a line.",
      next: "Look at the tap's own log; run the pair again when it works.",
      context: { line },
    });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw invalid("it is not a JSON object", "Each line must be a Singer message.", line);
}

function schemaOf(message: Record<string, unknown>, line: number): SingerInput {
  const stream = textOf(message, "stream", line);
  const schema = objectOf(message, "schema", line);
  if (typeof schema.properties !== "object" || schema.properties === null) {
    throw invalid(
      `the schema of stream "${stream}" has no properties`,
      "Report it to the maintainers of the tap.",
      line,
    );
  }
  const keys = message.key_properties ?? [];
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === "string")) {
    throw invalid('"key_properties" is not a list of names', "Report it to the maintainers of the tap.", line);
  }
  return { kind: "schema", stream, schema: schema as { properties: Record<string, unknown> }, keyProperties: keys };
}

/** Files of this machine only; what a tap of the Meltano SDK writes (protocols.md 2). */
function batchOf(message: Record<string, unknown>, line: number): SingerInput {
  const next = "Set the tap's batch_config to jsonl with gzip in a local folder, or switch batches off.";
  const stream = textOf(message, "stream", line);
  const { format, compression } = objectOf(message, "encoding", line);
  const { manifest } = message;
  if (format !== "jsonl") throw invalid(`the batch has the format "${String(format)}"`, next, line);
  if (compression !== "gzip" && compression !== undefined && compression !== null && compression !== "none")
    throw invalid(`the batch has the compression "${String(compression)}"`, next, line);
  if (!Array.isArray(manifest) || !manifest.every((file) => typeof file === "string"))
    throw invalid('"manifest" is not a list of files', "Report it to the maintainers of the tap.", line);
  return {
    kind: "batch",
    stream,
    files: manifest.map((file) => localPath(file, next, line)),
    isGzip: compression === "gzip",
  };
}

function localPath(file: string, next: string, line: number): string {
  if (file.startsWith("file://")) return fileURLToPath(file);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(file)) throw invalid("a file of the batch is not on this machine", next, line);
  return file;
}

function textOf(message: Record<string, unknown>, member: string, line: number): string {
  const value = message[member];
  if (typeof value === "string") return value;
  throw invalid(`"${member}" is missing or not a text`, "Report it to the maintainers of the tap.", line);
}

function objectOf(message: Record<string, unknown>, member: string, line: number): Record<string, unknown> {
  const value = message[member];
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw invalid(`"${member}" is missing or not an object`, "Report it to the maintainers of the tap.", line);
}

function invalid(what: string, next: string, line: number): ConnectorError {
  return new ConnectorError("MESSAGE_INVALID", {
    what: `A line of the input is no valid message: ${what}.`,
    next,
    context: { line },
  });
}
