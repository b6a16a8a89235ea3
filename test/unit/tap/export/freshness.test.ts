import { describe, expect, it } from "vitest";
import type { TaskStatus } from "../../../../protocol/anaplan/types.ts";
import { hasReplaced, lastComplete, newerTasks } from "../../../../tap/export/freshness.ts";

function task(taskId: string, creationTime?: number, parts: Partial<TaskStatus> = {}): TaskStatus {
  return { taskId, taskState: "COMPLETE", ...(creationTime !== undefined && { creationTime }), ...parts };
}
const ids = (tasks: TaskStatus[]) => tasks.map(({ taskId }) => taskId);
const failed = { successful: false, failureDumpAvailable: false, details: [], nestedResults: [] };

describe("newerTasks", () => {
  it("goes by time, whatever the order of the list", () => {
    expect(ids(newerTasks([task("c", 3), task("b", 2), task("a", 1)], "b"))).toEqual(["c"]);
  });

  it("goes by the order of the list where times are missing or equal", () => {
    expect(ids(newerTasks([task("a"), task("b"), task("c")], "b"))).toEqual(["c"]);
    expect(ids(newerTasks([task("a", 1), task("b", 1), task("c", 1)], "b"))).toEqual(["c"]);
  });

  it("goes by the known time of a task that is no longer listed", () => {
    expect(ids(newerTasks([task("a", 1), task("c", 3)], "b", 2))).toEqual(["c"]);
    expect(newerTasks([task("a"), task("c")], "b", 2)).toEqual([]);
  });
});

describe("hasReplaced", () => {
  it("is a task that ended well", () => {
    expect(hasReplaced(task("a"))).toBe(true);
    expect(hasReplaced(task("a", 1, { result: failed }))).toBe(false);
    expect(hasReplaced(task("a", 1, { taskState: "IN_PROGRESS" }))).toBe(false);
  });
});

describe("lastComplete", () => {
  it("is the latest that ended well", () => {
    const tasks = [
      task("a", 1),
      task("b", 2),
      task("c", 3, { result: failed }),
      task("d", 4, { taskState: "CANCELLED" }),
    ];
    expect(lastComplete(tasks)?.taskId).toBe("b");
    expect(lastComplete([...tasks].reverse())?.taskId).toBe("b");
    expect(lastComplete([])).toBeUndefined();
  });
});
