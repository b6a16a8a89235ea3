/** Arrows point down only, `import type` included (CONTRIBUTING, "Direction of imports"). */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const product = ["schemas", "protocol", "tap", "target"];
const bins = ["tap/singer.ts", "tap/airbyte.ts", "target/singer.ts", "target/airbyte.ts"];
/** `tap/airbyte/*` is what `tap/airbyte.ts` loads on demand; so are the folders of the other bins. */
const binFolders = bins.map((bin) => bin.replace(".ts", "/"));
/** What cores may use of the client: its door, the shapes it hands out, the values both sides convert, and what the verbs
 *  for people need to sign in and to diagnose. */
const clientDoor = ["client.ts", "types.ts", "values.ts", "access.ts"].map((name) => `protocol/anaplan/${name}`);

const files = [...product, "test/emulator"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`),
);
const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));
const imports = new Map([...sources].map(([file, text]) => [file, importsOf(file, text)]));

describe("imports", () => {
  it("are found at all", () => {
    expect(files.length).toBeGreaterThan(30);
    expect(imports.get("tap/events.ts")).toContain("tap/state.ts");
  });

  it("point down only", () => {
    const up = [...imports].flatMap(([from, targets]) =>
      targets.filter((to) => !isAllowed(from, to)).map((to) => `${from} -> ${to}`),
    );
    expect(up).toEqual([]);
  });

  it("make no cycle", () => {
    expect(cycles()).toEqual([]);
  });

  it("can be judged: a planted upward arrow is refused", () => {
    expect(isAllowed("protocol/anaplan/http.ts", "tap/sync.ts")).toBe(false);
    expect(isAllowed("protocol/anaplan/http.ts", "protocol/csv/reader.ts")).toBe(false);
    expect(isAllowed("protocol/log.ts", "protocol/singer/args.ts")).toBe(false);
    expect(isAllowed("tap/sync.ts", "target/input.ts")).toBe(false);
    expect(isAllowed("tap/sync.ts", "protocol/singer/writer.ts")).toBe(false);
    expect(isAllowed("tap/sync.ts", "protocol/anaplan/http.ts")).toBe(false);
    expect(isAllowed("tap/sync.ts", "tap/singer.ts")).toBe(false);
    expect(isAllowed("tap/sync.ts", "tap/airbyte/run.ts")).toBe(false);
    expect(isAllowed("tap/airbyte/run.ts", "target/input.ts")).toBe(false);
    expect(isAllowed("test/emulator/server.ts", "protocol/errors.ts")).toBe(false);
    expect(isAllowed("tap/singer.ts", "protocol/singer/writer.ts")).toBe(true);
    expect(isAllowed("tap/sync.ts", "protocol/anaplan/client.ts")).toBe(true);
  });
});

describe("the outside world", () => {
  it("is touched in bins, the clock and the program only", () => {
    const touches =
      /\b(process\.(argv|env|exit|exitCode|stdin|stdout|stderr|on|kill|pid|cwd|hrtime|memoryUsage)\b|Date\.now\(|setTimeout\(|setInterval\(|console\.)/;
    // A lock names its owner and asks whether that process still lives.
    const allowed = [...bins, "protocol/clock.ts", "protocol/file-lock.ts", "schemas/generate.ts"];
    const found = [...sources]
      .filter(
        ([file]) => !file.startsWith("test/") && !file.startsWith("schemas/generated/") && !allowed.includes(file),
      )
      .filter(([, text]) => touches.test(withoutComments(text)))
      .map(([file]) => file);
    expect(found).toEqual([]);
  });
});

function importsOf(file: string, text: string): string[] {
  const specifiers = [...withoutComments(text).matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)"(\.[^"]+)"/g)].map(
    (match) => match[1] ?? "",
  );
  return specifiers.map((specifier) => relative(root, join(root, dirname(file), specifier)));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}

function isAllowed(from: string, to: string): boolean {
  if (from.startsWith("test/emulator/")) return to.startsWith("test/emulator/");
  const [source, target] = [roomOf(from), roomOf(to)];
  switch (source) {
    case "shapes":
      return target === "shapes";
    case "ground":
      return target === "ground" || target === "shapes";
    case "singer":
    case "airbyte":
    case "anaplan":
    case "csv":
      return target === source || target === "ground" || target === "shapes";
    case "tap core":
    case "target core":
      if (target === "anaplan") return clientDoor.includes(to);
      return target === source || target === "csv" || target === "ground" || target === "shapes";
    case "bin":
    case "part of a bin":
      return (
        target !== "bin" && to.split("/")[0] !== (from.startsWith("tap/") ? "target" : "tap") && !to.startsWith("test/")
      );
    default:
      return false;
  }
}

function roomOf(file: string): string {
  if (bins.includes(file)) return "bin";
  if (binFolders.some((folder) => file.startsWith(folder))) return "part of a bin";
  if (file.startsWith("schemas/")) return "shapes";
  const format = /^protocol\/(singer|airbyte|anaplan|csv)\//.exec(file)?.[1];
  if (format) return format;
  if (file.startsWith("protocol/")) return "ground";
  return `${file.split("/")[0]} core`;
}

function cycles(): string[] {
  const state = new Map<string, "open" | "done">();
  const found: string[] = [];
  const visit = (file: string, path: string[]): void => {
    if (state.get(file) === "done") return;
    if (state.get(file) === "open") {
      found.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      return;
    }
    state.set(file, "open");
    for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, "done");
  };
  for (const file of files) visit(file, []);
  return found;
}
