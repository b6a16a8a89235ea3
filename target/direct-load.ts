/** A stream that goes straight into a list or a module, without a file and an import. Its records wait in the spool until they are
 *  written in batches, so that lists come before what uses them; each answer settles its rows. */
import type { AnaplanClient, ModelRef } from "../protocol/anaplan/types.ts";
import type { Clock } from "../protocol/clock.ts";
import { parseExactJson } from "../protocol/csv/exact-json.ts";
import type { LineEnvelope } from "../protocol/csv/types.ts";
import type { ErrorContext } from "../protocol/errors.ts";
import type { Log } from "../protocol/log.ts";
import type { StreamReport } from "../schemas/generated/types.ts";
import type { StreamSchema } from "./input.ts";
import { type Ledger, newLedger, unacknowledgedRows } from "./ledger.ts";
import { createRecordCheck, isSameSchema, type RecordCheck } from "./record-check.ts";
import { openRejectLines, type RejectLines } from "./reject-lines.ts";
import type { OnRefused } from "./rejects.ts";
import type { TargetSettings } from "./settings.ts";
import { openSpool, type Spool } from "./spool.ts";

export interface DirectPorts {
  client: AnaplanClient;
  clock: Clock;
  log: Log;
  settings: TargetSettings;
  onRefused?: OnRefused;
}

export type SourceRecord = Record<string, unknown>;

/** How the rows of a batch ended. */
export interface WriteOutcome {
  loaded: number;
  ignored: number;
  /** By position in the batch, each row once. */
  failures: Map<number, string[]>;
}

/** What is written to. */
export interface DirectTarget {
  kind: "list" | "module";
  id: string;
  name: string;
  /** Throws MAPPING_INVALID, IMPORT_MAPPING_BROKEN. */
  open(schema: StreamSchema): void;
  /** Why a record cannot be sent at all. */
  problemOf(record: SourceRecord): string | undefined;
  write(records: readonly SourceRecord[]): Promise<WriteOutcome>;
}

export interface DirectPlace {
  model: ModelRef;
  target: DirectTarget;
  /** Smaller goes first: parents of a list before it, lists before modules. */
  rank: number;
}

/** Far below the limit of 100,000 items a call; a batch of long texts stays below 15 MB (anaplan-api.md 7.4). */
const BATCH_ROWS = 10_000;
const BATCH_BYTES = 5_000_000;

export class DirectLoad {
  readonly stream: string;
  readonly model: ModelRef;
  readonly target: DirectTarget;
  readonly rank: number;
  readonly ledger: Ledger = newLedger();
  readonly report: StreamReport;
  phase: "filling" | "importing" | "settled" = "settled";
  readonly #ports: DirectPorts;
  readonly #envelope: LineEnvelope;
  #schema: StreamSchema;
  #check: RecordCheck;
  #spool: Spool | undefined;
  #filledSince = 0;
  #rowsBefore = 0;
  #rejects: RejectLines | undefined;

  private constructor(
    schema: StreamSchema,
    check: RecordCheck,
    { model, target, rank }: DirectPlace,
    envelope: LineEnvelope,
    ports: DirectPorts,
  ) {
    this.stream = schema.stream;
    this.model = model;
    this.target = target;
    this.rank = rank;
    this.#schema = schema;
    this.#check = check;
    this.#envelope = envelope;
    this.#ports = ports;
    this.report = newReport(schema.stream, model, target);
    target.open(schema);
  }

  static async open(
    schema: StreamSchema,
    place: DirectPlace,
    envelope: LineEnvelope,
    ports: DirectPorts,
  ): Promise<DirectLoad> {
    const check = await createRecordCheck(schema, ports.settings.validateRecords);
    return new DirectLoad(schema, check, place, envelope, ports);
  }

  get context(): ErrorContext {
    const { workspaceId: workspace_id, modelId: model_id } = this.model;
    return { stream: this.stream, workspace_id, model_id, ...idOf(this.target) };
  }

  get waitingRows(): number {
    return this.#spool?.lines ?? 0;
  }

  /** Rows given so far. */
  get appendedRows(): number {
    return this.#rowsBefore + this.waitingRows;
  }

  ageMs(now: number): number {
    return this.#spool === undefined ? 0 : now - this.#filledSince;
  }

