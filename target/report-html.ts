/** The run report as one page that needs nothing else: for people who look at a close, not at JSON. No script, no picture, no font
 *  from anywhere. */
import { existsSync, writeFileSync } from "node:fs";
import type { ActionReport, RunReport, StepRows, StreamReport, TaskReport } from "../schemas/generated/types.ts";
import { readRejectLines } from "./reject-lines.ts";
import type { Reject } from "./rejects.ts";

/** Rows of one stream that were refused for one reason. */
export interface ReasonCount {
  stream: string;
  reason: string;
  rows: number;
  /** Lines of the first ones. */
  lines: number[];
}

const SHOWN_LINES = 5;

/** From the rejects files that the report names; a file that is gone counts nothing. */
export async function rejectReasons({ streams, actions = [] }: RunReport): Promise<ReasonCount[]> {
  const counts = new Map<string, ReasonCount>();
  const counted = new Set<string>();
  const tasks = actions.map(({ task }) => task);
  for (const { rejects_file, ...stream } of [...streams, { stream: "", rejects_file: undefined, tasks }]) {
    const files = [
      rejects_file,
      ...stream.tasks.flatMap((task) => [task.rejects_file, ...(task.steps ?? []).map((step) => step.rejects_file)]),
    ];
    for (const file of files) {
      if (file === undefined || counted.has(file) || !existsSync(file)) continue;
      counted.add(file);
      await countReasons(file, counts);
    }
  }
  return [...counts.values()].sort((a, b) => b.rows - a.rows);
}

async function countReasons(file: string, counts: Map<string, ReasonCount>): Promise<void> {
  for await (const text of readRejectLines(file)) {
    if (text === "") continue;
    const { stream, errors, line, status } = JSON.parse(text) as Pick<Reject, "stream" | "errors" | "line" | "status">;
    if (status !== "E") continue;
    const reason = errors.join("; ") || "no reason given";
    const key = JSON.stringify([stream, reason]);
    const count = counts.get(key) ?? { stream, reason, rows: 0, lines: [] };
    count.rows += 1;
    if (line !== null && count.lines.length < SHOWN_LINES) count.lines.push(line);
    counts.set(key, count);
  }
}

export async function writeReportPage(
  path: string,
  report: RunReport,
  redact: (text: string) => string,
): Promise<void> {
  writeFileSync(path, redact(reportPage(report, await rejectReasons(report))));
}

