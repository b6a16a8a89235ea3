/** Files as Anaplan may write them (anaplan-api.md 5.5, 8), by hand, with the records that must come of them; and traps, each with
 *  its exact message. The whole way of a read, from chunks cut at odd places. */
import { describe, expect, it } from "vitest";
import type { ExportMetadata } from "../../protocol/anaplan/types.ts";
import type { TapConfig } from "../../schemas/generated/types.ts";
import { sync } from "../../tap/sync.ts";
import { definition, FakeAnaplan, fakeRun, selectOne } from "../unit/tap/stand-in.ts";

type Calendar = Record<string, unknown>;

interface File {
  text: string;
  /** Header and types as the metadata tells them; absent = it tells nothing. */
  types?: Record<string, string> | [string, string][];
  lists?: string[];
  layout?: string;
  separator?: string;
  quote?: string;
  encoding?: string;
  bytes?: "utf8" | "utf16le" | "latin1";
  config?: TapConfig;
  /** The model's; calendar months if absent. */
  calendar?: Calendar;
}

async function read(
  { text, types, lists, layout = "TABULAR_MULTI_COLUMN", bytes = "utf8", ...file }: File,
  chunkBytes = 11,
) {
  const pairs = Array.isArray(types) ? types : Object.entries(types ?? {});
  const metadata: ExportMetadata = {
    separator: file.separator ?? ",",
    delimiter: file.quote ?? '"',
    encoding: file.encoding ?? "UTF-8",
    headerNames: pairs.map(([name]) => name),
    dataTypes: pairs.map(([, type]) => type),
    listNames: lists ?? pairs.map(() => ""),
    layout,
  };
  const exported = {
    definition: definition({ layout, exportType: layout }),
    metadata,
    text: Buffer.from(text, bytes),
    chunkBytes,
  };
  const anaplan = new FakeAnaplan([{ id: "5C1E9A7740B34D6D8F2A6B0C9D3E4F10", name: "Opex Plan", exports: [exported] }]);
  if (file.calendar !== undefined) anaplan.calendar = file.calendar;
  const run = await fakeRun(anaplan, { config: { max_download_bytes: 1_000_000_000, ...file.config } });
  const errors: string[] = [];
  await sync([await selectOne(run)], run, (error) => errors.push(error.message));
  return { lines: run.sink.lines, errors, warnings: run.log.said("warn") };
}

const numbers = { A: "TEXT", N: "NUMBER" };
const flags = { A: "TEXT", B: "BOOLEAN" };
const long: TapConfig = { layout: "long" };
const grid = { layout: "GRID_CURRENT_PAGE" };

