/** Runs groups in turns and says what each case cost: medians, with the lowest and the highest. */
import type { Case, Group } from "./cases/case.ts";
import type { Sample } from "./measure.ts";

export interface Spread {
  median: number;
  lowest: number;
  highest: number;
}

export interface Figure {
  name: string;
  rows: number;
  /** Of CSV. */
  bytes: number;
  rounds: number;
  cpuSeconds: Spread;
  wallSeconds: Spread;
  /** Highest of all rounds. */
  maxRssBytes: number;
  outputBytes: number;
  /** Until the first record came out. */
  firstSeconds?: Spread;
  /** Was ended by force after its time. */
  stopped: boolean;
}

export interface GroupFigures {
  name: string;
  title: string;
  figures: Figure[];
  /** Cases that could not be measured. */
  failures: { name: string; reason: string }[];
}

/** A case that fails is told and not run again; the others go on. */
export async function runGroup(group: Group, tell: (line: string) => void): Promise<GroupFigures> {
  const samples = new Map(group.cases.map((one): [Case, Sample[]] => [one, []]));
  const failures: GroupFigures["failures"] = [];
  for (let round = 1; round <= group.rounds; round++) {
    for (const [one, taken] of samples) {
      const sample = await one.run().catch((error: unknown) => String(error));
      if (typeof sample === "string") {
        failures.push({ name: one.name, reason: sample });
        samples.delete(one);
      } else taken.push(sample);
      tell(
        `${group.name} ${round}/${group.rounds}  ${one.name}: ${typeof sample === "string" ? sample : costOf(sample)}`,
      );
    }
  }
  const figures = [...samples].map(([one, taken]) => figureOf(one, taken));
  return { name: group.name, title: group.title, figures, failures };
}

function costOf({ cpuSeconds, wallSeconds, maxRssBytes }: Sample): string {
  return `${cpuSeconds.toFixed(2)} CPU s, ${wallSeconds.toFixed(2)} s, ${megabytes(maxRssBytes)} MB`;
}

function figureOf({ name, rows, bytes }: Case, samples: readonly Sample[]): Figure {
  const first = samples.flatMap(({ firstSeconds }) => firstSeconds ?? []);
  return {
    name,
    rows,
    bytes,
    rounds: samples.length,
    cpuSeconds: spreadOf(samples.map(({ cpuSeconds }) => cpuSeconds)),
    wallSeconds: spreadOf(samples.map(({ wallSeconds }) => wallSeconds)),
    maxRssBytes: Math.max(...samples.map(({ maxRssBytes }) => maxRssBytes)),
    outputBytes: Math.max(...samples.map(({ outputBytes }) => outputBytes)),
    ...(first.length > 0 && { firstSeconds: spreadOf(first) }),
    stopped: samples.some(({ stopped }) => stopped),
  };
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, lowest: sorted[0]!, highest: sorted.at(-1)! };
}

export function megabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}
