import { expect, it } from "vitest";
import { createAirbyteWriter, HEARTBEAT_MILLISECONDS } from "../../../../protocol/airbyte/writer.ts";
import { ConnectorError } from "../../../../protocol/errors.ts";

function rig() {
  const lines: string[] = [];
  const time = { now: 1000 };
  const writer = createAirbyteWriter({
    write: async (data) => {
      lines.push(
        ...Buffer.from(data as string)
          .toString()
          .trimEnd()
          .split("\n"),
      );
    },
    now: () => time.now,
    redact: (text) => text.replaceAll("secret-value", "***"),
  });
  return { lines, time, writer };
}

const record = Buffer.from('{"type":"RECORD"}\n');

it("says RUNNING before the first record, and counts what each state covers", async () => {
  const { lines, writer } = rig();
  const stream = writer.stream("s");
  await stream.started();
  await stream.records(record, 1);
  await stream.records(record, 2);
  await stream.state({ a: 1 });
  await stream.records(record, 4);
  await stream.lastState({ a: 2 });
  await stream.lastState({ a: 2 });
  await stream.ended("COMPLETE");
  const told = lines.map((line) => /STARTED|RUNNING|COMPLETE|RECORD"|"recordCount":\d+\.0/.exec(line)?.[0]);
  expect(told).toEqual([
    "STARTED",
    "RUNNING",
    'RECORD"',
    'RECORD"',
    '"recordCount":3.0',
    'RECORD"',
    '"recordCount":4.0',
    "COMPLETE",
  ]);
});

it("repeats the state that stands when nothing was said for long", async () => {
  const { lines, time, writer } = rig();
  const stream = writer.stream("s");
  await stream.heartbeat({ old: 1 });
  expect(lines).toEqual([]);
  time.now += HEARTBEAT_MILLISECONDS;
  await stream.heartbeat({ old: 1 });
  await stream.heartbeat({ old: 1 });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "").state.stream.stream_state).toEqual({ old: 1 });
  await stream.state({ now: 2 });
  time.now += HEARTBEAT_MILLISECONDS;
  await stream.heartbeat({ old: 1 });
  expect(JSON.parse(lines.at(-1) ?? "").state.stream.stream_state).toEqual({ now: 2 });
  time.now += HEARTBEAT_MILLISECONDS;
  await stream.records(record, 1);
  const before = lines.length;
  await stream.heartbeat({ old: 1 });
  expect(lines).toHaveLength(before);
});

it("estimates once", async () => {
  const { lines, writer } = rig();
  const stream = writer.stream("s");
  await stream.estimate(7);
  await stream.estimate(8);
  expect(lines).toHaveLength(1);
});

it.each([
  ["CONFIG_INVALID", "config_error"],
  ["AUTH_REJECTED", "config_error"],
  ["IMPORT_FAILED", "config_error"],
  ["ROWS_REJECTED", "config_error"],
  ["MODEL_BUSY", "transient_error"],
  ["LINE_NOT_JSON", "system_error"],
  ["UNEXPECTED", "system_error"],
] as const)("tells %s as %s, without secrets, for people beside the inner message", async (code, failure) => {
  const { lines, writer } = rig();
  const error = new ConnectorError(code, {
    what: "It says secret-value.",
    next: "Do this.",
    context: { model_id: "M" },
  });
  await writer.error(error, "s");
  const { trace } = JSON.parse(lines[0] ?? "");
  expect(trace.error).toMatchObject({
    failure_type: failure,
    message: 'Stream "s": It says ***. Next: Do this.',
    internal_message: expect.stringContaining(`${code}: It says ***. [model_id=M]`),
    stream_descriptor: { name: "s" },
  });
  expect("stack_trace" in trace.error).toBe(code === "UNEXPECTED");
});
