/** `list KIND`: what there is in Anaplan, with ids, for people and for scripts. */
import { ConnectorError } from "../../protocol/errors.ts";
import { formatTable } from "../../protocol/terminal.ts";
import { openScope } from "../scope.ts";
import { metadataRows } from "../streams/metadata.ts";
import type { MetadataName } from "../streams/metadata-kinds.ts";
import { csvText } from "./csv-text.ts";
import type { VerbRun } from "./verb.ts";

export const LIST_KINDS = [
  "workspaces",
  "models",
  "exports",
  "imports",
  "files",
  "processes",
  "actions",
  "lists",
  "modules",
  "views",
] as const satisfies readonly MetadataName[];

/** Besides id and name; of rows within models their model comes first. */
const COLUMNS: Partial<Record<MetadataName, readonly string[]>> = {
  workspaces: ["id", "name"],
  models: ["currentWorkspaceName", "id", "name", "activeState", "lastModified"],
  exports: ["model_name", "id", "name", "exportType", "exportFormat"],
  imports: ["model_name", "id", "name", "importType", "importDataSourceId"],
  files: ["model_name", "id", "name", "chunkCount", "separator", "encoding"],
  actions: ["model_name", "id", "name", "actionType"],
};
const PLAIN = ["model_name", "id", "name"];

export async function list({ client, settings, values, io }: VerbRun): Promise<number> {
  const kind = LIST_KINDS.find((name) => name === values.kind);
  if (kind === undefined) {
    throw new ConnectorError("ARGUMENT_INVALID", {
      what: `"${String(values.kind)}" cannot be listed.`,
      next: `There are: ${LIST_KINDS.join(", ")}.`,
    });
  }
  const scope = await openScope({ client, settings, log: io.log });
  const rows: Record<string, unknown>[] = [];
  for await (const { model, rows: some } of metadataRows(kind, scope, io.signal)) {
    rows.push(...some.map((row) => ({ ...row, ...(model && { model_name: model.name }) })));
  }
  const columns = COLUMNS[kind] ?? PLAIN;
  await io.stdout.write(await format(String(values.format), columns, rows));
  return 0;
}

async function format(form: string, columns: readonly string[], rows: Record<string, unknown>[]): Promise<string> {
  const cells = rows.map((row) => columns.map((column) => cell(row[column])));
  switch (form) {
    case "json":
      return `${JSON.stringify(rows, null, 2)}\n`;
    case "csv":
      return csvText([[...columns], ...cells]);
    default:
      return formatTable([...columns], cells);
  }
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
