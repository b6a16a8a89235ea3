/** The columns that `metadata_columns` adds to each record of an export, a list or a view. */
import type { StreamColumn } from "../stream.ts";

const ROW_NUMBER_COLUMN = "_anaplan_row_number";

const TEXT_COLUMNS = ["_anaplan_workspace_id", "_anaplan_model_id", "_anaplan_export_id", "_anaplan_task_id"] as const;

export const METADATA_COLUMN_NAMES: readonly string[] = [...TEXT_COLUMNS, "_anaplan_exported_at", ROW_NUMBER_COLUMN];

export function metadataColumns(): StreamColumn[] {
  const rest = { isKey: false, canReplicate: false, facts: {} };
  return [
    ...TEXT_COLUMNS.map((name) => ({ name, type: "string" as const, schema: { type: ["null", "string"] }, ...rest })),
    {
      name: "_anaplan_exported_at",
      type: "date-time",
      schema: { type: ["null", "string"], format: "date-time" },
      ...rest,
    },
    { name: ROW_NUMBER_COLUMN, type: "integer", schema: { type: ["null", "integer"] }, ...rest },
  ];
}

export interface RecordOrigin {
  workspaceId: string;
  modelId: string;
  /** Undefined for a list or a view that is read without an export. */
  exportId: string | undefined;
  taskId: string | undefined;
  /** Milliseconds. */
  exportedAt: number | undefined;
}

/** For a reader's options; `wants` leaves out those that are not selected. */
export function originMembers(
  origin: RecordOrigin,
  wants: (column: string) => boolean,
): { constantMembers: string; rowNumberMember?: string } {
  return {
    constantMembers: constantMembers(origin, wants),
    ...(wants(ROW_NUMBER_COLUMN) && { rowNumberMember: ROW_NUMBER_COLUMN }),
  };
}

/** As JSON members. */
function constantMembers(origin: RecordOrigin, wants: (column: string) => boolean): string {
  const values: Record<string, string | null> = {
    _anaplan_workspace_id: origin.workspaceId,
    _anaplan_model_id: origin.modelId,
    _anaplan_export_id: origin.exportId ?? null,
    _anaplan_task_id: origin.taskId ?? null,
    _anaplan_exported_at: origin.exportedAt === undefined ? null : new Date(origin.exportedAt).toISOString(),
  };
  return Object.entries(values)
    .filter(([name]) => wants(name))
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
    .join(",");
}
