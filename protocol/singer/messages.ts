/** Singer messages as lines of text (protocols.md 2). Records travel as bytes between the two parts of a frame. */
import type { ActivateVersionMessage, SchemaMessage, StateMessage } from "../../schemas/generated/types.ts";

export interface SchemaParts {
  stream: string;
  schema: { type: "object"; properties: Record<string, unknown> };
  keyProperties: readonly string[];
  /** Replication key, for an incremental stream. */
  bookmarkProperty?: string | undefined;
}

export function schemaLine({ stream, schema, keyProperties, bookmarkProperty }: SchemaParts): string {
  const message: SchemaMessage = {
    type: "SCHEMA",
    stream,
    schema,
    key_properties: [...keyProperties],
    ...(bookmarkProperty !== undefined && { bookmark_properties: [bookmarkProperty] }),
  };
  return `${JSON.stringify(message)}\n`;
}

export function stateLine(value: object): string {
  const message: StateMessage = { type: "STATE", value: value as Record<string, unknown> };
  return `${JSON.stringify(message)}\n`;
}

export function activateVersionLine(stream: string, version: number): string {
  const message: ActivateVersionMessage = { type: "ACTIVATE_VERSION", stream, version };
  return `${JSON.stringify(message)}\n`;
}

export interface FrameParts {
  stream: string;
  version?: number | undefined;
  /** Milliseconds since the epoch; goes out as RFC 3339 in UTC. */
  extractedAt: number;
}

/** What stands before and after the record's JSON object in a RECORD line. */
export function recordFrame({ stream, version, extractedAt }: FrameParts): { before: Uint8Array; after: Uint8Array } {
  const versionMember = version === undefined ? "" : `,"version":${version}`;
  return {
    before: Buffer.from(`{"type":"RECORD","stream":${JSON.stringify(stream)},"record":`),
    after: Buffer.from(`${versionMember},"time_extracted":"${new Date(extractedAt).toISOString()}"}\n`),
  };
}
