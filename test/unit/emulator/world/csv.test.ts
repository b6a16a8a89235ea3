import { describe, expect, test } from "vitest";
import { csvLine, csvParser } from "../../../emulator/world/csv.ts";

type Seen = { fields: string[]; line: number; fault: string | undefined };

function parse(text: string, options: { separator?: string; quote?: string; cutAt?: number } = {}): Seen[] {
  const seen: Seen[] = [];
  const parser = csvParser(options.separator ?? ",", options.quote ?? '"', (fields, line, _record, fault) => {
    seen.push({ fields, line, fault });
  });
  const cut = options.cutAt ?? text.length;
  parser.write(text.slice(0, cut));
  parser.write(text.slice(cut));
  parser.end();
  return seen;
}

const rows = (text: string, options = {}) => parse(text, options).map(({ fields }) => fields);

describe("parsing", () => {
  test.each([
    [
      "plain fields",
      "a,b\nc,d\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "CRLF and a last line without end",
      "a,b\r\nc,",
      [
        ["a", "b"],
        ["c", ""],
      ],
    ],
    ["quotes, doubled ones and line breaks", '"a ""x"", b","c\r\nd"\n', [['a "x", b', "c\r\nd"]]],
    ["an empty line as one empty field", "a\n\nb\n", [["a"], [""], ["b"]]],
    ["empty quoted fields", '"",""\n', [["", ""]]],
  ])("takes %s", (_, text, expected) => {
    expect(rows(text)).toEqual(expected);
  });

  test("gives the same wherever the text is cut", () => {
    const text = 'h1,"h ""2"""\r\n"a\r\nb",c\r\n,"d,"\r\n';
    const whole = parse(text);
    for (let cutAt = 0; cutAt <= text.length; cutAt += 1) expect(parse(text, { cutAt })).toEqual(whole);
  });

  test("counts text lines, also those inside a field", () => {
    expect(parse('h\n"a\nb\nc"\nd\n').map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  test("knows other separators and no quoting", () => {
    expect(rows('a;"b";c\n', { separator: ";", quote: "" })).toEqual([["a", '"b"', "c"]]);
  });

  test("names quoting faults", () => {
    expect(parse('"a"x,b\n')[0]).toMatchObject({ fields: ["ax", "b"], fault: "columnSeparatorExpected" });
    expect(parse('"a,b\n').at(-1)).toMatchObject({ fault: "unmatchedTextDelimiter" });
  });
});

test("a line quotes only what must be, or everything", () => {
  expect(csvLine(["a", 'b"c', "d,e", "f\ng", ""], ",", '"')).toBe('a,"b""c","d,e","f\ng",');
  expect(csvLine(["a", ""], "\t", '"', true)).toBe('"a"\t""');
});
