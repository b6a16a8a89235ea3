import { describe, expect, test } from "vitest";
import { LineCursor } from "../../../../protocol/csv/lines.ts";
import {
  type CsvDialect,
  KIND,
  type LineEnvelope,
  type RowColumn,
  type RowWriter,
  type RowWriterOptions,
} from "../../../../protocol/csv/types.ts";
import { createRowWriter } from "../../../../protocol/csv/writer.ts";

const ENVELOPE: LineEnvelope = {
  recordPath: ["record"],
  constants: [
    { path: ["type"], value: "RECORD" },
    { path: ["stream"], value: "s" },
  ],
};
const COMMA: CsvDialect = { separator: ",", quote: '"', encoding: "UTF-8" };

function columns(...names: string[]): RowColumn[] {
  return names.map((name) => ({ header: name.toUpperCase(), property: name }));
}

function line(record: string, more = ""): string {
  return `{"type": "RECORD", "stream": "s", "record": ${record}${more}}`;
}

/** Does with each line what a target does; answers how many went the fast way. */
function send(writer: RowWriter, lines: readonly string[]): number {
  const cursor = new LineCursor();
  cursor.push(Buffer.from(lines.map((text) => `${text}\n`).join("")));
  let fast = 0;
  while (cursor.next()) {
    if (writer.appendLine(cursor.buffer, cursor.start, cursor.end)) {
      fast++;
      continue;
    }
    const bytes = Buffer.from(cursor.buffer.subarray(cursor.start, cursor.end));
    writer.appendRecord((JSON.parse(bytes.toString()) as { record: Record<string, unknown> }).record, bytes);
    writer.learn(bytes);
  }
  return fast;
}

