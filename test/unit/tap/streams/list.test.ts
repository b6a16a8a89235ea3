import { describe, expect, it } from "vitest";
import type { AnaplanClient, ListItem, ReadSubject } from "../../../../protocol/anaplan/types.ts";
import { ConnectorError } from "../../../../protocol/errors.ts";
import { sync } from "../../../../tap/sync.ts";
import { FakeAnaplan, fakeRun, M, selectOne, W } from "../stand-in.ts";

const LIST = "101000000014";
const HEADER = "id,name,code,parent,parentId,listId,listName,Active,Weight\n";

interface Given {
  itemCount: number;
  items?: ListItem[] | ConnectorError;
  pages?: AsyncIterable<{ page: number; bytes: Uint8Array; last: boolean }>;
}

async function read({ itemCount, items, pages }: Given) {
  const anaplan = new FakeAnaplan();
  const calls: string[] = [];
  const client: Partial<AnaplanClient> = {
    lists: async () => [{ id: LIST, name: "Accounts" }],
    listMetadata: async () => ({
      itemCount,
      subsets: [{ id: "109000000003", name: "Active" }],
      properties: [{ name: "Weight", format: "NUMBER" }],
    }),
    listItems: async () => {
      calls.push("items");
      if (items instanceof ConnectorError) throw items;
      return items ?? [];
    },
    readPages: (subject: ReadSubject) => {
      calls.push(`pages ${subject.kind} ${subject.id}`);
      if (pages === undefined) throw new Error("no pages");
      return pages;
    },
  };
  const own = anaplan.client;
  Object.defineProperty(anaplan, "client", {
    value: new Proxy(own, {
      get: (target, key) => client[key as keyof AnaplanClient] ?? target[key as keyof AnaplanClient],
    }),
  });
  const run = await fakeRun(anaplan, { config: { discover: ["lists"] } });
  let count = 0;
  let last = "";
  run.sink.records = async (_, lines, some) => {
    count += some;
    last = Buffer.from(lines).toString().trimEnd().split("\n").at(-1) ?? "";
  };
  const errors: string[] = [];
  await sync([await selectOne(run, {}, `${W}_${M}_${LIST}`)], run, (error) => errors.push(error.message));
  return { calls, count, last: last.replace(/^\d*/, ""), errors, bookmark: run.state.snapshot().bookmarks };
}

async function* pagesOf(count: number, perPage: number) {
  for (let page = 0; page * perPage < count; page++) {
    const rows = Array.from({ length: Math.min(perPage, count - page * perPage) }, (_, n) => {
      const at = page * perPage + n + 1;
      return `${at},Item ${at},C${at},Opex,9,${LIST},Accounts,true,${at}.50\n`;
    });
    yield { page, bytes: Buffer.from(HEADER + rows.join("")), last: true };
  }
}

describe("a list stream", () => {
  it("of 1,200,000 members is read page by page, every one of them", async () => {
    const { calls, count, last, errors, bookmark } = await read({
      itemCount: 1_200_000,
      pages: pagesOf(1_200_000, 50_000),
    });
    expect(errors).toEqual([]);
    expect(calls).toEqual([`pages list ${LIST}`]);
    expect(count).toBe(1_200_000);
    expect(last).toBe(
      '{"id":"1200000","name":"Item 1200000","code":"C1200000","parent":"Opex","parentId":"9","listId":"101000000014","listName":"Accounts","Active":true,"Weight":1200000.50}',
    );
    expect(bookmark[`${W}_${M}_${LIST}`]?.rows).toBe(1_200_000);
  });

  it("of few members is asked for in one call", async () => {
    const item = { id: "1", name: "Travel", subsets: { Active: true }, properties: { Weight: "1.50" } };
    const { calls, last } = await read({ itemCount: 1, items: [item] });
    expect(calls).toEqual(["items"]);
    expect(last).toContain('"parent":null');
    expect(last).toContain('"Active":true,"Weight":1.50');
  });

  it("that turns out too long for one call is read page by page", async () => {
    const items = new ConnectorError("REQUEST_REFUSED", { what: "Too many.", context: { status: 400 } });
    const { calls, count } = await read({ itemCount: 3, items, pages: pagesOf(3, 2) });
    expect(calls).toEqual(["items", `pages list ${LIST}`]);
    expect(count).toBe(3);
  });

  it("whose property is no number says so and sends null", async () => {
    const item = { id: "1", name: "Travel", subsets: {}, properties: { Weight: "heavy" } };
    const { last, errors } = await read({ itemCount: 1, items: [item] });
    expect(errors).toEqual([]);
    expect(last).toContain('"Weight":null');
  });
});
