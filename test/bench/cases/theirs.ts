/** What our programs are compared with, on the same rows. Peers read and write local files: none of them pays for HTTP, but
 *  for anaplan-sdk, which has the same emulator before it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Messages } from "../inputs.ts";
import { measure, type Run, type Sample } from "../measure.ts";
import { type Peer, type Peers, peerScript } from "../peers.ts";
import { scratch } from "../places.ts";
import { exportId, login, model, type Shape, sinkFileId, workspace } from "../world.ts";
import type { Case } from "./case.ts";

export interface File {
  shape: Shape;
  csv: string;
  /** Of the CSV. */
  bytes: number;
}

export interface Rows extends File {
  messages: Messages;
}

function peerCase(name: string, { shape, bytes }: File, run: Run, lines = 0): Case {
  const checked = async (): Promise<Sample> => {
    const sample = await measure(run);
    if (sample.outputLines < lines) throw new Error(`${name}: ${sample.outputLines} lines came out`);
    return sample;
  };
  return { name, rows: shape.rows, bytes, run: checked };
}

/** Peers that turn the CSV file into messages. */
export function sourcePeers(file: File, peers: Peers): Case[] {
  const python = (name: string, peer: Peer, script: string, ...more: string[]): Case[] => {
    if (!peers.has(peer)) return [];
    const argv = [peers.program(peer, "python"), peerScript(script), file.csv, ...more];
    return [peerCase(name, file, { argv }, file.shape.rows)];
  };
  return [
    ...python("minimal singer-python tap", "singer-python", "minimal_tap.py"),
    ...python("airbyte-cdk file reader", "airbyte-cdk", "airbyte_csv.py"),
    ...python("DuckDB, one thread", "duckdb", "duckdb_json.py", "/dev/stdout"),
  ];
}

/** Peers that turn messages into a file. */
export function targetPeers(rows: Rows, peers: Peers): Case[] {
  const { head, records, tail } = rows.messages;
  const stdin = [head, records, tail];
  const out = join(scratch(), "out");
  const config = join(scratch(), "target-csv.json");
  writeFileSync(config, JSON.stringify({ output_path: scratch() }));
  const singer = [peers.program("singer-python", "python"), peerScript("minimal_target.py"), `${out}.csv.gz`];
  const meltano = [peers.program("meltanolabs-target-csv", "target-csv"), "--config", config];
  return [
    ...(peers.has("singer-python")
      ? [peerCase("minimal singer-python target, gzip -1", rows, { argv: singer, stdin }, 1)]
      : []),
    ...(peers.has("meltanolabs-target-csv")
      ? [peerCase("meltanolabs-target-csv, no gzip", rows, { argv: meltano, stdin }, 1)]
      : []),
  ];
}

/** anaplan-sdk moves files only: it does not parse them. */
export function downloadPeers(file: File, shapes: readonly Shape[], url: string, peers: Peers): Case[] {
  const id = exportId(file.shape, shapes);
  return transfer("anaplan-sdk download, no parsing", file, peers, ["download", url, id, "/dev/null"]);
}

/** It does not run the import either. */
export function uploadPeers(file: File, url: string, peers: Peers): Case[] {
  const id = sinkFileId(file.shape.columns);
  return transfer("anaplan-sdk upload of the CSV", file, peers, ["upload", url, id, file.csv]);
}

function transfer(name: string, file: File, peers: Peers, args: readonly [string, string, string, string]): Case[] {
  if (!peers.has("anaplan-sdk")) return [];
  const [what, url, id, path] = args;
  const place = [login.username, login.password, workspace, model, id, path];
  const argv = [peers.program("anaplan-sdk", "python"), peerScript("anaplan_transfer.py"), what, url, ...place];
  return [peerCase(name, file, { argv })];
}

/** What this machine needs for the bytes alone. */
export function copyLimit(name: string, file: File, paths: readonly string[]): Case {
  return peerCase(name, file, { argv: ["cat", ...paths] }, file.shape.rows);
}

export function gzipLimit(name: string, file: File): Case {
  return peerCase(name, file, { argv: ["gzip", "-1", "-c", file.csv] });
}
