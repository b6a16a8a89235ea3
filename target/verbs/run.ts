/** `run ACTION`: an import, process, delete or any other action, no data needed. */
import type { TaskResult, TaskStatus } from "../../protocol/anaplan/types.ts";
import { readRows } from "../../protocol/csv/rows.ts";
import { openLiveArea } from "../../protocol/terminal.ts";
import { type FoundAction, findAction, runFoundAction, stepsOf } from "../actions.ts";
import { countsOf, failure, type ImportOutcome } from "../import-run.ts";
import { createPlaces } from "../place.ts";
import { judge } from "../policy.ts";
import { readDump } from "../rejects.ts";
import { taskReportOf } from "../task-report.ts";
import { FORMAT_OPTION, printFacts } from "./output.ts";
import { textsOption, type VerbRun, wrongArgument } from "./verb.ts";

export const RUN_OPTIONS = {
  ...FORMAT_OPTION,
  mapping: {
    type: "string",
    requiresArg: true,
    description: "Dimension=Member for a value the action asks for; repeat it; IMPORT_ID/Dimension=Member in a process",
  },
} as const;

/** Throws what the task ends with if it does not end well, and ROWS_REJECTED or ROWS_IGNORED by the settings. */
export async function run({ client, settings, values, io }: VerbRun): Promise<number> {
  const places = createPlaces(client, settings);
  const mapping = parseMapping(textsOption(values, "mapping"));
  const action = await findAction({ action: String(values.action) }, "run", places, settings, client);
  const planned = await stepsOf(client, action);
  const area = await openLiveArea(io);
  const ports = { client, clock: io.clock, log: io.log };
  const onProgress = ({ currentStep, progress }: TaskStatus) =>
    area.update(() => [`${action.name}: ${currentStep ?? "running"} ${Math.round((progress ?? 0) * 100)} %`]);
  const outcome = await runFoundAction(action, mapping, ports, onProgress).finally(() => area.close());
  const rows = await rowsOf(action, outcome, client);
  const facts = { action: action.name, ...action.context, ...taskReportOf(outcome, planned), ...(rows && { rows }) };
  await printFacts(values.format, facts, io.stdout);
  if (outcome.kind === "failed" || outcome.kind === "cancelled") throw failure(outcome, action.kind, action.context);
  const context = { ...action.context, task_id: outcome.task.taskId };
  const refusal = rows && judge(rows, settings.policy, context);
  if (refusal !== undefined) throw refusal;
  return 0;
}

/** Throws ARGUMENT_INVALID. */
export function parseMapping(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
      throw wrongArgument(`--mapping "${text}" is not understood.`, "Write Dimension=Member, such as Version=Actual.");
    }),
  );
}

interface Rows {
  received: number;
  loaded: number;
  ignored: number;
  rejected: number;
}

/** Over all imports of the task: their own counts, the dump where those do not tell. */
async function rowsOf(
  { kind }: FoundAction,
  outcome: ImportOutcome,
  client: VerbRun["client"],
): Promise<Rows | undefined> {
  if (outcome.kind === "failed" || outcome.kind === "cancelled" || (kind !== "import" && kind !== "process"))
    return undefined;
  const { task, result } = outcome;
  const parts = kind === "process" ? result.nestedResults : [result];
  const sum: Rows = { received: 0, loaded: 0, ignored: 0, rejected: 0 };
  for (const part of parts) {
    const { loaded, ignored, failed } = countedRows(part);
    const nested = kind === "process" ? part.objectId : undefined;
    const rejected = failed ?? (part.failureDumpAvailable ? await dumpedRows(client, task, nested) : 0);
    sum.loaded += loaded;
    sum.ignored += ignored;
    sum.rejected += rejected;
    sum.received += loaded + ignored + rejected;
  }
  return sum;
}

/** Where several details count, the largest one is the one that counts rows. */
function countedRows(part: TaskResult): { loaded: number; ignored: number; failed: number | undefined } {
  const { counts } = countsOf(part);
  const most = (key: "successful" | "warnings" | "ignored") => Math.max(0, ...counts.map((count) => count[key] ?? 0));
  const failed = counts.flatMap((count) => (count.failed === undefined ? [] : [count.failed]));
  return {
    loaded: most("successful"),
    ignored: most("ignored"),
    failed: failed.length === 0 ? undefined : Math.max(...failed),
  };
}

async function dumpedRows(
  client: VerbRun["client"],
  task: ImportOutcome["task"],
  nested: string | undefined,
): Promise<number> {
  const bytes = await client.dump(task, nested);
  let rejected = 0;
  if (bytes !== undefined) for await (const { status } of readDump(readRows(bytes))) rejected += status === "W" ? 0 : 1;
  return rejected;
}
