/** `dump`: the rows of a task that Anaplan refused, or took with a warning, from ids or from a run report. */
import { readFileSync } from "node:fs";
import type { AnaplanClient, TaskRef } from "../../protocol/anaplan/types.ts";
import { readRows } from "../../protocol/csv/rows.ts";
import { resolveNamed } from "../../protocol/names.ts";
import type { RunReport } from "../../schemas/generated/types.ts";
import { createPlaces } from "../place.ts";
import { readDump } from "../rejects.ts";
import { openOutput, printRows } from "./output.ts";
import { textOption, type VerbRun, wrongArgument } from "./verb.ts";

export const DUMP_OPTIONS = {
  format: { choices: ["csv", "table", "json"], default: "csv", description: "As Anaplan wrote it, or its rows" },
  import: { type: "string", requiresArg: true, description: "Id or name of the import; of a step with --process" },
  process: { type: "string", requiresArg: true, description: "Id or name of the process" },
  task: { type: "string", requiresArg: true, description: "Id of the task; the last one when absent" },
  report: { type: "string", requiresArg: true, description: "Run report to take the ids from" },
  stream: {
    type: "string",
    requiresArg: true,
    description: "Stream of the run report; the first with rejects if absent",
  },
  output: { type: "string", alias: "o", requiresArg: true, description: "File instead of stdout" },
} as const;

interface Wanted {
  task: TaskRef;
  /** Step of a process. */
  step: string | undefined;
}

export async function dump(run: VerbRun): Promise<number> {
  const { client, values, io } = run;
  const { task, step } = values.report === undefined ? await fromOptions(run) : await fromReport(run);
  const bytes = await client.dump(task, step);
  if (bytes === undefined) {
    io.log.warn("There is no dump (any more): nothing was refused, or a later run has replaced it", {
      model_id: task.modelId,
      task_id: task.taskId,
    });
  }
  const output = openOutput(textOption(values, "output"), io.stdout);
  if (values.format === "csv") {
    for await (const part of bytes ?? []) await output.write(part);
  } else {
    const rows: Record<string, unknown>[] = [];
    for await (const { status, line, errors, names, values: texts } of readDump(readRows(bytes ?? []))) {
      const record = Object.fromEntries(names.map((name, at) => [name, texts[at] ?? ""]));
      rows.push({ status: status ?? "E", line, errors, record });
    }
    await printRows(values.format, ["status", "line", "errors", "record"], rows, output);
  }
  await output.end();
  return 0;
}

async function fromOptions({ client, settings, values }: VerbRun): Promise<Wanted> {
  const [imported, process] = [textOption(values, "import"), textOption(values, "process")];
  if (imported === undefined && process === undefined)
    throw wrongArgument("It is not said whose rows are wanted.", "Add --import or --process, or --report.");
  const model = await createPlaces(client, settings).model(settings.workspace, settings.model, "dump");
  const ids = { workspace_id: model.workspaceId, model_id: model.modelId };
  const step = imported && resolveNamed(imported, await client.imports(model), "import", "dump", ids).id;
  const parent = process && resolveNamed(process, await client.processes(model), "process", "dump", ids).id;
  const action = {
    ...model,
    kind: parent ? ("process" as const) : ("import" as const),
    actionId: parent ?? step ?? "",
  };
  const taskId = textOption(values, "task") ?? (await client.tasks(action)).at(-1)?.taskId;
  if (taskId === undefined) throw wrongArgument("This action has not run.", "Name another one, or a --task.");
  const task = { ...action, taskId };
  if (parent === undefined) return { task, step: undefined };
  return { task, step: step ?? (await onlyStep(client, task)) };
}

/** The step with a dump, where there is one only. */
async function onlyStep(client: AnaplanClient, task: TaskRef): Promise<string | undefined> {
  const { result } = await client.task(task);
  const steps = (result?.nestedResults ?? []).filter(({ failureDumpAvailable }) => failureDumpAvailable);
  if (steps.length <= 1) return steps[0]?.objectId;
  const names = steps.map(({ objectId, objectName }) => `"${objectName ?? objectId}" (${objectId})`).join(", ");
  throw wrongArgument(`Several steps of the process have a dump: ${names}.`, "Add --import to name one of them.");
}

async function fromReport({ values }: VerbRun): Promise<Wanted> {
  const path = String(values.report);
  const { streams } = readReport(path);
  const name = textOption(values, "stream");
  const found = streams.find(({ stream, rows }) => (name === undefined ? rows.rejected > 0 : stream === name));
  const taskId = found?.tasks.findLast(({ rejects_file }) => rejects_file !== undefined)?.task_id;
  const last = taskId ?? found?.tasks.at(-1)?.task_id;
  if (found?.workspace_id === undefined || found.model_id === undefined || last === undefined)
    throw wrongArgument(
      name === undefined
        ? `No stream of the report ${path} has rejected rows.`
        : `The report has no task of "${name}".`,
      "Name another --stream, or the ids: --import and --task.",
    );
  const model = { workspaceId: found.workspace_id, modelId: found.model_id };
  const { import_id = "", process_id } = found;
  if (process_id === undefined)
    return { task: { ...model, kind: "import", actionId: import_id, taskId: last }, step: undefined };
  return { task: { ...model, kind: "process", actionId: process_id, taskId: last }, step: import_id };
}

function readReport(path: string): RunReport {
  try {
    const report = JSON.parse(readFileSync(path, "utf8")) as Partial<RunReport>;
    if (Array.isArray(report.streams)) return report as RunReport;
  } catch (cause) {
    throw wrongArgument(`The run report ${path} cannot be read.`, "Give the file named in report_file.", cause);
  }
  throw wrongArgument(`The file ${path} is no run report.`, "Give the file named in report_file.");
}
