import { describe, expect, it } from "vitest";
import { RowLineIndex } from "../../../protocol/csv/row-lines.ts";
import { createRowFinder, type DumpRow, matchByContent, readDump, type SentFile } from "../../../target/rejects.ts";

async function read(...rows: string[][]): Promise<DumpRow[]> {
  async function* all() {
    yield* rows;
  }
  return collect(readDump(all()));
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

describe("a dump", () => {
  it("is read by the names of its columns", async () => {
    const [row] = await read(
      ["_Error_1_", "Code", "_Line_", "Name", "_Status_", "_Error_2_"],
      ["Invalid code", "6102", "14", "Hotels", "W", "Invalid name"],
    );
    expect(row).toEqual({
      status: "W",
      line: 14,
      errors: ["Invalid code", "Invalid name"],
      values: ["6102", "Hotels"],
      names: ["Code", "Name"],
    });
  });

  it("may have neither status nor line", async () => {
    const rows = await read(["Code", "_Error_1_"], ["1", "Invalid"], ["2", ""]);
    expect(rows.map(({ status, line, errors }) => [status, line, errors])).toEqual([
      [undefined, undefined, ["Invalid"]],
      [undefined, undefined, []],
    ]);
  });

  it("may be cut", async () => {
    const [row] = await read(["_Status_", "Code", "_Line_", "_Error_1_"], ["E", "1"]);
    expect(row).toMatchObject({ status: "E", line: undefined, values: ["1"], errors: [] });
  });
});

/** Rows of a file; a row may hold line breaks. */
function sent(rows: string[][], headers = ["Code", "Name"], headerLines = 1): SentFile {
  const lines = new RowLineIndex();
  rows.forEach((cells, index) => {
    const breaks = cells.join("").split("\n").length - 1;
    if (breaks > 0) lines.add(index + 1, breaks);
  });
  return {
    columns: headers.map((header) => ({ header, property: header })),
    rows: rows.length,
    headerLines,
    lines,
    cells: (row) => rows[row - 1] ?? [],
    allCells: () => rows,
  };
}

const dumped = (line: number | undefined, values: string[], names = ["Code", "Name"]): DumpRow => ({
  status: "E",
  line,
  errors: [],
  values,
  names,
});

describe("the row a dump speaks of", () => {
  const broken = sent([
    ["1", "a\nb"],
    ["2", "c"],
    ["3", "d"],
    ["4", "e"],
  ]);

  it("is found where lines of text are counted", () => {
    expect(createRowFinder(broken)(dumped(4, ["2", "c"]))).toBe(2);
    expect(createRowFinder(broken)(dumped(5, ["3", "d"]))).toBe(3);
  });

  it("is found where records are counted", () => {
    expect(createRowFinder(broken)(dumped(3, ["2", "c"]))).toBe(2);
    expect(createRowFinder(broken)(dumped(4, ["3", "d"]))).toBe(3);
  });

  it("is judged by the reading that was right before, where the values do not tell", () => {
    const same = sent([
      ["1", "a\nb"],
      ["2", "c"],
      ["x", "x"],
      ["x", "x"],
      ["x", "x"],
    ]);
    const find = createRowFinder(same);
    expect(find(dumped(5, ["x", "x"]))).toBe(3);
    expect(find(dumped(3, ["2", "c"]))).toBe(2);
    expect(find(dumped(5, ["x", "x"]))).toBe(4);
  });

  it("is none where the values are those of another row", () => {
    expect(createRowFinder(broken)(dumped(5, ["9", "z"]))).toBeUndefined();
    expect(createRowFinder(broken)(dumped(99, ["1", "a\nb"]))).toBeUndefined();
  });

  it("may be in Anaplan's own form in one column or the other", () => {
    expect(createRowFinder(broken)(dumped(4, [" 2 ", "C (c)"]))).toBe(2);
  });

  it("is found by order where the columns are only numbered", () => {
    expect(createRowFinder(broken)(dumped(4, ["2", "c"], ["Column 1", "Column 2"]))).toBe(2);
  });

  it("is found in a file without a header row", () => {
    const headless = sent(
      [
        ["1", "a"],
        ["2", "b"],
      ],
      ["Code", "Name"],
      0,
    );
    expect(createRowFinder(headless)(dumped(2, ["2", "b"]))).toBe(2);
  });

  it("is found where two columns have one name", () => {
    const twins = sent(
      [
        ["1", "2"],
        ["2", "1"],
      ],
      ["A", "A"],
    );
    expect(createRowFinder(twins)(dumped(3, ["2", "1"], ["A", "A"]))).toBe(2);
  });
});

describe("rows of a dump without lines", () => {
  const file = sent([
    ["1", "a"],
    ["2", "b\r\nc"],
    ["1", "a"],
    ["3", "d"],
  ]);

  it("are found by their content, each given away once", () => {
    const dumps = [dumped(undefined, ["2", "b\nc"]), dumped(undefined, ["1", "a"]), dumped(undefined, ["1", " a"])];
    expect(matchByContent(dumps, file)).toEqual([2, 1, 3]);
  });

  it("may fit no row", () => {
    expect(matchByContent([dumped(undefined, ["9", "a"])], file)).toEqual([undefined]);
    expect(matchByContent([dumped(undefined, ["1"], ["Other"])], file)).toEqual([undefined]);
    expect(matchByContent([], file)).toEqual([]);
  });
});
