/** The columns that `metadata_columns` adds to each record of an export. */
import type { StreamColumn } from "../stream.ts";

export const ROW_NUMBER_COLUMN = "_anaplan_row_number";

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
  exportId: string;
  taskId: string | undefined;
  /** Milliseconds. */
  exportedAt: number | undefined;
}

/** The constant ones as JSON members; `wants` leaves out those that are not selected. */
export function constantMembers(origin: RecordOrigin, wants: (column: string) => boolean): string {
  const values: Record<string, string | null> = {
    _anaplan_workspace_id: origin.workspaceId,
    _anaplan_model_id: origin.modelId,
    _anaplan_export_id: origin.exportId,
    _anaplan_task_id: origin.taskId ?? null,
    _anaplan_exported_at: origin.exportedAt === undefined ? null : new Date(origin.exportedAt).toISOString(),
  };
  return Object.entries(values)
    .filter(([name]) => wants(name))
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
    .join(",");
}
