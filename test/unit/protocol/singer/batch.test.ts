import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { batchSettings, createBatchWriter } from "../../../../protocol/singer/batch.ts";

interface Message {
  stream: string;
  encoding: { compression: string };
  manifest: string[];
}

function rig(more: object = {}) {
  const folder = join(mkdtempSync(join(tmpdir(), "batch-")), "new folder");
  const messages: Message[] = [];
  const settings = batchSettings({ storage: { root: `file://${encodeURI(folder)}`, prefix: "a-" }, ...more });
  const writer = createBatchWriter(settings, async (line) => {
    messages.push(JSON.parse(line));
  });
  return { folder, messages, writer };
}

it("writes bare records into one file a batch, and names it afterwards", async () => {
  const { messages, writer } = rig({ batch_size: 3 });
  const bytes = Buffer.from('{"a":1}\n{"a":2}\n');
  await writer.add("s", bytes, 2);
  // The caller may use its buffer again.
  bytes.fill(0);
  expect(messages).toEqual([]);
  await writer.add("s", Buffer.from('{"a":3}\n'), 1);
  await writer.add("s", Buffer.from('{"a":4}\n'), 1);
  await writer.flush();
  await writer.flush();
  expect(messages).toHaveLength(2);
  const files = messages.map(({ manifest }) => fileURLToPath(manifest[0] ?? ""));
  expect(files.map((file) => gunzipSync(readFileSync(file)).toString())).toEqual([
    '{"a":1}\n{"a":2}\n{"a":3}\n',
    '{"a":4}\n',
  ]);
  expect(files[0]).toMatch(/new folder\/a-s-.*\.jsonl\.gz$/);
  expect(statSync(files[0] ?? "").mode & 0o777).toBe(0o600);
});

it("keeps streams apart, and compresses only if wanted", async () => {
  const { messages, writer } = rig({ encoding: { format: "jsonl", compression: "none" } });
  await writer.add("one/of them", Buffer.from("{}\n"), 1);
  await writer.add("two", Buffer.from("{}\n"), 1);
  await writer.flush();
  expect(messages.map(({ stream, encoding }) => [stream, encoding.compression])).toEqual([
    ["one/of them", "none"],
    ["two", "none"],
  ]);
  expect(readFileSync(fileURLToPath(messages[0]?.manifest[0] ?? ""), "utf8")).toBe("{}\n");
});

it("refuses a place that is not on this machine", () => {
  expect(() => batchSettings({ storage: { root: "s3://bucket/path" } })).toThrow(/CONFIG_INVALID.*s3/);
});
