import { describe, expect, it } from "vitest";
import { objectKind } from "../../../tap/stream.ts";

const W = "8a81b09c5f3d2e7b015f4a2c9d8e1001";
const M = "5C1E9A7740B34D6D8F2A6B0C9D3E4F10";

describe("objectKind", () => {
  it.each([
    ["116000000012", "export"],
    ["101000000014", "list"],
    ["101999999999", "list"],
    ["102000000027", "view"],
    ["208000000099", "view"],
    ["2080000000991", "view"],
    ["X1", "export"],
  ])("tells %s to be a stream of a %s", (id, kind) => {
    expect(objectKind(`${W}_${M}_${id}`)).toBe(kind);
  });

  it("knows what is no id of a data stream", () => {
    expect(objectKind("workspaces")).toBeUndefined();
    expect(objectKind("line_items")).toBeUndefined();
  });
});
