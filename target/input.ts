/** What a load consumes, in neutral words; each bin's reader maps its protocol's messages to it. */
import type { LineEnvelope } from "../protocol/csv/types.ts";

export interface StreamSchema {
  kind: "schema";
  stream: string;
  schema: JsonSchema;
  keyProperties: string[];
}

export type JsonSchema = Record<string, unknown> & { properties: Record<string, unknown> };

export interface StreamRecord {
  kind: "record";
  stream: string;
  record: Record<string, unknown>;
  /** What its stream is, in protocols that tell it with the first record. */
  opens?: StreamSchema;
}

/** `payload` is given back unchanged, as text, once everything before it is settled. */
export interface Checkpoint {
  kind: "checkpoint";
  payload: string;
}

export interface Activate {
  kind: "activate";
  stream: string;
  version: number;
}

/** Records that lie in files: one JSON object a line. */
export interface Batch {
  kind: "batch";
  stream: string;
  /** Paths. */
  files: string[];
  isGzip: boolean;
}

/** A line that matters to nobody here. */
export interface Nothing {
  kind: "nothing";
}

export type Input = StreamSchema | StreamRecord | Checkpoint | Activate | Batch | Nothing;

/** How one protocol writes its lines. */
export interface InputFormat {
  /** Where a line holds its record and what must stand around it to be of `stream`: for the path without objects. */
  envelope(stream: string): LineEnvelope;
  /** Throws LINE_NOT_JSON, MESSAGE_INVALID. */
  parse(line: Uint8Array, lineNumber: number): Input;
  /** What makes the line of a record out of its JSON text; absent where there are no batches. */
  frame?(stream: string): { before: Uint8Array; after: Uint8Array };
  /** Name of the stream that an orchestrator sends to try us out: nothing is written for it. */
  probeStream?: string;
}
