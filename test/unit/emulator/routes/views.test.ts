import { afterAll, beforeAll, expect, test } from "vitest";
import { tiny } from "../../../emulator/models/tiny.ts";
import { type Emulator, startEmulator } from "../../../emulator/server.ts";
import { modelRoot, type Session, signIn } from "../session.ts";

const MODULE = "102000000027";
let emulator: Emulator;
let session: Session;

beforeAll(async () => {
  emulator = await startEmulator();
  session = await signIn(emulator);
});
afterAll(() => emulator.stop());

test("line items come plain or in full", async () => {
  const plain = (await session.inModel("GET", `/modules/${MODULE}/lineItems`)).body.items[0];
  expect(plain).toEqual({ moduleId: MODULE, moduleName: "OPX01 Input", id: "208000000051", name: "Amount" });
  const full = (await session.inModel("GET", "/lineItems?includeAll=true")).body.items;
  expect(full[0]).toMatchObject({
    format: "NUMBER",
    formatMetadata: { dataType: "NUMBER" },
    timeScale: "Month",
    cellCount: 48,
  });
  expect(full.find(({ name }: { name: string }) => name === "Organisation").formatMetadata.dataType).toBe("ENTITY");
});

test("dimension items: lists everywhere, Time only through line items and views", async () => {
  const time = "20000000003";
  expect((await session.inModel("GET", `/dimensions/${time}/items`)).status).toBe(400);
  const periods = (await session.inModel("GET", `/lineItems/208000000051/dimensions/${time}/items`)).body.items;
  expect(periods.map(({ name }: { name: string }) => name).slice(0, 2)).toEqual(["Jan 26", "Feb 26"]);
  const found = await session.inModel("POST", "/dimensions/101000000014/items", {
    names: ["TRAVEL"],
    codes: ["nothing"],
  });
  expect(found.body.items).toEqual([{ id: "202000000001", name: "Travel", code: "6100" }]);
  expect((await session.inModel("POST", "/dimensions/101000000014/items", {})).status).toBe(400);
});

test("views are named by module and view, and have axes", async () => {
  const { views } = (await session.inModel("GET", "/views")).body;
  expect(views.slice(0, 2).map(({ id, name }: { id: string; name: string }) => [id, name])).toEqual([
    [MODULE, "OPX01 Input"],
    ["208000000099", "OPX01 Input.Flat"],
  ]);
  const axes = (await session.inModel("GET", `/views/${MODULE}`)).body;
  expect(axes).toMatchObject({
    viewName: "OPX01 Input",
    rows: [{ name: "Accounts" }],
    columns: [{ name: "Time" }],
    pages: [{ name: "Line Items" }],
  });
});

test("view data come as JSON without envelope, or as CSV", async () => {
  const { body } = await session.inModel("GET", `/views/${MODULE}/data?format=v1`);
  expect(body.pages).toEqual(["Amount"]);
  expect(body.rows[0].rowCoordinates).toEqual(["Travel"]);
  expect(body.rows[0].cells.slice(0, 3)).toEqual(["64.6", "0.1", "0"]);
  const csv = await session.call("GET", `${modelRoot}/views/${MODULE}/data`, { accept: "text/csv" });
  expect(csv.text.split("\n")[1]).toMatch(/^,Jan 26,Feb 26/);
  const active = await session.inModel("GET", `/views/${MODULE}/data?format=v1&pages=20000000012:208000000052`);
  expect(active.body.pages).toEqual(["Active"]);
  const bad = await session.inModel("GET", `/views/${MODULE}/data?format=v1&pages=1:2`);
  expect([bad.status, bad.body.status.message]).toEqual([400, "Invalid page selector [1:2]"]);
});

test("a cell write answers 200 with failures per cell", async () => {
  const at = (code: string) => [
    { dimensionName: "Accounts", itemCode: code },
    { dimensionId: "20000000003", itemName: "Dec 26" },
  ];
  const { status, body } = await session.inModel("POST", `/modules/${MODULE}/data`, [
    { lineItemName: "Amount", dimensions: at("6100"), value: 12.5 },
    { lineItemName: "Double", dimensions: at("6100"), value: 1 },
    { lineItemName: "Amount", dimensions: at("none"), value: 1 },
    { lineItemName: "Amount", dimensions: at("6101"), value: "abc" },
  ]);
  expect(status).toBe(200);
  expect(body.numberOfCellsChanged).toBe(1);
  expect(body.failures.map(({ failureType }: { failureType: string }) => failureType)).toEqual([
    "cellIsCalculated",
    "dimensionNotFound",
    "dataTypeConversion",
  ]);
  expect(emulator.world.cell(tiny.model, "OPX01 Input", "Amount", ["Travel", "Dec 26"])).toBe(12.5);
});

test("a view read request takes only its export types", async () => {
  const path = `/views/${MODULE}/readRequests`;
  expect((await session.inModel("POST", path, { exportType: "NONSENSE" })).status).toBe(400);
  const { requestId } = (await session.inModel("POST", path, { exportType: "TABULAR_MULTI_COLUMN" })).body
    .viewReadRequest;
  await session.inModel("GET", `${path}/${requestId}`);
  await session.inModel("GET", `${path}/${requestId}`);
  const { text } = await session.inModel("GET", `${path}/${requestId}/pages/0`);
  expect(text.split("\n")[0]).toBe("Accounts,Time,Amount,Active,Posted on,Note,Organisation,Double");
});

test("calendar, current period and versions", async () => {
  expect((await session.inModel("GET", "/currentPeriod")).body.currentPeriod).toMatchObject({
    periodText: "May 26",
    lastDay: "2026-05-31",
  });
  expect((await session.inModel("GET", "/modelCalendar")).body.modelCalendar.fiscalYear.year).toBe("FY26");
  expect((await session.inModel("GET", "/modelCalendar/fiscalYear")).status).toBe(405);
  expect(
    (await session.inModel("GET", "/versions")).body.versionMetadata.map(({ name }: { name: string }) => name),
  ).toEqual(["Actual", "Budget"]);
});
