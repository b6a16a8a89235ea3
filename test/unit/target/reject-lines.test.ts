import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openRejectLines, readRejectLines } from "../../../target/reject-lines.ts";
import type { Reject } from "../../../target/rejects.ts";

const ids = { workspace_id: "w", model_id: "m", import_id: "i", task_id: "t" };
const reject = (record: object, line: number): Reject => ({
  stream: "s",
  record,
  line,
  status: "E",
  errors: ["x"],
  ...ids,
});

it("gives back what was written, also where a record holds line separators of Unicode", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rejects-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const rejects = [reject({ text: "one\u2028two\u2029three" }, 2), reject({ text: "a\nb\rc" }, 3)];
  const lines = openRejectLines(folder, "s-../t");
  for (const one of rejects) await lines.write(one);
  await lines.close();
  expect(lines.path).toBe(join(folder, "s-_t.jsonl"));
  const read: unknown[] = [];
  for await (const text of readRejectLines(lines.path)) read.push(JSON.parse(text));
  expect(read).toEqual(rejects);
});

it("fails when the file is not there", async () => {
  const read = async () => {
    for await (const _ of readRejectLines("/no/such/file"));
  };
  await expect(read()).rejects.toThrow("ENOENT");
});
