/** tap-anaplan: the tap in Singer's words. Reads the command line and files, maps events to messages; decides nothing else. */
import { writeFileSync } from "node:fs";
import { createClient } from "../../protocol/anaplan/client.ts";
import { connectionSettings, withoutPatience } from "../../protocol/anaplan/settings.ts";
import type { ConnectorError } from "../../protocol/errors.ts";
import { readInputFile } from "../../protocol/input-file.ts";
import { type Io, printFailure } from "../../protocol/program.ts";
import type { CommandLine, CommonArgs } from "../../protocol/singer/args.ts";
import { BARE_FRAME, type BatchSettings, batchSettings, createBatchWriter } from "../../protocol/singer/batch.ts";
import { buildCatalog, parseCatalog, readChoices } from "../../protocol/singer/catalog.ts";
import { chooseLog, readConfig } from "../../protocol/singer/config.ts";
import { recordFrame } from "../../protocol/singer/messages.ts";
import { type RunRequest, runSinger } from "../../protocol/singer/program.ts";
import { createSingerWriter, type LineOutput } from "../../protocol/singer/writer.ts";
import { openLiveArea } from "../../protocol/terminal.ts";
import { packageVersion } from "../../protocol/version.ts";
import { TAP_CONFIG_SCHEMA } from "../../schemas/generated/settings.ts";
import type { TapConfig } from "../../schemas/generated/types.ts";
import { validateTapConfig } from "../../schemas/generated/validators.ts";
import { discover, locate } from "../discover.ts";
import type { TapSink } from "../events.ts";
import { createProgress, type ShowProgress } from "../progress.ts";
import { openScope, type Scope } from "../scope.ts";
import { renameText, selectByChoice, selectByDefault } from "../selection.ts";
import { tapSettings } from "../settings.ts";
import { createStateBook, EMPTY_STATE, parseState } from "../state.ts";
import type { SelectedStream, Stream } from "../stream.ts";
import type { Extent } from "../streams/kind.ts";
import { sync } from "../sync.ts";
import { earlyVerb, runVerb, VERBS } from "../verbs/index.ts";

const PROGRAM = "tap-anaplan";
const DESCRIPTION = "Singer tap for Anaplan: exports and model metadata as streams.";

const CONFIG_FORM = { envPrefix: "TAP_ANAPLAN_", schema: TAP_CONFIG_SCHEMA, validate: validateTapConfig };

export const COMMAND_LINE: CommandLine = {
  program: PROGRAM,
  description: DESCRIPTION,
  schema: TAP_CONFIG_SCHEMA,
  options: {
    discover: { type: "boolean", description: "Print the catalog" },
    catalog: { type: "string", alias: "properties", requiresArg: true, description: "Catalog with the selection" },
    state: { type: "string", requiresArg: true, description: "State of an earlier run" },
    test: {
      type: "string",
      description: "One record per stream (all, records), SCHEMA messages only (schema), or one record each into FILE",
    },
  },
  verbs: VERBS,
};

export async function runTap(argv: readonly string[], io: Io): Promise<number> {
  return runSinger(argv, io, {
    commandLine: COMMAND_LINE,
    capabilities: ["catalog", "discover", "state", "about", "test", "activate-version", "batch", "structured-logging"],
    envPrefix: CONFIG_FORM.envPrefix,
    run: (request) => run(request, io, argv),
  });
}

async function run(request: RunRequest, io: Io, argv: readonly string[]): Promise<number> {
  const { values } = request;
  const verb = request.kind === "verb" ? request.verb : undefined;
  const early = earlyVerb(verb);
  if (early !== undefined) {
    chooseLog(request, io, []);
    const hasConfig = request.config.length > 0;
    return early({
      values,
      io,
      config: () => readConfig<TapConfig>(request, io, CONFIG_FORM),
      hasConfig,
      catalogText: catalogJson,
    });
  }
  const config = readConfig<TapConfig>(request, io, CONFIG_FORM);
  const settings = tapSettings(config);
  const isDiscovery = values.discover === true;
  const connection = connectionSettings(config);
  const ports = {
    clock: io.clock,
    log: io.log,
    signal: io.signal,
    spans: io.spans,
    userAgent: `${PROGRAM}/${packageVersion()}`,
  };
  const client = createClient(isDiscovery ? withoutPatience(connection) : connection, ports);
  try {
    if (verb !== undefined) return await runVerb(verb, { client, settings, values, io });
    const scope = await openScope({ client, settings, log: io.log });
    if (isDiscovery) return await printCatalog(scope, io);
    const batches = config.batch_config === undefined ? undefined : batchSettings(config.batch_config);
    return await runSync(scope, { values, argv, batches }, io);
  } finally {
    await client.close();
  }
}

async function printCatalog(scope: Scope, io: Io): Promise<number> {
  const { streams, problems } = await discover(scope);
  for (const problem of problems) io.log.warn(`A model is left out: ${problem.message}`, { ...problem.context });
  await io.stdout.write(catalogJson(streams));
  return 0;
}