const AS_IS: Record<string, [File, string[]]> = {
  "one row": [{ text: "A,N\nx,1\n", types: numbers }, ['{"A":"x","N":1}']],
  "no line end at the end": [{ text: "A,N\nx,1", types: numbers }, ['{"A":"x","N":1}']],
  CRLF: [{ text: "A,N\r\nx,1\r\ny,2\r\n", types: numbers }, ['{"A":"x","N":1}', '{"A":"y","N":2}']],
  "CR alone": [{ text: "A,N\rx,1\ry,2\r", types: numbers }, ['{"A":"x","N":1}', '{"A":"y","N":2}']],
  "mixed line ends": [{ text: "A,N\nx,1\r\ny,2\r", types: numbers }, ['{"A":"x","N":1}', '{"A":"y","N":2}']],
  "a byte order mark": [{ text: "\ufeffA,N\nx,1\n", types: numbers }, ['{"A":"x","N":1}']],
  "UTF-16": [{ text: "A,N\nü,1\n", types: numbers, encoding: "UTF-16LE", bytes: "utf16le" }, ['{"A":"ü","N":1}']],
  "UTF-16 that only its mark tells": [
    { text: "\ufeffA,N\n漢,1\n", types: numbers, bytes: "utf16le" },
    ['{"A":"漢","N":1}'],
  ],
  "ISO-8859-1": [
    { text: "A,N\nCafé,1\n", types: numbers, encoding: "ISO-8859-1", bytes: "latin1" },
    ['{"A":"Café","N":1}'],
  ],
  tabs: [{ text: "A\tN\nx, y\t1\n", types: numbers, separator: "\t" }, ['{"A":"x, y","N":1}']],
  semicolons: [{ text: "A;N\nx;1\n", types: numbers, separator: ";" }, ['{"A":"x","N":1}']],
  pipes: [{ text: "A|N\nx|1\n", types: numbers, separator: "|" }, ['{"A":"x","N":1}']],
  "single quotes": [{ text: "A,N\n'x,''y''',1\n", types: numbers, quote: "'" }, [`{"A":"x,'y'","N":1}`]],
  "no quotes at all": [
    { text: 'A,N\n5" pipe,1\n', types: numbers, quote: "", separator: "," },
    ['{"A":"5\\" pipe","N":1}'],
  ],
  "a separator in quotes": [{ text: 'A,N\n"x,y",1\n', types: numbers }, ['{"A":"x,y","N":1}']],
  "doubled quotes": [{ text: 'A,N\n"say ""hi""",1\n', types: numbers }, ['{"A":"say \\"hi\\"","N":1}']],
  "a line break in quotes": [{ text: 'A,N\n"x\r\ny",1\n', types: numbers }, ['{"A":"x\\r\\ny","N":1}']],
  "a quoted number": [{ text: 'A,N\nx,"1.50"\n', types: numbers }, ['{"A":"x","N":1.50}']],
  "empty cells": [{ text: 'A,N\n,\n"",\n', types: numbers }, ['{"A":null,"N":null}', '{"A":null,"N":null}']],
  "blank lines": [{ text: "A,N\n\nx,1\n\n", types: numbers }, ['{"A":"x","N":1}']],
  "blanks around text": [{ text: "A,N\n x ,1\n", types: numbers }, ['{"A":" x ","N":1}']],
  "40 digits": [
    { text: "A,N\nx,1234567890123456789012345678901234567890\n", types: numbers },
    ['{"A":"x","N":1234567890123456789012345678901234567890}'],
  ],
  "a number with zeros at its end": [{ text: "A,N\nx,-0.100\n", types: numbers }, ['{"A":"x","N":-0.100}']],
  exponents: [{ text: "A,N\nx,1e-7\ny,1E3\n", types: numbers }, ['{"A":"x","N":1e-7}', '{"A":"y","N":1E3}']],
  "a plus and leading zeros": [{ text: "A,N\nx,+007\n", types: numbers }, ['{"A":"x","N":7}']],
  "truth in any case": [
    { text: "A,B\nx,TRUE\ny,False\n", types: flags },
    ['{"A":"x","B":true}', '{"A":"y","B":false}'],
  ],
  emoji: [{ text: "A,N\n🚀👨‍👩‍👧,1\n", types: numbers }, ['{"A":"🚀👨‍👩‍👧","N":1}']],
  "a NUL byte": [{ text: "A,N\nx\u0000y,1\n", types: numbers }, ['{"A":"x\\u0000y","N":1}']],
  "an empty header": [
    {
      text: ",Parent\nTravel,Opex\n",
      types: [
        ["", "ENTITY"],
        ["Parent", "ENTITY"],
      ],
    },
    ['{"column_1":"Travel","Parent":"Opex"}'],
  ],
  "repeated headers": [{ text: "A,A,A_2\n1,2,3\n" }, ['{"A":"1","A_3":"2","A_2":"3"}']],
  "types of another length than the header": [
    { text: "A,N,M\nx,1,2\n", types: numbers },
    ['{"A":"x","N":"1","M":"2"}'],
  ],
  "a period label": [{ text: "T,N\nJan 26,1\n", types: { T: "TIME_ENTITY", N: "NUMBER" } }, ['{"T":"Jan 26","N":1}']],
  MIXED: [
    { text: "A,V\nx,64.6\ny,true\n", types: { A: "ENTITY", V: "MIXED" } },
    ['{"A":"x","V":"64.6"}', '{"A":"y","V":"true"}'],
  ],
  "a date in a told format": [
    {
      text: "A,D\nx,29/02/2024\n",
      types: { A: "TEXT", D: "DATE" },
      config: { types: [{ stream: `opex_plan__opex_flat_csv`, column: "D", type: "date", format: "DD/MM/YYYY" }] },
    },
    ['{"A":"x","D":"2024-02-29"}'],
  ],
  "a decimal comma": [
    {
      text: "A;N\nx;1.234,50\ny;(7)\nz;-\n",
      separator: ";",
      types: numbers,
      config: { types: [{ stream: "opex_plan__opex_flat_csv", column: "N", type: "number", format: "1.234,56" }] },
    },
    ['{"A":"x","N":1234.50}', '{"A":"y","N":-7}', '{"A":"z","N":0}'],
  ],
  percent: [
    {
      text: "A,N\nx,12.5 %\n",
      types: numbers,
      config: { types: [{ stream: "opex_plan__opex_flat_csv", column: "N", type: "number", format: "1,234.5 %" }] },
    },
    ['{"A":"x","N":0.125}'],
  ],
  "a header without rows": [{ text: "A,N\n", types: numbers }, []],
  "a grid with a page line": [
    { ...grid, text: "Actual,UK\n,Jan 26,Feb 26\nTravel,64.6,0\n" },
    ['{"column_1":"Travel","Jan 26":"64.6","Feb 26":"0"}'],
  ],
  "a grid whose page line is as long as its header": [
    { ...grid, text: "Actual,UK\n,Jan 26\nTravel,64.6\n" },
    ['{"column_1":"Travel","Jan 26":"64.6"}'],
  ],
  "a grid without pages": [{ ...grid, text: ",Jan 26\nTravel,64.6\n" }, ['{"column_1":"Travel","Jan 26":"64.6"}']],
  "a grid with two header rows": [
    { ...grid, text: "Actual\n,Jan 26,Jan 26\n,Amount,Note\nTravel,1,x\n" },
    ['{"column_1":"Travel","Jan 26 / Amount":"1","Jan 26 / Note":"x"}'],
  ],
};

