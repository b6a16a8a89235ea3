/** What is measured, in two sizes: the full bench, and the quick one that only checks that everything still measures. */
import { join } from "node:path";
import type { Case, Group } from "./cases/case.ts";
import { type Place, startUpCases, tapCase, targetCase, uploadCase } from "./cases/ours.ts";
import {
  copyLimit,
  downloadPeers,
  type File,
  gzipLimit,
  type Rows,
  sourcePeers,
  targetPeers,
  uploadPeers,
} from "./cases/theirs.ts";
import { csvFile, type Messages, messageFiles } from "./inputs.ts";
import { lightPeers, type Peer, type Peers, packages } from "./peers.ts";
import { variantsFolder } from "./places.ts";
import { exportBytes, type Shape } from "./world.ts";

export interface Scale {
  name: "full" | "quick";
  rounds: number;
  /** Rows of the comparison of taps, and of the download with latency. */
  sourceRows: number;
  /** Rows of the comparison of targets. */
  rows: number;
  growthRows: readonly number[];
  /** Rows of the comparison of widths. */
  widthRows: number;
  widths: readonly number[];
  /** Rows of the export of which only changes are read. */
  deltaRows: number;
  /** About one gigabyte. */
  bigRows: number;
  slowBytesPerSecond: number;
  slowSeconds: number;
  firstByteMs: number;
  peers: readonly Peer[];
}

export const scales: Record<Scale["name"], Scale> = {
  full: {
    name: "full",
    rounds: 3,
    sourceRows: 3_000_000,
    rows: 1_000_000,
    growthRows: [100_000, 1_000_000, 10_000_000],
    widthRows: 300_000,
    widths: [1, 12, 100],
    deltaRows: 5_000_000,
    bigRows: 9_000_000,
    slowBytesPerSecond: 1_000_000,
    slowSeconds: 1030,
    firstByteMs: 300,
    peers: Object.keys(packages) as Peer[],
  },
  quick: {
    name: "quick",
    rounds: 1,
    sourceRows: 50_000,
    rows: 20_000,
    growthRows: [2_000, 20_000, 200_000],
    widthRows: 5_000,
    widths: [1, 12, 100],
    deltaRows: 50_000,
    bigRows: 400_000,
    slowBytesPerSecond: 1_000_000,
    slowSeconds: 4,
    firstByteMs: 30,
    peers: lightPeers,
  },
};

/** Names that goals and the report look up. */
export const names = {
  bareNode: "node -e 0",
  starts: [
    "tap-anaplan --version",
    "target-anaplan --version",
    "source-anaplan --version",
    "destination-anaplan --version",
    "source-anaplan spec",
    "destination-anaplan spec",
  ],
  tap: "tap-anaplan",
  plainTap: "tap-anaplan, plain path (csv-parse)",
  target: "target-anaplan, gzip -1",
  plainTarget: "target-anaplan, plain path (JSON.parse), gzip -1",
  upload: "target-anaplan, upload of the CSV alone",
  oneInFlight: "tap-anaplan, one chunk in flight",
  fourInFlight: "tap-anaplan, four chunks in flight",
} as const;

export const wide = (columns: number): string => `${columns} ${columns === 1 ? "column" : "columns"}`;
export const long = (rows: number): string => `${rows.toLocaleString("en")} rows`;

const columns = 12;

/** All exports that the emulator must offer. */
export function shapesOf(scale: Scale): Shape[] {
  const rows = new Set([scale.rows, scale.sourceRows, scale.widthRows, scale.bigRows, ...scale.growthRows]);
  return [
    ...[...rows].map((count) => ({ rows: count, columns })),
    ...scale.widths.filter((width) => width !== columns).map((width) => ({ rows: scale.widthRows, columns: width })),
  ];
}

export interface Servers {
  url: string;
  /** Each chunk waits for its first byte. */
  latencyUrl: string;
  /** A line of `slowBytesPerSecond`. */
  slowUrl: string;
}

