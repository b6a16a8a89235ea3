/** What a verb prints: a table for people, JSON for programs; to stdout or into a file. */
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import type { Output } from "../../protocol/program.ts";
import { formatTable } from "../../protocol/terminal.ts";
import { wrongArgument } from "./verb.ts";

export const FORMAT_OPTION = {
  format: { choices: ["table", "json"], default: "table", description: "Form of the answer" },
} as const;

type Cell = string | number | undefined;

/** One thing with its properties, one a line. */
export async function printFacts(
  format: unknown,
  facts: Readonly<Record<string, unknown>>,
  out: Output,
): Promise<void> {
  if (format === "json") return out.write(`${JSON.stringify(facts, null, 2)}\n`);
  const rows = Object.entries(facts).flatMap(([name, value]) => factLines(name, value));
  await out.write(await formatTable(["", ""], rows));
}

function factLines(name: string, value: unknown): string[][] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.map((entry, index) => [index === 0 ? name : "", cellText(entry)]);
  if (typeof value !== "object" || value === null) return [[name, cellText(value)]];
  return Object.entries(value).flatMap(([key, inner]) => factLines(`${name} ${key}`, inner));
}

/** Many things of one shape. `columns` are what the table shows; JSON holds everything. */
export async function printRows(
  format: unknown,
  columns: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
  out: Output,
): Promise<void> {
  if (format === "json") return out.write(`${JSON.stringify(rows, null, 2)}\n`);
  const cells = rows.map((row) => columns.map((column) => tableCell(row[column])));
  await out.write(await formatTable([...columns], cells));
}

function tableCell(value: unknown): Exclude<Cell, undefined> {
  return typeof value === "number" ? value : cellText(value);
}

function cellText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map(cellText).join("; ");
  if (typeof value !== "object") return String(value);
  return Object.values(value).map(cellText).join(" ");
}

export interface FileOutput extends Output {
  end(): Promise<void>;
}

/** `-` and undefined are stdout. What holds records is for its owner alone. Throws ARGUMENT_INVALID when it cannot be written. */
export function openOutput(path: string | undefined, stdout: Output): FileOutput {
  if (path === undefined || path === "-") return { write: (data) => stdout.write(data), end: async () => {} };
  const file = createWriteStream(path, { mode: 0o600 });
  const failed = new Promise<never>((_, reject) => {
    file.on("error", (cause) =>
      reject(wrongArgument(`The file ${path} cannot be written.`, "Check the path given to --output.", cause)),
    );
  });
  failed.catch(() => {});
  return {
    write: (data) =>
      Promise.race([
        new Promise<void>((resolve, reject) => file.write(data, (error) => (error ? reject(error) : resolve()))),
        failed,
      ]),
    end: async () => {
      file.end();
      await Promise.race([finished(file), failed]);
    },
  };
}
