import { describe, expect, test } from "vitest";
import { createJsonLinesReader } from "../../../../protocol/csv/reader.ts";
import type { CsvColumn, JsonLinesOptions, JsonLinesReader, LineBlock } from "../../../../protocol/csv/types.ts";
import { isConnectorError } from "../../../../protocol/errors.ts";

const TEXTS: CsvColumn[] = [
  { name: "a", type: "string" },
  { name: "b", type: "string" },
];

function settings(more: Partial<JsonLinesOptions> = {}): JsonLinesOptions {
  return {
    dialect: { separator: ",", quote: '"', encoding: "UTF-8" },
    columns: TEXTS,
    before: Buffer.from(""),
    after: Buffer.from("\n"),
    onInvalidValue: () => undefined,
    ...more,
  };
}

function textOf(blocks: Iterable<LineBlock>): string {
  let text = "";
  for (const { bytes, release } of blocks) {
    text += Buffer.from(bytes).toString();
    release?.();
  }
  return text;
}

function readAll(reader: JsonLinesReader, bytes: Buffer | string): string {
  return textOf(reader.push(Buffer.from(bytes))) + textOf(reader.end());
}

describe.each(["plain", "fast"] as const)("%s path", (path) => {
  const create = (more: Partial<JsonLinesOptions> = {}) => createJsonLinesReader({ ...settings(more), path });
  const read = (bytes: Buffer | string, more?: Partial<JsonLinesOptions>) => readAll(create(more), bytes);
  const failure = (bytes: string, more?: Partial<JsonLinesOptions>) => {
    const reader = create(more);
    let text = "";
    try {
      for (const block of reader.push(Buffer.from(bytes))) text += textOf([block]);
      for (const block of reader.end()) text += textOf([block]);
    } catch (error) {
      return { text, error };
    }
    throw new Error("nothing was thrown");
  };

  test("rows become framed lines; an empty cell is null, quoted or not", () => {
    const frame = { before: Buffer.from('{"record":'), after: Buffer.from(',"x":1}\n') };
    expect(read('1, two \r\n"","é ""q"" \n,"\r,"😀\u0000"\n', frame)).toBe(
      [
        '{"record":{"a":"1","b":" two "},"x":1}\n',
        '{"record":{"a":null,"b":"é \\"q\\" \\n,"},"x":1}\n',
        '{"record":{"a":null,"b":"😀\\u0000"},"x":1}\n',
      ].join(""),
    );
  });

  test("every type, with digits as written", () => {
    const columns: CsvColumn[] = [
      { name: "n", type: "number" },
      { name: "i", type: "integer" },
      { name: "b", type: "boolean" },
      { name: "d", type: "date" },
      { name: "t", type: "date-time" },
      { name: "f", type: "date", format: "DD/MM/YYYY" },
    ];
    expect(read("39758407.1500,007,TRUE,2024-02-29,2026-05-20 10:11,20/05/2026\n", { columns })).toBe(
      '{"n":39758407.1500,"i":7,"b":true,"d":"2024-02-29","t":"2026-05-20T10:11:00Z","f":"2026-05-20"}\n',
    );
    expect(read('"1.10","-0",False,2026-12-31,2026-05-20,31/12/2026', { columns })).toBe(
      '{"n":1.10,"i":-0,"b":false,"d":"2026-12-31","t":"2026-05-20T00:00:00Z","f":"2026-12-31"}\n',
    );
  });

  test("columns may be left out, constants and row numbers put in, integer-like keys stay in order", () => {
    const columns: CsvColumn[] = [
      { name: "10", type: "number", skip: true },
      { name: "2", type: "string" },
      { name: "1", type: "string" },
    ];
    const more = { columns, constantMembers: '"_m":"M"', rowNumberMember: "_row", rowsBefore: 99 };
    expect(read("x,y,z\nx,,z\n", more)).toBe(
      '{"2":"y","1":"z","_m":"M","_row":100}\n{"2":null,"1":"z","_m":"M","_row":101}\n',
    );
  });

  test("a value that does not fit is told once its row is whole, and may end the line otherwise", () => {
    const seen: unknown[] = [];
    const columns: CsvColumn[] = [
      { name: "n", type: "number" },
      { name: "b", type: "boolean" },
    ];
    const onInvalidValue = (value: unknown) => {
      seen.push(value);
      return Buffer.from(`,"invalid":${seen.length}}\n`);
    };
    const reader = create({ columns, onInvalidValue, rowsBefore: 5 });
    const text = [..."1,true\nx,y\n2,false\n"].map((byte) => textOf(reader.push(Buffer.from(byte)))).join("");
    expect(text + textOf(reader.end())).toBe('{"n":1,"b":true}\n{"n":null,"b":null},"invalid":2}\n{"n":2,"b":false}\n');
    expect(seen).toEqual([
      { column: "n", text: "x", row: 7 },
      { column: "b", text: "y", row: 7 },
    ]);
  });

  test("a handler that throws ends the read after the rows before", () => {
    const onInvalidValue = () => {
      throw new Error("refused");
    };
    const columns: CsvColumn[] = [{ name: "n", type: "number" }];
    const { text, error } = failure("1\n2\nx\n3\n", { columns, onInvalidValue });
    expect(text).toBe('{"n":1}\n{"n":2}\n');
    expect(error).toEqual(new Error("refused"));
  });

  test.each([
    ["too few fields", "1,2\n\n3\n4,5\n", "CSV_ROW_LENGTH", { row: 2, line: 4, offset: 105 }],
    ["too many fields", '1,"x\ny"\n3,4,5\n', "CSV_ROW_LENGTH", { row: 2, line: 4, offset: 108 }],
    ["a quote in an unquoted field", '1,2\n3,a"b\n', "CSV_INVALID", { row: 2, line: 3, offset: 104 }],
    ["text after a closing quote", '1,2\n3,"a"b\n', "CSV_INVALID", { row: 2, line: 3, offset: 104 }],
    ["a quote never closed", '1,2\n3,"ab\n4,5\n', "CSV_INVALID", { row: 2, line: 3, offset: 104 }],
  ])("%s: the rows before go out, then %s", (_, bytes, code, context) => {
    const { text, error } = failure(bytes, { offset: 100 });
    expect(text).toMatch(/^\{"a":"1","b":"(2|x\\ny)"\}\n$/);
    expect(isConnectorError(error) && { code: error.code, context: error.context }).toEqual({ code, context });
    if (code === "CSV_ROW_LENGTH") expect(String(error)).toMatch(/has [13] fields? where the header has 2/);
  });

  test("the line of an error is unknown in a resumed download, unless it is told", () => {
    expect(failure("1\n", { rowsBefore: 7 }).error).toMatchObject({ context: { row: 8, offset: 0 } });
    expect(failure("1\n", { rowsBefore: 7, linesBefore: 9 }).error).toMatchObject({
      context: { row: 8, line: 10, offset: 0 },
    });
  });

  test("a blank line is no row among several columns, and an empty value in one", () => {
    expect(read("\n1,2\n\r\n\r3,4\n\n")).toBe('{"a":"1","b":"2"}\n{"a":"3","b":"4"}\n');
    expect(read("x\n\r\ny\n", { columns: TEXTS.slice(0, 1) })).toBe('{"a":"x"}\n{"a":null}\n{"a":"y"}\n');
  });

  test("a record beyond the limit is CSV_INVALID, also while it is not whole", () => {
    const long = `1,2\n3,"${"x".repeat(300)}`;
    for (const bytes of [`${long}"\n`, long]) {
      const { error } = failure(bytes, { maxRecordBytes: 200 });
      expect(error).toMatchObject({ code: "CSV_INVALID", context: { row: 2, line: 3, offset: 4 } });
    }
    expect(read(`"${"x".repeat(195)}",\n`, { maxRecordBytes: 200 })).toHaveLength(213);
  });

  test.each([
    ["UTF-16LE", Buffer.from("é,😀\r\n日,\ud800\n", "utf16le"), '{"a":"é","b":"😀"}\n{"a":"日","b":"�"}\n'],
    ["ISO-8859-1", Buffer.from("é,\u0080\nÿ,ß\n", "latin1"), '{"a":"é","b":"\u0080"}\n{"a":"ÿ","b":"ß"}\n'],
    ["UTF-8", Buffer.from([0x61, 0xff, 0x2c, 0xc3, 0x0a]), '{"a":"a�","b":"�"}\n'],
  ] as const)("%s, cut at every byte", (encoding, bytes, wanted) => {
    const reader = create({ dialect: { separator: ",", quote: '"', encoding } });
    let text = "";
    for (let at = 0; at < bytes.length; at++) text += textOf(reader.push(bytes.subarray(at, at + 1)));
    expect(text + textOf(reader.end())).toBe(wanted);
    expect(reader.consumedBytes).toBe(bytes.length);
  });

  test.each(["UTF-8", "UTF-16LE", "ISO-8859-1"] as const)(
    "a reader goes on where another one stopped, %s",
    (encoding) => {
      const dialect = { separator: ";", quote: "'", encoding };
      const text = "1;'é\r\n'';'\r\n\r\n2;b\n3;ü\r4;d";
      const bytes = Buffer.from(text, encoding === "UTF-8" ? "utf8" : encoding === "UTF-16LE" ? "utf16le" : "latin1");
      const more = { dialect, rowNumberMember: "row" };
      const whole = read(bytes, more);
      for (let stop = 0; stop <= bytes.length; stop++) {
        const first = create(more);
        const begun = textOf(first.push(bytes.subarray(0, stop))) + textOf(first.flush());
        const { rowsRead, consumedBytes } = first;
        expect(begun + read(bytes.subarray(consumedBytes), { ...more, rowsBefore: rowsRead })).toBe(whole);
      }
    },
  );

  test("lines wait for their block to fill, or for flush", () => {
    const reader = create();
    expect(textOf(reader.push(Buffer.from("1,2\n3,")))).toBe("");
    expect([reader.rows, reader.consumedBytes]).toEqual(path === "fast" ? [1, 4] : [reader.rows, reader.consumedBytes]);
    expect(textOf(reader.push(Buffer.from("4\n5,6\n"))) + textOf(reader.flush())).toMatch(
      /^\{"a":"1","b":"2"\}\n\{"a":"3"/,
    );
    expect(textOf(reader.flush())).toBe("");
  });

  test("rows that the filter keeps back are counted as read", () => {
    const reader = create({ filter: { column: "b", keep: (text) => text >= "5" }, rowNumberMember: "row" });
    expect(readAll(reader, '1,2\n3,"7"\n5,6\n8,\n')).toBe('{"a":"3","b":"7","row":2}\n{"a":"5","b":"6","row":3}\n');
    expect([reader.rows, reader.rowsRead]).toEqual([2, 4]);
  });

  // csv-parse takes NUL after a closing quote for the end of the file, and then goes on as in an unquoted field.
  test("NUL after a closing quote", () => {
    expect(read('"a"\u0000x,"b"\n')).toBe('{"a":"a\\u0000x","b":"b"}\n');
    expect(failure('"a"\u0000"x",b\n').error).toMatchObject({ code: "CSV_INVALID" });
  });

  // The bytes of these characters hold 0A 00, 0D 00 and 2C 00 across their borders; csv-parse's own utf16le takes them for ends.
  test("UTF-16LE characters whose bytes look like separators at odd positions", () => {
    const bytes = Buffer.from("\u0a61\u0100\u0d61\u0100,\u2c61\u0100\n", "utf16le");
    const dialect = { separator: ",", quote: '"', encoding: "UTF-16LE" } as const;
    expect(read(bytes, { dialect })).toBe('{"a":"\u0a61\u0100\u0d61\u0100","b":"\u2c61\u0100"}\n');
  });

  test("huge values, many blocks", () => {
    const value = 'x\n"é'.repeat(700_000);
    const row = `"${value.replaceAll('"', '""')}",2\n`;
    const wanted = `{"a":${JSON.stringify(value)},"b":"2"}\n`;
    const reader = create();
    const bytes = Buffer.from(row.repeat(2) + "1,2\n".repeat(100_000));
    let text = "";
    for (let at = 0; at < bytes.length; at += 65536) text += textOf(reader.push(bytes.subarray(at, at + 65536)));
    text += textOf(reader.end());
    expect(text === wanted.repeat(2) + '{"a":"1","b":"2"}\n'.repeat(100_000)).toBe(true);
  });
});

test("what the fast path does not take goes the plain way: wide separators, nothing selected", () => {
  const wide = settings({ dialect: { separator: "§", quote: '"', encoding: "UTF-8" } });
  expect(readAll(createJsonLinesReader(wide), "1§2\n")).toBe('{"a":"1","b":"2"}\n');
  const none = settings({ columns: TEXTS.map((column) => ({ ...column, skip: true })), rowNumberMember: "row" });
  expect(readAll(createJsonLinesReader(none), "1,2\n")).toBe('{"row":1}\n');
});

test("blocks that are not given back are not written to again", () => {
  const reader = createJsonLinesReader(settings());
  const kept: LineBlock[] = [];
  for (let round = 0; round < 40; round++) kept.push(...reader.push(Buffer.from(`${round},x\n`.repeat(5000))));
  kept.push(...reader.end());
  const lines = kept
    .map(({ bytes }) => Buffer.from(bytes).toString())
    .join("")
    .split("\n");
  expect(lines[0]).toBe('{"a":"0","b":"x"}');
  expect(lines.at(-2)).toBe('{"a":"39","b":"x"}');
  expect(lines).toHaveLength(200_001);
  expect(kept.reduce((sum, { count }) => sum + count, 0)).toBe(200_000);
});
