/** `run ACTION`: an import, process, delete or any other action, no data needed. */
import type { TaskStatus } from "../../protocol/anaplan/types.ts";
import { openLiveArea } from "../../protocol/terminal.ts";
import { findAction, partsOfAction, runFoundAction, stepsOf } from "../actions.ts";
import { failure } from "../import-run.ts";
import { type Ledger, newLedger } from "../ledger.ts";
import { type PartRows, readPartRows } from "../part-rows.ts";
import { createPlaces } from "../place.ts";
import { judge } from "../policy.ts";
import { stepsText, taskReportOf } from "../task-report.ts";
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
  const context = { ...action.context, task_id: outcome.task.taskId };
  const hasFailed = outcome.kind === "failed" || outcome.kind === "cancelled";
  const ran = hasFailed ? [] : partsOfAction(action, outcome, planned);
  const parts = await readPartRows(ran, outcome.task, context, { client, log: io.log, rejectsDir: undefined });
  const rows = sumOf(parts);
  const report = taskReportOf(outcome, planned, parts);
  await printFacts(
    values.format,
    { action: action.name, ...action.context, ...report, ...(rows && { rows }) },
    io.stdout,
  );
  if (hasFailed) throw failure(outcome, action.kind, action.context, stepsText(report));
  const refusal = rows && judge(rows, settings.policy, context, `"${action.name}"`);
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

/** Over all imports of the task: their own counts, the dump where those do not tell. */
function sumOf(parts: readonly PartRows[]): Ledger | undefined {
  if (parts.length === 0) return undefined;
  const sum = newLedger();
  for (const { rows } of parts) {
    const { loaded = 0, ignored = 0, rejected = 0 } = rows ?? {};
    sum.loaded += loaded;
    sum.ignored += ignored;
    sum.rejected += rejected;
    sum.received += loaded + ignored + rejected;
  }
  return sum;
}