/** The year has a 29 February, which no month or quarter of a 4-4-5 year begins or ends with. */
const WEEKS: Calendar = {
  calendarType: "Weeks: 4-4-5",
  fiscalYear: { year: "FY24", startDate: "2024-01-29", endDate: "2025-02-02" },
};

/** Of the long form only what a case is about. */
const LONG: Record<string, [File, string[]]> = {
  "a tabular multiple column file": [
    {
      text: "Accounts,Time,Amount\nTravel,Feb 24,1.50\n",
      types: { Accounts: "ENTITY", Time: "TIME_ENTITY", Amount: "NUMBER" },
      config: long,
    },
    ['["Travel","Amount","Feb 24","2024-02-01","2024-02-29",false,"1.50",1.50,null]'],
  ],
  "a tabular single column file": [
    {
      text: "Line Item,Accounts,Time,Value\nNote,Travel,Jan 26,hi\n",
      layout: "TABULAR_SINGLE_COLUMN",
      types: { "Line Item": "ENTITY", Accounts: "ENTITY", Time: "TIME_ENTITY", Value: "MIXED" },
      config: long,
    },
    ['["Travel","Note","Jan 26","2026-01-01","2026-01-31",false,"hi",null,"hi"]'],
  ],
  "29 February in a 4-4-5 year, by week, month and quarter": [
    {
      text: "Accounts,Time,Note\nB,Week 5 FY24,x\nC,Feb 24,x\nD,Mar 24,x\nE,Q1 FY24,x\n",
      types: { Accounts: "ENTITY", Time: "TIME_ENTITY", Note: "TEXT" },
      calendar: WEEKS,
      config: long,
    },
    [
      '["B","Note","Week 5 FY24","2024-02-26","2024-03-03",false,"x",null,"x"]',
      '["C","Note","Feb 24","2024-01-29","2024-02-25",true,"x",null,"x"]',
      '["D","Note","Mar 24","2024-02-26","2024-03-24",true,"x",null,"x"]',
      '["E","Note","Q1 FY24","2024-01-29","2024-04-28",true,"x",null,"x"]',
    ],
  ],
  "29 February in a 4-4-5 year, by day": [
    {
      text: "Accounts,Time,Note\nA,29 Feb 24,x\n",
      types: { Accounts: "ENTITY", Time: "TIME_ENTITY", Note: "TEXT" },
      calendar: WEEKS,
      config: long,
    },
    ['["A","Note","29 Feb 24","2024-02-29","2024-02-29",false,"x",null,"x"]'],
  ],
  "a grid with all pages": [
    { text: "UK\n,Jan 26\nTravel,1\n\nDE\n,Jan 26\nTravel,2\n", layout: "GRID_ALL_PAGES", config: long },
    [
      '["UK",null,"Jan 26","2026-01-01","2026-01-31",false,"1",null,"1"]',
      '["DE",null,"Jan 26","2026-01-01","2026-01-31",false,"2",null,"2"]',
    ],
  ],
  "a period of another language": [
    {
      text: "Accounts,Time,Note\nTravel,Mär 26,x\n",
      types: { Accounts: "ENTITY", Time: "TIME_ENTITY", Note: "TEXT" },
      config: long,
    },
    ['["Travel","Note","Mär 26",null,null,null,"x",null,"x"]'],
  ],
};