describe.each(["plain", "fast"] as const)("%s path", (path) => {
  const create = (names: RowColumn[], more: Partial<RowWriterOptions> = {}, dialect = COMMA) =>
    createRowWriter({ layout: { columns: names, dialect }, envelope: ENVELOPE, path, ...more });
  const written = (writer: RowWriter, encoding: BufferEncoding = "utf8") =>
    Buffer.from(writer.take().bytes).toString(encoding);

  test("cells come in the file's order, quoted only where needed, numbers with their digits", () => {
    const writer = create([...columns("b", "a", "c", "none"), { header: "V,", value: "Actual, 2026" }]);
    writer.appendHeader();
    const fast = send(writer, [
      line('{"a": "x", "b": 1.10, "c": true}'),
      line('{"a": "x,y", "b": 123456789012345678901234567890, "c": false}', ', "time_extracted": "2026"'),
      line('{"a": "x,y", "b": -0.50, "c": false}'),
      line('{"a": " x", "b": null, "c": null}'),
      line('{"a": "say \\"hi\\"\\r\\nthere", "b": 1e5, "c": false}'),
      line('{"a": "tab\\t", "b": 0, "c": false}'),
      line('{"a": "\\u00e9\\ud83d\\ude00\\/\\ud800", "b": 0, "c": false}'),
      line('{"a": "", "b": 0, "c": false}'),
    ]);
    expect(fast).toBe(path === "fast" ? 6 : 0);
    expect(written(writer)).toBe(
      [
        'B,A,C,NONE,"V,"\n',
        '1.10,x,true,,"Actual, 2026"\n',
        '123456789012345678901234567890,"x,y",false,,"Actual, 2026"\n',
        '-0.50,"x,y",false,,"Actual, 2026"\n',
        '," x",,,"Actual, 2026"\n',
        '1e5,"say ""hi""\r\nthere",false,,"Actual, 2026"\n',
        '0,"tab\t",false,,"Actual, 2026"\n',
        '0,é😀/�,false,,"Actual, 2026"\n',
        '0,,false,,"Actual, 2026"\n',
      ].join(""),
    );
    expect(writer.rows).toBe(8);
    expect([writer.lines.lineOf(5), writer.lines.lineOf(6), writer.lines.rowAt(7)]).toEqual([6, 8, 5]);
  });

  test("nested values are compact JSON with exact numbers", () => {
    const writer = create(columns("a"));
    send(writer, [line('{"a": {"x": 1.10, "y": [1, "é"]}}')]);
    expect(written(writer)).toBe('"{""x"":1.10,""y"":[1,""é""]}"\n');
  });

  test("a record without its line is written by its values", () => {
    const writer = create(columns("a", "b", "__proto__"));
    writer.appendRecord({ a: 1.5, b: undefined });
    expect(written(writer)).toBe("1.5,,\n");
  });

  test("a row of one empty cell is not a blank line", () => {
    const writer = create(columns("a"));
    send(writer, [line('{"a": "x"}'), line('{"a": ""}'), line('{"a": null}')]);
    expect(written(writer)).toBe('x\n""\n""\n');
  });

  test.each([
    ["UTF-16LE", "utf16le"],
    ["ISO-8859-1", "latin1"],
  ] as const)("%s", (encoding, name) => {
    const writer = create(columns("a"), {}, { ...COMMA, separator: ";", encoding });
    writer.appendHeader();
    send(writer, [line('{"a": "x"}'), line('{"a": "y;"}'), line('{"a": "é"}'), line('{"a": "\\u00ff"}')]);
    expect(writer.bufferedBytes).toBe(encoding === "UTF-16LE" ? 26 : 13);
    expect(written(writer, name)).toBe('A\nx\n"y;"\né\nÿ\n');
  });

  test("a character that the encoding lacks: ENCODING_IMPOSSIBLE with row and column, nothing written", () => {
    const writer = create(columns("a"), {}, { ...COMMA, encoding: "ISO-8859-1" });
    send(writer, [line('{"a": "x"}')]);
    expect(() => send(writer, [line('{"a": "日"}')])).toThrow(
      expect.objectContaining({ code: "ENCODING_IMPOSSIBLE", context: { row: 2, column: "A" } }),
    );
    expect([writer.rows, written(writer)]).toEqual([1, "x\n"]);
  });

  test("a file without quotes takes blanks and quotes, but no separator or line end", () => {
    const writer = create(columns("a"), {}, { ...COMMA, quote: "" });
    send(writer, [line('{"a": "x"}'), line('{"a": " \\"q\\" "}')]);
    for (const value of ["a,b", "a\\nb"]) {
      expect(() => send(writer, [line(`{"a": "${value}"}`)])).toThrow(
        expect.objectContaining({ code: "ENCODING_IMPOSSIBLE" }),
      );
    }
    expect(written(writer)).toBe('x\n "q" \n');
  });

  test("quotes other than the usual one", () => {
    const writer = create(columns("a", "b"), {}, { ...COMMA, quote: "'" });
    send(writer, [line('{"a": "x", "b": 1}'), line('{"a": "it\'s \\"y\\"", "b": 1}'), line('{"a": "\\"", "b": 1}')]);
    expect(written(writer)).toBe("x,1\n'it''s \"y\"',1\n\",1\n");
  });

  test("a decimal comma is written where the file has one", () => {
    const writer = create(columns("a", "b"), {
      layout: { columns: columns("a", "b"), dialect: { ...COMMA, separator: ";" }, decimalSeparator: "," },
    });
    send(writer, [line('{"a": 1.50, "b": "1.50"}')]);
    expect(written(writer)).toBe("1,50;1.50\n");
  });

  test("chunks are cut at row ends", () => {
    const writer = create(columns("a"));
    writer.appendHeader();
    const chunks: string[] = [];
    for (let row = 1; row <= 5; row++) {
      send(writer, [line(`{"a": "row ${row}"}`)]);
      if (writer.bufferedBytes > 14) {
        const { bytes, rows, release } = writer.take(14);
        chunks.push(`${rows}:${Buffer.from(bytes).toString()}`);
        release?.();
      }
    }
    const rest = writer.take();
    expect([...chunks, `${rest.rows}:${Buffer.from(rest.bytes).toString()}`]).toEqual([
      "2:A\nrow 1\nrow 2\n",
      "2:row 3\nrow 4\n",
      "1:row 5\n",
    ]);
  });
});

