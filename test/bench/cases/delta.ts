/** Only what changed: the first read, one where nothing did, one where one row in a hundred did and one in a thousand is gone. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measure, type Sample } from "../measure.ts";
import { programs, scratch } from "../places.ts";
import { startEmulator } from "../servers.ts";
import {
  deltaBytes,
  deltaExportId,
  deltaWorld,
  goneRows,
  keyColumn,
  keyOf,
  login,
  model,
  workspace,
} from "../world.ts";
import type { Group } from "./case.ts";

const stream = `${workspace}_${model}_${deltaExportId}`;

/** The cases are one story: each goes on from the state of the one before. */
export function deltaGroup(rows: number): Group {
  const folder = join(scratch(), "delta");
  const state = join(folder, "state.json");
  const records = join(folder, "out.jsonl");
  let isFirst = true;

  const read = async (isLater: boolean, stdout?: string): Promise<Sample> => {
    const server = await startEmulator(deltaWorld(rows, isLater));
    try {
      const argv = [process.execPath, programs.tap, "--config", configFile(folder, server.url), "--quiet"];
      return await measure({
        argv: isFirst ? argv : [...argv, "--state", state],
        marker: '"RECORD"',
        ...(stdout !== undefined && { stdout }),
      });
    } finally {
      await server.stop();
    }
  };
  const remember = (lastLine: string) => {
    isFirst = false;
    writeFileSync(state, lastLine);
  };
  const later = async (isLater: boolean, expected: ReadonlySet<string>): Promise<Sample> => {
    const sample = await read(isLater, records);
    const lines = readFileSync(records, "utf8").trimEnd().split("\n");
    expectKeys(lines, expected);
    remember(lines.at(-1) ?? "");
    return { ...sample, outputLines: lines.length };
  };
  const case_ = (name: string, run: () => Promise<Sample>) => ({ name, rows, bytes: deltaBytes(rows), run });

  return {
    name: "delta",
    title: `Only what changed, of ${rows.toLocaleString("en")} rows; the rows are made while they are read`,
    rounds: 1,
    cases: [
      case_("tap, delta, first read", async () => {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
        const sample = await read(false);
        if (sample.outputLines < rows) throw new Error("delta: rows are missing");
        remember(sample.lastLine);
        return sample;
      }),
      case_("tap, delta, nothing changed", () => later(false, new Set())),
      case_("tap, delta, 1 % changed, 0.1 % gone", () => later(true, laterKeys(rows))),
      case_("tap, delta, nothing changed again", () => later(true, new Set())),
    ],
  };
}

function configFile(folder: string, url: string): string {
  const path = join(folder, "tap.json");
  const config = {
    ...login,
    api_url: url,
    auth_url: url,
    discover: ["exports"],
    keys: [{ stream, columns: [keyColumn] }],
    delta: true,
    delta_dir: folder,
  };
  writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
  return path;
}

/** `-KEY` of a row that is gone. */
function laterKeys(rows: number): Set<string> {
  const gone = goneRows(rows);
  const keys = new Set<string>();
  for (let n = 0; n < rows - gone; n += 100) keys.add(keyOf(n));
  for (let n = rows - gone; n < rows; n++) keys.add(`-${keyOf(n)}`);
  return keys;
}

/** Throws unless exactly these came, each once. */
function expectKeys(lines: readonly string[], expected: ReadonlySet<string>): void {
  const found = lines.flatMap((line) => {
    const { type, record } = JSON.parse(line) as { type: string; record?: Record<string, unknown> };
    if (type !== "RECORD" || record === undefined) return [];
    return `${record._sdc_deleted_at === null ? "" : "-"}${String(record[keyColumn])}`;
  });
  const wrong = found.find((key) => !expected.has(key));
  if (wrong !== undefined || found.length !== expected.size || new Set(found).size !== found.length) {
    throw new Error(
      `delta: ${found.length} rows came where ${expected.size} should${wrong ? `, such as ${wrong}` : ""}`,
    );
  }
}
