/** The two programs of this package, as users start them: real processes, real HTTP. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { RunReport } from "../../../schemas/generated/types.ts";
import type { Messages } from "../inputs.ts";
import { measure, type Run, type Sample } from "../measure.ts";
import { programs, scratch } from "../places.ts";
import {
  exportBytes,
  exportId,
  login,
  model,
  type Shape,
  sinkFileId,
  sinkImportId,
  streamName,
  workspace,
} from "../world.ts";
import type { Case } from "./case.ts";

/** A variant is a module that Node loads first (variants/). */
export interface Setting {
  name: string;
  variant?: string;
  run?: Partial<Run>;
  config?: Record<string, unknown>;
}

function node(program: string, { variant, run }: Setting, args: readonly string[]): Run {
  const before = variant === undefined ? [] : ["--import", pathToFileURL(variant).href];
  return { argv: [process.execPath, ...before, program, ...args], ...run };
}

let configs = 0;

function configFile(config: Record<string, unknown>): string {
  configs += 1;
  const path = join(scratch(), `config-${configs}.json`);
  writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
  return path;
}

export interface Place {
  url: string;
  shape: Shape;
  shapes: readonly Shape[];
}

export function tapCase({ url, shape, shapes }: Place, setting: Setting): Case {
  const stream = `${workspace}_${model}_${exportId(shape, shapes)}`;
  const config = configFile({
    ...login,
    api_url: url,
    auth_url: url,
    discover: ["exports"],
    sync_mode: "SpecificExports",
    selected_exports: [stream],
    types: shape.columns >= 12 ? [{ stream, column: "Posted on", type: "date" }] : [],
    ...setting.config,
  });
  const run: Run = { marker: '"RECORD"', ...node(programs.tap, setting, ["--config", config]) };
  return {
    name: setting.name,
    rows: shape.rows,
    bytes: exportBytes(shape),
    run: async () => {
      const sample = await measure(run);
      if (!sample.stopped && sample.outputLines < shape.rows) throw new Error(`${setting.name}: rows are missing`);
      return sample;
    },
  };
}

/** `repeat`: the records come so many times. */
export function targetCase({ url, shape }: Place, input: Messages, repeat: number, setting: Setting): Case {
  const report = join(scratch(), `report-${configs}.json`);
  const config = configFile({
    ...login,
    api_url: url,
    auth_url: url,
    workspace,
    model,
    streams: [{ stream: streamName, import: sinkImportId(shape.columns) }],
    rejects_dir: join(scratch(), "rejects"),
    report_file: report,
    ...setting.config,
  });
  const stdin = [input.head, ...Array.from({ length: repeat }, () => input.records), input.tail];
  const run: Run = { ...node(programs.target, setting, ["--config", config]), stdin };
  const rows = shape.rows * repeat;
  return {
    name: setting.name,
    rows,
    bytes: exportBytes(shape) * repeat,
    run: async () => {
      const sample = await measure(run);
      if (!sample.stopped) checkLoaded(report, rows, sample);
      return sample;
    },
  };
}

function checkLoaded(path: string, rows: number, sample: Sample): void {
  const { streams } = JSON.parse(readFileSync(path, "utf8")) as RunReport;
  const loaded = streams[0]?.rows.loaded;
  if (loaded !== rows) throw new Error(`target: ${loaded} of ${rows} rows are loaded`);
  if (sample.outputLines < 1) throw new Error("target: no STATE came out");
}

/** The target's way from a ready CSV file to Anaplan, without records before it: what a kit that only moves files does. */
export function uploadCase({ url, shape }: Place, csv: string, name: string): Case {
  const config = configFile({ ...login, api_url: url, auth_url: url });
  const argv = [process.execPath, programs.upload, config, workspace, model, sinkFileId(shape.columns), csv];
  return { name, rows: shape.rows, bytes: exportBytes(shape), run: () => measure({ argv }) };
}

/** Start-up: nothing but Node, and answers that need neither config nor network. */
export function startUpCases(bareNode: string, starts: readonly string[]): Case[] {
  const start = (name: string, args: readonly string[]): Case => ({
    rows: 0,
    bytes: 0,
    name,
    run: () => measure({ argv: [process.execPath, ...args] }),
  });
  const ofProgram = (name: string) => {
    const [program = "", ...args] = name.split(" ");
    return start(name, [programs[program.replace("-anaplan", "") as keyof typeof programs], ...args]);
  };
  return [start(bareNode, bareNode.split(" ").slice(1)), ...starts.map(ofProgram)];
}
