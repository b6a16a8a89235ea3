/** `list KIND`: what there is in Anaplan, with ids, for people and for scripts. */
import type { AnaplanClient, ModelRef } from "../../protocol/anaplan/types.ts";
import { createPlaces } from "../place.ts";
import { printRows } from "./output.ts";
import { type VerbRun, wrongArgument } from "./verb.ts";

interface Kind {
  columns: readonly string[];
  /** Undefined for what does not belong to a model. */
  inModel?(client: AnaplanClient, model: ModelRef): Promise<readonly object[]>;
  all?(client: AnaplanClient): Promise<readonly object[]>;
}

const PLAIN = ["id", "name"];
const KINDS = {
  workspaces: { columns: PLAIN, all: (client) => client.workspaces() },
  models: {
    columns: ["currentWorkspaceName", "id", "name", "activeState", "lastModified"],
    all: (client) => client.models(),
  },
  imports: {
    columns: ["id", "name", "importType", "importDataSourceId"],
    inModel: (client, model) => client.imports(model),
  },
  files: {
    columns: ["id", "name", "chunkCount", "separator", "encoding"],
    inModel: (client, model) => client.files(model),
  },
  processes: { columns: PLAIN, inModel: (client, model) => client.processes(model) },
  actions: { columns: ["id", "name", "actionType"], inModel: (client, model) => client.actions(model) },
  exports: { columns: ["id", "name", "exportType"], inModel: (client, model) => client.exports(model) },
  lists: { columns: PLAIN, inModel: (client, model) => client.lists(model) },
  modules: { columns: PLAIN, inModel: (client, model) => client.modules(model) },
  views: { columns: ["id", "name", "moduleId"], inModel: (client, model) => client.views(model) },
} satisfies Record<string, Kind>;

export const LIST_KINDS = Object.keys(KINDS);

/** Throws ARGUMENT_INVALID for a kind that is not there, CONFIG_INVALID where a model must be named. */
export async function list({ client, settings, values, io }: VerbRun): Promise<number> {
  const name = String(values.kind);
  const kind: Kind | undefined = Object.hasOwn(KINDS, name) ? KINDS[name as keyof typeof KINDS] : undefined;
  if (kind === undefined) throw wrongArgument(`"${name}" cannot be listed.`, `There are: ${LIST_KINDS.join(", ")}.`);
  const rows =
    kind.inModel === undefined
      ? ((await kind.all?.(client)) ?? [])
      : await kind.inModel(
          client,
          await createPlaces(client, settings).model(settings.workspace, settings.model, "list"),
        );
  await printRows(values.format, kind.columns, rows as readonly Record<string, unknown>[], io.stdout);
  return 0;
}