describe("the fast path answers false for", () => {
  const kinds = { properties: { a: KIND.string, b: KIND.integer | KIND.null }, required: [], maxBytes: { a: 5 } };
  const create = (known: string) => {
    const layout = { columns: columns("a"), dialect: COMMA };
    const writer = createRowWriter({ layout, envelope: ENVELOPE, kinds });
    send(writer, [known]);
    return writer;
  };
  const isTaken = (writer: RowWriter, text: string) => writer.appendLine(Buffer.from(text), 0, Buffer.byteLength(text));

  test.each([
    ["another stream", '{"type": "RECORD", "stream": "t", "record": {"a": "x", "b": 1}}'],
    ["another type", '{"type": "STATES", "stream": "s", "record": {"a": "x", "b": 1}}'],
    ["another order", line('{"b": 1, "a": "x"}')],
    ["another key", line('{"a": "x", "c": 1}')],
    ["a repeated key", line('{"a": "x", "b": 1, "b": 1}')],
    ["other spacing", line('{"a":"x", "b": 1}')],
    ["a nested value", line('{"a": {}, "b": 1}')],
    ["a nested value that is not written", line('{"a": "x", "b": []}')],
    ["an exponent where an integer must be", line('{"a": "x", "b": 1e5}')],
    ["a kind that the schema refuses", line('{"a": 5, "b": 1}')],
    ["a kind that the schema refuses in a property that is not written", line('{"a": "x", "b": "1"}')],
    ["a fraction where an integer must be", line('{"a": "x", "b": 1.5}')],
    ["a text that may be too long", line('{"a": "longer", "b": 1}')],
    ["a number with leading zeros", line('{"a": "x", "b": 01}')],
    ["a broken escape", line('{"a": "\\x", "b": 1}')],
    ["a broken unicode escape", line('{"a": "\\u12g4", "b": 1}')],
    ["a bare control character", line('{"a": "\t", "b": 1}')],
    ["a text never closed", '{"type": "RECORD", "stream": "s", "record": {"a": "x'],
    ["more after the end", `${line('{"a": "x", "b": 1}')}}`],
    ["a cut line", line('{"a": "x", "b": 1}').slice(0, -1)],
    ["nothing", ""],
  ])("%s", (_, text) => {
    const writer = create(line('{"a": "x", "b": 1}'));
    expect(isTaken(writer, line('{"a": "y", "b": null}'))).toBe(true);
    expect(isTaken(writer, text)).toBe(false);
    expect(Buffer.from(writer.take().bytes).toString()).toBe("x\ny\n");
    expect(writer.rows).toBe(2);
  });

  test("invalid UTF-8, which a decoder replaces", () => {
    const writer = create(line('{"a": "x", "b": 1}'));
    const text = Buffer.from(line('{"a": "?", "b": 1}'));
    text[text.indexOf("?")] = 0xff;
    expect(writer.appendLine(text, 0, text.length)).toBe(false);
  });
});

test("up to eight shapes are kept for sparse records; the ninth pushes the oldest out", () => {
  const writer = createRowWriter({ layout: { columns: columns("a"), dialect: COMMA }, envelope: ENVELOPE });
  const shapes = Array.from({ length: 9 }, (_, index) => line(`{"a": "x", "k${index}": 1}`));
  expect(send(writer, shapes.slice(0, 8))).toBe(0);
  expect(send(writer, shapes.slice(0, 8))).toBe(8);
  expect(send(writer, shapes)).toBe(8);
  expect(send(writer, shapes.slice(1))).toBe(8);
  expect(send(writer, shapes.slice(0, 1))).toBe(0);
});

test("a stream that never has a usable shape is soon left alone, and taken up again when it changes", () => {
  const writer = createRowWriter({ layout: { columns: columns("a"), dialect: COMMA }, envelope: ENVELOPE });
  const nested = Array.from({ length: 100 }, () => line('{"a": {"b": 1}}'));
  expect(send(writer, nested)).toBe(0);
  const flat = Array.from({ length: 600 }, () => line('{"a": "x"}'));
  expect(send(writer, flat)).toBeGreaterThan(80);
});

test("an envelope may nest its record and demand that a member is absent", () => {
  const envelope: LineEnvelope = {
    recordPath: ["record", "data"],
    constants: [
      { path: ["type"], value: "RECORD" },
      { path: ["record", "stream"], value: "s" },
      { path: ["record", "namespace"], value: null },
    ],
  };
  const writer = createRowWriter({ layout: { columns: columns("a"), dialect: COMMA }, envelope });
  const message = (namespace: string, at: number, value: number) =>
    Buffer.from(`{"type":"RECORD","record":{"stream":"s",${namespace}"emitted_at":${at},"data":{"a":${value}}}}`);
  const known = message("", 1, 1);
  writer.learn(known);
  const foreign = message('"namespace":"n",', 1, 1);
  writer.learn(foreign);
  const next = message("", 22, 1.0);
  expect(writer.appendLine(next, 0, next.length)).toBe(true);
  expect(writer.appendLine(foreign, 0, foreign.length)).toBe(false);
});
