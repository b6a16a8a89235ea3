/** One stream's life: open → filling → sealed → importing → settled, and filling again where batches are wanted. Holds the
 *  file that is being filled, what came before it in the ledger, and says what the import did with it. */
import type { ActionRef, AnaplanClient, ImportCounts, ModelRef, TaskId } from "../protocol/anaplan/types.ts";
import type { Clock } from "../protocol/clock.ts";
import type { BufferPool } from "../protocol/csv/buffer-pool.ts";
import type { LineEnvelope } from "../protocol/csv/types.ts";
import { ConnectorError, type ErrorContext, isConnectorError } from "../protocol/errors.ts";
import type { Log, LogFields } from "../protocol/log.ts";
import type { StreamReport, TaskReport } from "../schemas/generated/types.ts";
import { type ChunkUpload, chunkBytesAt, createChunkUpload, MOST_CHUNKS } from "./chunk-upload.ts";
import { type CsvFile, openCsvFile } from "./csv-file.ts";
import { countsOf, failure, type ImportOutcome, isSuccessful, messagesOf, waitForRunning } from "./import-run.ts";
import type { StreamSchema } from "./input.ts";
import { balance, combine, type Ledger, newLedger, type Split, unacknowledgedRows } from "./ledger.ts";
import { mapColumns } from "./mapping.ts";
import type { Place } from "./place.ts";
import { readersOf } from "./preflight.ts";
import type { Part } from "./process-files.ts";
import { createRecordCheck, isSameSchema, type RecordCheck } from "./record-check.ts";
import { type DumpSummary, writeRejects } from "./reject-file.ts";
import type { OnRefused } from "./rejects.ts";
import { createRowSet, type RowSet } from "./row-set.ts";
import type { TargetSettings } from "./settings.ts";
import { stepsText } from "./task-report.ts";
import { createUndeclaredCheck, type UndeclaredCheck, undeclaredText } from "./undeclared.ts";
import { type LeftTask, type LeftUpload, openUploadJournal, type UploadJournal } from "./upload-journal.ts";

export interface LoadPorts {
  client: AnaplanClient;
  clock: Clock;
  log: Log;
  settings: TargetSettings;
  /** For the rows of all streams. */
  pool: BufferPool;
  onRefused?: OnRefused;
}

/** Lists that are written directly stand before them, modules behind. */
const LISTS_RANK = 100;
const OTHERS_RANK = 200;

export class StreamLoad {
  readonly stream: string;
  readonly place: Place;
  readonly ledger: Ledger = newLedger();
  readonly report: StreamReport;
  phase: "filling" | "sealed" | "importing" | "settled" = "settled";
  readonly #ports: LoadPorts;
  readonly #envelope: LineEnvelope;
  #schema: StreamSchema;
  #check: RecordCheck;
  #undeclared: UndeclaredCheck;
  #file: CsvFile | undefined;
  #upload: ChunkUpload | undefined;
  readonly #journal: UploadJournal;
  /** Of an earlier run; what this one writes first may be the same. */
  #left: LeftUpload | undefined;
  #waited = false;
  #filledSince = 0;
  #rowsBefore = 0;

  private constructor(
    schema: StreamSchema,
    check: RecordCheck,
    place: Place,
    envelope: LineEnvelope,
    ports: LoadPorts,
  ) {
    this.stream = schema.stream;
    this.place = place;
    this.#schema = schema;
    this.#check = check;
    this.#undeclared = createUndeclaredCheck(schema);
    this.#envelope = envelope;
    this.#ports = ports;
    this.report = newReport(schema.stream, place);
    const { modelId } = place.model;
    this.#journal = openUploadJournal({ root: ports.client.root, modelId, fileId: place.fileId }, ports);
    this.#left = this.#journal.left();
    this.#checkHeader();
  }

  static async open(schema: StreamSchema, place: Place, envelope: LineEnvelope, ports: LoadPorts): Promise<StreamLoad> {
    return new StreamLoad(
      schema,
      await createRecordCheck(schema, ports.settings.validateRecords),
      place,
      envelope,
      ports,
    );
  }

