import { describe, expect, it } from "vitest";
import type { ActionRef, AnaplanClient, TaskStatus } from "../../../protocol/anaplan/types.ts";
import { ConnectorError } from "../../../protocol/errors.ts";
import { type LeftRun, leftOutcome, startOf } from "../../../target/adopt.ts";

const action: ActionRef = { workspaceId: "W", modelId: "M", kind: "import", actionId: "112000000001" };
const actual = [{ entityType: "Version", entityName: "Actual" }];
const start = startOf(action, actual);
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, metric: () => {} };

const loaded = (rows: number): Partial<TaskStatus> => ({
  taskState: "COMPLETE",
  result: {
    successful: true,
    failureDumpAvailable: false,
    details: [{ type: "hierarchyRowsProcessed", values: { successRowCount: String(rows) } }],
    nestedResults: [],
  } as unknown as NonNullable<TaskStatus["result"]>,
});
const failed = { taskState: "COMPLETE", result: { ...loaded(0).result, successful: false } } as Partial<TaskStatus>;

/** Task ids of the action, oldest first, and how each ends. */
function outcome(left: LeftRun["tasks"], ends: Record<string, Partial<TaskStatus>>, more: Partial<LeftRun> = {}) {
  const client = {
    tasks: async () => Object.keys(ends).map((taskId) => ({ taskId, taskState: "COMPLETE" })),
    followTask: async ({ taskId }: { taskId: string }) => {
      const end = ends[taskId];
      if (end === undefined) throw new ConnectorError("TASK_OUTCOME_UNKNOWN", { what: "Anaplan no longer knows it" });
      return { taskId, ...end };
    },
  } as unknown as AnaplanClient;
  const clock = { now: () => 0, sleep: async () => {} };
  return leftOutcome({ action, mapping: actual, tasks: left, rows: 7, context: {}, ...more }, { client, clock, log });
}

const named = { start, known: ["T1"], taskId: "T2" };
const unnamed = { start, known: ["T1"] };

describe("a task that a killed run left", () => {
  it("is taken over where it has loaded the rows", async () => {
    expect(await outcome([named], { T1: loaded(7), T2: loaded(7) })).toMatchObject({
      kind: "loaded",
      task: { ...action, taskId: "T2" },
    });
  });

  it("is found in the list where its id was not noted", async () => {
    expect(await outcome([unnamed], { T1: loaded(7), T2: loaded(7) })).toMatchObject({ task: { taskId: "T2" } });
  });

  it.each<[string, LeftRun["tasks"], Record<string, Partial<TaskStatus>>, Partial<LeftRun>?]>([
    ["there is none", [undefined], { T1: loaded(7) }],
    ["it failed", [named], { T2: failed }],
    ["it was cancelled", [named], { T2: { taskState: "CANCELLED" } }],
    ["Anaplan does not know it any more", [named], {}],
    ["none has been started since", [unnamed], { T1: loaded(7) }],
    ["several have been started since, by whomever", [unnamed], { T1: loaded(7), T2: loaded(7), T3: loaded(7) }],
    ["the one that was started since has loaded another file", [unnamed], { T1: loaded(7), T2: loaded(8) }],
    ["the rows go to another version now", [named], { T2: loaded(7) }, { mapping: [] }],
    ["another action reads the file now", [named], { T2: loaded(7) }, { action: { ...action, kind: "process" } }],
    ["one of several files is another now", [named, undefined], { T2: loaded(7) }],
    ["several files were read by several tasks", [named, { ...named, taskId: "T3" }], { T2: loaded(7), T3: loaded(7) }],
  ])("is not where %s", async (_name, left, ends, more) => {
    expect(await outcome(left, ends, more)).toBeUndefined();
  });
});
