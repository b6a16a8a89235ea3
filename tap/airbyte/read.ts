/** `read`: the configured streams one after another, each with its statuses and states, while exports of other models run. One
 *  that fails does not keep the others back; the exit code tells. */
import type { AirbyteRequest } from "../../protocol/airbyte/args.ts";
import { parseConfiguredCatalog } from "../../protocol/airbyte/catalog.ts";
import { type AirbyteState, parseAirbyteState } from "../../protocol/airbyte/state.ts";
import type { StreamWriter } from "../../protocol/airbyte/writer.ts";
import type { ConnectorError } from "../../protocol/errors.ts";
import { readInputFile } from "../../protocol/input-file.ts";
import { createAhead } from "../ahead.ts";
import type { Scope } from "../scope.ts";
import { createStateBook, parseState, type State, type StateBook } from "../state.ts";
import type { SelectedStream } from "../stream.ts";
import type { SyncRun } from "../streams/kind.ts";
import { sync } from "../sync.ts";
import { type Chosen, chooseStreams } from "./catalog.ts";
import { keepAlive } from "./heartbeat.ts";
import { bookmarkOf, createAirbyteSink } from "./sink.ts";
import type { SourceRun } from "./source-run.ts";

type ReadRequest = Extract<AirbyteRequest, { kind: "read" | "write" }>;

export async function readStreams(request: ReadRequest, scope: Scope, run: SourceRun): Promise<number> {
  const catalog = parseConfiguredCatalog(
    readInputFile(request.catalog, "CATALOG_INVALID"),
    `The catalog ${request.catalog}`,
    "source",
  );
  const given = readState(request.state, run);
  const chosen = await chooseStreams(catalog, scope, run.log);
  const state = bookmarksOf(chosen, given);
  const order = resumableFirst(chosen, state);
  const streams = order.flatMap((one) => ("selected" in one ? [one.selected] : []));
  const before = state.snapshot();
  const syncRun = syncRunOf(scope, state, run);
  const ahead = createAhead(streams, syncRun);
  let exitCode = 0;
  try {
    for (const one of order) {
      const problem =
        "problem" in one ? await tellProblem(one, run) : await readStream(one, before, { ...syncRun, ahead }, run);
      if (problem !== undefined) exitCode = Math.max(exitCode, problem.exitCode);
    }
  } finally {
    await ahead.settle();
  }
  return exitCode;
}

function syncRunOf(scope: Scope, state: StateBook, { io, log }: SourceRun): Omit<SyncRun, "sink"> {
  const { client, settings } = scope;
  const { clock, signal, spans } = io;
  return { client, settings, scope, state, log, clock, signal, spans, extent: "all" };
}

async function tellProblem(one: Extract<Chosen, { problem: ConnectorError }>, run: SourceRun): Promise<ConnectorError> {
  const { name } = one.configured;
  const writer = run.writer.stream(name);
  const problem = one.problem.at({ stream: name });
  await writer.started();
  await writer.ended("INCOMPLETE");
  await run.writer.error(problem, name);
  return problem;
}

/** Undefined = read to its end. Throws when the whole run is over. */
async function readStream(
  { configured: { name }, selected }: { configured: Chosen["configured"]; selected: SelectedStream },
  before: State,
  syncRun: Omit<SyncRun, "sink">,
  run: SourceRun,
): Promise<ConnectorError | undefined> {
  const writer = run.writer.stream(name);
  await writer.started();
  if (selected.stream.rowCount !== undefined) await writer.estimate(selected.stream.rowCount);
  let problem: ConnectorError | undefined;
  try {
    await syncOne(selected, name, writer, before, syncRun, (error) => {
      problem = error;
    });
  } catch (thrown) {
    await writer.ended("INCOMPLETE").catch(() => {});
    throw thrown;
  }
  if (problem === undefined) await writer.ended("COMPLETE");
  else {
    await writer.ended("INCOMPLETE");
    await run.writer.error(problem, name);
  }
  return problem;
}

async function syncOne(
  selected: SelectedStream,
  name: string,
  writer: StreamWriter,
  given: State,
  run: Omit<SyncRun, "sink">,
  onFailure: (error: ConnectorError) => void,
): Promise<void> {
  const streamId = selected.stream.id;
  const before = bookmarkOf(given, streamId);
  const sink = createAirbyteSink({ writer, name, streamId, before, now: () => run.clock.now() });
  let hasFailed = false;
  const over = new AbortController();
  void keepAlive(writer, before ?? {}, run.clock, over.signal);
  try {
    await sync([selected], { ...run, sink }, (error) => {
      hasFailed = true;
      onFailure(error);
    });
  } finally {
    over.abort();
  }
  // The last word of a stream is a STATE that covers all its records, also where the bookmark stood still.
  if (!hasFailed) await writer.lastState(bookmarkOf(run.state.snapshot(), streamId) ?? {});
}

function bookmarksOf(chosen: readonly Chosen[], { byName, byId }: AirbyteState): StateBook {
  const bookmarks = chosen.flatMap((one) => {
    if ("problem" in one) return [];
    const { id } = one.selected.stream;
    const bookmark = byName.get(one.configured.name) ?? byId.get(id);
    return bookmark === undefined ? [] : [[id, bookmark]];
  });
  return createStateBook(parseState(JSON.stringify({ bookmarks: Object.fromEntries(bookmarks) }), "The state"));
}

/** An interrupted read goes on first: its file may still be there. */
function resumableFirst(chosen: readonly Chosen[], state: StateBook): Chosen[] {
  const rank = (one: Chosen) => ("selected" in one && state.bookmark(one.selected.stream.id)?.resume ? 0 : 1);
  return [...chosen].sort((a, b) => rank(a) - rank(b));
}

function readState(path: string | undefined, { log }: SourceRun): AirbyteState {
  const text = path === undefined ? "" : readInputFile(path, "STATE_INVALID");
  return parseAirbyteState(text, `The state ${path}`, log);
}
