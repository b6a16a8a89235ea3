/** One line of an input → a JSON object with its `type`, and the members of messages by kind. */
import { ConnectorError } from "./errors.ts";
import { isObject, type Members } from "./json-value.ts";

/** What people are told where a line is not one: who wrote it, and what to do. */
export interface LineFaults {
  notJson: { why: string; next: string };
  /** Each line must be a message of … */
  notMessage: string;
  /** A member of a message is not what it must be. */
  badMember: string;
}

export interface MessageLine {
  text: string;
  message: Members;
  /** Throws MESSAGE_INVALID. */
  textOf(members: Members, member: string): string;
  /** Throws MESSAGE_INVALID. */
  objectOf(members: Members, member: string): Members;
  invalid(what: string, next?: string): ConnectorError;
}

/** Undefined for a blank line. Throws LINE_NOT_JSON, MESSAGE_INVALID. */
export function readMessageLine(line: Uint8Array, lineNumber: number, faults: LineFaults): MessageLine | undefined {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString();
  if (text.trim() === "") return undefined;
  const invalid = (what: string, next = faults.badMember) =>
    new ConnectorError("MESSAGE_INVALID", {
      what: `A line of the input is no valid message: ${what}.`,
      next,
      context: { line: lineNumber },
    });
  const message = parse(text, lineNumber, faults);
  if (!isObject(message)) throw invalid("it is not a JSON object", faults.notMessage);
  return {
    text,
    message,
    textOf: (members, member) => {
      const value = members[member];
      if (typeof value === "string") return value;
      throw invalid(`"${member}" is missing or not a text`);
    },
    objectOf: (members, member) => {
      const value = members[member];
      if (isObject(value)) return value;
      throw invalid(`"${member}" is missing or not an object`);
    },
    invalid,
  };
}

function parse(text: string, line: number, { notJson }: LineFaults): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConnectorError("LINE_NOT_JSON", {
      what: "A line of the input is not JSON.",
      ...notJson,
      context: { line },
    });
  }
}
