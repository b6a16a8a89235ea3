import { describe, expect, it } from "vitest";
import { ENDPOINTS } from "../../../../protocol/anaplan/endpoints.ts";
import type { Call, Http } from "../../../../protocol/anaplan/http.ts";
import { listAll } from "../../../../protocol/anaplan/pages.ts";

/** Answers the bodies in turn and notes the queries. */
function scripted(...bodies: unknown[]): { http: Http; queries: (Call["query"] | undefined)[] } {
  const queries: (Call["query"] | undefined)[] = [];
  const http: Http = async ({ query }) => {
    queries.push(query);
    if (queries.length > bodies.length) throw new Error("asked once too often");
    return { status: 200, headers: {}, text: "", json: bodies[queries.length - 1] };
  };
  return { http, queries };
}

const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => ({ id: String(from + i) }));
const body = (key: string, list: unknown, paging?: object) => ({ meta: { paging }, [key]: list });
const exports = { endpoint: ENDPOINTS.exports };

describe("a collection", () => {
  it("goes on by what came, whatever the reply says of its pages", async () => {
    const { http, queries } = scripted(
      body("exports", rows(0, 3), { currentPageSize: 20, totalSize: 7, next: "https://elsewhere/?offset=20" }),
      body("exports", rows(3, 5), { totalSize: 7 }),
      body("exports", rows(5, 7), { totalSize: 7, next: "https://api.uat.anaplan.com/?offset=20" }),
    );
    expect(await listAll(http, exports)).toEqual(rows(0, 7));
    expect(queries.map((query) => query?.offset)).toEqual(["0", "3", "5"]);
    expect(queries[0]).toEqual({ limit: "5000", offset: "0" });
  });

  it.each([
    ["a missing key", {}],
    ["an empty list", body("exports", [])],
    ["no body at all", undefined],
  ])("is empty for %s", async (_, reply) => {
    expect(await listAll(scripted(reply).http, exports)).toEqual([]);
  });

  it("is whole without a paging block", async () => {
    expect(await listAll(scripted({ exports: rows(0, 4) }).http, exports)).toEqual(rows(0, 4));
  });

  it("asks on after a full page that has no total", async () => {
    const { http } = scripted(body("exports", rows(0, 5000), {}), body("exports", rows(5000, 5001), {}));
    expect(await listAll(http, exports)).toHaveLength(5001);
  });

  it("ends at an empty page although more was promised", async () => {
    const { http } = scripted(body("exports", rows(0, 2), { totalSize: 9 }), body("exports", [], { totalSize: 9 }));
    expect(await listAll(http, exports)).toEqual(rows(0, 2));
  });

  it("ends when the server gives the same page again", async () => {
    const same = body("exports", rows(0, 2), { totalSize: 9 });
    expect(await listAll(scripted(same, same).http, exports)).toEqual(rows(0, 2));
  });

  it("holds a row once that moved to the next page meanwhile", async () => {
    const { http } = scripted(
      body("exports", rows(0, 3), { totalSize: 5 }),
      body("exports", [{ id: "2" }, { id: "3" }, { id: "4" }], { totalSize: 5 }),
    );
    expect(await listAll(http, exports)).toEqual(rows(0, 5));
  });

  it("trusts the list of chunks more than its paging block", async () => {
    const chunks = { endpoint: ENDPOINTS.chunks };
    const { http, queries } = scripted(body("chunks", rows(0, 4), { currentPageSize: 1, totalSize: 3 }));
    expect(await listAll(http, chunks)).toHaveLength(4);
    expect(queries).toEqual([undefined]);
    const cut = scripted(body("chunks", rows(0, 2), { totalSize: 3 }), body("chunks", rows(2, 3), { totalSize: 3 }));
    expect(await listAll(cut.http, chunks)).toEqual(rows(0, 3));
  });

  it("takes a single task for a list of tasks", async () => {
    const { http } = scripted({ task: { taskId: "T" } });
    expect(await listAll(http, { endpoint: ENDPOINTS.tasks })).toEqual([{ taskId: "T" }]);
  });

  it("keeps the caller's query on every page", async () => {
    const { http, queries } = scripted(body("models", rows(0, 1), { totalSize: 2 }), body("models", rows(1, 2)));
    await listAll(http, { endpoint: ENDPOINTS.models, query: { modelDetails: "true" } });
    expect(queries.every((query) => query?.modelDetails === "true")).toBe(true);
  });
});
