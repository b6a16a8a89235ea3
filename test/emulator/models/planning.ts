/** A planning tenant: a source model whose exports are tables of text, and a planning model that takes them in every way there is:
 *  a hierarchy of lists, a numbered list, modules of up to four dimensions, imports that ask for time and version, users, versions, a
 *  selection with its delete action, and a process of three steps whose middle one fails. The tables are the truth to compare with. */
import {
  type ImportColumn,
  type ImportDefinition,
  type ModelDefinition,
  TIME,
  VERSIONS,
  type WorldDefinition,
} from "../world/definition.ts";

export const planning = {
  user: "planner@example.com",
  password: "planner's pass:word",
  workspace: "8a81b09c5f3d2e7b015f4a2c9d8e5001",
  source: "B2A05A1C0E5E4B7F9A1B2C3D4E5F9001",
  model: "B2A05A1C0E5E4B7F9A1B2C3D4E5F9002",
  imports: {
    stores: "112000000001",
    sales: "112000000002",
    budget: "112000000003",
    staff: "112000000004",
    scenarios: "112000000005",
    actuals: "112000000006",
    rates: "112000000007",
    checks: "112000000008",
  },
  files: {
    stores: "113000000001",
    sales: "113000000002",
    budget: "113000000003",
    staff: "113000000004",
    scenarios: "113000000005",
    actuals: "113000000006",
    checks: "113000000008",
  },
  deleteAction: "117000000001",
  process: "118000000001",
  /** What the budget's import asks for, and the actuals' step of the process. */
  asked: { budget: ["Mar 26", "Budget"], actuals: "Actual" },
} as const;

type Table = { header: string[]; types: string[]; rows: string[][] };

/** By the names of the source's exports. */
export const planningTables = {
  regions: {
    header: ["Name", "Code"],
    types: ["TEXT", "TEXT"],
    rows: [
      ["EMEA", "R1"],
      ["Americas", "R2"],
    ],
  },
  countries: {
    header: ["Name", "Code", "Parent"],
    types: ["TEXT", "TEXT", "TEXT"],
    rows: [
      ["Deutschland", "C1", "R1"],
      ["France", "C2", "EMEA"],
      ["Côte d'Ivoire", "C3", "R1"],
      ["Canada", "C4", "R2"],
    ],
  },
  /** The last two are closed, and the row without a code is refused. */
  stores: {
    header: ["Code", "Name", "Parent", "Area", "Opened", "Flagship", "Closed", "_sdc_deleted_at"],
    types: ["TEXT", "TEXT", "TEXT", "NUMBER", "TEXT", "BOOLEAN", "BOOLEAN", "TEXT"],
    rows: [
      ["S1", "Berlin Mitte", "C1", "1250.75", "2019-04-01", "true", "false", ""],
      ["S2", "Paris, Rivoli", "France", "0.1", "2020-02-29", "true", "false", ""],
      ["S3", 'Abidjan "Plateau"', "C3", "88", "", "false", "false", ""],
      ["S4", "Montréal", "C4", "640", "2024-12-31", "false", "false", ""],
      ["", "Nowhere", "C4", "1", "", "false", "false", ""],
      ["S5", "Lyon", "C2", "10", "2001-01-01", "false", "true", "2026-03-31T00:00:00Z"],
      ["S6", "Toronto", "C4", "20", "2002-01-01", "false", "true", "2026-03-31T00:00:00Z"],
    ],
  },
  products: {
    header: ["Code", "Name", "Price", "Active products"],
    types: ["TEXT", "TEXT", "NUMBER", "BOOLEAN"],
    rows: [
      ["P1", "Chair", "49.90", "true"],
      ["P2", "Table\nround", "199", "false"],
    ],
  },
  orders: {
    header: ["Code", "Text", "Amount"],
    types: ["TEXT", "TEXT", "NUMBER"],
    rows: [
      ["O-1", "first, with comma", "12.5"],
      ["O-2", "zweite „Bestellung“", "-3"],
      ["O-3", "", "0"],
    ],
  },
  /** The import wants days before months. The last row names a store that is not there, in words that no page must take for its own: refused. */
  sales: {
    header: ["Store", "Product", "Month", "Units", "Net", "Checked", "Posted on", "Note"],
    types: ["TEXT", "TEXT", "TEXT", "NUMBER", "NUMBER", "BOOLEAN", "TEXT", "TEXT"],
    rows: [
      ["S1", "P1", "Jan 26", "3", "149.70", "true", "2026-01-31T23:30:00Z", 'said "ok"'],
      ["S1", "P2", "Jan 26", "1", "199", "false", "2026-01-15", "two\nlines"],
      ["S2", "P1", "Feb 26", "12", "598.80", "true", "", "né à Paris"],
      ["S4", "P2", "Mar 26", "-1", "-199.00", "false", "2026-03-02", ""],
      ["<img src=x onerror=alert(1)>", "P1", "Jan 26", "1", "1", "true", "", "no such store"],
    ],
  },
  /** For one month and one version, which the import asks for. */
  budget: {
    header: ["Store", "Plan"],
    types: ["TEXT", "NUMBER"],
    rows: [
      ["S1", "1000.25"],
      ["S2", "2000"],
      ["S4", "0.125"],
    ],
  },
  /** Written as cells, into the version that the scenarios bring. */
  targets: {
    header: ["Stores", "Products", "Time", "Target", "Comment"],
    types: ["TEXT", "TEXT", "TEXT", "NUMBER", "TEXT"],
    rows: [
      ["Berlin Mitte", "Chair", "Apr 26", "55.5", "stretch"],
      ["Paris, Rivoli", "Chair", "Apr 26", "70", ""],
      ["Montréal", "Table\nround", "May 26", "-1.25", "returns"],
    ],
  },
  /** The last one is no address: refused. */
  staff: {
    header: ["Email", "First name"],
    types: ["TEXT", "TEXT"],
    rows: [
      ["zoe@example.com", "Zoë"],
      ["bo@example.com", "Bo"],
      ["nobody", "No"],
    ],
  },
  scenarios: {
    header: ["Name"],
    types: ["TEXT"],
    rows: [["Actual"], ["Stretch"]],
  },
  actuals: {
    header: ["Store", "Month", "Plan"],
    types: ["TEXT", "TEXT", "NUMBER"],
    rows: [
      ["S1", "Jan 26", "11"],
      ["S2", "Jan 26", "22.5"],
    ],
  },
  checks: {
    header: ["Store", "Done"],
    types: ["TEXT", "BOOLEAN"],
    rows: [
      ["S1", "true"],
      ["S4", "true"],
    ],
  },
} satisfies Record<string, Table>;

