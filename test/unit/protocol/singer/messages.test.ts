import { describe, expect, it } from "vitest";
import { activateVersionLine, recordFrame, schemaLine, stateLine } from "../../../../protocol/singer/messages.ts";
import { createSingerWriter } from "../../../../protocol/singer/writer.ts";
import { validateSingerMessage } from "../../../../schemas/generated/validators.ts";

const schema = { type: "object" as const, properties: { A: { type: ["null", "string"] } } };

function parse(line: string): unknown {
  expect(line.endsWith("\n")).toBe(true);
  expect(line.indexOf("\n")).toBe(line.length - 1);
  const message: unknown = JSON.parse(line);
  expect(validateSingerMessage(message)).toBe(true);
  return message;
}

describe("messages", () => {
  it("SCHEMA", () => {
    expect(parse(schemaLine({ stream: "s", schema, keyProperties: [] }))).toEqual({
      type: "SCHEMA",
      stream: "s",
      schema,
      key_properties: [],
    });
    expect(parse(schemaLine({ stream: "s", schema, keyProperties: ["A"], bookmarkProperty: "A" }))).toMatchObject({
      key_properties: ["A"],
      bookmark_properties: ["A"],
    });
  });

  it("STATE and ACTIVATE_VERSION", () => {
    expect(parse(stateLine({ bookmarks: {} }))).toEqual({ type: "STATE", value: { bookmarks: {} } });
    expect(parse(activateVersionLine("s", 7))).toEqual({ type: "ACTIVATE_VERSION", stream: "s", version: 7 });
  });

  it("RECORD around bytes of a record", () => {
    const text = ({ before, after }: { before: Uint8Array; after: Uint8Array }) =>
      `${Buffer.from(before)}{"A":1.10}${Buffer.from(after)}`;
    const extractedAt = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
    const stream = 'say "s"\n';
    expect(text(recordFrame({ stream, version: 7, extractedAt }))).toContain('"record":{"A":1.10},');
    expect(parse(text(recordFrame({ stream, version: 7, extractedAt })))).toEqual({
      type: "RECORD",
      stream,
      record: { A: 1.1 },
      version: 7,
      time_extracted: "2026-01-02T03:04:05.006Z",
    });
    expect(parse(text(recordFrame({ stream, extractedAt })))).not.toHaveProperty("version");
  });
});

describe("the writer", () => {
  it("hands lines on in order and waits for the output", async () => {
    const written: string[] = [];
    const waiting: (() => void)[] = [];
    const writer = createSingerWriter({
      write: (data) => {
        written.push(Buffer.from(data as Uint8Array).toString());
        return new Promise((resolve) => waiting.push(resolve));
      },
    });
    let isDone = false;
    const first = writer.schema({ stream: "s", schema, keyProperties: [] }).then(() => {
      isDone = true;
    });
    await Promise.resolve();
    expect(isDone).toBe(false);
    waiting.shift()?.();
    await first;
    void writer.records(Buffer.from("{}\n"));
    void writer.activateVersion("s", 7);
    void writer.state({ bookmarks: {} });
    expect(written.map((line) => /"type":"(\w+)"/.exec(line)?.[1] ?? line)).toEqual([
      "SCHEMA",
      "{}\n",
      "ACTIVATE_VERSION",
      "STATE",
    ]);
  });
});
