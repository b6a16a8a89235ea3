/** Seeded random loads: streams, sizes, refused and ignored rows, batches, processes, faults, readings. Whatever happens, the ledger
 *  agrees with the emulator's own books, no STATE is ahead of what the model holds, and rejects are the rows that were refused. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { connectionSettings } from "../../../protocol/anaplan/access.ts";
import { createClient } from "../../../protocol/anaplan/client.ts";
import { type ConnectorError, toConnectorError } from "../../../protocol/errors.ts";
import { noSpans } from "../../../protocol/profile.ts";
import type { TargetConfig } from "../../../schemas/generated/types.ts";
import { createLoad } from "../../../target/load.ts";
import { targetSettings } from "../../../target/settings.ts";
import { singerFormat } from "../../../target/singer/run.ts";
import type { FaultSpec } from "../../emulator/faults/index.ts";
import type { Readings } from "../../emulator/readings.ts";
import type { WorldDefinition } from "../../emulator/world/definition.ts";
import { freshFolder } from "../../support/bins.ts";
import { pair, startPair } from "../../support/pair.ts";
import { random } from "../../support/random.ts";

const RUNS = 200;
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, metric: () => {} };
/** Waits are real, but a hundredth as long. */
const hurried = {
  now: () => Date.now(),
  sleep: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds / 100)),
};

type Kind = "good" | "refused" | "ignored" | "warned";

interface Row {
  stream: string;
  code: string;
  kind: Kind;
  record: Record<string, string>;
}

interface Case {
  streams: { stream: string; list: string; importId: string }[];
  isProcess: boolean;
  /** Of a process: the place of a step that reads another model, which cannot be reached. */
  brokenStep: number | undefined;
  rows: Row[];
  /** A STATE follows these rows (by count). */
  states: Set<number>;
  batchRows: number | undefined;
  faults: FaultSpec[];
  readings: Partial<Readings>;
}

const pick = <Value>(next: () => number, values: readonly Value[]): Value =>
  values[Math.floor(next() * values.length)] as Value;

const FAULTS: readonly Omit<FaultSpec, "after">[] = [
  { fault: "rate-limit", retryAfterSeconds: 0 },
  { fault: "unauthorized" },
  { fault: "bad-gateway" },
  { fault: "unavailable" },
  { fault: "connection-dropped" },
  { fault: "start-reply-lost" },
  { fault: "start-never-arrived" },
  { fault: "task-fails" },
  { fault: "task-cancelled" },
  { fault: "import-dies", afterRows: 3 },
  { fault: "chunk-lost" },
  { fault: "private-file-expired" },
];

function makeCase(seed: number): Case {
  const next = random(seed);
  const streams = ["one", "two", "three"].slice(0, 1 + Math.floor(next() * 3)).map((stream, n) => ({
    stream,
    list: `List ${stream}`,
    importId: `11200000010${n}`,
  }));
  const rows: Row[] = [];
  const size = Math.floor(next() * 160);
  for (let n = 0; n < size; n++) rows.push(makeRow(n, pick(next, streams).stream, rows, next));
  const faults = Array.from({ length: next() < 0.5 ? 0 : 1 + Math.floor(next() * 2) }, () => ({
    ...pick(next, FAULTS),
    after: Math.floor(next() * 12),
  }));
  const isProcess = streams.length > 1 && next() < 0.3;
  return {
    streams,
    isProcess,
    brokenStep: isProcess && seed % 3 === 0 ? seed % (streams.length + 1) : undefined,
    rows,
    states: new Set(Array.from({ length: 5 }, () => Math.floor(next() * (size + 1))).concat(size)),
    batchRows: next() < 0.5 ? undefined : 5 + Math.floor(next() * 60),
    faults,
    readings: {
      dumpSeparator: pick(next, ["comma", "tab", "source"] as const),
      dumpStatusColumn: "present",
      dumpLineEnd: pick(next, ["CRLF", "LF"] as const),
      dumpColumnNames: pick(next, ["header", "numbered"] as const),
      dumpLineNumber: pick(next, ["physical", "record"] as const),
      taskListKey: pick(next, ["tasks", "task"] as const),
      processAfterFailedStep: pick(next, ["goes on", "stops"] as const),
      processOuterSuccess: pick(next, ["true", "of steps"] as const),
    },
  };
}