const OUTCOMES = {
  succeeded: "Succeeded: every row is accounted for.",
  rejected: "Rows were refused beyond what the settings tolerate.",
  failed: "Failed.",
} as const;

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1c2430}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0}caption{text-align:left;color:#5a6472;padding:.25rem 0}
th,td{border-bottom:1px solid #d9dee5;padding:.35rem .6rem;text-align:left;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.succeeded,.applied,.loaded{color:#17663a}.rejected,.loaded_with_rejects,.not_run{color:#8a5300}.failed,.cancelled{color:#a1182b}
code{font-size:.85em}`;

export function reportPage(report: RunReport, reasons: readonly ReasonCount[]): string {
  const { outcome, error, started_at, ended_at, streams, actions } = report;
  const seconds = (Date.parse(ended_at) - Date.parse(started_at)) / 1000;
  const body = [
    `<h1>Load into Anaplan</h1>`,
    `<p class="${outcome}"><strong>${OUTCOMES[outcome]}</strong></p>`,
    error === undefined ? "" : `<p>${text(error.message ?? "")}</p>`,
    `<p>${text(started_at)} to ${text(ended_at)} (${number(seconds)} seconds), ${number(report.requests)} requests, ${number(report.retries)} of them repeated.</p>`,
    streamsTable(streams),
    reasons.length === 0 ? "" : reasonsTable(reasons),
    ...streams.filter(({ tasks }) => tasks.length > 0).map(tasksTable),
    actions === undefined ? "" : actionsTable(actions),
    streams.length === 0 ? "" : timesTable(streams),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Load into Anaplan: ${text(outcome)}</title>
<style>${STYLE}</style>
</head>
<body>
${body.filter((part) => part !== "").join("\n")}
</body>
</html>
`;
}

function streamsTable(streams: readonly StreamReport[]): string {
  const head = ["Stream", "Goes to", "#Received", "#Loaded", "#Ignored", "#Rejected", "#Not settled", "#Deleted"];
  const rows = streams.map((stream) => {
    const { received, loaded, ignored, rejected, unacknowledged } = stream.rows;
    const counts = [received, loaded, ignored, rejected, unacknowledged, stream.deleted ?? 0];
    return [text(stream.stream), placeOf(stream), ...counts.map(number)];
  });
  return `<h2>Rows</h2>\n${table(head, rows)}`;
}

function placeOf({ import_id, process_id, list_id, module_id }: StreamReport): string {
  const places = { process: process_id, import: import_id, list: list_id, module: module_id };
  return Object.entries(places)
    .filter(([, id]) => id !== undefined && id !== "")
    .map(([kind, id]) => `${kind} <code>${text(id ?? "")}</code>`)
    .join("<br>");
}

function reasonsTable(reasons: readonly ReasonCount[]): string {
  const rows = reasons.map(({ stream, reason, rows: count, lines }) => [
    text(stream),
    text(reason),
    number(count),
    text(lines.join(", ")),
  ]);
  return `<h2>Rejected rows by reason</h2>\n${table(["Stream", "Reason", "#Rows", "First lines"], rows)}`;
}

function tasksTable({ stream, tasks }: StreamReport): string {
  return `<h2>Tasks of ${text(stream)}</h2>\n${taskRows(tasks)}`;
}

function actionsTable(actions: readonly ActionReport[]): string {
  const head = ["When", "Action", "Task or step", "Outcome", "#Loaded", "#Ignored", "#Rejected", "Anaplan's words"];
  const rows = actions.flatMap(({ when, name, rows: counts, task }) => {
    const [first = [], ...steps] = taskCells(task, counts);
    return [[text(when), text(name), ...first], ...steps.map((cells) => ["", "", ...cells])];
  });
  return `<h2>Actions before and after</h2>\n${noteOf(actions.map(({ task }) => task))}${table(head, rows)}`;
}

function taskRows(tasks: readonly TaskReport[]): string {
  const head = ["Task or step", "Outcome", "#Loaded", "#Ignored", "#Rejected", "Anaplan's words"];
  return `${noteOf(tasks)}${table(
    head,
    tasks.flatMap((task) => taskCells(task)),
  )}`;
}

function noteOf(tasks: readonly TaskReport[]): string {
  return tasks.some(({ atomic }) => atomic === false)
    ? "<p>A process is not atomic: steps before a failed one stay applied.</p>\n"
    : "";
}

function taskCells({ task_id, outcome, messages = [], steps = [] }: TaskReport, rows?: StepRows): string[][] {
  const said = steps.length === 0 ? messages : [];
  return [
    [`<code>${text(task_id)}</code>`, mark(outcome), ...countCells(rows), text(said.join(" | "))],
    ...steps.map((step) => [
      `&emsp;${text(step.name ?? "")} <code>${text(step.object_id)}</code>`,
      mark(step.outcome),
      ...countCells(step.rows),
      text((step.messages ?? []).join(" | ")),
    ]),
  ];
}

function countCells(rows: StepRows | undefined): string[] {
  return rows === undefined ? ["", "", ""] : [rows.loaded, rows.ignored, rows.rejected].map(number);
}

function timesTable(streams: readonly StreamReport[]): string {
  const rows = streams.map(({ stream, seconds, bytes }) => [
    text(stream),
    ...[seconds?.waiting, seconds?.transferring, seconds?.running].map((value) => number(value ?? 0)),
    number(bytes),
  ]);
  return `<h2>Time</h2>\n${table(["Stream", "#Waiting (s)", "#Transferring (s)", "#Running (s)", "#Bytes"], rows)}`;
}

/** A heading that begins with # is of a column of numbers. Cells are HTML already. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const kinds = head.map((name) => (name.startsWith("#") ? ' class="n"' : ""));
  const headCells = head.map((name, at) => `<th scope="col"${kinds[at]}>${text(name.replace(/^#/, ""))}</th>`).join("");
  const lines = rows.map((row) => `<tr>${row.map((cell, at) => `<td${kinds[at] ?? ""}>${cell}</td>`).join("")}</tr>`);
  return `<table>\n<thead><tr>${headCells}</tr></thead>\n<tbody>\n${lines.join("\n")}\n</tbody>\n</table>`;
}

function mark(outcome: string): string {
  return `<span class="${text(outcome)}">${text(outcome.replaceAll("_", " "))}</span>`;
}

function number(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 1 });
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
