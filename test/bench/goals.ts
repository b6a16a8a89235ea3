/** What the figures should reach. A missed goal is told, it fails nothing: a figure belongs to one machine and its minute. Those of
 *  start-up alone fail the bench: Node itself is measured beside us, and nothing else plays a part. */
import type { Figure, GroupFigures } from "./figures.ts";
import { names } from "./plan.ts";

export interface Goal {
  goal: string;
  wanted: string;
  /** Absent when a part of it was not measured. */
  got?: number;
  unit: "x" | "MB";
  isMet?: boolean;
  /** The bench fails where it is missed. */
  isBinding?: true;
  /** Why a goal is missed, where that is known. */
  note?: string;
}

type Cost = (figure: Figure) => number;
const cpu: Cost = ({ cpuSeconds, rows }) => cpuSeconds.median / Math.max(1, rows);
const wall: Cost = ({ wallSeconds, rows }) => wallSeconds.median / Math.max(1, rows);

/** Known reasons why a goal is missed. The goals were set by prototypes without configuration, log, state, ledger and spool, on a
 *  machine whose peers were slower. */
const WHY = {
  airbyte: "the goal was set where this reader took 33 CPU s a million rows",
  plain:
    "csv-parse took 12.9 CPU s a million rows where the goal was set; 0.5 s of start-up and JIT and the HTTP stack are ours",
  duckdb: "0.5 s of start-up and JIT, and the HTTP stack; DuckDB reads a local file",
  meltano: "gzip alone is a quarter of our cost, keeping the lines for rejects and start-up another",
  minimal:
    "gzip and reading the pipe leave no room: they alone are a third of our cost, and the peer validates and keeps nothing",
} as const;

export function judgeGoals(groups: readonly GroupFigures[]): Goal[] {
  const ratio = (
    goal: string,
    least: number,
    group: string,
    [ours, theirs]: readonly [string, string],
    { cost = cpu, note }: { cost?: Cost; note?: string } = {},
  ): Goal => {
    const [us, them] = [ours, theirs].map((start) => find(groups, group, start));
    const wanted = `at least ${least}`;
    if (us === undefined || them === undefined) return { goal, wanted, unit: "x" };
    const got = cost(them) / cost(us);
    return { goal, wanted, got, unit: "x", isMet: got >= least, ...(note !== undefined && { note }) };
  };
  return [
    ...startUpGoals(groups),
    ratio("tap against the minimal singer-python tap", 15, "tap", [names.tap, "minimal singer-python tap"]),
    ratio("tap against airbyte-cdk's CSV reader", 25, "tap", [names.tap, "airbyte-cdk"], { note: WHY.airbyte }),
    ratio("tap against the plain csv-parse path", 12, "tap", [names.tap, names.plainTap], { note: WHY.plain }),
    ratio("tap against DuckDB CSV → JSON, one thread", 1.5, "tap", [names.tap, "DuckDB"], { note: WHY.duckdb }),
    ratio("target with gzip against meltanolabs-target-csv without", 40, "target", [names.target, "meltanolabs"], {
      note: WHY.meltano,
    }),
    ratio("target with gzip against a minimal singer-python target with gzip", 6, "target", [names.target, "minimal"], {
      note: WHY.minimal,
    }),
    ratio("upload of the same CSV against anaplan-sdk, CPU", 2, "target", [names.upload, "anaplan-sdk"]),
    ratio("upload of the same CSV against anaplan-sdk, wall time", 2, "target", [names.upload, "anaplan-sdk"], {
      cost: wall,
    }),
    ratio(
      "download with latency, four in flight against one",
      2.4,
      "latency",
      [names.fourInFlight, names.oneInFlight],
      {
        cost: wall,
      },
    ),
    peakMemory(groups),
  ];
}

/** Each program's quickest answer beside Node's own start: the lowest of the rounds is what other work on the machine disturbs
 *  least. */
export function startUpGoals(groups: readonly GroupFigures[]): Goal[] {
  const bare = find(groups, "start", names.bareNode)?.wallSeconds.lowest;
  return names.starts.map((name): Goal => {
    const goal = {
      goal: `start-up of \`${name}\` against \`${names.bareNode}\``,
      wanted: "at most 2",
      unit: "x" as const,
    };
    const ours = find(groups, "start", name)?.wallSeconds.lowest;
    if (bare === undefined || ours === undefined) return goal;
    return { ...goal, got: ours / bare, isMet: ours <= 2 * bare, isBinding: true };
  });
}

export function find(groups: readonly GroupFigures[], group: string, start: string): Figure | undefined {
  const figures = groups.find(({ name }) => name === group)?.figures ?? [];
  return figures.find(({ name }) => name === start) ?? figures.find(({ name }) => name.startsWith(start));
}

/** Of our programs in every run that took the fast path. */
function peakMemory(groups: readonly GroupFigures[]): Goal {
  const plain: string[] = [names.plainTap, names.plainTarget];
  const ours = groups.flatMap(({ figures }) => figures.filter(({ name }) => /^(tap|target)/.test(name)));
  const peaks = ours.filter(({ name }) => !plain.includes(name)).map(({ maxRssBytes }) => maxRssBytes / 1e6);
  const wanted = { goal: "peak memory, any size, both", wanted: "at most 200", unit: "MB" as const };
  if (peaks.length === 0) return wanted;
  const got = Math.max(...peaks);
  return { ...wanted, got, isMet: got <= 200 };
}
