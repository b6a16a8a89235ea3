import { expect, test } from "vitest";
import { readRows } from "../../../../protocol/csv/rows.ts";

async function rowsOf(text: string, step: number, separator?: string): Promise<string[][]> {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / step) }, (_, i) =>
    bytes.subarray(i * step, (i + 1) * step),
  );
  const rows: string[][] = [];
  for await (const row of readRows(chunks, separator)) rows.push(row);
  return rows;
}

const DUMP =
  '"_Status_","Code","_Line_","_Error_1_"\r\n"W","a,b","14","Invalid parent ""x"""\r\n"E","c\nd","19",""\r\n';

test.each([1, 7, 1000])("a dump with commas, %i bytes a chunk", async (step) => {
  expect(await rowsOf(DUMP, step)).toEqual([
    ["_Status_", "Code", "_Line_", "_Error_1_"],
    ["W", "a,b", "14", 'Invalid parent "x"'],
    ["E", "c\nd", "19", ""],
  ]);
});

test.each([1, 1000])(
  "a dump with tabs, a byte order mark and a header with commas inside, %i bytes a chunk",
  async (step) => {
    const text = '\ufeff"a,b,c,d"\t"_Line_"\n"1"\t"2"\n\n"3"\n';
    expect(await rowsOf(text, step)).toEqual([["a,b,c,d", "_Line_"], ["1", "2"], ["3"]]);
  },
);

test("a separator may be given; a file may be empty or have no line end", async () => {
  expect(await rowsOf("a;b,c", 2, ";")).toEqual([["a", "b,c"]]);
  expect(await rowsOf("", 1)).toEqual([]);
  expect(await rowsOf("a,b", 1)).toEqual([["a", "b"]]);
});

test("a quote that is never closed is CSV_INVALID", async () => {
  await expect(rowsOf('a,b\n"x,y\n', 3)).rejects.toMatchObject({ code: "CSV_INVALID" });
});
