import { describe, expect, it } from "vitest";
import { findNamed, nearest, nearestHint, resolveNamed } from "../../../protocol/names.ts";

const among = [
  { id: "116000000012", name: "Opex flat.csv" },
  { id: "116000000013", name: "Accounts" },
  { id: "116000000014", name: "accounts" },
  { id: "5C1E", name: "116000000013" },
];
const ids = (found: { id: string }[]) => found.map(({ id }) => id);

describe("findNamed", () => {
  it.each([
    ["an id before a name", "116000000013", ["116000000013"]],
    ["a name in any case, with blanks around", " OPEX FLAT.CSV ", ["116000000012"]],
    ["an id in the other case", "5c1e", ["5C1E"]],
    ["several of one name", "Accounts", ["116000000013", "116000000014"]],
    ["nothing by a part", "Opex", []],
  ])("finds %s", (_, wanted, expected) => {
    expect(ids(findNamed(wanted, among))).toEqual(expected);
  });

  it("takes composed and decomposed letters for the same", () => {
    expect(findNamed("Cafe\u0301", [{ id: "1", name: "Caf\u00e9" }])).toHaveLength(1);
  });
});

describe("resolveNamed", () => {
  it("answers the one that is meant", () => {
    expect(resolveNamed("opex flat.csv", among, "export", "x").id).toBe("116000000012");
  });

  it("names the nearest, or all that match", () => {
    expect(() => resolveNamed("Opex flt.csv", among, "export", "streams[0]")).toThrow(
      /NAME_UNKNOWN: streams\[0\]: there is no export "Opex flt.csv".*Did you mean "Opex flat.csv" \(116000000012\)/,
    );
    expect(() => resolveNamed("ACCOUNTS", among, "export", "x")).toThrow(
      /NAME_AMBIGUOUS: x: 2 exports are called "ACCOUNTS": 116000000013, 116000000014/,
    );
  });
});

describe("nearest", () => {
  it("goes by name or id, whatever is nearer", () => {
    expect(nearest("116000000015", among)[0]?.id).toMatch(/^11600000001/);
    expect(nearest("x", among)).toHaveLength(3);
    expect(nearestHint("x", [])).toMatch(/sees none/);
  });
});
