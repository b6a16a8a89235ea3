/** The whole load: opens streams as they appear, settles them in order, gives checkpoints back behind settled rows. */
import type { ActionRef, AnaplanClient, MappingParameter } from "../protocol/anaplan/types.ts";
import type { Clock } from "../protocol/clock.ts";
import { createBufferPool } from "../protocol/csv/buffer-pool.ts";
import { ConnectorError, isConnectorError, toConnectorError } from "../protocol/errors.ts";
import type { Log } from "../protocol/log.ts";
import type { Spans } from "../protocol/profile.ts";
import type { ActionEntry, ActionReport, StreamEntry } from "../schemas/generated/types.ts";
import { type Acknowledger, createAcknowledger, type Wanted } from "./acknowledge.ts";
import { idOf, judgeParts, runNamedAction } from "./actions.ts";
import { leftOutcome, startOf } from "./adopt.ts";
import { batchLines } from "./batch-files.ts";
import { DirectLoad } from "./direct-load.ts";
import { deleteListOf, directPlaceOf } from "./direct-places.ts";
import { failure, type ImportOutcome, runAction } from "./import-run.ts";
import { type IngestTarget, ingest } from "./ingest.ts";
import type { Batch, Input, InputFormat, StreamSchema } from "./input.ts";
import { settledRows } from "./ledger.ts";
import { isMarked, requireFew } from "./list-deletes.ts";
import { relieveMemory } from "./memory.ts";
import { readPartRows } from "./part-rows.ts";
import { createPlaces, type Place } from "./place.ts";
import { judge } from "./policy.ts";
import { requireReady } from "./preflight.ts";
import { otherParts, partsOf, refuseSharedFile, requireAllFiles } from "./process-files.ts";
import type { ShowProgress } from "./progress.ts";
import type { OnRefused } from "./rejects.ts";
import { mappingOf } from "./run-prompts.ts";
import { openSelection } from "./selection-file.ts";
import type { TargetSettings } from "./settings.ts";
import { deleteKeyOf, StreamDeletes } from "./stream-deletes.ts";
import { StreamLoad } from "./stream-load.ts";
import { stepsText, taskReportOf } from "./task-report.ts";
import { lockUpload } from "./upload-lock.ts";

/** Of rows that wait for a full chunk, all streams together. */
const MOST_BUFFERED_BYTES = 24_000_000;

/** Of a batch file, between two looks at what waits. */
const DRAIN_BYTES = 1 << 20;

export interface LoadPorts {
  client: AnaplanClient;
  clock: Clock;
  log: Log;
  settings: TargetSettings;
  format: InputFormat;
  signal: AbortSignal;
  spans: Spans;
  /** Which checkpoints go out. */
  wanted: Wanted;
  acknowledge(payload: string): Promise<void>;
  onRefused?: OnRefused;
  progress: ShowProgress;
}

/** Through a file and an import, or directly into a list or module. */
type AnyLoad = StreamLoad | DirectLoad;

export interface Load {
  /** Reads everything and settles it. Throws the first failure; what was settled before it stays settled. */
  run(blocks: AsyncIterable<Uint8Array>): Promise<void>;
  /** In order of appearance. */
  readonly streams: readonly AnyLoad[];
  /** Rows of streams that go nowhere (`on_unmapped_stream: ignore`), by stream. */
  readonly ignored: ReadonlyMap<string, number>;
  /** Runs of `before`, `after` and `deletes.action`, in order. */
  readonly actions: readonly ActionReport[];
}

