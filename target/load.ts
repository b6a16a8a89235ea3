/** The whole load: opens streams as they appear, settles them in order, gives checkpoints back behind settled rows. */
import type { ActionRef, AnaplanClient } from "../protocol/anaplan/types.ts";
import type { Clock } from "../protocol/clock.ts";
import { ConnectorError, isConnectorError, toConnectorError } from "../protocol/errors.ts";
import type { Log } from "../protocol/log.ts";
import type { Spans } from "../protocol/profile.ts";
import type { StreamEntry } from "../schemas/generated/types.ts";
import { type Acknowledger, createAcknowledger, type Wanted } from "./acknowledge.ts";
import { runNamedAction } from "./actions.ts";
import { type ImportOutcome, runAction } from "./import-run.ts";
import { type IngestTarget, ingest } from "./ingest.ts";
import type { Input, InputFormat, StreamSchema } from "./input.ts";
import { settledRows } from "./ledger.ts";
import { relieveMemory } from "./memory.ts";
import { createPlaces, type Place } from "./place.ts";
import { judge } from "./policy.ts";
import { partOf, requireAllFiles } from "./process-files.ts";
import { mappingOf } from "./run-prompts.ts";
import type { TargetSettings } from "./settings.ts";
import { StreamLoad } from "./stream-load.ts";
import { taskReportOf } from "./task-report.ts";

/** Of rows that wait for a full chunk, all streams together. */
const MOST_BUFFERED_BYTES = 48_000_000;

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
  progress(loads: readonly StreamLoad[], step: string): void;
}

export interface Load {
  /** Reads everything and settles it. Throws the first failure; what was settled before it stays settled. */
  run(blocks: AsyncIterable<Uint8Array>): Promise<void>;
  /** In order of appearance. */
  readonly streams: readonly StreamLoad[];
  /** Rows of streams that go nowhere (`on_unmapped_stream: ignore`), by stream. */
  readonly ignored: ReadonlyMap<string, number>;
}

export function createLoad(ports: LoadPorts): Load {
  const { client, clock, log, settings, format, signal, spans } = ports;
  const places = createPlaces(client, settings);
  const acknowledger: Acknowledger = createAcknowledger(ports.wanted, ports.acknowledge);
  const loads = new Map<string, StreamLoad>();
  const ignored = new Map<string, number>();
  const probes = new Set<string>();
  let hasBegun = false;
  let refusal: ConnectorError | undefined;

  const received = () => rowsBy([...loads.values()], ({ ledger }) => ledger.received);
  const settled = () => rowsBy([...loads.values()], (load) => (isWithinPolicy(load) ? settledRows(load.ledger) : -1));
  const isWithinPolicy = (load: StreamLoad) => judge(load.ledger, settings.policy, load.context) === undefined;

  const open = async (schema: StreamSchema): Promise<StreamLoad | undefined> => {
    const known = loads.get(schema.stream);
    if (known !== undefined) {
      if (known.hasSchema(schema)) return known;
      if (known.waitingRows > 0) await settleAll();
      await known.changeSchema(schema);
      return known;
    }
    if (probes.has(schema.stream) || ignored.has(schema.stream)) return undefined;
    if (schema.stream === format.probeStream) {
      await probe();
      probes.add(schema.stream);
      return undefined;
    }
    const place = await placeOf(schema.stream);
    if (place === undefined) return undefined;
    refuseSharedFile(place, schema.stream, [...loads.values()]);
    const load = await StreamLoad.open(schema, place, format.envelope(schema.stream), ports);
    log.info("Stream opened", { ...load.context, file_id: place.fileId });
    loads.set(schema.stream, load);
    return load;
  };

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
      case "activate":
      case "nothing":
        return undefined;
      default:
        return input satisfies never;
    }
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
      load.appendRecord(record, line);
    } catch (error) {
      throw isConnectorError(error) ? error.at({ stream }) : error;
    }
    if (isFull(load)) await relieve();
    return load;
  };

  const isFull = (load: StreamLoad) => settings.batchRows !== undefined && load.waitingRows >= settings.batchRows;
  const relieve = () => settleAll();

  const pause = async () => {
    for (const load of loads.values()) await load.drain();
    if (!settings.isSingleChunk) await relieveMemory([...loads.values()], MOST_BUFFERED_BYTES);
    if ((dueInMs() ?? 1) <= 0) await settleAll();
    ports.progress([...loads.values()], "reading");
  };

  const dueInMs = (): number | undefined => {
    const ages = [...loads.values()]
      .filter(({ waitingRows }) => waitingRows > 0)
      .map((load) => load.ageMs(clock.now()));
    if (settings.batchMaxAgeMs === undefined || ages.length === 0) return undefined;
    return Math.max(0, settings.batchMaxAgeMs - Math.max(...ages));
  };

  /** Streams with rows, and those without that fill a file of the same process: it would read what lies there from before. */
  const waitingLoads = (): StreamLoad[] => {
    const filled = [...loads.values()].filter(({ waitingRows }) => waitingRows > 0);
    const processes = new Set(filled.filter(({ place }) => place.action.kind === "process").map(runKey));
    return [...loads.values()].filter((load) => filled.includes(load) || processes.has(runKey(load)));
  };

  /** Everything that waits, in order: one task at a time in a model, models side by side. */
  const settleAll = async () => {
    const waiting = waitingLoads();
    if (waiting.length === 0) return;
    await begin();
    const failures: unknown[] = [];
    await Promise.all(
      byModel(inOrder(waiting, settings.entries)).map(async (group) => {
        try {
          for (const members of byAction(group)) await settle(members);
        } catch (error) {
          failures.push(error);
        }
      }),
    );
    await acknowledger.release(settled());
    for (const failure of failures.slice(1)) log.error(toConnectorError(failure).message);
    if (failures.length > 0) throw failures[0];
    for (const load of waiting) refusal ??= judge(load.ledger, settings.policy, load.context);
  };

  const begin = async () => {
    if (hasBegun) return;
    hasBegun = true;
    for (const [index, entry] of settings.before.entries())
      await runNamedAction(entry, `before[${index}]`, places, settings, ports);
  };

  /** Streams of one import, or of one process: all their files first, then one run. */
  const settle = async (members: readonly StreamLoad[]) => {
    const [first] = members;
    if (first === undefined) return;
    requireAllFiles(members.map(({ place }) => place));
    let outcome: ImportOutcome | undefined;
    for (const load of members) {
      ports.progress([...loads.values()], `uploading ${load.stream}`);
      outcome = await load.seal();
    }
    // A process with several files is always run: not each of them was seen.
    if (members.length > 1) outcome = undefined;
    const began = clock.now();
    outcome ??= await run(members);
    for (const load of members) {
      load.spend("running", began);
      await load.settle(outcome, partOf(outcome, load.place), taskReportOf(outcome, load.place.steps));
    }
  };

  const run = (members: readonly StreamLoad[]): Promise<ImportOutcome> => {
    const [{ place, action, context }] = members as readonly [StreamLoad];
    const streams = new Set(members.map(({ stream }) => stream));
    const asked = settings.entries.filter(({ stream }) => streams.has(stream)).map(({ mapping }) => mapping ?? {});
    for (const load of members) load.phase = "importing";
    return runAction(
      {
        action: action as ActionRef,
        mapping: mappingOf(Object.assign({}, ...asked)),
        context,
        onProgress: ({ currentStep, progress }) => {
          const share = progress === undefined ? "" : ` ${Math.round(progress * 100)} %`;
          ports.progress([...loads.values()], `${place.action.name}: ${currentStep ?? "running"}${share}`);
        },
      },
      ports,
    );
  };

  return {
    get streams() {
      return [...loads.values()];
    },
    ignored,
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
        if (refusal === undefined) {
          for (const [index, entry] of settings.after.entries())
            await runNamedAction(entry, `after[${index}]`, places, settings, ports);
        }
        await acknowledger.release(settled());
        if (refusal !== undefined) throw refusal;
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      } finally {
        for (const load of loads.values()) load.close();
      }
    },
  };
}

