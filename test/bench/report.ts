/** Figures → Markdown for people, JSON for tools. */
import type { Figure, GroupFigures, Spread } from "./figures.ts";
import { megabytes } from "./figures.ts";
import { find, type Goal } from "./goals.ts";

export interface Machine {
  processor: string;
  cores: number;
  memoryBytes: number;
  node: string;
  platform: string;
  /** Processes that ran before the bench began. */
  load: number;
}

export interface Results {
  scale: string;
  measuredAt: string;
  machine: Machine;
  /** Peers that were not measured. */
  leftOut: string[];
  goals: Goal[];
  groups: GroupFigures[];
}

/** What a reader of README wants to see. */
export function shortMarkdown(results: Results): string {
  return paragraphs(results).join("\n\n");
}

export function markdown(results: Results): string {
  const { groups } = results;
  return [...paragraphs(results), ...groups.flatMap((group) => section(group, groups))].join("\n\n");
}

function paragraphs({ machine, measuredAt, goals, groups, leftOut }: Results): string[] {
  const { processor, cores, memoryBytes, node } = machine;
  const where = `Measured ${measuredAt.slice(0, 10)} on ${processor}, ${cores} cores, ${Math.round(memoryBytes / 2 ** 30)} GiB, Node ${node}.`;
  const rounds = Math.max(
    ...groups.filter(({ name }) => name === "tap").flatMap(({ figures }) => figures.map((one) => one.rounds)),
    1,
  );
  const how = `CPU seconds are user and system time of that one process; ${rounds === 1 ? "one run each" : `medians of ${rounds} interleaved runs, in brackets the lowest and the highest`}. MB are of CSV.`;
  const disturbed = `Other work ran on the machine (load ${machine.load.toFixed(1)}): wall times count for little.`;
  return [
    machine.load >= 1 ? `${where} ${how} ${disturbed}` : `${where} ${how}`,
    ...(leftOut.length > 0 ? [`Not measured: ${leftOut.join(", ")}.`] : []),
    ...(goals.length > 0 ? [goalTable(goals)] : []),
  ];
}

function goalTable(goals: readonly Goal[]): string {
  return table(
    ["Goal", "Wanted", "Got", ""],
    goals.map((goal) => [goal.goal, `${goal.wanted} ${unitOf(goal)}`, gotOf(goal), verdict(goal)]),
  );
}

function unitOf({ unit }: Goal): string {
  return unit === "x" ? "×" : unit;
}

function gotOf(goal: Goal): string {
  if (goal.got === undefined) return "not measured";
  return `${goal.unit === "x" ? short(goal.got) : Math.round(goal.got)} ${unitOf(goal)}`;
}

function verdict({ isMet, got, wanted, note }: Goal): string {
  if (isMet === undefined || got === undefined) return "";
  if (isMet) return "met";
  const bound = Number(/[\d.]+/.exec(wanted)?.[0]);
  const share = Math.abs(1 - got / bound) * 100;
  return `missed by ${Math.round(share)} %${note === undefined ? "" : `: ${note}`}`;
}

function section(group: GroupFigures, groups: readonly GroupFigures[]): string[] {
  switch (group.name) {
    case "start":
      return [`**${group.title}**`, startTable(group), firstRecord(groups)];
    case "memory":
      return [`**${group.title}**`, memoryTable(group)];
    default:
      return [`**${group.title}**`, costTable(group)];
  }
}

function startTable({ figures }: GroupFigures): string {
  const bare = figures[0];
  return table(
    ["Program", "wall ms", "CPU ms", "wall against Node alone"],
    figures.map(({ name, wallSeconds, cpuSeconds }) => [
      `\`${name}\``,
      spread(wallSeconds, 1000, 0),
      spread(cpuSeconds, 1000, 0),
      bare === undefined ? "" : `${short(wallSeconds.median / bare.wallSeconds.median)} ×`,
    ]),
  );
}

function firstRecord(groups: readonly GroupFigures[]): string {
  const first = find(groups, "tap", "tap-anaplan")?.firstSeconds;
  return first === undefined
    ? "Time to the first record: not measured."
    : `Time to the first record, sign-in, export and its task included: ${spread(first, 1, 2)} s.`;
}

function costTable({ name, figures }: GroupFigures): string {
  const base = figures[0];
  const compares = name !== "growth" && name !== "delta";
  return table(
    [
      "Program",
      ...(compares ? [] : ["CPU s"]),
      "CPU s / 1 M records",
      "MB / CPU s",
      "wall s",
      "peak MB",
      ...(compares ? ["CPU against ours", "wall against ours"] : []),
    ],
    figures.map((figure) => [
      figure.name,
      ...(compares ? [] : [figure.cpuSeconds.median.toFixed(2)]),
      spread(figure.cpuSeconds, 1e6 / figure.rows, 2),
      short(figure.bytes / 1e6 / figure.cpuSeconds.median),
      spread(figure.wallSeconds, 1, 2),
      String(megabytes(figure.maxRssBytes)),
      ...(compares && base !== undefined
        ? [
            `${short(perRow(figure, "cpuSeconds") / perRow(base, "cpuSeconds"))} ×`,
            `${short(perRow(figure, "wallSeconds") / perRow(base, "wallSeconds"))} ×`,
          ]
        : []),
    ]),
  );
}

function perRow(figure: Figure, key: "cpuSeconds" | "wallSeconds"): number {
  return figure[key].median / figure.rows;
}

function memoryTable({ figures }: GroupFigures): string {
  return table(
    ["Run", "seconds", "CPU s", "peak MB", "MB of output"],
    figures.map(({ name, wallSeconds, cpuSeconds, maxRssBytes, outputBytes, stopped }) => [
      name,
      `${wallSeconds.median.toFixed(1)}${stopped ? ", then stopped" : ""}`,
      cpuSeconds.median.toFixed(2),
      String(megabytes(maxRssBytes)),
      String(megabytes(outputBytes)),
    ]),
  );
}

function spread({ median, lowest, highest }: Spread, factor: number, digits: number): string {
  const [m, l, h] = [median, lowest, highest].map((value) => (value * factor).toFixed(digits));
  return l === h ? `${m}` : `${m} (${l}–${h})`;
}

function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}
