import { describe, expect, it } from "vitest";
import type { ProcessStep, TaskResult } from "../../../protocol/anaplan/types.ts";
import type { ImportOutcome } from "../../../target/import-run.ts";
import type { Place } from "../../../target/place.ts";
import { partOf, requireAllFiles } from "../../../target/process-files.ts";

const steps: ProcessStep[] = [
  { id: "112000000001", name: "Lists", importDataSourceId: "113000000001" },
  { id: "117000000001", name: "Delete" },
  { id: "112000000002", name: "Data", importDataSourceId: "113000000002" },
  { id: "112000000003", name: "Hub", importDataSourceId: "" },
];

const place = (importId: string, fileId: string, kind: "import" | "process" = "process"): Place => ({
  model: { workspaceId: "W", modelId: "M" },
  action: { kind, id: "118000000001", name: "Nightly" },
  importId,
  importType: undefined,
  fileId,
  sharedBy: [],
  steps: kind === "process" ? steps : [],
  dialect: { separator: ",", quote: '"', encoding: "UTF-8" },
  decimalSeparator: ".",
  headerNames: [],
  hasHeaderRow: true,
});

const lists = place("112000000001", "113000000001");
const data = place("112000000002", "113000000002");

describe("files of a process", () => {
  it("are all filled", () => {
    expect(() => requireAllFiles([lists, data])).not.toThrow();
    expect(() => requireAllFiles([place("112", "113", "import")])).not.toThrow();
    expect(() => requireAllFiles([])).not.toThrow();
  });

  it("must not be read as they lie there", () => {
    expect(() => requireAllFiles([lists])).toThrow(
      expect.objectContaining({
        code: "MAPPING_INVALID",
        context: { workspace_id: "W", model_id: "M", process_id: "118000000001", file_id: "113000000002" },
      }),
    );
  });
});

const result = (more: Partial<TaskResult> = {}): TaskResult => ({
  successful: true,
  failureDumpAvailable: false,
  details: [],
  nestedResults: [],
  ...more,
});
const loaded = (nestedResults: TaskResult[]): ImportOutcome => ({
  kind: "loaded",
  task: { workspaceId: "W", modelId: "M", kind: "process", actionId: "118000000001", taskId: "T" },
  result: result({ nestedResults }),
});

describe("a stream's part of the result", () => {
  it("is the step that reads its file", () => {
    const nested = [result({ objectId: "112000000001" }), result({ objectId: "112000000002", objectName: "Data" })];
    expect(partOf(loaded(nested), data)?.objectName).toBe("Data");
  });

  it("is found by its place where the steps have no ids", () => {
    const nested = steps.map(({ name }) => result({ objectName: name }));
    expect(partOf(loaded(nested), data)?.objectName).toBe("Data");
  });

  it("is the whole where nothing is said of steps, and of an import", () => {
    expect(partOf(loaded([]), data)).toMatchObject({ successful: true });
    expect(partOf(loaded([result({ objectId: "x" })]), place("1", "2", "import"))?.nestedResults).toHaveLength(1);
  });

  it("is missing where the step did not run, or all failed", () => {
    expect(partOf(loaded([result({ objectId: "112000000001" })]), data)).toBeUndefined();
    const { task } = loaded([]);
    expect(partOf({ kind: "failed", task, result: undefined }, data)).toBeUndefined();
    expect(partOf({ kind: "cancelled", task }, data)).toBeUndefined();
  });
});