describe("the corpus", () => {
  it("is as large as promised", () => {
    expect(Object.keys(AS_IS).length + Object.keys(LONG).length).toBeGreaterThanOrEqual(40);
  });

  for (const [name, [file, expected]] of Object.entries(AS_IS)) {
    it(`reads ${name}`, async () => {
      for (const chunkBytes of [3, 11, 10_000]) {
        const { lines, errors } = await read(file, chunkBytes);
        expect(errors).toEqual([]);
        expect(lines).toEqual(expected);
      }
    });
  }

  for (const [name, [file, expected]] of Object.entries(LONG)) {
    it(`reads ${name} in the long form`, async () => {
      const { lines, errors } = await read(file);
      expect(errors).toEqual([]);
      const shown = lines.map((line) => {
        const record = JSON.parse(line) as Record<string, unknown>;
        const member = record.Accounts ?? record.page_1;
        const text = /"value_number":([^,}]*)/.exec(line)?.[1];
        const { line_item, period, period_start, period_end, period_is_total, value, value_text } = record;
        const parts = [member, line_item, period, period_start, period_end, period_is_total, value].map((part) =>
          JSON.stringify(part),
        );
        return `[${[...parts, text, JSON.stringify(value_text)].join(",")}]`;
      });
      expect(shown).toEqual(expected);
    });
  }
});

const WHERE =
  "workspace_id=8a81b09c5f3d2e7b015f4a2c9d8e1001 model_id=5C1E9A7740B34D6D8F2A6B0C9D3E4F10 export_id=116000000012 stream=opex_plan__opex_flat_csv task_id=T1";

const TRAPS: Record<string, [File, string]> = {
  "a lone quote": [
    { text: 'A,N\nx,1\n"y,2\nz,3\n', types: numbers },
    "CSV_INVALID: A row has a quote out of place, or one that is never closed. [row=2 line=3 offset=8 chunk=0] Cause: A quote inside a value must be doubled and the value quoted; or the file was cut; or the declared quote character is wrong. Next: Look at that row of the exported file; run the export again if the file is damaged.",
  ],
  "a row that is too short": [
    { text: "A,N\nx,1\ny\n", types: numbers },
    "CSV_ROW_LENGTH: A row has 1 field where the header has 2. [row=2 line=3 offset=8 chunk=0] Cause: The file was cut, or a value holds the separator without quotes around it. Next: Look at that row of the exported file; run the export again if the file is damaged.",
  ],
  "a row that is too short in the long form": [
    {
      text: "Accounts,Time,Amount\nTravel,Jan 26\n",
      types: { Accounts: "ENTITY", Time: "TIME_ENTITY", Amount: "NUMBER" },
      config: long,
    },
    "CSV_ROW_LENGTH: A row has 2 fields where the header has 3. [row=1 line=2 offset=21 chunk=1] Cause: The file was cut, or a value holds the separator without quotes around it. Next: Look at that row of the exported file; run the export again if the file is damaged.",
  ],
  "an empty file": [
    { text: "", types: numbers },
    "EXPORT_EMPTY: The exported file has no content, not even a header. Cause: The export is reserved to administrators, or the view it was saved from is gone or empty. Next: Run the export by hand as this user and look at the file; have a model builder check who may use it.",
  ],
  "dimensions that cannot be told": [
    { text: "A,N\nx,1\n", config: long },
    `CONFIG_INVALID: Which columns are dimensions and which are line items cannot be told: "A", "N". Cause: The export's metadata has no type for each column, and no column bears the name of a line item. Next: Name the dimension columns of the stream in "keys", or use "layout": "as_is".`,
  ],
  "a grid's page line where a header should be": [
    {
      text: "Actual,UK\n,Jan 26,Feb 26\nTravel,64.6,0\n",
      types: [
        ["", "ENTITY"],
        ["Jan 26", "NUMBER"],
        ["Feb 26", "NUMBER"],
      ],
    },
    'EXPORT_FORMAT_UNSUPPORTED: The first line of the file is no header but the page items of a grid: "Actual", "UK". The header stands below it. [line=1] Cause: The export was saved as a grid; its metadata says TABULAR_MULTI_COLUMN. Next: Save the export as Tabular Multiple Column in Anaplan, or run discovery again.',
  ],
  "a grid's page line as long as the header": [
    {
      text: "Actual,UK\n,Jan 26\nTravel,64.6\n",
      types: [
        ["", "ENTITY"],
        ["Jan 26", "NUMBER"],
      ],
    },
    'EXPORT_FORMAT_UNSUPPORTED: The first line of the file is no header but the page items of a grid: "Actual", "UK". The header stands below it. [line=1] Cause: The export was saved as a grid; its metadata says TABULAR_MULTI_COLUMN. Next: Save the export as Tabular Multiple Column in Anaplan, or run discovery again.',
  ],
  "a row with a NUL byte and a lone quote": [
    { text: 'A,N\nx\u0000,1\ny"\u0000z,2\n', types: numbers },
    "CSV_INVALID: A row has a quote out of place, or one that is never closed. [row=2 line=3 offset=9 chunk=0] Cause: A quote inside a value must be doubled and the value quoted; or the file was cut; or the declared quote character is wrong. Next: Look at that row of the exported file; run the export again if the file is damaged.",
  ],
  "a number of 40 digits and a letter, by setting": [
    { text: `A,N\nx,${"9".repeat(40)}x\n`, types: numbers, config: { invalid_values: "fail" } },
    `VALUE_INVALID: A value is no number, which is the type of its column. [column=N row=1 chunk=4] Cause: The export writes the column in another form (grouped digits, a decimal comma, another date format), or it holds text. Next: Tell the column's type or format in "types", or set "invalid_values" to "null".`,
  ],
  "more bytes than allowed": [
    { text: `A,N\n${"x,1\n".repeat(600)}`, types: numbers, config: { max_download_bytes: 2000 } },
    'DOWNLOAD_TOO_LARGE: Anaplan connector supports file downloads up to 2 KB in size. Cause: The exported file is larger than "max_download_bytes". Next: Raise it or leave it out, or split the export by a filter in Anaplan.',
  ],
};

