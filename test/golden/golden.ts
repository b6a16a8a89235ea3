/** Golden files: what a program writes, with all that differs from run to run held still. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { tiny } from "../emulator/models/tiny.ts";
import { pair } from "../support/pair.ts";

const isWriting = process.env.GOLDEN === "write";

export function goldenIn(folder: string): (name: string, text: string) => void {
  return (name, text) => {
    const path = join(folder, name);
    const actual = frozen(text);
    if (isWriting || !existsSync(path)) {
      if (!isWriting) throw new Error(`${name} is missing: npm run golden`);
      writeFileSync(path, actual);
    }
    expect(actual).toBe(readFileSync(path, "utf8"));
  };
}

/** What differs from run to run stands still: task ids in order of appearance, times, versions, durations. */
export function frozen(text: string): string {
  const tasks = new Map<string, string>();
  const known = new Set<string>([tiny.model, pair.source, pair.target]);
  return (
    text
      .replace(/\b[0-9A-F]{32}\b/g, (id) => {
        if (known.has(id) || id.startsWith("5C1E9A77")) return id;
        if (!tasks.has(id)) tasks.set(id, `TASK-${tasks.size + 1}`);
        return tasks.get(id) ?? id;
      })
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:?00)/g, "TIME")
      .replace(/"emitted_at":\d{13}/g, '"emitted_at":0')
      .replace(/"version":\d{13}/g, '"version":0')
      .replace(/"(waiting|running|transferring|waited_seconds)": [\d.e-]+/g, '"$1": 0')
      .replace(/127\.0\.0\.1:\d+/g, "HOST")
      .replace(/"rejects_file": "[^"]*\//g, '"rejects_file": "')
      .replace(/\bseconds=[\d.e-]+/g, "seconds=0")
      .replace(/\brejects_file=\S*\//g, "rejects_file=")
      // How often a running task is asked depends on the moment.
      .replace(/(GET \S+\/tasks\/TASK-\d+ 200\n)+/g, "$1")
      .replace(/"requests": \d+/g, '"requests": 0')
  );
}
