/** The Airbyte programs as real processes, and the protocol's own judgement of what they print. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect } from "vitest";
import { type Bin, type RunOptions, root, runBin } from "./bins.ts";

export interface Message {
  type: string;
  [member: string]: unknown;
}

const folder = join(root, "test/golden/airbyte");
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
const protocol = JSON.parse(readFileSync(join(folder, "airbyte-protocol.schema.json"), "utf8"));
ajv.addSchema(protocol);
for (const name of ["airbyte-message", "airbyte-catalog"]) {
  ajv.addSchema(JSON.parse(readFileSync(join(root, `schemas/${name}.schema.json`), "utf8")));
}

/** By the protocol's schema; what we write also by our own, which is narrower. */
export function expectMessage(line: string, direction: "in" | "out"): Message {
  const message = JSON.parse(line) as Message;
  expectValid("airbyte_protocol#/definitions/AirbyteMessage", message, line);
  if (direction === "out") expectValid("airbyte-message.schema.json", message, line);
  return message;
}

export function expectConfiguredCatalog(catalog: object): void {
  expectValid("airbyte_protocol#/definitions/ConfiguredAirbyteCatalog", catalog, JSON.stringify(catalog));
  expectValid("airbyte-catalog.schema.json", catalog, JSON.stringify(catalog));
}

export function expectState(state: object): void {
  expectValid("airbyte_protocol#/definitions/AirbyteStateMessage", state, JSON.stringify(state));
}

/** The words that the protocol's schema allows at a member of one of its definitions. */
export function protocolWords(definition: string, member = "type"): string[] {
  const { definitions } = protocol as { definitions: Record<string, Definition> };
  const { enum: words, $ref } = definitions[definition]?.properties?.[member] ?? {};
  return words ?? definitions[$ref?.split("/").at(-1) ?? ""]?.enum ?? [];
}

interface Definition {
  enum?: string[];
  $ref?: string;
  properties?: Record<string, Definition>;
}

function expectValid(schema: string, value: unknown, text: string): void {
  const validate = ajv.getSchema(schema);
  if (validate === undefined) throw new Error(`no schema ${schema}`);
  const isValid = validate(value);
  expect(isValid, `${text.slice(0, 400)}\n${ajv.errorsText(validate.errors)}`).toBe(true);
}

export interface AirbyteEnded {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  messages: Message[];
}

/** Every line of stdout must be a message; stderr must stay empty, as platforms show it as errors. */
export async function runAirbyte(
  bin: Extract<Bin, `${string}-anaplan`>,
  args: readonly string[],
  options: RunOptions = {},
): Promise<AirbyteEnded> {
  const ended = await runBin(bin, args, options);
  const lines = ended.stdout.split("\n").filter((line) => line !== "");
  expect(ended.stderr).toBe("");
  return { ...ended, messages: lines.map((line) => expectMessage(line, "out")) };
}

export function ofType(messages: readonly Message[], type: string): Message[] {
  return messages.filter((message) => message.type === type);
}

/** `stream STATUS` of each STREAM_STATUS, in order. */
export function statuses(messages: readonly Message[]): string[] {
  return traces(messages, "STREAM_STATUS").map(({ stream_status }) => {
    const { stream_descriptor, status } = stream_status as { stream_descriptor: { name: string }; status: string };
    return `${stream_descriptor.name} ${status}`;
  });
}

export function traces(messages: readonly Message[], type: string): Record<string, unknown>[] {
  return ofType(messages, "TRACE")
    .map(({ trace }) => trace as Record<string, unknown>)
    .filter((trace) => trace.type === type);
}
