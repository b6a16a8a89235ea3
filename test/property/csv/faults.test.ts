/** Planted faults: altered copies of the hot files, which the comparison of the other tests in this folder must find. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Random } from "./random.ts";
import { compareReaders, type FastReading } from "./reader-cases.ts";
import { compareWriters, type FastWriting } from "./writer-cases.ts";

const SOURCES = new URL("../../../protocol/csv/", import.meta.url);
const MAX_CASES = 6000;

interface Fault {
  name: string;
  /** Text that stands in the file exactly once, and what takes its place. */
  from: string;
  to: string;
}

const READER_FAULTS: readonly Fault[] = [
  {
    name: 'a doubled "" is dropped',
    from: "if (work[pos + 1] !== quote) break;",
    to: "if (work[pos + 1] !== quote) break; pos += 2; continue;",
  },
  {
    name: "a number goes through a float",
    from: "let byte = work[pos]!;",
    to: `let byte = work[pos]!;
         const digits = /^-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?=[,;\\n\\r])/.exec(work.toString("latin1", pos, pos + 60))?.[0];
         if (digits !== undefined) {
           const float = String(Number(digits));
           o += out.write(float, o, "latin1");
           pos += digits.length;
           isPlain = true;
           byte = 0;
         } else`,
  },
  { name: "a CR at the end of a chunk is taken for a whole line end", from: "if (pos + 1 >= dataEnd) break;", to: "" },
  {
    name: "off by one when input moves to the front",
    from: "this.#dataEnd = waiting;",
    to: "this.#dataEnd = waiting - (waiting > 40 ? 1 : 0);",
  },
  {
    name: "a chunk loses its last byte",
    from: "this.#dataEnd += utf8.length;",
    to: "this.#dataEnd += utf8.length > 90 ? utf8.length - 1 : utf8.length;",
  },
  { name: "a word that begins like true", from: "if (!isPlain || ends[work[pos]!] === 0) {", to: "if (!isPlain) {" },
  { name: "leading zeros are let through", from: "if (byte === 48) {", to: "if (false) {" },
  { name: "a fraction is let through as an integer", from: "byte === POINT && kind === NUMBER", to: "byte === POINT" },
  { name: "a point without digits is let through", from: "isPlain = false;\n              while", to: "while" },
  {
    name: "quotes inside an unquoted field are let through",
    from: "if (byte === quote) {\n                outcome = ODD_RECORD;\n                break records;\n              }",
    to: "",
  },
  { name: "bytes that are no UTF-8 are let through", from: "!isUtf8(work.subarray(recordStart, pos))", to: "false" },
  {
    name: "a quoted empty field is a text",
    from: "(first === quote && work[pos + 1] === quote && ends[work[pos + 2]!] === 1)",
    to: "false",
  },
  {
    name: "too many fields are let through",
    from: "if (c === lastColumn) {\n            outcome = ODD_RECORD;\n            break records;\n          }\n          pos++;",
    to: "if (c === lastColumn) break;\n          pos++;",
  },
  { name: "lines in quotes are not counted", from: "if (byte === CR || work[pos - 1] !== CR) lines++;", to: "" },
  { name: "the day is not checked", from: "day <= 28", to: "day <= 31" },
  {
    name: "output is one escape short",
    from: "const outLimit = out.length - this.#fixedBytes;",
    to: "const outLimit = out.length;",
  },
  {
    name: "invalid values of a record that is redone are told twice",
    from: "if (this.#invalid.length > 0) this.#invalid = [];\n    return outcome;",
    to: "return outcome;",
  },
  {
    name: "a memo serves another column",
    from: "this.#memos = columns.map(() => new Map());",
    to: "const memo = new Map<string, string>(); this.#memos = columns.map(() => memo);",
  },
  {
    name: "a row kept back is not counted",
    from: "        this.#skipRow(pos, lines);\n        o = lineStart;",
    to: "        this.#skipBlankLine(pos);\n        o = lineStart;",
  },
  {
    name: "blank lines are forgotten in positions",
    from: "this.#workOffset += this.#original(from);",
    to: "this.#workOffset += this.#original(this.#consumedAt);",
  },
]; // prettier-ignore

