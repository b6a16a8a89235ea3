/** `plan`: what a load would meet, without writing anything. With messages on stdin or in `--input` their SCHEMAs and records are
 *  looked at as well. */
import { createReadStream, existsSync } from "node:fs";
import { cellText } from "../../protocol/csv/cells.ts";
import { LineCursor } from "../../protocol/csv/lines.ts";
import { ConnectorError, toConnectorError } from "../../protocol/errors.ts";
import { exitCodeOfFindings, type Finding, findingOf, findingsText } from "../../protocol/findings.ts";
import { formatTable } from "../../protocol/terminal.ts";
import { findAction } from "../actions.ts";
import { batchLines } from "../batch-files.ts";
import type { DirectPlace } from "../direct-load.ts";
import { deleteListOf, directPlaceOf } from "../direct-places.ts";
import type { StreamSchema } from "../input.ts";
import { type Ledger, newLedger } from "../ledger.ts";
import { doomedText, isMarked, isTooMany, requireFew, tooMany } from "../list-deletes.ts";
import { createPlaces, type Place, type Places } from "../place.ts";
import { modelState, runningReaders, workspaceSpace } from "../preflight.ts";
import { refuseSharedFile, requireAllFiles } from "../process-files.ts";
import { deleteKeyOf, StreamDeletes } from "../stream-deletes.ts";
import { createDirectSurvey, createStreamSurvey, type StreamSurvey } from "../stream-survey.ts";
import { FORMAT_OPTION } from "./output.ts";
import { textOption, type VerbRun, wrongArgument } from "./verb.ts";

export const PLAN_OPTIONS = {
  ...FORMAT_OPTION,
  input: { type: "string", requiresArg: true, description: "Read messages from this file instead of stdin" },
} as const;

interface PlannedStream {
  stream: string;
  place: Place | undefined;
  direct: DirectPlace | undefined;
  deletes: { book: StreamDeletes; ledger: Ledger; list: string } | undefined;
  survey: StreamSurvey | undefined;
  /** Keys of rows that are marked as deleted and go into the file all the same: an action behind the import deletes their items. */
  marked: string[];
  keyProperties: readonly string[];
  findings: Finding[];
}

