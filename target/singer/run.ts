/** target-anaplan: the target in Singer's words. Reads the command line, maps messages to inputs; decides nothing else. */
import { createReadStream } from "node:fs";
import { createClient } from "../../protocol/anaplan/client.ts";
import { connectionSettings } from "../../protocol/anaplan/settings.ts";
import type { AnaplanClient } from "../../protocol/anaplan/types.ts";
import { type ConnectorError, toConnectorError } from "../../protocol/errors.ts";
import type { Io } from "../../protocol/program.ts";
import type { CommandLine, CommonArgs } from "../../protocol/singer/args.ts";
import { chooseLog, readConfig } from "../../protocol/singer/config.ts";
import { runSinger } from "../../protocol/singer/program.ts";
import { parseMessage } from "../../protocol/singer/reader.ts";
import { openLiveArea } from "../../protocol/terminal.ts";
import { packageVersion } from "../../protocol/version.ts";
import { TARGET_CONFIG_SCHEMA } from "../../schemas/generated/settings.ts";
import type { RunReport, TargetConfig } from "../../schemas/generated/types.ts";
import { validateTargetConfig } from "../../schemas/generated/validators.ts";
import type { InputFormat } from "../input.ts";
import { createLoad, type Load } from "../load.ts";
import { createProgress } from "../progress.ts";
import { buildReport, summaryTable, writeReport } from "../report.ts";
import { writeReportPage } from "../report-html.ts";
import { type TargetSettings, targetSettings } from "../settings.ts";
import { earlyVerb, runVerb, VERBS } from "../verbs/index.ts";
import type { LoadEnd } from "../verbs/verb.ts";

const PROGRAM = "target-anaplan";
const DESCRIPTION = "Singer target for Anaplan: streams into imports, every row accounted for.";

const CONFIG_FORM = { envPrefix: "TARGET_ANAPLAN_", schema: TARGET_CONFIG_SCHEMA, validate: validateTargetConfig };

export const COMMAND_LINE: CommandLine = {
  program: PROGRAM,
  description: DESCRIPTION,
  schema: TARGET_CONFIG_SCHEMA,
  options: {
    input: { type: "string", requiresArg: true, description: "Read messages from this file instead of stdin" },
    "report-html": { type: "string", requiresArg: true, description: "File that gets the run report as one page" },
  },
  verbs: VERBS,
};

/** Singer's lines: a RECORD holds its record under "record". */
export const singerFormat: InputFormat = {
  envelope: (stream) => ({
    recordPath: ["record"],
    constants: [
      { path: ["type"], value: "RECORD" },
      { path: ["stream"], value: stream },
    ],
  }),
  parse: parseMessage,
  frame: (stream) => ({
    before: Buffer.from(`{"type":"RECORD","stream":${JSON.stringify(stream)},"record":`),
    after: Buffer.from("}"),
  }),
  probeStream: "meltano_test_stream",
};

export async function runTarget(argv: readonly string[], io: Io): Promise<number> {
  return runSinger(argv, io, {
    commandLine: COMMAND_LINE,
    capabilities: ["about", "validate-records", "activate-version", "batch", "structured-logging"],
    envPrefix: CONFIG_FORM.envPrefix,
    run: (request) => (request.kind === "verb" ? verb(request.verb, request, io) : run(request, io)),
  });
}

async function verb(name: string, request: CommonArgs, io: Io): Promise<number> {
  chooseLog(request, io, []);
  const { values } = request;
  const config = () => readConfig<TargetConfig>(request, io, CONFIG_FORM);
  const early = earlyVerb(name);
  if (early !== undefined) return early({ values, io, config });
  const read = config();
  const client = createClient(connectionSettings(read), portsOf(io));
  const load = (settings: TargetSettings, format: InputFormat, blocks: AsyncIterable<Uint8Array>) =>
    loadAll({ client, settings, format, htmlFile: htmlFileOf(request) }, blocks, io);
  try {
    return await runVerb(name, { client, settings: targetSettings(read), values, io, format: singerFormat, load });
  } finally {
    await client.close();
  }
}

async function run(request: CommonArgs, io: Io): Promise<number> {
  const config = readConfig<TargetConfig>(request, io, CONFIG_FORM);
  const settings = targetSettings(config);
  const client = createClient(connectionSettings(config), portsOf(io));
  try {
    const htmlFile = htmlFileOf(request);
    const { failure } = await loadAll({ client, settings, format: singerFormat, htmlFile }, inputOf(request, io), io);
    if (failure !== undefined) throw failure;
  } finally {
    await client.close();
  }
  return 0;
}

function portsOf({ clock, log, signal, spans }: Io) {
  return { clock, log, signal, spans, userAgent: `${PROGRAM}/${packageVersion()}` };
}

function htmlFileOf({ values }: CommonArgs): string | undefined {
  return values["report-html"] as string | undefined;
}

interface WholeLoad {
  client: AnaplanClient;
  settings: TargetSettings;
  format: InputFormat;
  /** Gets the report as a page. */
  htmlFile: string | undefined;
}

/** Loads all there is and tells how it went. */
async function loadAll(whole: WholeLoad, blocks: AsyncIterable<Uint8Array>, io: Io): Promise<LoadEnd> {
  const { client, settings, format } = whole;
  const area = await openLiveArea(io);
  const startedAt = io.clock.now();
  const load = createLoad({
    ...portsOf(io),
    client,
    settings,
    format,
    wanted: "newest",
    acknowledge: (payload) => io.stdout.write(`${payload}\n`),
    progress: createProgress(area, io),
  });
  let failure: ConnectorError | undefined;
  try {
    await load.run(blocks);
  } catch (error) {
    failure = toConnectorError(error);
  } finally {
    area.close();
  }
  const parts = { startedAt, endedAt: io.clock.now(), error: failure, stats: client.stats };
  return { report: await tell(load, parts, whole, io), failure };
}

function inputOf({ values }: CommonArgs, io: Io): AsyncIterable<Uint8Array> {
  return typeof values.input === "string" ? createReadStream(values.input) : io.input();
}

async function tell(
  load: Load,
  parts: Omit<Parameters<typeof buildReport>[0], "streams" | "ignored" | "actions">,
  { settings, htmlFile }: WholeLoad,
  io: Io,
): Promise<RunReport> {
  const streams = load.streams.map((stream) => stream.finishReport());
  const { ignored, actions } = load;
  const report = buildReport({ ...parts, streams, ignored, actions });
  if (settings.reportFile !== undefined) writeReport(settings.reportFile, report, io.redact);
  if (htmlFile !== undefined) await writeReportPage(htmlFile, report, io.redact);
  if (io.screen.isTerminal && report.streams.length > 0) io.screen.stream.write(await summaryTable(report));
  return report;
}
