/** `npm run bench [-- --quick] [-- --only GROUP] [-- --rounds N]`: makes its data, starts the emulator, installs the peers, runs everything in turns.
 *  The full bench writes README's performance section and results.json; the others print. Fails when something
 *  cannot be measured or loses rows, and when start-up takes too long beside Node's own; never because it is slow otherwise. */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { deltaGroup } from "./cases/delta.ts";
import { type GroupFigures, runGroup } from "./figures.ts";
import { judgeGoals, startUpGoals } from "./goals.ts";
import { installPeers, packages } from "./peers.ts";
import { benchFolder, projectFolder } from "./places.ts";
import { planGroups, type Scale, type Servers, scales, shapesOf } from "./plan.ts";
import { markdown, type Results, shortMarkdown } from "./report.ts";
import { type Server, startBenchEmulator, startSlowLine } from "./servers.ts";

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(argv: string[]): Promise<void> {
  const { values } = parseArgs({
    args: argv,
    options: {
      quick: { type: "boolean" },
      only: { type: "string", multiple: true },
      rounds: { type: "string" },
      "delta-rows": { type: "string" },
    },
  });
  const size = values.quick ? scales.quick : scales.full;
  const scale: Scale = {
    ...size,
    rounds: Number(values.rounds ?? size.rounds),
    deltaRows: Number(values["delta-rows"] ?? size.deltaRows),
  };
  const results = await bench(scale, values.only);
  process.stdout.write(`${markdown(results)}\n`);
  const failures = results.groups.flatMap((group) => group.failures);
  for (const { name, reason } of failures) tell(`not measured: ${name}: ${reason}`);
  const missed = results.goals.filter(({ isBinding, isMet }) => isBinding && isMet === false);
  for (const { goal, wanted, got } of missed) tell(`missed: ${goal}: ${got?.toFixed(2)} x, wanted ${wanted}`);
  if (failures.length > 0 || missed.length > 0) process.exitCode = 1;
  else if (scale.name === "full" && values.only === undefined) publish(results);
}

async function bench(scale: Scale, only: readonly string[] | undefined): Promise<Results> {
  if (only?.every((name) => name === "delta")) {
    const groups = [await runGroup(deltaGroup(scale.deltaRows), tell)];
    return {
      scale: scale.name,
      measuredAt: new Date().toISOString(),
      machine: machine(),
      leftOut: [],
      goals: [],
      groups,
    };
  }
  const before = machine();
  const peers = await installPeers(scale.peers, tell);
  const leftOut = Object.entries(packages).flatMap(([peer, name]) => (peers.has(peer as never) ? [] : [name]));
  const shapes = shapesOf(scale);
  const emulator = await startBenchEmulator(shapes);
  const latent = await startBenchEmulator(shapes, scale.firstByteMs);
  const slow = await startSlowLine(emulator.url, scale.slowBytesPerSecond);
  const stopAll = () => Promise.all([slow, latent, emulator].map((server: Server) => server.stop()));
  try {
    const servers: Servers = { url: emulator.url, latencyUrl: latent.url, slowUrl: slow.url };
    const groups: GroupFigures[] = [];
    for (const group of [...(await planGroups(scale, servers, peers)), deltaGroup(scale.deltaRows)]) {
      if (only !== undefined && !only.includes(group.name)) continue;
      groups.push(await runGroup(group, tell));
    }
    // Small inputs measure start-up, not speed.
    const goals = scale.name === "full" ? judgeGoals(groups) : startUpGoals(groups);
    return { scale: scale.name, measuredAt: new Date().toISOString(), machine: before, leftOut, goals, groups };
  } finally {
    await stopAll();
  }
}

function machine(): Results["machine"] {
  const [first] = cpus();
  return {
    processor: first?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryBytes: totalmem(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    load: loadavg()[0] ?? 0,
  };
}

function publish(results: Results): void {
  writeFileSync(join(benchFolder, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(benchFolder, "results.md"), `# Results\n\n${markdown(results)}\n`);
  const readme = join(projectFolder, "README.md");
  const [start, end] = ["<!-- bench -->", "<!-- /bench -->"];
  const text = readFileSync(readme, "utf8");
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) tell("README.md has no place for the figures");
  else
    writeFileSync(
      readme,
      `${text.slice(0, from + start.length)}\n${shortMarkdown(results)}\n\nAll figures: [test/bench/results.md](test/bench/results.md).\n${text.slice(to)}`,
    );
}

main(process.argv.slice(2)).catch((error: unknown) => {
  tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
