/** Streams that are to replace what older syncs left. Anaplan keeps no generation beside a row, so the stream's entry must say
 *  how: `deletes.list` deletes the items that the finished stream did not hold, `deletes.action` names an action that clears
 *  the place before the first import. Pure. */
import type { ConfiguredStream } from "../../protocol/airbyte/catalog.ts";
import { ConnectorError } from "../../protocol/errors.ts";
import type { ActionEntry, TargetConfig } from "../../schemas/generated/types.ts";

export interface Replacement {
  /** Names of the streams that replace. */
  streams: ReadonlySet<string>;
  /** Of those, the ones whose left-over items are deleted once they are complete. */
  sweeping: ReadonlySet<string>;
  /** Run before the first import. */
  actions: ActionEntry[];
  /** Replacing streams that nothing clears: their first generation adds to what is there. */
  uncleared: string[];
}

/** `overwrite` says it; so does a minimum generation that is the current one, unless no older one can have been
 *  (protocols.md 5; PyAirbyte always sends generation 1 of 1). */
export function replaces({ destinationSyncMode, generationId, minimumGenerationId }: ConfiguredStream): boolean {
  return destinationSyncMode === "overwrite" || isNewGeneration({ generationId, minimumGenerationId });
}

function isNewGeneration({
  generationId = 0,
  minimumGenerationId = 0,
}: Pick<ConfiguredStream, "generationId" | "minimumGenerationId">): boolean {
  return generationId > 1 && minimumGenerationId === generationId;
}

/** Throws CONFIG_INVALID where an older generation must go and nothing is there to clear it, and CATALOG_INVALID for a
 *  generation that is to be kept in part. */
export function planReplacement(streams: readonly ConfiguredStream[], config: TargetConfig): Replacement {
  for (const stream of streams) refusePartial(stream);
  const replacing = streams.filter(replaces);
  const entryOf = ({ name }: ConfiguredStream) => config.streams?.find(({ stream }) => stream === name);
  const isSweeping = (stream: ConfiguredStream) => {
    const { deletes, list } = entryOf(stream) ?? {};
    return deletes !== undefined && deletes.action === undefined && (deletes.list ?? list) !== undefined;
  };
  const clearing = replacing.flatMap((stream) => {
    const { deletes, workspace, model } = entryOf(stream) ?? {};
    if (deletes?.action === undefined) return [];
    const place = { ...(workspace !== undefined && { workspace }), ...(model !== undefined && { model }) };
    return [{ action: deletes.action, ...place }];
  });
  const bare = replacing.filter((stream) => entryOf(stream)?.deletes?.action === undefined && !isSweeping(stream));
  for (const stream of bare) if (isNewGeneration(stream)) throw nothingClears(stream);
  return {
    streams: new Set(replacing.map(({ name }) => name)),
    sweeping: new Set(replacing.filter(isSweeping).map(({ name }) => name)),
    actions: clearing,
    uncleared: bare.map(({ name }) => name),
  };
}

/** The config for the core, to which those actions are told as `before`. Elsewhere `deletes.action` is about marked rows. */
export function withReplacement(config: TargetConfig, { streams: replacing, actions }: Replacement): TargetConfig {
  const streams = config.streams?.map((whole) => {
    const { deletes, ...entry } = whole;
    return deletes?.action !== undefined && replacing.has(entry.stream) ? entry : whole;
  });
  return {
    ...config,
    ...(streams !== undefined && { streams }),
    ...(actions.length > 0 && { before: [...actions, ...(config.before ?? [])] }),
  };
}

function refusePartial({ name, generationId, minimumGenerationId }: ConfiguredStream): void {
  const [current, minimum] = [generationId ?? 0, minimumGenerationId ?? 0];
  if (minimum === 0 || minimum === current) return;
  throw new ConnectorError("CATALOG_INVALID", {
    what: `The configured catalog asks to keep the generations from ${minimum} to ${current} and to delete older ones.`,
    why: "Anaplan keeps no generation beside a row.",
    next: "Choose a minimum generation of 0 (keep everything) or the current one (replace everything).",
    context: { stream: name },
  });
}

function nothingClears({ name, generationId }: ConfiguredStream): ConnectorError {
  return new ConnectorError("CONFIG_INVALID", {
    what: `Generation ${generationId} is to replace what older syncs left, and the config names nothing that clears it.`,
    why: "The sync mode is overwrite, or the stream was refreshed, and an import only adds and updates.",
    next: `Say in the stream's entry what goes: {"stream": ${JSON.stringify(name)}, "deletes": {"list": "…"}} for items that are no longer there, or {"deletes": {"action": "…"}} for a delete action that a model builder made; or choose append.`,
    context: { stream: name },
  });
}