export function createLoad(ports: LoadPorts): Load {
  const { client, clock, log, settings, format, signal, spans } = ports;
  const places = createPlaces(client, settings);
  const pool = createBufferPool();
  const acknowledger: Acknowledger = createAcknowledger(ports.wanted, ports.acknowledge);
  const loads = new Map<string, AnyLoad>();
  const locks: (() => Promise<void>)[] = [];
  const deletions = new Map<string, StreamDeletes>();
  const ignored = new Map<string, number>();
  const probes = new Set<string>();
  const prepared = new Map<string, Promise<void>>();
  /** Rows marked as deleted, by stream. */
  const marked = new Map<string, number>();
  const actions: ActionReport[] = [];
  /** Streams whose process did not do all of its work, whatever became of their rows: no STATE goes past them. */
  const held = new Set<string>();
  let hasBegun = false;
  let refusal: ConnectorError | undefined;

  const received = () => rowsBy(allLoads(), ({ ledger }) => ledger.received);
  const settled = () => rowsBy(allLoads(), (load) => (isSettling(load) ? settledRows(load.ledger) : -1));
  const isWithinPolicy = (load: AnyLoad) => judge(load.ledger, settings.policy, load.context) === undefined;
  /** Items that a stream no longer holds go at the very end: until then nothing of it counts as settled. */
  const isSettling = (load: AnyLoad) =>
    isWithinPolicy(load) &&
    !held.has(load.stream) &&
    !isDeleteActionDue(load) &&
    deletions.get(load.stream)?.isSweepDue !== true;
  const isDeleteActionDue = ({ stream }: AnyLoad) =>
    marked.has(stream) && entryOf(stream)?.deletes?.action !== undefined && !deletions.has(stream);
  const allLoads = () => [...loads.values()];
  /** Marked rows must be told apart: such streams do not take the path without objects. */
  const quick = (load: AnyLoad) =>
    load instanceof StreamLoad && !deletions.has(load.stream) && entryOf(load.stream)?.deletes?.action === undefined
      ? load
      : undefined;
  const entryOf = (stream: string) => settings.entries.find((entry) => entry.stream === stream);

  const open = async (schema: StreamSchema): Promise<StreamLoad | undefined> => {
    const known = loads.get(schema.stream);
    if (known !== undefined) {
      if (known.hasSchema(schema)) return quick(known);
      if (known.waitingRows > 0) await settleAll();
      await known.changeSchema(schema);
      return quick(known);
    }
    if (probes.has(schema.stream) || ignored.has(schema.stream)) return undefined;
    if (schema.stream === format.probeStream) {
      await probe();
      probes.add(schema.stream);
      return undefined;
    }
    const load = await openLoad(schema);
    if (load === undefined) return undefined;
    const deletes = await openDeletes(schema, load);
    loads.set(schema.stream, load);
    if (deletes !== undefined) deletions.set(schema.stream, deletes);
    return quick(load);
  };

  /** Of each model once, before anything in it is asked for. */
  const prepare = async (stream: string, entry: StreamEntry | undefined) => {
    const name = entry?.model ?? settings.model;
    if (name === undefined) return;
    const model = await places.model(entry?.workspace ?? settings.workspace, name, `Stream "${stream}"`);
    const ready = prepared.get(model.modelId) ?? requireReady(client, model, log);
    prepared.set(model.modelId, ready);
    await ready;
  };

  const openLoad = async (schema: StreamSchema): Promise<AnyLoad | undefined> => {
    const entry = entryOf(schema.stream);
    await prepare(schema.stream, entry);
    const direct = entry && (await directPlaceOf(entry, { client, log, places, settings }));
    if (direct !== undefined) {
      const load = await DirectLoad.open(schema, direct, format.envelope(schema.stream), ports);
      log.info("Stream opened", { ...load.context, [direct.target.kind]: direct.target.name });
      return load;
    }
    const place = await placeOf(schema.stream);
    if (place === undefined) return undefined;
    refuseSharedFile(place, schema.stream, allLoads().filter(isFileLoad));
    const file = { root: client.root, modelId: place.model.modelId, fileId: place.fileId };
    locks.push(await lockUpload(file, { stream: schema.stream }, ports));
    const load = await StreamLoad.open(schema, place, format.envelope(schema.stream), { ...ports, pool });
    log.info("Stream opened", { ...load.context, file_id: place.fileId });
    return load;
  };

  const openDeletes = async (
    { stream, schema, keyProperties }: StreamSchema,
    { ledger, report }: AnyLoad,
  ): Promise<StreamDeletes | undefined> => {
    const entry = entryOf(stream);
    const found =
      entry && (await deleteListOf(entry, Object.keys(schema.properties), { client, log, places, settings }));
    if (entry === undefined || found === undefined) return undefined;
    const keyProperty = deleteKeyOf(entry, keyProperties, found.mapped);
    const select =
      entry.deletes?.import === undefined ? undefined : (codes: readonly string[]) => selectBy(entry, codes);
    return new StreamDeletes({ client, log, ...found, entry, keyProperty, ledger, report, select });
  };

  /** A selection file with the items' codes, its import, and the action that deletes what it has selected. */
  const selectBy = async (entry: StreamEntry, codes: readonly string[]) => {
    const selection = await openSelection(entry, { ...ports, pool });
    try {
      for (const code of codes) selection.append(code);
      await settle([selection.load]);
    } finally {
      selection.load.close();
    }
    actions.push({ when: entry.stream, ...selection.report() });
    await runNamed({ ...placeIn(entry), action: entry.deletes?.action ?? "" }, entry.stream);
  };

  const placeIn = ({ workspace, model }: StreamEntry) => ({ ...(workspace && { workspace }), ...(model && { model }) });

  const placeOf = async (stream: string): Promise<Place | undefined> => {
    try {
      return await places.place(stream);
    } catch (error) {
      if (!settings.ignoresUnmapped || !isConnectorError(error, "STREAM_UNMAPPED")) throw error;
      log.warn("The stream goes nowhere: its rows are ignored", { stream });
      ignored.set(stream, 0);
      return undefined;
    }
  };

  /** An orchestrator tries us out (protocols.md 3.7): sign in and look, write nothing. */
  const probe = async () => {
    if (settings.model !== undefined) await places.model(settings.workspace, settings.model, "The config");
    else await client.me();
    log.info("Signed in; the test stream is not written anywhere");
  };

  const take: IngestTarget["take"] = async (input: Input, line: Uint8Array) => {
    switch (input.kind) {
      case "schema":
        return open(input);
      case "record":
        if (input.opens !== undefined) await open(input.opens);
        return takeRecord(input.stream, input.record, line);
      case "checkpoint":
        acknowledger.hold(input.payload, received(), settled());
        await acknowledger.release(settled());
        return undefined;
      case "batch":
        return takeBatch(input);
      case "activate":
        activate(input.stream);
        return undefined;
      case "nothing":
        return undefined;
      default:
        return input satisfies never;
    }
  };

  const activate = (stream: string) => {
    const deletes = deletions.get(stream);
    if (deletes !== undefined) deletes.activate();
    else if (entryOf(stream)?.deletes?.action !== undefined)
      log.warn("What a version no longer holds is not deleted: deletes.list and deletes.import are needed for that", {
        stream,
      });
  };

  const takeBatch = async (batch: Batch) => {
    let sinceDrained = 0;
    for await (const line of batchLines(batch, format)) {
      signal.throwIfAborted();
      const load = loads.get(batch.stream);
      const file = load && quick(load);
      if (file?.appendLine(line, 0, line.length) !== true) {
        const input = format.parse(line, 0);
        if (input.kind === "record") await takeRecord(input.stream, input.record, line);
      } else if (isFull(file)) await relieve();
      sinceDrained += line.length;
      if (sinceDrained < DRAIN_BYTES) continue;
      sinceDrained = 0;
      await pause();
    }
    return undefined;
  };

  const takeRecord = async (stream: string, record: Record<string, unknown>, line: Uint8Array) => {
    const load = loads.get(stream);
    if (load === undefined) {
      if (probes.has(stream)) return undefined;
      if (!ignored.has(stream)) throw recordBeforeSchema(stream);
      ignored.set(stream, (ignored.get(stream) ?? 0) + 1);
      return undefined;
    }
    try {
      if (deletions.get(stream)?.take(record) !== true) load.appendRecord(record, line);
      if (isMarked(record)) marked.set(stream, (marked.get(stream) ?? 0) + 1);
    } catch (error) {
      throw isConnectorError(error) ? error.at({ stream }) : error;
    }
    if (isFull(load)) await relieve();
    return quick(load);
  };

  const isFull = (load: AnyLoad) => settings.batchRows !== undefined && load.waitingRows >= settings.batchRows;
  const relieve = () => settleAll();

  const pause = async () => {
    for (const load of loads.values()) await load.drain();
    if (!settings.isSingleChunk) await relieveMemory(allLoads(), MOST_BUFFERED_BYTES);
    if ((dueInMs() ?? 1) <= 0) await settleAll();
    ports.progress(allLoads(), "reading");
  };

  const dueInMs = (): number | undefined => {
    const ages = allLoads()
      .filter(({ waitingRows }) => waitingRows > 0)
      .map((load) => load.ageMs(clock.now()));
    if (settings.batchMaxAgeMs === undefined || ages.length === 0) return undefined;
    return Math.max(0, settings.batchMaxAgeMs - Math.max(...ages));
  };

  /** Streams with rows, and those without that fill a file of the same process: it would read what lies there from before. */
  const waitingLoads = (): AnyLoad[] => {
    const filled = allLoads().filter(({ waitingRows }) => waitingRows > 0);
    const processes = new Set(
      filled
        .filter(isFileLoad)
        .filter(({ action }) => action.kind === "process")
        .map(runKey),
    );
    return allLoads().filter((load) => filled.includes(load) || processes.has(runKey(load)));
  };

  /** Everything that waits, in order: one task at a time in a model, models side by side. */
  const settleAll = async () => {
    const waiting = waitingLoads();
    const deleting = [...deletions.values()].filter(({ waitingRows }) => waitingRows > 0);
    if (waiting.length === 0 && deleting.length === 0) return;
    await begin();
    const failures: unknown[] = [];
    await Promise.all(
      byModel(inOrder(waiting, settings.entries)).map(async (group) => {
        try {
          for (const members of byAction(group)) await settle(members);
          for (const load of group) await runDeleteAction(load);
        } catch (error) {
          failures.push(error);
        }
      }),
    );
    // Items go after those that are new, children before their parents.
    if (failures.length === 0)
      for (const deletes of deleting.reverse())
        await deletes.settleMarked().catch((error: unknown) => failures.push(error));
    await acknowledger.release(settled());
    for (const load of waiting.filter(isFileLoad)) if (load.phase === "settled") load.forget();
    for (const failure of failures.slice(1)) log.error(toConnectorError(failure).message);
    if (failures.length > 0) throw failures[0];
    for (const load of waiting) refusal ??= judge(load.ledger, settings.policy, load.context);
  };

  /** Items selected by the rows that were just imported. */
  const runDeleteAction = async (load: AnyLoad) => {
    const entry = entryOf(load.stream);
    const rows = marked.get(load.stream) ?? 0;
    const name = entry?.deletes?.action;
    if (entry === undefined || name === undefined || rows === 0 || entry.deletes?.import !== undefined) return;
    requireFew(rows, load, entry);
    await runNamed({ ...placeIn(entry), action: name }, load.stream);
    marked.delete(load.stream);
  };

  /** `when`: for the report. What it refused counts like rows of a stream. */
  const runNamed = async (entry: ActionEntry, when: string) => {
    const where = /^(before|after)\[/.test(when) ? when : `Entry of stream "${when}"`;
    const ran = await runNamedAction(entry, where, places, settings, ports);
    actions.push({ when, ...ran.report });
    if (ran.failure !== undefined) throw ran.failure;
    refusal ??= ran.refusal;
  };

  const begin = async () => {
    if (hasBegun) return;
    hasBegun = true;
    for (const [index, entry] of settings.before.entries()) await runNamed(entry, `before[${index}]`);
  };

  /** Streams of one import, or of one process: all their files first, then one run. */
  const settle = async (all: readonly AnyLoad[]) => {
    for (const load of all)
      if (load instanceof DirectLoad) {
        ports.progress(allLoads(), `writing ${load.stream}`);
        await load.write();
      }
    const members = all.filter(isFileLoad);
    if (members.length === 0) return;
    requireAllFiles(members.map(({ place }) => place));
    for (const load of members) {
      ports.progress(allLoads(), `uploading ${load.stream}`);
      await load.seal();
    }
    const began = clock.now();
    const outcome = (await outcomeBefore(members)) ?? (await run(members));
    for (const load of members) load.spend("running", began);
    await account(members, outcome);
  };

  /** Each stream's rows, then those that no stream has sent; a step that failed leaves the others' books as they are. */
  const account = async (members: readonly StreamLoad[], outcome: ImportOutcome) => {
    const [{ place, action, model }] = members as readonly [StreamLoad];
    const { workspaceId: workspace_id, modelId: model_id } = model;
    const ids = { workspace_id, model_id, ...idOf(action), task_id: outcome.task.taskId };
    if (outcome.kind === "failed") for (const { stream } of members) held.add(stream);
    const others = otherParts(
      outcome,
      members.map((load) => load.place),
    );
    const rows = await readPartRows(others, outcome.task, ids, { client, log, rejectsDir: settings.rejectsDir });
    const failures: unknown[] = [];
    for (const load of members) {
      const report = taskReportOf(outcome, place.steps, rows);
      await load.settle(outcome, partsOf(outcome, load.place), report).catch((error: unknown) => failures.push(error));
    }
    const report = taskReportOf(outcome, place.steps, rows);
    for (const { object_id, name, outcome: ended } of report.steps ?? [])
      log[ended === "applied" ? "info" : "error"](`Step ${ended.replace("_", " ")}`, { ...ids, object_id, name });
    if (failures.length > 0) throw failures[0];
    if (outcome.kind === "failed") throw failure(outcome, action.kind, ids, stepsText(report));
    const beyond = judgeParts(rows, settings.policy, ids);
    if (beyond !== undefined) for (const { stream } of members) held.add(stream);
    refusal ??= beyond;
  };

  /** Of a run that was killed. What its task has loaded, an action before the first import may have deleted again. */
  const outcomeBefore = async (members: readonly StreamLoad[]): Promise<ImportOutcome | undefined> => {
    const [{ action, context, waitingRows }] = members as readonly [StreamLoad];
    if (settings.before.length > 0) return undefined;
    const tasks = members.map(({ leftTask }) => leftTask);
    const rows = members.length === 1 ? waitingRows : undefined;
    return leftOutcome({ action, mapping: mappingFor(members), tasks, rows, context }, ports);
  };

  const mappingFor = (members: readonly StreamLoad[]): MappingParameter[] => {
    const streams = new Set(members.map(({ stream }) => stream));
    const asked = settings.entries.filter(({ stream }) => streams.has(stream)).map(({ mapping }) => mapping ?? {});
    return mappingOf(Object.assign({}, ...asked));
  };

  const run = async (members: readonly StreamLoad[]): Promise<ImportOutcome> => {
    const [{ place, action, context }] = members as readonly [StreamLoad];
    for (const load of members) await load.confirm();
    for (const load of members) load.phase = "importing";
    const mapping = mappingFor(members);
    return runAction(
      {
        action: action as ActionRef,
        mapping,
        context,
        onStarting: (known) => {
          for (const load of members) load.noteStarting(startOf(action, mapping), known);
        },
        onStarted: ({ taskId }) => {
          for (const load of members) load.noteStarted(taskId);
        },
        onProgress: ({ currentStep, progress }) => {
          const share = progress === undefined ? "" : ` ${Math.round(progress * 100)} %`;
          ports.progress(allLoads(), `${place.action.name}: ${currentStep ?? "running"}${share}`);
        },
      },
      ports,
    );
  };

  return {
    get streams() {
      return allLoads();
    },
    ignored,
    actions,
    run: async (blocks) => {
      try {
        await ingest(
          spans.pieces("reading", blocks),
          format,
          { take, isFull, relieve, pause, dueInMs, clock, spans },
          signal,
        );
        if (!signal.aborted) await settleAll();
        // What Anaplan was still doing when we were told to stop is settled or cancelled by now.
        if (signal.aborted) throw signal.reason;
        await begin();
        if (refusal === undefined) for (const deletes of [...deletions.values()].reverse()) await deletes.sweep();
        if (refusal === undefined) {
          for (const [index, entry] of settings.after.entries()) await runNamed(entry, `after[${index}]`);
        }
        await acknowledger.release(settled());
        if (refusal !== undefined) throw refusal;
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      } finally {
        for (const load of loads.values()) load.close();
        for (const give of locks) await give();
      }
    },
  };
}

function isFileLoad(load: AnyLoad): load is StreamLoad {
  return load instanceof StreamLoad;
}

function rowsBy(loads: readonly AnyLoad[], rows: (load: AnyLoad) => number): Map<string, number> {
  return new Map(loads.map((load) => [load.stream, rows(load)]));
}

/** By the entries' `order`; those without one behind, lists before what uses them, parents before children, and otherwise in order
 *  of appearance. */
function inOrder(loads: readonly AnyLoad[], entries: readonly StreamEntry[]): AnyLoad[] {
  const orderOf = ({ stream }: AnyLoad) => entries.find((entry) => entry.stream === stream)?.order;
  return [...loads].sort((a, b) => {
    const [left, right] = [orderOf(a), orderOf(b)];
    if (left !== undefined || right !== undefined)
      return left === right ? 0 : (left ?? Number.POSITIVE_INFINITY) - (right ?? Number.POSITIVE_INFINITY);
    return a.rank - b.rank;
  });
}

function byModel(loads: readonly AnyLoad[]): AnyLoad[][] {
  return groupedBy(loads, ({ model }) => model.modelId);
}

function byAction(loads: readonly AnyLoad[]): AnyLoad[][] {
  return groupedBy(loads, runKey);
}

function runKey(load: AnyLoad): string {
  return `${load.model.modelId} ${isFileLoad(load) ? load.action.actionId : `direct ${load.stream}`}`;
}

function groupedBy(loads: readonly AnyLoad[], keyOf: (load: AnyLoad) => string): AnyLoad[][] {
  const groups = new Map<string, AnyLoad[]>();
  for (const load of loads) groups.set(keyOf(load), [...(groups.get(keyOf(load)) ?? []), load]);
  return [...groups.values()];
}

function recordBeforeSchema(stream: string): ConnectorError {
  return new ConnectorError("RECORD_BEFORE_SCHEMA", {
    what: `A record of stream "${stream}" came before any SCHEMA of it.`,
    next: "Report it to the maintainers of the tap.",
    context: { stream },
  });
}