/** Exit code 0 without a problem, else that of the first problem. */
export async function plan(run: VerbRun): Promise<number> {
  const { client, settings, values, io } = run;
  const places = createPlaces(client, settings);
  const streams = new Map<string, PlannedStream>();
  const look = { ...run, places };
  for (const { stream } of settings.entries) await planned(stream, streams, look);
  const findings: Finding[] = [];
  await collect(findings, () => readMessages(look, streams));
  const known = [...streams.values()];
  for (const stream of known) {
    await collect(stream.findings, () => deleteFindings(stream));
    await collect(stream.findings, () => deleteActionFindings(stream, look));
  }
  await fileFindings(known, findings);
  const models = known.flatMap(({ place, direct }) => place?.model ?? direct?.model ?? []);
  for (const model of new Map(models.map((ref) => [ref.modelId, ref])).values()) {
    await collect(findings, async () => [
      ...(await modelState(client, model)),
      ...(await workspaceSpace(client, model)),
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

interface Look extends VerbRun {
  places: Places;
}

async function planned(stream: string, streams: Map<string, PlannedStream>, look: Look): Promise<PlannedStream> {
  const known = streams.get(stream);
  if (known !== undefined) return known;
  const planning: PlannedStream = {
    stream,
    place: undefined,
    direct: undefined,
    deletes: undefined,
    survey: undefined,
    marked: [],
    keyProperties: [],
    findings: [],
  };
  streams.set(stream, planning);
  await collect(planning.findings, async () => {
    const entry = look.settings.entries.find((one) => one.stream === stream);
    planning.direct = entry && (await directPlaceOf(entry, { ...look, log: look.io.log }));
    if (planning.direct === undefined) planning.place = await look.places.place(stream);
    return [];
  });
  return planning;
}

async function openSchema(planning: PlannedStream, schema: StreamSchema, look: Look): Promise<void> {
  const { place, direct, survey } = planning;
  const entry = look.settings.entries.find(({ stream }) => stream === schema.stream);
  planning.keyProperties = schema.keyProperties;
  if (survey !== undefined) return survey.schema(schema);
  if (place !== undefined) planning.survey = await createStreamSurvey(schema, place, look.settings);
  else if (direct !== undefined) planning.survey = await createDirectSurvey(schema, direct, look.settings);
  const ports = { ...look, log: look.io.log };
  const found = entry && (await deleteListOf(entry, Object.keys(schema.schema.properties), ports));
  if (entry === undefined || found === undefined) return;
  const keyProperty = deleteKeyOf(entry, schema.keyProperties, found.mapped);
  const report = { stream: schema.stream, rows: newRows(), bytes: 0, tasks: [] };
  const ledger = newLedger();
  const book = new StreamDeletes({ ...ports, ...found, entry, keyProperty, ledger, report, select: undefined });
  planning.deletes = { book, ledger, list: found.list.name };
}

function newRows() {
  return { received: 0, loaded: 0, ignored: 0, rejected: 0, unacknowledged: 0 };
}

async function deleteFindings({ stream, deletes }: PlannedStream): Promise<Finding[]> {
  const plans = (await deletes?.book.plan()) ?? [];
  return plans.map((one): Finding => {
    if (isTooMany(one)) return { ...findingOf(tooMany(one, deletes?.list ?? "", { stream })), why: doomedText(one) };
    const what = `${one.doomed.length} of ${one.total} items of the list "${deletes?.list}" would be deleted.`;
    const which = one.doomed.length === 0 ? {} : { why: doomedText(one) };
    return { code: "DELETES", level: "info", what, ...which, context: { stream } };
  });
}

/** Rows that the delete action behind the import would select, and whether they are too many. */
async function deleteActionFindings(planning: PlannedStream, look: Look): Promise<Finding[]> {
  const { stream, marked, place, survey } = planning;
  const entry = look.settings.entries.find((one) => one.stream === stream);
  const name = entry?.deletes?.action;
  if (entry === undefined || name === undefined || entry.deletes?.import !== undefined) return [];
  const { workspace, model } = entry;
  const asked = { action: name, ...(workspace && { workspace }), ...(model && { model }) };
  const action = await findAction(asked, `Entry of stream "${stream}"`, look.places, look.settings, look.client);
  const found = `the ${action.kind} "${action.name}" (${action.id})`;
  const context = { stream, model_id: place?.model.modelId ?? "" };
  if (marked.length === 0)
    return [{ code: "DELETES", level: "ok", what: `No row is marked as deleted: ${found} would not run.`, context }];
  const rows = survey?.rows ?? marked.length;
  const why = doomedText({ doomed: marked.map((key) => ({ id: "", key })), total: rows, maxPercent: 100 });
  try {
    requireFew(marked.length, { ledger: { ...newLedger(), received: rows }, context }, entry);
  } catch (error) {
    return [{ ...findingOf(toConnectorError(error)), why }];
  }
  const what = `${marked.length} of ${rows} rows are marked as deleted: ${found} would run on them.`;
  return [{ code: "DELETES", level: "info", what, why, context }];
}

/** What streams have in common: a file that two of them fill, and one of a process that none does. */
async function fileFindings(streams: readonly PlannedStream[], findings: Finding[]): Promise<void> {
  const placed = streams.flatMap(({ stream, place }) => (place === undefined ? [] : [{ stream, place }]));
  for (const [index, { stream, place }] of placed.entries())
    await collect(findings, async () => {
      refuseSharedFile(place, stream, placed.slice(0, index));
      return [];
    });
  const keyOf = ({ model, action }: Place) => `${model.modelId} ${action.kind} ${action.id}`;
  for (const key of new Set(placed.map(({ place }) => keyOf(place))))
    await collect(findings, async () => {
      requireAllFiles(placed.filter(({ place }) => keyOf(place) === key).map(({ place }) => place));
      return [];
    });
}

/** Each file once, by its first stream. */
function unique(streams: readonly PlannedStream[], keyOf: (place: Place) => string): { place: Place }[] {
  const found = new Map<string, { place: Place }>();
  for (const { place } of streams)
    if (place !== undefined && !found.has(keyOf(place))) found.set(keyOf(place), { place });
  return [...found.values()];
}

/** Answers what is wrong with the messages as such. */
async function readMessages(look: Look, streams: Map<string, PlannedStream>): Promise<Finding[]> {
  const { values, io, format } = look;
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
    if (!("stream" in input) || input.stream === format.probeStream) return;
    if (input.kind === "schema") {
      const planning = await planned(input.stream, streams, look);
      if (planning.findings.length === 0)
        await collect(planning.findings, async () => {
          await openSchema(planning, input, look);
          return [];
        });
      return;
    }
    const planning = streams.get(input.stream);
    if (input.kind === "batch") for await (const one of batchLines(input, format)) await readLine(one, line);
    else if (input.kind === "activate") planning?.deletes?.book.activate();
    else if (planning === undefined || (planning.findings.length === 0 && planning.survey === undefined))
      throw recordBeforeSchema(input.stream, line);
    else if (planning.deletes?.book.take(input.record) !== true) {
      if (planning.deletes !== undefined) planning.deletes.ledger.received += 1;
      planning.survey?.record(input.record, bytes, line);
      if (isMarked(input.record))
        planning.marked.push(planning.keyProperties.map((name) => cellText(input.record[name], ".")).join(" / "));
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

function recordBeforeSchema(stream: string, line: number): ConnectorError {
  return new ConnectorError("RECORD_BEFORE_SCHEMA", {
    what: `A record of stream "${stream}" came before any SCHEMA of it.`,
    next: "Report it to the maintainers of the tap.",
    context: { stream, line },
  });
}

type Verdict = "ready" | "ready, with warnings" | "not ready";

function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ level }) => level === "problem")) return "not ready";
  return findings.some(({ level }) => level === "warning") ? "ready, with warnings" : "ready";
}

function facts({ stream, place, direct, survey, findings }: PlannedStream) {
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
    ...(direct !== undefined && {
      workspace_id: direct.model.workspaceId,
      model_id: direct.model.modelId,
      action: { kind: direct.target.kind, id: direct.target.id, name: direct.target.name },
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
