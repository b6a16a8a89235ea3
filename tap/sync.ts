/** Reads the selected streams one after another. One that fails is reported and the others go on; a signal ends all. */
import { type ConnectorError, isConnectorError, toConnectorError } from "../protocol/errors.ts";
import type { SelectedStream } from "./stream.ts";
import { syncStream } from "./streams/index.ts";
import type { SyncRun } from "./streams/kind.ts";

/** `onFailure` hears of each stream that failed, as soon as it did. Throws when the run is interrupted. */
export async function sync(
  selected: readonly SelectedStream[],
  run: SyncRun,
  onFailure: (error: ConnectorError) => void,
): Promise<void> {
  for (const one of interruptedFirst(selected, run.state.currentlySyncing)) {
    if (run.signal.aborted) throw toConnectorError(run.signal.reason);
    const error = await syncOne(one, run);
    if (error === undefined) continue;
    if (run.signal.aborted || isConnectorError(error, "OUTPUT_CLOSED")) throw error;
    onFailure(error);
  }
  run.state.setCurrentlySyncing(null);
  await checkpoint(run);
}

/** The stream that an earlier run was stopped in comes first: its file may still be there. */
function interruptedFirst(selected: readonly SelectedStream[], current: string | null): readonly SelectedStream[] {
  const first = selected.filter(({ stream }) => stream.id === current);
  return [...first, ...selected.filter(({ stream }) => stream.id !== current)];
}

async function syncOne(selected: SelectedStream, run: SyncRun): Promise<ConnectorError | undefined> {
  const { stream } = selected;
  const startedAt = run.clock.now();
  let failure: ConnectorError | undefined;
  try {
    run.state.setCurrentlySyncing(stream.id);
    await checkpoint(run);
    await syncStream(selected, run);
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
