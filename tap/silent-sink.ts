/** For reading without sending: progress is all that is told. */
import type { TapSink } from "./events.ts";

export function silentSink(progress: TapSink["progress"]): TapSink {
  const nothing = async () => {};
  return {
    schema: nothing,
    frame: () => ({ before: new Uint8Array(0), after: new Uint8Array(0) }),
    records: nothing,
    activate: nothing,
    checkpoint: nothing,
    progress,
  };
}
