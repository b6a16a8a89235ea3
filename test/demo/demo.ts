/** `npm run demo`: the main job on the built-in Anaplan. One model's exports go through tap and target into another
 *  model; then the target model is compared with the source, cell by cell. Everything lives in one folder that is removed. */
import { type ChildProcess, spawn } from "node:child_process";
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { formatTable } from "../../protocol/terminal.ts";
import type { RunReport } from "../../schemas/generated/types.ts";
import { sample, sampleFlaws, sampleWorld } from "../emulator/models/sample.ts";
import { type Emulator, startEmulator } from "../emulator/server.ts";
import { type Comparison, compareExport } from "../emulator/world/compare.ts";

const root = join(import.meta.dirname, import.meta.dirname.includes("/dist/") ? "../../.." : "../..");
const folder = mkdtempSync(join(tmpdir(), "anaplan-demo-"));
const say = (text: string) => process.stdout.write(`${text}\n`);

try {
  process.exitCode = await demo();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function demo(): Promise<number> {
  say(`An emulated Anaplan starts with real public data: ${sample.streams.length} exports of the model "Demo Source".`);
  const emulator = await startEmulator({ world: sampleWorld(), taskDurationMs: 200 });
  try {
    const began = performance.now();
    const exits = await pipe(writeConfigs(emulator.url));
    const seconds = (performance.now() - began) / 1000;
    const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as RunReport;
    const compared = await compareAll(emulator);
    await show(report, compared, seconds);
    await showReject();
    return verdict(exits, report, compared);
  } finally {
    await emulator.stop();
  }
}

interface Configs {
  tap: string;
  target: string;
}

function writeConfigs(url: string): Configs {
  const connection = {
    username: sample.user,
    password: sample.password,
    api_url: url,
    auth_url: url,
    poll_interval_seconds: 0.2,
  };
  const write = (name: string, config: object) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify({ ...connection, ...config }), { mode: 0o600 });
    return path;
  };
  return {
    tap: write("tap.json", { models: [sample.source] }),
    target: write("target.json", {
      workspace: sample.workspace,
      model: sample.target,
      // Parents go before their children.
      streams: sample.streams.map((name, order) => ({ stream: `demo_source__${name}`, import: name, order })),
      on_rejected_rows: "warn",
      rejects_dir: join(folder, "rejects"),
      report_file: join(folder, "report.json"),
    }),
  };
}

/** `tap-anaplan --config tap.json --catalog … | target-anaplan --config target.json > state.jsonl` */
async function pipe(configs: Configs): Promise<{ tap: number; target: number }> {
  const catalog = join(root, "catalogs/sample/singer.json");
  const bin = (name: string) => join(root, "dist", name, "singer.js");
  say(`tap-anaplan --config tap.json --catalog catalogs/sample/singer.json | target-anaplan --config target.json\n`);
  const target = spawn(process.execPath, [bin("target"), "--config", configs.target, "--quiet"], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  if (!target.stdin) throw new Error("no pipe");
  const tap = spawn(process.execPath, [bin("tap"), "--config", configs.tap, "--catalog", catalog, "--quiet"], {
    stdio: ["ignore", target.stdin, "inherit"],
  });
  target.stdin.destroy();
  const [tapCode, targetCode] = await Promise.all([exitOf(tap), exitOf(target)]);
  return { tap: tapCode, target: targetCode };
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => child.on("error", reject).on("exit", (code) => resolve(code ?? 1)));
}

async function compareAll({ world }: Emulator): Promise<Map<string, Comparison>> {
  const compared = new Map<string, Comparison>();
  for (const name of sample.streams) {
    const [source, target] = [world.model(sample.source), world.model(sample.target)];
    compared.set(
      `demo_source__${name}`,
      await compareExport(source, sample.exports[name], target, sample.imports[name]),
    );
  }
  return compared;
}

async function show(report: RunReport, compared: Map<string, Comparison>, seconds: number): Promise<void> {
  const head = ["stream", "rows sent", "loaded", "ignored", "rejected", "cells compared", "equal", "different"];
  const lines = report.streams.map(({ stream, rows }) => {
    const { cells, equal, different } = compared.get(stream) ?? { cells: 0, equal: 0, different: 0 };
    return [stream, rows.received, rows.loaded, rows.ignored, rows.rejected, cells, equal, different];
  });
  say(await formatTable(head, lines));
  const rows = sum(report.streams, ({ rows }) => rows.received);
  const megabytes = sum(report.streams, ({ bytes }) => bytes) / 1e6;
  say(
    `${rows.toLocaleString("en-US")} rows, ${megabytes.toFixed(1)} MB of CSV in ${seconds.toFixed(1)} s: ${(megabytes / seconds).toFixed(1)} MB/s from one model into the other, ${report.requests} requests of the target.`,
  );
}

/** One rejected row as a person would find it. */
async function showReject(): Promise<void> {
  const [file] = readdirSync(join(folder, "rejects"));
  if (file === undefined) return;
  for await (const line of createInterface({ input: createReadStream(join(folder, "rejects", file)) })) {
    const { stream, line: at, errors, record } = JSON.parse(line);
    say(`\nFor instance, line ${at} of ${stream} was refused: ${errors.join("; ")}\n  ${JSON.stringify(record)}`);
    return;
  }
}

/** The flaws are known: everything else must have arrived as it was. */
function verdict(exits: { tap: number; target: number }, report: RunReport, compared: Map<string, Comparison>): number {
  const rejected = sum(report.streams, ({ rows }) => rows.rejected);
  const ignored = sum(report.streams, ({ rows }) => rows.ignored);
  const missing = sum([...compared.values()], (comparison) => comparison.missing);
  const faults = [
    ...(exits.tap === 0 ? [] : [`the tap ended with ${exits.tap}`]),
    ...(exits.target === 0 ? [] : [`the target ended with ${exits.target}`]),
    ...(report.streams.length === sample.streams.length ? [] : [`only ${report.streams.length} streams arrived`]),
    ...(missing <= rejected ? [] : [`${missing} rows are missing, but only ${rejected} were rejected`]),
    ...(ignored >= sampleFlaws.knownFlights ? [] : [`only ${ignored} rows were ignored`]),
    ...(rejected > 0 ? [] : ["the rows that are bad on purpose were not rejected"]),
    ...[...compared].flatMap(([stream, { different }]) =>
      different <= allowedDifferences(stream) ? [] : [`${different} cells of ${stream} differ`],
    ),
  ];
  say(faults.length === 0 ? "\nEverything is accounted for." : `\nFailed: ${faults.join("; ")}.`);
  return faults.length === 0 ? 0 : 1;
}

/** Airports outside the states hang on a city that the target does not have: loaded with a warning, without their parent. */
function allowedDifferences(stream: string): number {
  return stream === "demo_source__airports" ? sampleFlaws.airportsWithoutCity : 0;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
