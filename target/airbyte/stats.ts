/** How many rows each returned STATE covers, and how many of them were refused. */
import type { Stats } from "../../protocol/airbyte/messages.ts";

/** Of one stream so far. */
export interface RowCounts {
  stream: string;
  received: number;
  rejected: number;
  /** Of those received, the ones that were given to Anaplan or wait for it. */
  appended: number;
}

export interface StateStats {
  /** A STATE came in: it covers the rows since the last one of its stream, or those of all streams since the last one that is of
   *  no stream. */
  note(stream: string | undefined): void;
  /** Row `row` of the appended ones of a stream was refused. */
  refuse(stream: string, row: number): void;
  /** The oldest one goes back: states go back in the order in which they came. Refused rows that nobody could place count to
   *  the states that go back first, so that the sums are right. */
  take(): Stats;
}

interface Noted {
  track: Track;
  rows: number;
  refused: number;
  /** Appended rows that it or an earlier one covers, by stream. */
  appended: ReadonlyMap<string, number>;
}

/** The states of one stream, or those of no stream. */
interface Track {
  /** Not given back yet. */
  waiting: Noted[];
  received: number;
  /** Refused rows that were placed. */
  placed: number;
  /** Of those, the ones that no state covers yet. */
  early: number;
  /** Refused rows that were told. */
  told: number;
  /** Of those, the ones that were placed. */
  toldPlaced: number;
}

export function createStateStats(counts: () => readonly RowCounts[]): StateStats {
  const noted: Noted[] = [];
  const tracks = new Map<string | undefined, Track>();
  const trackOf = (stream: string | undefined): Track => {
    const track = tracks.get(stream) ?? { waiting: [], received: 0, placed: 0, early: 0, told: 0, toldPlaced: 0 };
    tracks.set(stream, track);
    return track;
  };
  const countsOf = (stream: string | undefined) =>
    counts().filter((one) => stream === undefined || one.stream === stream);
  return {
    note: (stream) => {
      const track = trackOf(stream);
      const now = countsOf(stream);
      const received = sum(now.map((one) => one.received));
      const appended = new Map(now.map((one) => [one.stream, one.appended]));
      const one = { track, rows: received - track.received, refused: track.early, appended };
      track.received = received;
      track.early = 0;
      track.waiting.push(one);
      noted.push(one);
    },
    refuse: (stream, row) => {
      for (const track of [trackOf(stream), trackOf(undefined)]) {
        track.placed += 1;
        const covering = firstCovering(track.waiting, stream, row);
        if (covering === undefined) track.early += 1;
        else covering.refused += 1;
      }
    },
    take: () => {
      const one = noted.shift();
      if (one === undefined) return { records: 0, rejected: 0 };
      const { track, rows, refused: placed } = one;
      track.waiting.shift();
      const stream = [...tracks].find(([, other]) => other === track)?.[0];
      const rejected = sum(countsOf(stream).map((counted) => counted.rejected));
      const unplaced = Math.max(0, rejected - track.placed - (track.told - track.toldPlaced));
      const refused = Math.min(rows, placed + unplaced);
      track.told += refused;
      track.toldPlaced += Math.min(placed, refused);
      return { records: rows - refused, rejected: refused };
    },
  };
}

/** What states cover only grows. */
function firstCovering(waiting: readonly Noted[], stream: string, row: number): Noted | undefined {
  let [from, to] = [0, waiting.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((waiting[middle]?.appended.get(stream) ?? 0) >= row) to = middle;
    else from = middle + 1;
  }
  return waiting[from];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
