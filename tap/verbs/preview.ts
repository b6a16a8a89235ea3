/** `preview STREAM`: the first rows of the last exported file as the sync would send them, without running the export. */
import { parseExactJson, printExactJson } from "../../protocol/csv/exact-json.ts";
import { ConnectorError, isConnectorError } from "../../protocol/errors.ts";
import { type Finding, findingsText } from "../../protocol/findings.ts";
import { formatTable, openLiveArea } from "../../protocol/terminal.ts";
import type { TapSink, TapStream } from "../events.ts";
import { download } from "../export/download.ts";
import { forecastOf, forecastText } from "../export/forecast.ts";
import { layoutOf, unsupportedError } from "../export/format.ts";
import { lastComplete } from "../export/freshness.ts";
import { lintExport } from "../export/lint.ts";
import { type ExportFile, obtainFile } from "../export/obtain.ts";
import { openRead } from "../export/read.ts";
import { createProgress } from "../progress.ts";
import { openScope, type Scope } from "../scope.ts";
import { silentSink } from "../silent-sink.ts";
import { createStateBook, EMPTY_STATE } from "../state.ts";
import type { ExportSource, Stream } from "../stream.ts";
import { syncStream } from "../streams/index.ts";
import type { SyncRun } from "../streams/kind.ts";
import { csvText } from "./csv-text.ts";
import { allOf, findStream, isExport } from "./find-stream.ts";
import type { VerbRun } from "./verb.ts";

export const PREVIEW_OPTIONS = {
  rows: { type: "number", requiresArg: true, default: 1000, description: "How many rows to show" },
  run: { type: "boolean", description: "Run the export first" },
  format: { choices: ["table", "json", "csv"], default: "table", description: "Form of the preview" },
} as const;

interface Preview {
  stream: TapStream | undefined;
  /** JSON texts, numbers as they are. */
  records: string[];
  file: ExportFile | undefined;
  findings: Finding[];
}

export async function preview({ client, settings, values, io }: VerbRun): Promise<number> {
  const wanted = Number(values.rows ?? 1000);
  if (!Number.isInteger(wanted) || wanted < 1) {
    throw new ConnectorError("ARGUMENT_INVALID", { what: "--rows is no number above 0.", next: "Give --rows 1000." });
  }
  const scope = await openScope({ client, settings, log: io.log });
  const stream = await findStream(String(values.stream), scope, "preview");
  const area = await openLiveArea(io);
  try {
    const taken: Preview = { stream: undefined, records: [], file: undefined, findings: [] };
    const sink = collectingSink(taken, createProgress(area, io.clock, io.log));
    const run: SyncRun = {
      client,
      settings,
      scope,
      sink,
      state: createStateBook(EMPTY_STATE),
      log: io.log,
      clock: io.clock,
      signal: io.signal,
      spans: io.spans,
      extent: "record",
      sampleRows: wanted,
    };
    const failure = isExport(stream)
      ? await previewExport(stream, run, values.run === true, taken)
      : await syncStream(allOf(stream), run);
    area.close();
    await io.stdout.write(await format(String(values.format), stream, taken, io.clock.now(), scope));
    if (failure !== undefined) throw failure;
  } finally {
    area.close();
  }
  return 0;
}

/** Answers why there is no file; what the metadata tells can be shown all the same. */
async function previewExport(
  stream: Stream<ExportSource>,
  run: SyncRun,
  isToRun: boolean,
  taken: Preview,
): Promise<ConnectorError | undefined> {
  const selected = allOf(stream);
  const settings = { ...run.settings, runExports: isToRun ? ("always" as const) : ("never" as const) };
  const read = openRead(selected, { ...run, settings, extent: "all", sink: silentSink(run.sink.progress) });
  if (stream.unsupportedBecause !== undefined) throw unsupportedError(stream, stream.unsupportedBecause, read.ids);
  const now = run.clock.now();
  try {
    const file = await obtainFile(read);
    if (file === undefined) return undefined;
    taken.file = file;
    const { headers } = await download({ ...read, run: { ...run, settings } }, file, undefined);
    const rows = taken.records.map((text) => JSON.parse(text) as Record<string, unknown>);
    taken.findings = lintExport({
      source: stream.source,
      file: "read",
      lastRunMs: file.createdAt === undefined ? undefined : now - file.createdAt,
      headers,
      rows: settings.layout === "as_is" || rows.length === 0 ? rows : undefined,
      isWhole: rows.length < (run.sampleRows ?? 1),
    });
    return undefined;
  } catch (error) {
    const isRefused =
      isConnectorError(error, "EXPORT_ADMINS_ONLY") || (isToRun && isConnectorError(error, "EXPORT_EMPTY"));
    if (!isRefused && !isConnectorError(error, "EXPORT_EMPTY")) throw error;
    const last = lastComplete(await run.client.tasks(read.action))?.creationTime;
    taken.findings = lintExport({
      source: stream.source,
      file: isRefused ? "refused" : "missing",
      lastRunMs: last === undefined ? undefined : now - last,
      headers: stream.source.metadata?.headerNames ?? [],
      rows: undefined,
      isWhole: false,
    });
    return isRefused ? error : noFileError(stream);
  }
}

