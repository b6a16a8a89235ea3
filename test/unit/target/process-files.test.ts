import { describe, expect, it } from "vitest";
import type { ProcessStep, TaskResult } from "../../../protocol/anaplan/types.ts";
import type { ImportOutcome } from "../../../target/import-run.ts";
import type { Place } from "../../../target/place.ts";
import { otherParts, partsOf, requireAllFiles } from "../../../target/process-files.ts";

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

const names = (parts: readonly { result: TaskResult }[]) => parts.map((part) => part.result.objectName);

describe("a stream's parts of the result", () => {
  it("are the steps that read its file", () => {
    const nested = [result({ objectId: "112000000001" }), result({ objectId: "112000000002", objectName: "Data" })];
    expect(names(partsOf(loaded(nested), data))).toEqual(["Data"]);
  });

  it("are all of them where a list and a module are loaded from one file", () => {
    const again = { id: "112000000004", name: "Cells", importDataSourceId: "113000000001" };
    const both = { ...lists, steps: [...steps, again] };
    const nested = [...steps, again].map(({ id, name }) => result({ objectId: id, objectName: name }));
    expect(names(partsOf(loaded(nested), both))).toEqual(["Lists", "Cells"]);
  });

  it("are found by their place where the steps have no ids", () => {
    const nested = steps.map(({ name }) => result({ objectName: name }));
    expect(names(partsOf(loaded(nested), data))).toEqual(["Data"]);
  });

  it("are the whole where nothing is said of steps, and of an import", () => {
    expect(partsOf(loaded([]), data)).toMatchObject([{ result: { successful: true } }]);
    const [whole] = partsOf(loaded([result({ objectId: "x" })]), place("1", "2", "import"));
    expect(whole?.result.nestedResults).toHaveLength(1);
  });

  it("are told of a process that failed in another step", () => {
    const nested = [result({ objectId: "112000000001" }), result({ objectId: "112000000002", successful: false })];
    const failed = { ...loaded(nested), kind: "failed" } as ImportOutcome;
    expect(partsOf(failed, lists)).toMatchObject([{ importId: "112000000001", result: { successful: true } }]);
  });

  it("are missing where the step did not run, or all failed", () => {
    expect(partsOf(loaded([result({ objectId: "112000000001" })]), data)).toEqual([]);
    const { task } = loaded([]);
    expect(partsOf({ kind: "failed", task, result: undefined }, data)).toEqual([]);
    expect(partsOf({ kind: "failed", task, result: result({ successful: false }) }, data)).toEqual([]);
    expect(partsOf({ kind: "cancelled", task }, data)).toEqual([]);
  });

  it("leave over what no stream fills", () => {
    const nested = steps.map(({ id, name }) => result({ objectId: id, objectName: name }));
    expect(names(otherParts(loaded(nested), [lists, data]))).toEqual(["Delete", "Hub"]);
    expect(otherParts(loaded([]), [place("112", "113", "import")])).toEqual([]);
  });
});
