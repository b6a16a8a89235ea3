import { describe, expect, it } from "vitest";
import { requireWithin, sizeText } from "../../../../tap/export/size-limit.ts";

describe("the size limit", () => {
  it.each([5_000_000_000, 5 * 1024 ** 3])("says the known words at %i", (limit) => {
    expect(() => requireWithin(limit, limit)).not.toThrow();
    expect(() => requireWithin(limit + 1, limit)).toThrow(
      "Anaplan connector supports file downloads up to 5 GB in size.",
    );
    expect(() => requireWithin(limit + 1, limit)).toThrow(/^DOWNLOAD_TOO_LARGE/);
  });

  it("is none when absent", () => {
    expect(() => requireWithin(Number.MAX_SAFE_INTEGER, undefined)).not.toThrow();
  });

  it.each([
    [1500, "1500 bytes"],
    [40, "40 bytes"],
    [2_000_000, "2 MB"],
    [512 * 1024, "512 KB"],
  ])("%i is %s", (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });
});