  hasSchema(schema: StreamSchema): boolean {
    return isSameSchema(schema, this.#schema);
  }

  async changeSchema(schema: StreamSchema): Promise<void> {
    this.#check = await createRecordCheck(schema, this.#ports.settings.validateRecords);
    this.#schema = schema;
    this.target.open(schema);
  }

  /** Nothing is sent before its turn. */
  readonly bufferedBytes = 0;
  readonly mayFlush = false;
  async drain(_isMemoryScarce?: boolean): Promise<void> {}
  async flush(): Promise<void> {}

  /** Throws RECORD_INVALID. */
  appendRecord(record: SourceRecord, line: Uint8Array): void {
    this.#check.check(record);
    if (this.#spool === undefined) {
      this.#spool = openSpool(raise);
      this.#filledSince = this.#ports.clock.now();
      this.phase = "filling";
    }
    this.#spool.append(line, 0, line.length);
    this.ledger.received += 1;
  }

  /** Writes all that waits. Rows of a batch that got an answer are settled even if a later one fails. */
  async write(): Promise<void> {
    const spool = this.#spool;
    if (spool === undefined) return;
    const { clock, log } = this.#ports;
    const began = clock.now();
    this.phase = "importing";
    try {
      for (const batch of batchesOf(spool, this.#envelope)) await this.#writeBatch(batch);
    } finally {
      await this.#rejects?.close();
      if (this.#rejects !== undefined) this.report.rejects_file = this.#rejects.path;
      this.#rejects = undefined;
      const seconds = this.report.seconds ?? {};
      this.report.seconds = { ...seconds, transferring: (seconds.transferring ?? 0) + (clock.now() - began) / 1000 };
    }
    const { loaded, ignored, rejected } = this.ledger;
    log.info("Rows settled", { ...this.context, [this.target.kind]: this.target.name, loaded, ignored, rejected });
    this.close();
    this.phase = "settled";
  }

  finishReport(): StreamReport {
    const { received, loaded, ignored, rejected } = this.ledger;
    this.report.rows = { received, loaded, ignored, rejected, unacknowledged: unacknowledgedRows(this.ledger) };
    return this.report;
  }

  close(): void {
    this.#rowsBefore = this.appendedRows;
    this.#spool?.close();
    this.#spool = undefined;
  }

  async #writeBatch({ records, from }: Batch): Promise<void> {
    const { loaded, ignored, failures } = await this.target.write(records);
    this.ledger.loaded += loaded;
    this.ledger.ignored += ignored;
    this.ledger.rejected += failures.size;
    const { log, settings, clock } = this.#ports;
    const tags = { stream: this.stream, workspace_id: this.model.workspaceId, model_id: this.model.modelId };
    log.metric({ type: "counter", metric: "record_count", value: records.length, tags });
    if (failures.size === 0) return;
    this.#rejects ??= openRejectLines(settings.rejectsDir, `${this.stream}-${this.target.name}-${clock.now()}`);
    for (const [at, errors] of [...failures].sort(([a], [b]) => a - b)) {
      this.#ports.onRefused?.(this.stream, this.#rowsBefore + from + at + 1);
      await this.#rejects.write({
        stream: this.stream,
        record: records[at] ?? null,
        line: from + at + 2,
        status: "E",
        errors,
        workspace_id: this.model.workspaceId,
        model_id: this.model.modelId,
        ...idOf(this.target),
      });
    }
    const reasons = [...new Set([...failures.values()].map((errors) => errors.join("; ")))].slice(0, 3).join(" | ");
    log.warn(`${failures.size} rows rejected`, { ...this.context, rejects_file: this.#rejects.path, reasons });
  }
}

/** What waits here is the only copy. */
function raise(error: unknown): never {
  throw error;
}

interface Batch {
  records: SourceRecord[];
  /** Rows before it. */
  from: number;
}

function* batchesOf(spool: Spool, envelope: LineEnvelope): Generator<Batch> {
  let records: SourceRecord[] = [];
  let bytes = 0;
  let row = 0;
  for (const line of spool.all()) {
    row += 1;
    bytes += line.length;
    records.push(recordIn(line, envelope));
    if (records.length < BATCH_ROWS && bytes < BATCH_BYTES) continue;
    yield { records, from: row - records.length };
    records = [];
    bytes = 0;
  }
  if (records.length > 0) yield { records, from: row - records.length };
}

function recordIn(line: Buffer, { recordPath }: LineEnvelope): SourceRecord {
  let value: unknown = parseExactJson(line.toString());
  for (const key of recordPath) value = (value as SourceRecord)[key];
  return value as SourceRecord;
}

function idOf({ kind, id }: DirectTarget): { list_id: string } | { module_id: string } {
  return kind === "list" ? { list_id: id } : { module_id: id };
}

function newReport(stream: string, { workspaceId, modelId }: ModelRef, target: DirectTarget): StreamReport {
  return {
    stream,
    workspace_id: workspaceId,
    model_id: modelId,
    ...idOf(target),
    rows: { received: 0, loaded: 0, ignored: 0, rejected: 0, unacknowledged: 0 },
    bytes: 0,
    tasks: [],
  };
}
