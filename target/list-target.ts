/** Adds, updates and deletes items of one list, in batches; failures go back to their records by position. */
import type { AnaplanClient, ListItemWrite, ModelRef, WriteReply } from "../protocol/anaplan/types.ts";
import { ConnectorError } from "../protocol/errors.ts";
import type { Log } from "../protocol/log.ts";
import type { StreamEntry } from "../schemas/generated/types.ts";
import type { DirectTarget, WriteOutcome } from "./direct-load.ts";
import { itemOf, type ListForm, type ListMapping, mapListColumns } from "./list-items.ts";

export interface ListTargetParts {
  client: AnaplanClient;
  log: Log;
  model: ModelRef;
  form: ListForm;
  entry: StreamEntry;
}

export function createListTarget({ client, log, model, form, entry }: ListTargetParts): DirectTarget {
  const mode = entry.list_action ?? "upsert";
  const context = { stream: entry.stream, workspace_id: model.workspaceId, model_id: model.modelId };
  let mapping: ListMapping;
  const add = (items: readonly ListItemWrite[]) => client.addItems(model, form.id, items);
  const update = (items: readonly ListItemWrite[]) => client.updateItems(model, form.id, items);

  return {
    kind: "list",
    id: form.id,
    name: form.name,
    open: ({ schema }) => {
      mapping = mapListColumns(form, Object.keys(schema.properties), entry.columns);
      requireFitting(mapping, form, context);
      if (mapping.unused.length > 0)
        log.warn(`Not in the list, so not sent: ${mapping.unused.map((name) => `"${name}"`).join(", ")}`, context);
    },
    problemOf: (record) => {
      const item = itemOf(record, mapping, form);
      return typeof item === "string" ? item : undefined;
    },
    write: async (records) => {
      const outcome: WriteOutcome = { loaded: 0, ignored: 0, failures: new Map() };
      const items: ListItemWrite[] = [];
      const positions: number[] = [];
      for (const [at, record] of records.entries()) {
        const item = itemOf(record, mapping, form);
        if (typeof item === "string") outcome.failures.set(at, [item]);
        else {
          items.push(item);
          positions.push(at);
        }
      }
      if (items.length === 0) return outcome;
      const { done, failures } = await writeItems(mode, items, add, update);
      for (const { index, errors } of failures) outcome.failures.set(positions[index] ?? -1, errors);
      outcome.loaded = Math.min(done, items.length - failures.length);
      outcome.ignored = items.length - failures.length - outcome.loaded;
      return outcome;
    },
  };
}

interface Written {
  done: number;
  failures: { index: number; errors: string[] }[];
}

type Call = (items: readonly ListItemWrite[]) => Promise<WriteReply>;

/** Items that are there already are ignored by an add and never updated (anaplan-api.md 4.5): for an upsert the update follows
 *  unless every item was new. What the add refused may be there under its code: the update decides. */
async function writeItems(
  mode: "add" | "update" | "upsert",
  items: readonly ListItemWrite[],
  add: Call,
  update: Call,
): Promise<Written> {
  if (mode !== "upsert") return written(await (mode === "add" ? add : update)(items));
  const added = await add(items);
  if (added.done === items.length) return written(added);
  const updated = await update(items);
  const reasons = new Map(added.failures.map(({ index, ...failure }) => [index, textOf(failure)]));
  const failures = updated.failures.map(({ index, ...failure }) => ({
    index,
    errors: [reasons.get(index), textOf(failure)].filter((text) => text !== undefined),
  }));
  return { done: added.done + updated.done, failures };
}

function written({ done, failures }: WriteReply): Written {
  return { done, failures: failures.map(({ index, ...failure }) => ({ index, errors: [textOf(failure)] })) };
}

function textOf({ type, details }: { type: string; details: string }): string {
  return details === "" ? type : details;
}

function requireFitting({ columns, wrong }: ListMapping, { name, isNumbered }: ListForm, context: object): void {
  if (wrong.length > 0)
    throw new ConnectorError("MAPPING_INVALID", {
      what: `"columns" does not fit the list "${name}": ${wrong.map(({ header, why }) => `"${header}": ${why}`).join("; ")}.`,
      next: 'Write "name", "code", "parent", or the name of a property or subset: "property of the record".',
      context,
    });
  const has = (kind: string) => columns.some((column) => column.kind === kind);
  if (has("code") || (has("name") && !isNumbered)) return;
  throw new ConnectorError("IMPORT_MAPPING_BROKEN", {
    what: `The stream has neither ${isNumbered ? "" : "name nor "}code for the items of the list "${name}".`,
    next: 'Map it in the entry of the stream: "columns": {"code": "<property>"}.',
    context,
  });
}
