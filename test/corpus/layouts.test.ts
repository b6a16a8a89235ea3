/** One module and one list, saved in every layout that Anaplan has, with empty rows kept and omitted (anaplan-api.md 8.2, 8.3), each
 *  file written by hand in another dialect, with the records of both layouts of ours beside it. The module: accounts by months, a
 *  grouped number, a percentage, a flag, a text and a number whose zero is blank; Taxi is empty. */
import { describe, expect, it } from "vitest";
import type { ExportMetadata, LineItem } from "../../protocol/anaplan/types.ts";
import type { TapConfig } from "../../schemas/generated/types.ts";
import { sync } from "../../tap/sync.ts";
import { definition, FakeAnaplan, fakeRun, selectOne } from "../unit/tap/stand-in.ts";

interface Saved {
  layout: string;
  text: string;
  dialect?: Partial<Pick<ExportMetadata, "separator" | "delimiter" | "encoding">>;
  bytes?: "utf8" | "utf16le" | "latin1";
  headers: string[];
  types: string[];
  lists?: string[];
  asIs: string[];
  /** `line item | dimensions | period | raw value | number text, or the kind of value`; absent = as `CELLS`. */
  long?: string[];
}

const number = (formatMetadata: object): Pick<LineItem, "format" | "formatMetadata"> => ({
  format: "NUMBER",
  formatMetadata: { dataType: "NUMBER", decimalSeparator: "FULL_STOP", groupingSeparator: "COMMA", ...formatMetadata },
});
const LINE_ITEMS: LineItem[] = [
  { name: "Amount", ...number({ negativeNumberNotation: "PARENTHESES" }) },
  { name: "Share", ...number({ unitsType: "PERCENTAGE" }) },
  { name: "Open", format: "BOOLEAN" },
  { name: "Note", format: "TEXT" },
  { name: "Rest", ...number({ zeroFormat: "BLANK" }) },
];
const CALENDAR = { fiscalYear: { year: "FY26", startDate: "2026-01-01", endDate: "2026-12-31" } };

const TRAVEL = [
  "Amount|Travel|Jan 26|1,234.50|1234.50",
  "Share|Travel|Jan 26|12.5%|0.125",
  "Open|Travel|Jan 26|true|true",
  'Note|Travel|Jan 26|a, b|"a, b"',
  "Rest|Travel|Jan 26||0",
  "Amount|Travel|Q1 FY26|(7)|-7",
  "Share|Travel|Q1 FY26|0%|0.00",
  "Open|Travel|Q1 FY26|false|false",
  "Note|Travel|Q1 FY26||",
  "Rest|Travel|Q1 FY26|3|3",
];
const TAXI = [
  "Amount|Taxi|Jan 26|0|0",
  "Share|Taxi|Jan 26|0%|0.00",
  "Open|Taxi|Jan 26|false|false",
  "Note|Taxi|Jan 26||",
  "Rest|Taxi|Jan 26||0",
];
const only = (name: string, ...cells: string[][]) => cells.flat().filter((cell) => cell.startsWith(`${name}|`));

const MULTI = {
  layout: "TABULAR_MULTI_COLUMN",
  headers: ["Accounts", "Time", "Amount", "Share", "Open", "Note", "Rest"],
  types: ["ENTITY", "TIME_ENTITY", "NUMBER", "NUMBER", "BOOLEAN", "TEXT", "NUMBER"],
  lists: ["Accounts", "Time", "", "", "", "", ""],
};
const SINGLE = {
  headers: ["Line Item", "Accounts", "Time", "Value"],
  types: ["ENTITY", "ENTITY", "TIME_ENTITY", "MIXED"],
  lists: ["Line Items", "Accounts", "Time", ""],
};
const GRID = { headers: ["", "Jan 26", "Q1 FY26"], types: ["MIXED", "MIXED", "MIXED"] };

const MULTI_TRAVEL = [
  '{"Accounts":"Travel","Time":"Jan 26","Amount":1234.50,"Share":0.125,"Open":true,"Note":"a, b","Rest":0}',
  '{"Accounts":"Travel","Time":"Q1 FY26","Amount":-7,"Share":0.00,"Open":false,"Note":null,"Rest":3}',
];

