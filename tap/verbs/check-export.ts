/** What can be said of one export without running it: format, layout, and whether its file is there for this user. */
import type { AnaplanClient, ExportDefinition, TaskStatus } from "../../protocol/anaplan/types.ts";
import { type Finding, ok, type Report } from "../../protocol/findings.ts";
import { formatOf, hasAllPages, layoutOf, unsupportedReason } from "../export/format.ts";
import { adminsOnlyError, lastComplete } from "../export/freshness.ts";
import type { ScopedModel } from "../scope.ts";
import type { TapSettings } from "../settings.ts";

/** Three exchanges: metadata, last run, file. */
export async function exportFindings(
  client: AnaplanClient,
  model: ScopedModel,
  definition: ExportDefinition,
  { now, layout }: { now: number; layout: TapSettings["layout"] },
  report: Report,
): Promise<void> {
  const context = { workspace_id: model.workspace.id, model_id: model.id, export_id: definition.id };
  const metadata = await client.exportMetadata(model.ref, definition.id);
  const shape = shapeFinding({ definition, metadata }, layout);
  if (shape !== undefined) report({ ...shape, context });
  if (shape?.level === "problem") return;
  const tasks = await client.tasks({ ...model.ref, kind: "export", actionId: definition.id });
  const chunks = await client.chunks(model.ref, definition.id);
  const file = fileFinding(definition.name, lastComplete(tasks), chunks.length > 0, now);
  report({ ...file, context });
}

function shapeFinding(
  facts: Parameters<typeof unsupportedReason>[0],
  wanted: TapSettings["layout"],
): Finding | undefined {
  const { name } = facts.definition;
  const layout = layoutOf(facts);
  const reason = unsupportedReason(facts);
  if (reason !== undefined)
    return {
      code: "EXPORT_FORMAT_UNSUPPORTED",
      level: "problem",
      what: `The export "${name}" cannot be read: it writes ${formatOf(facts) ?? "no csv or txt file"}.`,
      why: reason,
      next: "Have a model builder save it as CSV.",
    };
  if (hasAllPages(facts) && wanted === "as_is")
    return {
      code: "EXPORT_GRID_WITH_PAGES",
      level: "warning",
      what: `The export "${name}" is a grid with all pages.`,
      why: "Its page items become columns without names of their own, and its column headers change with the model.",
      next: 'Set "layout" to "long", or have a model builder save it as Tabular Multiple Column.',
    };
  if (layout !== "GRID_CURRENT_PAGE") return undefined;
  return {
    code: "EXPORT_GRID_CURRENT_PAGE",
    level: "warning",
    what: `The export "${name}" is a grid of the current page.`,
    why: "It holds the page that was chosen when it was saved, and column headers that change with the model.",
    next: "Have a model builder save it as Tabular Multiple Column if all pages are wanted.",
  };
}

/** Private content lives this long (anaplan-api.md 5.2). */
const privateMs = 48 * 3600_000;

function fileFinding(name: string, last: TaskStatus | undefined, hasFile: boolean, now: number): Finding {
  if (hasFile) return ok("EXPORT", `The export "${name}" can be read.`);
  const isRecent = last?.creationTime !== undefined && now - last.creationTime < privateMs;
  if (!isRecent) return ok("EXPORT", `The export "${name}" can be run; it has no file of this user at present.`);
  const { code, what, why, next } = adminsOnlyError({});
  return {
    code,
    level: "problem",
    what: `The export "${name}": ${what}`,
    ...(why !== undefined && { why }),
    ...(next !== undefined && { next }),
  };
}
