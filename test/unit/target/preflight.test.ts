import { expect, it } from "vitest";
import type { ActionRef, AnaplanClient } from "../../../protocol/anaplan/types.ts";
import type { Place } from "../../../target/place.ts";
import { readersOf, runningReaders } from "../../../target/preflight.ts";

const place = {
  model: { workspaceId: "W", modelId: "M" },
  action: { kind: "process", id: "118000000001", name: "Nightly" },
  fileId: "113000000001",
  sharedBy: ["112000000002"],
} as unknown as Place;

it("names the own action first, then the other imports of the file", () => {
  expect(readersOf(place).map(({ kind, actionId }) => `${kind} ${actionId}`)).toEqual([
    "process 118000000001",
    "import 112000000002",
  ]);
});

it("finds tasks that are not over", async () => {
  const tasks = async ({ actionId }: ActionRef) =>
    actionId === "112000000002"
      ? [
          { taskId: "T1", taskState: "COMPLETE" },
          { taskId: "T2", taskState: "IN_PROGRESS" },
        ]
      : [{ taskId: "T0", taskState: "CANCELLED" }];
  const found = await runningReaders({ tasks } as unknown as AnaplanClient, place);
  expect(found.map(({ code, context }) => [code, context?.task_id])).toEqual([["TASK_RUNNING", "T2"]]);
});