const WRITER_FAULTS: readonly Fault[] = [
  {
    name: 'a doubled "" is dropped',
    from: "if (byte === quote) {\n        out[o++] = byte;",
    to: "if (byte === quote) {",
  },
  {
    name: "a number goes through a float",
    from: "kind = KIND.number | KIND.integer;",
    to: `kind = KIND.number | KIND.integer;
         if (Number.isInteger(Number(/^-?[\\d.]+/.exec(Buffer.from(line.subarray(pos, pos + 60)).toString("latin1"))?.[0]))) {
           const end = Buffer.from(line.subarray(pos, pos + 60)).toString("latin1").search(/\\.\\d+(?!\\d)/);
           if (end > 0) (line as Uint8Array).fill(48, pos + end + 1, pos + end + 2);
         }`,
  },
  {
    name: "off by one at the end of a text",
    from: "o -= pos - end;",
    to: "o -= pos - end - (end - values[from * 3]! > 12 ? 1 : 0);",
  },
  {
    name: "the separator does not make quotes",
    from: "const marks = (((s - 0x01010101) & ~s) | ((t - 0x01010101) & ~t)) & 0x80808080;",
    to: "const marks = ((t - 0x01010101) & ~t) & 0x80808080 & (quote === 39 ? -1 : 0);",
  },
  { name: "a separator in the last word does not count", from: "marked |= marks & (stop - 1);", to: "" },
  {
    name: "blanks at the ends do not make quotes",
    from: "const blankMatters = quote !== -1;",
    to: "const blankMatters = false;",
  },
  {
    name: "kinds are not checked",
    from: "if ((kinds[v]! & kind) === 0 || valueEnd - valueStart > maxBytes[v]!) return false;",
    to: "",
  },
  { name: "the rest of the line is not looked at", from: "return pos === end;", to: "return true;" },
  {
    name: "literals are compared but for the last word",
    from: "w < last; w++, at += 4) {\n        if ((source",
    to: "w < last - 1; w++, at += 4) {\n        if ((source",
  },
  {
    name: "surrogate pairs come apart",
    from: "if (byte <= 0xdbff && low >= 0xdc00 && low <= 0xdfff) {",
    to: "if (false) {",
  },
  {
    name: "bytes that are no UTF-8 are let through",
    from: "if (this.#isWide && !isUtf8(bytes.subarray(start, end))) return -1;",
    to: "",
  },
  { name: "line ends in rows are not counted", from: "if (byte === CR || previous !== CR) this.#lineEnds++;", to: "" },
  { name: "unknown escapes are let through", from: "else return false;\n", to: "else pos += 2;\n" },
  { name: "an empty row is a blank line", from: "if (o === rowStart && quote !== -1) {", to: "if (false) {" },
  { name: "leading zeros are let through", from: "if (byte === 48) {", to: "if (false) {" },
]; // prettier-ignore

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "csv-faults-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("planted faults of the fast reader are found", () => {
  test.each(READER_FAULTS)("$name", async (fault) => {
    const altered = (await load("fast-reader.ts", fault)) as FastReading;
    expect(casesUntilFound((random) => compareReaders(altered, random))).toBeLessThan(MAX_CASES);
  });
});

describe("planted faults of the fast writer are found", () => {
  test.each(WRITER_FAULTS)("$name", async (fault) => {
    const altered = (await load("fast-writer.ts", fault)) as FastWriting;
    expect(casesUntilFound((random) => compareWriters(altered, random))).toBeLessThan(MAX_CASES);
  });
});

async function load(file: string, { name, from, to }: Fault): Promise<unknown> {
  const source = await readFile(new URL(file, SOURCES), "utf8");
  expect(source.split(from), `"${from}" must stand once in ${file}`).toHaveLength(2);
  const altered = source.replace(from, () => to).replaceAll(/from "\.\/(.+?)"/g, `from "${SOURCES.pathname}$1"`);
  const path = join(folder, `${name.replaceAll(/\W+/g, "-")}-${file}`);
  await writeFile(path, altered);
  return import(path);
}

function casesUntilFound(compare: (random: Random) => unknown): number {
  for (let seed = 1; seed < MAX_CASES; seed++) {
    try {
      compare(new Random(seed * 2654435761));
    } catch {
      return seed;
    }
  }
  return MAX_CASES;
}
