/** Opens what is written without an import: lists, modules, and the list from which a stream deletes. Only reads. */
import type { AnaplanClient, ModelRef, NamedObject } from "../protocol/anaplan/types.ts";
import type { Log } from "../protocol/log.ts";
import { resolveNamed } from "../protocol/names.ts";
import type { StreamEntry } from "../schemas/generated/types.ts";
import { createCellTarget, moduleFormOf } from "./cell-target.ts";
import type { DirectPlace } from "./direct-load.ts";
import { type ListForm, listFormOf, mapListColumns } from "./list-items.ts";
import { createListTarget } from "./list-target.ts";
import type { Places } from "./place.ts";
import type { TargetSettings } from "./settings.ts";

export interface DirectPlacePorts {
  client: AnaplanClient;
  log: Log;
  places: Places;
  settings: TargetSettings;
}

const MODULE_RANK = 300;
const DEEPEST = 50;

/** Undefined for an entry that goes to an import or a process. Throws NAME_UNKNOWN, NAME_AMBIGUOUS. */
export async function directPlaceOf(entry: StreamEntry, ports: DirectPlacePorts): Promise<DirectPlace | undefined> {
  const { client, log } = ports;
  if (entry.list !== undefined) {
    const { model, form } = await findList(entry, entry.list, ports);
    const rank = await depthOf(client, model, form);
    return { model, target: createListTarget({ client, log, model, form, entry }), rank };
  }
  if (entry.module !== undefined) {
    const model = await modelOf(entry, ports);
    const context = { stream: entry.stream, workspace_id: model.workspaceId, model_id: model.modelId };
    const module = resolveNamed(entry.module, await client.modules(model), "module", whereOf(entry), context);
    const form = await moduleFormOf(client, model, module);
    return { model, target: createCellTarget({ client, log, model, form, entry }), rank: MODULE_RANK };
  }
  return undefined;
}

/** The list that loses items, and the property that fills its items' codes where the stream itself goes there. */
export async function deleteListOf(
  entry: StreamEntry,
  properties: readonly string[],
  ports: DirectPlacePorts,
): Promise<{ model: ModelRef; list: NamedObject; mapped: string | undefined } | undefined> {
  const name = entry.deletes?.list ?? (entry.deletes === undefined ? undefined : entry.list);
  if (name === undefined) return undefined;
  const { model, form } = await findList(entry, name, ports);
  if (entry.list === undefined) return { model, list: form, mapped: undefined };
  const { columns } = mapListColumns(form, properties, entry.columns);
  const filling = ["code", "name"].flatMap((kind) => columns.filter((column) => column.kind === kind));
  const [first] = filling.flatMap((column) => ("property" in column ? [column.property] : []));
  return { model, list: form, mapped: first };
}

async function findList(
  entry: StreamEntry,
  name: string,
  ports: DirectPlacePorts,
): Promise<{ model: ModelRef; form: ListForm }> {
  const { client } = ports;
  const model = await modelOf(entry, ports);
  const context = { stream: entry.stream, workspace_id: model.workspaceId, model_id: model.modelId };
  const { id } = resolveNamed(name, await client.lists(model), "list", whereOf(entry), context);
  return { model, form: listFormOf(id, await client.listMetadata(model, id)) };
}

function modelOf(entry: StreamEntry, { places, settings }: DirectPlacePorts): Promise<ModelRef> {
  return places.model(entry.workspace ?? settings.workspace, entry.model ?? settings.model, whereOf(entry));
}

function whereOf({ stream }: StreamEntry): string {
  return `Entry of stream "${stream}"`;
}

/** How many lists stand above it. */
async function depthOf(client: AnaplanClient, model: ModelRef, { parentId }: ListForm): Promise<number> {
  let depth = 0;
  for (let next = parentId; next !== undefined && depth < DEEPEST; depth++)
    next = listFormOf(next, await client.listMetadata(model, next)).parentId;
  return depth;
}