  get context(): ErrorContext {
    const { workspaceId: workspace_id, modelId: model_id } = this.place.model;
    return { stream: this.stream, workspace_id, model_id, ...this.#actionId() };
  }

  get model(): ModelRef {
    return this.place.model;
  }

  /** Smaller goes first: what loads lists before what uses them. */
  get rank(): number {
    return this.place.importType === "HIERARCHY_DATA" ? LISTS_RANK : OTHERS_RANK;
  }

  get action(): ActionRef {
    return { ...this.place.model, kind: this.place.action.kind, actionId: this.place.action.id };
  }

  /** Rows of the file that is being filled. */
  get waitingRows(): number {
    return this.#file?.rows ?? 0;
  }

  /** Rows of all files so far. */
  get appendedRows(): number {
    return this.#rowsBefore + this.waitingRows;
  }

  /** Milliseconds since the first row of the file that is being filled. */
  ageMs(now: number): number {
    return this.#file === undefined ? 0 : now - this.#filledSince;
  }

  hasSchema(schema: StreamSchema): boolean {
    return isSameSchema(schema, this.#schema);
  }

  /** A new SCHEMA in mid-stream; what came before it must have been settled. */
  async changeSchema(schema: StreamSchema): Promise<void> {
    this.#check = await createRecordCheck(schema, this.#ports.settings.validateRecords);
    this.#undeclared = createUndeclaredCheck(schema);
    this.#schema = schema;
    this.#checkHeader();
  }

  /** The hot path; false = the line must be parsed. */
  appendLine(buffer: Uint8Array, start: number, end: number): boolean {
    if (this.#file === undefined || !this.#file.appendLine(buffer, start, end)) return false;
    this.ledger.received += 1;
    return true;
  }

  /** Throws RECORD_INVALID, ENCODING_IMPOSSIBLE. */
  appendRecord(record: Record<string, unknown>, line: Uint8Array): void {
    this.#check.check(record);
    const file = this.#file ?? this.#openFile();
    file.appendRecord(record, line);
    this.ledger.received += 1;
    // Lines that look like one before do not come here: a new property makes a line look new.
    const undeclared = this.#undeclared(record);
    if (undeclared.length > 0)
      this.#ports.log.warn(undeclaredText(undeclared), { ...this.context, row: this.ledger.received });
  }

  /** Bytes of rows that wait for their chunk to become full. */
  get bufferedBytes(): number {
    return this.#file?.writer.bufferedBytes ?? 0;
  }

  /** Hands full chunks to the upload; resolves when there is room for more rows. */
  async drain(): Promise<void> {
    while (this.bufferedBytes >= this.#nextBytes) await this.#send(true);
  }

  /** Small chunks are wasteful, and a file has only so many. */
  get mayFlush(): boolean {
    return (this.#upload?.chunks ?? 0) < MOST_CHUNKS / 2 && this.#upload?.isKeeping !== true;
  }

  /** Hands over what there is, a full chunk or not. */
  async flush(): Promise<void> {
    await this.#send(false);
  }

  /** No more rows for this file: sends the rest. */
  async seal(): Promise<void> {
    const file = this.#file ?? this.#openFile();
    const began = this.#ports.clock.now();
    await this.drain();
    this.phase = "sealed";
    await this.#waitForOthers();
    const upload = this.#uploadOf(file);
    await upload.finish(file.writer.take());
    this.report.bytes += upload.bytes;
    this.#spend("transferring", began);
  }

  /** The task that an earlier run has started on exactly the file that was sealed. */
  get leftTask(): LeftTask | undefined {
    return this.#upload?.wasThere === true ? this.#left?.task : undefined;
  }

  /** Makes sure that the sealed file is on the server where an earlier run has sent it. */
  async confirm(): Promise<void> {
    const began = this.#ports.clock.now();
    await this.#upload?.confirm();
    this.#spend("transferring", began);
  }

  /** For the next run, should this one be killed. */
  noteStarting(start: string, known: readonly TaskId[]): void {
    this.#journal.starting(start, known);
  }

  noteStarted(taskId: TaskId): void {
    this.#journal.started(taskId);
  }

  /** The next run has nothing to go on with: all is settled, and said. */
  forget(): void {
    this.#journal.forget();
  }

  /** What the task did with the file: enters the ledger and the report. `parts` are of the imports that read the file. Rows of a
   *  step that is applied are settled even if another step failed. Throws IMPORT_FAILED, PROCESS_FAILED, TASK_CANCELLED,
   *  LEDGER_MISMATCH. */
  async settle(outcome: ImportOutcome, parts: readonly Part[], taskReport: TaskReport): Promise<void> {
    try {
      await this.#account(outcome, parts, taskReport);
    } catch (error) {
      if (!isConnectorError(error) || error.class !== "transient") this.forget();
      throw error;
    }
  }

  async #account(outcome: ImportOutcome, parts: readonly Part[], taskReport: TaskReport): Promise<void> {
    this.report.tasks.push(taskReport);
    const own = parts.find(({ importId }) => importId === this.place.importId);
    const isApplied = own !== undefined && isSuccessful(own.result);
    const file = this.#file;
    if ((outcome.kind === "failed" || outcome.kind === "cancelled") && !isApplied) {
      if (own !== undefined && file !== undefined) await this.#keepRefused(outcome, own, file, taskReport);
      throw failure(outcome, this.place.action.kind, this.context, stepsText(taskReport));
    }
    if (file === undefined) return;
    const context = { ...this.context, task_id: outcome.task.taskId };
    if (own === undefined) throw stepNotRun(this.place, context);
    const refused = createRowSet(file.rows);
    const entries: Entry[] = [];
    for (const part of parts.filter(({ result }) => isSuccessful(result)))
      entries.push(await this.#accountPart(outcome, part, file, refused, taskReport));
    const { loaded, ignored, rejected } = combine(entries, file.rows, refused.size);
    this.ledger.loaded += loaded;
    this.ledger.ignored += ignored;
    this.ledger.rejected += rejected;
    this.#tell({ loaded, ignored, rejected }, entries, context);
    this.#closeFile();
    this.phase = "settled";
  }

  /** The books of one import that read the file. */
  async #accountPart(
    outcome: ImportOutcome,
    part: Part,
    file: CsvFile,
    refused: RowSet,
    taskReport: TaskReport,
  ): Promise<Entry> {
    const context = { ...this.context, import_id: part.importId, task_id: outcome.task.taskId };
    const counted = countsOf(part.result);
    const dump = await this.#readDump(outcome, part, file, counted.counts, refused);
    const entry = balance({ sent: file.rows, ...counted, dumped: dump });
    if (entry.kind === "unbalanced") throw mismatch(entry.why, messagesOf(part.result), context);
    const { loaded, ignored, rejected } = entry;
    const step = taskReport.steps?.find(({ object_id }) => object_id === part.importId);
    if (step !== undefined) step.rows = { loaded, ignored, rejected };
    this.#noteRejects(dump?.path, part, taskReport);
    return { ...entry, dump };
  }

  /** A step that failed as a whole may have refused rows by name. */
  async #keepRefused(outcome: ImportOutcome, part: Part, file: CsvFile, taskReport: TaskReport): Promise<void> {
    if (!part.result.failureDumpAvailable) return;
    const dump = await this.#readDump(outcome, part, file, [], createRowSet(file.rows));
    this.ledger.rejected += Math.min(dump?.rejected ?? 0, file.rows);
    this.#noteRejects(dump?.path, part, taskReport);
  }

  #noteRejects(path: string | undefined, { importId }: Part, taskReport: TaskReport): void {
    if (path === undefined) return;
    const step = taskReport.steps?.find(({ object_id }) => object_id === importId);
    if (step !== undefined) step.rejects_file = path;
    this.report.rejects_file ??= path;
    if (importId === this.place.importId) this.report.rejects_file = path;
    taskReport.rejects_file ??= path;
  }

  /** Rows and ids for the report as they stand. */
  finishReport(): StreamReport {
    const { received, loaded, ignored, rejected } = this.ledger;
    this.report.rows = { received, loaded, ignored, rejected, unacknowledged: unacknowledgedRows(this.ledger) };
    return this.report;
  }

  spend(part: "waiting" | "running" | "transferring", began: number): void {
    this.#spend(part, began);
  }

  close(): void {
    this.#closeFile();
  }

  #openFile(): CsvFile {
    const { headerNames, dialect, decimalSeparator, hasHeaderRow } = this.place;
    const { columns } = mapColumns(headerNames, Object.keys(this.#schema.schema.properties), this.#given());
    this.#file = openCsvFile({
      layout: { columns, dialect, decimalSeparator },
      hasHeaderRow,
      kinds: this.#check.kinds,
      envelope: this.#envelope,
      pool: this.#ports.pool,
      onLoss: (error) =>
        this.#ports.log.warn("Records cannot be kept on disk: a rejects file will tell rows without their records", {
          ...this.context,
          reason: (error as NodeJS.ErrnoException).code ?? String(error),
        }),
    });
    this.#filledSince = this.#ports.clock.now();
    this.phase = "filling";
    return this.#file;
  }

  #given() {
    return this.#ports.settings.entries.find(({ stream }) => stream === this.stream)?.columns;
  }

  /** The header contract, before anything is uploaded. */
  #checkHeader(): void {
    const properties = Object.keys(this.#schema.schema.properties);
    const { missing, wrong, unused, folded } = mapColumns(this.place.headerNames, properties, this.#given());
    if (wrong.length > 0) {
      throw new ConnectorError("MAPPING_INVALID", {
        what: `"columns" of stream "${this.stream}" does not fit: ${wrong.map(({ header, why }) => `"${header}": ${why}`).join("; ")}.`,
        next: 'Write "header in Anaplan": "property of the record".',
        context: this.context,
      });
    }
    if (missing.length > 0) throw columnsMissing(missing, this.stream, this.context);
    const { log } = this.#ports;
    if (this.place.headerNames.length === 0) {
      log.warn(
        "Anaplan does not tell the columns of the import; they are sent in the stream's order",
        this.context as LogFields,
      );
    }
    if (folded.length > 0) {
      const pairs = folded.map(({ header, property }) => `"${header}" from "${property}"`);
      log.info(`Columns filled from properties that are spelt otherwise: ${pairs.join(", ")}`, { ...this.context });
    }
    if (unused.length > 0) {
      log.warn(
        `Not in the import, so not sent: ${unused.map((name) => `"${name}"`).join(", ")}`,
        this.context as LogFields,
      );
    }
  }

  async #send(isFull: boolean): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    await this.#waitForOthers();
    const upload = this.#uploadOf(file);
    if (!isFull) await upload.add(file.writer.take());
    else if (this.bufferedBytes >= upload.nextBytes) await upload.add(file.writer.take(upload.nextBytes));
  }

  get #nextBytes(): number {
    return this.#upload?.nextBytes ?? chunkBytesAt(0, this.#left, this.#ports.settings.chunkBytes);
  }

  #uploadOf(file: CsvFile): ChunkUpload {
    const { client, settings, clock, log } = this.#ports;
    this.#upload ??= createChunkUpload({
      client,
      model: this.place.model,
      fileId: this.place.fileId,
      context: this.context,
      settings,
      clock,
      log,
      journal: this.#journal,
      left: this.#left,
      again: (sizes) => file.again(sizes),
    });
    return this.#upload;
  }

  async #waitForOthers(): Promise<void> {
    if (this.#waited) return;
    this.#waited = true;
    const began = this.#ports.clock.now();
    for (const reader of readersOf(this.place)) await waitForRunning(reader, this.context, this.#ports);
    this.#spend("waiting", began);
  }

  async #readDump(
    outcome: ImportOutcome,
    { importId, result }: Part,
    file: CsvFile,
    counts: readonly ImportCounts[],
    refused: RowSet,
  ): Promise<DumpSummary | undefined> {
    const sum = (name: "failed" | "warnings") => counts.reduce((total, count) => total + (count[name] ?? 0), 0);
    if (!result.failureDumpAvailable && sum("failed") + sum("warnings") === 0) return undefined;
    const { client, settings } = this.#ports;
    const { workspaceId: workspace_id, modelId: model_id } = this.place.model;
    const isProcess = this.place.action.kind === "process";
    return writeRejects({
      client,
      task: outcome.task,
      nestedObjectId: isProcess ? importId : undefined,
      file: file.sent,
      record: (row) => file.record(row),
      onRefused: (row) => {
        if (refused.add(row)) this.#ports.onRefused?.(this.stream, this.#rowsBefore + row);
      },
      ids: {
        stream: this.stream,
        workspace_id,
        model_id,
        import_id: importId,
        ...(isProcess && { process_id: this.place.action.id }),
        task_id: outcome.task.taskId,
      },
      folder: settings.rejectsDir,
      // Each import's rows can be replayed by themselves.
      name: importId === this.place.importId ? this.stream : `${this.stream}-${importId}`,
      unstated: sum("failed") === 0 && sum("warnings") > 0 ? "W" : "E",
    });
  }

  #tell(rows: Split, entries: readonly Entry[], context: ErrorContext): void {
    const { log } = this.#ports;
    const { loaded, ignored, rejected } = rows;
    log.info("Rows settled", { ...context, loaded, ignored, rejected });
    log.metric({ type: "counter", metric: "record_count", value: loaded + ignored + rejected, tags: tagsOf(context) });
    for (const { doubts, dump, rejected: refused } of entries) {
      for (const doubt of doubts) log.warn(doubt, { ...context });
      if (dump !== undefined && dump.unmatched > 0)
        log.warn(`${dump.unmatched} rows of the dump fit no record`, context as LogFields);
      if (refused > 0 || (dump?.warned ?? 0) > 0) {
        log.warn(`${refused} rows rejected, ${dump?.warned ?? 0} loaded with a warning`, {
          ...context,
          rejects_file: dump?.path,
          reasons: dump?.reasons.join(" | "),
        });
      }
    }
  }

  #closeFile(): void {
    this.#rowsBefore = this.appendedRows;
    this.#file?.close();
    this.#file = undefined;
    this.#upload = undefined;
    this.#left = undefined;
  }

  #actionId(): ErrorContext {
    const { kind, id } = this.place.action;
    return kind === "import" ? { import_id: id } : { process_id: id, import_id: this.place.importId };
  }

  #spend(part: "waiting" | "running" | "transferring", began: number): void {
    const seconds = this.report.seconds ?? {};
    seconds[part] = (seconds[part] ?? 0) + (this.#ports.clock.now() - began) / 1000;
    this.report.seconds = seconds;
  }
}

