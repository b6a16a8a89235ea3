/** Rows of imports that no stream of this run fills: steps of a process that read another model, actions before and after. Their
 *  counts are told like all others, and what they refused goes into a rejects file as the dump shows it. */
import type { AnaplanClient, TaskRef, TaskResult } from "../protocol/anaplan/types.ts";
import { readRows } from "../protocol/csv/rows.ts";
import type { ErrorContext } from "../protocol/errors.ts";
import type { Log } from "../protocol/log.ts";
import type { StepRows } from "../schemas/generated/types.ts";
import { countsOf } from "./import-run.ts";
import type { Part } from "./process-files.ts";
import { openRejectLines, type RejectLines } from "./reject-lines.ts";
import { type DumpRow, readDump } from "./rejects.ts";

/** Where several details count, the largest one is the one that counts rows. Undefined where none does. */
export function countedRows(result: TaskResult): StepRows | undefined {
  const { counts } = countsOf(result);
  if (counts.length === 0) return undefined;
  const most = (of: (count: (typeof counts)[number]) => number) => Math.max(...counts.map(of));
  return {
    loaded: most(({ successful = 0, warnings = 0 }) => successful + warnings),
    ignored: most(({ ignored = 0 }) => ignored),
    rejected: most(({ failed = 0 }) => failed),
  };
}

export interface PartRows {
  part: Part;
  rows: StepRows | undefined;
  /** Undefined when nothing was refused or warned about, and where no folder is given. */
  path: string | undefined;
}

export interface PartRowsPorts {
  client: AnaplanClient;
  log: Log;
  /** Undefined: rows are counted, not written. */
  rejectsDir: string | undefined;
}

/** Of each part that counts rows or has a dump; `context` holds the ids of the task. */
export async function readPartRows(
  parts: readonly Part[],
  task: TaskRef,
  context: ErrorContext,
  ports: PartRowsPorts,
): Promise<PartRows[]> {
  const found: PartRows[] = [];
  for (const part of parts) {
    const counted = countedRows(part.result);
    const mayHaveDump = part.result.failureDumpAvailable || (counted?.rejected ?? 0) > 0;
    const dumped = mayHaveDump ? await readPartDump(part, task, context, ports) : undefined;
    if (counted === undefined && dumped === undefined) continue;
    const { loaded = 0, ignored = 0, rejected = 0 } = counted ?? {};
    const rows = { loaded, ignored, rejected: Math.max(rejected, counted === undefined ? (dumped?.rejected ?? 0) : 0) };
    found.push({ part, rows, path: dumped?.path });
    if (rows.rejected > 0)
      ports.log.warn(`${rows.rejected} rows of "${part.name ?? part.importId}" rejected, which no stream filled`, {
        ...context,
        import_id: part.importId,
        ...(dumped?.path !== undefined && { rejects_file: dumped.path }),
        ...(dumped !== undefined && { reasons: dumped.reasons.join(" | ") }),
      });
  }
  return found;
}

interface PartDump {
  rejected: number;
  path: string | undefined;
  reasons: string[];
}

const SHOWN_REASONS = 3;

async function readPartDump(
  part: Part,
  task: TaskRef,
  context: ErrorContext,
  { client, rejectsDir }: PartRowsPorts,
): Promise<PartDump | undefined> {
  const bytes = await client.dump(task, task.kind === "process" ? part.importId : undefined);
  if (bytes === undefined) return undefined;
  const dump: PartDump = { rejected: 0, path: undefined, reasons: [] };
  const name = part.name ?? part.importId;
  let lines: RejectLines | undefined;
  try {
    for await (const row of readDump(readRows(bytes))) {
      if (row.status !== "W") dump.rejected += 1;
      const reason = row.errors.join("; ");
      if (dump.reasons.length < SHOWN_REASONS && !dump.reasons.includes(reason)) dump.reasons.push(reason);
      if (rejectsDir === undefined) continue;
      lines ??= openRejectLines(rejectsDir, `${name}-${task.taskId}`);
      await lines.write({ ...rejectOf(row), ...idsOf(name, part, task, context) });
    }
  } finally {
    await lines?.close();
  }
  dump.path = lines?.path;
  return dump;
}

/** The record is what the dump shows: nobody here has sent it. */
function rejectOf({ status, line, errors, names, values }: DumpRow) {
  const record = Object.fromEntries(names.map((name, at) => [name, values[at] ?? ""]));
  return { record, line: line ?? null, status: status ?? ("E" as const), errors };
}

function idsOf(stream: string, { importId }: Part, task: TaskRef, { workspace_id, model_id }: ErrorContext) {
  return {
    stream,
    workspace_id: workspace_id ?? task.workspaceId,
    model_id: model_id ?? task.modelId,
    import_id: importId,
    ...(task.kind === "process" && { process_id: task.actionId }),
    task_id: task.taskId,
  };
}