const SAVED: Record<string, Saved> = {
  "multiple column, empty rows omitted, comma and UTF-8": {
    ...MULTI,
    text: 'Accounts,Time,Amount,Share,Open,Note,Rest\nTravel,Jan 26,"1,234.50",12.5%,true,"a, b",\nTravel,Q1 FY26,(7),0%,false,,3\n',
    asIs: MULTI_TRAVEL,
    long: TRAVEL,
  },
  "multiple column, empty rows kept, tab, CRLF and UTF-16": {
    ...MULTI,
    dialect: { separator: "\t", encoding: "UTF-16LE" },
    bytes: "utf16le",
    text: "\ufeffAccounts\tTime\tAmount\tShare\tOpen\tNote\tRest\r\nTravel\tJan 26\t1,234.50\t12.5%\ttrue\ta, b\t\r\nTravel\tQ1 FY26\t(7)\t0%\tfalse\t\t3\r\nTaxi\tJan 26\t0\t0%\tfalse\t\t\r\n",
    asIs: [
      ...MULTI_TRAVEL,
      '{"Accounts":"Taxi","Time":"Jan 26","Amount":0,"Share":0.00,"Open":false,"Note":null,"Rest":0}',
    ],
    long: [...TRAVEL, ...TAXI],
  },
  "current line item, empty rows omitted, semicolon and ISO-8859-1": {
    layout: "TABULAR_CURRENT_LINE_ITEM",
    dialect: { separator: ";", encoding: "ISO-8859-1" },
    bytes: "latin1",
    headers: ["Accounts", "Time", "Amount"],
    types: ["ENTITY", "TIME_ENTITY", "NUMBER"],
    lists: ["Accounts", "Time", ""],
    text: "Accounts;Time;Amount\nCafé;Jan 26;1,234.50\nCafé;Q1 FY26;(7)\n",
    asIs: ['{"Accounts":"Café","Time":"Jan 26","Amount":1234.50}', '{"Accounts":"Café","Time":"Q1 FY26","Amount":-7}'],
    long: only("Amount", TRAVEL).map((cell) => cell.replace("Travel", "Café")),
  },
  "current line item, empty rows kept, pipe and a byte order mark": {
    layout: "TABULAR_CURRENT_LINE_ITEM",
    dialect: { separator: "|" },
    headers: ["Accounts", "Time", "Amount"],
    types: ["ENTITY", "TIME_ENTITY", "NUMBER"],
    lists: ["Accounts", "Time", ""],
    text: "\ufeffAccounts|Time|Amount\nTravel|Jan 26|1,234.50\nTaxi|Jan 26|0\n",
    asIs: ['{"Accounts":"Travel","Time":"Jan 26","Amount":1234.50}', '{"Accounts":"Taxi","Time":"Jan 26","Amount":0}'],
    long: [TRAVEL[0] as string, TAXI[0] as string],
  },
  "single column, empty rows omitted, everything quoted": {
    ...SINGLE,
    layout: "TABULAR_SINGLE_COLUMN",
    text: '"Line Item","Accounts","Time","Value"\n"Amount","Travel","Jan 26","1,234.50"\n"Share","Travel","Jan 26","12.5%"\n"Open","Travel","Jan 26","true"\n"Note","Travel","Jan 26","a, b"\n"Rest","Travel","Jan 26",""\n',
    asIs: [
      '{"Line Item":"Amount","Accounts":"Travel","Time":"Jan 26","Value":"1,234.50"}',
      '{"Line Item":"Share","Accounts":"Travel","Time":"Jan 26","Value":"12.5%"}',
      '{"Line Item":"Open","Accounts":"Travel","Time":"Jan 26","Value":"true"}',
      '{"Line Item":"Note","Accounts":"Travel","Time":"Jan 26","Value":"a, b"}',
      '{"Line Item":"Rest","Accounts":"Travel","Time":"Jan 26","Value":null}',
    ],
    long: TRAVEL.slice(0, 5),
  },
  "single column, empty rows kept, single quotes": {
    ...SINGLE,
    layout: "TABULAR_SINGLE_COLUMN",
    dialect: { delimiter: "'" },
    text: "Line Item,Accounts,Time,Value\nAmount,Travel,Jan 26,'1,234.50'\nAmount,Taxi,Jan 26,0\nNote,Taxi,Jan 26,\n",
    asIs: [
      '{"Line Item":"Amount","Accounts":"Travel","Time":"Jan 26","Value":"1,234.50"}',
      '{"Line Item":"Amount","Accounts":"Taxi","Time":"Jan 26","Value":"0"}',
      '{"Line Item":"Note","Accounts":"Taxi","Time":"Jan 26","Value":null}',
    ],
    long: [TRAVEL[0] as string, TAXI[0] as string, TAXI[3] as string],
  },
  "all line items, empty rows omitted, no quotes at all": {
    ...SINGLE,
    layout: "TABULAR_ALL_LINE_ITEMS",
    dialect: { separator: "\t", delimiter: "" },
    text: "Line Item\tAccounts\tTime\tValue\nAmount\tTravel\tQ1 FY26\t(7)\nRest\tTravel\tQ1 FY26\t3\n",
    asIs: [
      '{"Line Item":"Amount","Accounts":"Travel","Time":"Q1 FY26","Value":"(7)"}',
      '{"Line Item":"Rest","Accounts":"Travel","Time":"Q1 FY26","Value":"3"}',
    ],
    long: [TRAVEL[5] as string, TRAVEL[9] as string],
  },
  "all line items, empty rows kept, CR alone": {
    ...SINGLE,
    layout: "TABULAR_ALL_LINE_ITEMS",
    text: "Line Item,Accounts,Time,Value\rAmount,Taxi,Jan 26,0\rOpen,Taxi,Jan 26,false\r",
    asIs: [
      '{"Line Item":"Amount","Accounts":"Taxi","Time":"Jan 26","Value":"0"}',
      '{"Line Item":"Open","Accounts":"Taxi","Time":"Jan 26","Value":"false"}',
    ],
    long: [TAXI[0] as string, TAXI[2] as string],
  },
  "grid of the current page, empty rows omitted, months across, the line item on the page": {
    ...GRID,
    layout: "GRID_CURRENT_PAGE",
    text: 'Amount\n,Jan 26,Q1 FY26\nTravel,"1,234.50",(7)\n',
    asIs: ['{"column_1":"Travel","Jan 26":"1,234.50","Q1 FY26":"(7)"}'],
    long: only("Amount", TRAVEL),
  },
  "grid of the current page, empty rows kept, line items across": {
    layout: "GRID_CURRENT_PAGE",
    dialect: { separator: ";" },
    headers: ["", "Amount", "Share", "Open", "Rest"],
    types: ["MIXED", "MIXED", "MIXED", "MIXED", "MIXED"],
    text: "Jan 26\n;Amount;Share;Open;Rest\nTravel;1,234.50;12.5%;true;\nTaxi;0;0%;false;\n",
    asIs: [
      '{"column_1":"Travel","Amount":1234.50,"Share":0.125,"Open":true,"Rest":0}',
      '{"column_1":"Taxi","Amount":0,"Share":0.00,"Open":false,"Rest":0}',
    ],
    long: [...TRAVEL.slice(0, 5), ...TAXI].filter((cell) => !cell.startsWith("Note")),
  },
  "grid with all pages, empty rows omitted, blank lines between": {
    ...GRID,
    layout: "GRID_ALL_PAGES",
    text: 'Amount\n,Jan 26,Q1 FY26\nTravel,"1,234.50",(7)\n\nShare\n,Jan 26,Q1 FY26\nTravel,12.5%,0%\n',
    asIs: [
      '{"page_1":"Amount","column_1":"Travel","Jan 26":"1,234.50","Q1 FY26":"(7)"}',
      '{"page_1":"Share","column_1":"Travel","Jan 26":"12.5%","Q1 FY26":"0%"}',
    ],
    long: [...only("Amount", TRAVEL), ...only("Share", TRAVEL)],
  },
  "grid with all pages, empty rows kept, one page right below the other, UTF-16": {
    ...GRID,
    layout: "GRID_ALL_PAGES",
    dialect: { encoding: "UTF-16LE" },
    bytes: "utf16le",
    text: "Open\n,Jan 26,Q1 FY26\nTravel,true,false\nTaxi,false,\nRest\n,Jan 26,Q1 FY26\nTravel,,3\nTaxi,,\n",
    asIs: [
      '{"page_1":"Open","column_1":"Travel","Jan 26":"true","Q1 FY26":"false"}',
      '{"page_1":"Open","column_1":"Taxi","Jan 26":"false","Q1 FY26":null}',
      '{"page_1":"Rest","column_1":"Travel","Jan 26":null,"Q1 FY26":"3"}',
      '{"page_1":"Rest","column_1":"Taxi","Jan 26":null,"Q1 FY26":null}',
    ],
    long: [...only("Open", TRAVEL, TAXI), "Open|Taxi|Q1 FY26||", ...only("Rest", TRAVEL, TAXI), "Rest|Taxi|Q1 FY26||0"],
  },
  "list export, empty rows omitted": {
    layout: "TABULAR_MULTI_COLUMN",
    headers: ["", "Parent", "Code", "Weight", "Active accounts"],
    types: ["ENTITY", "ENTITY", "TEXT", "NUMBER", "BOOLEAN"],
    lists: ["Accounts", "Groups", "", "", ""],
    text: ",Parent,Code,Weight,Active accounts\nTravel,Opex,6100,1.0,true\n",
    asIs: ['{"column_1":"Travel","Parent":"Opex","Code":"6100","Weight":1.0,"Active accounts":true}'],
  },
  "list export, empty rows kept, tab": {
    layout: "TABULAR_MULTI_COLUMN",
    dialect: { separator: "\t" },
    headers: ["", "Parent", "Code", "Weight", "Active accounts"],
    types: ["ENTITY", "ENTITY", "TEXT", "NUMBER", "BOOLEAN"],
    lists: ["Accounts", "Groups", "", "", ""],
    text: "\tParent\tCode\tWeight\tActive accounts\nTravel\tOpex\t6100\t1.0\ttrue\nOpex\t\t\t0\tfalse\n",
    asIs: [
      '{"column_1":"Travel","Parent":"Opex","Code":"6100","Weight":1.0,"Active accounts":true}',
      '{"column_1":"Opex","Parent":null,"Code":null,"Weight":0,"Active accounts":false}',
    ],
  },
  "model history": {
    layout: "AUDIT_LOG",
    headers: ["ID", "Date/Time (UTC)", "User", "Description"],
    types: ["TEXT", "TEXT", "TEXT", "TEXT"],
    text: 'ID,Date/Time (UTC),User,Description\n17,2026-01-31 10:15:00,ada@example.com,"Changed ""Amount"""\n',
    asIs: [
      '{"ID":"17","Date/Time (UTC)":"2026-01-31 10:15:00","User":"ada@example.com","Description":"Changed \\"Amount\\""}',
    ],
  },
};

