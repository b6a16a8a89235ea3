/** Streams of what Anaplan knows about itself: workspaces, models, definitions, users. Small, read in full each time. */
import type { ConnectorError, ErrorCode } from "../../protocol/errors.ts";
import { toConnectorError } from "../../protocol/errors.ts";
import type { TapStream } from "../events.ts";
import { contextOf, type Scope, type ScopedModel } from "../scope.ts";
import type { MetadataSource, SelectedStream, Stream, StreamColumn } from "../stream.ts";
import type { StreamKind, SyncRun } from "./kind.ts";
import {
  conformRow,
  isMetadataName,
  METADATA_KINDS,
  METADATA_NAMES,
  type MetadataKind,
  type MetadataName,
  type MetadataRow,
  type MetadataType,
} from "./metadata-kinds.ts";
import { nextVersion, tapStream } from "./tap-stream.ts";

const ROWS_AT_ONCE = 500;

export const metadataKind: StreamKind<MetadataSource> = {
  discover: async ({ settings }) => ({
    streams: settings.listsMetadata ? METADATA_NAMES.map((name) => metadataStream(name)) : [],
    problems: [],
  }),
  locate: async (_, wanted) => ({
    streams: wanted.flatMap(({ id, name }) => (isMetadataName(id) ? [metadataStream(id, name)] : [])),
    problems: [],
  }),
  owns: isMetadataName,
  sync: syncMetadata,
};

function metadataStream(id: MetadataName, name: string = id): Stream<MetadataSource> {
  const { keys, columns }: MetadataKind = METADATA_KINDS[id];
  return {
    id,
    name,
    source: { kind: "metadata", name: id },
    columns: Object.entries(columns).map(([column, type]) => metadataColumn(column, type, keys.includes(column))),
    keyProperties: keys,
    isSelectedByDefault: false,
    facts: {},
  };
}

function metadataColumn(name: string, type: MetadataType, isKey: boolean): StreamColumn {
  const schema = type === "date-time" ? { type: ["null", "string"], format: type } : { type: ["null", type] };
  return { name, type, schema: isKey ? { type: [type] } : schema, isKey, canReplicate: false, facts: {} };
}

async function syncMetadata(selected: SelectedStream<MetadataSource>, run: SyncRun): Promise<void> {
  const { sink, state, clock, extent, sampleRows = 1 } = run;
  const { id, source } = selected.stream;
  const properties = Object.fromEntries(
    selected.stream.columns
      .filter(({ name }) => selected.wants(name))
      .map(({ name, schema }) => [name, selected.schemaOf(name) ?? schema]),
  );
  const stream = tapStream(selected, properties, nextVersion(state.bookmark(id), clock));
  await sink.schema(stream);
  if (extent === "schema") return;
  const write = recordWriter(stream, selected, run);
  let rows = 0;
  for await (const { rows: batch } of metadataRows(source.name, run.scope, run.signal)) {
    const wanted = extent === "record" ? batch.slice(0, sampleRows - rows) : batch;
    await write(wanted);
    rows += wanted.length;
    sink.progress({ stream: stream.name, step: "reading", rows, bytes: 0 });
    if (extent === "record" && rows >= sampleRows) return;
  }
  run.log.metric({ type: "counter", metric: "record_count", value: rows, tags: { stream: stream.name } });
  if (extent === "record") return;
  await sink.activate(stream);
  state.setBookmark(id, { version: stream.version ?? 0, rows });
}

function recordWriter(stream: TapStream, selected: SelectedStream<MetadataSource>, { sink, clock }: SyncRun) {
  const { before, after } = sink.frame(stream, clock.now());
  const columns = Object.fromEntries(
    Object.entries(METADATA_KINDS[selected.stream.source.name].columns).filter(([name]) => selected.wants(name)),
  );
  return async (rows: readonly MetadataRow[]): Promise<void> => {
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
      const some = rows.slice(start, start + ROWS_AT_ONCE);
      const lines = some.flatMap((row) => [before, Buffer.from(JSON.stringify(conformRow(row, columns))), after]);
      await sink.records(stream, Buffer.concat(lines), some.length);
    }
  };
}

export interface MetadataRows {
  model?: ScopedModel;
  rows: readonly MetadataRow[];
}

/** As the server gives them, with the ids of their model. */
export async function* metadataRows(
  name: MetadataName,
  scope: Scope,
  signal: AbortSignal,
): AsyncIterable<MetadataRows> {
  const { read }: MetadataKind = METADATA_KINDS[name];
  if ("all" in read) {
    yield { rows: (await read.all(scope)) as readonly MetadataRow[] };
    return;
  }
  for (const model of scope.models) {
    signal.throwIfAborted();
    const rows = await readModel(model, read.perModel, scope);
    const ids = { workspace_id: model.workspace.id, model_id: model.id };
    yield { model, rows: rows.map((row) => ({ ...row, ...ids })) };
  }
}

/** A model without access hides all that is below it (anaplan-api.md 4): its rows are left out with a warning, unless the user
 *  asked for this very model. */
async function readModel(
  model: ScopedModel,
  read: Extract<MetadataKind["read"], { perModel: unknown }>["perModel"],
  scope: Scope,
): Promise<readonly object[]> {
  try {
    return await read(scope.client, model.ref, model);
  } catch (thrown) {
    const error: ConnectorError = toConnectorError(thrown).at(contextOf(model));
    if (scope.isNamed(model) || !HIDDEN.has(error.code)) throw error;
    scope.log.warn(`The model "${model.name}" is left out: ${error.what}`, { ...error.context });
    return [];
  }
}

const HIDDEN: ReadonlySet<ErrorCode> = new Set(["MODEL_FORBIDDEN", "MODEL_NOT_FOUND", "MODEL_ARCHIVED", "FORBIDDEN"]);
