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

/** Python peers that turn the CSV file into messages. */
export function sourcePeers(rows: Rows, peers: Peers): Case[] {
  const python = (peer: Peer, script: string, ...args: string[]): Run => ({
    argv: [peers.program(peer, "python"), peerScript(script), ...args],
  });
  const { csv, shape } = rows;
  return [
    ...(peers.has("singer-python")
      ? [peerCase("minimal singer-python tap", rows, python("singer-python", "minimal_tap.py", csv), shape.rows)]
      : []),
    ...(peers.has("airbyte-cdk")
      ? [peerCase("airbyte-cdk file reader", rows, python("airbyte-cdk", "airbyte_csv.py", csv), shape.rows)]
      : []),
    ...duckdbPeer(rows, peers),
  ];
}

export function duckdbPeer(file: File, peers: Peers): Case[] {
  if (!peers.has("duckdb")) return [];
  const argv = [peers.program("duckdb", "python"), peerScript("duckdb_json.py"), file.csv, "/dev/stdout"];
  return [peerCase("DuckDB, one thread", file, { argv }, file.shape.rows)];
}

/** Python peers that turn messages into a file. */
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

/** anaplan-sdk moves files only: it neither parses nor runs the import. */
export function transferPeers(rows: Rows, shapes: readonly Shape[], url: string, peers: Peers) {
  if (!peers.has("anaplan-sdk")) return { download: [], upload: [] };
  const transfer = (what: string, id: string, file: string): Run => ({
    argv: [
      ...[peers.program("anaplan-sdk", "python"), peerScript("anaplan_transfer.py"), what, url],
      ...[login.username, login.password, workspace, model, id, file],
    ],
  });
  const downloaded = transfer("download", exportId(rows.shape, shapes), "/dev/null");
  const uploaded = transfer("upload", sinkFileId(rows.shape.columns), rows.csv);
  return {
    download: [peerCase("anaplan-sdk download, no parsing", rows, downloaded)],
    upload: [peerCase("anaplan-sdk upload of the CSV", rows, uploaded)],
  };
}

/** What this machine needs for the bytes alone. */
export function limitCases(rows: Rows): { copy: Case; gzip: Case; copyMessages: Case } {
  const { head, records, tail } = rows.messages;
  return {
    copy: peerCase("limit: cat of the CSV into a pipe", rows, { argv: ["cat", rows.csv] }, rows.shape.rows),
    gzip: peerCase("limit: gzip -1 of the CSV", rows, { argv: ["gzip", "-1", "-c", rows.csv] }),
    copyMessages: peerCase(
      "limit: cat of the messages",
      rows,
      { argv: ["cat"], stdin: [head, records, tail] },
      rows.shape.rows,
    ),
  };
}
