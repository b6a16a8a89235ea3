/** One reading of one export: what all of its steps need to know. */
import type { ActionRef, FileId } from "../../protocol/anaplan/types.ts";
import type { ErrorContext } from "../../protocol/errors.ts";
import type { Bookmark } from "../state.ts";
import { withoutResume } from "../state.ts";
import type { ExportSource, SelectedStream } from "../stream.ts";
import type { SyncRun } from "../streams/kind.ts";
import { nextVersion } from "../streams/tap-stream.ts";

export interface ExportRead {
  selected: SelectedStream<ExportSource>;
  /** That of the run ahead until it is the stream's turn. */
  run: SyncRun;
  action: ActionRef;
  /** The export's id, too (anaplan-api.md 1.3). */
  fileId: FileId;
  ids: ErrorContext;
  /** As it was when the run began. */
  before: Bookmark | undefined;
  /** Of the read that begins now; that of the interrupted one if it goes on. */
  version: number;
  /** Bookmark from here on until the end: where to go on after an interruption. */
  setResume(resume: NonNullable<Bookmark["resume"]>): Promise<void>;
  /** Back to the bookmark from before, without anything to go on from. */
  dropResume(): Promise<void>;
}

export function openRead(selected: SelectedStream<ExportSource>, run: SyncRun): ExportRead {
  const { id, source } = selected.stream;
  const before = run.state.bookmark(id);
  const { ref } = source.model;
  const read: ExportRead = {
    selected,
    run,
    action: { ...ref, kind: "export", actionId: source.definition.id },
    fileId: source.definition.id,
    ids: { workspace_id: ref.workspaceId, model_id: ref.modelId, export_id: source.definition.id },
    before,
    version: nextVersion(before, run.clock),
    setResume: async (resume) => {
      if (run.extent !== "all") return;
      const version = selected.replicationKey === undefined ? { version: read.version } : {};
      run.state.setBookmark(id, { ...before, ...version, resume });
      await read.run.sink.checkpoint(run.state.snapshot());
    },
    dropResume: async () => {
      if (run.extent !== "all") return;
      run.state.setBookmark(id, before && withoutResume(before));
      await read.run.sink.checkpoint(run.state.snapshot());
    },
  };
  return read;
}
