/** Reads the selected streams one after another, while exports of other models run. One that fails is reported and the others
 *  go on; a signal ends all. */
import { type ConnectorError, isConnectorError, toConnectorError } from "../protocol/errors.ts";
import { createAhead } from "./ahead.ts";
import type { TapSink } from "./events.ts";
import type { SelectedStream } from "./stream.ts";
import { syncStream } from "./streams/index.ts";
import type { Ahead, SyncRun } from "./streams/kind.ts";

/** `onFailure` hears of each stream that failed, as soon as it did. Throws when the run is interrupted. */
export async function sync(
  selected: readonly SelectedStream[],
  given: SyncRun,
  onFailure: (error: ConnectorError) => void,
): Promise<void> {
  const order = interruptedFirst(selected, given.state.currentlySyncing);
  const run = { ...given, sink: oneAfterAnother(given.sink) };
  const ahead = run.ahead ?? createAhead(order, run, run.sink.checkpoint);
  try {
    for (const one of order) {
      if (run.signal.aborted) throw toConnectorError(run.signal.reason);
      const error = await syncOne(one, run, ahead);
      if (error === undefined) continue;
      if (run.signal.aborted || isConnectorError(error, "OUTPUT_CLOSED")) throw error;
      onFailure(error);
    }
  } catch (thrown) {
    const wasAhead = await ahead.settle();
    if (wasAhead && !isConnectorError(thrown, "OUTPUT_CLOSED")) await checkpoint(run);
    throw thrown;
  }
  run.state.setCurrentlySyncing(null);
  await checkpoint(run);
}

/** Streams that are begun ahead tell the state while another one sends. */
function oneAfterAnother(sink: TapSink): TapSink {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn =
    <Args extends unknown[]>(call: (...args: Args) => Promise<void>) =>
    (...args: Args): Promise<void> => {
      const next = last.then(() => call(...args));
      last = next.catch(() => undefined);
      return next;
    };
  return {
    schema: inTurn((stream) => sink.schema(stream)),
    frame: (...args) => sink.frame(...args),
    ...(sink.nulledEnd && { nulledEnd: sink.nulledEnd.bind(sink) }),
    records: inTurn((...args) => sink.records(...args)),
    activate: inTurn((stream) => sink.activate(stream)),
    checkpoint: inTurn((state) => sink.checkpoint(state)),
    progress: (progress) => sink.progress(progress),
  };
}

/** The stream that an earlier run was stopped in comes first: its file may still be there. */
function interruptedFirst(selected: readonly SelectedStream[], current: string | null): readonly SelectedStream[] {
  const first = selected.filter(({ stream }) => stream.id === current);
  return [...first, ...selected.filter(({ stream }) => stream.id !== current)];
}

async function syncOne(selected: SelectedStream, run: SyncRun, ahead: Ahead): Promise<ConnectorError | undefined> {
  const { stream } = selected;
  const startedAt = run.clock.now();
  let failure: ConnectorError | undefined;
  try {
    run.state.setCurrentlySyncing(stream.id);
    await checkpoint(run);
    const begun = ahead.turnOf(selected);
    await (begun === undefined ? syncStream(selected, run) : begun.sync(run));
  } catch (thrown) {
    failure = toConnectorError(thrown).at({ ...idsOf(selected), stream: stream.name });
  }
  const tags = { stream: stream.name, ...idsOf(selected), status: failure === undefined ? "succeeded" : "failed" };
  run.log.metric({ type: "timer", metric: "sync_duration", value: (run.clock.now() - startedAt) / 1000, tags });
  return failure;
}

async function checkpoint({ sink, state, extent }: SyncRun): Promise<void> {
  if (extent === "all") await sink.checkpoint(state.snapshot());
}

export function idsOf({ stream: { source } }: SelectedStream): Record<string, string> {
  if (source.kind === "metadata") return {};
  const ids = { workspace_id: source.model.workspace.id, model_id: source.model.id };
  if (source.kind === "export") return { ...ids, export_id: source.definition.id };
  return { ...ids, [`${source.kind}_id`]: source.object.id };
}
