import { afterAll, beforeAll, expect, test } from "vitest";
import { tiny } from "../../../emulator/models/tiny.ts";
import { type Emulator, startEmulator } from "../../../emulator/server.ts";
import { modelRoot, type Session, signIn } from "../session.ts";

const ACCOUNTS = "/lists/101000000014";
let emulator: Emulator;
let session: Session;

beforeAll(async () => {
  emulator = await startEmulator({ limits: { listWriteItems: 5, readRequestPageRows: 2 } });
  session = await signIn(emulator);
});
afterAll(() => emulator.stop());

test("items show details when asked, values as text", async () => {
  const plain = (await session.inModel("GET", `${ACCOUNTS}/items`)).body.listItems[0];
  expect(plain).toEqual({ id: "202000000001", name: "Travel", code: "6100" });
  const full = (await session.inModel("GET", `${ACCOUNTS}/items?includeAll=true`)).body.listItems[0];
  expect(full).toMatchObject({
    parent: "Opex",
    parentId: "201000000001",
    properties: { Weight: "1.5" },
    subsets: { "Active accounts": true },
  });
  expect(full).not.toHaveProperty("read");
});

test("items come as CSV too", async () => {
  const { text } = await session.call("GET", `${modelRoot}${ACCOUNTS}/items?includeAll=true`, { accept: "text/csv" });
  expect(text.split("\n")[0]).toBe(
    "id,name,code,parent,parentId,listId,listName,Active accounts,Owner,Weight,Active,Since",
  );
  expect(text).toContain('"Bo ""the"" B, Jr."');
});

test("metadata count items and name the parent", async () => {
  expect((await session.inModel("GET", ACCOUNTS)).body.metadata).toMatchObject({
    name: "Accounts",
    parent: { id: "101000000013", name: "Groups" },
    numberedList: false,
    itemCount: 4,
    managedBy: "",
  });
});

test("adding ignores what is there, fails what cannot be, and keeps to the limit", async () => {
  const items = [
    { name: "Hotel", code: "6200", parent: "G1", properties: { Owner: "Bo" } },
    { name: "Travel", code: "6100" },
    { name: "Other", code: "6100" },
    { code: "6300" },
    { name: "Lost", parent: "Nowhere" },
  ];
  const { status, body } = await session.inModel("POST", `${ACCOUNTS}/items?action=add`, { items });
  expect(status).toBe(200);
  expect(body).toMatchObject({ added: 1, ignored: 4, total: 5 });
  expect(body.failures.map(({ requestIndex }: { requestIndex: number }) => requestIndex)).toEqual([2, 3, 4]);
  const six = Array.from({ length: 6 }, (_, n) => ({ name: `N${n}` }));
  expect((await session.inModel("POST", `${ACCOUNTS}/items?action=add`, { items: six })).status).toBe(400);
  expect((await session.inModel("POST", `${ACCOUNTS}/items`, { items })).status).toBe(400);
});

test("updating keeps what is not sent; deleting wants one identifier", async () => {
  const put = (item: object) => session.inModel("PUT", `${ACCOUNTS}/items`, { items: [item] });
  expect((await put({ code: "6101", properties: { Weight: "3" } })).body).toEqual({ updated: 1, ignored: 0, total: 1 });
  expect((await put({ code: "6101", properties: { Weight: "3" } })).body.ignored).toBe(1);
  const taxi = emulator.world.listItems(tiny.model, "Accounts").find(({ code }) => code === "6101");
  expect(taxi?.properties).toMatchObject({ Weight: "3", Owner: 'Bo "the" B, Jr.' });
  const remove = (item: object) => session.inModel("POST", `${ACCOUNTS}/items?action=delete`, { items: [item] });
  expect((await remove({ id: taxi?.id, code: "6101" })).body.failures).toHaveLength(1);
  expect((await remove({ code: "6101" })).body.deleted).toBe(1);
  expect((await remove({ code: "6101" })).body.failures[0].failureType).toBe("INCORRECT_FORMAT");
});

test("a read request gives its pages as they become available, then is freed", async () => {
  const path = `${ACCOUNTS}/readRequests`;
  const { requestId, requestState } = (await session.inModel("POST", path)).body.listReadRequest;
  expect(requestState).toBe("NOT_STARTED");
  expect((await session.inModel("GET", `${path}/${requestId}/pages/0`)).status).toBe(404);
  await session.inModel("GET", `${path}/${requestId}`);
  const done = (await session.inModel("GET", `${path}/${requestId}`)).body.listReadRequest;
  expect(done).toMatchObject({ requestState: "COMPLETE", successful: true, listId: 101000000014 });
  const pages = await Promise.all(
    Array.from({ length: done.availablePages }, (_, n) => session.inModel("GET", `${path}/${requestId}/pages/${n}`)),
  );
  const preview = (await session.inModel("GET", `${ACCOUNTS}/preview`)).text;
  expect(pages.map(({ text }) => text).join("")).toBe(preview);
  expect((await session.inModel("DELETE", `${path}/${requestId}`)).status).toBe(200);
  expect((await session.inModel("GET", `${path}/${requestId}`)).status).toBe(404);
});
