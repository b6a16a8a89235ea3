import { describe, expect, it } from "vitest";
import type { TapConfig } from "../../../../schemas/generated/types.ts";
import type { Bookmark } from "../../../../tap/state.ts";
import { sync } from "../../../../tap/sync.ts";
import { definition, FakeAnaplan, fakeRun, interruption, STREAM_ID, selectOne } from "../stand-in.ts";

interface Options {
  config?: TapConfig;
  bookmark?: Bookmark;
  chunkBytes?: number;
  /** Pieces of the file that come before the run is interrupted. */
  pieces?: number;
}

/** A grid with all pages as it is. */
async function read(
  text: string,
  { config = {}, bookmark, chunkBytes = 20, pieces }: Options = {},
  anaplan?: FakeAnaplan,
) {
  const layout = "GRID_ALL_PAGES";
  const metadata = {
    separator: ",",
    delimiter: '"',
    encoding: "UTF-8",
    layout,
    headerNames: [],
    dataTypes: [],
    listNames: [],
  };
  const one = { definition: definition({ layout, exportType: layout }), metadata, text, chunkBytes };
  const server =
    anaplan ?? new FakeAnaplan([{ id: "5C1E9A7740B34D6D8F2A6B0C9D3E4F10", name: "Opex Plan", exports: [one] }]);
  const bookmarks = bookmark === undefined ? {} : { [STREAM_ID]: bookmark };
  const run = await fakeRun(server, { config, state: { currently_syncing: null, bookmarks } });
  let seen = 0;
  server.onPiece = () => {
    if (pieces !== undefined && ++seen > pieces) throw interruption();
  };
  const errors: string[] = [];
  await sync([await selectOne(run)], run, (error) => errors.push(error.message));
  return { lines: run.sink.lines, errors, bookmark: run.state.bookmark(STREAM_ID), server, sink: run.sink };
}

const TWO_PAGES = "Actual,UK\n,Jan 26,Feb 26\nTravel,64.6,0\nTaxi,1,\n\nBudget,UK\n,Jan 26,Feb 26\nTravel,70,0\n";
const TWO_TABLES = [
  '{"page_1":"Actual","page_2":"UK","column_1":"Travel","Jan 26":"64.6","Feb 26":"0"}',
  '{"page_1":"Actual","page_2":"UK","column_1":"Taxi","Jan 26":"1","Feb 26":null}',
  '{"page_1":"Budget","page_2":"UK","column_1":"Travel","Jan 26":"70","Feb 26":"0"}',
];

describe("a grid with all pages as it is", () => {
  it("is one table with its page items in front, however the file is cut", async () => {
    for (const chunkBytes of [3, 20, 1000]) {
      const { lines, errors } = await read(TWO_PAGES, { chunkBytes });
      expect(errors).toEqual([]);
      expect(lines).toEqual(TWO_TABLES);
    }
  });

  it("is so without blank lines between the pages", async () => {
    expect((await read(TWO_PAGES.replace("\n\n", "\n"))).lines).toEqual(TWO_TABLES);
  });

  it("without pages is a plain grid", async () => {
    expect((await read(",Jan 26\nTravel,1\n")).lines).toEqual(['{"column_1":"Travel","Jan 26":"1"}']);
  });

  it("takes values by the header of their own page", async () => {
    const { lines, errors } = await read("UK\n,Jan 26,Feb 26\nTravel,1,2\n\nDE\n,Feb 26\nTravel,3\n");
    expect(errors).toEqual([]);
    expect(lines[1]).toBe('{"page_1":"DE","column_1":"Travel","Jan 26":null,"Feb 26":"3"}');
  });

  it("ends where a page has a column that the first one has not", async () => {
    const { lines, errors } = await read("UK\n,Jan 26\nTravel,1\n\nDE\n,Mar 26\nTravel,3\n");
    expect(lines).toHaveLength(1);
    expect(errors[0]).toMatch(
      /^GRID_PAGES_DIFFER: A page of the grid has a column "Mar 26" that its first page does not have\. .*row=2/,
    );
  });

  it("goes on after the rows that were sent", async () => {
    const pages = Array.from({ length: 5 }, (_, page) => `P${page}\n,Jan 26\nTravel,${page}\nTaxi,1${page}\n`).join(
      "\n",
    );
    const whole = (await read(pages)).lines;
    expect(whole).toHaveLength(10);
    for (let pieces = 1; pieces < 16; pieces += 2) {
      const first = await read(pages, { chunkBytes: 14, pieces });
      const { bookmark, server } = first;
      const second = await read(pages, { chunkBytes: 14, ...(bookmark && { bookmark }) }, server);
      expect(second.errors).toEqual([]);
      expect([...first.lines, ...second.lines], `${pieces}`).toEqual(whole);
      expect(second.bookmark?.rows).toBe(10);
    }
  });

  it("adds metadata columns, keys and types like any other table", async () => {
    const config: TapConfig = {
      metadata_columns: true,
      keys: [{ stream: STREAM_ID, columns: ["page_1", "column_1"] }],
      types: [{ stream: STREAM_ID, column: "Jan 26", type: "number" }],
    };
    const { lines, errors, sink } = await read(TWO_PAGES, { config });
    expect(errors).toEqual([]);
    expect(sink.schemas.at(-1)?.keyProperties).toEqual(["page_1", "column_1"]);
    expect(JSON.parse(lines[2] ?? "")).toMatchObject({ "Jan 26": 70, "Feb 26": "0", _anaplan_row_number: 3 });
  });
});
