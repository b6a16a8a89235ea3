/** Every output of the spawned programs and every secret that was given to one, kept until the whole suite has run; then
 *  each output is searched for each secret, whichever test it was used in. Named as vitest's global setup. */
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const variable = "ANAPLAN_TEST_OUTPUTS";
/** Shorter ones stand in ordinary words. */
const shortestSecret = 8;
/** Rows are no place for secrets of a config; the beginning of stdout is. */
const mostOfOne = 1_000_000;
/** Tokens that the emulator gives out (test/emulator/world). */
const tokens: readonly RegExp[] = [/:a\+b\/c==/, /v1\.M[\w-]{20,}/];

export function noteSecrets(secrets: readonly string[]): void {
  const lines = secrets.flatMap(linesOf).map((line) => line.trim());
  const wanted = lines.filter((line) => line.length >= shortestSecret && !line.startsWith("-----"));
  append("secrets", wanted.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

/** Of a key or certificate one line from its middle: whoever prints one prints all of it. */
function linesOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/);
  return secret.includes("-----BEGIN") ? lines.slice(lines.length >> 1, (lines.length >> 1) + 1) : lines;
}

/** Airbyte's CONTROL carries the config home, with its secrets, on purpose. */
const control = /^\{"type":"CONTROL".*$/gm;

export function noteOutput(text: string): void {
  append("output", `${text.slice(0, mostOfOne).replace(control, "")}\n`);
}

function append(kind: "secrets" | "output", text: string): void {
  const folder = process.env[variable];
  if (folder !== undefined && text !== "") appendFileSync(join(folder, `${kind}-${process.pid}`), text);
}

/** What of the secrets stands in the text: plain, as JSON, URL-encoded or as base64. */
export function leaksIn(text: string, secrets: Iterable<string>): string[] {
  const found: string[] = [];
  for (const secret of secrets) {
    const forms = [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64").replace(/=+$/, ""),
    ];
    if (forms.some((form) => text.includes(form))) found.push(secret);
  }
  return [...found, ...tokens.flatMap((shape) => shape.exec(text)?.[0] ?? [])];
}

export function setup(): void {
  process.env[variable] = mkdtempSync(join(tmpdir(), "anaplan-outputs-"));
}

/** Fails the run. */
export function teardown(): void {
  const folder = process.env[variable] ?? "";
  const read = (kind: string) =>
    readdirSync(folder)
      .filter((name) => name.startsWith(kind))
      .map((name) => readFileSync(join(folder, name), "utf8"));
  const secrets = new Set(
    read("secrets").flatMap((text) =>
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as string),
    ),
  );
  const leaks = read("output").flatMap((text) => leaksIn(text, secrets));
  rmSync(folder, { recursive: true });
  if (leaks.length === 0) return;
  // An error alone is printed and forgotten.
  process.exitCode = 1;
  throw new Error(
    `A program printed secrets: ${[...new Set(leaks)].map((leak) => `${leak.slice(0, 12)}…`).join(", ")}`,
  );
}
