/** What a person sees of a running load: live lines on a terminal, elsewhere a log line now and then. */
import type { Io } from "../protocol/program.ts";
import type { LiveArea } from "../protocol/terminal.ts";
import type { Ledger } from "./ledger.ts";

const LOG_EVERY_MS = 30_000;

/** What is shown of a stream. */
export interface ShownLoad {
  stream: string;
  phase: string;
  ledger: Ledger;
}

export type ShowProgress = (loads: readonly ShownLoad[], step: string) => void;

export function createProgress(area: LiveArea, io: Io): ShowProgress {
  const startedAt = io.clock.now();
  let loggedAt = startedAt;
  return (loads, step) => {
    const now = io.clock.now();
    const seconds = (now - startedAt) / 1000;
    if (area.isLive) {
      area.update(() => [...loads.map(streamLine), totalLine(loads, step, seconds)]);
    } else if (now - loggedAt >= LOG_EVERY_MS) {
      loggedAt = now;
      io.log.info(totalLine(loads, step, seconds));
    }
  };
}

function streamLine({ stream, phase, ledger }: ShownLoad): string {
  const { received, loaded, ignored, rejected } = ledger;
  const settled =
    loaded + ignored + rejected > 0
      ? `  ${count(loaded)} loaded  ${count(ignored)} ignored  ${count(rejected)} rejected`
      : "";
  return `${stream}  ${phase}  ${count(received)} rows${settled}`;
}

function totalLine(loads: readonly ShownLoad[], step: string, seconds: number): string {
  const rows = loads.reduce((sum, { ledger }) => sum + ledger.received, 0);
  const rate = seconds >= 1 ? `  ${count(Math.round(rows / seconds))} rows/s` : "";
  return `${step}  ${count(rows)} rows${rate}`;
}

function count(rows: number): string {
  return rows.toLocaleString("en-US");
}
