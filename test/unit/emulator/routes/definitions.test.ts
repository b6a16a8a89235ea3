import { afterAll, beforeAll, expect, test } from "vitest";
import { tiny } from "../../../emulator/models/tiny.ts";
import { type Emulator, startEmulator } from "../../../emulator/server.ts";
import { type Session, signIn } from "../session.ts";

let emulator: Emulator;
let session: Session;

beforeAll(async () => {
  emulator = await startEmulator();
  session = await signIn(emulator);
});
afterAll(() => emulator.stop());

test("imports name their file, those from models name none", async () => {
  const { imports } = (await session.inModel("GET", "/imports/")).body;
  const byId = new Map(imports.map((entry: { id: string }) => [entry.id, entry]));
  expect(byId.get(tiny.accountsImport)).toEqual({
    id: tiny.accountsImport,
    name: "Accounts from accounts.csv",
    importDataSourceId: tiny.accountsFile,
    importType: "HIERARCHY_DATA",
  });
  expect(byId.get(tiny.modelImport)).toMatchObject({ importDataSourceId: "", importDataSource: { type: "MODEL" } });
});

test("an import's metadata describe its file; of an unknown import they are a 500", async () => {
  const { importMetadata } = (await session.inModel("GET", `/imports/${tiny.plansImport}`)).body;
  expect(importMetadata).toMatchObject({
    type: "FILE",
    source: { columnSeparator: ";", decimalSeparator: ",", headerNames: ["Account", "Plan"], columnCount: 2 },
  });
  expect((await session.inModel("GET", `/imports/${tiny.modelImport}`)).body.importMetadata).toEqual({
    name: "Hub copy",
    type: "MODEL",
  });
  expect((await session.inModel("GET", "/imports/112000009999")).status).toBe(500);
});

test("an export's metadata give columns with types, and an estimate of rows", async () => {
  const { exportMetadata } = (await session.inModel("GET", `/exports/${tiny.flatExport}`)).body;
  expect(exportMetadata).toMatchObject({
    separator: ",",
    delimiter: '"',
    encoding: "UTF-8",
    layout: "TABULAR_MULTI_COLUMN",
  });
  expect(exportMetadata.headerNames.slice(0, 5)).toEqual(["Accounts", "Time", "Amount", "Active", "Posted on"]);
  expect(exportMetadata.dataTypes.slice(0, 5)).toEqual(["ENTITY", "TIME_ENTITY", "NUMBER", "BOOLEAN", "DATE"]);
  expect((await session.inModel("GET", "/exports/116000009999")).status).toBe(404);
  const excel = (await session.inModel("GET", `/exports/${tiny.xlsExport}`)).body.exportMetadata;
  expect([excel.exportFormat, excel.separator]).toEqual(["application/vnd.ms-excel", ""]);
});

test("a process tells its steps in order, with their files when asked", async () => {
  const { processMetadata } = (await session.inModel("GET", `/processes/${tiny.process}?showImportDataSource=true`))
    .body;
  expect(processMetadata.actions.map(({ id }: { id: string }) => id)).toEqual([
    tiny.accountsImport,
    tiny.deleteAction,
    tiny.flatExport,
  ]);
  expect(processMetadata.actions[0].importDataSource).toEqual({ importDataSourceId: tiny.accountsFile, type: "FILE" });
  const plain = (await session.inModel("GET", `/processes/${tiny.process}`)).body.processMetadata;
  expect(plain.actions[0]).not.toHaveProperty("importDataSource");
});

test("actions hold neither imports nor exports", async () => {
  const { actions } = (await session.inModel("GET", "/actions")).body;
  expect(actions).toEqual([
    { id: tiny.deleteAction, name: "Clear leavers", actionType: "DELETE_BY_SELECTION" },
    { id: tiny.orderAction, name: "Order accounts" },
  ]);
});
