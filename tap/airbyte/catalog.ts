/** Streams of the tap ↔ Airbyte's catalogs. */
import type { CatalogEntry, ConfiguredStream } from "../../protocol/airbyte/catalog.ts";
import { standInNames } from "../../protocol/airbyte/names.ts";
import { ConnectorError, isConnectorError } from "../../protocol/errors.ts";
import type { Log } from "../../protocol/log.ts";
import { discover, locate } from "../discover.ts";
import type { Scope } from "../scope.ts";
import { selectByChoice } from "../selection.ts";
import type { SelectedStream, Stream } from "../stream.ts";

export function catalogEntries(streams: readonly Stream[]): CatalogEntry[] {
  const readable = streams.filter(({ unsupportedBecause }) => unsupportedBecause === undefined);
  const names = standInNames(readable.map(({ name }) => name));
  return readable.map((stream, index) => catalogEntry(stream, names[index] ?? stream.name));
}

function catalogEntry({ id, source, columns, keyProperties }: Stream, name: string): CatalogEntry {
  return {
    id,
    name,
    properties: columns.map(({ name: column, schema, facts }) => {
      const header = facts["anaplan.header"];
      const description = header === undefined ? undefined : `Column ${JSON.stringify(header)} of the export.`;
      return { name: column, schema, description };
    }),
    keyProperties,
    canBeIncremental: columns.some(({ canReplicate }) => canReplicate),
    isResumable: source.kind === "export",
  };
}

/** A stream of the configured catalog: ready to be read, or why not. */
export type Chosen = { configured: ConfiguredStream } & ({ selected: SelectedStream } | { problem: ConnectorError });

/** In the catalog's order. A stream that is gone or cannot be read is a problem of its own. */
export async function chooseStreams(
  configured: readonly ConfiguredStream[],
  scope: Scope,
  log: Log,
): Promise<Chosen[]> {
  const ids = await idsOf(configured, scope);
  const found = await locateAll(configured, ids, scope);
  return configured.map((one): Chosen => {
    const result = found.get(ids.get(one) ?? "") ?? unknownStream(one.name);
    if (isConnectorError(result)) return { configured: one, problem: result };
    try {
      return { configured: one, selected: select(result, one, log) };
    } catch (thrown) {
      if (isConnectorError(thrown)) return { configured: one, problem: thrown };
      throw thrown;
    }
  });
}

/** The catalog keeps the id; where somebody wrote it by hand, the name is looked up. */
async function idsOf(
  configured: readonly ConfiguredStream[],
  scope: Scope,
): Promise<ReadonlyMap<ConfiguredStream, string>> {
  const known = new Map(configured.flatMap((one) => (one.id === undefined ? [] : [[one, one.id] as const])));
  if (known.size === configured.length) return known;
  const entries = catalogEntries((await discover(scope)).streams);
  for (const one of configured.filter(({ id }) => id === undefined)) {
    const entry = entries.find(({ name }) => name === one.name) ?? entries.find(({ id }) => id === one.name);
    if (entry !== undefined) known.set(one, entry.id);
  }
  return known;
}

async function locateAll(
  configured: readonly ConfiguredStream[],
  ids: ReadonlyMap<ConfiguredStream, string>,
  scope: Scope,
): Promise<Map<string, Stream | ConnectorError>> {
  const found = new Map<string, Stream | ConnectorError>();
  let wanted = configured.flatMap((one) => {
    const id = ids.get(one);
    return id === undefined ? [] : [{ id, name: one.name }];
  });
  for (;;) {
    try {
      const { streams, problems } = await locate(scope, wanted);
      for (const problem of problems) if (problem.context.stream) found.set(problem.context.stream, problem);
      for (const stream of streams) found.set(stream.id, stream);
      return found;
    } catch (thrown) {
      const stray = isConnectorError(thrown, "CATALOG_STREAM_UNKNOWN") ? thrown.context.stream : undefined;
      if (stray === undefined || !wanted.some(({ id }) => id === stray)) throw thrown;
      found.set(stray, thrown as ConnectorError);
      wanted = wanted.filter(({ id }) => id !== stray);
    }
  }
}

/** Only what the catalog lists goes out: a platform takes columns that its user did not choose out of it. */
function select(stream: Stream, configured: ConfiguredStream, log: Log): SelectedStream {
  const properties = Object.entries(configured.properties);
  const choice = {
    id: stream.id,
    name: configured.name,
    isSelected: true,
    isUnsupported: false,
    columns: new Map(properties.map(([name, schema]) => [name, { isSelected: true, schema }])),
    keyProperties: [],
    ...replicationOf(stream, configured, log),
  };
  const selected = selectByChoice(stream, choice);
  const always = [...selected.keyProperties, selected.replicationKey];
  const wants = (column: string) => choice.columns.has(column) || always.includes(column);
  return properties.length === 0 ? selected : { ...selected, wants };
}

/** PyAirbyte asks for `incremental` of every stream (protocols.md, fact 4): without a cursor it is read in full. */
function replicationOf(stream: Stream, { name, syncMode, cursorField }: ConfiguredStream, log: Log) {
  const full = { replicationMethod: "FULL_TABLE", replicationKey: undefined };
  if (syncMode === "full_refresh") return full;
  if (cursorField !== undefined && stream.source.kind !== "metadata") {
    return { replicationMethod: "INCREMENTAL", replicationKey: cursorField };
  }
  log.info(`The stream "${name}" has no cursor and is read in full.`);
  return full;
}

function unknownStream(name: string): ConnectorError {
  return new ConnectorError("CATALOG_STREAM_UNKNOWN", {
    what: `The configured catalog holds the stream "${name}", which does not exist.`,
    why: "Its export was deleted or renamed, or the user may no longer use it.",
    next: "Refresh the connection's schema, or have a model builder restore the export.",
    context: { stream: name },
  });
}
