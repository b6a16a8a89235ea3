import { describe, expect, it } from "vitest";
import type { RunReport, StreamReport } from "../../../schemas/generated/types.ts";
import { processTasks, summaryTable } from "../../../target/report.ts";

const task = {
  task_id: "T1",
  outcome: "failed" as const,
  atomic: false,
  steps: [
    {
      object_id: "112000000001",
      name: "Load",
      outcome: "applied" as const,
      rows: { loaded: 1200, ignored: 3, rejected: 2 },
    },
    { object_id: "112000000002", outcome: "failed" as const },
    { object_id: "117000000001", name: "Clear", outcome: "not_run" as const },
  ],
};
const stream = (name: string, tasks: StreamReport["tasks"]): StreamReport => ({
  stream: name,
  rows: { received: 1205, loaded: 1200, ignored: 3, rejected: 2, unacknowledged: 0 },
  bytes: 1,
  tasks,
});
const report = (streams: StreamReport[]): RunReport => ({
  started_at: "2026-05-20T10:00:00.000Z",
  ended_at: "2026-05-20T10:01:00.000Z",
  outcome: "failed",
  requests: 1,
  retries: 0,
  waited_seconds: 0,
  streams,
});

describe("the table at the end", () => {
  it("shows rows by stream, and the steps of a process once", async () => {
    const table = await summaryTable(report([stream("a", [task]), stream("b", [task])]));
    const lines = table.split("\n").map((line) => line.replace(/\s*│\s*/g, "|"));
    expect(lines).toContain("|a|1,205|1,200|3|2|0|");
    expect(lines).toContain("|Load|applied|1,200|3|2|");
    expect(lines).toContain("|112000000002|failed||||");
    expect(lines).toContain("|Clear|not run||||");
    expect(lines.filter((line) => line.startsWith("|Load|"))).toHaveLength(1);
    expect(table).toContain("A process is not atomic: steps before a failed one stay applied.");
  });

  it("says nothing of steps where no process ran", async () => {
    const table = await summaryTable(report([stream("a", [{ task_id: "T", outcome: "loaded" }])]));
    expect(table).not.toContain("atomic");
    expect(processTasks(report([]))).toEqual([]);
  });
});
