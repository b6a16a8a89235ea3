/** Reads the public data sets of the npm package `vega-datasets`: US employment by month and sector, airports, routes
 *  and flights. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { csvParser } from "../world/csv.ts";

export type CsvTable = { header: string[]; rows: string[][] };

export type Flight = { date: string; delay: number; distance: number; origin: string; destination: string };

/** Also works from the compiled copy: the folder is looked for upwards. */
function dataFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = join(folder, "node_modules", "vega-datasets", "data");
    if (existsSync(candidate)) return candidate;
    const parent = dirname(folder);
    if (parent === folder) throw new Error("vega-datasets is not installed: run npm ci");
    folder = parent;
  }
}

export function readCsvTable(name: string): CsvTable {
  const all: string[][] = [];
  const parser = csvParser(",", '"', (fields) => {
    all.push(fields);
  });
  parser.write(readFileSync(join(dataFolder(), name), "utf8"));
  parser.end();
  const [header = [], ...rows] = all;
  return { header, rows };
}

export function readFlights(): Flight[] {
  return JSON.parse(readFileSync(join(dataFolder(), "flights-20k.json"), "utf8")) as Flight[];
}
