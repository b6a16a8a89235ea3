/** What a check found: one line a thing, with a stable code, the cause and the next step (contract.md section 1, `check`). */
import {
  type ConnectorError,
  ERROR_CODES,
  type ErrorCode,
  type ErrorContext,
  EXIT_CODE,
  toConnectorError,
} from "./errors.ts";
import type { Io } from "./program.ts";

export type FindingLevel = "ok" | "info" | "warning" | "problem";

export interface Finding {
  /** Stable; that of an error where the same fault ends a run. */
  code: string;
  level: FindingLevel;
  what: string;
  why?: string;
  next?: string;
  context?: ErrorContext;
}

/** Takes findings as they come. */
export type Report = (finding: Finding) => void;

export function findingOf({ code, what, why, next, context }: ConnectorError): Finding {
  return {
    code,
    level: "problem",
    what,
    ...(why !== undefined && { why }),
    ...(next !== undefined && { next }),
    ...(Object.keys(context).length > 0 && { context }),
  };
}

export function ok(code: string, what: string, context?: ErrorContext): Finding {
  return { code, level: "ok", what, ...(context && { context }) };
}

/** What is thrown becomes a finding, and the check goes on. */
export async function attempt(report: Report, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    report(findingOf(toConnectorError(error)));
  }
}

/** Prints all findings and answers the exit code: 0 without a problem, else that of the first problem. */
export async function printFindings(
  findings: readonly Finding[],
  format: "text" | "json",
  { program, stdout, redact }: Pick<Io, "program" | "stdout" | "redact">,
): Promise<number> {
  const healthy = findings.every(({ level }) => level !== "problem");
  const text =
    format === "json" ? `${JSON.stringify({ program, healthy, findings }, undefined, 2)}\n` : findingsText(findings);
  await stdout.write(redact(text));
  return exitCodeOfFindings(findings);
}

/** 0 without a problem, else that of the first problem. */
export function exitCodeOfFindings(findings: readonly Finding[]): number {
  const problem = findings.find(({ level }) => level === "problem");
  return problem === undefined ? 0 : exitCodeOf(problem.code);
}

function exitCodeOf(code: string): number {
  return code in ERROR_CODES ? EXIT_CODE[ERROR_CODES[code as ErrorCode]] : 2;
}

const MARKS: Readonly<Record<FindingLevel, string>> = {
  ok: "ok      ",
  info: "info    ",
  warning: "WARNING ",
  problem: "PROBLEM ",
};

/** For people, with a summary at the end. */
export function findingsText(findings: readonly Finding[]): string {
  const indent = " ".repeat(MARKS.ok.length);
  const lines = findings.flatMap(({ code, level, what, why, next, context }) => [
    `${MARKS[level]}${what}${level === "ok" ? "" : ` (${code})`}${whereText(level, context)}`,
    ...(why === undefined ? [] : [`${indent}Cause: ${why}`]),
    ...(next === undefined ? [] : [`${indent}Next:  ${next}`]),
  ]);
  return `${[...lines, summary(findings)].join("\n")}\n`;
}

function whereText(level: FindingLevel, context: ErrorContext = {}): string {
  const ids = Object.entries(context).map(([key, value]) => `${key}=${value}`);
  return level === "ok" || ids.length === 0 ? "" : ` [${ids.join(" ")}]`;
}

function summary(findings: readonly Finding[]): string {
  const count = (level: FindingLevel) => findings.filter((finding) => finding.level === level).length;
  const [problems, warnings] = [count("problem"), count("warning")];
  return `${plural(problems, "problem")}, ${plural(warnings, "warning")}, ${plural(count("ok"), "thing")} in order`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
