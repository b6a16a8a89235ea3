import { expect, it } from "vitest";
import { createLog, type LogSettings } from "../../../protocol/log.ts";

const lines: string[] = [];
const settings: LogSettings = {
  program: "tap-anaplan",
  level: "info",
  format: "json",
  redact: (text) => text.replaceAll("s3cret", "***"),
  pid: 7,
  now: () => 1_795_218_775_780,
  write: (line) => lines.push(line),
};

it("writes the JSON that Meltano's log parser reads", () => {
  lines.length = 0;
  const log = createLog(settings);
  log.info("started s3cret", { stream: "sales", task_id: "T" });
  log.debug("not shown");
  log.metric({ type: "counter", metric: "record_count", value: 3, tags: { stream: "sales" } });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      level: "info",
      ts: 1795218775.78,
      pid: 7,
      logger_name: "tap-anaplan",
      thread_name: "main",
      app_name: "tap-anaplan",
      stream_name: "sales",
      extra: { task_id: "T" },
      message: "started ***",
    },
    expect.objectContaining({
      message: "METRIC",
      metric_info: { type: "counter", metric: "record_count", value: 3, tags: { stream: "sales" } },
    }),
  ]);
});

it("writes text for people", () => {
  lines.length = 0;
  const log = createLog({ ...settings, format: "text" });
  log.warn("slow", { stream: "sales", task_id: "T" });
  log.metric({ type: "timer", metric: "sync_duration", value: 1.5, tags: {} });
  expect(lines).toEqual([
    `${new Date(settings.now()).toISOString()} WARNING slow stream=sales task_id=T
`,
    `${new Date(settings.now()).toISOString()} INFO    METRIC: {"type":"timer","metric":"sync_duration","value":1.5,"tags":{}}\n`,
  ]);
});