export type PlanningTable = keyof typeof planningTables;

const REGIONS = "101000000001";
const COUNTRIES = "101000000002";
const STORES = "101000000003";
const PRODUCTS = "101000000004";
const ORDERS = "101000000005";
const SALES = "102000000001";
const PLAN = "102000000002";
const TARGETS = "102000000003";
const CHECKS = "102000000004";

/** A fresh definition each time. */
export function planningWorld(): WorldDefinition {
  return {
    users: [{ id: "8a81b09c6a1b2c3d016a4b5c6d7e5001", email: planning.user, password: planning.password }],
    workspaces: [{ id: planning.workspace, name: "Planning", models: [sourceModel(), planningModel()] }],
  };
}

function sourceModel(): ModelDefinition {
  return {
    id: planning.source,
    name: "Books",
    exports: Object.entries(planningTables).map(([name, { header, types, rows }], n) => ({
      id: `116${String(n + 1).padStart(9, "0")}`,
      name,
      exportType: "TABULAR_MULTI_COLUMN",
      source: { kind: "text", text: [header, ...rows].map(csvLine).join("") },
      headerNames: header,
      dataTypes: types,
    })),
  };
}

function csvLine(fields: readonly string[]): string {
  return `${fields.map((field) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(",")}\n`;
}

function planningModel(): ModelDefinition {
  return {
    id: planning.model,
    name: "Retail Plan",
    calendar: { startMonth: "2026-01", years: 1, currentMonth: "2026-03" },
    versions: [
      { id: "107000000001", name: "Actual", isActual: true },
      { id: "107000000002", name: "Budget", isCurrent: true },
    ],
    lists: [
      { id: REGIONS, name: "Regions" },
      { id: COUNTRIES, name: "Countries", parent: REGIONS },
      {
        id: STORES,
        name: "Stores",
        parent: COUNTRIES,
        properties: [
          { name: "Area", format: { type: "NUMBER" } },
          { name: "Opened", format: { type: "DATE" } },
          { name: "Closed", format: { type: "BOOLEAN" } },
        ],
        subsets: [{ id: "109000000001", name: "Flagships" }],
      },
      {
        id: PRODUCTS,
        name: "Products",
        properties: [{ name: "Price", format: { type: "NUMBER" } }],
        subsets: [{ id: "109000000002", name: "Active products" }],
      },
      {
        id: ORDERS,
        name: "Orders",
        numbered: true,
        properties: [
          { name: "Text", format: { type: "TEXT" } },
          { name: "Amount", format: { type: "NUMBER" } },
        ],
      },
    ],
    modules: [
      {
        id: SALES,
        name: "SAL01 Sales",
        appliesTo: [STORES, PRODUCTS, TIME],
        lineItems: [
          { id: "210000000001", name: "Units", format: { type: "NUMBER" } },
          { id: "210000000002", name: "Net", format: { type: "NUMBER" } },
          { id: "210000000003", name: "Checked", format: { type: "BOOLEAN" } },
          { id: "210000000004", name: "Posted on", format: { type: "DATE" } },
          { id: "210000000005", name: "Note", format: { type: "TEXT" } },
        ],
      },
      {
        id: PLAN,
        name: "PLN01 Plan",
        appliesTo: [STORES, TIME, VERSIONS],
        lineItems: [{ id: "211000000001", name: "Plan", format: { type: "NUMBER" } }],
      },
      {
        id: TARGETS,
        name: "PLN02 Targets",
        appliesTo: [STORES, PRODUCTS, TIME, VERSIONS],
        lineItems: [
          { id: "212000000001", name: "Target", format: { type: "NUMBER" } },
          { id: "212000000002", name: "Comment", format: { type: "TEXT" } },
        ],
      },
      {
        id: CHECKS,
        name: "CHK01 Checks",
        appliesTo: [STORES],
        lineItems: [{ id: "213000000001", name: "Done", format: { type: "BOOLEAN" } }],
      },
    ],
    files: Object.entries(planning.files).map(([name, id]) => ({
      id,
      name: `${name}.csv`,
      // One file of another dialect, as a model builder's sample may be.
      ...(name === "sales" && { separator: "\t", encoding: "UTF-16LE" }),
    })),
    imports: imports(),
    actions: [
      {
        id: planning.deleteAction,
        name: "Remove closed stores",
        actionType: "DELETE_BY_SELECTION",
        listId: STORES,
        selection: { property: "Closed" },
      },
    ],
    processes: [
      {
        id: planning.process,
        name: "Close month",
        steps: [planning.imports.actuals, planning.imports.rates, planning.imports.checks],
      },
    ],
  };
}