function makeRow(n: number, stream: string, before: readonly Row[], next: () => number): Row {
  const code = `C${n}`;
  const record = { Name: `Item ${n}`, Code: code, Amount: String(n), Remark: next() < 0.1 ? 'say "hi",\nthere' : "" };
  const dice = next();
  if (dice < 0.08) return { stream, code, kind: "refused", record: { ...record, Name: "" } };
  if (dice < 0.14) return { stream, code, kind: "warned", record: { ...record, Amount: "many" } };
  const twin = before.find((row) => row.stream === stream && row.kind === "good");
  if (dice < 0.22 && twin !== undefined) return { ...twin, kind: "ignored" };
  return { stream, code, kind: "good", record };
}

const header = ["Name", "Code", "Amount", "Remark"];

const BROKEN = "112000000199";

function world({ streams, isProcess, brokenStep }: Case, definition: WorldDefinition): void {
  const model = definition.workspaces[0]!.models[1]!;
  const [list] = model.lists!;
  const [imported] = model.imports!;
  const [file] = model.files!;
  model.lists = streams.map((stream, n) => ({ ...list!, id: `10100000010${n}`, name: stream.list }));
  model.files = streams.map((stream, n) => ({ ...file!, id: `11300000010${n}`, name: `${stream.stream}.csv` }));
  model.imports = streams.map((stream, n) => ({
    ...imported!,
    id: stream.importId,
    name: `Load ${stream.stream}`,
    fileId: `11300000010${n}`,
    target: `10100000010${n}`,
  }));
  const steps = streams.map(({ importId }) => importId);
  if (brokenStep !== undefined) {
    steps.splice(brokenStep, 0, BROKEN);
    model.imports.push({ id: BROKEN, name: "Hub", importType: "HIERARCHY_DATA", columns: [] });
  }
  if (isProcess) model.processes = [{ id: "118000000001", name: "All", steps }];
}

function* inputOf({ streams, rows, states }: Case): Generator<string> {
  const properties = Object.fromEntries(header.map((name) => [name, { type: "string" }]));
  for (const { stream } of streams)
    yield JSON.stringify({ type: "SCHEMA", stream, schema: { properties }, key_properties: [] });
  for (let n = 0; n <= rows.length; n++) {
    if (states.has(n)) yield JSON.stringify({ type: "STATE", value: { rows: n } });
    const row = rows[n];
    if (row !== undefined) yield JSON.stringify({ type: "RECORD", stream: row.stream, record: row.record });
  }
}

async function runCase(one: Case) {
  const emulator = await startPair({
    rows: 1,
    faults: one.faults.map((spec) => ({ ...spec })),
    readings: one.readings,
    edit: (definition) => world(one, definition),
  });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const config: TargetConfig = {
    username: pair.user,
    password: pair.password,
    api_url: emulator.url,
    auth_url: emulator.url,
    poll_interval_seconds: 0.1,
    max_retries: 3,
    workspace: pair.workspace,
    model: pair.target,
    on_rejected_rows: "warn",
    rejects_dir: folder,
    streams: one.streams.map(({ stream, importId }, n) =>
      one.isProcess
        ? { stream, process: "All", file: `11300000010${n}` }
        : { stream, import: importId, ...(n === 1 && { order: 1 }) },
    ),
    ...(one.batchRows !== undefined && { batch_rows: one.batchRows }),
  };
  const client = createClient(connectionSettings(config), { clock: hurried, log: quiet });
  /** What the model held when each STATE came out. */
  const states: { rows: number; codes: Set<string> }[] = [];
  const codesNow = () =>
    new Set(
      one.streams.flatMap(({ stream, list }) =>
        emulator.world.listItems(pair.target, list).map(({ code }) => `${stream} ${code}`),
      ),
    );
  const load = createLoad({
    client,
    clock: hurried,
    log: quiet,
    settings: targetSettings(config),
    format: singerFormat,
    signal: new AbortController().signal,
    spans: noSpans,
    wanted: "newest",
    acknowledge: async (payload) => {
      states.push({ rows: JSON.parse(payload).rows, codes: codesNow() });
    },
    progress: () => {},
  });
  const lines = [...inputOf(one)].map((line) => `${line}\n`);
  let failure: ConnectorError | undefined;
  try {
    await load.run(blocks(lines));
  } catch (error) {
    failure = toConnectorError(error);
  } finally {
    await client.close();
  }
  await emulator.world.idle();
  const rejects = existsSync(folder)
    ? readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"))
    : [];
  return {
    emulator,
    failure,
    states,
    reports: load.streams.map((stream) => stream.finishReport()),
    rejects: rejects.filter((line) => line !== "").map((line) => JSON.parse(line)),
  };
}