/** What one import did with the file. */
interface Entry extends Split {
  doubts: readonly string[];
  dump: DumpSummary | undefined;
}

function newReport(stream: string, { model, action, importId, fileId }: Place): StreamReport {
  return {
    stream,
    workspace_id: model.workspaceId,
    model_id: model.modelId,
    import_id: importId,
    ...(action.kind === "process" && { process_id: action.id }),
    file_id: fileId,
    rows: { received: 0, loaded: 0, ignored: 0, rejected: 0, unacknowledged: 0 },
    bytes: 0,
    tasks: [],
  };
}

function tagsOf({ stream, workspace_id, model_id, import_id, process_id, task_id }: ErrorContext) {
  return { stream, workspace_id, model_id, import_id, process_id, task_id };
}

function columnsMissing(
  missing: readonly { header: string; nearest: string | undefined }[],
  stream: string,
  context: ErrorContext,
): ConnectorError {
  const named = missing.map(
    ({ header, nearest }) => `"${header}"${nearest === undefined ? "" : ` (nearest property: "${nearest}")`}`,
  );
  return new ConnectorError("IMPORT_MAPPING_BROKEN", {
    what: `The import needs columns that stream "${stream}" lacks: ${named.join(", ")}.`,
    why: "A column was renamed in the source or in the import's file, or is not selected.",
    next: 'Map it in the entry of the stream: "columns": {"<header>": "<property>"}, or give it a constant: {"value": null}.',
    context,
  });
}

function stepNotRun({ importId, action }: Place, context: ErrorContext): ConnectorError {
  return new ConnectorError("PROCESS_FAILED", {
    what: `The process "${action.name}" ended, but says nothing of its step ${importId}, which reads the file.`,
    why: "A step before it failed, or the process was changed while it ran.",
    next: "Look at the process in Anaplan, then run again.",
    context,
  });
}

function mismatch(why: string, messages: readonly string[], context: ErrorContext): ConnectorError {
  return new ConnectorError("LEDGER_MISMATCH", {
    what: `The books do not balance: ${why}`,
    why: `Another run wrote to the same file, or Anaplan read it differently. It said: ${messages.join(" | ") || "nothing"}.`,
    next: "Make sure that only one run writes to this file, and that separator and quote of the import fit; then run again.",
    context,
  });
}
