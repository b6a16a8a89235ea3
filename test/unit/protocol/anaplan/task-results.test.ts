import { describe, expect, it } from "vitest";
import { readTask, taskOfBody } from "../../../../protocol/anaplan/task-results.ts";

describe("a task", () => {
  it("is read wrapped and bare", () => {
    const task = { taskId: "T1", taskState: "NOT_STARTED" };
    expect(taskOfBody({ task: { taskId: "T1" } })).toEqual(task);
    expect(taskOfBody({ taskId: "T1" })).toEqual(task);
    expect(taskOfBody(undefined).taskId).toBe("");
  });

  it.each([
    ["NOT_STARTED", "NOT_STARTED"],
    ["IN_PROGRESS", "IN_PROGRESS"],
    ["COMPLETE", "COMPLETE"],
    ["CANCELLING", "CANCELLING"],
    ["CANCELLED", "CANCELLED"],
    ["SOMETHING_NEW", "IN_PROGRESS"],
  ])("%s reads as %s", (word, state) => {
    expect(readTask({ taskId: "T", taskState: word }).taskState).toBe(state);
  });

  it("is over once it has a result, whatever its state is called", () => {
    expect(readTask({ taskId: "T", result: { successful: true } }).taskState).toBe("COMPLETE");
    expect(readTask({ taskId: "T", taskState: "FINISHED", result: {} }).taskState).toBe("COMPLETE");
  });

  it("keeps progress, step, time and the result with its details", () => {
    const task = readTask({
      taskId: "D41F",
      taskState: "COMPLETE",
      progress: 1,
      currentStep: "Complete.",
      creationTime: 1780000000000,
      result: {
        successful: true,
        failureDumpAvailable: true,
        objectId: "112000000034",
        details: [
          {
            type: "hierarchyRowsProcessed",
            localMessageText: "Accounts: …",
            occurrences: 0,
            values: ["serverAlert", null, "hierarchyName", "Accounts", "successRowCount", 90, "odd one out"],
          },
          { values: [] },
          { type: "taskElementSucceeded" },
        ],
      },
    });
    expect(task).toMatchObject({ progress: 1, currentStep: "Complete.", creationTime: 1780000000000 });
    expect(task.result?.details).toEqual([
      {
        type: "hierarchyRowsProcessed",
        localMessageText: "Accounts: …",
        values: { hierarchyName: "Accounts", successRowCount: "90" },
      },
      { type: "unknown", values: {} },
      { type: "taskElementSucceeded", values: {} },
    ]);
  });

  it("reads every step of a process, details or not", () => {
    const { result } = readTask({
      taskId: "P",
      taskState: "COMPLETE",
      result: {
        successful: true,
        failureDumpAvailable: true,
        nestedResults: [
          { objectId: "112000000034", successful: true, failureDumpAvailable: true, details: [{ type: "x" }] },
          { objectId: "117000000008", successful: false },
        ],
      },
    });
    expect(result?.nestedResults).toMatchObject([
      { objectId: "112000000034", successful: true, failureDumpAvailable: true, details: [{ type: "x" }] },
      { objectId: "117000000008", successful: false, failureDumpAvailable: false, details: [], nestedResults: [] },
    ]);
  });

  it("takes a result without a word of success as a failure", () => {
    expect(readTask({ taskId: "T", taskState: "COMPLETE", result: {} }).result?.successful).toBe(false);
  });
});
