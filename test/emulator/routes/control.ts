/** The emulator's own paths, outside of Anaplan's: for tests that run in another process. No token needed. */

import type { FaultSpec } from "../faults/index.ts";
import { isRecord, Refusal, type Reply, readJsonText } from "../http/exchange.ts";
import { empty, json } from "../http/replies.ts";
import { compareExport } from "../world/compare.ts";
import { exportLayout } from "../world/layout.ts";
import type { Model } from "../world/model.ts";
import { type Call, notFound, open, type Route } from "./route.ts";

export const controlRoutes: Route[] = [
  open("GET", "/emulator/journal", ({ emulation }) => json(200, { requests: emulation.journal.entries })),
  open("DELETE", "/emulator/journal", ({ emulation }) => {
    emulation.journal.clear();
    return empty();
  }),
  open("GET", "/emulator/world", ({ emulation }) =>
    json(200, { models: [...emulation.world.models.values()].map(modelSummary) }),
  ),
  open("GET", "/emulator/faults", ({ emulation }) => json(200, { faults: emulation.faults.report() })),
  open("POST", "/emulator/faults", addFaults),
  open("DELETE", "/emulator/faults", ({ emulation }) => {
    emulation.faults.clear();
    return empty();
  }),
  open("POST", "/emulator/tokens/revoke", ({ emulation }) => {
    emulation.world.accounts.revokeAll();
    return empty();
  }),
  open("POST", "/emulator/oauth/approve", approve),
  open("GET", "/emulator/models/:model/export-values", exportValues),
  open("GET", "/emulator/models/:model/lists/:list/items", ({ params, emulation }) =>
    json(200, { items: emulation.world.listItems(params.model!, params.list!) }),
  ),
  open("GET", "/emulator/models/:model/books", ({ params, emulation }) =>
    json(200, { books: emulation.world.books(params.model!) }),
  ),
  open("GET", "/emulator/compare", compare),
];

function modelSummary(model: Model) {
  const { id, name } = model.definition;
  return {
    id,
    name,
    activeState: model.activeState,
    lists: [...model.lists.values()].map((list) => ({
      id: list.definition.id,
      name: list.definition.name,
      items: list.size,
    })),
    books: model.books,
    tasks: model.queue.tasks.map((task) => ({
      id: task.id,
      kind: task.kind,
      actionId: task.actionId,
      state: task.state,
      successful: task.result?.successful,
    })),
  };
}

/** One spec or an array of them. */
async function addFaults({ exchange, emulation }: Call): Promise<Reply> {
  const { value } = await readJsonText(exchange);
  const specs = (Array.isArray(value) ? value : [value]).filter(isRecord) as unknown as FaultSpec[];
  try {
    for (const spec of specs) emulation.faults.add(spec);
  } catch (error) {
    throw new Refusal(400, error instanceof Error ? error.message : "bad fault");
  }
  return json(200, { faults: emulation.faults.report() });
}

async function approve({ exchange, emulation }: Call): Promise<Reply> {
  const { value } = await readJsonText(exchange);
  const body = isRecord(value) ? value : {};
  const known = emulation.world.oauth.approve(String(body.user_code ?? ""), body.approved !== false);
  if (!known) throw notFound();
  return empty();
}

/** `?export=ID`: what the export would hold now, as rows of text. */
function exportValues({ exchange, params, emulation }: Call): Reply {
  const model = emulation.world.model(params.model!);
  const definition = model.definition.exports?.find(({ id }) => id === exchange.query.get("export"));
  if (definition === undefined) throw notFound();
  const [columns = [], ...rows] = [...exportLayout(model, definition).lines()];
  return json(200, { columns, rows });
}

/** `?sourceModel=&export=&targetModel=&import=` */
async function compare({ exchange, emulation }: Call): Promise<Reply> {
  const { query } = exchange;
  const source = emulation.world.model(query.get("sourceModel") ?? "");
  const target = emulation.world.model(query.get("targetModel") ?? "");
  return json(200, await compareExport(source, query.get("export") ?? "", target, query.get("import") ?? ""));
}