const store: ImportColumn = { header: "Store", to: { kind: "dimension", dimensionId: STORES, by: "code" } };
const month: ImportColumn = { header: "Month", to: { kind: "dimension", dimensionId: TIME } };

function cell(lineItem: string): ImportColumn {
  return { header: lineItem, to: { kind: "lineItem", lineItem } };
}

function imports(): ImportDefinition[] {
  const { files, imports: ids } = planning;
  return [
    {
      id: ids.stores,
      name: "Load stores",
      importType: "HIERARCHY_DATA",
      fileId: files.stores,
      target: STORES,
      columns: [
        { header: "Code", to: { kind: "code" } },
        { header: "Name", to: { kind: "name" } },
        { header: "Parent", to: { kind: "parent" } },
        ...["Area", "Opened", "Closed"].map(
          (property): ImportColumn => ({ header: property, to: { kind: "property", property } }),
        ),
        { header: "Flagship", to: { kind: "subset", subset: "Flagships" } },
      ],
    },
    {
      id: ids.sales,
      name: "Load sales",
      importType: "MODULE_DATA",
      fileId: files.sales,
      target: SALES,
      dateFormat: "DMY",
      columns: [
        store,
        { header: "Product", to: { kind: "dimension", dimensionId: PRODUCTS, by: "code" } },
        month,
        ...["Units", "Net", "Checked", "Posted on", "Note"].map(cell),
      ],
    },
    {
      id: ids.budget,
      name: "Load budget",
      importType: "MODULE_DATA",
      fileId: files.budget,
      target: PLAN,
      columns: [store, cell("Plan")],
      asks: [
        { dimensionId: TIME, entityType: "Time" },
        { dimensionId: VERSIONS, entityType: "Version" },
      ],
    },
    {
      id: ids.staff,
      name: "Load staff",
      importType: "USERS",
      fileId: files.staff,
      columns: [
        { header: "Email", to: { kind: "email" } },
        { header: "First name", to: { kind: "firstName" } },
      ],
    },
    {
      id: ids.scenarios,
      name: "Load scenarios",
      importType: "VERSIONS",
      fileId: files.scenarios,
      columns: [{ header: "Name", to: { kind: "name" } }],
    },
    {
      id: ids.actuals,
      name: "Actuals",
      importType: "MODULE_DATA",
      fileId: files.actuals,
      target: PLAN,
      columns: [store, month, cell("Plan")],
      asks: [{ dimensionId: VERSIONS, entityType: "Version" }],
    },
    // From another model that cannot be reached, until a person repairs it.
    {
      id: ids.rates,
      name: "Rates from Hub",
      importType: "MODULE_DATA",
      target: CHECKS,
      columns: [store, cell("Done")],
    },
    {
      id: ids.checks,
      name: "Checks",
      importType: "MODULE_DATA",
      fileId: files.checks,
      target: CHECKS,
      columns: [store, cell("Done")],
    },
  ];
}
