/** What every kind of stream can do; `index.ts` lists them. */
import type { AnaplanClient } from "../../protocol/anaplan/types.ts";
import type { Clock } from "../../protocol/clock.ts";
import type { ConnectorError } from "../../protocol/errors.ts";
import type { Log } from "../../protocol/log.ts";
import type { Spans } from "../../protocol/profile.ts";
import type { TapSink } from "../events.ts";
import type { Scope } from "../scope.ts";
import type { TapSettings } from "../settings.ts";
import type { StateBook } from "../state.ts";
import type { SelectedStream, Stream, StreamSource } from "../stream.ts";

export interface Found<Source extends StreamSource = StreamSource> {
  streams: Stream<Source>[];
  /** What keeps others from being read. */
  problems: ConnectorError[];
}

export interface WantedStream {
  id: string;
  /** The name a catalog gives it. */
  name: string | undefined;
}

/** `schema`: SCHEMA only. `record`: one record per stream (or `sampleRows`), no state. */
export type Extent = "all" | "schema" | "record";

export interface SyncRun {
  client: AnaplanClient;
  settings: TapSettings;
  scope: Scope;
  sink: TapSink;
  state: StateBook;
  log: Log;
  clock: Clock;
  /** Aborts with a ConnectorError as its reason. */
  signal: AbortSignal;
  spans: Spans;
  extent: Extent;
  /** Records per stream where the extent is `record`; 1 if absent. */
  sampleRows?: number;
  /** What runs beside the stream that is read; absent = the sync sees to it. */
  ahead?: Ahead;
}

/** What runs beside the stream that is read. */
export interface Ahead {
  /** It is this stream's turn. Begins what may run beside it; answers what was begun of it before. */
  turnOf(selected: SelectedStream): Begun | undefined;
  /** Ends what nobody is going to read; resolves once that is over. Answers whether there was any. */
  settle(): Promise<boolean>;
}

/** A stream whose wait has begun before its turn. */
export interface Begun {
  /** Its turn has come: as `StreamKind.sync`. */
  sync(run: SyncRun): Promise<void>;
  /** It will not come: resolves when nothing of it runs any more, its bookmark right. */
  abandon(): Promise<void>;
}

export interface StreamKind<Source extends StreamSource> {
  /** All streams of this kind within the scope. `taken`: names that streams of other kinds have. */
  discover(scope: Scope, taken: ReadonlySet<string>): Promise<Found<Source>>;
  /** Those of these ids; what is not there is a problem that names its stream. */
  locate(scope: Scope, wanted: readonly WantedStream[]): Promise<Found<Source>>;
  /** Whether an id has the form that this kind gives its streams. */
  owns(streamId: string): boolean;
  /** Reads one stream to its end and moves its bookmark. Throws ConnectorError; the bookmark then stands where it stood, or holds
   *  where an unfinished download may go on. */
  sync(selected: SelectedStream<Source>, run: SyncRun): Promise<void>;
  /** Has the server begin with what `sync` waits for. Undefined = nothing to wait for. `run` ends it by its signal. */
  begin?(selected: SelectedStream<Source>, run: SyncRun): Begun | undefined;
}
