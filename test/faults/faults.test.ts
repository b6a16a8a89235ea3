/** One case for each registered fault, plus seeded mixes. Whatever happens: the books agree, STATE is never ahead of what
 *  the model holds, no task is started twice, and a run that lost something does not end with 0. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { RunReport } from "../../schemas/generated/types.ts";
import { type FaultName, type FaultSpec, faults } from "../emulator/faults/index.ts";
import type { Emulator } from "../emulator/server.ts";
import { freshFolder, type PipelineEnded, runPipeline } from "../support/bins.ts";
import { expected, loaded, pair, startPair, streamId, writeConfigs } from "../support/pair.ts";

const rows = 600;

/** How a run under one fault ends: `survived` = as if nothing had happened. */
type End =
  | { kind: "survived" }
  | { kind: "tap fails"; code: string; exit: number }
  | { kind: "target fails"; code: string; exit: number }
  | { kind: "rows rejected"; rejected: number };

const survived: End = { kind: "survived" };

const cases: Record<FaultName, { specs: Omit<FaultSpec, "fault">[]; end: End; target?: object; tap?: object }> = {
  "rate-limit": {
    specs: [
      { after: 3, retryAfterSeconds: 0 },
      { after: 9, retryAfter: "date", retryAfterSeconds: 1 },
    ],
    end: survived,
  },
  unauthorized: { specs: [{ after: 4 }, { after: 12 }], end: survived },
  "bad-gateway": {
    specs: [
      { after: 2 },
      { after: 8, match: { method: "PUT", path: "/chunks/" } },
      { match: { method: "GET", path: "/chunks/" } },
    ],
    end: survived,
  },
  unavailable: { specs: [{ after: 5 }, { match: { method: "GET", path: "/tasks/" } }], end: survived },
  "connection-dropped": {
    specs: [
      { after: 6 },
      { match: { method: "PUT", path: "/chunks/" } },
      { match: { method: "GET", path: "/chunks/1$" } },
    ],
    end: survived,
  },
  "dropped-mid-body": { specs: [{}, { after: 2, bytes: 3000 }], end: survived },
  "start-reply-lost": {
    specs: [{ match: { method: "POST", path: "/exports/" } }, { match: { method: "POST", path: "/imports/" } }],
    end: survived,
  },
  "start-never-arrived": {
    specs: [{ match: { method: "POST", path: "/exports/" } }, { match: { method: "POST", path: "/imports/" } }],
    end: survived,
  },
  slow: { specs: [{ after: 4, delayMs: 300 }], end: survived },
  truncated: {
    specs: [{ match: { method: "GET", path: "/chunks/2$" }, bytes: 1001 }],
    end: { kind: "tap fails", code: "CSV_", exit: 1 },
  },
  "task-fails": {
    specs: [{ match: { method: "POST", path: "/imports/" } }],
    end: { kind: "target fails", code: "IMPORT_FAILED", exit: 2 },
  },
  "task-cancelled": {
    specs: [{ match: { method: "POST", path: "/imports/" } }],
    end: { kind: "target fails", code: "TASK_CANCELLED", exit: 2 },
  },
  "task-stuck": {
    specs: [{ match: { method: "POST", path: "/imports/" } }],
    target: { task_timeout_minutes: 0.01 },
    end: { kind: "target fails", code: "TASK_TIMEOUT", exit: 1 },
  },
  "task-slow": { specs: [{ delayMs: 300, times: 2 }], end: survived },
  "partial-load": { specs: [{ rejectEvery: 3 }], end: { kind: "rows rejected", rejected: 200 } },
  "import-dies": { specs: [{ afterRows: 10 }], end: { kind: "target fails", code: "IMPORT_FAILED", exit: 2 } },
  "private-file-expired": { specs: [{}], end: { kind: "target fails", code: "IMPORT_FAILED", exit: 2 } },
  "empty-export": { specs: [{}], end: { kind: "tap fails", code: "EXPORT_EMPTY", exit: 2 } },
  "header-only-export": { specs: [{}], end: survived },
  "model-locked": { specs: [{ after: 6, forMs: 400 }], end: survived },
  "model-offline": { specs: [{ after: 6, forMs: 400 }], end: survived },
  "model-busy": { specs: [{ after: 6, forMs: 400 }], end: survived },
  "model-archived": {
    specs: [{ match: { path: `/models/${pair.target}/` } }],
    end: { kind: "target fails", code: "MODEL_ARCHIVED", exit: 2 },
  },
  "login-page": {
    specs: [{ match: { path: `/models/${pair.target}/` }, times: 0 }],
    end: { kind: "target fails", code: "REPLY_UNREADABLE", exit: 1 },
  },
  "other-file-id": { specs: [{}], end: { kind: "target fails", code: "FILE_", exit: 1 } },
  "chunk-lost": { specs: [{}], end: { kind: "target fails", code: "IMPORT_FAILED", exit: 2 } },
  "stale-dump": { specs: [{ times: 0 }], end: { kind: "rows rejected", rejected: 200 } },
  "export-deleted": {
    specs: [{ match: { path: "/exports/\\d+/tasks" } }],
    end: { kind: "tap fails", code: "ACTION_MISSING", exit: 2 },
  },
  "file-newer": { specs: [{}], end: { kind: "tap fails", code: "EXPORT_REPLACED", exit: 1 } },
  "upload-replaced": {
    specs: [{}],
    target: { verify: "full" },
    end: { kind: "target fails", code: "FILE_REPLACED", exit: 1 },
  },
  "not-found": { specs: [{ match: { path: "/chunks$" } }], end: survived },
  "server-error": { specs: [{ after: 3, match: { method: "GET", path: "^/2/0/" } }], end: survived },
  "busy-conflict": { specs: [{ after: 4, times: 2 }], end: survived },
  chaos: { specs: [{ seed: 7, rate: 0.05, times: 0 }], end: survived },
};

