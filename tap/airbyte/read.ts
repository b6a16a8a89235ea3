/** `read`: the configured streams one after another, each with its statuses and states. One that fails does not keep the
 *  others back; the exit code tells. */
import { readFileSync } from "node:fs";
import type { AirbyteRequest } from "../../protocol/airbyte/args.ts";
import { parseConfiguredCatalog } from "../../protocol/airbyte/catalog.ts";
import { type AirbyteState, parseAirbyteState } from "../../protocol/airbyte/state.ts";
import type { StreamWriter } from "../../protocol/airbyte/writer.ts";
import { ConnectorError } from "../../protocol/errors.ts";
import type { Scope } from "../scope.ts";
import { createStateBook, parseState, type StateBook } from "../state.ts";
import type { SelectedStream } from "../stream.ts";
import { sync } from "../sync.ts";
import { type Chosen, chooseStreams } from "./catalog.ts";
import { keepAlive } from "./heartbeat.ts";
import { bookmarkOf, createAirbyteSink } from "./sink.ts";
import type { SourceRun } from "./source-run.ts";

type ReadRequest = Extract<AirbyteRequest, { kind: "read" | "write" }>;

export async function readStreams(request: ReadRequest, scope: Scope, run: SourceRun): Promise<number> {
  const catalog = parseConfiguredCatalog(readCatalog(request.catalog), `The catalog ${request.catalog}`, "source");
  const given = readState(request.state, run);
  const chosen = await chooseStreams(catalog, scope, run.log);
  const state = bookmarksOf(chosen, given);
  let exitCode = 0;
  for (const one of resumableFirst(chosen, state)) {
    const problem = "problem" in one ? await tellProblem(one, run) : await readStream(one, state, scope, run);
    if (problem !== undefined) exitCode = Math.max(exitCode, problem.exitCode);
  }
  return exitCode;
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
  state: StateBook,
  scope: Scope,
  run: SourceRun,
): Promise<ConnectorError | undefined> {
  const writer = run.writer.stream(name);
  await writer.started();
  if (selected.stream.rowCount !== undefined) await writer.estimate(selected.stream.rowCount);
  let problem: ConnectorError | undefined;
  try {
    await syncOne(selected, name, writer, state, { scope, run }, (error) => {
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
  state: StateBook,
  { scope, run: { io, log } }: { scope: Scope; run: SourceRun },
  onFailure: (error: ConnectorError) => void,
): Promise<void> {
  const { client, settings } = scope;
  const streamId = selected.stream.id;
  const now = () => io.clock.now();
  const before = state.bookmark(streamId);
  const sink = createAirbyteSink({ writer, name, streamId, before, now });
  let hasFailed = false;
  const syncRun = {
    client,
    settings,
    scope,
    sink,
    state,
    log,
    clock: io.clock,
    signal: io.signal,
    spans: io.spans,
    extent: "all",
  } as const;
  const over = new AbortController();
  void keepAlive(writer, before ?? {}, io.clock, over.signal);
  try {
    await sync([selected], syncRun, (error) => {
      hasFailed = true;
      onFailure(error);
    });
  } finally {
    over.abort();
  }
  // The last word of a stream is a STATE that covers all its records, also where the bookmark stood still.
  if (!hasFailed) await writer.lastState(bookmarkOf(state.snapshot(), streamId) ?? {});
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

function readCatalog(path: string): string {
  return readInputFile(path, "CATALOG_INVALID", "catalog");
}

function readState(path: string | undefined, { log }: SourceRun): AirbyteState {
  const text = path === undefined ? "" : readInputFile(path, "STATE_INVALID", "state");
  return parseAirbyteState(text, `The state ${path}`, log);
}

function readInputFile(path: string, code: "CATALOG_INVALID" | "STATE_INVALID", noun: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new ConnectorError(code, {
      what: `The ${noun} file ${path} cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
      next: `Check the path given to --${noun}.`,
    });
  }
}
