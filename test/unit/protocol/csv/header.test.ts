import { describe, expect, test } from "vitest";
import { createHeaderReader, type Header, uniqueNames } from "../../../../protocol/csv/header.ts";
import type { CsvDialect } from "../../../../protocol/csv/types.ts";
import { isConnectorError } from "../../../../protocol/errors.ts";

const COMMA: CsvDialect = { separator: ",", quote: '"', encoding: "UTF-8" };

function read(dialect: CsvDialect, bytes: Buffer, step = bytes.length): Header | undefined {
  const reader = createHeaderReader(dialect);
  for (let at = 0; at < bytes.length; at += step) {
    const header = reader.push(bytes.subarray(at, at + step));
    if (header !== undefined) return header;
  }
  return reader.end();
}

describe("the header ends where the data begins", () => {
  test.each([
    ["LF", "a,b\n1,2\n", ["a", "b"], 4],
    ["CRLF", "a,b\r\n1,2\r\n", ["a", "b"], 5],
    ["CR", "a,b\r1,2\r", ["a", "b"], 4],
    ["no line end", "a,b", ["a", "b"], 3],
    ["a lone CR at the end", "a,b\r", ["a", "b"], 4],
    ["quoted line breaks", '"a\r\nx","b ""y"""\n1,2', ["a\r\nx", 'b "y"'], 17],
    ["empty names", ",,\n", ["", "", ""], 3],
    ["a blank first line", "\nx\n", [""], 1],
    ["a byte order mark", "\ufeffa,b\nx", ["a", "b"], 7],
  ])("%s", (_, text, fields, bytes) => {
    for (const step of [1, 2, 3, 100]) {
      expect(read(COMMA, Buffer.from(text), step)).toEqual({ fields, bytes, encoding: "UTF-8" });
    }
  });

  test("UTF-16LE by declaration and by byte order mark", () => {
    const bytes = Buffer.from("\ufeffé;😀\r\n1;2\r\n", "utf16le");
    const wanted = { fields: ["é", "😀"], bytes: 14, encoding: "UTF-16LE" };
    for (const step of [1, 3, 100]) {
      expect(read({ separator: ";", quote: '"', encoding: "UTF-8" }, bytes, step)).toEqual(wanted);
      const unmarked = { ...wanted, bytes: 12 };
      expect(read({ separator: ";", quote: '"', encoding: "UTF-16LE" }, bytes.subarray(2), step)).toEqual(unmarked);
    }
  });

  test("ISO-8859-1, other quote, separator of several bytes", () => {
    expect(read({ separator: ",", quote: "'", encoding: "ISO-8859-1" }, Buffer.from("'é,x',b\n", "latin1"), 1)).toEqual(
      {
        fields: ["é,x", "b"],
        bytes: 8,
        encoding: "ISO-8859-1",
      },
    );
    expect(read({ separator: "§", quote: '"', encoding: "UTF-8" }, Buffer.from('"a"§b\n'), 1)?.fields).toEqual([
      "a",
      "b",
    ]);
  });

  test("a file without quotes takes them as text", () => {
    expect(read({ ...COMMA, quote: "" }, Buffer.from('a"b,"c"\n'))?.fields).toEqual(['a"b', '"c"']);
  });
});

test.each([
  ["empty", ""],
  ["only a byte order mark", "\ufeff"],
])("%s file has no header", (_, text) => {
  expect(read(COMMA, Buffer.from(text), 1)).toBeUndefined();
});

test.each([['a"b,c\n'], ['"a"b,c\n'], ['"a,b\n']])("a quote out of place: %j", (text) => {
  try {
    read(COMMA, Buffer.from(text), 1);
    expect.unreachable();
  } catch (error) {
    expect(isConnectorError(error, "CSV_INVALID")).toBe(true);
  }
});

test.each([
  [
    ["a", "b"],
    ["a", "b"],
  ],
  [
    ["", "x", ""],
    ["column_1", "x", "column_3"],
  ],
  [
    ["a", "a", "a"],
    ["a", "a_2", "a_3"],
  ],
  [
    ["a", "a", "a_2"],
    ["a", "a_3", "a_2"],
  ],
  [
    ["a_2", "a", "a"],
    ["a_2", "a", "a_3"],
  ],
  [
    ["", "column_1"],
    ["column_1_2", "column_1"],
  ],
  [
    ["__proto__", "__proto__"],
    ["__proto__", "__proto___2"],
  ],
])("unique names of %j", (fields, names) => {
  expect(uniqueNames(fields)).toEqual(names);
});
