/** Where a program's time goes (`--profile`): a CPU profile for those who read code, and a span summary for those who ask
 *  whether it was Anaplan, the line, the reader of our output or ourselves. Without the flag nothing is measured. */

/** `waiting` is for Anaplan's tasks; `downloading` and `uploading` for bytes on the line; `reading` and `writing` for the programs at
 *  our ends of the pipe; `parsing` is our own work. */
export type SpanName = "waiting" | "downloading" | "parsing" | "writing" | "reading" | "uploading";

export interface Spans {
  /** Counts the time until `work` returns, or until its promise settles, as `name`. */
  during<Result>(name: SpanName, work: () => Result): Result;
  /** Counts the time between asking `source` for a piece and getting it as `name`. */
  pieces<Piece>(name: SpanName, source: AsyncIterable<Piece>): AsyncIterable<Piece>;
  /** The same for a source that makes its pieces when they are asked for. */
  steps<Piece>(name: SpanName, source: Iterable<Piece>): Iterable<Piece>;
}

export const noSpans: Spans = {
  during: (_name, work) => work(),
  pieces: (_name, source) => source,
  steps: (_name, source) => source,
};

export interface SpanTotal {
  span: SpanName;
  /** While at least one span of this name was open. Spans of different names may overlap: several chunks are in flight
   *  while rows are parsed. */
  seconds: number;
  /** Of the whole run, 0 to 1. */
  share: number;
  count: number;
}

export interface SpanSummary {
  totalSeconds: number;
  /** Longest first. */
  spans: SpanTotal[];
}

export interface SpanBook extends Spans {
  summary(): SpanSummary;
}

interface Account {
  milliseconds: number;
  count: number;
  open: number;
  openedAt: number;
}

/** `now`: milliseconds; only differences count. */
export function createSpans(now: () => number): SpanBook {
  const startedAt = now();
  const accounts = new Map<SpanName, Account>();

  const open = (name: SpanName): (() => void) => {
    const account = accounts.get(name) ?? { milliseconds: 0, count: 0, open: 0, openedAt: 0 };
    accounts.set(name, account);
    account.count += 1;
    if (account.open++ === 0) account.openedAt = now();
    return () => {
      if (--account.open === 0) account.milliseconds += now() - account.openedAt;
    };
  };

  const during = <Result>(name: SpanName, work: () => Result): Result => {
    const close = open(name);
    let isPending = false;
    try {
      const result = work();
      isPending = result instanceof Promise;
      return isPending ? ((result as Promise<unknown>).finally(close) as Result) : result;
    } finally {
      if (!isPending) close();
    }
  };

  return {
    during,
    pieces: (name, source) => timedPieces(source, (ask) => during(name, ask)),
    steps: (name, source) => timedSteps(source, (ask) => during(name, ask)),
    summary: () => {
      const total = now() - startedAt;
      const spans = [...accounts].map(([span, { milliseconds, count, open: stillOpen, openedAt }]): SpanTotal => {
        const spent = milliseconds + (stillOpen > 0 ? now() - openedAt : 0);
        return { span, seconds: spent / 1000, share: total > 0 ? spent / total : 0, count };
      });
      return { totalSeconds: total / 1000, spans: spans.sort((a, b) => b.seconds - a.seconds) };
    },
  };
}

async function* timedPieces<Piece>(
  source: AsyncIterable<Piece>,
  timed: (ask: () => Promise<IteratorResult<Piece>>) => Promise<IteratorResult<Piece>>,
): AsyncGenerator<Piece, void, void> {
  const iterator = source[Symbol.asyncIterator]();
  let isDone = false;
  try {
    for (;;) {
      const next = await timed(() => iterator.next());
      isDone = next.done === true;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    if (!isDone) await iterator.return?.();
  }
}

function* timedSteps<Piece>(
  source: Iterable<Piece>,
  timed: (ask: () => IteratorResult<Piece>) => IteratorResult<Piece>,
): Generator<Piece, void, void> {
  const iterator = source[Symbol.iterator]();
  let isDone = false;
  try {
    for (;;) {
      const next = timed(() => iterator.next());
      isDone = next.done === true;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    if (!isDone) iterator.return?.();
  }
}

export function formatSpans({ totalSeconds, spans }: SpanSummary): string {
  const lines = spans.map(
    ({ span, seconds, share }) =>
      `  ${span.padEnd(12)}${seconds.toFixed(2).padStart(9)} s ${(share * 100).toFixed(0).padStart(4)} %`,
  );
  return [`Where ${totalSeconds.toFixed(2)} s went:`, ...lines].join("\n");
}

/** Starts V8's sampling profiler; the answer stops it and gives the text of a `.cpuprofile` file. */
export async function startCpuProfile(): Promise<() => Promise<string>> {
  const { Session } = await import("node:inspector/promises");
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.start");
  return async () => {
    const { profile } = await session.post("Profiler.stop");
    session.disconnect();
    return JSON.stringify(profile);
  };
}

export interface ProfilePorts {
  /** Milliseconds. */
  now(): number;
  /** Keeps a file of this name and answers where. */
  keep(name: string, text: string): string;
  /** Takes what people should read. */
  tell(text: string): void;
}

export interface Profile {
  spans: Spans;
  /** Writes `<name>.cpuprofile` (open it in the developer tools of a browser) and `<name>.spans.json`, tells the spans. */
  stop(): Promise<void>;
}

export async function startProfile(name: string, { now, keep, tell }: ProfilePorts): Promise<Profile> {
  const spans = createSpans(now);
  const stopCpuProfile = await startCpuProfile();
  return {
    spans,
    stop: async () => {
      const summary = spans.summary();
      const profileFile = keep(`${name}.cpuprofile`, await stopCpuProfile());
      const spansFile = keep(`${name}.spans.json`, `${JSON.stringify(summary, null, 2)}\n`);
      tell(`${formatSpans(summary)}\nProfile: ${profileFile}, ${spansFile}`);
    },
  };
}
