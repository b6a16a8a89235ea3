/** All kinds of streams. A new kind is a file beside this one and a line here. */
import type { SelectedStream, StreamSource } from "../stream.ts";
import { exportKind } from "./export.ts";
import type { Begun, StreamKind, SyncRun } from "./kind.ts";
import { listKind } from "./list.ts";
import { metadataKind } from "./metadata.ts";
import { viewKind } from "./view.ts";

export const STREAM_KINDS: { [Kind in StreamSource["kind"]]: StreamKind<Extract<StreamSource, { kind: Kind }>> } = {
  metadata: metadataKind,
  export: exportKind,
  list: listKind,
  view: viewKind,
};

export function syncStream(selected: SelectedStream, run: SyncRun): Promise<void> {
  return kindOf(selected).sync(selected, run);
}

export function beginStream(selected: SelectedStream, run: SyncRun): Begun | undefined {
  return kindOf(selected).begin?.(selected, run);
}

function kindOf({ stream }: SelectedStream): StreamKind<StreamSource> {
  return STREAM_KINDS[stream.source.kind] as StreamKind<StreamSource>;
}
