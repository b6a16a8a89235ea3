/** What a person sees of a running sync: a live line per stream on a terminal, elsewhere a log line now and then. */
import type { Clock } from "../protocol/clock.ts";
import type { Log } from "../protocol/log.ts";
import { bar, type LiveArea } from "../protocol/terminal.ts";
import type { SyncProgress } from "./events.ts";

const LOG_EVERY_MS = 30_000;

export type ShowProgress = (progress: SyncProgress) => void;

export function createProgress(area: LiveArea, clock: Clock, log: Log): ShowProgress {
  let stream = "";
  let startedAt = 0;
  let rowsAtStart = 0;
  let loggedAt = 0;
  return (progress) => {
    const now = clock.now();
    if (progress.stream !== stream || (rowsAtStart === 0 && progress.rows > 0)) {
      if (progress.stream !== stream) loggedAt = now;
      stream = progress.stream;
      startedAt = now;
      rowsAtStart = progress.rows;
    }
    if (area.isLive) {
      area.update(() => [progressLine(progress, (now - startedAt) / 1000)]);
    } else if (now - loggedAt >= LOG_EVERY_MS) {
      loggedAt = now;
      log.info(progressLine(progress, (now - startedAt) / 1000), { stream });
    }
  };
}

/** `opex  downloading  120,000 rows  13.6 MB  48,000 rows/s  [####  ]  40 %` */
export function progressLine({ stream, step, rows, bytes, share, totalRows }: SyncProgress, seconds: number): string {
  const done = share ?? (totalRows !== undefined && totalRows > 0 && rows > 0 ? rows / totalRows : undefined);
  const rate = seconds >= 1 && rows > 0 ? `${Math.round(rows / seconds).toLocaleString("en-US")} rows/s` : undefined;
  const parts = [
    stream,
    step,
    ...(rows > 0 ? [`${rows.toLocaleString("en-US")} rows`] : []),
    ...(bytes > 0 ? [`${(bytes / 1e6).toFixed(1)} MB`] : []),
    rate,
    done === undefined ? undefined : bar(done),
  ];
  return parts.filter((part) => part !== undefined).join("  ");
}
