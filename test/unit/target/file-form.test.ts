import { describe, expect, it } from "vitest";
import type { ImportMetadata, ServerFile } from "../../../protocol/anaplan/types.ts";
import { formOf } from "../../../target/file-form.ts";

const ids = { import_id: "112" };
const file: ServerFile = {
  id: "113",
  name: "a.txt",
  separator: "\t",
  delimiter: "'",
  encoding: "ISO-8859-1",
  headerRow: 1,
  firstDataRow: 2,
};
const said = (source: Partial<NonNullable<ImportMetadata["source"]>>): ImportMetadata => ({
  type: "FILE",
  source: { headerNames: ["Code"], ...source },
});

describe("the form of an import's file", () => {
  it("is what the import says", () => {
    const metadata = said({
      columnSeparator: ";",
      textDelimiter: '"',
      textEncoding: "utf-16le",
      decimalSeparator: ",",
      headerRow: 1,
      firstDataRow: 2,
    });
    expect(formOf(metadata, file, ids)).toEqual({
      dialect: { separator: ";", quote: '"', encoding: "UTF-16LE" },
      decimalSeparator: ",",
      headerNames: ["Code"],
      hasHeaderRow: true,
    });
  });

  it("is what the file says where the import is silent", () => {
    expect(formOf({}, file, ids)).toEqual({
      dialect: { separator: "\t", quote: "'", encoding: "ISO-8859-1" },
      decimalSeparator: ".",
      headerNames: [],
      hasHeaderRow: true,
    });
  });

  it("is plain CSV where nobody says anything", () => {
    const { dialect } = formOf({}, { id: "113", name: "a", separator: "" }, ids);
    expect(dialect).toEqual({ separator: ",", quote: '"', encoding: "UTF-8" });
  });

  it("may have no quotes, and a tab in letters", () => {
    expect(formOf(said({ textDelimiter: "", columnSeparator: "\\t" }), file, ids).dialect).toMatchObject({
      separator: "\t",
      quote: "",
    });
  });
});

describe("rows that Anaplan skips", () => {
  it.each([
    [{ headerRow: 1, firstDataRow: 2 }, true],
    [{ headerRow: -1, firstDataRow: -1 }, true],
    [{ headerRow: 0, firstDataRow: 1 }, false],
    [{ headerRow: -1, firstDataRow: 1 }, false],
    [{ headerRow: 0, firstDataRow: 2 }, true],
  ])("are at most the header: %o", (rows, hasHeaderRow) => {
    expect(formOf(said(rows), file, ids).hasHeaderRow).toBe(hasHeaderRow);
  });

  it.each([
    { headerRow: 3, firstDataRow: 4 },
    { headerRow: 1, firstDataRow: 3 },
  ])("must not be rows of ours: %o", (rows) => {
    expect(() => formOf(said(rows), file, ids)).toThrow(
      expect.objectContaining({ code: "IMPORT_MAPPING_BROKEN", context: ids }),
    );
  });
});

it("an encoding that cannot be written is refused by name", () => {
  expect(() => formOf(said({ textEncoding: "Shift_JIS" }), file, ids)).toThrow(
    expect.objectContaining({ code: "ENCODING_IMPOSSIBLE", what: expect.stringContaining("Shift_JIS") }),
  );
});
