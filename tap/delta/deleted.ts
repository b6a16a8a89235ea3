/** The column that marks rows which are gone. Pure. */
import type { DeltaSettings } from "../settings.ts";
import type { StreamColumn } from "../stream.ts";

export function deletedColumn({ deletedColumn: name }: DeltaSettings): StreamColumn {
  const schema =
    name === "_sdc_deleted_at" ? { type: ["null", "string"], format: "date-time" } : { type: ["null", "boolean"] };
  const type = name === "_sdc_deleted_at" ? ("date-time" as const) : ("boolean" as const);
  return { name, type, schema, isKey: false, canReplicate: false, facts: {} };
}

/** JSON member of a row that is there. */
export function presentMember({ deletedColumn: name }: DeltaSettings): string {
  return `"${name}":${name === "_sdc_deleted_at" ? "null" : "false"}`;
}

/** JSON member of a row that is gone since `at`, in milliseconds. */
export function deletedMember({ deletedColumn: name }: DeltaSettings, at: number): string {
  return `"${name}":${name === "_sdc_deleted_at" ? JSON.stringify(new Date(at).toISOString()) : "true"}`;
}
