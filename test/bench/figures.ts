/** Runs groups in turns and says what each case cost: medians, with the lowest and the highest. */
import type { Group } from "./cases/case.ts";
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
}

export async function runGroup(group: Group, tell: (line: string) => void): Promise<GroupFigures> {
  const samples = group.cases.map((): Sample[] => []);
  for (let round = 1; round <= group.rounds; round++) {
    for (const [index, { name, run }] of group.cases.entries()) {
      const sample = await run();
      samples[index]!.push(sample);
      const cost = `${sample.cpuSeconds.toFixed(2)} CPU s, ${sample.wallSeconds.toFixed(2)} s, ${megabytes(sample.maxRssBytes)} MB`;
      tell(`${group.name} ${round}/${group.rounds}  ${name}: ${cost}`);
    }
  }
  return {
    name: group.name,
    title: group.title,
    figures: group.cases.map((one, index) => figureOf(one, samples[index]!)),
  };
}

function figureOf({ name, rows, bytes }: Group["cases"][number], samples: readonly Sample[]): Figure {
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