/** Makes the inputs that are not in the cache yet. */
export async function planGroups(scale: Scale, servers: Servers, peers: Peers): Promise<Group[]> {
  const shapes = shapesOf(scale);
  const place = (rows: number, width = columns, url = servers.url): Place => ({
    url,
    shapes,
    shape: { rows, columns: width },
  });
  const fileOf = async (shape: Shape): Promise<File> => {
    return { shape, csv: await csvFile(shape, shapes, servers.url), bytes: exportBytes(shape) };
  };
  const rowsOf = async (shape: Shape): Promise<Rows> => {
    const file = await fileOf(shape);
    return { ...file, messages: await messageFiles(shape, file.csv, peers) };
  };
  const source = await fileOf({ rows: scale.sourceRows, columns });
  const rows = await rowsOf({ rows: scale.rows, columns });
  const narrow = new Map<number, Messages>();
  for (const width of scale.widths)
    narrow.set(width, (await rowsOf({ rows: scale.widthRows, columns: width })).messages);

  const target = (count: number, name: string, more: { variant?: string; url?: string } = {}): Case =>
    targetCase(place(scale.rows, columns, more.url), rows.messages, Math.ceil(count / scale.rows), { name, ...more });
  const small = async (count: number): Promise<Messages> => (await rowsOf({ rows: count, columns })).messages;
  const [least = scale.rows, ...more] = scale.growthRows;
  const leastMessages = await small(least);

  return [
    {
      name: "start",
      title: "Start-up",
      rounds: scale.rounds * 5,
      cases: startUpCases(names.bareNode, names.starts),
    },
    {
      name: "tap",
      title: `Out of Anaplan: ${long(scale.sourceRows)} of CSV to RECORD lines in a pipe; ours over HTTP, peers from a local file`,
      rounds: scale.rounds,
      cases: [
        tapCase(place(scale.sourceRows), { name: names.tap }),
        tapCase(place(scale.sourceRows), { name: names.plainTap, variant: join(variantsFolder, "plain.js") }),
        ...sourcePeers(source, peers),
        ...downloadPeers(source, shapes, servers.url, peers),
        copyLimit("limit: cat of the CSV into a pipe", source, [source.csv]),
      ],
    },
    {
      name: "target",
      title: `Into Anaplan: ${long(scale.rows)} of RECORD lines from a pipe; ours uploads over HTTP and runs the import, Singer peers write a local file, anaplan-sdk uploads the finished CSV`,
      rounds: scale.rounds,
      cases: [
        target(scale.rows, names.target),
        target(scale.rows, names.plainTarget, { variant: join(variantsFolder, "plain.js") }),
        ...targetPeers(rows, peers),
        uploadCase(place(scale.rows), rows.csv, names.upload),
        ...uploadPeers(rows, servers.url, peers),
        gzipLimit("limit: gzip -1 of the CSV", rows),
        copyLimit("limit: cat of the messages", rows, Object.values(rows.messages)),
      ],
    },
    {
      name: "latency",
      title: `Download with ${scale.firstByteMs} ms to the first byte of a chunk, ${long(scale.sourceRows)}`,
      rounds: scale.rounds,
      cases: [
        tapCase(place(scale.sourceRows, columns, servers.latencyUrl), { name: names.fourInFlight }),
        tapCase(place(scale.sourceRows, columns, servers.latencyUrl), {
          name: names.oneInFlight,
          variant: join(variantsFolder, "one-in-flight.js"),
        }),
      ],
    },
    {
      name: "growth",
      title: "Growth",
      rounds: Math.min(2, scale.rounds),
      cases: [
        ...scale.growthRows.map((count) => tapCase(place(count), { name: `tap, ${long(count)}` })),
        ...scale.widths.map((width) => tapCase(place(scale.widthRows, width), { name: `tap, ${wide(width)}` })),
        targetCase(place(least), leastMessages, 1, { name: `target, ${long(least)}` }),
        ...more.map((count) => target(count, `target, ${long(count)}`)),
        ...scale.widths.map((width) =>
          targetCase(place(scale.widthRows, width), narrow.get(width)!, 1, { name: `target, ${wide(width)}` }),
        ),
      ],
    },
    {
      name: "memory",
      title: `Memory: ${megabyteText(exportBytes({ rows: scale.bigRows, columns }))} out and in; a slow reader and a slow line for ${scale.slowSeconds} s`,
      rounds: 1,
      cases: [
        tapCase(place(scale.bigRows), { name: "tap, large export" }),
        target(scale.bigRows, "target, large upload"),
        tapCase(place(scale.bigRows), { name: "tap, slow reader", run: slowReader(scale) }),
        tapCase(place(scale.bigRows, columns, servers.slowUrl), { name: "tap, slow line", run: limited(scale) }),
        targetCase(place(scale.rows, columns, servers.slowUrl), rows.messages, Math.ceil(scale.bigRows / scale.rows), {
          name: "target, slow line",
          run: limited(scale),
        }),
      ],
    },
  ];
}

function limited({ slowSeconds }: Scale): { stopAfterSeconds: number } {
  return { stopAfterSeconds: slowSeconds };
}

function slowReader(scale: Scale): { stopAfterSeconds: number; drainBytesPerSecond: number } {
  return { ...limited(scale), drainBytesPerSecond: scale.slowBytesPerSecond };
}

function megabyteText(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}
