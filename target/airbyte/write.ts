/** `write`: messages on stdin into imports; each STATE goes back once its rows are settled. */
import { type ConfiguredStream, parseConfiguredCatalog } from "../../protocol/airbyte/catalog.ts";
import { returnedStateLine } from "../../protocol/airbyte/reader.ts";
import { type StreamStatus, streamStatusLine } from "../../protocol/airbyte/trace.ts";
import { ConnectorError, toConnectorError } from "../../protocol/errors.ts";
import { readInputFile } from "../../protocol/input-file.ts";
import { nothingLive } from "../../protocol/terminal.ts";
import { createLoad } from "../load.ts";
import { createProgress } from "../progress.ts";
import { buildReport, writeReport } from "../report.ts";
import { targetSettings } from "../settings.ts";
import type { DestinationRun } from "./destination-run.ts";
import { createAirbyteFormat } from "./format.ts";
import { keepReading } from "./intake.ts";
import { planReplacement, withReplacement } from "./replace.ts";
import { createStateStats } from "./stats.ts";

export async function writeStreams(catalogPath: string, { io, log, config, client }: DestinationRun): Promise<number> {
  const streams = parseConfiguredCatalog(
    readInputFile(catalogPath, "CATALOG_INVALID"),
    `The catalog ${catalogPath}`,
    "destination",
  );
  const replacement = planReplacement(streams, config);
  for (const stream of replacement.uncleared) {
    log.warn("Nothing clears what is there already: the rows are added to it, or update it", { stream });
  }
  const settings = targetSettings(withReplacement(config, replacement));
  const statuses = new Map<string, StreamStatus>();
  const stats = createStateStats(() => countRows());
  const load = createLoad({
    client,
    clock: io.clock,
    log,
    settings,
    signal: io.signal,
    spans: io.spans,
    wanted: "all",
    format: createAirbyteFormat(streams, replacement.sweeping, {
      onState: (stream) => stats.note(stream),
      onStatus: (stream, status) => statuses.set(stream, status),
    }),
    onRefused: (stream, row) => stats.refuse(stream, row),
    acknowledge: (payload) => io.stdout.write(returnedStateLine(payload, stats.take())),
    progress: createProgress(nothingLive, { ...io, log }),
  });
  const countRows = () => [
    ...load.streams.map(({ stream, ledger: { received, rejected }, appendedRows: appended }) => {
      return { stream, received, rejected, appended };
    }),
    ...[...load.ignored].map(([stream, received]) => ({ stream, received, rejected: 0, appended: 0 })),
  ];
  const startedAt = io.clock.now();
  const intake = new AbortController();
  let failure: ConnectorError | undefined;
  try {
    await load.run(finished(keepReading(io.stdin, io.clock, intake.signal), streams, replacement.streams, statuses));
  } catch (thrown) {
    failure = toConnectorError(thrown);
  } finally {
    intake.abort();
  }
  if (settings.reportFile !== undefined) {
    const reports = load.streams.map((one) => one.finishReport());
    const parts = { startedAt, endedAt: io.clock.now(), error: failure, stats: client.stats };
    writeReport(
      settings.reportFile,
      buildReport({ ...parts, streams: reports, ignored: load.ignored, actions: load.actions }),
      io.redact,
    );
  }
  if (failure !== undefined) throw failure;
  return 0;
}

/** Where the source tells how its streams ended, what is there is not replaced by half of a stream: a platform says COMPLETE
 *  only after the source has ended well (protocols.md, fact 2). */
async function* finished(
  blocks: AsyncIterable<Uint8Array>,
  streams: readonly ConfiguredStream[],
  replacing: ReadonlySet<string>,
  statuses: ReadonlyMap<string, StreamStatus>,
): AsyncGenerator<Uint8Array> {
  yield* blocks;
  // Nobody tells: the end of the input is the end of each stream.
  if (statuses.size === 0)
    return yield* [...replacing].map((stream) => Buffer.from(streamStatusLine(stream, "COMPLETE", 0)));
  const unfinished = streams.find(({ name }) => replacing.has(name) && statuses.get(name) !== "COMPLETE");
  if (unfinished === undefined) return;
  throw new ConnectorError("SOURCE_UNFINISHED", {
    what: "The source did not finish this stream, so it does not replace what is there.",
    next: "Look at the source's own error, and run the sync again.",
    context: { stream: unfinished.name },
  });
}
