/** The protocol's own models, as published for Python, judge every message of the golden wires. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { foreign, root, succeed } from "./support/programs.ts";

const folder = join(root, "test/golden/airbyte");
const script = join(import.meta.dirname, "scripts/validate_messages.py");
const wires = readdirSync(folder).filter((name) => name.endsWith(".jsonl") || name.endsWith(".spec.golden.json"));

it.each(wires)("%s", async (name) => {
  const text = readFileSync(join(folder, name), "utf8");
  const lines = name.endsWith(".json") ? [JSON.stringify(JSON.parse(text))] : text.trimEnd().split("\n");
  const known = lines.filter((line) => !line.includes("FUTURE_KIND"));
  expect(known.length).toBeGreaterThan(0);
  const { stdout } = await succeed(foreign("airbyte-protocol-models", "python"), [script], {
    input: `${known.join("\n")}\n`,
  });
  expect(stdout).toBe("");
});

it("can refuse", async () => {
  const wrong = '{"type":"RECORD","record":{"stream":"s","data":{}}}\n';
  const { stdout } = await succeed(foreign("airbyte-protocol-models", "python"), [script], { input: wrong });
  expect(stdout).toMatch(/^1: .*emitted_at/s);
});
