/** `plan`: what a load would meet, without writing anything. With messages on stdin or in `--input` their SCHEMAs and records are
 *  looked at as well. */
import { createReadStream, existsSync } from "node:fs";
import { LineCursor } from "../../protocol/csv/lines.ts";
import { ConnectorError, toConnectorError } from "../../protocol/errors.ts";
import { exitCodeOfFindings, type Finding, findingOf, findingsText } from "../../protocol/findings.ts";
import { formatTable } from "../../protocol/terminal.ts";
import { findAction } from "../actions.ts";
import { createPlaces, type Place, type Places } from "../place.ts";
import { modelState, runningReaders, workspaceSpace } from "../preflight.ts";
import { createStreamSurvey, type StreamSurvey } from "../stream-survey.ts";
import { FORMAT_OPTION } from "./output.ts";
import { textOption, type VerbRun, wrongArgument } from "./verb.ts";

export const PLAN_OPTIONS = {
  ...FORMAT_OPTION,
  input: { type: "string", requiresArg: true, description: "Read messages from this file instead of stdin" },
} as const;

interface PlannedStream {
  stream: string;
  place: Place | undefined;
  survey: StreamSurvey | undefined;
  findings: Finding[];
}

/** Exit code 0 without a problem, else that of the first problem. */
export async function plan(run: VerbRun): Promise<number> {
  const { client, settings, values, io } = run;
  const places = createPlaces(client, settings);
  const streams = new Map<string, PlannedStream>();
  for (const { stream } of settings.entries) await planned(stream, streams, places);
  const findings: Finding[] = [];
  await collect(findings, () => readMessages(run, streams, places));
  const known = [...streams.values()];
  for (const { place } of unique(known, ({ model }) => model.modelId)) {
    await collect(findings, async () => [
      ...(await modelState(client, place.model)),
      ...(await workspaceSpace(client, place.model)),
    ]);
  }
  for (const { place } of unique(known, ({ fileId, model }) => `${model.modelId} ${fileId}`))
    await collect(findings, () => runningReaders(client, place));
  for (const key of ["before", "after"] as const)
    for (const [index, entry] of settings[key].entries())
      await collect(findings, async () => {
        const { name, kind } = await findAction(entry, `${key}[${index}]`, places, settings, client);
        return [{ code: "ACTION", level: "ok", what: `${key}[${index}] is the ${kind} "${name}".` }];
      });
  const all = [...known.flatMap((stream) => [...stream.findings, ...(stream.survey?.findings() ?? [])]), ...findings];
  if (known.length === 0) all.push(nothingPlanned);
  const text = values.format === "json" ? jsonText(known, all) : await tableText(known, all);
  await io.stdout.write(io.redact(text));
  return exitCodeOfFindings(all);
}

const nothingPlanned: Finding = {
  code: "STREAM_UNMAPPED",
  level: "problem",
  what: "There is no stream to plan for.",
  next: 'Add entries to "streams", or pipe the messages of a tap into this command.',
};

/** What is thrown becomes a finding, and the plan goes on. */
async function collect(findings: Finding[], look: () => Promise<Finding[]>): Promise<void> {
  try {
    findings.push(...(await look()));
  } catch (error) {
    findings.push(findingOf(toConnectorError(error)));
  }
}

async function planned(stream: string, streams: Map<string, PlannedStream>, places: Places): Promise<PlannedStream> {
  const known = streams.get(stream);
  if (known !== undefined) return known;
  const entry: PlannedStream = { stream, place: undefined, survey: undefined, findings: [] };
  streams.set(stream, entry);
  await collect(entry.findings, async () => {
    entry.place = await places.place(stream);
    return [];
  });
  return entry;
}

/** Each file, model … once, by its first stream. */
function unique(streams: readonly PlannedStream[], keyOf: (place: Place) => string): { place: Place }[] {
  const found = new Map<string, { place: Place }>();
  for (const { place } of streams)
    if (place !== undefined && !found.has(keyOf(place))) found.set(keyOf(place), { place });
  return [...found.values()];
}