function rowsBy(loads: readonly StreamLoad[], rows: (load: StreamLoad) => number): Map<string, number> {
  return new Map(loads.map((load) => [load.stream, rows(load)]));
}

/** By the entries' `order`, those without one behind, in order of appearance. */
export function inOrder(loads: readonly StreamLoad[], entries: readonly StreamEntry[]): StreamLoad[] {
  const orderOf = ({ stream }: StreamLoad) =>
    entries.find((entry) => entry.stream === stream)?.order ?? Number.POSITIVE_INFINITY;
  return [...loads].sort((a, b) => (orderOf(a) === orderOf(b) ? 0 : orderOf(a) - orderOf(b)));
}

function byModel(loads: readonly StreamLoad[]): StreamLoad[][] {
  return groupedBy(loads, ({ place }) => place.model.modelId);
}

function byAction(loads: readonly StreamLoad[]): StreamLoad[][] {
  return groupedBy(loads, runKey);
}

function runKey({ place }: StreamLoad): string {
  return `${place.model.modelId} ${place.action.id}`;
}

function groupedBy(loads: readonly StreamLoad[], keyOf: (load: StreamLoad) => string): StreamLoad[][] {
  const groups = new Map<string, StreamLoad[]>();
  for (const load of loads) groups.set(keyOf(load), [...(groups.get(keyOf(load)) ?? []), load]);
  return [...groups.values()];
}

function refuseSharedFile(place: Place, stream: string, loads: readonly StreamLoad[]): void {
  const other = loads.find(
    (load) => load.place.fileId === place.fileId && load.place.model.modelId === place.model.modelId,
  );
  if (other === undefined) return;
  throw new ConnectorError("MAPPING_INVALID", {
    what: `The streams "${other.stream}" and "${stream}" go to the same file ${place.fileId}.`,
    why: "Their imports share it: the second upload would overwrite the first one.",
    next: "Send each to an import with a file of its own, or load them in separate runs.",
    context: { stream, model_id: place.model.modelId, file_id: place.fileId },
  });
}

function recordBeforeSchema(stream: string): ConnectorError {
  return new ConnectorError("RECORD_BEFORE_SCHEMA", {
    what: `A record of stream "${stream}" came before any SCHEMA of it.`,
    next: "Report it to the maintainers of the tap.",
    context: { stream },
  });
}
