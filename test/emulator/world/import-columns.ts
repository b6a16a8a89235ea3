/** The mapping of an import met with the header of the uploaded file. A mapped column whose header is missing is
 *  silently left unmapped (anaplan-api.md 7.5). */
import type { ColumnTarget, ImportDefinition } from "./definition.ts";

/** `at` is the position in the row, -1 for a column that the file does not have. */
export type BoundColumn = { header: string; to: ColumnTarget; at: number };

export function bindColumns(definition: ImportDefinition, header: readonly string[]): BoundColumn[] {
  const positions = new Map<string, number>();
  for (const [at, name] of header.entries()) {
    if (!positions.has(name)) positions.set(name, at);
  }
  return definition.columns
    .map((column) => ({ ...column, at: positions.get(column.header) ?? -1 }))
    .filter((column) => column.at >= 0);
}

export function boundTo<Kind extends ColumnTarget["kind"]>(
  columns: BoundColumn[],
  kind: Kind,
): (BoundColumn & { to: Extract<ColumnTarget, { kind: Kind }> })[] {
  return columns.filter(
    (column): column is BoundColumn & { to: Extract<ColumnTarget, { kind: Kind }> } => column.to.kind === kind,
  );
}
