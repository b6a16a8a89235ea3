/** Everything that can be read, and the streams that a catalog asks for. */
import { closest } from "fastest-levenshtein";
import { ConnectorError } from "../protocol/errors.ts";
import type { Scope } from "./scope.ts";
import type { Stream } from "./stream.ts";
import { rulesFor } from "./stream-rules.ts";
import { STREAM_KINDS } from "./streams/index.ts";
import type { Found, WantedStream } from "./streams/kind.ts";
import { METADATA_NAMES } from "./streams/metadata-kinds.ts";

const KINDS = Object.values(STREAM_KINDS);

/** `problems`: models that cannot be read for now, beside the streams of all others. */
export async function discover(scope: Scope): Promise<Found> {
  const streams: Stream[] = [];
  const problems: ConnectorError[] = [];
  for (const kind of KINDS) {
    const found: Found = await kind.discover(scope, new Set(streams.map(({ name }) => name)));
    streams.push(...found.streams);
    problems.push(...found.problems);
  }
  warnOfLooseRules(scope, streams);
  tellMissingProposals(scope, streams);
  return { streams, problems };
}

/** The wanted streams in the order of the catalog. Throws CATALOG_STREAM_UNKNOWN for an id that no kind of stream has. */
export async function locate(scope: Scope, wanted: readonly WantedStream[]): Promise<Found> {
  const stray = wanted.find(({ id }) => !KINDS.some((kind) => kind.owns(id)));
  if (stray !== undefined) throw unknownStream(stray.id);
  const streams = new Map<string, Stream>();
  const problems: ConnectorError[] = [];
  for (const kind of KINDS) {
    const own = wanted.filter(({ id }) => kind.owns(id));
    if (own.length === 0) continue;
    const found: Found = await kind.locate(scope, own);
    for (const stream of found.streams) streams.set(stream.id, stream);
    problems.push(...found.problems);
  }
  return { streams: wanted.flatMap(({ id }) => streams.get(id) ?? []), problems };
}

function unknownStream(id: string): ConnectorError {
  return new ConnectorError("CATALOG_STREAM_UNKNOWN", {
    what: `The catalog selects the stream "${id}", which does not exist.`,
    why: "It is misspelt, or the catalog was written for something else.",
    next: `Ids are <workspace_id>_<model_id>_<id of an export, list or view>, or names such as "${closest(id, METADATA_NAMES)}"; --discover lists them.`,
    context: { stream: id },
  });
}

/** `keys: auto` proposes what the metadata tells; where it does not, a person must name the columns. */
function tellMissingProposals({ settings, log }: Scope, streams: readonly Stream[]): void {
  const without = streams.filter(
    (stream) =>
      stream.unsupportedBecause === undefined &&
      stream.keyProperties.length === 0 &&
      rulesFor(settings, stream).proposesKeys,
  );
  for (const { name } of without) {
    log.info(
      `No key is proposed for the stream "${name}": its metadata does not tell which columns are dimensions. Name them in "keys" if rows have a key.`,
    );
  }
}

/** A rule for a stream that is not there is not an error: discovery may be narrowed. */
function warnOfLooseRules({ settings, log }: Scope, streams: readonly Stream[]): void {
  const known = new Set(streams.flatMap(({ id, name }) => [id, name]));
  const rules = [
    ...settings.keys.map((rule) => ({ rule, key: "keys" })),
    ...settings.types.map((rule) => ({ rule, key: "types" })),
  ];
  for (const { rule, key } of rules) {
    if (rule.stream !== undefined && !known.has(rule.stream))
      log.warn(`The setting "${key}" names the stream "${rule.stream}", which is not there.`);
  }
  if (settings.syncMode === "AllExports" && settings.selectedExports.length > 0) {
    log.warn('"selected_exports" is not used, because "sync_mode" is "AllExports".');
  }
}