/** Answers what is wrong with the messages as such. */
async function readMessages(
  { values, io, format, settings }: VerbRun,
  streams: Map<string, PlannedStream>,
  places: Places,
): Promise<Finding[]> {
  const path = textOption(values, "input");
  if (path === undefined && (io.stdin as { isTTY?: boolean }).isTTY === true) return [];
  if (path !== undefined && !existsSync(path)) throw wrongArgument(`There is no file ${path}.`, "Check --input.");
  const cursor = new LineCursor();
  const readLines = async () => {
    while (cursor.next()) {
      const { buffer, start, end, line } = cursor;
      if (end > start) await readLine(buffer.subarray(start, end), line);
    }
  };
  const readLine = async (bytes: Uint8Array, line: number) => {
    const input = format.parse(bytes, line);
    if (input.kind === "schema" && input.stream !== format.probeStream) {
      const entry = await planned(input.stream, streams, places);
      if (entry.place === undefined) return;
      if (entry.survey === undefined) entry.survey = await createStreamSurvey(input, entry.place, settings);
      else await entry.survey.schema(input);
    } else if (input.kind === "record" && input.stream !== format.probeStream) {
      const entry = streams.get(input.stream);
      if (entry === undefined || (entry.place !== undefined && entry.survey === undefined))
        throw new ConnectorError("RECORD_BEFORE_SCHEMA", {
          what: `A record of stream "${input.stream}" came before any SCHEMA of it.`,
          next: "Report it to the maintainers of the tap.",
          context: { stream: input.stream, line },
        });
      entry.survey?.record(input.record, bytes, line);
    }
  };
  for await (const block of path === undefined ? io.stdin : createReadStream(path)) {
    io.signal.throwIfAborted();
    cursor.push(block as Uint8Array);
    await readLines();
  }
  cursor.finish();
  await readLines();
  return [];
}

type Verdict = "ready" | "ready, with warnings" | "not ready";

function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ level }) => level === "problem")) return "not ready";
  return findings.some(({ level }) => level === "warning") ? "ready, with warnings" : "ready";
}

function facts({ stream, place, survey, findings }: PlannedStream) {
  const own = [...findings, ...(survey?.findings() ?? [])];
  return {
    stream,
    ...(place !== undefined && {
      workspace_id: place.model.workspaceId,
      model_id: place.model.modelId,
      action: { kind: place.action.kind, id: place.action.id, name: place.action.name },
      import_id: place.importId,
      file_id: place.fileId,
      columns: place.headerNames,
      separator: place.dialect.separator,
      quote: place.dialect.quote,
      encoding: place.dialect.encoding,
    }),
    ...(survey !== undefined && { rows: survey.rows }),
    verdict: verdictOf(own),
  };
}

function jsonText(streams: readonly PlannedStream[], findings: readonly Finding[]): string {
  return `${JSON.stringify({ verdict: verdictOf(findings), streams: streams.map(facts), findings }, null, 2)}\n`;
}

async function tableText(streams: readonly PlannedStream[], findings: readonly Finding[]): Promise<string> {
  const head = ["stream", "goes to", "file", "separator", "encoding", "columns", "rows", "verdict"];
  const rows = streams.map((stream) => {
    const { action, file_id, columns, separator, encoding, rows: count, verdict } = facts(stream);
    const target = action === undefined ? "" : `${action.kind} ${action.name} (${action.id})`;
    const shown = separator === undefined ? "" : separator === "\t" ? "tab" : separator;
    return [stream.stream, target, file_id ?? "", shown, encoding ?? "", columns?.length ?? "", count ?? "", verdict];
  });
  return `${await formatTable(head, rows)}${findingsText(findings)}Verdict: ${verdictOf(findings)}\n`;
}
