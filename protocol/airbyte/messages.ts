/** Airbyte messages as lines of text (protocols.md 5). Records travel as bytes between the two parts of a frame. */
import type {
  AirbyteChange,
  AirbyteControlMessage,
  AirbyteLogMessage,
  AirbyteSpecMessage,
  AirbyteStatusMessage,
  AirbyteStream,
  AirbyteTraceMessage,
} from "../../schemas/generated/types.ts";

export type LogWord = AirbyteLogMessage["log"]["level"];
type Spec = AirbyteSpecMessage["spec"];
type Status = AirbyteStatusMessage["connectionStatus"]["status"];
type Trace = AirbyteTraceMessage["trace"];

export interface Stats {
  records: number;
  rejected?: number;
}

export function specLine(spec: Spec): string {
  return line({ type: "SPEC", spec } satisfies AirbyteSpecMessage);
}

export function statusLine(status: Status, message?: string): string {
  const connectionStatus = { status, ...(message !== undefined && { message }) };
  return line({ type: "CONNECTION_STATUS", connectionStatus } satisfies AirbyteStatusMessage);
}

export function catalogLine(streams: AirbyteStream[]): string {
  return line({ type: "CATALOG", catalog: { streams } });
}

export function logLine(level: LogWord, message: string): string {
  return line({ type: "LOG", log: { level, message } } satisfies AirbyteLogMessage);
}

export function traceLine(trace: Trace): string {
  return line({ type: "TRACE", trace } satisfies AirbyteTraceMessage);
}

/** The whole new config: the platform replaces the stored one by it. */
export function controlLine(config: Record<string, unknown>, now: number): string {
  const control = { type: "CONNECTOR_CONFIG", emitted_at: now, connectorConfig: { config } } as const;
  return line({ type: "CONTROL", control } satisfies AirbyteControlMessage);
}

export function stateLine(stream: string, state: object, sent: Stats): string {
  const streamState = JSON.stringify({ stream_descriptor: { name: stream }, stream_state: state });
  return `{"type":"STATE","state":{"type":"STREAM","stream":${streamState},"sourceStats":${statsText(sent)}}}\n`;
}

/** A double with its decimal point, as the protocol asks for. */
export function statsText({ records, rejected }: Stats): string {
  const rejectedMember = rejected === undefined ? "" : `,"rejectedRecordCount":${rejected}.0`;
  return `{"recordCount":${records}.0${rejectedMember}}`;
}

/** What stands before and after the record's JSON object in a RECORD line; `emittedAt` in milliseconds. */
export function recordFrame(stream: string, emittedAt: number): { before: Uint8Array; after: Uint8Array } {
  return {
    before: Buffer.from(`{"type":"RECORD","record":{"stream":${JSON.stringify(stream)},"data":`),
    after: Buffer.from(`,"emitted_at":${emittedAt}}}\n`),
  };
}

/** The end of a RECORD line of which some values did not fit and went out as null. */
export function changedRecordEnd(nulledFields: readonly string[], emittedAt: number): Uint8Array {
  const changes: AirbyteChange[] = nulledFields.map((field) => ({
    field,
    change: "NULLED",
    reason: "SOURCE_SERIALIZATION_ERROR",
  }));
  return Buffer.from(`,"emitted_at":${emittedAt},"meta":${JSON.stringify({ changes })}}}\n`);
}

function line(message: object): string {
  return `${JSON.stringify(message)}\n`;
}
