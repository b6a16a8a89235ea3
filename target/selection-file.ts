/** The file that selects list items for a delete action: one row a code, loaded by an import of its own. The first column of the
 *  import is the code, every other one gets true. */
import type { ActionReport, StreamEntry } from "../schemas/generated/types.ts";
import { createPlaces } from "./place.ts";
import { type LoadPorts, StreamLoad } from "./stream-load.ts";

export interface Selection {
  load: StreamLoad;
  append(code: string): void;
  /** Of its import, once it is settled. */
  report(): Omit<ActionReport, "when">;
}

const CODE = "code";
const ENVELOPE = { recordPath: ["record"], constants: [] };

/** Throws NAME_UNKNOWN, NAME_AMBIGUOUS, IMPORT_MAPPING_BROKEN. */
export async function openSelection(entry: StreamEntry, ports: LoadPorts): Promise<Selection> {
  const stream = `${entry.stream} deletes`;
  const { workspace, model, deletes } = entry;
  const bare: StreamEntry = { stream, ...(workspace && { workspace }), ...(model && { model }) };
  const own = { ...bare, ...(deletes?.import && { import: deletes.import }) };
  const place = await createPlaces(ports.client, { ...ports.settings, entries: [own] }).place(stream);
  const [first = CODE, ...others] = place.headerNames;
  const columns = { [first]: CODE, ...Object.fromEntries(others.map((header) => [header, { value: true }])) };
  const settings = { ...ports.settings, entries: [{ ...own, columns }] };
  const schema = {
    kind: "schema" as const,
    stream,
    schema: { properties: { [CODE]: { type: "string" } } },
    keyProperties: [CODE],
  };
  const load = await StreamLoad.open(schema, place, ENVELOPE, { ...ports, settings });
  return {
    load,
    append: (code) => {
      const record = { [CODE]: code };
      load.appendRecord(record, Buffer.from(JSON.stringify({ record })));
    },
    report: () => {
      const { workspaceId: workspace_id, modelId: model_id } = place.model;
      const { loaded, ignored, rejected } = load.ledger;
      const [task = { task_id: "", outcome: "failed" as const }] = load.report.tasks;
      const ids = { workspace_id, model_id, import_id: place.importId };
      return { name: place.action.name, ...ids, rows: { loaded, ignored, rejected }, task };
    },
  };
}
