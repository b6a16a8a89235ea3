/** A small world with every kind of object, for tests. Anaplan's own example names where anaplan-api.md has them. */
import { type ModelDefinition, TIME, VERSIONS, type WorldDefinition } from "../world/definition.ts";
import { adaCertificate, selfSignedCertificate } from "./certificates.ts";

export const tiny = {
  user: "ada@example.com",
  password: "ada's pass:word",
  otherUser: "bob@example.com",
  otherPassword: "bobs-password",
  workspace: "8a81b09c5f3d2e7b015f4a2c9d8e1001",
  otherWorkspace: "8a81b09c5f3d2e7b015f4a2c9d8e1002",
  /** Holds everything below. */
  model: "5C1E9A7740B34D6D8F2A6B0C9D3E4F10",
  emptyModel: "5C1E9A7740B34D6D8F2A6B0C9D3E4F11",
  archivedModel: "5C1E9A7740B34D6D8F2A6B0C9D3E4F12",
  forbiddenModel: "5C1E9A7740B34D6D8F2A6B0C9D3E4F13",
  lockedModel: "5C1E9A7740B34D6D8F2A6B0C9D3E4F14",
  closedModel: "5C1E9A7740B34D6D8F2A6B0C9D3E4F15",
  accountsFile: "113000000021",
  amountsFile: "113000000022",
  notesFile: "113000000023",
  plansFile: "113000000024",
  usersFile: "113000000025",
  bookingsFile: "113000000026",
  sinkFile: "113000000027",
  accountsImport: "112000000034",
  modelImport: "112000000035",
  amountsImport: "112000000036",
  notesImport: "112000000037",
  plansImport: "112000000038",
  usersImport: "112000000039",
  bookingsImport: "112000000040",
  sinkImport: "112000000041",
  flatExport: "116000000012",
  singleColumnExport: "116000000013",
  gridExport: "116000000014",
  gridAllExport: "116000000015",
  listExport: "116000000016",
  xlsExport: "116000000017",
  tabExport: "116000000018",
  latin1Export: "116000000019",
  bomExport: "116000000020",
  adminsExport: "116000000021",
  oddExport: "116000000022",
  generatedExport: "116000000023",
  hugeExport: "116000000024",
  emptyExport: "116000000025",
  deleteAction: "117000000008",
  orderAction: "117000000009",
  process: "118000000005",
} as const;

const GROUPS = "101000000013";
const ACCOUNTS = "101000000014";
const ORGANISATIONS = "101000000015";
const BOOKINGS = "101000000016";
const INPUT = "102000000027";
const SELECTION = "102000000028";
const PLAN = "102000000029";

/** A fresh definition each time. */
export function tinyWorld(): WorldDefinition {
  return {
    users: [
      {
        id: "8a81b09c6a1b2c3d016a4b5c6d7e0002",
        email: tiny.user,
        password: tiny.password,
        firstName: "Ada",
        lastName: "Example",
        certificates: [adaCertificate, selfSignedCertificate],
      },
      {
        id: "8a81b09c6a1b2c3d016a4b5c6d7e0003",
        email: tiny.otherUser,
        password: tiny.otherPassword,
        firstName: "Bob",
        lastName: "Example",
        admin: false,
      },
    ],
    oauthClients: [
      {
        clientId: "device-client",
        grant: "device_code",
        user: tiny.user,
        approval: "after-polls",
        approvalPolls: 1,
        pollIntervalSeconds: 0,
      },
      { clientId: "rotating-client", grant: "device_code", user: tiny.user, rotating: true, pollIntervalSeconds: 0 },
      { clientId: "code-client", clientSecret: "code-secret", grant: "authorization_code", user: tiny.user },
    ],
    workspaces: [
      {
        id: tiny.workspace,
        name: "Finance Sandbox",
        models: [
          opexPlan(),
          { id: tiny.emptyModel, name: "Opex Hub" },
          { id: tiny.archivedModel, name: "Old Plan", activeState: "ARCHIVED" },
          { id: tiny.forbiddenModel, name: "Secret Plan", noAccess: [tiny.user, tiny.otherUser] },
          { id: tiny.lockedModel, name: "Locked Plan", activeState: "LOCKED" },
        ],
      },
      {
        id: tiny.otherWorkspace,
        name: "Operations",
        models: [{ id: tiny.closedModel, name: "Night Plan", closed: true }],
      },
    ],
  };
}

