/** What a run says about itself: statuses of streams, estimates, errors in the platform's three kinds. */
import type { AirbyteTraceMessage } from "../../schemas/generated/types.ts";
import type { ConnectorError, ErrorClass } from "../errors.ts";
import type { Redactor } from "../redact.ts";
import { traceLine } from "./messages.ts";

export type FailureType = NonNullable<AirbyteTraceMessage["trace"]["error"]>["failure_type"];
export type StreamStatus = NonNullable<AirbyteTraceMessage["trace"]["stream_status"]>["status"];

/** Who must act: a person, nobody (the platform tries again), or we. Refused rows are repeated in vain: a person must look. */
const FAILURE_TYPES: Record<ErrorClass, FailureType> = {
  settings: "config_error",
  access: "config_error",
  model: "config_error",
  rejects: "config_error",
  transient: "transient_error",
  input: "system_error",
  bug: "system_error",
};

export function failureType(error: ConnectorError): FailureType {
  return FAILURE_TYPES[error.class];
}

/** For people: what happened, why, what to do; ids and the code stand in the internal message. `name` is the stream's Airbyte name. */
export function humanMessage({ what, why, next, context }: ConnectorError, name = context.stream): string {
  const stream = name === undefined ? "" : `Stream "${name}": `;
  return [
    stream + what,
    ...(why === undefined ? [] : [`Cause: ${why}`]),
    ...(next === undefined ? [] : [`Next: ${next}`]),
  ].join(" ");
}

/** `stream` is its Airbyte name. Texts of the server may stand in an error: they pass the redactor. */
export function errorLine(error: ConnectorError, redact: Redactor, now: number, stream?: string): string {
  return traceLine({
    type: "ERROR",
    emitted_at: now,
    error: {
      message: redact(humanMessage(error, stream)),
      internal_message: redact(error.message),
      ...(error.class === "bug" && { stack_trace: redact(stackOf(error)) }),
      failure_type: failureType(error),
      ...(stream !== undefined && { stream_descriptor: { name: stream } }),
    },
  });
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCaused by: ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}

export function streamStatusLine(stream: string, status: StreamStatus, now: number): string {
  const stream_status = { stream_descriptor: { name: stream }, status };
  return traceLine({ type: "STREAM_STATUS", emitted_at: now, stream_status });
}

export function estimateLine(stream: string, rows: number, now: number): string {
  return traceLine({
    type: "ESTIMATE",
    emitted_at: now,
    estimate: { name: stream, type: "STREAM", row_estimate: rows },
  });
}
