/** What a sync yields, in neutral words; each bin maps it to its protocol. Bulk data never becomes objects here: records
 *  travel as blocks of finished lines, framed by bytes that the bin supplied. */
import type { State } from "./state.ts";

export interface TapStream {
  /** `<workspace_id>_<model_id>_<id>` or the name of a metadata stream; never changes on a rename. */
  id: string;
  /** The name records carry. */
  name: string;
  /** JSON Schema of one record. */
  schema: { type: "object"; properties: Record<string, unknown> };
  keyProperties: readonly string[];
  replicationKey?: string;
  /** Set for FULL_TABLE streams. */
  version?: number;
}

/** Bytes before and after the record's JSON object in one line; `after` ends with a line feed. */
export interface RecordFrame {
  before: Uint8Array;
  after: Uint8Array;
}

export interface SyncProgress {
  stream: string;
  /** Such as `exporting`, `downloading`, or the server's own word for the step of its task. */
  step: string;
  rows: number;
  bytes: number;
  /** Of the server's task, 0…1, where told. */
  share?: number;
  /** Estimate, where known. */
  totalRows?: number;
}

/** The bin's side. Every method that returns a promise is awaited before the next call: that is the back-pressure. */
export interface TapSink {
  schema(stream: TapStream): Promise<void>;
  /** Asked once before the first record of a read; `extractedAt` is when Anaplan made the data, in milliseconds. */
  frame(stream: TapStream, extractedAt: number): RecordFrame;
  /** Asked for each record in which values of these columns did not fit and went out as null: the bytes after it. Absent = as
   *  in every other line. */
  nulledEnd?(stream: TapStream, columns: readonly string[]): Uint8Array;
  /** `lines` holds `count` whole lines; the buffer may be reused once the promise resolves. */
  records(stream: TapStream, lines: Uint8Array, count: number): Promise<void>;
  /** All records of `stream.version` are out: older versions are obsolete. */
  activate(stream: TapStream): Promise<void>;
  /** Everything before it is out. */
  checkpoint(state: State): Promise<void>;
  progress(progress: SyncProgress): void;
}
