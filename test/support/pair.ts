/** Two models, an export in one and the import of the same shape in the other, and the configs that join them. */

import { type Emulator, type EmulatorOptions, startEmulator } from "../emulator/server.ts";
import type { ImportColumn, WorldDefinition } from "../emulator/world/definition.ts";
import { writeJson } from "./bins.ts";

export const pair = {
  user: "ada@example.com",
  password: "correct horse battery",
  workspace: "8a81b09c5f3d2e7b015f4a2c9d8e3001",
  source: "A1A05A1C0E5E4B7F9A1B2C3D4E5F7001",
  target: "A1A05A1C0E5E4B7F9A1B2C3D4E5F7002",
  exportId: "116000000001",
  importId: "112000000001",
  fileId: "113000000001",
  list: "Postings",
  stream: "source__postings",
} as const;

export const streamId = `${pair.workspace}_${pair.source}_${pair.exportId}`;

const LIST = "101000000001";
const header = ["Name", "Code", "Amount", "Remark"];

export interface PairOptions extends Omit<EmulatorOptions, "world"> {
  rows: number;
  /** Row from 1 → its fields; `postingRow` if absent. */
  row?(n: number): string[];
  edit?(world: WorldDefinition): void;
}

/** Names with multibyte characters, texts with quotes, separators and line breaks, long decimals. */
export function postingRow(n: number): string[] {
  const remark = n % 7 === 0 ? `say "${n}",\nthen go — é😀` : n % 3 === 0 ? "" : `remark ${n}`;
  return [`Posting Ü${n}`, `P${n}`, `${n}.${String(n % 1000).padStart(3, "0")}5`, remark];
}

export async function startPair({ rows, row = postingRow, edit, ...options }: PairOptions): Promise<Emulator> {
  const lines = Array.from({ length: rows }, (_, index) => csvLine(row(index + 1)));
  const world = pairWorld([csvLine(header), ...lines].join(""));
  edit?.(world);
  return startEmulator({ ...options, world });
}

export function pairWorld(text: string): WorldDefinition {
  const columns: ImportColumn[] = [
    { header: "Name", to: { kind: "name" } },
    { header: "Code", to: { kind: "code" } },
    { header: "Amount", to: { kind: "property", property: "Amount" } },
    { header: "Remark", to: { kind: "property", property: "Remark" } },
  ];
  return {
    users: [{ id: "8a81b09c6a1b2c3d016a4b5c6d7e3001", email: pair.user, password: pair.password }],
    workspaces: [
      {
        id: pair.workspace,
        name: "Pair",
        models: [
          {
            id: pair.source,
            name: "Source",
            exports: [
              {
                id: pair.exportId,
                name: "postings",
                exportType: "TABULAR_MULTI_COLUMN",
                source: { kind: "text", text },
                headerNames: header,
                dataTypes: ["TEXT", "TEXT", "NUMBER", "TEXT"],
              },
            ],
          },
          {
            id: pair.target,
            name: "Target",
            lists: [
              {
                id: LIST,
                name: pair.list,
                properties: [
                  { name: "Amount", format: { type: "NUMBER" } },
                  { name: "Remark", format: { type: "TEXT" } },
                ],
              },
            ],
            files: [{ id: pair.fileId, name: "postings.csv", headerNames: header }],
            imports: [
              {
                id: pair.importId,
                name: "Load postings",
                importType: "HIERARCHY_DATA",
                fileId: pair.fileId,
                target: LIST,
                columns,
              },
            ],
          },
        ],
      },
    ],
  };
}

export interface PairConfigs {
  tap: string;
  target: string;
}

export function writeConfigs(folder: string, url: string, more: { tap?: object; target?: object } = {}): PairConfigs {
  const connection = {
    username: pair.user,
    password: pair.password,
    api_url: url,
    auth_url: url,
    poll_interval_seconds: 0.1,
    model_busy_timeout_minutes: 0.05,
    max_retries: 2,
  };
  return {
    tap: writeJson(folder, "tap.json", { ...connection, models: [pair.source], ...more.tap }),
    target: writeJson(folder, "target.json", {
      ...connection,
      workspace: pair.workspace,
      model: pair.target,
      streams: [{ stream: pair.stream, import: pair.importId }],
      rejects_dir: `${folder}/rejects`,
      report_file: `${folder}/report.json`,
      ...more.target,
    }),
  };
}

/** The target list's items in the columns of the export, sorted by code. */
export function loaded(emulator: Emulator): string[][] {
  return emulator.world
    .listItems(pair.target, pair.list)
    .map((item) => [item.name, item.code ?? "", item.properties?.Amount ?? "", item.properties?.Remark ?? ""])
    .sort((a, b) => Number(a[1]?.slice(1)) - Number(b[1]?.slice(1)));
}

/** What a number cell holds after Anaplan took it: no zeros at the end. */
export function asNumber(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

export function expected(rows: number, row = postingRow): string[][] {
  return Array.from({ length: rows }, (_, index) => {
    const [name = "", code = "", amount = "", remark = ""] = row(index + 1);
    return [name, code, asNumber(amount), remark];
  });
}

export function csvLine(fields: readonly string[]): string {
  return `${fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(",")}\n`;
}