describe("a trap", () => {
  for (const [name, [file, message]] of Object.entries(TRAPS)) {
    it(`${name}: says so`, async () => {
      const { errors } = await read(file);
      expect(errors).toHaveLength(1);
      expect(errors[0]).toContain(WHERE);
      expect(errors[0]?.replace(` [${WHERE}]`, "").replace(`${WHERE} `, "")).toBe(message);
    });
  }

  it("a lone quote tells row, byte and chunk, of its begin and not of where its end was looked for", async () => {
    const { errors } = await read({ text: 'A,N\nx,1\n"y,2\nz,3\n', types: numbers }, 5);
    expect(errors[0]).toBe(
      `CSV_INVALID: A row has a quote out of place, or one that is never closed. [${WHERE} row=2 line=3 offset=8 chunk=1] Cause: A quote inside a value must be doubled and the value quoted; or the file was cut; or the declared quote character is wrong. Next: Look at that row of the exported file; run the export again if the file is damaged.`,
    );
  });

  it("a period of another language is told once, with an example", async () => {
    const file = LONG["a period of another language"]?.[0];
    if (file === undefined) throw new Error("no such file");
    expect((await read(file)).warnings).toContain(
      '1 period is not dated, because the model calendar has no such label: "Mär 26". Labels are read in English, as Anaplan writes them for en_US.',
    );
  });

  it("a 29 February of a year that has none is no date, and told", async () => {
    const { warnings, lines } = await read({
      text: "Accounts,Time,Note\nA,29 Feb 25,x\n",
      types: { Accounts: "ENTITY", Time: "TIME_ENTITY", Note: "TEXT" },
      calendar: WEEKS,
      config: long,
    });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ period: "29 Feb 25", period_start: null, period_end: null });
    expect(warnings).toContain(
      '1 period is not dated, because the model calendar has no such label: "29 Feb 25". Labels are read in English, as Anaplan writes them for en_US.',
    );
  });

  it("a header that disagrees with the metadata is told, and rules", async () => {
    const { warnings, lines } = await read({ text: "A,M\nx,1\n", types: numbers });
    expect(warnings).toContain('The file has other columns than the catalog: added "M"; missing "N"');
    expect(lines).toEqual(['{"A":"x","M":1}']);
  });

  it("a header of another length than the metadata is told, and that no type is taken from there", async () => {
    const { warnings, lines } = await read({ text: "A,N,M\nx,1,2\n", types: numbers });
    expect(warnings).toContain('The file has other columns than the catalog: added "M"');
    expect(warnings).toContain(
      'The metadata has types for 2 columns where the file has 3: all columns are text, unless "types" or the catalog says otherwise',
    );
    expect(lines).toEqual(['{"A":"x","N":"1","M":"2"}']);
  });

  it("a value of 40 digits that is no number goes out as null, told with row and column and without the value", async () => {
    const { warnings, lines } = await read({ text: `A,N\nx,${"9".repeat(40)}x\n`, types: numbers });
    expect(lines).toEqual(['{"A":"x","N":null}']);
    expect(warnings).toContain("A value is no number; it goes out as null");
    expect(warnings).toContain('1 values did not fit the types of their columns and went out as null: "N" 1');
    expect(warnings.join()).not.toContain("999");
  });
});