/** Why there is none is not told by the server: never run, expired, or reserved to administrators. */
function noFileError({ name, source }: Stream<ExportSource>): ConnectorError {
  return new ConnectorError("EXPORT_EMPTY", {
    what: `There is no exported file of "${source.definition.name}" to look at.`,
    why: "This user never ran the export, or did so more than 48 hours ago, or its file is reserved to administrators.",
    next: `Run it with \`tap-anaplan preview ${name} --run\`.`,
  });
}

function collectingSink(taken: Preview, progress: TapSink["progress"]): TapSink {
  return {
    ...silentSink(progress),
    schema: async (stream) => {
      taken.stream = stream;
    },
    frame: () => ({ before: new Uint8Array(0), after: Buffer.from("\n") }),
    records: async (_, lines) => {
      taken.records.push(...Buffer.from(lines).toString().split("\n").slice(0, -1));
    },
  };
}

async function format(form: string, stream: Stream, taken: Preview, now: number, scope: Scope): Promise<string> {
  const exportedAt = taken.file?.exportedAt;
  const ageSeconds = exportedAt === undefined ? undefined : Math.max(0, Math.round((now - exportedAt) / 1000));
  const layout = isExport(stream) ? layoutOf(stream.source) : undefined;
  const forecast = isExport(stream) ? forecastOf(stream.source.metadata) : undefined;
  const properties = taken.stream?.schema.properties ?? {};
  if (form === "json") {
    const facts = {
      stream: stream.name,
      id: stream.id,
      layout,
      forecast,
      exported_at: exportedAt === undefined ? undefined : new Date(exportedAt).toISOString(),
      age_seconds: ageSeconds,
      task_id: taken.file?.taskId,
      schema: taken.stream?.schema,
      lint: taken.findings,
    };
    return `${JSON.stringify(facts).slice(0, -1)},"rows":[${taken.records.join(",")}]}\n`;
  }
  const names = Object.keys(properties);
  const rows = taken.records.map((text) => cellsOf(text, names));
  if (form === "csv") {
    for (const { code, what, next } of taken.findings) scope.log.info(`${code}: ${what} ${next ?? ""}`.trimEnd());
    return csvText([names, ...rows]);
  }
  const head = names.map((name) => `${name}\n${typeWord(properties[name])}`);
  const facts = [
    `${stream.name} (${stream.id})`,
    ...(layout === undefined ? [] : [`Layout: ${layout}`]),
    ...(forecast === undefined ? [] : [`Size: ${forecastText(forecast)}, counted without filters`]),
    ...(isExport(stream) && taken.file !== undefined ? [`Exported: ${ageText(ageSeconds)}`] : []),
    `Rows shown: ${rows.length}`,
  ];
  const lint = taken.findings.length === 0 ? "" : findingsText(taken.findings);
  const table = names.length === 0 ? "" : await formatTable(head, rows);
  scope.log.debug("Preview made", { stream: stream.name, rows: rows.length });
  return `${facts.join("\n")}\n${table}${lint}`;
}

function cellsOf(text: string, names: readonly string[]): string[] {
  const record = parseExactJson(text) as Record<string, unknown>;
  return names.map((name) => {
    const value = record[name];
    if (value === null || value === undefined) return "";
    return typeof value === "string" ? value : printExactJson(value);
  });
}

function typeWord(schema: unknown): string {
  const { type, format: form } = (schema ?? {}) as { type?: string | string[]; format?: string };
  return (
    form ??
    [type ?? "string"]
      .flat()
      .filter((word) => word !== "null")
      .join(" or ")
  );
}

function ageText(seconds: number | undefined): string {
  if (seconds === undefined) return "at an unknown time";
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} minutes ago`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} hours ago` : `${Math.floor(minutes / 1440)} days ago`;
}