describe("each fault", () => {
  it("has a case", () => {
    expect(Object.keys(cases).sort()).toEqual(Object.keys(faults).sort());
  });

  it.each(Object.keys(cases) as FaultName[])("%s", async (fault) => {
    const { specs, end, target = {}, tap = {} } = cases[fault];
    // A dump is asked for only where rows were refused.
    const partial: FaultSpec[] = fault === "stale-dump" ? [{ fault: "partial-load", rejectEvery: 3 }] : [];
    const run = await runUnder([...partial, ...specs.map((spec) => ({ fault, ...spec }))], { target, tap });
    expectConserved(run);
    expectEnd(run, end, fault);
    const hit = run.emulator.faults.report().filter(({ spec }) => spec.fault === fault);
    expect(
      hit.some(({ hits }) => hits > 0),
      "the fault never struck",
    ).toBe(true);
  });
});

describe("seeded mixes", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("seed %i", async (seed) => {
    const run = await runUnder([{ fault: "chaos", seed, rate: 0.12, times: 0 }], { target: { batch_rows: 200 } });
    expectConserved(run, 200);
    if (run.ended.tap.code === 0 && run.ended.target.code === 0) expect(loaded(run.emulator)).toEqual(expected(rows));
  });
});

interface Run {
  emulator: Emulator;
  ended: PipelineEnded;
  report: RunReport | undefined;
  states: { bookmarks: Record<string, { rows?: number; resume?: { rows: number } }> }[];
}

async function runUnder(specs: FaultSpec[], more: { tap?: object; target?: object }): Promise<Run> {
  const emulator = await startPair({ rows, faults: specs, limits: { exportChunkBytes: 4000 } });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const patient = { max_retries: 4 };
  const configs = writeConfigs(folder, emulator.url, {
    tap: { ...patient, ...more.tap },
    target: { ...patient, ...more.target },
  });
  const ended = await runPipeline(["--config", configs.tap], ["--config", configs.target]);
  const path = join(folder, "report.json");
  const report = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as RunReport) : undefined;
  const states = ended.target.stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return { emulator, ended, report, states };
}

function expectConserved({ emulator, ended, report, states }: Run, batchRows?: number): void {
  const all = `${ended.tap.stderr}${ended.target.stderr}`;
  for (const { rows: row } of report?.streams ?? []) {
    expect(row.received, all).toBe(row.loaded + row.ignored + row.rejected + row.unacknowledged);
  }
  const held = loaded(emulator).length;
  const rejected = report?.streams[0]?.rows.rejected ?? 0;
  for (const { bookmarks } of states) {
    const bookmark = bookmarks[streamId];
    expect(
      (bookmark?.resume?.rows ?? bookmark?.rows ?? 0) <= held + rejected,
      `STATE is ahead: ${JSON.stringify(bookmark)}`,
    ).toBe(true);
  }
  const exports = startedTasks(emulator, "exports");
  expect(exports, "the export was started twice").toBeLessThanOrEqual(1);
  const batches = Math.ceil(rows / (batchRows ?? rows));
  expect(startedTasks(emulator, "imports"), "an import was started twice").toBeLessThanOrEqual(batches);
  expect(emulator.journal.unknown()).toEqual([]);
  if (held < rows && ended.tap.code === 0)
    expect(ended.target.code === 0 && rejected === 0 && !/WARNING/.test(all)).toBe(false);
}

function expectEnd({ emulator, ended, report }: Run, end: End, fault: FaultName): void {
  const all = `${ended.tap.stderr}${ended.target.stderr}`;
  const codes = [ended.tap.code, ended.target.code];
  switch (end.kind) {
    case "survived":
      expect(codes, all).toEqual([0, 0]);
      if (fault === "header-only-export") expect(all).toMatch(/WARNING/);
      else expect(loaded(emulator)).toEqual(expected(rows));
      break;
    case "tap fails":
      expect(ended.tap.stderr).toContain(end.code);
      expect(ended.tap.code, all).toBe(end.exit);
      break;
    case "target fails":
      expect(ended.target.stderr).toContain(end.code);
      expect(ended.target.code, all).toBe(end.exit);
      expect(report?.outcome).toBe("failed");
      break;
    case "rows rejected":
      expect(codes, all).toEqual([0, 3]);
      expect(report?.streams[0]?.rows).toMatchObject({
        received: rows,
        rejected: end.rejected,
        loaded: rows - end.rejected,
      });
      expect(loaded(emulator)).toHaveLength(rows - end.rejected);
      break;
    default:
      end satisfies never;
  }
}

function startedTasks({ journal }: Emulator, kind: string): number {
  return journal.find("POST", new RegExp(`/${kind}/[0-9]+/tasks$`)).flatMap((entry) => entry.startedTasks).length;
}
