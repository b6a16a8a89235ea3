/** Singer BATCH messages: records in files beside the stream. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { freshFolder, runBin } from "../support/bins.ts";
import { asNumber, expected, loaded, pair, postingRow, startPair, writeConfigs } from "../support/pair.ts";

const schema = {
  type: "SCHEMA",
  stream: pair.stream,
  schema: {
    type: "object",
    properties: Object.fromEntries(["Name", "Code", "Remark"].map((name) => [name, { type: ["null", "string"] }])),
  },
  key_properties: ["Code"],
};
(schema.schema.properties as Record<string, object>).Amount = { type: ["null", "number"] };

function jsonLines(from: number, to: number): string {
  let text = "";
  for (let n = from; n <= to; n++) {
    const [Name, Code, Amount = "", Remark] = postingRow(n);
    const record = JSON.stringify({ Name, Code, Remark: Remark === "" ? null : Remark });
    text += `${record.slice(0, -1)},"Amount":${Amount}}\n`;
  }
  return text;
}

async function prepare() {
  const emulator = await startPair({ rows: 1 });
  onTestFinished(() => emulator.stop());
  const folder = freshFolder();
  const { target } = writeConfigs(folder, emulator.url);
  const file = (name: string, bytes: Buffer | string) => {
    writeFileSync(join(folder, name), bytes);
    return pathToFileURL(join(folder, name)).href;
  };
  const load = (messages: object[]) =>
    runBin("target-anaplan", ["--config", target], {
      cwd: folder,
      input: messages.map((message) => `${JSON.stringify(message)}\n`).join(""),
    });
  return { emulator, file, load };
}

const batch = (manifest: string[], compression: string | undefined = "gzip", format = "jsonl") => ({
  type: "BATCH",
  stream: pair.stream,
  encoding: { format, compression },
  manifest,
});

describe("batch messages", () => {
  it("load records of several files, with exact digits, between records of the stream", async () => {
    const { emulator, file, load } = await prepare();
    const one = file("one.json.gz", gzipSync(jsonLines(1, 5000)));
    const two = file("two.json.gz", gzipSync(jsonLines(5001, 9000).trimEnd()));
    const plain = file("three.jsonl", jsonLines(9001, 9500));
    const ended = await load([
      schema,
      batch([one, two]),
      { type: "STATE", value: { n: 1 } },
      batch([plain], "none"),
      { type: "STATE", value: { n: 2 } },
    ]);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout).toBe('{"n":2}\n');
    expect(loaded(emulator)).toEqual(expected(9500));
    expect(asNumber("1.0015")).toBe("1.0015");
  });

  it.each([
    ["a file that is not there", (_: string) => batch(["/nowhere/x.json.gz"]), "MESSAGE_INVALID", "ENOENT"],
    ["a file that is cut off", (cut: string) => batch([cut]), "MESSAGE_INVALID", "not whole"],
    ["a file elsewhere", (_: string) => batch(["s3://bucket/x.json.gz"]), "MESSAGE_INVALID", "not on this machine"],
    ["another format", (_: string) => batch(["/x"], "gzip", "parquet"), "MESSAGE_INVALID", "parquet"],
  ])("refuse %s", async (_name, message, code, says) => {
    const { emulator, file, load } = await prepare();
    const cut = file("cut.json.gz", gzipSync(jsonLines(1, 5000)).subarray(0, 2000));
    const ended = await load([schema, message(cut)]);
    expect(ended.stderr).toContain(`${code}:`);
    expect(ended.stderr).toContain(says);
    expect(ended.stderr).toContain("line=2");
    expect(ended.code).toBe(1);
    expect(loaded(emulator)).toEqual([]);
  });
});