function opexPlan(): ModelDefinition {
  return {
    id: tiny.model,
    name: "Opex Plan",
    calendar: { startMonth: "2026-01", years: 1, currentMonth: "2026-05" },
    versions: [
      { id: "107000000001", name: "Actual", isActual: true },
      { id: "107000000002", name: "Budget", isCurrent: true },
    ],
    lists: [
      {
        id: GROUPS,
        name: "Groups",
        items: [
          { name: "Opex", code: "G1" },
          { name: "Capex", code: "G2" },
        ],
      },
      {
        id: ACCOUNTS,
        name: "Accounts",
        parent: GROUPS,
        properties: [
          { name: "Owner", format: { type: "TEXT" } },
          { name: "Weight", format: { type: "NUMBER" } },
          { name: "Active", format: { type: "BOOLEAN" } },
          { name: "Since", format: { type: "DATE" } },
        ],
        subsets: [{ id: "109000000003", name: "Active accounts" }],
        items: [
          {
            name: "Travel",
            code: "6100",
            parent: "Opex",
            properties: { Owner: "Ada", Weight: "1.5", Active: "true", Since: "2024-03-05" },
            subsets: ["Active accounts"],
          },
          { name: "Taxi", code: "6101", parent: "Opex", properties: { Owner: 'Bo "the" B, Jr.', Active: "false" } },
          { name: "Café", code: "6102", parent: "Opex", properties: { Owner: "Zoë\nline two", Weight: "-0.25" } },
          { name: "Servers", code: "7100", parent: "Capex", properties: { Owner: "漢字 🚀" } },
        ],
      },
      {
        id: ORGANISATIONS,
        name: "Organisations",
        items: [
          { name: "UK", code: "1" },
          { name: "DE", code: "2" },
        ],
      },
      {
        id: BOOKINGS,
        name: "Bookings",
        numbered: true,
        properties: [
          { name: "Text", format: { type: "TEXT" } },
          { name: "Amount", format: { type: "NUMBER" } },
        ],
      },
    ],
    modules: [
      {
        id: INPUT,
        name: "OPX01 Input",
        appliesTo: [ACCOUNTS, TIME],
        lineItems: [
          { id: "208000000051", name: "Amount", format: { type: "NUMBER" } },
          { id: "208000000052", name: "Active", format: { type: "BOOLEAN" } },
          { id: "208000000053", name: "Posted on", format: { type: "DATE" } },
          { id: "208000000054", name: "Note", format: { type: "TEXT" } },
          { id: "208000000055", name: "Organisation", format: { type: "LIST", listId: ORGANISATIONS } },
          { id: "208000000056", name: "Double", format: { type: "NUMBER" }, formula: "Amount * 2" },
        ],
        views: [
          { id: "208000000099", name: "Flat", rows: [ACCOUNTS], columns: [TIME], lineItems: ["Amount", "Active"] },
        ],
        cells: [
          {
            at: ["Travel", "Jan 26"],
            values: { Amount: 64.6, Active: true, "Posted on": "2026-01-15", Note: "a, b", Organisation: "UK" },
          },
          { at: ["Travel", "Feb 26"], values: { Amount: "0.1", Note: 'say "hi"' } },
          { at: ["Taxi", "Jan 26"], values: { Amount: "12345678901234567890.123456789", Note: "two\nlines" } },
          { at: ["Café", "Mar 26"], values: { Amount: -7, Active: true, Note: "né ß €".slice(0, 4) } },
        ],
      },
      {
        id: SELECTION,
        name: "OPX02 Selection",
        appliesTo: [ACCOUNTS],
        lineItems: [{ id: "209000000001", name: "Delete?", format: { type: "BOOLEAN" } }],
        cells: [{ at: ["Servers"], values: { "Delete?": true } }],
      },
      {
        id: PLAN,
        name: "OPX03 Plan",
        appliesTo: [ACCOUNTS, VERSIONS],
        lineItems: [{ id: "210000000001", name: "Plan", format: { type: "NUMBER" } }],
      },
    ],
    files: [
      { id: tiny.accountsFile, name: "accounts.csv", headerNames: ["Code", "Name", "Parent", "Owner", "Weight"] },
      { id: tiny.amountsFile, name: "amounts.csv" },
      { id: tiny.notesFile, name: "notes.txt", separator: "\t", encoding: "UTF-16LE" },
      { id: tiny.plansFile, name: "plans.csv", separator: ";", decimalSeparator: "," },
      {
        id: tiny.usersFile,
        name: "users.csv",
        defaultContent: { text: "Email\nold@example.com\n", audience: "everyone" },
      },
      { id: tiny.bookingsFile, name: "bookings.csv" },
      { id: tiny.sinkFile, name: "sink.csv", sink: true },
    ],
    imports: [
      {
        id: tiny.accountsImport,
        name: "Accounts from accounts.csv",
        importType: "HIERARCHY_DATA",
        fileId: tiny.accountsFile,
        target: ACCOUNTS,
        columns: [
          { header: "Code", to: { kind: "code" } },
          { header: "Name", to: { kind: "name" } },
          { header: "Parent", to: { kind: "parent" } },
          { header: "Owner", to: { kind: "property", property: "Owner" } },
          { header: "Weight", to: { kind: "property", property: "Weight" } },
        ],
      },
      { id: tiny.modelImport, name: "Hub copy", importType: "MODULE_DATA", target: INPUT, columns: [] },
      {
        id: tiny.amountsImport,
        name: "Amounts",
        importType: "MODULE_DATA",
        fileId: tiny.amountsFile,
        target: INPUT,
        columns: [
          { header: "Accounts", to: { kind: "dimension", dimensionId: ACCOUNTS } },
          { header: "Time", to: { kind: "dimension", dimensionId: TIME } },
          { header: "Amount", to: { kind: "lineItem", lineItem: "Amount" } },
          { header: "Active", to: { kind: "lineItem", lineItem: "Active" } },
          { header: "Posted on", to: { kind: "lineItem", lineItem: "Posted on" } },
          { header: "Note", to: { kind: "lineItem", lineItem: "Note" } },
          { header: "Organisation", to: { kind: "lineItem", lineItem: "Organisation" } },
        ],
      },
      {
        id: tiny.notesImport,
        name: "Notes",
        importType: "MODULE_DATA",
        fileId: tiny.notesFile,
        target: INPUT,
        columns: [
          { header: "Account", to: { kind: "dimension", dimensionId: ACCOUNTS, by: "code" } },
          { header: "Month", to: { kind: "dimension", dimensionId: TIME } },
          { header: "Line Item", to: { kind: "lineItemName" } },
          { header: "Value", to: { kind: "value" } },
        ],
      },
      {
        id: tiny.plansImport,
        name: "Plans",
        importType: "MODULE_DATA",
        fileId: tiny.plansFile,
        target: PLAN,
        columns: [
          { header: "Account", to: { kind: "dimension", dimensionId: ACCOUNTS } },
          { header: "Plan", to: { kind: "lineItem", lineItem: "Plan" } },
        ],
        asks: [{ dimensionId: VERSIONS, entityType: "Version" }],
      },
      {
        id: tiny.usersImport,
        name: "Users",
        importType: "USERS",
        fileId: tiny.usersFile,
        columns: [{ header: "Email", to: { kind: "email" } }],
      },
      {
        id: tiny.bookingsImport,
        name: "Bookings",
        importType: "HIERARCHY_DATA",
        fileId: tiny.bookingsFile,
        target: BOOKINGS,
        columns: [
          { header: "Code", to: { kind: "code" } },
          { header: "Text", to: { kind: "property", property: "Text" } },
          { header: "Amount", to: { kind: "property", property: "Amount" } },
        ],
      },
      {
        id: tiny.sinkImport,
        name: "Sink",
        importType: "HIERARCHY_DATA",
        fileId: tiny.sinkFile,
        target: BOOKINGS,
        columns: [{ header: "Code", to: { kind: "code" } }],
      },
    ],
    exports: [
      {
        id: tiny.flatExport,
        name: "Opex flat.csv",
        exportType: "TABULAR_MULTI_COLUMN",
        source: { kind: "module", moduleId: INPUT },
        omitEmptyRows: true,
      },
      {
        id: tiny.singleColumnExport,
        name: "Opex single.csv",
        exportType: "TABULAR_SINGLE_COLUMN",
        source: { kind: "module", moduleId: INPUT, lineItems: ["Amount"] },
      },
      {
        id: tiny.gridExport,
        name: "Opex grid.csv",
        exportType: "GRID_CURRENT_PAGE",
        source: { kind: "module", moduleId: INPUT },
      },
      {
        id: tiny.gridAllExport,
        name: "Opex pages.csv",
        exportType: "GRID_ALL_PAGES",
        source: { kind: "module", moduleId: INPUT },
      },
      {
        id: tiny.listExport,
        name: "Accounts.csv",
        exportType: "TABULAR_MULTI_COLUMN",
        source: { kind: "list", listId: ACCOUNTS },
      },
      {
        id: tiny.xlsExport,
        name: "Opex.xls",
        exportType: "GRID_CURRENT_PAGE",
        exportFormat: "application/vnd.ms-excel",
        source: { kind: "module", moduleId: INPUT },
      },
      {
        id: tiny.tabExport,
        name: "Accounts.txt",
        exportType: "TABULAR_MULTI_COLUMN",
        exportFormat: "text/plain",
        encoding: "UTF-16LE",
        bom: true,
        separator: "\t",
        lineEnd: "CRLF",
        source: { kind: "list", listId: ACCOUNTS },
      },
      {
        id: tiny.latin1Export,
        name: "Latin.csv",
        exportType: "TABULAR_MULTI_COLUMN",
        encoding: "ISO-8859-1",
        separator: ";",
        source: { kind: "text", text: "Name;Größe\nCafé;1\nNaïve;2\n" },
        headerNames: ["Name", "Größe"],
        dataTypes: ["TEXT", "NUMBER"],
      },
      {
        id: tiny.bomExport,
        name: "Opex bom.csv",
        exportType: "TABULAR_MULTI_COLUMN",
        bom: true,
        lineEnd: "CRLF",
        source: { kind: "list", listId: ACCOUNTS },
      },
      {
        id: tiny.adminsExport,
        name: "Admins only.csv",
        exportType: "TABULAR_MULTI_COLUMN",
        adminsOnly: true,
        source: { kind: "list", listId: GROUPS },
      },
      {
        id: tiny.oddExport,
        name: 'Odd, "quoted".csv',
        exportType: "TABULAR_MULTI_COLUMN",
        source: { kind: "text", text: ',Amount,Amount,"a ""b"", c"\nx,1,2,"line\none"\n"y, z",,-0.5,"é"\n' },
        headerNames: ["", "Amount", "Amount", 'a "b", c'],
        dataTypes: ["ENTITY", "NUMBER", "NUMBER", "TEXT"],
      },
      {
        id: tiny.generatedExport,
        name: "Generated.csv",
        exportType: "TABULAR_MULTI_COLUMN",
        source: { kind: "generated", generate: generated(2500, 400) },
      },
      {
        id: tiny.hugeExport,
        name: "Five gigabytes.csv",
        exportType: "TABULAR_MULTI_COLUMN",
        source: { kind: "generated", generate: { ...generated(60_000_000, 100_000) } },
      },
      {
        id: tiny.emptyExport,
        name: "Nothing.csv",
        exportType: "TABULAR_MULTI_COLUMN",
        source: { kind: "list", listId: BOOKINGS },
      },
    ],
    actions: [
      {
        id: tiny.deleteAction,
        name: "Clear leavers",
        actionType: "DELETE_BY_SELECTION",
        listId: ACCOUNTS,
        selection: { moduleId: SELECTION, lineItem: "Delete?" },
      },
      { id: tiny.orderAction, name: "Order accounts", actionType: "ORDER_HIERARCHY", typeHidden: true },
    ],
    processes: [
      { id: tiny.process, name: "Nightly load", steps: [tiny.accountsImport, tiny.deleteAction, tiny.flatExport] },
    ],
  };
}

function generated(rows: number, rowsPerChunk: number) {
  return {
    rows,
    rowsPerChunk,
    columns: [
      { header: "Code", type: "code" as const },
      { header: "Item", type: "word" as const },
      { header: "Period", type: "period" as const },
      { header: "Amount", type: "number" as const },
      { header: "Active", type: "boolean" as const },
      { header: "Posted on", type: "date" as const },
      { header: "Note", type: "text" as const, size: 40 },
    ],
  };
}
