/** The Anaplan that is measured: one model with generated exports of several sizes and a file that swallows uploads.
 *  A row of twelve columns has 114 bytes on average: text, numbers, a boolean, a date, a comment in a fifth of the rows
 *  (some quoted, some with line breaks), names that are not ASCII. Seeded, so every run reads the same bytes. */

import type {
  ExportDefinition,
  FileDefinition,
  GenerateColumn,
  ImportDefinition,
  ModelDefinition,
  WorldDefinition,
} from "../emulator/world/definition.ts";
import { generatedChunk, generatedChunkCount } from "../emulator/world/generate.ts";

export const login = { username: "ada@example.com", password: "bench-password" } as const;
export const workspace = "8a81b09c5f3d2e7b015f4a2c9d8e1001";
export const model = "5C1E9A7740B34D6D8F2A6B0C9D3E4F10";
export const deltaExportId = "116000000999";
export const keyColumn = "Id";

/** Its rows have keys of their own, and so are made while they are read. `isLater`: one in a hundred is another, and the last ones
 *  are gone. */
export function deltaWorld(rows: number, isLater: boolean): WorldDefinition {
  const exported: ExportDefinition = {
    id: deltaExportId,
    name: "delta.csv",
    exportType: "TABULAR_MULTI_COLUMN",
    source: {
      kind: "generated",
      generate: {
        rows: isLater ? rows - goneRows(rows) : rows,
        seed: 20_261_121,
        rowsPerChunk: Math.floor(BYTES_PER_CHUNK / BYTES_PER_ROW),
        columns: twelve,
        ...(isLater && { changedEvery: 100 }),
      },
    },
  };
  return worldOf({ id: model, name: "Bench", exports: [exported] });
}

export function goneRows(rows: number): number {
  return Math.floor(rows / 1000);
}

/** Key of row `n`, from 0. */
export function keyOf(n: number): string {
  return `R${String(n + 1).padStart(9, "0")}`;
}

export function deltaBytes(rows: number): number {
  return rows * BYTES_PER_ROW;
}

/** What all inputs of targets call their stream. */
export const streamName = "transactions";

const twelve: GenerateColumn[] = [
  { header: "Id", type: "code" },
  {
    header: "Product",
    type: "word",
    words: ["Hex bolt M8", "Crème brûlée", "Copper wire 2", "Drill press", "Tea, green, 1 kg"],
  },
  { header: "Region", type: "word", words: ["North", "South-West", "Zürich", "Île-de-France", "Benelux", "Nordics"] },
  { header: "Period", type: "period" },
  { header: "Version", type: "word", words: ["Actual", "Budget", "Forecast"] },
  { header: "Units", type: "integer" },
  { header: "Price", type: "number" },
  { header: "Amount", type: "number" },
  { header: "Active", type: "boolean" },
  { header: "Posted on", type: "date" },
  { header: "Comment", type: "text", size: 30, filled: 0.2 },
  {
    header: "Owner",
    type: "word",
    words: ["ada.lovelace", "grace.hopper", "alan.turing", "edsger.dijkstra", "margaret"],
  },
];

/** 1 = a bare number; otherwise the twelve, over and over. */
function columnsOf(count: number): GenerateColumn[] {
  if (count === 1) return [{ header: "Amount", type: "number" }];
  return Array.from({ length: count }, (_, n) => {
    const column = twelve[n % twelve.length]!;
    return n < twelve.length ? column : { ...column, header: `${column.header} ${Math.floor(n / twelve.length) + 1}` };
  });
}

/** What is exported: so many rows of so many columns. */
export interface Shape {
  rows: number;
  columns: number;
}

const BYTES_PER_CHUNK = 10_000_000;
const BYTES_PER_ROW = 114;

/** Chunks of ten megabytes, cut at row ends; each repeats the rows of the first one, which the emulator holds ready. */
function generatedExport(shape: Shape, id: string): ExportDefinition {
  const bytesPerRow = Math.ceil((BYTES_PER_ROW * shape.columns) / twelve.length);
  return {
    id,
    name: exportName(shape),
    exportType: "TABULAR_MULTI_COLUMN",
    source: {
      kind: "generated",
      generate: {
        rows: shape.rows,
        seed: 20_261_121,
        rowsPerChunk: Math.floor(BYTES_PER_CHUNK / bytesPerRow),
        repeat: true,
        columns: columnsOf(shape.columns),
      },
    },
  };
}

export function exportName({ rows, columns }: Shape): string {
  return `rows ${rows} columns ${columns}.csv`;
}

export function exportId(shape: Shape, shapes: readonly Shape[]): string {
  const index = shapes.findIndex(({ rows, columns }) => rows === shape.rows && columns === shape.columns);
  if (index < 0) throw new Error(`no export of ${shape.rows} rows and ${shape.columns} columns`);
  return `116${String(index + 1).padStart(9, "0")}`;
}

/** The import whose file takes rows of so many columns and keeps none. */
export function sinkImportId(columns: number): string {
  return `112${String(columns).padStart(9, "0")}`;
}

export function sinkFileId(columns: number): string {
  return `113${String(columns).padStart(9, "0")}`;
}

function sinkFile(columns: number): FileDefinition {
  const headerNames = columnsOf(columns).map(({ header }) => header);
  return { id: sinkFileId(columns), name: `sink of ${columns}.csv`, sink: true, headerNames };
}

function sinkImport(columns: number): ImportDefinition {
  return {
    id: sinkImportId(columns),
    name: `sink of ${columns}`,
    importType: "HIERARCHY_DATA",
    fileId: sinkFileId(columns),
    target: listId,
    columns: columnsOf(columns).map(({ header }) => ({ header, to: { kind: header === "Id" ? "code" : "ignored" } })),
  };
}

const listId = "101000000001";

export function benchWorld(shapes: readonly Shape[]): WorldDefinition {
  const widths = [...new Set(shapes.map(({ columns }) => columns))];
  const bench: ModelDefinition = {
    id: model,
    name: "Bench",
    lists: [{ id: listId, name: "Transactions", numbered: true }],
    files: widths.map(sinkFile),
    imports: widths.map(sinkImport),
    exports: shapes.map((shape) => generatedExport(shape, exportId(shape, shapes))),
  };
  return worldOf(bench);
}

function worldOf(bench: ModelDefinition): WorldDefinition {
  return {
    users: [{ id: "8a81b09c6a1b2c3d016a4b5c6d7e0002", email: login.username, password: login.password }],
    workspaces: [{ id: workspace, name: "Bench", models: [bench] }],
  };
}

/** Bytes of the exported file. */
export function exportBytes(shape: Shape): number {
  const definition = generatedExport(shape, "116000000000");
  if (definition.source.kind !== "generated") return 0;
  const { generate } = definition.source;
  const sizes = [0, 1, generatedChunkCount(generate) - 1].map(
    (n) => generatedChunk(definition, generate, n)?.length ?? 0,
  );
  const [first = 0, middle = 0, last = 0] = sizes;
  const count = generatedChunkCount(generate);
  return count === 1 ? first : first + middle * (count - 2) + last;
}