async function read(saved: Saved, chunkBytes: number, config: TapConfig) {
  const { layout, text, dialect, bytes = "utf8", headers, types, lists } = saved;
  const metadata: ExportMetadata = {
    separator: ",",
    delimiter: '"',
    encoding: "UTF-8",
    headerNames: headers,
    dataTypes: types,
    listNames: lists ?? headers.map(() => ""),
    layout,
    ...dialect,
  };
  const content = Buffer.from(text, bytes);
  const exported = { definition: definition({ layout, exportType: layout }), metadata, text: content, chunkBytes };
  const anaplan = new FakeAnaplan([{ id: "5C1E9A7740B34D6D8F2A6B0C9D3E4F10", name: "Opex Plan", exports: [exported] }]);
  anaplan.lineItems = LINE_ITEMS;
  anaplan.calendar = CALENDAR;
  const run = await fakeRun(anaplan, { config });
  const errors: string[] = [];
  await sync([await selectOne(run)], run, (error) => errors.push(error.message));
  expect(errors).toEqual([]);
  expect(run.log.said("warn").filter((text) => text.includes("did not fit"))).toEqual([]);
  return run.sink.lines;
}

/** Of one record of the long form what a cell is about, and that dates and totals belong to the period. */
function cellOf(line: string): string {
  const record = JSON.parse(line) as Record<string, unknown>;
  const isQuarter = record.period === "Q1 FY26";
  expect(record).toMatchObject({
    period_start: "2026-01-01",
    period_end: isQuarter ? "2026-03-31" : "2026-01-31",
    period_is_total: isQuarter,
    value_date: null,
  });
  const [, digits] = /"value_number":([^,}]*)/.exec(line) ?? [];
  const typed = [digits, JSON.stringify(record.value_text), JSON.stringify(record.value_boolean)];
  const told = typed.filter((text) => text !== "null");
  expect(told.length).toBeLessThanOrEqual(1);
  return [record.line_item, record.Accounts ?? record.row_1, record.period, record.value ?? "", told[0] ?? ""].join(
    "|",
  );
}

describe("each layout", () => {
  for (const [name, saved] of Object.entries(SAVED)) {
    it(`${name}: as it is`, async () => {
      for (const chunkBytes of [3, 17, 10_000]) {
        expect(await read(saved, chunkBytes, {})).toEqual(saved.asIs);
      }
    });

    const { long } = saved;
    if (long === undefined) continue;
    it(`${name}: one row per value`, async () => {
      for (const chunkBytes of [3, 10_000]) {
        const lines = await read(saved, chunkBytes, { layout: "long" });
        expect(lines.map(cellOf).sort()).toEqual([...long].sort());
      }
    });
  }

  it("stands here with its empty rows kept and omitted", () => {
    const layouts = ["multiple column", "current line item", "single column", "all line items"];
    for (const layout of [...layouts, "grid of the current page", "grid with all pages", "list export"]) {
      for (const rows of ["kept", "omitted"]) {
        expect(Object.keys(SAVED).some((name) => name.startsWith(`${layout}, empty rows ${rows}`))).toBe(true);
      }
    }
  });
});
