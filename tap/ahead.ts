/** Exports of other models run, and pages of their views are made, while one stream is read: different models side by side, those of
 *  one model one after another (anaplan-api.md 7.3). Only the wait for the server runs ahead, so that records go out stream by stream and memory stays flat. */
import { setMaxListeners } from "node:events";
import { ConnectorError } from "../protocol/errors.ts";
import { silentSink } from "./silent-sink.ts";
import type { SelectedStream } from "./stream.ts";
import { beginStream } from "./streams/index.ts";
import type { Ahead, Begun, SyncRun } from "./streams/kind.ts";

/** `selected` in the order of reading. `checkpoint` hears of tasks that were begun, so that a run that is killed finds them. */
export function createAhead(
  selected: readonly SelectedStream[],
  run: Omit<SyncRun, "sink" | "ahead">,
  checkpoint: SyncRun["sink"]["checkpoint"] = async () => {},
): Ahead {
  const stop = new AbortController();
  const sink = { ...silentSink(() => {}), checkpoint };
  const signal = AbortSignal.any([run.signal, stop.signal]);
  setMaxListeners(0, signal);
  const quietRun: SyncRun = { ...run, sink, signal };
  const begun = new Map<string, { model: string | undefined; work: Begun }>();
  const left = [...selected];

  const beginBeside = (current: SelectedStream): void => {
    for (const next of firstOfOtherModels(left, current)) {
      const busy = new Set([...begun.values()].map(({ model }) => model)).add(modelOf(current));
      if (busy.size >= run.settings.modelParallelism) return;
      if (begun.has(next.stream.id)) continue;
      const work = beginStream(next, quietRun);
      if (work !== undefined) begun.set(next.stream.id, { model: modelOf(next), work });
    }
  };

  return {
    turnOf(current) {
      const at = left.indexOf(current);
      if (at >= 0) left.splice(at, 1);
      const own = begun.get(current.stream.id)?.work;
      begun.delete(current.stream.id);
      if (run.extent === "all") beginBeside(current);
      return own;
    },
    async settle() {
      stop.abort(new ConnectorError("INTERRUPTED", { what: "The read has ended." }));
      const works = [...begun.values()].map(({ work }) => work);
      begun.clear();
      await Promise.all(works.map((work) => work.abandon()));
      return works.length > 0;
    },
  };
}

/** Up to the next metadata stream: that asks all models, and a model that exports answers when it is done. */
function firstOfOtherModels(left: readonly SelectedStream[], current: SelectedStream): SelectedStream[] {
  if (modelOf(current) === undefined) return [];
  const barrier = left.findIndex((one) => modelOf(one) === undefined);
  const seen = new Set([modelOf(current)]);
  return left.slice(0, barrier < 0 ? left.length : barrier).filter((one) => {
    const isFirst = !seen.has(modelOf(one));
    seen.add(modelOf(one));
    return isFirst;
  });
}

function modelOf({ stream: { source } }: SelectedStream): string | undefined {
  return source.kind === "metadata" ? undefined : source.model.id;
}