async function* blocks(lines: readonly string[]): AsyncGenerator<Buffer> {
  for (let at = 0; at < lines.length; at += 40) yield Buffer.from(lines.slice(at, at + 40).join(""));
}

const sum = <Value>(values: readonly Value[], of: (value: Value) => number) =>
  values.reduce((total, value) => total + of(value), 0);

/** How the runs ended: without each kind of end the property would say little. */
const seen = { succeeded: 0, failed: 0, rejected: 0, ignored: 0, batches: 0, processes: 0 };
const broken = { runs: 0, settled: 0 };

describe("random loads", () => {
  it.each(Array.from({ length: RUNS }, (_, seed) => seed))("seed %i", async (seed) => {
    const one = makeCase(seed);
    const { emulator, failure, states, reports, rejects } = await runCase(one);
    seen[failure === undefined ? "succeeded" : "failed"] += 1;
    seen.rejected += sum(reports, ({ rows }) => rows.rejected);
    seen.ignored += sum(reports, ({ rows }) => rows.ignored);
    seen.batches += reports.filter(({ tasks }) => tasks.length > 1).length;
    seen.processes += one.isProcess ? 1 : 0;
    for (const { rows } of reports) {
      expect(rows.received).toBe(rows.loaded + rows.ignored + rows.rejected + rows.unacknowledged);
      expect(rows.unacknowledged).toBeGreaterThanOrEqual(0);
    }
    for (const { stream, importId } of one.streams) {
      const books = emulator.world.books(pair.target).filter((book) => book.importId === importId);
      const report = reports.find((candidate) => candidate.stream === stream);
      const theirs = {
        loaded: sum(books, (book) => book.created + book.updated),
        ignored: sum(books, (book) => book.ignored),
        rejected: sum(books, (book) => book.failed),
      };
      const { loaded = 0, ignored = 0, rejected = 0 } = report?.rows ?? {};
      // A step that failed leaves the books of the others as they are.
      const isOnlyBroken = one.brokenStep !== undefined && one.faults.length === 0;
      if (failure === undefined || isOnlyBroken) expect({ loaded, ignored, rejected }).toEqual(theirs);
      else {
        // What was not settled by us may have been done by Anaplan all the same, never the reverse.
        expect(loaded).toBeLessThanOrEqual(theirs.loaded);
        expect(rejected).toBeLessThanOrEqual(theirs.rejected);
      }
      const refused = one.rows.filter((row) => row.stream === stream && row.kind === "refused").map(({ code }) => code);
      const ours = rejects.filter((reject) => reject.stream === stream && reject.status === "E");
      expect(ours).toHaveLength(rejected);
      expect(ours.map((reject) => reject.record?.Code).sort()).toEqual(
        failure === undefined ? [...refused].sort() : expect.arrayContaining([]),
      );
      for (const reject of ours) expect(refused).toContain(reject.record?.Code);
    }
    if (one.brokenStep !== undefined && one.rows.length > 0) {
      expect(failure).toBeDefined();
      broken.runs += 1;
      broken.settled += sum(reports, ({ rows }) => rows.loaded);
    }
    let last = -1;
    for (const { rows, codes } of states) {
      expect(rows).toBeGreaterThan(last);
      last = rows;
      const due = one.rows.slice(0, rows).filter(({ kind }) => kind === "good" || kind === "warned");
      expect(due.filter(({ stream, code }) => !codes.has(`${stream} ${code}`))).toEqual([]);
    }
    if (failure === undefined) expect(last).toBe(one.rows.length);
    expect(emulator.journal.unknown()).toEqual([]);
  });

  it("ended in every way", () => {
    expect(seen.succeeded).toBeGreaterThan(RUNS / 3);
    for (const [end, count] of Object.entries(seen)) expect(count, end).toBeGreaterThan(RUNS / 20);
    expect(broken.runs).toBeGreaterThan(5);
    expect(broken.settled).toBeGreaterThan(100);
  });
});