function catalogJson(streams: readonly Stream[]): string {
  return `${JSON.stringify(buildCatalog(streams.map(catalogEntry)), null, 2)}\n`;
}

function catalogEntry(stream: Stream) {
  const isSupported = stream.unsupportedBecause === undefined;
  return {
    ...stream,
    isSupported,
    isSelected: stream.isSelectedByDefault,
    columns: stream.columns.map(({ name, schema, isKey, facts }) => ({
      name,
      schema,
      facts,
      inclusion: isSupported ? (isKey ? ("automatic" as const) : ("available" as const)) : ("unsupported" as const),
    })),
    replicationKeys: stream.columns.filter(({ canReplicate }) => canReplicate).map(({ name }) => name),
  };
}

interface SyncChoices {
  values: CommonArgs["values"];
  argv: readonly string[];
  batches: BatchSettings | undefined;
}

async function runSync(scope: Scope, { values, argv, batches }: SyncChoices, io: Io): Promise<number> {
  let exitCode = 0;
  const fail = (error: ConnectorError) => {
    exitCode = Math.max(exitCode, printFailure(error, io, argv));
  };
  const state = createStateBook(values.state === undefined ? EMPTY_STATE : readStateFile(String(values.state)));
  const { selected, problems } = await select(scope, values.catalog);
  for (const problem of problems) fail(problem);
  if (selected.length === 0 && problems.length === 0) io.log.warn("No stream is selected.");
  const { extent, output, finish } = testMode(values.test, io);
  const area = await openLiveArea(io);
  try {
    const sink = createSink(output, createProgress(area, io.clock, io.log), extent === "all" ? batches : undefined);
    const { client, settings, log } = scope;
    await sync(
      selected,
      { client, settings, scope, sink, state, log, clock: io.clock, signal: io.signal, spans: io.spans, extent },
      fail,
    );
  } finally {
    area.close();
    finish();
  }
  return exitCode;
}

async function select(
  scope: Scope,
  catalogPath: unknown,
): Promise<{ selected: SelectedStream[]; problems: ConnectorError[] }> {
  if (typeof catalogPath !== "string") {
    const { streams, problems } = await discover(scope);
    return { selected: selectByDefault(streams, scope.settings.syncMode === "SpecificExports", scope.log), problems };
  }
  const text = readInputFile(catalogPath, "CATALOG_INVALID");
  const choices = readChoices(parseCatalog(text, `The catalog ${catalogPath}`)).filter(({ isSelected }) => isSelected);
  const { streams, problems } = await locate(scope, choices);
  const byId = new Map(choices.map((choice) => [choice.id, choice]));
  const choiceOf = (stream: Stream) => byId.get(stream.id)!;
  for (const stream of streams) {
    const renamed = renameText(stream, choiceOf(stream));
    if (renamed !== undefined) scope.log.warn(renamed, { stream: stream.name });
  }
  return { selected: streams.map((stream) => selectByChoice(stream, choiceOf(stream))), problems };
}

function readStateFile(path: string) {
  return parseState(readInputFile(path, "STATE_INVALID"), `The state ${path}`);
}

interface TestMode {
  extent: Extent;
  output: LineOutput;
  finish(): void;
}

function testMode(test: unknown, io: Io): TestMode {
  const rest = { output: io.stdout, finish: () => {} };
  if (test === undefined) return { extent: "all", ...rest };
  if (test === "schema") return { extent: "schema", ...rest };
  if (test === "" || test === "all" || test === "records" || test === true) return { extent: "record", ...rest };
  const written: Uint8Array[] = [];
  return {
    extent: "record",
    output: {
      write: async (data) => {
        written.push(Buffer.from(data as Uint8Array));
      },
    },
    finish: () => writeFileSync(String(test), Buffer.concat(written)),
  };
}

function createSink(output: LineOutput, progress: ShowProgress, batches: BatchSettings | undefined): TapSink {
  const writer = createSingerWriter(output);
  const sink: TapSink = {
    schema: ({ name, schema, keyProperties, replicationKey }) =>
      writer.schema({ stream: name, schema, keyProperties, bookmarkProperty: replicationKey }),
    frame: ({ name, version }, extractedAt) => recordFrame({ stream: name, version, extractedAt }),
    records: (_, lines) => writer.records(lines),
    activate: ({ name, version }) => writer.activateVersion(name, version ?? 0),
    checkpoint: (state) => writer.state(state),
    progress,
  };
  return batches === undefined ? sink : batchSink(sink, batches, output);
}

/** The same with records in files; every other message waits until the records before it are named. */
function batchSink(sink: TapSink, batches: BatchSettings, output: LineOutput): TapSink {
  const writer = createBatchWriter(batches, (line) => output.write(line));
  const behind =
    <Part>(send: (part: Part) => Promise<void>) =>
    async (part: Part) => {
      await writer.flush();
      await send(part);
    };
  return {
    ...sink,
    schema: behind(sink.schema),
    frame: () => BARE_FRAME,
    records: ({ name }, lines, count) => writer.add(name, lines, count),
    activate: behind(sink.activate),
    checkpoint: behind(sink.checkpoint),
  };
}
